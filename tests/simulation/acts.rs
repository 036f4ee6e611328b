//! What a person might do next, given what is shown to them: mostly to the same few rows as
//! everybody else, and now and then what they may not.

use std::sync::Arc;

use bliss::domain::command::Command;
use bliss::domain::ids::{CommandId, UserId};
use bliss::domain::rows::{
    Budget, Conflict, ConflictState, Demand, Ingredient, Notification, Role, Row, Schedule, ShoppingItem,
    Table, Task, TaskStatus, User,
};
use bliss::domain::state::{Held, State};
use bliss::domain::values::Unit;
use serde_json::{Value, json};

use super::draw::Draw;

/// Who is to act, and what they see.
pub struct Desktop<'a> {
    pub state: &'a State,
    pub user: UserId,
    pub role: Role,
    /// Their own latest acts, which they might take back.
    pub recent: &'a [CommandId],
}

/// Commands made in one go; the later ones may build on the earlier ones.
pub fn draw_acts(desktop: &Desktop<'_>, draw: &mut Draw) -> Vec<Command> {
    let said = match (desktop.role, draw.below(100)) {
        (_, 0..=3) => shared(desktop, draw),
        (_, 4..=6) => undo(desktop, draw),
        (_, 7..=9) => out_of_bounds(desktop, draw),
        (_, 10..=12) => settle_conflict(desktop, draw),
        (Role::Logistics, 13..=70) | (Role::Admin, 13..=35) => shopping(desktop, draw),
        (Role::Cook, 13..=70) | (Role::Admin, 36..=55) => kitchen(desktop, draw),
        (Role::Organizer, 13..=70) | (Role::Admin, 56..=70) => party(desktop, draw),
        (_, 71..=76) => need(desktop, draw),
        (Role::Admin | Role::Organizer | Role::Logistics | Role::Cook, _) => task(desktop, draw),
    };
    said.into_iter().map(|(kind, data)| command(kind, data)).collect()
}

/// A command from its words.
pub fn command(kind: &str, data: Value) -> Command {
    Command::read(kind, data.clone()).unwrap_or_else(|refusal| panic!("{kind} {data}: {}", refusal.message))
}

type Said = Vec<(&'static str, Value)>;

/// The rows of a table that were not removed.
pub fn rows<R: Held>(state: &State) -> Vec<Arc<R>> {
    R::rows(state).values().filter(|row| row.removed().is_none()).cloned().collect()
}

fn amount(draw: &mut Draw, unit: Unit) -> Value {
    json!({"amount": draw.between(1, 9).to_string(), "unit": unit})
}

fn shopping(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let items = rows::<ShoppingItem>(desktop.state);
    let Some(item) = draw.pick_early(&items) else { return Vec::new() };
    let purchases: Vec<_> = desktop.state.purchases_of(item.id).collect();
    let unit = item.unit;
    let bought = json!({"itemId": item.id, "purchaseId": draw.uuid(), "quantity": amount(draw, unit)});
    match draw.below(20) {
        0..=5 => vec![("mark-purchased", with_price(bought, draw))],
        6..=9 => vec![("add-purchase", with_price(bought, draw))],
        10 => vec![("have-already", bought)],
        11 => {
            let lines = items.iter().take(3).map(|item| {
                json!({"itemId": item.id, "purchaseId": draw.uuid(), "quantity": amount(draw, item.unit)})
            });
            vec![("mark-many-purchased", json!({"items": lines.collect::<Vec<_>>()}))]
        }
        12 | 13 => match draw.pick(&purchases) {
            Some(purchase) => vec![("void-purchase", json!({"purchaseId": purchase.id}))],
            None => vec![("add-purchase", bought)],
        },
        14 => match draw.pick(&purchases) {
            Some(purchase) => vec![("receive", json!({"purchaseIds": [purchase.id]}))],
            None => vec![("mark-purchased", bought)],
        },
        15 => match draw.pick(&purchases) {
            Some(purchase) => {
                vec![("edit-purchase", json!({"purchaseId": purchase.id, "paid": draw.between(100, 900)}))]
            }
            None => vec![("mark-purchased", bought)],
        },
        16 => vec![("claim-item", json!({"itemId": item.id, "claimed": draw.chance(70)}))],
        17 => vec![("edit-shopping-item", json!({"itemId": item.id, "notes": words(draw)}))],
        18 => vec![("close-short", json!({"itemId": item.id, "needed": item.needed}))],
        _ => vec![
            ("add-purchase", bought.clone()),
            ("void-purchase", json!({"purchaseId": bought["purchaseId"]})),
        ],
    }
}

fn with_price(mut data: Value, draw: &mut Draw) -> Value {
    if draw.chance(40) {
        data["paid"] = json!(draw.between(100, 5_000));
    }
    data
}

fn kitchen(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let ingredients = rows::<Ingredient>(desktop.state);
    let schedules = rows::<Schedule>(desktop.state);
    let Some(schedule) = draw.pick_early(&schedules) else { return Vec::new() };
    let ingredient = draw.pick_early(&ingredients);
    match (draw.below(16), ingredient) {
        (0..=7, Some(row)) => {
            let quantity = amount(draw, row.quantity.unit());
            vec![("set-ingredient-quantity", json!({"ingredientId": row.id, "quantity": quantity}))]
        }
        (8, Some(row)) => vec![("remove-ingredient", json!({"ingredientId": row.id}))],
        (9, Some(row)) => vec![("take-new-amount", json!({"ingredientId": row.id}))],
        (10, Some(row)) => {
            let id = draw.uuid();
            let data = json!({"ingredientId": id, "scheduleId": schedule.id, "productId": row.product_id,
                "quantity": amount(draw, row.quantity.unit())});
            let quantity = amount(draw, row.quantity.unit());
            let then = json!({"ingredientId": id, "quantity": quantity});
            vec![("put-ingredient", data), ("set-ingredient-quantity", then)]
        }
        (11, _) => {
            let ends_at = 1_795_400_000_000 + draw.between(0, 9) * 60_000;
            let data = json!({"timerId": draw.uuid(), "scheduleId": schedule.id, "label": "Rice",
                "endsAt": ends_at});
            vec![("set-timer", data)]
        }
        (12, _) if !schedule.steps.is_empty() => {
            vec![(
                "set-step",
                json!({"scheduleId": schedule.id, "step": draw.index(schedule.steps.len()),
                "done": draw.chance(60)}),
            )]
        }
        (13, _) => {
            let status = ["planned", "cooking", "ready"][draw.index(3)];
            vec![("set-schedule-status", json!({"scheduleId": schedule.id, "status": status}))]
        }
        _ => vec![("edit-schedule", json!({"scheduleId": schedule.id, "instructions": words(draw)}))],
    }
}

fn party(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let budgets = rows::<Budget>(desktop.state);
    let Some(budget) = draw.pick_early(&budgets) else { return Vec::new() };
    let id = budget.id;
    match draw.below(16) {
        0..=4 => vec![("set-guest-count", json!({"budgetId": id, "guests": draw.between(8, 40)}))],
        5..=7 => vec![("edit-budget", json!({"budgetId": id, "notes": words(draw)}))],
        8 => {
            let time = ["18:00", "19:30", "20:00"][draw.index(3)];
            vec![("edit-budget", json!({"budgetId": id, "servingTime": time}))]
        }
        9 => {
            let date = budget.date.plus_days(draw.between(-2, 5));
            vec![("edit-budget", json!({"budgetId": id, "date": date}))]
        }
        10 | 11 => {
            let status = ["approved", "reserva", "canceled", "draft", "reserva"][draw.index(5)];
            vec![("set-budget-status", json!({"budgetId": id, "status": status}))]
        }
        12 => {
            let payment = json!({"paymentId": draw.uuid(), "budgetId": id, "amount": draw.between(100, 90_000),
                "kind": "deposit", "method": "cash", "date": "2026-11-22"});
            vec![("record-payment", payment)]
        }
        13 => {
            let line = json!({"lineId": draw.uuid(), "budgetId": id, "category": "food", "text": words(draw),
                "unitPrice": draw.between(100, 4_000)});
            vec![("put-budget-line", line)]
        }
        14 => match desktop.state.lines_of(id).next() {
            Some(line) => vec![("remove-budget-line", json!({"lineId": line.id}))],
            None => Vec::new(),
        },
        _ => {
            let made = draw.uuid();
            let data = json!({"budgetId": made, "name": words(draw), "date": budget.date,
                "servingTime": "19:00", "guests": draw.between(10, 30)});
            let line = json!({"lineId": draw.uuid(), "budgetId": made, "category": "food", "text": "Food"});
            let booked = json!({"budgetId": made, "status": "reserva"});
            vec![("create-budget", data), ("put-budget-line", line), ("set-budget-status", booked)]
        }
    }
}

fn task(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let tasks = rows::<Task>(desktop.state);
    let role = match desktop.role {
        Role::Cook => "cook",
        Role::Admin | Role::Organizer | Role::Logistics => "logistics",
    };
    let made =
        json!({"taskId": draw.uuid(), "title": words(draw), "role": role, "start": "2026-11-27T10:00"});
    let Some(task) = draw.pick_early(&tasks) else { return vec![("create-task", made)] };
    let id = task.id;
    match draw.below(16) {
        0..=6 => {
            let status = [TaskStatus::Todo, TaskStatus::InProgress, TaskStatus::Done, TaskStatus::Canceled];
            let mut data = json!({"taskId": id, "status": status[draw.index(4)]});
            if draw.chance(30) {
                data["anyway"] = json!("No time to wait.");
            }
            if draw.chance(20) {
                data["note"] = json!(words(draw));
            }
            vec![("set-task-status", data)]
        }
        7 => vec![("edit-task", json!({"taskId": id, "title": words(draw)}))],
        8 => {
            let start = ["2026-11-26T09:00", "2026-11-27T11:00"][draw.index(2)];
            vec![("edit-task", json!({"taskId": id, "start": start}))]
        }
        9 => vec![("block-task", json!({"taskId": id, "reason": words(draw)}))],
        10 => vec![("unblock-task", json!({"taskId": id}))],
        11 => match draw.pick(&tasks) {
            Some(other) => vec![("add-prerequisite", json!({"taskId": id, "prerequisiteId": other.id}))],
            None => Vec::new(),
        },
        12 => match task.prerequisites.first() {
            Some(other) => vec![("remove-prerequisite", json!({"taskId": id, "prerequisiteId": other}))],
            None => Vec::new(),
        },
        13 => vec![("remove-task", json!({"taskId": id}))],
        14 => {
            let renamed = json!({"taskId": made["taskId"], "title": words(draw)});
            vec![("create-task", made), ("edit-task", renamed)]
        }
        _ => vec![("create-task", made)],
    }
}

fn need(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let items = rows::<ShoppingItem>(desktop.state);
    let demands: Vec<_> =
        rows::<Demand>(desktop.state).into_iter().filter(|row| row.user_id == Some(desktop.user)).collect();
    let Some(item) = draw.pick_early(&items) else { return Vec::new() };
    let quantity = amount(draw, item.unit);
    match demands.first() {
        Some(demand) if draw.chance(40) => vec![("remove-demand", json!({"demandId": demand.id}))],
        Some(demand) if draw.chance(40) => {
            vec![(
                "put-demand",
                json!({"demandId": demand.id, "week": item.week, "productId": item.product_id,
                "quantity": quantity}),
            )]
        }
        _ => vec![(
            "put-demand",
            json!({"demandId": draw.uuid(), "week": item.week, "productId": item.product_id,
            "quantity": quantity, "text": words(draw)}),
        )],
    }
}

fn shared(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let about: Vec<Row> = [Table::Tasks, Table::ShoppingItems, Table::Schedules, Table::Ingredients]
        .into_iter()
        .flat_map(|table| desktop.state.in_table(table))
        .collect();
    let notifications = rows::<Notification>(desktop.state);
    match (draw.pick(&about), draw.pick(&notifications)) {
        (Some(row), _) if draw.chance(60) => {
            let data = json!({"commentId": draw.uuid(), "table": row.table(), "rowId": row.key(),
                "text": words(draw)});
            vec![("comment", data)]
        }
        (_, Some(notification)) => vec![("mark-read", json!({"notificationIds": [notification.id]}))],
        (Some(row), None) => vec![("acknowledge", json!({"table": row.table(), "rowId": row.key()}))],
        (None, None) => Vec::new(),
    }
}

fn undo(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    match draw.pick(desktop.recent) {
        Some(id) => vec![("undo", json!({"commandId": id}))],
        None => Vec::new(),
    }
}

/// What the server has to refuse, with what the person does next in good faith.
fn out_of_bounds(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let id = draw.uuid();
    let users = rows::<User>(desktop.state);
    match (draw.below(3), users.first()) {
        (0, Some(user)) if desktop.role != Role::Admin => {
            vec![("put-user", json!({"userId": user.id, "role": "admin"}))]
        }
        (1, _) => vec![("remove-task", json!({"taskId": id}))],
        _ => vec![
            ("create-task", json!({"taskId": id, "title": " ", "role": "logistics"})),
            ("set-task-status", json!({"taskId": id, "status": "done"})),
        ],
    }
}

fn settle_conflict(desktop: &Desktop<'_>, draw: &mut Draw) -> Said {
    let open: Vec<_> =
        rows::<Conflict>(desktop.state).into_iter().filter(|row| row.state == ConflictState::Open).collect();
    let Some(conflict) = draw.pick_early(&open) else { return task(desktop, draw) };
    if conflict.table == Table::ShoppingItems {
        return vec![("answer-same-goods", json!({"conflictId": conflict.id, "same": draw.chance(50)}))];
    }
    let Some(setting) = draw.pick(&conflict.values) else { return Vec::new() };
    vec![("resolve-conflict", json!({"conflictId": conflict.id, "value": setting.value}))]
}

fn words(draw: &mut Draw) -> String {
    const WORDS: [&str; 8] = ["lemon", "thyme", "ladle", "crate", "salt", "apron", "basket", "smoke"];
    format!("{} {}", WORDS[draw.index(8)], draw.below(1_000))
}

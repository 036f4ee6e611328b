//! Role × command × state: who may do what, and with which code others are refused (DOMAIN, Roles).

use serde_json::{Value, json};

use crate::domain::access;
use crate::domain::command::{Command, Kind};
use crate::domain::context::Mode;
use crate::domain::ids::CommandId;
use crate::domain::rows::{Removed, Role, Table};
use crate::domain::sight;

use super::full::Full;
use super::world::{ALICE, BOB, CARLA, DAVID, Person};

const PEOPLE: [Person; 4] = [DAVID, ALICE, BOB, CARLA];

/// A command, the row it is about (where there is one), and what becomes of it by the hand of an
/// admin, the party's organizer, logistics, and a cook. `.` it is carried out; otherwise the code.
pub type Case = (&'static str, Value, Option<(Table, &'static str)>, [&'static str; 4]);

const ALL: [&str; 4] = [".", ".", ".", "."];
const PARTY: [&str; 4] = [".", ".", "forbidden", "forbidden"];
const KITCHEN: [&str; 4] = [".", "forbidden", "forbidden", "."];
const LIST: [&str; 4] = [".", "forbidden", ".", "forbidden"];
const ADMIN: [&str; 4] = [".", "forbidden", "forbidden", "forbidden"];
const TASK: [&str; 4] = [".", ".", ".", "not-found"];

fn kilo() -> Value {
    json!({"amount": "1", "unit": "kg"})
}

pub fn table() -> Vec<Case> {
    let kilo = kilo();
    let budget = Some((Table::Budgets, "budgetId"));
    let task = Some((Table::Tasks, "taskId"));
    let schedule = Some((Table::Schedules, "scheduleId"));
    let ingredient = Some((Table::Ingredients, "ingredientId"));
    let item = Some((Table::ShoppingItems, "itemId"));
    let purchase = Some((Table::Purchases, "purchaseId"));
    vec![
        (
            "create-budget",
            json!({"budgetId": "$new", "name": "New", "date": "2026-12-20", "servingTime": "20:00",
            "guests": 10}),
            None,
            PARTY,
        ),
        ("edit-budget", json!({"budgetId": "$party", "venue": "Hall"}), budget, PARTY),
        ("set-budget-status", json!({"budgetId": "$party", "status": "canceled"}), budget, PARTY),
        (
            "set-budget-status",
            json!({"budgetId": "$party", "status": "rejected"}),
            budget,
            ["status", "status", "forbidden", "forbidden"],
        ),
        ("set-guest-count", json!({"budgetId": "$party", "guests": 30}), budget, PARTY),
        ("remove-budget", json!({"budgetId": "$draft"}), budget, PARTY),
        (
            "remove-budget",
            json!({"budgetId": "$party"}),
            budget,
            ["status", "status", "forbidden", "forbidden"],
        ),
        (
            "put-budget-line",
            json!({"lineId": "$new", "budgetId": "$party", "category": "other", "text": "Band"}),
            budget,
            PARTY,
        ),
        (
            "remove-budget-line",
            json!({"lineId": "$party-lamps"}),
            Some((Table::BudgetLines, "lineId")),
            PARTY,
        ),
        (
            "record-payment",
            json!({"paymentId": "$new", "budgetId": "$party", "amount": 5, "kind": "final",
            "method": "card", "date": "2026-11-16"}),
            budget,
            PARTY,
        ),
        ("void-payment", json!({"paymentId": "$party-payment"}), Some((Table::Payments, "paymentId")), PARTY),
        (
            "create-task",
            json!({"taskId": "$new", "title": "Drive", "role": "logistics", "budgetId": "$party"}),
            budget,
            [".", ".", ".", "forbidden"],
        ),
        (
            "create-task",
            json!({"taskId": "$new", "title": "Cook", "role": "cook"}),
            None,
            [".", ".", "forbidden", "."],
        ),
        ("edit-task", json!({"taskId": "$task", "title": "Fly", "assigneeId": "$bea"}), task, TASK),
        ("edit-task", json!({"taskId": "$task", "role": "cook"}), task, [".", ".", "forbidden", "not-found"]),
        ("remove-task", json!({"taskId": "$task"}), task, TASK),
        ("set-task-status", json!({"taskId": "$task", "status": "done"}), task, TASK),
        (
            "set-task-status",
            json!({"taskId": "$cooking-task", "status": "done"}),
            task,
            ["blocked", "blocked", "not-found", "blocked"],
        ),
        (
            "set-task-status",
            json!({"taskId": "$cooking-task", "status": "done", "anyway": "guests wait"}),
            task,
            [".", ".", "not-found", "."],
        ),
        ("block-task", json!({"taskId": "$task", "reason": "rain"}), task, TASK),
        ("unblock-task", json!({"taskId": "$task"}), task, TASK),
        ("add-prerequisite", json!({"taskId": "$task", "prerequisiteId": "$cooking-task"}), task, TASK),
        (
            "add-prerequisite",
            json!({"taskId": "$shopping-task", "prerequisiteId": "$cooking-task"}),
            task,
            ["cycle", "cycle", "cycle", "not-found"],
        ),
        (
            "remove-prerequisite",
            json!({"taskId": "$cleanup-task", "prerequisiteId": "$cooking-task"}),
            task,
            TASK,
        ),
        (
            "create-schedule",
            json!({"scheduleId": "$new", "budgetId": "$party", "title": "Tapas"}),
            budget,
            KITCHEN,
        ),
        (
            "create-schedule",
            json!({"scheduleId": "$new", "budgetId": "$draft", "title": "Tapas"}),
            budget,
            [".", "forbidden", "forbidden", "not-found"],
        ),
        ("edit-schedule", json!({"scheduleId": "$schedule", "title": "Rice"}), schedule, KITCHEN),
        ("set-schedule-status", json!({"scheduleId": "$schedule", "status": "cooking"}), schedule, KITCHEN),
        ("set-step", json!({"scheduleId": "$schedule", "step": 1, "done": true}), schedule, KITCHEN),
        (
            "set-timer",
            json!({"timerId": "$new", "scheduleId": "$schedule", "endsAt": 1_794_820_000_000_i64}),
            schedule,
            KITCHEN,
        ),
        (
            "put-ingredient",
            json!({"ingredientId": "$new", "scheduleId": "$schedule", "productId": "$lamp",
            "quantity": {"amount": "1", "unit": "piece"}}),
            schedule,
            KITCHEN,
        ),
        (
            "set-ingredient-quantity",
            json!({"ingredientId": "$ingredient", "quantity": kilo}),
            ingredient,
            KITCHEN,
        ),
        ("take-new-amount", json!({"ingredientId": "$ingredient"}), ingredient, KITCHEN),
        ("remove-ingredient", json!({"ingredientId": "$ingredient"}), ingredient, KITCHEN),
        ("mark-purchased", json!({"itemId": "$item", "purchaseId": "$new", "quantity": kilo}), item, LIST),
        ("add-purchase", json!({"itemId": "$item", "purchaseId": "$new", "quantity": kilo}), item, LIST),
        ("have-already", json!({"itemId": "$item", "purchaseId": "$new", "quantity": kilo}), item, LIST),
        ("void-purchase", json!({"purchaseId": "$purchase"}), purchase, LIST),
        (
            "mark-many-purchased",
            json!({"items": [{"itemId": "$item", "purchaseId": "$new", "quantity": kilo}]}),
            None,
            LIST,
        ),
        ("receive", json!({"purchaseIds": ["$purchase"]}), None, [".", "forbidden", ".", "."]),
        ("edit-purchase", json!({"purchaseId": "$purchase", "paid": 5}), purchase, LIST),
        (
            "take-surplus",
            json!({"transferId": "$new", "fromItemId": "$lamps-item", "toItemId": "$lamps-next",
            "quantity": {"amount": "1", "unit": "piece"}}),
            Some((Table::ShoppingItems, "fromItemId")),
            LIST,
        ),
        (
            "answer-same-goods",
            json!({"conflictId": "$same-goods", "same": true}),
            Some((Table::Conflicts, "conflictId")),
            LIST,
        ),
        (
            "put-demand",
            json!({"demandId": "$new", "week": "2026-W48", "productId": "$rice", "quantity": kilo}),
            Some((Table::Products, "productId")),
            ALL,
        ),
        (
            "remove-demand",
            json!({"demandId": "$demand"}),
            Some((Table::Demands, "demandId")),
            [".", "forbidden", ".", "."],
        ),
        ("edit-shopping-item", json!({"itemId": "$item", "notes": "the round one"}), item, LIST),
        ("claim-item", json!({"itemId": "$item", "claimed": true}), item, LIST),
        ("close-short", json!({"itemId": "$item", "needed": {"amount": "12", "unit": "kg"}}), item, LIST),
        (
            "propose-substitute",
            json!({"itemId": "$item", "substituteId": "$new", "productId": "$beef",
            "quantity": kilo}),
            item,
            LIST,
        ),
        (
            "answer-substitute",
            json!({"substituteId": "$substitute", "accepted": true}),
            Some((Table::Substitutes, "substituteId")),
            KITCHEN,
        ),
        (
            "put-product",
            json!({"productId": "$new", "name": "Oil", "category": "condiments", "unit": "l"}),
            None,
            ALL,
        ),
        (
            "put-product",
            json!({"productId": "$rice", "name": "Bomba"}),
            Some((Table::Products, "productId")),
            LIST,
        ),
        (
            "put-product",
            json!({"productId": "$rice", "allergens": {"known": ["milk"]}}),
            Some((Table::Products, "productId")),
            [".", "forbidden", ".", "."],
        ),
        (
            "put-dish",
            json!({"dishId": "$new", "name": "Soup", "serves": 4, "prepMinutes": 1, "cookMinutes": 1,
            "ingredients": [], "steps": []}),
            None,
            [".", ".", "forbidden", "."],
        ),
        ("put-dish", json!({"dishId": "$dish", "name": "Soup"}), Some((Table::Dishes, "dishId")), KITCHEN),
        ("put-menu", json!({"menuId": "$menu", "name": "Feast"}), Some((Table::Menus, "menuId")), KITCHEN),
        (
            "put-client",
            json!({"clientId": "$client", "phone": "1"}),
            Some((Table::Clients, "clientId")),
            PARTY,
        ),
        (
            "remove-product",
            json!({"productId": "$rice"}),
            Some((Table::Products, "productId")),
            ["status", "forbidden", "status", "forbidden"],
        ),
        ("remove-dish", json!({"dishId": "$sideDish"}), Some((Table::Dishes, "dishId")), KITCHEN),
        ("remove-menu", json!({"menuId": "$sideMenu"}), Some((Table::Menus, "menuId")), KITCHEN),
        ("remove-client", json!({"clientId": "$stranger"}), Some((Table::Clients, "clientId")), ADMIN),
        (
            "comment",
            json!({"commentId": "$new", "table": "tasks", "rowId": "$task", "text": "Hm"}),
            Some((Table::Tasks, "rowId")),
            TASK,
        ),
        (
            "comment",
            json!({"commentId": "$new", "table": "budgets", "rowId": "$draft", "text": "Hm"}),
            Some((Table::Budgets, "rowId")),
            [".", ".", "not-found", "not-found"],
        ),
        (
            "comment",
            json!({"commentId": "$new", "table": "clients", "rowId": "$client", "text": "Hm"}),
            Some((Table::Clients, "rowId")),
            [".", ".", ".", "not-found"],
        ),
        (
            "comment",
            json!({"commentId": "$new", "table": "payments", "rowId": "$party-payment", "text": "Hm"}),
            Some((Table::Payments, "rowId")),
            [".", ".", ".", "not-found"],
        ),
        (
            "mark-read",
            json!({"notificationIds": ["$notification"]}),
            None,
            ["not-found", "not-found", ".", "not-found"],
        ),
        ("acknowledge", json!({"table": "tasks", "rowId": "$task"}), Some((Table::Tasks, "rowId")), TASK),
        (
            "resolve-conflict",
            json!({"conflictId": "$guests-question", "value": 25}),
            Some((Table::Conflicts, "conflictId")),
            PARTY,
        ),
        (
            "resolve-conflict",
            json!({"conflictId": "$salt-question", "value": "kept"}),
            Some((Table::Conflicts, "conflictId")),
            LIST,
        ),
        ("undo", json!({"commandId": "$act"}), None, PARTY),
        ("put-user", json!({"userId": "$bob", "name": "Bobby"}), Some((Table::Users, "userId")), LIST),
        ("put-user", json!({"userId": "$bob", "role": "admin"}), Some((Table::Users, "userId")), ADMIN),
        ("invite", json!({"inviteId": "$new", "role": "cook", "tokenHash": "b".repeat(64)}), None, ADMIN),
        ("revoke-invite", json!({"inviteId": "$invite"}), Some((Table::Invites, "inviteId")), ADMIN),
        ("edit-workspace", json!({"name": "Better Catering"}), None, ADMIN),
    ]
}

fn code(full: &mut Full, by: Person, kind: &str, data: &Value) -> String {
    let head = full.world.head;
    let before = full.world.state.clone();
    match full.act(by, head, kind, data) {
        Ok(_) => {
            full.world.assert_settled();
            ".".to_owned()
        }
        Err(refusal) => {
            let rows = |state: &crate::domain::state::State| state.all().collect::<Vec<_>>();
            assert!(rows(&before) == rows(&full.world.state), "{kind}: a refusal leaves all as it was");
            serde_json::to_value(refusal.code).unwrap().as_str().unwrap().to_owned()
        }
    }
}

#[test]
fn every_command_stands_in_the_table() {
    let table = table();
    for kind in Command::KINDS {
        assert!(table.iter().any(|case| case.0 == *kind), "{kind}");
    }
}

#[test]
fn each_role_does_what_its_row_says_and_nothing_else() {
    let full = Full::new();
    full.world.assert_settled();
    let mut wrong = Vec::new();
    for (kind, data, _, expected) in table() {
        for (person, expected) in PEOPLE.into_iter().zip(expected) {
            let got = code(&mut full.clone(), person, kind, &data);
            if got != expected {
                wrong.push(format!("{kind} {data} by {:?}: {got}, not {expected}", person.role));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_foreign_or_removed_does_not_exist() {
    let full = Full::new();
    let mut wrong = Vec::new();
    for (kind, data, row, expected) in table() {
        let Some((table, key)) = row else { continue };
        let mut foreign = data.clone();
        foreign[key] = json!("$foreign");
        let mut without = full.clone();
        let id: uuid::Uuid = full.names[data[key].as_str().unwrap().trim_start_matches('$')];
        let row = without.world.state.row(table, id).unwrap_or_else(|| panic!("{kind} {data}"));
        let removed = Removed {
            at: without.world.now,
            user_id: DAVID.user,
            replica: DAVID.replica,
            rev: without.world.head,
            command: CommandId::NIL,
        };
        without.world.state.put(row.with_removed(Some(removed)));
        for (person, expected) in PEOPLE.into_iter().zip(expected) {
            let may = access::may_do(person.role, Kind::named(kind).unwrap());
            let made =
                kind.starts_with("put-") && key != "budgetId" && kind != "put-user" && kind != "put-demand";
            let wanted = if may { "not-found" } else { "forbidden" };
            let got = [
                code(&mut without.clone(), person, kind, &data),
                code_of_foreign(&full, person, kind, &foreign, made),
            ];
            // What depends on the person alone may be said before looking.
            if got
                .iter()
                .any(|got| got != wanted && !(got == "forbidden" && expected == "forbidden") && got != "skip")
            {
                wrong.push(format!("{kind} {data} by {:?}: {got:?}, not {wanted}", person.role));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A `put-…` of an id nobody knows makes the row.
fn code_of_foreign(full: &Full, by: Person, kind: &str, data: &Value, makes: bool) -> String {
    if makes { "skip".to_owned() } else { code(&mut full.clone(), by, kind, data) }
}

#[test]
fn a_replica_that_holds_only_the_row_expects_what_the_server_says() {
    let full = Full::new();
    let mut wrong = Vec::new();
    for (kind, data, row, expected) in table() {
        for (person, expected) in PEOPLE.into_iter().zip(expected) {
            let mut replica = full.clone();
            let keep = row
                .map(|(table, key)| (table, full.names[data[key].as_str().unwrap().trim_start_matches('$')]));
            for row in full.world.state.all() {
                // Surplus goes from one line to another, and both are on screen.
                let other_line = kind == "take-surplus" && row.key() == full.names["lamps-next"];
                let is_target = keep == Some((row.table(), row.key())) || other_line;
                let always = matches!(row.table(), Table::Workspaces | Table::Users);
                let seen = sight::cut(person.role, person.user, &row);
                match seen {
                    Some(row) if is_target || always || keep.is_none() => {
                        replica.world.state.put(row);
                    }
                    _ => {
                        replica.world.state.forget(row.table(), row.key());
                    }
                }
            }
            let command = replica.command(kind, &data).unwrap();
            let (head, id) = (replica.world.head, replica.world.command());
            let guess = replica.world.act_as(person, head, id, &command, Mode::Prediction);
            if let (".", Err(refusal)) = (expected, guess) {
                wrong.push(format!("{kind} {data} by {:?}: {refusal:?}", person.role));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_money_and_no_way_to_reach_a_client_gets_to_a_cook() {
    let full = Full::new();
    let mut seen = 0;
    for row in full.world.state.all() {
        let Some(cut) = sight::cut(Role::Cook, CARLA.user, &row) else { continue };
        seen += 1;
        assert_secret(&serde_json::to_string(&cut).unwrap());
    }
    assert!(seen > 50);
    // The figures do stand in what the admin sees.
    let all: Vec<String> = full.world.state.all().map(|row| serde_json::to_string(&row).unwrap()).collect();
    for figure in 777_001..=777_014 {
        assert!(all.iter().any(|row| row.contains(&figure.to_string())), "{figure}");
    }
}

#[test]
fn no_fact_tells_a_cook_of_money() {
    let full = Full::new();
    for (kind, data, _, _) in table() {
        let mut full = full.clone();
        let Ok(decision) = full.act(DAVID, full.world.head, kind, &data) else { continue };
        for fact in decision.also.iter().chain([&decision.fact]) {
            let heard = sight::cut_fact(Role::Cook, fact);
            assert_secret(&serde_json::to_string(&heard).unwrap());
        }
        for change in decision.changes {
            let cut = change.after.and_then(|row| sight::cut(Role::Cook, CARLA.user, &row));
            assert_secret(&serde_json::to_string(&cut).unwrap());
        }
    }
}

fn assert_secret(text: &str) {
    for word in ["7770", "client.example"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

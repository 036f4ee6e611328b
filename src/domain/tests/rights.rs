//! The table of roles (DOMAIN, Roles), command by command, for a [`Full`](super::full::Full) world.

use serde_json::{Value, json};

use crate::domain::rows::Table;

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

//! The command that says so much of a row in plain words: what a person would send to set the same
//! fields by hand, so that its bounds, its rights and its refusals hold wherever values are set
//! another way.

use serde_json::{Map, Value, json};

use super::super::super::access;
use super::super::super::command::Command;
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Row, Table};
use super::super::super::work::Work;
use super::super::carry_out;

/// The command that sets these fields of a row, where there is one; fields that it does not know
/// it leaves alone.
#[must_use]
pub fn saying(row: &Row, fields: &Map<String, Value>) -> Option<(&'static str, Value)> {
    let id = row.key();
    let (kind, mut data) = match row {
        Row::Ingredient(_) => {
            return match fields.get("override")? {
                Value::Null => Some(("take-new-amount", json!({"ingredientId": id}))),
                amount => Some(("set-ingredient-quantity", json!({"ingredientId": id, "quantity": amount}))),
            };
        }
        Row::Budget(_) => ("edit-budget", json!({"budgetId": id})),
        Row::BudgetLine(line) => ("put-budget-line", json!({"lineId": id, "budgetId": line.budget_id})),
        Row::Schedule(_) => ("edit-schedule", json!({"scheduleId": id})),
        Row::Task(_) => ("edit-task", json!({"taskId": id})),
        Row::ShoppingItem(_) => ("edit-shopping-item", json!({"itemId": id})),
        Row::Purchase(_) => ("edit-purchase", json!({"purchaseId": id})),
        Row::Product(_) => ("put-product", json!({"productId": id})),
        Row::Dish(_) => ("put-dish", json!({"dishId": id})),
        Row::Menu(_) => ("put-menu", json!({"menuId": id})),
        Row::Client(_) => ("put-client", json!({"clientId": id})),
        Row::User(_) => ("put-user", json!({"userId": id})),
        Row::Workspace(_) => ("edit-workspace", json!({})),
        Row::Invite(_)
        | Row::Payment(_)
        | Row::Comment(_)
        | Row::Timer(_)
        | Row::Demand(_)
        | Row::Transfer(_)
        | Row::Substitute(_)
        | Row::Notification(_)
        | Row::Conflict(_) => return None,
    };
    for (name, value) in fields {
        data[name] = value.clone();
    }
    Some((kind, data))
}

/// Whether the command of [`saying`] sets the field; others have commands of their own.
#[must_use]
pub fn is_said(table: Table, field: &str) -> bool {
    match table {
        Table::Budgets | Table::Schedules => field != "status",
        Table::Tasks => !matches!(field, "status" | "block" | "prerequisites"),
        Table::Ingredients => field == "override",
        Table::ShoppingItems => matches!(field, "notes" | "supplier"),
        Table::Purchases => matches!(field, "paid" | "place" | "note"),
        Table::Workspaces
        | Table::Users
        | Table::BudgetLines
        | Table::Clients
        | Table::Products
        | Table::Dishes
        | Table::Menus => true,
        Table::Invites
        | Table::Payments
        | Table::Comments
        | Table::Timers
        | Table::Demands
        | Table::Transfers
        | Table::Substitutes
        | Table::Notifications
        | Table::Conflicts => false,
    }
}

/// Carries out a command of the actor's that another one stands for.
pub fn carry(work: &mut Work<'_>, kind: &str, data: Value) -> Result<(), Refusal> {
    let command = Command::read(kind, data)?;
    if !access::may(work.context.role, &command) {
        return Err(Refusal::forbidden());
    }
    carry_out(work, &command)
}

/// The command that removes a row of a table, where there is one.
#[must_use]
pub fn removing(row: &Row) -> Option<(&'static str, Value)> {
    let id = row.key();
    Some(match row.table() {
        Table::Budgets => ("remove-budget", json!({"budgetId": id})),
        Table::BudgetLines => ("remove-budget-line", json!({"lineId": id})),
        Table::Clients => ("remove-client", json!({"clientId": id})),
        Table::Products => ("remove-product", json!({"productId": id})),
        Table::Dishes => ("remove-dish", json!({"dishId": id})),
        Table::Menus => ("remove-menu", json!({"menuId": id})),
        Table::Tasks => ("remove-task", json!({"taskId": id})),
        Table::Ingredients => ("remove-ingredient", json!({"ingredientId": id})),
        Table::Demands => ("remove-demand", json!({"demandId": id})),
        Table::Workspaces
        | Table::Users
        | Table::Invites
        | Table::Payments
        | Table::Comments
        | Table::Schedules
        | Table::Timers
        | Table::ShoppingItems
        | Table::Purchases
        | Table::Transfers
        | Table::Substitutes
        | Table::Notifications
        | Table::Conflicts => return None,
    })
}

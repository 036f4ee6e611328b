//! Which commands have to wait, since one that makes a row they need was refused (PROTOCOL, Commands:
//! `held`).

use serde_json::Value;
use uuid::Uuid;

use super::submit::Envelope;
use crate::domain::rows::Table;

/// Where a command names the row that it may make.
const MAKES: &[(&str, Table, &str)] = &[
    ("create-budget", Table::Budgets, "budgetId"),
    ("put-budget-line", Table::BudgetLines, "lineId"),
    ("record-payment", Table::Payments, "paymentId"),
    ("create-task", Table::Tasks, "taskId"),
    ("create-schedule", Table::Schedules, "scheduleId"),
    ("set-timer", Table::Timers, "timerId"),
    ("put-ingredient", Table::Ingredients, "ingredientId"),
    ("mark-purchased", Table::Purchases, "purchaseId"),
    ("add-purchase", Table::Purchases, "purchaseId"),
    ("have-already", Table::Purchases, "purchaseId"),
    ("mark-many-purchased", Table::Purchases, "purchaseId"),
    ("take-surplus", Table::Transfers, "transferId"),
    ("put-demand", Table::Demands, "demandId"),
    ("propose-substitute", Table::Substitutes, "substituteId"),
    ("put-product", Table::Products, "productId"),
    ("put-dish", Table::Dishes, "dishId"),
    ("put-menu", Table::Menus, "menuId"),
    ("put-client", Table::Clients, "clientId"),
    ("comment", Table::Comments, "commentId"),
    ("invite", Table::Invites, "inviteId"),
];

/// Rows that are not there yet, and that commands before were to make. Whoever composed the later ones did
/// not know of a refusal, so all that name such a row wait.
#[derive(Debug, Default)]
pub struct Missing(Vec<Uuid>);

impl Missing {
    /// Notes what a command would have made, but for what is there.
    pub fn note(&mut self, is_there: &dyn Fn(Table, Uuid) -> bool, envelope: &Envelope) {
        if let Some((table, ids)) = made_by(envelope) {
            self.0.extend(ids.into_iter().filter(|id| !is_there(table, *id)));
        }
    }

    /// What a command makes is on its way.
    pub fn strike(&mut self, envelope: &Envelope) {
        if let Some((_, ids)) = made_by(envelope) {
            self.0.retain(|id| !ids.contains(id));
        }
    }

    /// Whether a command names a row that is missing.
    #[must_use]
    pub fn concerns(&self, envelope: &Envelope) -> bool {
        !self.0.is_empty() && self.names(&envelope.data)
    }

    fn names(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => text.parse().is_ok_and(|id| self.0.contains(&id)),
            Value::Array(values) => values.iter().any(|value| self.names(value)),
            Value::Object(fields) => fields.values().any(|value| self.names(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// The rows that a command may make.
fn made_by(envelope: &Envelope) -> Option<(Table, Vec<Uuid>)> {
    let (_, table, field) = MAKES.iter().find(|(kind, _, _)| *kind == envelope.kind)?;
    let mut ids = Vec::new();
    under(&envelope.data, field, &mut ids);
    Some((*table, ids))
}

/// The ids under a field's name, in the data itself and in the entries of its lists.
fn under(data: &Value, field: &str, found: &mut Vec<Uuid>) {
    let Value::Object(fields) = data else { return };
    for (name, value) in fields {
        match value {
            Value::String(text) if name == field => found.extend(text.parse::<Uuid>()),
            Value::Array(values) => values.iter().for_each(|value| under(value, field, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {}
        }
    }
}

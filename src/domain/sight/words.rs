//! What a role may hear: facts, the data of notifications, and commands kept in a conflict, without
//! the fields it does not see.

use serde_json::{Map, Value};

use super::super::fact::Fact;
use super::super::json::from_value;
use super::super::rows::{Conflict, Role, Table};
use super::{MONEY_FIELDS, sees_field};

/// Whether a role may be told of such a fact at all, beyond the rows it changed.
#[must_use]
pub fn hears(role: Role, fact: &Fact) -> bool {
    let kind = fact.kind.as_ref();
    match role {
        Role::Admin => true,
        Role::Organizer | Role::Logistics => !kind.starts_with("invite") && sees_subject(role, fact),
        Role::Cook => {
            let hidden = ["invite", "payment", "client"];
            !hidden.iter().any(|start| kind.starts_with(start)) && sees_subject(role, fact)
        }
    }
}

/// A fact about a field (a conflict's) is heard by those who see the field.
fn sees_subject(role: Role, fact: &Fact) -> bool {
    let Some(field) = fact.data.get("field").and_then(Value::as_str) else { return true };
    let table = fact.data.get("table").and_then(|table| from_value(table).ok());
    table.is_none_or(|table: Table| sees_field(role, table, field))
}

/// The fact as a role may hear it: `updates` and figures without the fields it does not see.
#[must_use]
pub fn cut_fact(role: Role, fact: &Fact) -> Fact {
    if role == Role::Admin {
        return fact.clone();
    }
    if !hears(role, fact) {
        return Fact { kind: "changed".into(), data: Map::new() };
    }
    let mut data = cut_map(role, &fact.data);
    if is_of_another_role(role, fact) {
        // Of a task that others wait for, everybody sees title, role and status.
        data.retain(|name, _| !matches!(name.as_str(), "note" | "reason" | "updates"));
    }
    Fact { kind: fact.kind.clone(), data }
}

/// Whether it is about a task of a role other than the reader's, who sees their own role's only.
fn is_of_another_role(role: Role, fact: &Fact) -> bool {
    let of: Option<Role> = fact.data.get("role").and_then(|of| from_value(of).ok());
    match role {
        Role::Admin | Role::Organizer => false,
        Role::Logistics | Role::Cook => fact.kind.starts_with("task-") && of.is_some_and(|of| of != role),
    }
}

/// What a cook may see of a conflict: she is in its audience, so the field is hers to see, but a
/// change that met a removal is kept whole, with fields she does not see.
pub(super) fn cut_conflict(role: Role, conflict: &mut Conflict) {
    for setting in &mut conflict.values {
        setting.value = cut_value(role, &setting.value);
    }
    conflict.kept = conflict.kept.as_ref().map(|kept| cut_value(role, kept));
    conflict.was = conflict.was.as_ref().map(|was| cut_value(role, was));
}

/// A value without the keys that the role does not see, however deep.
pub(super) fn cut_value(role: Role, value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(cut_map(role, map)),
        Value::Array(values) => values.iter().map(|value| cut_value(role, value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn cut_map(role: Role, map: &Map<String, Value>) -> Map<String, Value> {
    let is_quantity = map.contains_key("unit");
    let hidden = |name: &str| match role {
        Role::Admin => false,
        Role::Organizer | Role::Logistics => name == "email" && !map.contains_key("clientId"),
        Role::Cook => {
            let amount_of_goods = name == "amount" && is_quantity;
            matches!(name, "email" | "phone" | "clientId")
                || (MONEY_FIELDS.contains(&name) && !amount_of_goods)
        }
    };
    let mut seen = Map::new();
    for (name, value) in map.iter().filter(|(name, _)| !hidden(name)) {
        seen.insert(name.clone(), cut_value(role, value));
    }
    seen
}

//! What a role may see: rows, and the fields of them (DOMAIN, Roles).
//!
//! Sight depends on the role alone, so one cut of a row serves everybody of a role; only
//! notifications, and a person's own e-mail address, are one person's. The keys it depends on stand
//! on every row it governs, so that the hub can decide without looking elsewhere.

mod words;

use std::sync::Arc;

use super::ids::{BudgetId, UserId};
use super::rows::{Role, Row, Table};

pub use words::{cut_fact, hears};

/// Fields that are money: in rows' settings, `updates` of facts, conflicts.
const MONEY_FIELDS: &[&str] = &[
    "limit",
    "money",
    "unitPrice",
    "plannedCost",
    "price",
    "pricePerPerson",
    "paid",
    "split",
    "amount",
    "payment",
    "committed",
    "actual",
    "planned",
];

/// Whether a field, by its name, is money.
#[must_use]
pub fn is_money(field: &str) -> bool {
    MONEY_FIELDS.contains(&field)
}

/// Whether this person of this role may see the row at all. Removed rows are nobody's.
#[must_use]
pub fn sees(role: Role, user: UserId, row: &Row) -> bool {
    row.removed().is_none() && sees_alive(role, user, row)
}

fn sees_alive(role: Role, user: UserId, row: &Row) -> bool {
    // Matched first: a notification is one person's, whatever their role.
    if let Row::Notification(row) = row {
        // What somebody was told in another role may be about what this one does not see.
        let is_of_role = matches!(role, Role::Admin | Role::Organizer) || row.role == role;
        return row.user_id == user && is_of_role;
    }
    match role {
        Role::Admin => true,
        Role::Organizer => match row {
            Row::Invite(_) => false,
            Row::Comment(row) => row.table != Table::Invites,
            _ => in_audience(role, row),
        },
        Role::Logistics => match row {
            Row::Budget(row) => row.booked,
            Row::BudgetLine(row) => row.booked,
            Row::Payment(row) => row.booked,
            Row::Client(row) => row.booked,
            Row::Task(row) => row.role == role,
            Row::Comment(row) => {
                row.table != Table::Invites && row.booked && row.role.is_none_or(|of| of == role)
            }
            Row::Invite(_) => false,
            Row::Conflict(_) => in_audience(role, row),
            Row::Workspace(_)
            | Row::User(_)
            | Row::Product(_)
            | Row::Dish(_)
            | Row::Menu(_)
            | Row::Schedule(_)
            | Row::Ingredient(_)
            | Row::Timer(_)
            | Row::ShoppingItem(_)
            | Row::Demand(_)
            | Row::Purchase(_)
            | Row::Transfer(_)
            | Row::Substitute(_) => true,
            Row::Notification(row) => row.user_id == user,
        },
        Role::Cook => match row {
            Row::Budget(row) => row.booked,
            Row::BudgetLine(row) => row.booked,
            Row::Task(row) => row.role == role,
            Row::Comment(row) => {
                !matches!(row.table, Table::Clients | Table::Payments | Table::Invites)
                    && row.booked
                    && row.role.is_none_or(|of| of == role)
            }
            Row::Payment(_) | Row::Client(_) | Row::Invite(_) => false,
            Row::Conflict(_) => in_audience(role, row),
            Row::Workspace(_)
            | Row::User(_)
            | Row::Product(_)
            | Row::Dish(_)
            | Row::Menu(_)
            | Row::Schedule(_)
            | Row::Ingredient(_)
            | Row::Timer(_)
            | Row::ShoppingItem(_)
            | Row::Demand(_)
            | Row::Purchase(_)
            | Row::Transfer(_)
            | Row::Substitute(_) => true,
            Row::Notification(row) => row.user_id == user,
        },
    }
}

fn in_audience(role: Role, row: &Row) -> bool {
    match row {
        Row::Conflict(row) => row.audience.contains(&role),
        _ => true,
    }
}

/// Whether a role may see a field of the rows of a table.
#[must_use]
pub fn sees_field(role: Role, table: Table, field: &str) -> bool {
    match role {
        Role::Admin => true,
        Role::Organizer | Role::Logistics => !(table == Table::Users && field == "email"),
        Role::Cook => {
            let private = (table == Table::Users && field == "email")
                || (table == Table::Budgets && field == "clientId");
            !private && !MONEY_FIELDS.contains(&field)
        }
    }
}

/// The roles that see a field of this row; stands on a conflict about it.
#[must_use]
pub fn audience(row: &Row, field: &str) -> Vec<Role> {
    Role::ALL
        .into_iter()
        .filter(|&role| sees_alive(role, UserId::NIL, row) && sees_field(role, row.table(), field))
        .collect()
}

/// The party a row belongs to, where it belongs to one.
#[must_use]
pub fn budget_of(row: &Row) -> Option<BudgetId> {
    match row {
        Row::Budget(row) => Some(row.id),
        Row::BudgetLine(row) => Some(row.budget_id),
        Row::Payment(row) => Some(row.budget_id),
        Row::Task(row) => row.budget_id,
        Row::Comment(row) => row.budget_id,
        Row::Schedule(row) => Some(row.budget_id),
        Row::Ingredient(row) => Some(row.budget_id),
        Row::Timer(row) => Some(row.budget_id),
        Row::Demand(row) => row.budget_id,
        Row::Notification(row) => row.budget_id,
        Row::Conflict(row) => row.budget_id,
        Row::Workspace(_)
        | Row::User(_)
        | Row::Invite(_)
        | Row::Client(_)
        | Row::Product(_)
        | Row::Dish(_)
        | Row::Menu(_)
        | Row::ShoppingItem(_)
        | Row::Purchase(_)
        | Row::Transfer(_)
        | Row::Substitute(_) => None,
    }
}

/// The row as this person may see it; `None` where they may not at all.
#[must_use]
pub fn cut(role: Role, user: UserId, row: &Row) -> Option<Row> {
    if !sees(role, user, row) {
        return None;
    }
    let mut row = row.clone();
    hide_fields(role, user, &mut row);
    let table = row.table();
    if row.settings().keys().any(|field| !sees_field(role, table, field)) {
        row.settings_mut().retain(|field, _| sees_field(role, table, field));
    }
    Some(row)
}

fn hide_fields(role: Role, user: UserId, row: &mut Row) {
    if role != Role::Admin {
        match row {
            Row::User(row) if row.id != user && row.email.is_some() => Arc::make_mut(row).email = None,
            Row::Invite(_)
            | Row::User(_)
            | Row::Workspace(_)
            | Row::Client(_)
            | Row::Budget(_)
            | Row::BudgetLine(_)
            | Row::Payment(_)
            | Row::Product(_)
            | Row::Dish(_)
            | Row::Menu(_)
            | Row::Task(_)
            | Row::Comment(_)
            | Row::Schedule(_)
            | Row::Ingredient(_)
            | Row::Timer(_)
            | Row::ShoppingItem(_)
            | Row::Demand(_)
            | Row::Purchase(_)
            | Row::Transfer(_)
            | Row::Substitute(_)
            | Row::Notification(_)
            | Row::Conflict(_) => {}
        }
    }
    if role == Role::Cook {
        match row {
            Row::Budget(row) => {
                let row = Arc::make_mut(row);
                row.money = None;
                row.limit = None;
                row.client_id = None;
            }
            Row::BudgetLine(row) => {
                let row = Arc::make_mut(row);
                row.unit_price = None;
                row.planned_cost = None;
            }
            Row::Product(row) => Arc::make_mut(row).price = None,
            Row::Menu(row) => Arc::make_mut(row).price_per_person = None,
            Row::Purchase(row) => {
                let row = Arc::make_mut(row);
                row.paid = None;
                row.split = Vec::new();
            }
            Row::Notification(row) => {
                let row = Arc::make_mut(row);
                row.data = words::cut_value(role, &row.data);
            }
            Row::Conflict(row) => words::cut_conflict(role, Arc::make_mut(row)),
            Row::Workspace(_)
            | Row::User(_)
            | Row::Invite(_)
            | Row::Client(_)
            | Row::Payment(_)
            | Row::Dish(_)
            | Row::Task(_)
            | Row::Comment(_)
            | Row::Schedule(_)
            | Row::Ingredient(_)
            | Row::Timer(_)
            | Row::ShoppingItem(_)
            | Row::Demand(_)
            | Row::Transfer(_)
            | Row::Substitute(_) => {}
        }
    }
}

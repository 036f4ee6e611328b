//! What components wait for, as fine as they read it.

use std::collections::HashMap;
use std::sync::Mutex;

use leptos::prelude::{ArcTrigger, Notify as _, Track as _};
use uuid::Uuid;

use crate::domain::rows::{Row, Table};

/// Something that a component has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// One row.
    Row(Table, Uuid),
    /// The rows of a table that belong to one row of another: purchases of a line.
    Of(Table, Uuid),
    /// Any row of a table.
    Table(Table),
    /// Where the acts about a row stand.
    Standing(Uuid),
    /// Who else is at a row.
    Others(Uuid),
    /// The whole outbox.
    Outbox,
    /// Which subscriptions have come.
    Delivered,
    /// Whether the rules are here.
    Rules,
    /// Which role the person has.
    Role,
}

/// A trigger for each key that was ever read in this page.
#[derive(Debug, Default)]
pub struct Triggers(Mutex<HashMap<Key, ArcTrigger>>);

impl Triggers {
    /// Notes that the running effect has read `key`.
    pub fn track(&self, key: Key) {
        let trigger = self.lock().entry(key).or_default().clone();
        trigger.track();
    }

    /// Wakes what has read `key`.
    pub fn wake(&self, key: Key) {
        let trigger = self.lock().get(&key).cloned();
        if let Some(trigger) = trigger {
            trigger.notify();
        }
    }

    /// Wakes what has read a row, its table, or the rows of what it belongs to.
    pub fn wake_row(&self, table: Table, id: Uuid, row: Option<&Row>) {
        self.wake(Key::Row(table, id));
        self.wake(Key::Table(table));
        for owner in row.map(owners).unwrap_or_default() {
            self.wake(Key::Of(table, owner));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, ArcTrigger>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The rows that a row belongs to.
pub(super) fn owners(row: &Row) -> Vec<Uuid> {
    match row {
        Row::BudgetLine(row) => vec![row.budget_id.0],
        Row::Payment(row) => vec![row.budget_id.0],
        Row::Task(row) => row.budget_id.iter().map(|id| id.0).collect(),
        Row::Comment(row) => vec![row.row_id],
        Row::Schedule(row) => vec![row.budget_id.0],
        Row::Ingredient(row) => vec![row.schedule_id.0],
        Row::Timer(row) => vec![row.schedule_id.0],
        Row::Demand(row) => {
            let mut owners = vec![row.item_id.0];
            owners.extend(row.budget_id.map(|id| id.0));
            owners
        }
        Row::Purchase(row) => vec![row.item_id.0],
        Row::Transfer(row) => vec![row.from_item_id.0, row.to_item_id.0],
        Row::Substitute(row) => vec![row.item_id.0],
        Row::Conflict(row) => vec![row.row_id],
        Row::ShoppingItem(row) => row.budget_ids.iter().map(|id| id.0).collect(),
        Row::Workspace(_)
        | Row::User(_)
        | Row::Invite(_)
        | Row::Client(_)
        | Row::Budget(_)
        | Row::Product(_)
        | Row::Dish(_)
        | Row::Menu(_)
        | Row::Notification(_) => Vec::new(),
    }
}

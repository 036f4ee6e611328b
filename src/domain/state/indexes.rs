//! The indexes over the rows of a workspace, so that no rule has to look through a whole table.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::super::ids::{
    BudgetId, ClientId, CommentId, ConflictId, DemandId, IngredientId, ItemId, LineId, NotificationId,
    PaymentId, ProductId, PurchaseId, ScheduleId, SubstituteId, TaskId, TimerId, TransferId, UserId,
};
use super::super::rows::{
    Budget, BudgetLine, Client, Comment, Conflict, Demand, Dish, Ingredient, Invite, Menu, Notification,
    Payment, Product, Purchase, Record, Schedule, ShoppingItem, Substitute, Table, Task, Timer, Transfer,
    User, Workspace,
};
use super::super::values::{Instant, Revision, Week};

/// Ids of one table by a key of theirs.
#[derive(Clone, Debug)]
pub struct Index<K: Ord, V: Ord>(BTreeMap<K, BTreeSet<V>>);

impl<K: Ord, V: Ord + Copy> Index<K, V> {
    fn set(&mut self, key: K, value: V, present: bool) {
        if present {
            self.0.entry(key).or_default().insert(value);
        } else if let Some(values) = self.0.get_mut(&key) {
            values.remove(&value);
            if values.is_empty() {
                self.0.remove(&key);
            }
        }
    }

    /// The ids under `key`, in their order.
    pub fn of<'a>(&'a self, key: &K) -> impl Iterator<Item = V> + use<'a, K, V> {
        self.0.get(key).into_iter().flatten().copied()
    }
}

impl<K: Ord, V: Ord> Default for Index<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// The indexes over the rows; removed rows are in them, too.
#[derive(Clone, Debug, Default)]
pub struct Indexes {
    pub lines_by_budget: Index<BudgetId, LineId>,
    pub payments_by_budget: Index<BudgetId, PaymentId>,
    pub tasks_by_budget: Index<BudgetId, TaskId>,
    pub schedules_by_budget: Index<BudgetId, ScheduleId>,
    pub budgets_by_client: Index<ClientId, BudgetId>,
    /// The tasks that wait for a task.
    pub dependents: Index<TaskId, TaskId>,
    pub ingredients_by_schedule: Index<ScheduleId, IngredientId>,
    pub timers_by_schedule: Index<ScheduleId, TimerId>,
    pub items_by_week: Index<Week, ItemId>,
    pub items_by_product: Index<ProductId, ItemId>,
    pub demands_by_item: Index<ItemId, DemandId>,
    pub demands_by_budget: Index<BudgetId, DemandId>,
    pub demands_by_product: Index<ProductId, DemandId>,
    pub purchases_by_item: Index<ItemId, PurchaseId>,
    /// By the parties that bear a part of the price.
    pub purchases_by_budget: Index<BudgetId, PurchaseId>,
    pub transfers_by_item: Index<ItemId, TransferId>,
    pub substitutes_by_item: Index<ItemId, SubstituteId>,
    pub notifications_by_user: Index<UserId, NotificationId>,
    /// By recipient, code, party and the two-minute slot in which they were first made.
    pub recent_notifications: Index<(UserId, String, Option<BudgetId>, i64), NotificationId>,
    pub conflicts_by_row: Index<(Table, Uuid), ConflictId>,
    pub comments_by_row: Index<(Table, Uuid), CommentId>,
    pub comments_by_budget: Index<BudgetId, CommentId>,
    pub conflicts_by_budget: Index<BudgetId, ConflictId>,
    /// Every row by the revision that last changed it.
    pub by_revision: BTreeSet<(Revision, Table, Uuid)>,
}

/// The two-minute slot that an instant falls in.
#[must_use]
pub fn notification_slot(at: Instant) -> i64 {
    at.0.div_euclid(120_000)
}

/// How a row stands in the indexes.
pub(super) trait Indexed: Record {
    /// Puts the row under its keys, or takes it away.
    fn keys(&self, indexes: &mut Indexes, present: bool);

    /// The same, with its place in the order of changes.
    fn index(&self, indexes: &mut Indexes, present: bool) {
        let at = (self.rev(), Self::TABLE, self.key());
        if present {
            indexes.by_revision.insert(at);
        } else {
            indexes.by_revision.remove(&at);
        }
        self.keys(indexes, present);
    }
}

macro_rules! unindexed {
    ($($row:ty),+) => {$(
        impl Indexed for $row {
            fn keys(&self, _: &mut Indexes, _: bool) {}
        }
    )+};
}

unindexed!(Workspace, User, Invite, Client, Product, Dish, Menu);

macro_rules! indexed {
    ($row:ty, |$this:ident, $indexes:ident, $present:ident| $body:block) => {
        impl Indexed for $row {
            fn keys(&self, $indexes: &mut Indexes, $present: bool) {
                let $this = self;
                $body
            }
        }
    };
}

indexed!(Budget, |row, indexes, present| {
    if let Some(client) = row.client_id {
        indexes.budgets_by_client.set(client, row.id, present);
    }
});
indexed!(BudgetLine, |row, indexes, present| {
    indexes.lines_by_budget.set(row.budget_id, row.id, present);
});
indexed!(Payment, |row, indexes, present| {
    indexes.payments_by_budget.set(row.budget_id, row.id, present);
});
indexed!(Task, |row, indexes, present| {
    if let Some(budget) = row.budget_id {
        indexes.tasks_by_budget.set(budget, row.id, present);
    }
    for prerequisite in &row.prerequisites {
        indexes.dependents.set(*prerequisite, row.id, present);
    }
});
indexed!(Comment, |row, indexes, present| {
    indexes.comments_by_row.set((row.table, row.row_id), row.id, present);
    if let Some(budget) = row.budget_id {
        indexes.comments_by_budget.set(budget, row.id, present);
    }
});
indexed!(Schedule, |row, indexes, present| {
    indexes.schedules_by_budget.set(row.budget_id, row.id, present);
});
indexed!(Ingredient, |row, indexes, present| {
    indexes.ingredients_by_schedule.set(row.schedule_id, row.id, present);
});
indexed!(Timer, |row, indexes, present| {
    indexes.timers_by_schedule.set(row.schedule_id, row.id, present);
});
indexed!(ShoppingItem, |row, indexes, present| {
    indexes.items_by_week.set(row.week, row.id, present);
    indexes.items_by_product.set(row.product_id, row.id, present);
});
indexed!(Demand, |row, indexes, present| {
    indexes.demands_by_item.set(row.item_id, row.id, present);
    indexes.demands_by_product.set(row.product_id, row.id, present);
    if let Some(budget) = row.budget_id {
        indexes.demands_by_budget.set(budget, row.id, present);
    }
});
indexed!(Purchase, |row, indexes, present| {
    indexes.purchases_by_item.set(row.item_id, row.id, present);
    for part in &row.split {
        if let Some(budget) = part.budget_id {
            indexes.purchases_by_budget.set(budget, row.id, present);
        }
    }
});
indexed!(Transfer, |row, indexes, present| {
    indexes.transfers_by_item.set(row.from_item_id, row.id, present);
    indexes.transfers_by_item.set(row.to_item_id, row.id, present);
});
indexed!(Substitute, |row, indexes, present| {
    indexes.substitutes_by_item.set(row.item_id, row.id, present);
});
indexed!(Notification, |row, indexes, present| {
    indexes.notifications_by_user.set(row.user_id, row.id, present);
    let slot = notification_slot(row.since);
    let kind = (row.user_id, row.code.clone(), row.budget_id, slot);
    indexes.recent_notifications.set(kind, row.id, present);
});
indexed!(Conflict, |row, indexes, present| {
    indexes.conflicts_by_row.set((row.table, row.row_id), row.id, present);
    if let Some(budget) = row.budget_id {
        indexes.conflicts_by_budget.set(budget, row.id, present);
    }
});

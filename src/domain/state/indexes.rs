//! The indexes over the rows of a workspace, so that no rule has to look through a whole table.

use std::collections::{BTreeSet, btree_set};
use std::marker::PhantomData;

use uuid::Uuid;

use super::super::ids::{
    BudgetId, ClientId, CommentId, ConflictId, DemandId, IngredientId, ItemId, LineId, NotificationId,
    PaymentId, ProductId, PurchaseId, ScheduleId, SubstituteId, TaskId, TimerId, TransferId, UserId,
};
use super::super::rows::Row;
use super::super::values::{Instant, Week};

/// Ids of one table by a key of theirs. A key is an id or made like one: then all indexes are of one
/// type inside, and in the browser's download once.
#[derive(Clone, Debug)]
pub struct Index<K, V> {
    pairs: Pairs,
    of: PhantomData<(K, V)>,
}

/// Keys and ids, in their order.
#[derive(Clone, Debug, Default)]
struct Pairs(BTreeSet<(Uuid, Uuid)>);

impl Pairs {
    #[inline(never)]
    fn set(&mut self, key: Uuid, value: Uuid, present: bool) {
        if present {
            self.0.insert((key, value));
        } else {
            self.0.remove(&(key, value));
        }
    }

    fn of(&self, key: Uuid) -> Ids<'_> {
        Ids(self.0.range((key, Uuid::nil())..=(key, Uuid::max())))
    }
}

/// The ids under a key, in their order.
#[derive(Clone, Debug)]
pub struct Ids<'a>(btree_set::Range<'a, (Uuid, Uuid)>);

impl Iterator for Ids<'_> {
    type Item = Uuid;

    #[inline(never)]
    fn next(&mut self) -> Option<Uuid> {
        self.0.next().map(|&(_, id)| id)
    }
}

impl<K: Copy + Into<Uuid>, V: From<Uuid> + Into<Uuid>> Index<K, V> {
    fn set(&mut self, key: K, value: V, present: bool) {
        self.pairs.set(key.into(), value.into(), present);
    }

    /// The ids under `key`, in their order.
    pub fn of<'a>(&'a self, key: &K) -> impl Iterator<Item = V> + use<'a, K, V> {
        self.ids((*key).into()).map(V::from)
    }

    /// The same, as the store and the wire have them.
    pub(super) fn ids(&self, key: Uuid) -> Ids<'_> {
        self.pairs.of(key)
    }
}

impl<K, V> Default for Index<K, V> {
    fn default() -> Self {
        Self { pairs: Pairs::default(), of: PhantomData }
    }
}

/// A week has its place among the keys.
impl From<Week> for Uuid {
    fn from(week: Week) -> Self {
        Self::from_u64_pair(week.year().unsigned_abs().into(), week.number().into())
    }
}

/// A person and the two-minute slot in which something was first told. Two that coincide only give
/// more to look through.
#[derive(Clone, Copy, Debug)]
pub struct Told(pub UserId, pub i64);

impl From<Told> for Uuid {
    fn from(Told(user, slot): Told) -> Self {
        let (high, low) = user.0.as_u64_pair();
        Self::from_u64_pair(high, low ^ slot.unsigned_abs())
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
    /// By recipient and the two-minute slot in which they were first made.
    pub recent_notifications: Index<Told, NotificationId>,
    /// By the row's id alone: its table is to be looked at.
    pub conflicts_by_row: Index<Uuid, ConflictId>,
    /// The same.
    pub comments_by_row: Index<Uuid, CommentId>,
    pub comments_by_budget: Index<BudgetId, CommentId>,
    pub conflicts_by_budget: Index<BudgetId, ConflictId>,
}

/// The two-minute slot that an instant falls in.
#[must_use]
pub fn notification_slot(at: Instant) -> i64 {
    at.0.div_euclid(120_000)
}

impl Indexes {
    /// Puts a row under its keys, or takes it away.
    pub(super) fn set(&mut self, row: &Row, present: bool) {
        match row {
            Row::Budget(row) => {
                if let Some(client) = row.client_id {
                    self.budgets_by_client.set(client, row.id, present);
                }
            }
            Row::BudgetLine(row) => self.lines_by_budget.set(row.budget_id, row.id, present),
            Row::Payment(row) => self.payments_by_budget.set(row.budget_id, row.id, present),
            Row::Task(row) => {
                if let Some(budget) = row.budget_id {
                    self.tasks_by_budget.set(budget, row.id, present);
                }
                for prerequisite in &row.prerequisites {
                    self.dependents.set(*prerequisite, row.id, present);
                }
            }
            Row::Comment(row) => {
                self.comments_by_row.set(row.row_id, row.id, present);
                if let Some(budget) = row.budget_id {
                    self.comments_by_budget.set(budget, row.id, present);
                }
            }
            Row::Schedule(row) => self.schedules_by_budget.set(row.budget_id, row.id, present),
            Row::Ingredient(row) => self.ingredients_by_schedule.set(row.schedule_id, row.id, present),
            Row::Timer(row) => self.timers_by_schedule.set(row.schedule_id, row.id, present),
            Row::ShoppingItem(row) => {
                self.items_by_week.set(row.week, row.id, present);
                self.items_by_product.set(row.product_id, row.id, present);
            }
            Row::Demand(row) => {
                self.demands_by_item.set(row.item_id, row.id, present);
                self.demands_by_product.set(row.product_id, row.id, present);
                if let Some(budget) = row.budget_id {
                    self.demands_by_budget.set(budget, row.id, present);
                }
            }
            Row::Purchase(row) => {
                self.purchases_by_item.set(row.item_id, row.id, present);
                for budget in row.split.iter().filter_map(|part| part.budget_id) {
                    self.purchases_by_budget.set(budget, row.id, present);
                }
            }
            Row::Transfer(row) => {
                self.transfers_by_item.set(row.from_item_id, row.id, present);
                self.transfers_by_item.set(row.to_item_id, row.id, present);
            }
            Row::Substitute(row) => self.substitutes_by_item.set(row.item_id, row.id, present),
            Row::Notification(row) => {
                self.notifications_by_user.set(row.user_id, row.id, present);
                let slot = notification_slot(row.since);
                self.recent_notifications.set(Told(row.user_id, slot), row.id, present);
            }
            Row::Conflict(row) => {
                self.conflicts_by_row.set(row.row_id, row.id, present);
                if let Some(budget) = row.budget_id {
                    self.conflicts_by_budget.set(budget, row.id, present);
                }
            }
            Row::Workspace(_)
            | Row::User(_)
            | Row::Invite(_)
            | Row::Client(_)
            | Row::Product(_)
            | Row::Dish(_)
            | Row::Menu(_) => {}
        }
    }
}

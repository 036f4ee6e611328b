//! The rows of one workspace in memory, with the indexes the rules need.
//!
//! The server's engine holds all of a workspace; a replica in a browser holds what its
//! subscriptions cover. Both are changed only through [`State::put`] and [`State::forget`], which
//! keep the indexes true.

mod indexes;
mod tables;

use std::sync::Arc;

use uuid::Uuid;

use super::ids::{BudgetId, ItemId, ScheduleId, TaskId, UserId};
use super::rows::{
    Budget, BudgetLine, Client, Comment, Conflict, Demand, Dish, Ingredient, Invite, Menu, Notification,
    Payment, Product, Purchase, Record, Row, Schedule, ShoppingItem, Substitute, Table, Task, Timer,
    Transfer, User, Workspace,
};
use super::values::Week;
use indexes::Ids;
pub use indexes::{Index, Indexes, Told, notification_slot};
use tables::ById;
pub use tables::{Each, Rows, Values};

macro_rules! state {
    ($($field:ident: $row:ident,)+) => {
        /// The rows of one workspace, with their indexes.
        #[derive(Clone, Debug, Default)]
        pub struct State {
            $($field: Rows<$row>,)+
            indexes: Indexes,
        }

        impl State {
            $(
                /// The table, removed rows included.
                #[must_use]
                pub fn $field(&self) -> &Rows<$row> {
                    &self.$field
                }
            )+

            fn by_id(&self, table: Table) -> &ById {
                match table {
                    $($row::TABLE => &self.$field.rows,)+
                }
            }

            fn by_id_mut(&mut self, table: Table) -> &mut ById {
                match table {
                    $($row::TABLE => &mut self.$field.rows,)+
                }
            }
        }

        $(impl Held for $row {
            fn rows(state: &State) -> &Rows<Self> {
                &state.$field
            }

            fn of(row: &Row) -> Option<&Arc<Self>> {
                if let Row::$row(row) = row { Some(row) } else { None }
            }
        })+
    };
}

/// A row type that a [`State`] holds.
pub trait Held: Record {
    /// Its table in a state.
    fn rows(state: &State) -> &Rows<Self>;
    /// The row, where it is of this type.
    fn of(row: &Row) -> Option<&Arc<Self>>;
}

state! {
    workspaces: Workspace,
    users: User,
    invites: Invite,
    clients: Client,
    budgets: Budget,
    budget_lines: BudgetLine,
    payments: Payment,
    products: Product,
    dishes: Dish,
    menus: Menu,
    tasks: Task,
    comments: Comment,
    schedules: Schedule,
    ingredients: Ingredient,
    timers: Timer,
    shopping_items: ShoppingItem,
    demands: Demand,
    purchases: Purchase,
    transfers: Transfer,
    substitutes: Substitute,
    notifications: Notification,
    conflicts: Conflict,
}

impl State {
    /// The indexes over the rows, removed ones included.
    #[must_use]
    pub fn indexes(&self) -> &Indexes {
        &self.indexes
    }

    /// A row of any table, removed ones included.
    #[must_use]
    pub fn row(&self, table: Table, id: Uuid) -> Option<Row> {
        self.by_id(table).get(&id).cloned()
    }

    /// Puts a row in the place of the one with its id, and returns that.
    pub fn put(&mut self, row: Row) -> Option<Row> {
        let before = self.by_id_mut(row.table()).insert(row.key(), row.clone());
        if let Some(before) = &before {
            self.indexes.set(before, false);
        }
        self.indexes.set(&row, true);
        before
    }

    /// Takes a row out altogether: it was never made, or is out of a replica's sight.
    pub fn forget(&mut self, table: Table, id: Uuid) -> Option<Row> {
        let before = self.by_id_mut(table).remove(&id)?;
        self.indexes.set(&before, false);
        Some(before)
    }

    /// The rows of one table.
    pub fn in_table(&self, table: Table) -> impl Iterator<Item = Row> + '_ {
        self.by_id(table).values().cloned()
    }

    /// Every row of every table.
    pub fn all(&self) -> impl Iterator<Item = Row> + '_ {
        Table::ALL.iter().flat_map(|table| self.by_id(*table).values()).cloned()
    }

    /// The rows that fit, by table and id.
    pub fn names(&self, fits: &dyn Fn(&Row) -> bool) -> Vec<(Table, Uuid)> {
        let mut names = Vec::new();
        for &table in Table::ALL {
            for (id, row) in self.by_id(table) {
                if fits(row) {
                    names.push((table, *id));
                }
            }
        }
        names
    }

    /// The row of a table with this id, removed ones included.
    #[must_use]
    pub fn get<R: Held>(&self, id: R::Id) -> Option<&Arc<R>> {
        R::rows(self).get(&id)
    }

    /// The same, unless it was removed.
    #[must_use]
    pub fn live<R: Held>(&self, id: R::Id) -> Option<&Arc<R>> {
        self.get::<R>(id).filter(|row| row.removed().is_none())
    }

    /// The rows with these ids that were not removed.
    pub fn each<'a, R: Held + 'a>(
        &'a self,
        ids: impl Iterator<Item = R::Id> + 'a,
    ) -> impl Iterator<Item = &'a Arc<R>> + 'a {
        ids.filter_map(|id| self.live::<R>(id))
    }

    fn in_index<'a, R: Held + 'a>(&'a self, ids: Ids<'a>) -> Each<'a, R> {
        Each::new(R::rows(self), ids)
    }

    /// The workspace this is the state of; a replica has none before its first rows.
    #[must_use]
    pub fn workspace(&self) -> Option<&Arc<Workspace>> {
        self.workspaces.values().next()
    }

    /// The lines of a party.
    pub fn lines_of(&self, budget: BudgetId) -> Each<'_, BudgetLine> {
        self.in_index(self.indexes.lines_by_budget.ids(budget.into()))
    }

    /// The payments for a party, voided ones included.
    pub fn payments_of(&self, budget: BudgetId) -> Each<'_, Payment> {
        self.in_index(self.indexes.payments_by_budget.ids(budget.into()))
    }

    /// The tasks of a party.
    pub fn tasks_of(&self, budget: BudgetId) -> Each<'_, Task> {
        self.in_index(self.indexes.tasks_by_budget.ids(budget.into()))
    }

    /// The tasks that have `task` as a prerequisite.
    pub fn dependents_of(&self, task: TaskId) -> Each<'_, Task> {
        self.in_index(self.indexes.dependents.ids(task.into()))
    }

    /// What is cooked for a party.
    pub fn schedules_of(&self, budget: BudgetId) -> Each<'_, Schedule> {
        self.in_index(self.indexes.schedules_by_budget.ids(budget.into()))
    }

    /// The ingredients of a schedule.
    pub fn ingredients_of(&self, schedule: ScheduleId) -> Each<'_, Ingredient> {
        self.in_index(self.indexes.ingredients_by_schedule.ids(schedule.into()))
    }

    /// The timers of a schedule.
    pub fn timers_of(&self, schedule: ScheduleId) -> Each<'_, Timer> {
        self.in_index(self.indexes.timers_by_schedule.ids(schedule.into()))
    }

    /// The lines of a week.
    pub fn items_of(&self, week: Week) -> Each<'_, ShoppingItem> {
        self.in_index(self.indexes.items_by_week.ids(week.into()))
    }

    /// What is needed of a line, withdrawn needs included.
    pub fn demands_on(&self, item: ItemId) -> Each<'_, Demand> {
        self.in_index(self.indexes.demands_by_item.ids(item.into()))
    }

    /// What a party needs, withdrawn needs included.
    pub fn demands_of(&self, budget: BudgetId) -> Each<'_, Demand> {
        self.in_index(self.indexes.demands_by_budget.ids(budget.into()))
    }

    /// The records of a line, voided ones included.
    pub fn purchases_of(&self, item: ItemId) -> Each<'_, Purchase> {
        self.in_index(self.indexes.purchases_by_item.ids(item.into()))
    }

    /// The purchases of whose price the party bears a part.
    pub fn purchases_for(&self, budget: BudgetId) -> Each<'_, Purchase> {
        self.in_index(self.indexes.purchases_by_budget.ids(budget.into()))
    }

    /// Transfers from or to the line.
    pub fn transfers_of(&self, item: ItemId) -> Each<'_, Transfer> {
        self.in_index(self.indexes.transfers_by_item.ids(item.into()))
    }

    /// The products offered for a line.
    pub fn substitutes_of(&self, item: ItemId) -> Each<'_, Substitute> {
        self.in_index(self.indexes.substitutes_by_item.ids(item.into()))
    }

    /// The questions and merges about a row, in any state.
    pub fn conflicts_on(&self, table: Table, row: Uuid) -> impl Iterator<Item = &Arc<Conflict>> {
        self.conflicts_of(row).filter(move |conflict| conflict.table == table)
    }

    /// The same about the rows with this id in any table.
    pub fn conflicts_of(&self, row: Uuid) -> Each<'_, Conflict> {
        self.in_index(self.indexes.conflicts_by_row.ids(row))
    }

    /// The questions and merges about the rows of a party.
    pub fn conflicts_about(&self, budget: BudgetId) -> Each<'_, Conflict> {
        self.in_index(self.indexes.conflicts_by_budget.ids(budget.into()))
    }

    /// What was said of a row.
    pub fn comments_on(&self, table: Table, row: Uuid) -> impl Iterator<Item = &Arc<Comment>> {
        self.comments_of(row).filter(move |comment| comment.table == table)
    }

    /// The same of the rows with this id in any table.
    pub fn comments_of(&self, row: Uuid) -> Each<'_, Comment> {
        self.in_index(self.indexes.comments_by_row.ids(row))
    }

    /// What was said of the rows of a party.
    pub fn comments_about(&self, budget: BudgetId) -> Each<'_, Comment> {
        self.in_index(self.indexes.comments_by_budget.ids(budget.into()))
    }

    /// What a person was told.
    pub fn notifications_of(&self, user: UserId) -> Each<'_, Notification> {
        self.in_index(self.indexes.notifications_by_user.ids(user.into()))
    }
}

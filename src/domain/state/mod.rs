//! The rows of one workspace in memory, with the indexes the rules need.
//!
//! The server's engine holds all of a workspace; a replica in a browser holds what its
//! subscriptions cover. Both are changed only through [`State::put`] and [`State::forget`], which
//! keep the indexes true.

mod indexes;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::ids::{
    BudgetId, ClientId, CommentId, ConflictId, DemandId, DishId, IngredientId, InviteId, ItemId, LineId,
    MenuId, NotificationId, PaymentId, ProductId, PurchaseId, ScheduleId, SubstituteId, TaskId, TimerId,
    TransferId, UserId, WorkspaceId,
};
use super::rows::{
    Budget, BudgetLine, Client, Comment, Conflict, Demand, Dish, Ingredient, Invite, Menu, Notification,
    Payment, Product, Purchase, Record, Row, Schedule, ShoppingItem, Substitute, Table, Task, Timer,
    Transfer, User, Workspace,
};
use super::values::Week;
use indexes::Indexed;
pub use indexes::{Index, Indexes, notification_slot};

/// The rows of one table, by id.
pub type Rows<R> = BTreeMap<<R as Record>::Id, Arc<R>>;

macro_rules! state {
    ($($field:ident: $row:ident($id:ty),)+) => {
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

            /// A row of any table, removed ones included.
            #[must_use]
            pub fn row(&self, table: Table, id: Uuid) -> Option<Row> {
                $(if table == $row::TABLE {
                    return self.$field.get(&<$id>::from_uuid(id)).map(|row| Row::$row(Arc::clone(row)));
                })+
                None
            }

            /// Puts a row in the place of the one with its id, and returns that.
            pub fn put(&mut self, row: Row) -> Option<Row> {
                match row {
                    $(Row::$row(row) => {
                        let before = self.$field.get(&row.id).map(Arc::clone);
                        if let Some(before) = &before {
                            before.index(&mut self.indexes, false);
                        }
                        row.index(&mut self.indexes, true);
                        self.$field.insert(row.id, row);
                        before.map(Row::$row)
                    })+
                }
            }

            /// Takes a row out altogether: it was never made, or is out of a replica's sight.
            pub fn forget(&mut self, table: Table, id: Uuid) -> Option<Row> {
                $(if table == $row::TABLE {
                    let before = self.$field.remove(&<$id>::from_uuid(id))?;
                    before.index(&mut self.indexes, false);
                    return Some(Row::$row(before));
                })+
                None
            }

            /// The rows of one table.
            pub fn in_table(&self, table: Table) -> Box<dyn Iterator<Item = Row> + '_> {
                $(if table == $row::TABLE {
                    return Box::new(self.$field.values().map(|row| Row::$row(Arc::clone(row))));
                })+
                Box::new(std::iter::empty())
            }

            /// Every row of every table.
            pub fn all(&self) -> impl Iterator<Item = Row> + '_ {
                std::iter::empty()$(.chain(self.$field.values().map(|row| Row::$row(Arc::clone(row)))))+
            }
        }

        $(impl Held for $row {
            fn rows(state: &State) -> &Rows<Self> {
                &state.$field
            }
        })+
    };
}

/// A row type that a [`State`] holds.
pub trait Held: Record {
    /// Its table in a state.
    fn rows(state: &State) -> &Rows<Self>;
}

state! {
    workspaces: Workspace(WorkspaceId),
    users: User(UserId),
    invites: Invite(InviteId),
    clients: Client(ClientId),
    budgets: Budget(BudgetId),
    budget_lines: BudgetLine(LineId),
    payments: Payment(PaymentId),
    products: Product(ProductId),
    dishes: Dish(DishId),
    menus: Menu(MenuId),
    tasks: Task(TaskId),
    comments: Comment(CommentId),
    schedules: Schedule(ScheduleId),
    ingredients: Ingredient(IngredientId),
    timers: Timer(TimerId),
    shopping_items: ShoppingItem(ItemId),
    demands: Demand(DemandId),
    purchases: Purchase(PurchaseId),
    transfers: Transfer(TransferId),
    substitutes: Substitute(SubstituteId),
    notifications: Notification(NotificationId),
    conflicts: Conflict(ConflictId),
}

impl State {
    /// The indexes over the rows, removed ones included.
    #[must_use]
    pub fn indexes(&self) -> &Indexes {
        &self.indexes
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

    /// The workspace this is the state of; a replica has none before its first rows.
    #[must_use]
    pub fn workspace(&self) -> Option<&Arc<Workspace>> {
        self.workspaces.values().next()
    }

    /// The lines of a party.
    pub fn lines_of(&self, budget: BudgetId) -> impl Iterator<Item = &Arc<BudgetLine>> {
        self.each::<BudgetLine>(self.indexes.lines_by_budget.of(&budget))
    }

    /// The payments for a party, voided ones included.
    pub fn payments_of(&self, budget: BudgetId) -> impl Iterator<Item = &Arc<Payment>> {
        self.each::<Payment>(self.indexes.payments_by_budget.of(&budget))
    }

    /// The tasks of a party.
    pub fn tasks_of(&self, budget: BudgetId) -> impl Iterator<Item = &Arc<Task>> {
        self.each::<Task>(self.indexes.tasks_by_budget.of(&budget))
    }

    /// The tasks that have `task` as a prerequisite.
    pub fn dependents_of(&self, task: TaskId) -> impl Iterator<Item = &Arc<Task>> {
        self.each::<Task>(self.indexes.dependents.of(&task))
    }

    /// What is cooked for a party.
    pub fn schedules_of(&self, budget: BudgetId) -> impl Iterator<Item = &Arc<Schedule>> {
        self.each::<Schedule>(self.indexes.schedules_by_budget.of(&budget))
    }

    /// The ingredients of a schedule.
    pub fn ingredients_of(&self, schedule: ScheduleId) -> impl Iterator<Item = &Arc<Ingredient>> {
        self.each::<Ingredient>(self.indexes.ingredients_by_schedule.of(&schedule))
    }

    /// The timers of a schedule.
    pub fn timers_of(&self, schedule: ScheduleId) -> impl Iterator<Item = &Arc<Timer>> {
        self.each::<Timer>(self.indexes.timers_by_schedule.of(&schedule))
    }

    /// The lines of a week.
    pub fn items_of(&self, week: Week) -> impl Iterator<Item = &Arc<ShoppingItem>> {
        self.each::<ShoppingItem>(self.indexes.items_by_week.of(&week))
    }

    /// What is needed of a line, withdrawn needs included.
    pub fn demands_on(&self, item: ItemId) -> impl Iterator<Item = &Arc<Demand>> {
        self.each::<Demand>(self.indexes.demands_by_item.of(&item))
    }

    /// What a party needs, withdrawn needs included.
    pub fn demands_of(&self, budget: BudgetId) -> impl Iterator<Item = &Arc<Demand>> {
        self.each::<Demand>(self.indexes.demands_by_budget.of(&budget))
    }

    /// The records of a line, voided ones included.
    pub fn purchases_of(&self, item: ItemId) -> impl Iterator<Item = &Arc<Purchase>> {
        self.each::<Purchase>(self.indexes.purchases_by_item.of(&item))
    }

    /// The purchases of whose price the party bears a part.
    pub fn purchases_for(&self, budget: BudgetId) -> impl Iterator<Item = &Arc<Purchase>> {
        self.each::<Purchase>(self.indexes.purchases_by_budget.of(&budget))
    }

    /// Transfers from or to the line.
    pub fn transfers_of(&self, item: ItemId) -> impl Iterator<Item = &Arc<Transfer>> {
        self.each::<Transfer>(self.indexes.transfers_by_item.of(&item))
    }

    /// The products offered for a line.
    pub fn substitutes_of(&self, item: ItemId) -> impl Iterator<Item = &Arc<Substitute>> {
        self.each::<Substitute>(self.indexes.substitutes_by_item.of(&item))
    }

    /// The questions and merges about a row, in any state.
    pub fn conflicts_on(&self, table: Table, row: Uuid) -> impl Iterator<Item = &Arc<Conflict>> {
        self.each::<Conflict>(self.indexes.conflicts_by_row.of(&(table, row)))
    }

    /// What was said of a row.
    pub fn comments_on(&self, table: Table, row: Uuid) -> impl Iterator<Item = &Arc<Comment>> {
        self.each::<Comment>(self.indexes.comments_by_row.of(&(table, row)))
    }

    /// What a person was told.
    pub fn notifications_of(&self, user: UserId) -> impl Iterator<Item = &Arc<Notification>> {
        self.each::<Notification>(self.indexes.notifications_by_user.of(&user))
    }
}

//! Which derived rows have to be looked at again after a change.

use std::marker::PhantomData;

use uuid::Uuid;

use super::super::ids::{BudgetId, DemandId, IngredientId, ItemId, ProductId, ScheduleId, TaskId};
use super::super::merge::ConflictKind;
use super::super::order;
use super::super::rows::{Ingredient, Row, Schedule, ScheduleStatus, Task, TaskType};
use super::super::state::State;

/// Derived rows to settle, by what they derive from. Filled by every [`put`](super::Work::put).
#[derive(Clone, Debug, Default)]
pub struct Dirty {
    /// Parties whose plan may ask for other rows (rule 2).
    pub plans: Marks<BudgetId>,
    /// Parties whose sight keys (ever booked, date) stand on other rows.
    pub keys: Marks<BudgetId>,
    /// Ingredients whose demand follows them.
    pub ingredients: Marks<IngredientId>,
    /// Demands that have to find their line.
    pub demands: Marks<DemandId>,
    /// Lines whose sums and coverage have to be made again.
    pub items: Marks<ItemId>,
    /// Parties whose supplies may have become complete, or no longer.
    pub supplies: Marks<BudgetId>,
    /// Parties whose figures of money may differ.
    pub money: Marks<BudgetId>,
    /// Tasks whose `waitsFor` and `blocked` may differ.
    pub tasks: Marks<TaskId>,
    /// Schedules whose allergens may differ.
    pub allergens: Marks<ScheduleId>,
}

/// Ids to look at. An id may be marked again and again; it is taken once.
#[derive(Clone, Debug)]
pub struct Marks<Id> {
    marked: Vec<Uuid>,
    of: PhantomData<Id>,
}

impl<Id> Default for Marks<Id> {
    fn default() -> Self {
        Self { marked: Vec::new(), of: PhantomData }
    }
}

impl<Id: From<Uuid> + Into<Uuid>> Marks<Id> {
    /// Marks an id.
    pub fn insert(&mut self, id: Id) {
        self.marked.push(id.into());
    }

    /// Marks several.
    pub fn extend(&mut self, ids: impl IntoIterator<Item = Id>) {
        for id in ids {
            self.insert(id);
        }
    }

    /// Marks what another has marked.
    pub fn join(&mut self, more: Self) {
        self.marked.extend(more.marked);
    }

    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    /// What is to be looked at now, each once and in order; what comes up meanwhile is marked anew.
    pub fn take(&mut self) -> impl Iterator<Item = Id> + use<Id> {
        in_order(&mut self.marked).into_iter().map(Id::from)
    }
}

fn in_order(marked: &mut Vec<Uuid>) -> Vec<Uuid> {
    let mut ids = std::mem::take(marked);
    order::sort(&mut ids);
    ids.dedup();
    ids
}

impl Dirty {
    /// Whether all derived rows are at rest.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
            && self.keys.is_empty()
            && self.ingredients.is_empty()
            && self.demands.is_empty()
            && self.items.is_empty()
            && self.supplies.is_empty()
            && self.money.is_empty()
            && self.tasks.is_empty()
            && self.allergens.is_empty()
    }

    /// Everything there is: settling then makes every derived row anew.
    #[must_use]
    pub fn everything(state: &State) -> Self {
        let mut dirty = Self::default();
        for row in state.all() {
            dirty.mark(state, None, &row);
        }
        dirty
    }

    /// Marks what may follow from `before` becoming `after`; `state` still holds `before`.
    pub fn mark(&mut self, state: &State, before: Option<&Row>, after: &Row) {
        match after {
            Row::Budget(after) => {
                let before = match before {
                    Some(Row::Budget(before)) => Some(before),
                    _ => None,
                };
                let same = before.is_some_and(|before| {
                    before.status == after.status
                        && before.date == after.date
                        && before.serving_time == after.serving_time
                        && before.end_time == after.end_time
                        && before.guests == after.guests
                        && before.groups == after.groups
                        && before.name == after.name
                        && before.removed == after.removed
                        && before.limit == after.limit
                        && before.client_id == after.client_id
                        && before.booked == after.booked
                });
                if !same {
                    self.plans.insert(after.id);
                    self.keys.insert(after.id);
                    self.money.insert(after.id);
                    self.supplies.insert(after.id);
                    self.allergens.extend(state.schedules_of(after.id).map(|schedule| schedule.id));
                    self.ingredients.extend(
                        state
                            .schedules_of(after.id)
                            .flat_map(|schedule| state.ingredients_of(schedule.id))
                            .map(|ingredient| ingredient.id),
                    );
                    self.demands.extend(state.demands_of(after.id).map(|demand| demand.id));
                }
            }
            Row::BudgetLine(line) => {
                self.plans.insert(line.budget_id);
                self.money.insert(line.budget_id);
                self.keys.insert(line.budget_id);
                // A group that gets food of its own no longer eats what is cooked for all.
                self.allergens.extend(state.schedules_of(line.budget_id).map(|schedule| schedule.id));
            }
            Row::Payment(payment) => {
                self.money.insert(payment.budget_id);
                self.keys.insert(payment.budget_id);
            }
            Row::Client(client) => {
                self.keys.extend(state.indexes().budgets_by_client.of(&client.id));
            }
            Row::Dish(dish) => {
                let with_dish = |line: &&std::sync::Arc<super::super::rows::BudgetLine>| {
                    line.dish_id == Some(dish.id)
                        || line
                            .menu_id
                            .and_then(|menu| state.menus().get(&menu))
                            .is_some_and(|menu| menu.dish_ids.contains(&dish.id))
                };
                let lines = state.budget_lines().values().filter(with_dish);
                self.plans.extend(lines.map(|line| line.budget_id));
            }
            Row::Menu(menu) => {
                let lines = state.budget_lines().values().filter(|line| line.menu_id == Some(menu.id));
                self.plans.extend(lines.map(|line| line.budget_id));
            }
            Row::Product(after) => self.mark_product(state, before, after),
            Row::Workspace(workspace) => {
                let before = match before {
                    Some(Row::Workspace(before)) => Some(before),
                    _ => None,
                };
                let same = before.is_some_and(|before| {
                    before.standard_supplies == workspace.standard_supplies
                        && before.shopping_days == workspace.shopping_days
                });
                if !same {
                    self.plans.extend(state.budgets().keys());
                }
            }
            Row::Task(after) => self.mark_task(state, before, after),
            Row::Schedule(after) => {
                let before = match before {
                    Some(Row::Schedule(before)) => Some(before),
                    _ => None,
                };
                let is_over =
                    |row: &Schedule| matches!(row.status, ScheduleStatus::Served | ScheduleStatus::Canceled);
                let stands = |row: &Schedule| {
                    let worked_on = row.has_steps_set();
                    (row.removed.is_some(), row.is_begun(), is_over(row), row.guests, worked_on)
                };
                if before.is_some_and(|before| stands(before) != stands(after)) || after.strays() {
                    self.plans.insert(after.budget_id);
                }
                if before.is_none_or(|before| before.serve_at.date != after.serve_at.date) {
                    self.keys.insert(after.budget_id);
                }
                self.allergens.insert(after.id);
                self.ingredients.extend(state.ingredients_of(after.id).map(|ingredient| ingredient.id));
            }
            Row::Ingredient(after) => {
                let before = match before {
                    Some(Row::Ingredient(before)) => Some(before),
                    _ => None,
                };
                let same = before.is_some_and(|before| {
                    before.amount == after.amount
                        && before.scaled == after.scaled
                        && before.decided_on == after.decided_on
                        && before.converted == after.converted
                        && before.quantity == after.quantity
                        && before.product_id == after.product_id
                        && before.removed == after.removed
                        && before.withdrawn == after.withdrawn
                        && before.date == after.date
                });
                let stands =
                    |row: &Ingredient| (row.removed.is_some(), row.amount.is_some(), row.is_worked_on());
                if before.is_some_and(|before| stands(before) != stands(after)) {
                    self.plans.insert(after.budget_id);
                }
                if !same {
                    self.ingredients.insert(after.id);
                    self.allergens.insert(after.schedule_id);
                    // Its line says what waits for the cook.
                    let demand = DemandId::of_ingredient(after.id);
                    if let Some(demand) = state.demands().get(&demand) {
                        self.items.insert(demand.item_id);
                    }
                }
            }
            Row::Demand(after) => {
                let before = match before {
                    Some(Row::Demand(before)) => Some(before),
                    _ => None,
                };
                let same = before.is_some_and(|before| {
                    before.quantity == after.quantity
                        && before.counted == after.counted
                        && before.item_id == after.item_id
                        && before.week == after.week
                        && before.need_by == after.need_by
                        && before.product_id == after.product_id
                        && before.budget_id == after.budget_id
                        && before.schedule_id == after.schedule_id
                        && before.withdrawn == after.withdrawn
                        && before.removed == after.removed
                });
                if !same && after.ingredient_id.is_none() && after.user_id.is_none() {
                    self.plans.extend(after.budget_id);
                }
                if !same {
                    self.demands.insert(after.id);
                    self.items.insert(after.item_id);
                    self.items.extend(before.map(|before| before.item_id));
                }
                self.supplies.extend(after.budget_id);
                self.money.extend(after.budget_id);
                self.supplies.extend(before.and_then(|before| before.budget_id));
                self.money.extend(before.and_then(|before| before.budget_id));
            }
            Row::Purchase(purchase) => {
                self.items.insert(purchase.item_id);
                let before = match before {
                    Some(Row::Purchase(before)) => Some(before),
                    _ => None,
                };
                let same = before.is_some_and(|before| {
                    before.paid == purchase.paid
                        && before.split == purchase.split
                        && before.voided == purchase.voided
                });
                if !same {
                    let bearers = purchase.split.iter().filter_map(|part| part.budget_id);
                    self.money.extend(bearers.chain(purchase.budget_ids.iter().copied()));
                }
            }
            Row::Transfer(transfer) => {
                self.items.insert(transfer.from_item_id);
                self.items.insert(transfer.to_item_id);
            }
            Row::Substitute(substitute) => {
                self.items.insert(substitute.item_id);
            }
            Row::ShoppingItem(after) => {
                let before = match before {
                    Some(Row::ShoppingItem(before)) => Some(before),
                    _ => None,
                };
                if before.is_none_or(|before| before.closed_short != after.closed_short) {
                    self.items.insert(after.id);
                }
                self.supplies.extend(after.budget_ids.iter().copied());
                self.money.extend(after.budget_ids.iter().copied());
                if let Some(before) = before {
                    self.supplies.extend(before.budget_ids.iter().copied());
                    self.money.extend(before.budget_ids.iter().copied());
                }
            }
            Row::Conflict(after) => {
                let before = match before {
                    Some(Row::Conflict(before)) => Some(before),
                    _ => None,
                };
                let is_answered = before.is_none_or(|before| before.state != after.state);
                if is_answered && after.kind == ConflictKind::ShoppingPurchase {
                    self.items.insert(ItemId(after.row_id));
                }
            }
            Row::User(_) | Row::Invite(_) | Row::Comment(_) | Row::Timer(_) | Row::Notification(_) => {}
        }
    }

    fn mark_product(&mut self, state: &State, before: Option<&Row>, after: &super::super::rows::Product) {
        let before = match before {
            Some(Row::Product(before)) => Some(before),
            _ => None,
        };
        let id: ProductId = after.id;
        let measures = before.is_some_and(|before| {
            before.unit == after.unit
                && before.pack_size == after.pack_size
                && before.pack_unit == after.pack_unit
                && before.piece_weight == after.piece_weight
        });
        if !measures {
            self.demands.extend(state.indexes().demands_by_product.of(&id));
            let with_product = state.ingredients().values().filter(|row| row.product_id == id);
            self.ingredients.extend(with_product.map(|row| row.id));
        }
        let named = before.is_some_and(|before| {
            before.name == after.name && before.category == after.category && before.price == after.price
        });
        if !(named && measures) {
            self.items.extend(state.indexes().items_by_product.of(&id));
            let demands = state.indexes().demands_by_product.of(&id);
            let budgets = demands.filter_map(|demand| state.demands().get(&demand)?.budget_id);
            self.money.extend(budgets);
        }
        let eaten = |row: &super::super::rows::Product| (row.allergens.clone(), row.category);
        if before.is_none_or(|before| eaten(before) != eaten(after)) {
            let with_product = state.ingredients().values().filter(|row| row.product_id == id);
            self.allergens.extend(with_product.map(|row| row.schedule_id));
        }
    }

    fn mark_task(&mut self, state: &State, before: Option<&Row>, after: &Task) {
        let before = match before {
            Some(Row::Task(before)) => Some(before),
            _ => None,
        };
        let same_outside = before.is_some_and(|before| {
            before.title == after.title
                && before.role == after.role
                && before.status == after.status
                && before.removed == after.removed
                && before.withdrawn == after.withdrawn
        });
        if !same_outside {
            self.tasks.extend(state.dependents_of(after.id).map(|task| task.id));
        }
        let same = same_outside
            && before.is_some_and(|before| {
                before.prerequisites == after.prerequisites
                    && before.block == after.block
                    && before.settings.get("block") == after.settings.get("block")
            });
        if !same {
            self.tasks.insert(after.id);
        }
        // It is offered as done when the supplies are complete.
        if after.kind == TaskType::Shopping && before.is_none_or(|before| before.budget_id != after.budget_id)
        {
            self.supplies.extend(after.budget_id);
        }
        let back = before.is_some_and(|before| before.removed.is_some() && after.removed.is_none());
        // A planned prerequisite that was out and comes back has its place among the plan's.
        let reordered = before.is_some_and(|before| before.prerequisites != after.prerequisites);
        // Of a party that has left `reserva`, what is open once more is taken back as well.
        let reopened = before.is_some_and(|before| !before.status.is_open() && after.status.is_open());
        if back || reopened || after.strays() || (reordered && after.plan.is_some()) {
            self.plans.extend(after.budget_id);
        }
    }
}

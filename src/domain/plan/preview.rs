//! What a change to a party would do, before anybody confirms it (rule 2): the very same code,
//! carried out on a copy.
//!
//! Works on a replica that holds the party's rows and the catalogue, and on the server.

use crate::domain::order::{self, Small};

use uuid::Uuid;

use super::super::command::Command;
use super::super::consolidation::counted;
use super::super::context::{Context, Mode};
use super::super::decide::decide;
use super::super::ids::{BudgetId, IngredientId, ProductId, ScheduleId, TaskId};
use super::super::refusal::Refusal;
use super::super::rows::{Budget, BudgetStatus, Role, Schedule, ScheduleStatus, Task};
use super::super::settle;
use super::super::state::State;
use super::super::values::{LocalTime, Money, Quantity, Revision, Unit};
use super::super::work::Work;

/// What a change would do to a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Amounts that differ, by product.
    pub amounts: Vec<AmountChange>,
    /// Generated tasks that come, go or move.
    pub tasks: Vec<TimeChange<TaskId>>,
    /// Schedules that come, go or move.
    pub schedules: Vec<TimeChange<ScheduleId>>,
    /// What the amounts cost at list prices; `None` for those who see no money.
    pub cost: Option<CostChange>,
    /// What the client pays, before and after; `None` for those who see no money.
    pub sold: Option<(Money, Money)>,
    /// Schedules that stay as they are, since they are begun or their cook has set them.
    pub kept: Vec<Kept>,
    /// Amounts of a cook's own that the change leaves as they are, and what they lack (rule 5).
    pub waiting: Vec<Waiting>,
    /// Guest groups whose diet clashes with what would be cooked (rule 15).
    pub clashes: Vec<Clash>,
}

/// An amount of a product over all of the party, before and after; `None`: not needed.
#[derive(Clone, Debug, PartialEq)]
pub struct AmountChange {
    pub product_id: ProductId,
    pub name: String,
    pub before: Option<Quantity>,
    pub after: Option<Quantity>,
    /// What of it has been bought on the lists that the party stands on, for whomever.
    pub bought: Option<Quantity>,
}

/// When something begins, before and after; `None`: it is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeChange<Id> {
    pub id: Id,
    pub title: String,
    pub before: Option<LocalTime>,
    pub after: Option<LocalTime>,
    /// It would have had to begin already.
    pub late: bool,
}

/// What the goods of the party cost at list prices, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostChange {
    pub before: Money,
    pub after: Money,
    /// A product needed has no list price.
    pub approximate: bool,
}

/// How much more the plan asks than a cook has decided on (rule 5).
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub ingredient_id: IngredientId,
    pub name: String,
    pub more: Quantity,
}

/// A schedule that does not follow the plan, which the change asks for more or fewer portions.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub title: String,
    pub portions: u32,
    pub plan: u32,
}

/// Guest groups whose diet clashes with a schedule (rule 15).
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    pub title: String,
    pub groups: Vec<String>,
}

/// What `commands` of the context's actor would do to a party.
///
/// # Errors
/// Why one of them would be refused.
pub fn preview(
    state: &State,
    context: &Context,
    budget: BudgetId,
    commands: &[Command],
) -> Result<Preview, Refusal> {
    // What is asked is asked about the state as it is shown.
    let seen = Revision(u64::MAX);
    let context = Context { mode: Mode::Authority, seen, ..context.clone() };
    let mut before = state.clone();
    settle_party(&mut before, &context, budget);
    let mut after = before.clone();
    for command in commands {
        decide(&mut after, &context, command)?;
    }
    Ok(compare(&before, &after, budget, context.role))
}

/// A replica may lack derived rows; both sides of the comparison are to have them.
fn settle_party(state: &mut State, context: &Context, budget: BudgetId) {
    let mut work = Work::new(state, context);
    work.dirty.plans.insert(budget);
    settle::settle(&mut work);
    let _ = work.finish("settle");
}

fn compare(before: &State, after: &State, budget: BudgetId, role: Role) -> Preview {
    let (old, new) = (needs(before, budget), needs(after, budget));
    let cost = (role != Role::Cook).then(|| {
        let (was, unknown_before) = cost(before, &old);
        let (becomes, unknown_after) = cost(after, &new);
        CostChange { before: was, after: becomes, approximate: unknown_before || unknown_after }
    });
    Preview {
        amounts: amounts(before, after, budget, &old, &new),
        tasks: times(&tasks(before, budget), &tasks(after, budget), TaskId::from_uuid),
        schedules: times(&schedules(before, budget), &schedules(after, budget), ScheduleId::from_uuid),
        cost,
        sold: (role != Role::Cook).then(|| (sold(before, budget), sold(after, budget))),
        kept: kept(after, budget),
        waiting: waiting(after, budget),
        clashes: clashes(after, budget),
    }
}

/// Amounts by product and dimension.
type Needs = Small<(ProductId, Unit), Quantity>;

/// What a booked party needs, of what is cooked and of what is not.
fn needs(state: &State, budget: BudgetId) -> Needs {
    let mut needs = Needs::new();
    if !state.live::<Budget>(budget).is_some_and(|budget| counts(budget.status)) {
        return needs;
    }
    for schedule in standing(state, budget) {
        for row in state.ingredients_of(schedule.id).filter(|row| row.withdrawn.is_none()) {
            add(state, &mut needs, row.product_id, row.effective());
        }
    }
    let direct = state.demands_of(budget).filter(|row| row.ingredient_id.is_none());
    for demand in direct.filter(|row| row.withdrawn.is_none()) {
        add(state, &mut needs, demand.product_id, demand.quantity);
    }
    needs
}

fn counts(status: BudgetStatus) -> bool {
    matches!(status, BudgetStatus::Reserva | BudgetStatus::Completed)
}

fn standing(state: &State, budget: BudgetId) -> impl Iterator<Item = &Schedule> {
    let schedules = state.schedules_of(budget).map(AsRef::as_ref);
    schedules.filter(|row| row.withdrawn.is_none() && row.status != ScheduleStatus::Canceled)
}

fn add(state: &State, needs: &mut Needs, product: ProductId, quantity: Quantity) {
    let amount = state.products().get(&product).map_or(quantity, |row| counted(row, quantity));
    let sum = needs.entry_or((product, amount.base()), || Quantity::zero(amount.unit()));
    *sum = Quantity::new(sum.thousandths().saturating_add(amount.thousandths()), sum.unit());
}

fn amounts(before: &State, after: &State, budget: BudgetId, old: &Needs, new: &Needs) -> Vec<AmountChange> {
    let mut changes = Vec::new();
    for key in order::distinct(old.keys().chain(new.keys()).copied()) {
        let (was, is) = (old.get(&key).copied(), new.get(&key).copied());
        if was != is {
            let (product_id, name) = (key.0, name_of(after, key.0));
            let bought = bought(before, budget, key);
            changes.push(AmountChange { product_id, name, before: was, after: is, bought });
        }
    }
    changes
}

fn name_of(state: &State, product: ProductId) -> String {
    state.products().get(&product).map_or_else(String::new, |row| row.name.clone())
}

fn bought(state: &State, budget: BudgetId, (product, base): (ProductId, Unit)) -> Option<Quantity> {
    let week = state.get::<Budget>(budget)?.date.week();
    let item = super::super::ids::ItemId::derived(week, product, base);
    state.shopping_items().get(&item).map(|item| item.purchased)
}

/// What the amounts cost at list prices, each product rounded once; and whether a price is missing.
fn cost(state: &State, needs: &Needs) -> (Money, bool) {
    let mut unknown = false;
    let mut sum = Money::ZERO;
    for (&(product, base), quantity) in needs {
        let row = state.products().get(&product).filter(|row| row.unit.base() == base);
        match row.and_then(|row| Some((row.price?, row.unit))) {
            Some((price, unit)) => {
                let amount = price.times_thousandths(quantity.thousandths(), unit.thousandths());
                sum = sum.saturating_add(amount);
            }
            None => unknown = true,
        }
    }
    (sum, unknown)
}

fn sold(state: &State, budget: BudgetId) -> Money {
    state.live::<Budget>(budget).and_then(|row| row.money).map_or(Money::ZERO, |money| money.sold)
}

fn kept(state: &State, budget: BudgetId) -> Vec<Kept> {
    let other = standing(state, budget).filter_map(|row| {
        let plan = row.plan.as_ref()?.guests;
        (plan != row.guests).then(|| Kept { title: row.title.clone(), portions: row.guests, plan })
    });
    other.collect()
}

/// Title, start and lateness of what stands, by id.
type Times = Small<Uuid, (String, LocalTime, bool)>;

fn tasks(state: &State, budget: BudgetId) -> Times {
    let planned = |task: &&std::sync::Arc<Task>| task.plan.is_some() && task.is_open();
    let tasks = state.tasks_of(budget).filter(planned);
    tasks.map(|task| (task.id.0, (task.title.clone(), task.start, task.late))).collect()
}

fn schedules(state: &State, budget: BudgetId) -> Times {
    standing(state, budget).map(|row| (row.id.0, (row.title.clone(), row.start_at, false))).collect()
}

fn times<Id>(before: &Times, after: &Times, id: fn(Uuid) -> Id) -> Vec<TimeChange<Id>> {
    let keys = order::distinct(before.keys().chain(after.keys()).copied());
    let mut changes: Vec<TimeChange<Id>> = Vec::new();
    for key in keys {
        let (old, new) = (before.get(&key), after.get(&key));
        let Some((title, _, late)) = new.or(old) else { continue };
        let (before, after) = (old.map(|old| old.1), new.map(|new| new.1));
        if before != after {
            let late = after.is_some() && *late;
            changes.push(TimeChange { id: id(key), title: title.clone(), before, after, late });
        }
    }
    order::sort_by_key(&mut changes, |change| change.after.or(change.before));
    changes
}

fn waiting(state: &State, budget: BudgetId) -> Vec<Waiting> {
    let mut waiting = Vec::new();
    for schedule in standing(state, budget) {
        for row in state.ingredients_of(schedule.id).filter(|row| row.withdrawn.is_none()) {
            if let Some(more) = row.waiting() {
                waiting.push(Waiting { ingredient_id: row.id, name: name_of(state, row.product_id), more });
            }
        }
    }
    waiting
}

fn clashes(state: &State, budget: BudgetId) -> Vec<Clash> {
    let clashing = standing(state, budget).filter(|row| !row.allergens.clashes.is_empty());
    clashing.map(|row| Clash { title: row.title.clone(), groups: row.allergens.clashes.clone() }).collect()
}

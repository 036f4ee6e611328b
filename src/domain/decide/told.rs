//! What a fact says of its consequences: known only once everything derived has settled.
//!
//! The area that carries out a command tells its fact; what followed from it is read here off the
//! rows that the decision has changed.

use serde_json::{Value, json};

use crate::domain::order::{self, Small};

use super::super::fact::{Fact, TELLS};
use super::super::ids::{IngredientId, ItemId, ScheduleId, TaskId};
use super::super::rows::{Ingredient, Row, Schedule, ShoppingItem, Task};
use super::super::values::Week;
use super::super::work::Work;

/// Completes the facts of a decision with the rows it turned out to affect.
pub fn complete(work: &mut Work<'_>) {
    if !TELLS {
        return;
    }
    super::tasks::tell_enabled(work);
    if !work.is_authority() {
        return;
    }
    // Told by the command itself, by what was decided, undone or accepted with it.
    if work.told("budget-status-changed").next().is_some() {
        let tasks = triggered_tasks(work);
        add(work, "budget-status-changed", |fact| fact.with("triggeredTasks", &tasks));
    }
    if work.told("guest-count-changed").next().is_some() {
        let (schedules, items) = (affected_schedules(work), affected_items(work));
        add(work, "guest-count-changed", |fact| {
            fact.with("affectedSchedules", &schedules).with("affectedShoppingItems", &items)
        });
    }
    if work.told("ingredient-updated").next().is_some() {
        let (items, sums) = (affected_items(work), sums(work));
        add(work, "ingredient-updated", |fact| {
            fact.with("affectedShoppingItems", &items).with("list", &sums)
        });
    }
    list_consolidated(work);
    availability_changed(work);
}

/// Lines whose need the change made differ, by week (rule 6).
fn list_consolidated(work: &mut Work<'_>) {
    let mut weeks = Small::<Week, Vec<ItemId>>::new();
    for item in affected_items(work) {
        if let Some(row) = work.state().get::<ShoppingItem>(item) {
            weeks.entry(row.week).push(item);
        }
    }
    for (week, items) in weeks {
        work.also(Fact::new("shopping-list-consolidated").with("week", week).with("itemIds", items));
    }
}

/// What the lines of the list say now and said before, for a cook who sees no list.
fn sums(work: &Work<'_>) -> Value {
    let sum = |item: ItemId| {
        let row = work.state().get::<ShoppingItem>(item)?;
        let before = work.changed::<ShoppingItem>().find_map(|(before, after)| match before {
            Some(Row::ShoppingItem(before)) if after.id == item => Some(before.needed),
            _ => None,
        });
        Some(json!({"itemId": item, "oldNeeded": before, "newNeeded": row.needed}))
    };
    affected_items(work).into_iter().filter_map(sum).collect()
}

/// Ingredients of which more or less is bought or here than before (rule 9).
fn availability_changed(work: &mut Work<'_>) {
    let differs = |before: Option<&Row>, after: &Ingredient| match before {
        Some(Row::Ingredient(before)) => before.available != after.available || before.here != after.here,
        _ => !after.available.is_zero(),
    };
    let ingredients: Vec<IngredientId> = work
        .changed::<Ingredient>()
        .filter(|(before, after)| differs(*before, after))
        .map(|(_, after)| after.id)
        .collect();
    if !ingredients.is_empty() {
        work.also(Fact::new("ingredient-availability-changed").with("ingredientIds", ingredients));
    }
}

/// Adds to each fact of this kind that was told.
fn add(work: &mut Work<'_>, kind: &str, more: impl Fn(Fact) -> Fact) {
    for fact in work.told(kind) {
        *fact = more(fact.clone());
    }
}

/// Tasks that the change has made or called back.
pub fn triggered_tasks(work: &Work<'_>) -> Vec<TaskId> {
    let called = |before: Option<&Row>, after: &Task| {
        let stood = matches!(before, Some(Row::Task(before)) if before.withdrawn.is_none());
        !stood && after.withdrawn.is_none()
    };
    work.changed::<Task>()
        .filter(|(before, after)| called(*before, after))
        .map(|(_, after)| after.id)
        .collect()
}

/// Schedules that changed, or of which an ingredient did.
pub fn affected_schedules(work: &Work<'_>) -> Vec<ScheduleId> {
    let own = work.changed::<Schedule>().map(|(_, schedule)| schedule.id);
    let by_ingredient = work.changed::<Ingredient>().map(|(_, ingredient)| ingredient.schedule_id);
    let mut schedules: Vec<ScheduleId> = own.chain(by_ingredient).collect();
    order::sort(&mut schedules);
    schedules.dedup();
    schedules
}

/// Lines of the list of which another amount is needed now.
pub fn affected_items(work: &Work<'_>) -> Vec<ItemId> {
    let differs = |before: Option<&Row>, after: &ShoppingItem| match before {
        Some(Row::ShoppingItem(before)) => before.needed != after.needed,
        _ => true,
    };
    work.changed::<ShoppingItem>()
        .filter(|(before, after)| differs(*before, after))
        .map(|(_, item)| item.id)
        .collect()
}

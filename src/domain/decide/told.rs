//! What a fact says of its consequences: known only once everything derived has settled.
//!
//! The area that carries out a command tells its fact; what followed from it is read here off the
//! rows that the decision has changed.

use serde_json::{Map, Value};

use super::super::command::Command;
use super::super::fact::Fact;
use super::super::ids::{ItemId, ScheduleId, TaskId};
use super::super::rows::{Ingredient, Row, Schedule, ShoppingItem, Task};
use super::super::work::Work;

/// Completes the facts of a command with the rows it turned out to affect.
pub fn complete(work: &mut Work<'_>, command: &Command) {
    if !work.is_authority() {
        return;
    }
    match command {
        Command::SetBudgetStatus(_) => {
            let tasks = triggered_tasks(work);
            add(work, "budget-status-changed", |fact| fact.with("triggeredTasks", tasks));
        }
        Command::EditBudget(_) | Command::SetGuestCount(_) => {
            let (schedules, items) = (affected_schedules(work), affected_items(work));
            add(work, "guest-count-changed", |fact| {
                fact.with("affectedSchedules", schedules).with("affectedShoppingItems", items)
            });
        }
        _ => {}
    }
}

/// Adds to the fact of this kind, where one was told.
pub fn add(work: &mut Work<'_>, kind: &str, more: impl FnOnce(Fact) -> Fact) {
    if let Some(fact) = work.told(kind) {
        *fact = more(fact.clone());
    }
}

/// The fields that people set and that came out otherwise, with what they are now: `updates`.
pub fn updates(before: &Row, after: &Row) -> Map<String, Value> {
    let differs = |name: &&&str| before.field(name) != after.field(name);
    let now = |name: &&str| ((*name).to_owned(), after.field(name).unwrap_or(Value::Null));
    after.fields().iter().filter(differs).map(now).collect()
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
    schedules.sort_unstable();
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

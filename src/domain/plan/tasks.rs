//! The tasks of a booked party (rule 3).

use super::super::ids::{BudgetId, TaskId};
use super::super::rows::{Budget, Priority, Role, TaskType};
use super::super::state::State;
use super::super::values::{Date, LocalTime, TimeOfDay};
use super::PlannedSchedule;
use super::cooking::{guessed_minutes, minutes_ahead};

/// A task as the plan has it; its start may be past.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedTask {
    pub id: TaskId,
    /// What the plan calls it; with the party it makes the id.
    pub kind: &'static str,
    pub title: &'static str,
    pub task_type: TaskType,
    pub role: Role,
    pub priority: Priority,
    pub start: LocalTime,
    pub minutes: u32,
    pub prerequisites: Vec<TaskId>,
}

/// Nobody starts before this time of day …
const EARLIEST: u16 = 7 * 60;
/// … but late in the afternoon before.
const DAY_BEFORE: u16 = 17 * 60;
/// Delivery begins so many minutes before serving.
const DELIVERY_AHEAD: i64 = 360;
const SETUP_AHEAD: i64 = 240;

/// When the goods leave for the party: what is bought for it is needed by then.
#[must_use]
pub fn goods_leave(budget: &Budget) -> LocalTime {
    at_a_decent_hour(budget.serving().plus_minutes(-DELIVERY_AHEAD))
}

/// The tasks of a party that cooks `schedules` (rule 3).
#[must_use]
pub fn plan_tasks(state: &State, budget: &Budget, schedules: &[PlannedSchedule]) -> Vec<PlannedTask> {
    let list = List { budget: budget.id };
    let serving = budget.serving();
    let days_before = |days: i64, hour: u16| LocalTime::new(budget.date.plus_days(-days), on_the_hour(hour));
    let shopping = LocalTime::new(shopping_day(state, budget.date.plus_days(-2)), on_the_hour(15));
    let with_food = !schedules.is_empty();

    let mut tasks = vec![list.task(TaskType::Reservation, days_before(7, 10), 60, &[])];
    if budget.guests > 20 {
        tasks.push(list.task(TaskType::Need, days_before(3, 12), 60, &[]));
    }
    tasks.push(list.task(TaskType::Shopping, shopping, 240, &[]));
    if with_food {
        tasks.push(list.task(TaskType::Preparation, days_before(1, 10), 240, &[TaskType::Shopping]));
    }
    tasks.push(list.task(TaskType::Delivery, goods_leave(budget), 120, &[]));
    let setup = at_a_decent_hour(serving.plus_minutes(-SETUP_AHEAD));
    tasks.push(list.task(TaskType::Setup, setup, 180, &[TaskType::Delivery]));
    if with_food {
        let (start, minutes) = cooking(budget, schedules);
        tasks.push(list.task(TaskType::Cooking, at_a_decent_hour(start), minutes, &[TaskType::Preparation]));
    }
    // At the end of the party, however late in the night that is.
    let before: &[TaskType] =
        if with_food { &[TaskType::Cooking, TaskType::Setup] } else { &[TaskType::Setup] };
    tasks.push(list.task(TaskType::Cleanup, budget.end(), 120, before));
    tasks
}

/// When the cooking of a party begins and how long it takes: as long as the longest dish, or a
/// guess without dishes (rule 4), and never after its first schedule.
fn cooking(budget: &Budget, schedules: &[PlannedSchedule]) -> (LocalTime, u32) {
    let longest = schedules.iter().filter(|schedule| schedule.dish_id.is_some()).map(|one| one.minutes).max();
    let minutes = longest.unwrap_or_else(|| guessed_minutes(budget.guests));
    let start = budget.serving().plus_minutes(-minutes_ahead(budget.guests, minutes));
    let first = schedules.iter().map(|schedule| schedule.start_at).min();
    (first.map_or(start, |first| first.min(start)), minutes)
}

/// What the plan calls its task of a type; part of the ids, never to be changed.
fn name(task_type: TaskType) -> &'static str {
    match task_type {
        TaskType::Reservation => "reservation",
        TaskType::Need => "need",
        TaskType::Shopping => "shopping",
        TaskType::Preparation => "preparation",
        TaskType::Delivery => "delivery",
        TaskType::Setup => "setup",
        TaskType::Cooking => "cooking",
        TaskType::Cleanup => "cleanup",
        TaskType::Other => "other",
    }
}

struct List {
    budget: BudgetId,
}

impl List {
    fn task(&self, task_type: TaskType, start: LocalTime, minutes: u32, after: &[TaskType]) -> PlannedTask {
        let (title, role, priority) = match task_type {
            TaskType::Reservation => ("Confirm reservations", Role::Logistics, Priority::Urgent),
            TaskType::Need => ("Check what is needed", Role::Logistics, Priority::Medium),
            TaskType::Shopping => ("Shopping", Role::Logistics, Priority::High),
            TaskType::Preparation => ("Preparation", Role::Cook, Priority::Medium),
            TaskType::Delivery => ("Delivery", Role::Logistics, Priority::High),
            TaskType::Setup => ("Setup", Role::Logistics, Priority::High),
            TaskType::Cooking => ("Cooking", Role::Cook, Priority::Urgent),
            TaskType::Cleanup => ("Cleanup", Role::Logistics, Priority::Low),
            TaskType::Other => ("Other", Role::Logistics, Priority::Low),
        };
        let id = |task_type| TaskId::derived(self.budget, name(task_type));
        PlannedTask {
            id: id(task_type),
            kind: name(task_type),
            title,
            task_type,
            role,
            priority,
            start,
            minutes,
            prerequisites: after.iter().map(|&before| id(before)).collect(),
        }
    }
}

/// A start before 07:00 moves to 17:00 the day before (rule 3).
fn at_a_decent_hour(start: LocalTime) -> LocalTime {
    if start.time.minute() < EARLIEST {
        LocalTime::new(start.date.plus_days(-1), TimeOfDay::from_minute(DAY_BEFORE))
    } else {
        start
    }
}

/// The last day not after `latest` on which the crew goes shopping.
fn shopping_day(state: &State, latest: Date) -> Date {
    let days = state.workspace().map_or(&[][..], |workspace| &workspace.shopping_days);
    let is_shopping_day = |date: &Date| days.iter().any(|day| day.0 == date.weekday().number_from_monday());
    (0..7).map(|back| latest.plus_days(-back)).find(is_shopping_day).unwrap_or(latest)
}

fn on_the_hour(hour: u16) -> TimeOfDay {
    TimeOfDay::from_minute(hour * 60)
}

//! What a task says of itself.

use super::Parties;
use crate::domain::rows::{Priority, Task, TaskStatus, WaitsFor};
use crate::domain::values::{Date, LocalTime};
use crate::ui::words;

/// Where a card stands: its status as shown (rule 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Todo,
    InProgress,
    Blocked,
    Done,
}

impl Column {
    pub const ALL: [Self; 4] = [Self::Todo, Self::InProgress, Self::Blocked, Self::Done];

    pub fn of(task: &Task) -> Self {
        match task.status {
            TaskStatus::Done | TaskStatus::Canceled => Self::Done,
            TaskStatus::Todo | TaskStatus::InProgress if task.blocked => Self::Blocked,
            TaskStatus::Todo => Self::Todo,
            TaskStatus::InProgress => Self::InProgress,
        }
    }

    /// Icon, title, and what stands there when it is empty.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Todo => ("circle", "To do", "Nothing to start."),
            Self::InProgress => ("play", "In progress", "Nobody is at anything."),
            Self::Blocked => ("lock", "Blocked", "Nothing is held up."),
            Self::Done => ("check-circle", "Done", "Nothing done this week."),
        }
    }
}

/// The card's `data-status`.
pub fn status(task: &Task) -> &'static str {
    match (task.status, Column::of(task)) {
        (TaskStatus::Canceled, _) => "canceled",
        (_, Column::Todo) => "todo",
        (_, Column::InProgress) => "in_progress",
        (_, Column::Blocked) => "blocked",
        (_, Column::Done) => "done",
    }
}

/// When it is to be done, with its tone: "today 15:00–19:00", "late by 2 h".
pub fn due(task: &Task, now: LocalTime) -> (Option<&'static str>, String) {
    let (from, to) = (task.start, task.due());
    if !task.is_open() {
        return (None, words::date(from.date, now.date));
    }
    let late = now.minutes_since(to);
    if late > 0 {
        return (Some("danger"), format!("late by {}", about(late)));
    }
    let tone = (from.date <= now.date).then_some("warning");
    (tone, words::span(from, to, now.date))
}

/// "2 h", "3 days", "20 min".
fn about(minutes: i64) -> String {
    let days = minutes / 1440;
    if days >= 2 {
        return format!("{days} days");
    }
    let hours = minutes / 60;
    if hours >= 2 {
        return format!("{hours} h");
    }
    words::minutes(u32::try_from(minutes).unwrap_or_default())
}

/// The flag of a priority that matters: tone and word.
pub fn flag(priority: Priority) -> Option<(&'static str, &'static str)> {
    match priority {
        Priority::Urgent => Some(("danger", "Urgent")),
        Priority::High => Some(("warning", "High")),
        Priority::Medium | Priority::Low => None,
    }
}

/// The prerequisites that are still open.
pub fn open_waits(task: &Task) -> impl Iterator<Item = &WaitsFor> {
    task.waits_for.iter().filter(|one| one.status.is_open())
}

/// "cook, in progress".
pub fn stands(one: &WaitsFor) -> String {
    format!(
        "{}, {}",
        words::lowercase(words::role(one.role)),
        words::lowercase(words::task_status(one.status))
    )
}

/// The party's name and when, under a title.
pub fn about_task(task: &Task, parties: &Parties, today: Date) -> String {
    let when = words::span(task.start, task.due(), today);
    match task.budget_id.and_then(|id| parties.get(&id)) {
        Some((name, _)) => format!("{name} · {when}"),
        None => when,
    }
}

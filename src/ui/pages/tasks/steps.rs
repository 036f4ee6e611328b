//! Who does a task, and its next step.

use std::sync::Arc;

use leptos::prelude::*;

use super::Tasks;
use super::ask::{Ask, Reason};
use super::wording::{self, Column};
use crate::browser::presence::mark;
use crate::domain::command::{Acknowledge, EditTask, SetTaskStatus, UnblockTask};
use crate::domain::ids::TaskId;
use crate::domain::rows::{Role, Table, Task, TaskStatus};
use crate::domain::values::Patch;
use crate::ui::parts::{Avatar, Icon, go_along};

/// Who does it, and the next step.
pub fn footer(task: &Arc<Task>, tasks: Tasks) -> AnyView {
    let may = tasks.may_change(task);
    let id = task.id;
    let assignee = match task.assignee_id {
        Some(user) => {
            let name = tasks.live().user_name(user);
            view! {
                <Avatar user silent=true class="small" />
                {name}
            }
            .into_any()
        }
        None if may && task.is_open() && (tasks.role == task.role || tasks.role == Role::Admin) => view! {
            <button class="link" type="button" on:click=move |_| take(tasks, id)>
                "Take it"
            </button>
        }
        .into_any(),
        None => view! { "Nobody yet" }.into_any(),
    };
    let steps = if task.withdrawn.is_some() {
        let seen = move |_| {
            tasks.live().send(Acknowledge { table: Table::Tasks, row_id: id.0 });
        };
        view! { <button class="button small" type="button" on:click=seen>"Seen"</button> }.into_any()
    } else if may {
        steps(task, tasks)
    } else {
        ().into_any()
    };
    view! {
        <span class="assignee">{assignee}</span>
        {steps}
    }
    .into_any()
}

fn take(tasks: Tasks, task_id: TaskId) {
    let live = tasks.live();
    let command = EditTask {
        task_id,
        title: None,
        kind: None,
        role: None,
        assignee_id: Patch::Set(tasks.me),
        priority: None,
        start: None,
        minutes: None,
        budget_id: Patch::Keep,
    };
    live.send_saying(command, "It is yours");
}

/// Sets a status, or asks why where something stands in its way.
pub fn set_status(tasks: Tasks, task: &Task, status: TaskStatus) {
    let begins = matches!(status, TaskStatus::InProgress | TaskStatus::Done) && status != task.status;
    if begins && (task.block.is_some() || wording::open_waits(task).next().is_some()) {
        tasks.ask.set(Some(Ask { task: task.id, reason: Reason::Anyway(status) }));
        return;
    }
    let said = match status {
        TaskStatus::Todo => "Reopened",
        TaskStatus::InProgress => "Started",
        TaskStatus::Done => "Finished",
        TaskStatus::Canceled => "Canceled",
    };
    let command = SetTaskStatus { task_id: task.id, status, note: None, anyway: None };
    tasks.live().send_saying(command, format!("{said}: {}", task.title));
    go_along(mark(Table::Tasks, task.id));
}

fn steps(task: &Arc<Task>, tasks: Tasks) -> AnyView {
    let id = task.id;
    let to = |status: TaskStatus, class: &'static str, icon: &'static str, word: &'static str| {
        let task = Arc::clone(task);
        view! {
            <button class=class type="button" on:click=move |_| set_status(tasks, &task, status)>
                {(!icon.is_empty()).then(|| view! { <Icon name=icon class="small" /> })}
                {word}
            </button>
        }
        .into_any()
    };
    let finish = || to(TaskStatus::Done, "button small primary", "check", "Finish");
    match Column::of(task) {
        Column::Todo if task.offered_done => finish(),
        Column::Todo => to(TaskStatus::InProgress, "button small", "play", "Start"),
        Column::InProgress => {
            let block = move |_| tasks.ask.set(Some(Ask { task: id, reason: Reason::Block }));
            view! {
                <button class="button small quiet" type="button" aria-haspopup="dialog" on:click=block>
                    "Block"
                </button>
                {finish()}
            }
            .into_any()
        }
        Column::Blocked if task.block.is_some() => {
            let lift = move |_| {
                tasks.live().send_saying(UnblockTask { task_id: id }, "Block lifted");
            };
            view! {
                <button class="button small" type="button" on:click=lift>
                    "Lift the block"
                </button>
            }
            .into_any()
        }
        Column::Blocked => to(TaskStatus::InProgress, "button small", "", "Start anyway"),
        Column::Done => to(TaskStatus::Todo, "button small quiet", "", "Reopen"),
    }
}

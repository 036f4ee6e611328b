//! The party's tasks down a line, in the order of their time.

use leptos::prelude::*;
use uuid::Uuid;

use super::party::{COMING, Party};
use crate::browser::Live;
use crate::browser::presence::mark;
use crate::domain::command::EditTask;
use crate::domain::ids::{TaskId, UserId};
use crate::domain::order;
use crate::domain::rows::{BudgetStatus, Role, Table, Task, TaskStatus, User};
use crate::domain::values::{LocalTime, Patch};
use crate::ui::parts::{Avatar, Dialog, Glow, Others, Picker, Standing, each, open_while};
use crate::ui::words;

pub fn tasks(party: Party) -> AnyView {
    let ids = Memo::new(move |_| {
        party.live(|live| {
            live.of(Table::Tasks, party.id, |state| {
                let there = state.tasks_of(party.id).filter(|task| task.withdrawn.is_none());
                let mut rows: Vec<(LocalTime, TaskId)> = there.map(|task| (task.start, task.id)).collect();
                order::sort(&mut rows);
                rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        })
    });
    let done = Memo::new(move |_| {
        party.live(|live| {
            let is_done =
                |id: &TaskId| live.row::<Task>(*id).is_some_and(|task| task.status == TaskStatus::Done);
            ids.with(|ids| (ids.iter().filter(|id| is_done(id)).count(), ids.len()))
        })
    });
    // The task that is being given to somebody.
    let giving = RwSignal::new(None::<TaskId>);
    let count = move || {
        let (done, all) = done.get();
        (all > 0).then(|| {
            view! { <span class="count">{done} " of " {all} " done"</span> }
        })
    };
    let empty = move || {
        ids.with(Vec::is_empty).then(|| {
            let words = match party.status() {
                _ if party.is_coming() => COMING,
                Some(BudgetStatus::Reserva | BudgetStatus::Completed) => {
                    "No tasks. They can be added on the tasks page."
                }
                _ => "Booking the party makes its tasks. Others can be added on the tasks page.",
            };
            view! { <p class="soft">{words}</p> }
        })
    };
    view! {
        <section class="card" aria-labelledby="tasks-title">
            <header>
                <h2 id="tasks-title">"Tasks"</h2>
                {count}
            </header>
            {empty}
            <ol class="rail">
                {each(ids, move |id| row(party, id, giving))}
            </ol>
        </section>
        {give(party, giving)}
    }
    .into_any()
}

fn look(task: &Task) -> (Option<&'static str>, &'static str) {
    match task.status {
        TaskStatus::Done => (Some("success"), "check-circle"),
        TaskStatus::Canceled => (None, "close"),
        TaskStatus::Todo | TaskStatus::InProgress if task.blocked => (Some("warning"), "lock"),
        TaskStatus::InProgress => (Some("info"), "play"),
        TaskStatus::Todo => (None, "circle"),
    }
}

fn row(party: Party, id: TaskId, giving: RwSignal<Option<TaskId>>) -> AnyView {
    let glow = Glow::of(Table::Tasks, id);
    let glowing = glow.clone();
    let content = move || party.live(|live| live.row::<Task>(id)).map(|task| line(party, &task, giving));
    view! {
        <li
            class:glow=move || glowing.get()
            data-row=mark(Table::Tasks, id)
            on:animationend=move |_| glow.done()
        >
            <Others id />
            {content}
        </li>
    }
    .into_any()
}

fn line(party: Party, task: &Task, giving: RwSignal<Option<TaskId>>) -> AnyView {
    let (tone, icon) = look(task);
    let (id, title) = (task.id, task.title.clone());
    let role = party.role();
    let may_give = task.status.is_open() && (party.edits.get() || role == task.role);
    let label = match task.assignee_id {
        Some(_) => "Give on",
        None => "Assign",
    };
    view! {
        <svg class="icon" data-tone=tone aria-hidden="true">
            <use href=["/icons.svg#", icon].concat()></use>
        </svg>
        <span>
            <b>{title.clone()}</b>
            <small class="soft">{about(party, task)}</small>
            <Standing table=Table::Tasks id=id />
        </span>
        <span class="cluster">
            {task.assignee_id.map(|user| view! { <Avatar user=user class="small" /> })}
            {may_give
                .then(|| {
                    view! {
                        <button
                            class="link"
                            type="button"
                            aria-label=[label, " ", &title].concat()
                            on:click=move |_| giving.set(Some(id))
                        >
                            {label}
                        </button>
                    }
                })}
        </span>
    }
    .into_any()
}

/// "Thu 19 Nov 15:00–19:00 · waits for Shopping".
fn about(party: Party, task: &Task) -> String {
    let mut about = words::span(task.start, task.due(), party.today());
    let state = match task.status {
        TaskStatus::Done | TaskStatus::Canceled | TaskStatus::InProgress => words::task_status(task.status),
        TaskStatus::Todo => "",
    };
    let mut add = |text: &str| {
        if !text.is_empty() {
            about = [about.as_str(), " · ", text].concat();
        }
    };
    add(&words::lowercase(state));
    if let Some(block) = &task.block {
        add(&["blocked: ", &block.reason].concat());
    }
    if task.is_waiting() {
        let open = task.waits_for.iter().filter(|one| one.status.is_open());
        let names: Vec<&str> = open.map(|one| one.title.as_str()).collect();
        add(&["waits for ", &names.join(" and ")].concat());
    }
    if task.status.is_open() && party.live(Live::local_now) > task.due() {
        add("late");
    }
    about
}

/// Gives a task to somebody of its role.
fn give(party: Party, giving: RwSignal<Option<TaskId>>) -> AnyView {
    let open = open_while(giving);
    let chosen = RwSignal::new(None::<Uuid>);
    let task = move || giving.get().and_then(|id| party.live(|live| live.row::<Task>(id)));
    Effect::new(move |_| {
        giving.track();
        chosen.set(None);
    });
    let people = Signal::derive(move || {
        let role = task().map(|task| task.role);
        party.live(|live| {
            live.table(Table::Users, |state| {
                let fits = |user: &User| {
                    let of_role = Some(user.role) == role || user.role == Role::Admin;
                    user.removed.is_none() && user.active && of_role
                };
                let users = state.users().values().filter(|user| fits(user));
                users.map(|user| (user.id.0, user.name.clone())).collect::<Vec<_>>()
            })
        })
    });
    Effect::new(move |_| {
        let Some(user) = chosen.get() else { return };
        let Some(task) = giving.get_untracked() else { return };
        party.live(|live| {
            let command = EditTask { assignee_id: Patch::Set(UserId(user)), ..unchanged(task) };
            let text = ["Given to ", &untrack(|| live.user_name(UserId(user)))].concat();
            live.send_saying(command, text);
        });
        open.set(false);
    });
    let title =
        move || ["Who does ", &task().map(|task| task.title.clone()).unwrap_or_default(), "?"].concat();
    view! {
        <Dialog open=open title=Signal::derive(title)>
            <div class="dialog-body">
                <Picker label="Who" options=people chosen=chosen />
            </div>
        </Dialog>
    }
    .into_any()
}

fn unchanged(task_id: TaskId) -> EditTask {
    EditTask {
        task_id,
        title: None,
        kind: None,
        role: None,
        assignee_id: Patch::Keep,
        priority: None,
        start: None,
        minutes: None,
        budget_id: Patch::Keep,
    }
}

//! A person's own tasks, and those of their role that nobody has taken.

use leptos::prelude::*;

use crate::browser::{Live, use_live};
use crate::domain::command::SetTaskStatus;
use crate::domain::ids::TaskId;
use crate::domain::order;
use crate::domain::rows::{Budget, Table, Task, TaskStatus};
use crate::ui::parts::{Glow, Icon, Standing, each};
use crate::ui::words;

const SHOWN: usize = 8;

pub fn mine() -> AnyView {
    let live = use_live();
    let (me, role) = (live.user_id(), live.role());
    let ids = Memo::new(move |_| {
        live.table(Table::Tasks, |state| {
            let mine = |task: &&std::sync::Arc<Task>| {
                task.is_open()
                    && (task.assignee_id == Some(me) || (task.role == role && task.assignee_id.is_none()))
            };
            let mut rows: Vec<_> =
                state.tasks().values().filter(mine).map(|task| (task.start, task.id)).collect();
            order::sort(&mut rows);
            rows.truncate(SHOWN);
            rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="card flush" aria-labelledby="mine">
            <header>
                <h2 id="mine">"My tasks"</h2>
                <a class="link" href="/tasks">
                    "All tasks"
                </a>
            </header>
            <ul class="rows">
                {each(ids, row)}
            </ul>
            <p class="pad soft" hidden=move || !ids.with(Vec::is_empty)>
                "Nothing to do right now."
            </p>
        </section>
    }
    .into_any()
}

fn row(id: TaskId) -> AnyView {
    let live = use_live();
    let glow = Glow::of(Table::Tasks, id);
    let glowing = glow.clone();
    let content = move || live.row::<Task>(id).map(|task| inside(&live, &task));
    view! {
        <li class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            {content} <Standing table=Table::Tasks id=id />
        </li>
    }
    .into_any()
}

fn inside(live: &Live, task: &Task) -> AnyView {
    let now = live.local_now();
    let party = task.budget_id.and_then(|id| live.row::<Budget>(id)).map(|budget| budget.name.clone());
    let late = task.due() < now;
    let time = words::span(task.start, task.due(), now.date);
    let (tone, icon) = match (late, task.blocked) {
        (_, true) => (Some("warning"), "lock"),
        (true, false) => (Some("danger"), "clock"),
        (false, false) => (None, if task.status == TaskStatus::InProgress { "play" } else { "circle" }),
    };
    let mut about: Vec<String> = party.into_iter().chain([time]).collect();
    about.extend(late.then(|| "late".to_owned()));
    if task.is_waiting() {
        let open: Vec<_> =
            task.waits_for.iter().filter(|one| one.status.is_open()).map(|one| one.title.as_str()).collect();
        about.push(["waits for ", &open.join(", ")].concat());
    }
    view! {
        <svg class="icon" data-tone=tone aria-hidden="true">
            <use href=["/icons.svg#", icon].concat()></use>
        </svg>
        <span class="grow">
            <a class="title" href=["/tasks?task=", &task.id.to_string()].concat()>
                {task.title.clone()}
            </a>
            <small class="soft">{about.join(" · ")}</small>
        </span>
        {(!task.blocked).then(|| next_step(live, task))}
    }
    .into_any()
}

fn next_step(live: &Live, task: &Task) -> AnyView {
    let (status, label, icon, class) = match task.status {
        TaskStatus::InProgress => (TaskStatus::Done, "Finish", "check", "button small primary"),
        TaskStatus::Todo | TaskStatus::Done | TaskStatus::Canceled => {
            (TaskStatus::InProgress, "Start", "play", "button small")
        }
    };
    let (live, task_id, title) = (live.clone(), task.id, task.title.clone());
    let name = [label, " ", &title].concat();
    let said = match status {
        TaskStatus::Done => " is done",
        TaskStatus::InProgress | TaskStatus::Todo | TaskStatus::Canceled => " is begun",
    };
    let act = move |_| {
        let command = SetTaskStatus { task_id, status, note: None, anyway: None };
        live.send_saying(command, [&title, said].concat());
    };
    view! {
        <button class=class type="button" aria-label=name on:click=act>
            <Icon name=icon class="small" />
            {label}
        </button>
    }
    .into_any()
}

//! One task as a card, with its next step.

use std::sync::Arc;

use leptos::prelude::*;

use super::steps::footer;
use super::wording;
use super::{Tasks, use_tasks};
use crate::browser::presence::mark;
use crate::domain::command::Acknowledge;
use crate::domain::ids::TaskId;
use crate::domain::rows::{Role, Table, Task, TaskStatus};
use crate::ui::parts::{Glow, Icon, Others, RoleChip, Standing};

/// One card.
#[component]
pub fn Card(id: TaskId) -> impl IntoView {
    let tasks = use_tasks();
    let task = Memo::new(move |_| tasks.live().row::<Task>(id));
    let title = move || task.with(|task| task.as_ref().map_or_else(String::new, |task| task.title.clone()));
    let status = move || task.with(|task| task.as_deref().map_or("todo", wording::status));
    let is_gone = move || task.with(|task| task.as_ref().is_some_and(|task| task.withdrawn.is_some()));
    let glow = Glow::of(Table::Tasks, id);
    let glowing = glow.clone();
    view! {
        <li
            class="task"
            class:glow=move || glowing.get()
            class:withdrawn=is_gone
            data-row=mark(Table::Tasks, id)
            data-status=status
            on:animationend=move |_| glow.done()
        >
            <header>
                <h3>
                    <a
                        class="title"
                        href=format!("/tasks?task={id}")
                        on:click=move |event| {
                            event.prevent_default();
                            tasks.open.set(Some(id));
                        }
                    >
                        {title}
                    </a>
                </h3>
                <button
                    class="icon-button"
                    type="button"
                    aria-haspopup="dialog"
                    aria-label=move || format!("More for {}", title())
                    on:click=move |_| tasks.open.set(Some(id))
                >
                    <Icon name="more" />
                </button>
            </header>
            <Others id />
            <Party task />
            {move || task.with(|task| task.as_deref().map(meta))}
            {move || task.with(|task| task.as_deref().map(|task| waits(task, tasks)))}
            {move || task.with(|task| task.as_deref().map(|task| alert(task, tasks)))}
            <Standing table=Table::Tasks id=id.0 />
            <footer>{move || task.get().map(|task| footer(&task, tasks))}</footer>
        </li>
    }
    .into_any()
}

/// The party, and when it is due.
#[component]
fn Party(task: Memo<Option<Arc<Task>>>) -> impl IntoView {
    let tasks = use_tasks();
    let party = Memo::new(move |_| {
        let id = task.with(|task| task.as_ref().and_then(|task| task.budget_id))?;
        let name = tasks.parties.with(|parties| parties.get(&id).map(|(name, _)| name.clone()));
        name.map(|name| (id, name))
    });
    let due = Memo::new(move |_| {
        let now = tasks.now.get();
        task.with(|task| task.as_ref().map_or((None, String::new()), |task| wording::due(task, now)))
    });
    let link = move || {
        party.get().map(|(id, name)| {
            if tasks.role == Role::Cook {
                view! { {name} " · " }.into_any()
            } else {
                view! { <a href=format!("/budgets/{id}")>{name}</a> " · " }.into_any()
            }
        })
    };
    view! {
        <p class="party">
            {link}
            <span class="due" data-tone=move || due.get().0>
                {move || due.get().1}
            </span>
        </p>
    }
    .into_any()
}

/// Role, priority, and what else is worth a chip.
fn meta(task: &Task) -> AnyView {
    let mut chips: Vec<(&'static str, &'static str, &'static str)> = Vec::new();
    if task.status.is_open() {
        chips.extend(wording::flag(task.priority).map(|(tone, word)| (tone, "flag", word)));
    }
    if task.late && task.is_open() {
        chips.push(("warning", "clock", "Booked late"));
    }
    if task.offered_done && task.is_open() {
        chips.push(("success", "bag", "All is bought"));
    }
    if task.withdrawn.is_some() {
        chips.push(("neutral", "info", "No longer planned"));
    }
    let chips: Vec<_> = chips
        .into_iter()
        .map(|(tone, icon, word)| {
            view! {
                <span class="chip" data-tone=tone>
                    <Icon name=icon />
                    {word}
                </span>
            }
        })
        .collect();
    view! {
        <p class="meta">
            <RoleChip role=task.role />
            {chips}
        </p>
    }
    .into_any()
}

/// What stands in its way.
fn waits(task: &Task, tasks: Tasks) -> Option<AnyView> {
    if !task.is_open() {
        return None;
    }
    if let Some(block) = &task.block {
        let (reason, who) = (block.reason.clone(), tasks.live().user_name(block.by));
        let view = view! {
            <p class="waits">
                <Icon name="warning" />
                <span>
                    <b>"Blocked: "</b>
                    {reason}
                    " ("
                    {who}
                    ")"
                </span>
            </p>
        };
        return Some(view.into_any());
    }
    if task.status != TaskStatus::Todo {
        return None;
    }
    let open: Vec<_> = wording::open_waits(task)
        .enumerate()
        .map(|(at, one)| {
            let and = if at == 0 { "" } else { ", " };
            view! { {and} <b>{one.title.clone()}</b> " (" {wording::stands(one)} ")" }
        })
        .collect();
    (!open.is_empty()).then(|| {
        view! {
            <p class="waits">
                <Icon name="lock" />
                <span>"Waits for " {open}</span>
            </p>
        }
        .into_any()
    })
}

/// A block that lost to a status which its author had not seen.
fn alert(task: &Task, tasks: Tasks) -> Option<AnyView> {
    let alert = task.alert.as_ref().filter(|alert| !alert.acknowledged_by.contains(&tasks.me))?;
    let (reason, who) = (alert.block.reason.clone(), tasks.live().user_name(alert.block.by));
    let row_id = task.id.0;
    let seen = move |_| {
        tasks.live().send(Acknowledge { table: Table::Tasks, row_id });
    };
    let view = view! {
        <div class="strip" data-tone="warning">
            <Icon name="warning" />
            <p>
                <b>{who} " blocked it meanwhile: "</b>
                {reason}
            </p>
            <button class="button small" type="button" on:click=seen>
                "Seen"
            </button>
        </div>
    };
    Some(view.into_any())
}

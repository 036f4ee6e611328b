//! A new task.

use std::collections::BTreeSet;

use leptos::ev;
use leptos::prelude::*;

use super::form::{Draft, TaskFields};
use super::use_tasks;
use crate::domain::command::{AddPrerequisite, CreateTask};
use crate::domain::ids::{BudgetId, TaskId};
use crate::domain::order;
use crate::domain::rows::Table;
use crate::ui::parts::{Dialog, Foot};
use crate::ui::words;

/// The dialog.
#[component]
pub fn NewTask(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title="New task">
            <Form open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let tasks = use_tasks();
    let draft = Draft::new(tasks);
    let after = RwSignal::new(BTreeSet::<TaskId>::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        let Some(said) = draft.said() else { return };
        let live = tasks.live();
        let task_id = TaskId(live.new_id());
        let party = said.party();
        let command: CreateTask = said.create(task_id);
        let title = command.title.clone();
        live.send_saying(command, format!("New task: {title}"));
        for prerequisite_id in after.get_untracked() {
            let there = live.with(|state| {
                state.tasks().get(&prerequisite_id).is_some_and(|task| task.budget_id == party)
            });
            if there {
                live.send(AddPrerequisite { task_id, prerequisite_id });
            }
        }
        open.set(false);
    };
    let others = Memo::new(move |_| {
        let party: Option<BudgetId> = draft.party.with(|id| id.parse().ok());
        let today = tasks.today.get();
        tasks.live().table(Table::Tasks, |state| {
            let Some(party) = party else { return Vec::new() };
            let mut rows: Vec<_> = state.tasks_of(party).filter(|task| task.is_open()).collect();
            order::sort_by_key(&mut rows, |task| (task.start, task.id));
            rows.into_iter()
                .map(|task| (task.id, task.title.clone(), words::time(task.start, today)))
                .collect::<Vec<_>>()
        })
    });
    let check = move |(id, title, when): (TaskId, String, String)| {
        let toggle = move |_| {
            after.update(|after| {
                if !after.remove(&id) {
                    after.insert(id);
                }
            });
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || after.with(|after| after.contains(&id))
                    on:change=toggle
                />
                <span>{title} " " <small>{when}</small></span>
            </label>
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <TaskFields draft />
                <fieldset class="field all" hidden=move || others.with(Vec::is_empty)>
                    <legend>"Waits for"</legend>
                    {move || others.get().into_iter().map(check).collect_view()}
                </fieldset>
            </div>
            <Foot open act="Make the task" />
        </form>
    }
    .into_any()
}

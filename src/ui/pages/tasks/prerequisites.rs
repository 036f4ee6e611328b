//! What has to be done before a task.

use leptos::prelude::*;
use uuid::Uuid;

use super::use_tasks;
use super::wording;
use crate::domain::command::{AddPrerequisite, RemovePrerequisite};
use crate::domain::ids::TaskId;
use crate::domain::order;
use crate::domain::rows::{Table, Task, WaitsFor};
use crate::ui::parts::{Field, Icon, Picker};

/// The list, with the way to add and to take out.
#[component]
pub fn Prerequisites(id: TaskId) -> impl IntoView {
    let tasks = use_tasks();
    let task = Memo::new(move |_| tasks.live().row::<Task>(id));
    let waits = Memo::new(move |_| {
        task.with(|task| task.as_ref().map(|task| task.waits_for.clone())).unwrap_or_default()
    });
    // Compared, so that the field keeps its place and the focus when the task changes.
    let may = Memo::new(move |_| task.with(|task| task.as_ref().is_some_and(|task| tasks.may_change(task))));
    let row = move |one: WaitsFor| {
        let prerequisite_id = one.task_id;
        let (tone, icon) =
            if one.status.is_open() { ("warning", "lock") } else { ("success", "check-circle") };
        let remove = may.get().then(|| {
            let remove = move |_| {
                let command = RemovePrerequisite { task_id: id, prerequisite_id };
                tasks.live().send_saying(command, "It no longer waits for that");
            };
            view! {
                <button
                    class="icon-button"
                    type="button"
                    aria-label=format!("No longer wait for {}", one.title)
                    on:click=remove
                >
                    <Icon name="close" />
                </button>
            }
        });
        view! {
            <li>
                <svg class="icon" data-tone=tone aria-hidden="true">
                    <use href=format!("/icons.svg#{icon}")></use>
                </svg>
                <span class="grow">
                    <b>{one.title.clone()}</b>
                    <small class="soft">{wording::stands(&one)}</small>
                </span>
                {remove}
            </li>
        }
    };
    let add = move || may.get().then(|| view! { <Add id waits /> });
    let shown = move || may.get() || !waits.with(Vec::is_empty);
    view! {
        <section class="stack tight" hidden=move || !shown()>
            <h3>"Waits for"</h3>
            <ul class="rows">{move || waits.get().into_iter().map(row).collect_view()}</ul>
            {add}
        </section>
    }
    .into_any()
}

/// Tasks of the same party first, then the others; never itself.
#[component]
fn Add(id: TaskId, waits: Memo<Vec<WaitsFor>>) -> impl IntoView {
    let tasks = use_tasks();
    let chosen = RwSignal::new(None::<Uuid>);
    let options = Memo::new(move |_| {
        let known: Vec<TaskId> = waits.with(|waits| waits.iter().map(|one| one.task_id).collect());
        tasks.live().table(Table::Tasks, |state| {
            let party = state.live::<Task>(id).and_then(|task| task.budget_id);
            let mut rows: Vec<_> = state
                .tasks()
                .values()
                .filter(|task| task.is_open() && task.id != id && !known.contains(&task.id))
                .collect();
            order::sort_by_key(&mut rows, |task| (task.budget_id != party, task.start, task.id));
            let name = |task: &Task| match task.budget_id.and_then(|id| state.budgets().get(&id)) {
                Some(party) => format!("{}, {}", task.title, party.name),
                None => task.title.clone(),
            };
            rows.into_iter().map(|task| (task.id.0, name(task))).collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        if let Some(prerequisite) = chosen.get() {
            let prerequisite_id = TaskId(prerequisite);
            tasks.live().send(AddPrerequisite { task_id: id, prerequisite_id });
            chosen.set(None);
        }
    });
    view! {
        <Field label="Add a task to wait for" all=true>
            <Picker label="Add a task to wait for" options chosen />
        </Field>
    }
    .into_any()
}

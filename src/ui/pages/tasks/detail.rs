//! All there is to a task: status, fields, what it waits for, what was said.

use crate::ui::route::NavigateOptions;
use crate::ui::route::{use_navigate, use_query_map};
use leptos::ev;
use leptos::prelude::*;

use super::ask::{Ask, Reason};
use super::comments::Comments;
use super::form::{Draft, TaskFields};
use super::prerequisites::Prerequisites;
use super::steps::set_status;
use super::wording;
use super::{Tasks, address, use_tasks};
use crate::browser::presence::mark;
use crate::domain::command::{EditTask, RemoveTask, UnblockTask};
use crate::domain::ids::TaskId;
use crate::domain::rows::{Row, Table, Task, TaskStatus};
use crate::domain::values::Patch;
use crate::ui::parts::{Dialog, Edited, Editing, Foot, Icon, Standing, open_while};
use crate::ui::words;

const STATUSES: [TaskStatus; 4] =
    [TaskStatus::Todo, TaskStatus::InProgress, TaskStatus::Done, TaskStatus::Canceled];

/// The sheet; its content is built for the task that is open.
#[component]
pub fn TaskSheet() -> impl IntoView {
    let tasks = use_tasks();
    let open = open_while(tasks.open);
    let query = use_query_map();
    let go = use_navigate();
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        let by_address = || query.with_untracked(|query| query.get("task").is_some());
        if was == Some(true) && !is && by_address() {
            let back = tasks.asked.with_untracked(address);
            go(&back, NavigateOptions { replace: true, scroll: false });
        }
        is
    });
    let task = Memo::new(move |_| tasks.open.get().and_then(|id| tasks.live().row::<Task>(id)));
    let title = move || task.with(|task| task.as_ref().map_or_else(String::new, |task| task.title.clone()));
    let about = move || {
        let today = tasks.today.get();
        tasks.parties.with(|parties| {
            task.with(|task| task.as_ref().map(|task| wording::about_task(task, parties, today)))
        })
    };
    view! {
        <Dialog open title=Signal::derive(title) about=Signal::derive(about) class="sheet">
            {move || tasks.open.get().map(|id| view! { <Content id open /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Content(id: TaskId, open: RwSignal<bool>) -> impl IntoView {
    let tasks = use_tasks();
    let live = tasks.live();
    let Some(task) = live.with(|state| state.live::<Task>(id).cloned()) else {
        return view! { <div class="dialog-body"><p>"This task is not here any more."</p></div> }.into_any();
    };
    if !untrack(|| tasks.may_change(&task)) || task.withdrawn.is_some() {
        return view! {
            <div class="dialog-body" data-row=mark(Table::Tasks, id)>
                <Facts id />
                <Prerequisites id />
                <Comments id />
            </div>
        }
        .into_any();
    }
    let draft = Draft::of(&task);
    let Some(editing) = Editing::begin(&live, Table::Tasks, id) else { return ().into_any() };
    let name = task.title.clone();
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        let Some(said) = draft.said() else { return };
        if let Row::Task(base) = untrack(|| editing.base()) {
            editing.send(said.changes(&base));
        }
        open.set(false);
    };
    let remove = move |_| {
        tasks.live().send_saying(RemoveTask { task_id: id }, format!("Removed: {name}"));
        open.set(false);
    };
    view! {
        <Edited editing>
            <form on:submit=save novalidate data-row=mark(Table::Tasks, id)>
                <div class="dialog-body">
                    <Steps id open />
                    <Facts id />
                    <TaskFields draft />
                    <Prerequisites id />
                    <Comments id />
                    <button class="button danger" type="button" on:click=remove>
                        <Icon name="trash" />
                        "Remove the task"
                    </button>
                </div>
                <Foot open act="Save" />
            </form>
        </Edited>
    }
    .into_any()
}

/// The status, and a block.
#[component]
fn Steps(id: TaskId, open: RwSignal<bool>) -> impl IntoView {
    let tasks = use_tasks();
    let task = Memo::new(move |_| tasks.live().row::<Task>(id));
    let status = Memo::new(move |_| task.with(|task| task.as_ref().map(|task| task.status)));
    let choose = move |status: TaskStatus| {
        if let Some(task) = task.get_untracked() {
            open.set(false);
            set_status(tasks, &task, status);
        }
    };
    let button = move |one: TaskStatus| {
        view! {
            <button
                type="button"
                aria-pressed=move || (status.get() == Some(one)).to_string()
                on:click=move |_| choose(one)
            >
                {words::task_status(one)}
            </button>
        }
    };
    let is_blocked = move || task.with(|task| task.as_ref().is_some_and(|task| task.block.is_some()));
    let block = move |_| {
        open.set(false);
        if is_blocked() {
            tasks.live().send_saying(UnblockTask { task_id: id }, "Block lifted");
        } else {
            tasks.ask.set(Some(Ask { task: id, reason: Reason::Block }));
        }
    };
    view! {
        <div>
            <div class="segments" role="group" aria-label="Status">
                {STATUSES.map(button).into_iter().collect_view()}
            </div>
        </div>
        <div class="cluster">
            <button class="button" type="button" on:click=block>
                <Icon name="lock" />
                {move || if is_blocked() { "Lift the block" } else { "Block" }}
            </button>
        </div>
    }
    .into_any()
}

/// What was said of the status, and what the plan says of the time.
#[component]
fn Facts(id: TaskId) -> impl IntoView {
    let tasks = use_tasks();
    let task = Memo::new(move |_| tasks.live().row::<Task>(id));
    let anyway = move || {
        let anyway = task.get()?.anyway.clone()?;
        let who = tasks.live().user_name(anyway.by);
        Some(view! {
            <div class="strip" data-tone="info">
                <Icon name="info" />
                <p>
                    <b>{who} " went on anyway: "</b>
                    {anyway.reason}
                </p>
            </div>
        })
    };
    let plan = move || {
        let task = task.get().filter(|task| task.is_open() && task.strays())?;
        let plan = task.plan.clone()?;
        let end = plan.start.plus_minutes(i64::from(plan.minutes));
        let said = words::span(plan.start, end, tasks.today.get());
        let take = move |_| take_plan(tasks, id, &plan);
        let may = tasks.may_change(&task);
        Some(view! {
            <div class="strip" data-tone="info">
                <Icon name="calendar" />
                <p>"The plan says " <b>{said}</b> "."</p>
                {may.then(|| view! { <button class="button small" type="button" on:click=take>"Take it"</button> })}
            </div>
        })
    };
    view! {
        {anyway}
        {plan}
        <Standing table=Table::Tasks id=id.0 />
    }
    .into_any()
}

fn take_plan(tasks: Tasks, task_id: TaskId, plan: &crate::domain::rows::TaskPlan) {
    let command = EditTask {
        task_id,
        title: None,
        kind: None,
        role: None,
        assignee_id: Patch::Keep,
        priority: None,
        start: Some(plan.start),
        minutes: Some(plan.minutes),
        budget_id: Patch::Keep,
    };
    tasks.live().send_saying(command, "Back on the plan");
}

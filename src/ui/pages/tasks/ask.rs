//! Acts that need a reason: starting or finishing over what is open, and blocking.

use leptos::ev;
use leptos::prelude::*;

use super::wording;
use super::{Tasks, use_tasks};
use crate::domain::command::{BlockTask, SetTaskStatus};
use crate::domain::ids::TaskId;
use crate::domain::rows::{Task, TaskStatus};
use crate::ui::parts::{Dialog, Field, Foot, TextArea, open_while};

/// What a reason is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// To go on although something is open.
    Anyway(TaskStatus),
    Block,
}

/// A reason for an act on a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    pub task: TaskId,
    pub reason: Reason,
}

impl Reason {
    fn verb(self) -> &'static str {
        match self {
            Self::Anyway(TaskStatus::Done) => "Finish",
            Self::Anyway(_) => "Start",
            Self::Block => "Block",
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::Anyway(TaskStatus::Done) => "Why is it finished anyway?",
            Self::Anyway(_) => "Why can it start now?",
            Self::Block => "What holds it up?",
        }
    }

    fn button(self) -> String {
        match self {
            Self::Anyway(_) => format!("{} anyway", self.verb()),
            Self::Block => "Block".to_owned(),
        }
    }
}

/// The dialog.
#[component]
pub fn Asking() -> impl IntoView {
    let tasks = use_tasks();
    let open = open_while(tasks.ask);
    let task = Memo::new(move |_| tasks.ask.get().and_then(|ask| tasks.live().row::<Task>(ask.task)));
    let title = move || {
        let verb = tasks.ask.get().map_or("", |ask| ask.reason.verb());
        let name = task.with(|task| task.as_ref().map_or_else(String::new, |task| task.title.clone()));
        match tasks.ask.get().map(|ask| ask.reason) {
            Some(Reason::Anyway(_)) => format!("{verb} {name} anyway?"),
            Some(Reason::Block) | None => format!("{verb} {name}"),
        }
    };
    let about = move || {
        let today = tasks.today.get();
        tasks.parties.with(|parties| {
            task.with(|task| task.as_ref().map(|task| wording::about_task(task, parties, today)))
        })
    };
    view! {
        <Dialog open title=Signal::derive(title) about=Signal::derive(about)>
            {move || tasks.ask.get().map(|ask| view! { <Why ask open /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Why(ask: Ask, open: RwSignal<bool>) -> impl IntoView {
    let tasks = use_tasks();
    let text = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let error = Signal::derive(move || {
        let missing = tried.get() && text.with(|text| text.trim().is_empty());
        missing.then(|| "Write a short reason; the others will read it.".to_owned())
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let reason = text.get_untracked().trim().to_owned();
        if !reason.is_empty() {
            act(tasks, ask, reason);
            open.set(false);
        }
    };
    let task = Memo::new(move |_| tasks.live().row::<Task>(ask.task));
    let ways = move || {
        let Reason::Anyway(_) = ask.reason else { return Vec::new() };
        task.with(|task| {
            let Some(task) = task.as_deref() else { return Vec::new() };
            let block = task.block.as_ref().map(|block| {
                (format!("Blocked by {}", tasks.live().user_name(block.by)), block.reason.clone())
            });
            let waits = wording::open_waits(task)
                .map(|one| (format!("{} is not finished", one.title), wording::stands(one)));
            block.into_iter().chain(waits).collect()
        })
    };
    let way = |(what, more): (String, String)| {
        view! {
            <li>
                <svg class="icon" data-tone="warning" aria-hidden="true">
                    <use href="/icons.svg#lock"></use>
                </svg>
                <span class="grow">
                    <b>{what}</b>
                    <small class="soft">{more}</small>
                </span>
            </li>
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <ul class="rows">{move || ways().into_iter().map(way).collect_view()}</ul>
                <Field label=ask.reason.question() error>
                    <TextArea value=text />
                </Field>
            </div>
            <Foot open act=ask.reason.button() icon=if ask.reason == Reason::Block { "lock" } else { "play" } />
        </form>
    }
    .into_any()
}

fn act(tasks: Tasks, ask: Ask, reason: String) {
    let live = tasks.live();
    let title =
        live.with(|state| state.live::<Task>(ask.task).map(|task| task.title.clone())).unwrap_or_default();
    match ask.reason {
        Reason::Anyway(status) => {
            let command = SetTaskStatus { task_id: ask.task, status, note: None, anyway: Some(reason) };
            let said = if status == TaskStatus::Done { "Finished" } else { "Started" };
            live.send_saying(command, format!("{said} anyway: {title}"));
        }
        Reason::Block => {
            live.send_saying(BlockTask { task_id: ask.task, reason }, format!("Blocked: {title}"));
        }
    }
}

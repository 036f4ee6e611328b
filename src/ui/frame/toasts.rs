//! Short messages: done with the way back, refused with why, what others did.

use std::time::Duration;

use leptos::prelude::*;

use super::notices::{details, place, sentence};
use super::refused::named;
use crate::browser::{Live, Toast, ToastBody, chime, use_live};
use crate::domain::command::MarkRead;
use crate::domain::ids::{CommandId, ConflictId, NotificationId};
use crate::domain::rows::{Conflict, Notification, Severity};
use crate::ui::parts::{met, row_name, way_back};

/// Long enough to read and to reach.
const STAYS: Duration = Duration::from_secs(6);

#[component]
pub fn Toasts() -> impl IntoView {
    let live = use_live();
    // What was refused is not done: that word goes. What is refused is said once, and no longer than it is.
    let known = live.clone();
    Effect::new(move |_| {
        let refused: Vec<CommandId> = known.refused().into_iter().map(|(id, ..)| id).collect();
        let mut told = Vec::new();
        for toast in known.toasts() {
            let is_over = match toast.body {
                ToastBody::Done { undo, .. } => undo.is_some_and(|id| refused.contains(&id)),
                ToastBody::Refused { command, .. } => {
                    told.push(command);
                    !refused.contains(&command) || told.iter().filter(|one| **one == command).count() > 1
                }
                ToastBody::Merged(_) | ToastBody::Notification(_) => false,
            };
            if is_over {
                known.dismiss(toast.id);
            }
        }
    });
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For
                each=move || live.toasts()
                key=|toast| toast.id
                children=|toast| view! { <ShownToast toast /> }
            />
        </div>
    }
    .into_any()
}

#[component]
fn ShownToast(toast: Toast) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let id = toast.id;
    // It may be gone by another way when its time is over.
    let dismiss = move || {
        live.try_with_value(|live| live.dismiss(id));
    };
    // It does not go away under a hand or while it has the focus.
    let held = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        stop();
        if !held.get() {
            timer.set_value(set_timeout_with_handle(dismiss, STAYS).ok());
        }
    });
    on_cleanup(stop);
    let body = match toast.body {
        ToastBody::Done { text, undo } => done(live, text, undo, dismiss),
        ToastBody::Refused { text, command } => refused(live, text, command, dismiss),
        ToastBody::Merged(id) => merged(live, id),
        ToastBody::Notification(id) => told(live, id, dismiss),
    };
    view! {
        <div
            class="toast"
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            {body}
        </div>
    }
    .into_any()
}

fn done(
    live: StoredValue<Live>,
    text: String,
    undo: Option<CommandId>,
    dismiss: impl Fn() + Copy + 'static,
) -> AnyView {
    let take_back = move |id| {
        live.with_value(|live| live.undo(id));
        dismiss();
    };
    view! {
        <p>{text}</p>
        {undo.map(|id| view! { <button type="button" on:click=move |_| take_back(id)>"Undo"</button> })}
    }
    .into_any()
}

fn refused(
    live: StoredValue<Live>,
    text: String,
    command: CommandId,
    dismiss: impl Fn() + Copy + 'static,
) -> AnyView {
    let again = move |_| {
        live.with_value(|live| live.retry(command));
        dismiss();
    };
    let act = untrack(|| {
        live.with_value(|live| {
            let refused = live.refused().into_iter().find(|(id, ..)| *id == command);
            refused.map(|(_, envelope, _)| [": ", &named(live, &envelope)].concat())
        })
    });
    view! {
        <p>"Not saved" {act} <small>{text}</small></p>
        <button type="button" on:click=again>"Try again"</button>
    }
    .into_any()
}

/// "8 kg kept, Carla wrote 6 kg", with the way back.
fn merged(live: StoredValue<Live>, id: ConflictId) -> AnyView {
    let view = move || {
        let conflict = live.with_value(|live| live.row::<Conflict>(id))?;
        let (name, (what, who)) = live.with_value(|live| {
            (row_name(live, conflict.table, conflict.row_id, conflict.budget_id), met(live, &conflict))
        });
        Some(view! {
            <p>{name} ": " {what} " " {who} "."</p>
            {way_back(live, &conflict)}
        })
    };
    view.into_any()
}

fn told(live: StoredValue<Live>, id: NotificationId, dismiss: impl Fn() + Copy + 'static) -> AnyView {
    let Some(row) = live.with_value(|live| live.with(|state| state.live::<Notification>(id).cloned())) else {
        return ().into_any();
    };
    if row.severity == Severity::Urgent {
        chime::ring();
    }
    let (text, small, href) =
        untrack(|| live.with_value(|live| (sentence(live, &row), details(live, &row), place(live, &row))));
    let read = move |_| {
        live.with_value(|live| live.send(MarkRead { notification_ids: vec![id] }));
        dismiss();
    };
    view! {
        <p>{text} <small>{small}</small></p>
        <a href=href on:click=read>"Show"</a>
    }
    .into_any()
}

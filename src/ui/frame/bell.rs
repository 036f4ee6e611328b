//! The bell, and what it rang for.

use leptos::html;
use leptos::prelude::*;

use super::notices::{details, look, place, sentence};
use super::panels::Panels;
use super::questions;
use crate::browser::{Live, use_live};
use crate::domain::command::MarkRead;
use crate::domain::ids::NotificationId;
use crate::domain::order;
use crate::domain::rows::{Notification, Table};
use crate::ui::parts::Icon;

/// Older ones are in the history.
const SHOWN: usize = 30;
/// The most that one command marks.
const MARKED: usize = 100;

fn mine(live: &Live) -> Vec<(NotificationId, bool)> {
    let me = live.user_id();
    live.table(Table::Notifications, |state| {
        let mut rows: Vec<_> = state.notifications_of(me).collect();
        order::sort_by_key(&mut rows, |row| std::cmp::Reverse((row.at, row.id)));
        rows.iter().map(|row| (row.id, row.read)).collect()
    })
}

#[component]
pub fn Bell(panels: RwSignal<Option<&'static Panels>>) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let all = Memo::new(move |_| live.with_value(mine));
    let unread = Memo::new(move |_| all.read().iter().filter(|(_, read)| !read).count());
    let shown = Memo::new(move |_| all.read().iter().take(SHOWN).map(|(id, _)| *id).collect::<Vec<_>>());
    let open = Memo::new(move |_| live.with_value(questions::open));
    let waiting = move || unread.get() + open.read().len();
    let list = NodeRef::<html::Div>::new();
    let mark_all = move |_| {
        let unread = all.with_untracked(|all| {
            all.iter().filter(|(_, read)| !read).map(|(id, _)| *id).take(MARKED).collect::<Vec<_>>()
        });
        if !unread.is_empty() {
            live.with_value(|live| live.send(MarkRead { notification_ids: unread }));
        }
    };
    // What nobody looks at is not built.
    let is_shown = RwSignal::new(false);
    let toggled = move |_| {
        let is_open = list.get_untracked().and_then(|list| list.matches(":popover-open").ok());
        is_shown.set(is_open.unwrap_or_default());
    };
    let close = Callback::new(move |()| {
        if let Some(list) = list.get_untracked() {
            // It fails only where the list is closed already.
            let _ = list.hide_popover();
        }
    });
    view! {
        <button
            class="icon-button"
            type="button"
            popovertarget="notices"
            aria-label=move || {
                let count = |count: usize, word: &str| (count > 0).then(|| format!(", {count} {word}"));
                let parts = [count(unread.get(), "unread"), count(open.read().len(), "to settle")];
                ["Notifications".to_owned()].into_iter().chain(parts.into_iter().flatten()).collect::<String>()
            }
        >
            <Icon name="bell" />
            {move || {
                (waiting() > 0).then(|| view! { <span class="badge" aria-hidden="true">{waiting}</span> })
            }}
        </button>
        <div class="menu notices" id="notices" popover="auto" aria-label="Notifications" node_ref=list on:toggle=toggled>
            <header>
                <h2>"Notifications"</h2>
                <button class="link" type="button" on:click=mark_all hidden=move || unread.get() == 0>
                    "Mark all read"
                </button>
            </header>
            {move || panels.get().filter(|_| is_shown.get()).map(|panels| (panels.bell)(open, close))}
            <ul>
                <For each=move || shown.get() key=|id| *id children=move |id| view! { <Notice id close /> } />
            </ul>
            <p class="pad soft" hidden=move || !shown.read().is_empty()>
                "Nothing yet."
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn Notice(id: NotificationId, close: Callback<()>) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let row = move || live.with_value(|live| live.row::<Notification>(id));
    let view = move || {
        let row = row()?;
        let (icon, tone) = look(row.severity);
        let (text, small, href) =
            live.with_value(|live| (sentence(live, &row), details(live, &row), place(live, &row)));
        let unread = !row.read;
        let read = move |_| {
            if unread {
                live.with_value(|live| live.send(MarkRead { notification_ids: vec![id] }));
            }
            close.run(());
        };
        let text = if unread { view! { <b>{text}</b> }.into_any() } else { text.into_any() };
        Some(view! {
            <a class=unread.then_some("unread") href=href on:click=read>
                <svg class="icon" data-tone=tone aria-hidden="true">
                    <use href=format!("/icons.svg#{icon}")></use>
                </svg>
                <span>{text} <small>{small}</small></span>
            </a>
        })
    };
    view! { <li>{view}</li> }.into_any()
}

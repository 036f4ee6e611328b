//! What this person was told lately.

use leptos::prelude::*;

use crate::browser::use_live;
use crate::domain::command::MarkRead;
use crate::domain::ids::NotificationId;
use crate::domain::order;
use crate::domain::rows::{Notification, Table};
use crate::ui::frame::notices;
use crate::ui::parts::each;

/// No more than fit beside the page.
const SHOWN: usize = 10;

pub fn told() -> AnyView {
    let live = use_live();
    let me = live.user_id();
    let ids = Memo::new(move |_| {
        live.table(Table::Notifications, |state| {
            let mut rows: Vec<_> = state.notifications_of(me).map(|row| (row.at, row.id)).collect();
            order::sort_by(&mut rows, &mut |one, other| other.cmp(one));
            rows.truncate(SHOWN);
            rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    view! {
        <aside class="card flush" aria-labelledby="changed">
            <header>
                <h2 id="changed">"What changed"</h2>
            </header>
            <ul class="rows">
                {each(ids, row)}
            </ul>
            <p class="pad soft" hidden=move || !ids.with(Vec::is_empty)>
                "Nothing yet. What others do that concerns you shows here."
            </p>
        </aside>
    }
    .into_any()
}

fn row(id: NotificationId) -> AnyView {
    let live = use_live();
    let content = move || {
        let row = live.row::<Notification>(id)?;
        let (icon, tone) = notices::look(row.severity);
        let reader = live.clone();
        let read = row.read;
        let mark = move |_| {
            if !read {
                reader.send(MarkRead { notification_ids: vec![id] });
            }
        };
        Some(
            view! {
                <svg class="icon" data-tone=tone aria-hidden="true">
                    <use href=["/icons.svg#", icon].concat()></use>
                </svg>
                <span class="grow">
                    <a class="title" href=notices::place(&live, &row) on:click=mark>
                        {notices::sentence(&live, &row)}
                    </a>
                    <small class="soft">{notices::details(&live, &row)}</small>
                </span>
                {(!read).then(|| view! { <span class="dot" data-tone="accent"></span> <span class="hidden-text">"new"</span> })}
            }
            .into_any(),
        )
    };
    view! { <li class="top-aligned">{content}</li> }.into_any()
}

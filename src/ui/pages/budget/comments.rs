//! What people say about the party.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::party::Party;
use crate::browser::Live;
use crate::domain::command::CommentOn;
use crate::domain::ids::CommentId;
use crate::domain::order;
use crate::domain::rows::{Comment, Table};
use crate::domain::values::LocalTime;
use crate::ui::parts::{Avatar, Glow, Standing, each, keep_text};
use crate::ui::words;

pub fn comments(party: Party) -> AnyView {
    let ids = Memo::new(move |_| {
        party.live(|live| {
            live.of(Table::Comments, party.id, |state| {
                let rows = state.comments_on(Table::Budgets, party.id.0);
                let mut rows: Vec<_> = rows.map(|row| (row.at, row.id)).collect();
                order::sort(&mut rows);
                rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        })
    });
    let typed = RwSignal::new(String::new());
    keep_text(["comment:", &party.id.to_string()].concat(), typed);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        party.live(|live| {
            let comment_id = CommentId(live.new_id());
            live.send(CommentOn { comment_id, table: Table::Budgets, row_id: party.id.0, text });
        });
        typed.set(String::new());
    };
    view! {
        <section class="card flush" aria-labelledby="notes-title">
            <header>
                <h2 id="notes-title">"Comments"</h2>
            </header>
            <ul class="rows">
                {each(ids, move |id| row(party, id))}
            </ul>
            <form class="pad cluster" on:submit=send>
                <input
                    class="input grow"
                    data-draft=""
                    maxlength="10000"
                    aria-label="Comment"
                    placeholder="Say something to everybody"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <button class="button" type="submit" disabled=move || typed.with(|text| text.trim().is_empty())>
                    "Send"
                </button>
            </form>
        </section>
    }
    .into_any()
}

fn row(party: Party, id: CommentId) -> AnyView {
    let glow = Glow::of(Table::Comments, id);
    let glowing = glow.clone();
    let content = move || {
        let comment = party.live(|live| live.row::<Comment>(id))?;
        let offsets = party.live(Live::workspace).map(|row| row.offsets.clone()).unwrap_or_default();
        let at = words::time(LocalTime::at(comment.at, &offsets), party.today());
        let author = comment.author_id;
        Some(
            view! {
                <Avatar user=author class="small" silent=true />
                <span class="grow">
                    <b>{party.live(|live| live.user_name(author))}</b>
                    " "
                    {comment.text.clone()}
                    <small class="soft">{at}</small>
                </span>
            }
            .into_any(),
        )
    };
    view! {
        <li class="top-aligned" class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            {content} <Standing table=Table::Comments id=id />
        </li>
    }
    .into_any()
}

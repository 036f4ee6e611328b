//! What people said about a task.

use leptos::ev;
use leptos::prelude::*;

use super::use_tasks;
use crate::domain::command::CommentOn;
use crate::domain::ids::{CommentId, TaskId};
use crate::domain::order;
use crate::domain::rows::{Comment, Table};
use crate::domain::values::LocalTime;
use crate::ui::parts::{Avatar, Icon, each, keep_text};
use crate::ui::words;

/// The remarks, the first one first, and a field for another.
#[component]
pub fn Comments(id: TaskId) -> impl IntoView {
    let tasks = use_tasks();
    let said = Memo::new(move |_| {
        tasks.live().of(Table::Comments, id, |state| {
            let mut rows: Vec<&Comment> = state.comments_on(Table::Tasks, id.0).map(AsRef::as_ref).collect();
            order::sort_by_key(&mut rows, |row| (row.at, row.id));
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        })
    });
    let row = move |id: CommentId| {
        let content = move || {
            let live = tasks.live();
            let row = live.row::<Comment>(id)?;
            let at = live
                .with(|state| LocalTime::at(row.at, state.workspace().map_or(&[][..], |row| &row.offsets)));
            Some(view! {
                <Avatar user=row.author_id silent=true class="small" />
                <span class="grow">
                    {row.text.clone()}
                    <small class="soft">
                        {live.user_name(row.author_id)} ", " {words::time(at, tasks.today.get())}
                    </small>
                </span>
            })
        };
        view! { <li class="top-aligned">{content}</li> }.into_any()
    };
    let text = RwSignal::new(String::new());
    keep_text(["comment:", &id.to_string()].concat(), text);
    let send = move || {
        let words = text.get_untracked().trim().to_owned();
        if !words.is_empty() {
            let live = tasks.live();
            let comment_id = CommentId(live.new_id());
            live.send(CommentOn { comment_id, table: Table::Tasks, row_id: id.0, text: words });
            text.set(String::new());
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            send();
        }
    };
    view! {
        <section class="stack tight">
            <h3>"Said about it"</h3>
            <ul class="rows" hidden=move || said.with(Vec::is_empty)>
                {each(said, row)}
            </ul>
            <div class="cluster">
                <input
                    class="input grow"
                    data-draft=""
                    maxlength="10000"
                    aria-label="Say something about it"
                    placeholder="Say something"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=key
                />
                <button class="button" type="button" on:click=move |_| send()>
                    <Icon name="comment" />
                    "Send"
                </button>
            </div>
        </section>
    }
    .into_any()
}

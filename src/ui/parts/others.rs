//! Who else is at a row, small, in a corner of it where nothing moves when they come and go.

use leptos::prelude::*;
use uuid::Uuid;

use super::Avatar;
use crate::browser::{Other, use_live};

/// More are a number.
const SHOWN: usize = 3;

/// The others at a row: to be put into an element that carries the row's `data-row`.
#[component]
pub fn Others(#[prop(into)] id: Uuid) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let others = Memo::new(move |_| live.with_value(|live| live.others_at(id)));
    let one = move |other: Other| {
        let name = live.with_value(|live| live.user_name(other.user_id));
        let said = if other.editing { [&name, " is editing"].concat() } else { [&name, " is here"].concat() };
        let (title, look) = (said.clone(), if other.editing { "small editing" } else { "small" });
        view! {
            <span title=title>
                <Avatar user=other.user_id silent=true class=look />
                <span class="hidden-text">{said}</span>
            </span>
        }
    };
    let all = move || {
        let others = others.get();
        let more = others.len().saturating_sub(SHOWN);
        (!others.is_empty()).then(|| {
            view! {
                <span class="others">
                    {others.into_iter().take(SHOWN).map(one).collect_view()}
                    {(more > 0).then(|| view! { <small>"+" {more}</small> })}
                </span>
            }
        })
    };
    all.into_any()
}

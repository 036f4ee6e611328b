//! What else there is to do with a line: it is here already, somebody takes it.

use leptos::prelude::*;

use super::amount::{Draft, filled};
use super::sections;
use super::use_list;
use crate::domain::command::{ClaimItem, HaveAlready};
use crate::domain::ids::{ItemId, PurchaseId};
use crate::domain::rows::ShoppingItem;
use crate::ui::parts::Icon;
use crate::ui::words;

/// What else there is to do with a line.
#[component]
pub fn Acts(id: ItemId, draft: Draft, open: RwSignal<bool>) -> impl IntoView {
    let list = use_list();
    let item = Memo::new(move |_| list.live().row::<ShoppingItem>(id));
    let me = list.live().user_id();
    let have = move |_| {
        let live = list.live();
        if let Ok(Some(quantity)) = draft.quantity() {
            let (purchase_id, note) = (PurchaseId(live.new_id()), filled(draft.note));
            let command = HaveAlready { item_id: id, purchase_id, quantity, note };
            live.send_saying(command, format!("Here already: {}", words::quantity(quantity)));
            open.set(false);
        }
    };
    let is_mine = move || item.with(|item| item.as_ref().is_some_and(|item| item.claimed_by == Some(me)));
    let claim = move |_| {
        let claimed = !is_mine();
        list.live().send(ClaimItem { item_id: Some(id), week: None, category: None, claimed });
    };
    let aisle = move |_| {
        if let Some(item) = item.get_untracked() {
            let (week, category) = (Some(item.week), Some(item.category));
            let text = format!("You take {}", words::lowercase(words::product_category(item.category)));
            list.live().send_saying(ClaimItem { item_id: None, week, category, claimed: true }, text);
        }
    };
    let shelf = move || {
        item.with(|item| item.as_ref().map(|item| words::lowercase(words::product_category(item.category))))
    };
    let is_open = move || item.with(|item| item.as_ref().is_some_and(|item| sections::is_open(item)));
    view! {
        <div class="cluster">
            <button
                class="button"
                type="button"
                disabled=move || !matches!(draft.quantity(), Ok(Some(_)))
                on:click=have
            >
                <Icon name="box" />
                "We have it"
            </button>
            <button
                class="button"
                type="button"
                aria-pressed=move || is_mine().to_string()
                hidden=move || !is_open()
                on:click=claim
            >
                <Icon name="hand" />
                "I take this"
            </button>
            <button class="button" type="button" hidden=move || !is_open() on:click=aisle>
                <Icon name="hand" />
                "I take all "
                {shelf}
            </button>
        </div>
    }
    .into_any()
}

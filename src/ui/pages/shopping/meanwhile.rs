//! What others buy of a line while its sheet is open.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::amount::Draft;
use super::{List, wording};
use crate::domain::ids::{ItemId, PurchaseId};
use crate::domain::order;
use crate::domain::rows::{Purchase, PurchaseKind, ShoppingItem, Table};
use crate::ui::parts::Icon;
use crate::ui::words;

/// The amount that is proposed for a line: all that is left of it.
pub fn proposed(item: &ShoppingItem) -> String {
    let left = wording::left(item);
    if left.is_zero() { String::new() } else { left.amount() }
}

/// Lets the proposed amount follow, as long as nobody has put another in its place.
pub fn follow(list: List, id: ItemId, draft: Draft, first: String) {
    Effect::new(move |before: Option<String>| {
        let before = before.unwrap_or_else(|| first.clone());
        let Some(item) = list.live().row::<ShoppingItem>(id) else { return before };
        let now = proposed(&item);
        if now != before && draft.amount.with_untracked(|amount| *amount == before) {
            draft.amount.set(now.clone());
        }
        now
    });
}

/// Says who has bought what since the sheet was opened, and what is left.
pub fn strip(list: List, id: ItemId) -> AnyView {
    let ids = move || {
        list.live().with(|state| state.purchases_of(id).map(|row| row.id).collect::<BTreeSet<PurchaseId>>())
    };
    let seen = RwSignal::new(ids());
    let told = Memo::new(move |_| {
        let live = list.live();
        let me = live.user_id();
        let mut fresh = live.of(Table::Purchases, id, |state| {
            let is_fresh = |row: &Purchase| {
                !row.voided && row.buyer_id != me && seen.with(|seen| !seen.contains(&row.id))
            };
            let rows = state.purchases_of(id).filter(|row| is_fresh(row));
            rows.map(|row| (row.made, row.buyer_id, row.kind, row.quantity)).collect::<Vec<_>>()
        });
        order::sort_by_key(&mut fresh, |(made, buyer, ..)| (*made, *buyer));
        let one = |(_, buyer, kind, quantity)| {
            let (verb, all) = match kind {
                PurchaseKind::Add => (" bought ", ""),
                PurchaseKind::Mark => (" bought ", " in all"),
                PurchaseKind::Have => (" found ", " here"),
            };
            [&live.user_name(buyer), verb, &words::quantity(quantity), all].concat()
        };
        fresh.into_iter().map(one).collect::<Vec<_>>().join(", ")
    });
    let left = move || {
        let item = list.live().row::<ShoppingItem>(id)?;
        let left = wording::left(&item);
        Some(if left.is_zero() {
            "Nothing is left to buy.".to_owned()
        } else {
            ["Left: ", &words::quantity(left), "."].concat()
        })
    };
    let strip = move || {
        Some(told.get()).filter(|told| !told.is_empty()).map(|told| {
            view! {
                <div class="strip meanwhile" role="status" data-tone="warning">
                    <Icon name="warning" />
                    <p>
                        <b>{told} " meanwhile."</b>
                        " "
                        {left}
                    </p>
                    <button class="button small" type="button" on:click=move |_| seen.set(ids())>
                        "Seen"
                    </button>
                </div>
            }
        })
    };
    strip.into_any()
}

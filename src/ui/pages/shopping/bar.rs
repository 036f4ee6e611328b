//! The bar at the bottom: what is left, bought and spent; and buying many lines at once.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::sections::{self, Totals, is_open};
use super::wording;
use super::{List, use_list};
use crate::domain::command::{BulkPurchase, MarkManyPurchased};
use crate::domain::cost::list_price;
use crate::domain::ids::{ItemId, PurchaseId};
use crate::domain::rows::{ShoppingItem, Table};
use crate::domain::values::Money;
use crate::ui::parts::Icon;

/// The bar.
#[component]
pub fn BuyBar() -> impl IntoView {
    let list = use_list();
    let totals = Memo::new(move |_| {
        let live = list.live();
        live.table(Table::Products, |_| ());
        live.table(Table::Purchases, |_| ());
        let shown = list.shown.get();
        live.table(Table::ShoppingItems, |state| sections::totals(state, &shown))
    });
    let inside = move || match list.chosen.with(|chosen| chosen.as_ref().map(BTreeSet::len)) {
        None => figures(list, totals),
        Some(count) => choosing(list, count),
    };
    view! {
        <div class="buy-bar" hidden=move || totals.with(|totals| totals.lines == 0)>
            <progress
                max=move || totals.get().lines
                value=move || totals.get().bought
                aria-label="Lines bought"
            ></progress>
            {inside}
        </div>
    }
    .into_any()
}

fn figures(list: List, totals: Memo<Totals>) -> AnyView {
    let money = list.sees_money().then(|| {
        let about = move || if totals.get().approximate { "≈ " } else { "" };
        view! {
            <span class="spent">
                <b>{about} {move || list.money(totals.get().spent)}</b>
                <small>
                    "of ≈ " {move || list.money(totals.get().planned)} <span class="only-wide">" planned"</span>
                </small>
            </span>
        }
    });
    let select = list.buys().then(|| {
        view! {
            <button
                class="icon-button end"
                type="button"
                aria-label="Select several lines"
                on:click=move |_| list.chosen.set(Some(BTreeSet::new()))
            >
                <Icon name="tasks" />
            </button>
        }
    });
    view! {
        <div>
            <span>
                <b>{move || totals.get().lines - totals.get().bought}</b>
                " to buy"
                <small>{move || totals.get().bought} " of " {move || totals.get().lines} " bought"</small>
            </span>
            {money}
            {select}
        </div>
    }
    .into_any()
}

fn choosing(list: List, count: usize) -> AnyView {
    let worth = list.sees_money().then(|| {
        let ids = list.chosen.get_untracked().unwrap_or_default();
        let worth = list.live().with(|state| {
            let lines = state.each::<ShoppingItem>(ids.into_iter());
            lines.filter_map(|item| list_price(state, item, item.needed.thousandths())).sum::<Money>()
        });
        view! { <small>"≈ " {list.money(worth)}</small> }
    });
    view! {
        <div>
            <button
                class="icon-button"
                type="button"
                aria-label="Stop selecting"
                on:click=move |_| list.chosen.set(None)
            >
                <Icon name="close" />
            </button>
            <span aria-live="polite">
                <b>{count}</b>
                " chosen"
                {worth}
            </span>
            <button class="button end" type="button" on:click=move |_| choose_all(list)>
                "All"
            </button>
            <button
                class="button primary"
                type="button"
                disabled=count == 0
                on:click=move |_| buy_chosen(list)
            >
                <Icon name="check" />
                {if count == 0 { "Buy".to_owned() } else { format!("Buy all {count}") }}
            </button>
        </div>
    }
    .into_any()
}

fn choose_all(list: List) {
    let shown = list.shown.get_untracked();
    let open: BTreeSet<ItemId> = list.live().with(|state| {
        sections::shown(state, &shown).filter(|item| is_open(item)).map(|item| item.id).collect()
    });
    list.chosen.set(Some(open));
}

/// One act for all: it counts as a whole or not at all (rule 10).
fn buy_chosen(list: List) {
    let live = list.live();
    let chosen = list.chosen.get_untracked().unwrap_or_default();
    let items: Vec<BulkPurchase> = live.with(|state| {
        let lines = state.each::<ShoppingItem>(chosen.into_iter()).filter(|item| is_open(item));
        lines
            .map(|item| BulkPurchase {
                item_id: item.id,
                purchase_id: PurchaseId(live.new_id()),
                quantity: wording::buyable(item.needed),
                paid: None,
                note: None,
            })
            .collect()
    });
    list.chosen.set(None);
    let count = items.len();
    if count > 0 {
        let word = if count == 1 { "line" } else { "lines" };
        live.send_saying(MarkManyPurchased { items }, format!("{count} {word} bought"));
    }
}

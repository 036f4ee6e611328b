//! For logistics: what has to be bought next.

use leptos::prelude::*;

use super::mine;
use crate::browser::{Live, use_live};
use crate::domain::ids::{BudgetId, ItemId};
use crate::domain::order;
use crate::domain::rows::{Budget, ShoppingItem, Table};
use crate::domain::values::LocalTime;
use crate::ui::pages::shopping::wording;
use crate::ui::parts::{Glow, Icon, each};
use crate::ui::words;

const SHOWN: usize = 6;

pub fn home() -> (AnyView, AnyView) {
    let live = use_live();
    let live_any = live.clone();
    let ids = Memo::new(move |_| {
        live.table(Table::ShoppingItems, |state| {
            let open = |item: &&std::sync::Arc<ShoppingItem>| {
                item.removed.is_none() && !item.is_purchased && !item.needed.is_zero()
            };
            let mut rows: Vec<_> =
                state.shopping_items().values().filter(open).map(|item| (item.need_by, item.id)).collect();
            order::sort_by_key(&mut rows, |(at, id)| (at.is_none(), *at, *id));
            rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    let any = Memo::new(move |_| {
        live_any.table(Table::ShoppingItems, |state| {
            state.shopping_items().values().any(|item| item.removed.is_none() && item.is_purchased)
        })
    });
    let none = move || if any.get() { "Everything is bought." } else { "Nothing is to be bought." };
    let next = Memo::new(move |_| ids.with(|ids| ids.iter().take(SHOWN).copied().collect::<Vec<_>>()));
    let body = view! {
        <section class="card flush" aria-labelledby="buy">
            <header>
                <h2 id="buy">"Next to buy"</h2>
                <span class="count">{move || Some(ids.with(Vec::len)).filter(|left| *left > 0).map(|left| [&left.to_string(), " left"].concat())}</span>
            </header>
            <ul class="rows">
                {each(next, row)}
            </ul>
            <p class="pad soft" hidden=move || !ids.with(Vec::is_empty)>
                {none}
            </p>
            <p class="pad">
                <a class="button primary wide" href="/shopping">
                    <Icon name="cart" />
                    "Go shopping"
                </a>
            </p>
        </section>
        {mine::mine()}
    };
    (().into_any(), body.into_any())
}

fn row(id: ItemId) -> AnyView {
    let live = use_live();
    let glow = Glow::of(Table::ShoppingItems, id);
    let glowing = glow.clone();
    let content = move || live.row::<ShoppingItem>(id).map(|item| inside(&live, &item));
    view! {
        <li class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            {content}
        </li>
    }
    .into_any()
}

fn inside(live: &Live, item: &ShoppingItem) -> AnyView {
    let now = live.local_now();
    let name = |id: &BudgetId| live.row::<Budget>(*id).map(|budget| budget.name.clone());
    let mut about: Vec<String> = item.budget_ids.iter().filter_map(name).collect();
    about.extend(item.need_by.map(|at| ["by ", &words::time(at, now.date)].concat()));
    let near = item.need_by.is_some_and(|at: LocalTime| at.minutes_since(now) < 1440);
    let (tone, icon) = if near { (Some("warning"), "clock") } else { (None, "cart") };
    view! {
        <svg class="icon" data-tone=tone aria-hidden="true">
            <use href=["/icons.svg#", icon].concat()></use>
        </svg>
        <span class="grow">
            <a class="title" href=["/shopping?line=", &item.id.to_string()].concat()>
                {item.name.clone()}
            </a>
            <small class="soft">{about.join(" · ")}</small>
        </span>
        <b class="num">{words::quantity(wording::left(item))}</b>
    }
    .into_any()
}

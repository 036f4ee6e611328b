//! A line that is not to be had: another product proposed to the cook, or no more of it.

use leptos::prelude::*;
use uuid::Uuid;

use super::sections;
use super::use_list;
use super::wording;
use crate::browser::Connection;
use crate::domain::access;
use crate::domain::command::{AnswerSubstitute, CloseShort, Command, ProposeSubstitute, PutProduct};
use crate::domain::ids::{ItemId, ProductId, SubstituteId};
use crate::domain::rows::{Product, ShoppingItem, Substitute, SubstituteState, Table};
use crate::domain::values::Unit;
use crate::ui::parts::{Field, Icon, Picker, QuantityField, accept_or_refuse, each, parse_quantity};
use crate::ui::words;

/// What has been proposed, and the way to propose.
#[component]
pub fn NotToBeHad(id: ItemId) -> impl IntoView {
    let list = use_list();
    let item = Memo::new(move |_| list.live().row::<ShoppingItem>(id));
    let proposed = Memo::new(move |_| {
        list.live().of(Table::Substitutes, id, |state| {
            state.substitutes_of(id).map(|row| row.id).collect::<Vec<_>>()
        })
    });
    let is_open = move || item.with(|item| item.as_ref().is_some_and(|item| sections::is_open(item)));
    let close = move |_| {
        if let Some(item) = item.get_untracked() {
            let said = format!("{}: no more is bought", item.name);
            list.live().send_saying(CloseShort { item_id: id, needed: item.needed }, said);
        }
    };
    let close_word = move || {
        item.with(|item| match item.as_deref() {
            Some(item) if !item.purchased.is_zero() => {
                format!("{} will do", words::quantity(item.purchased))
            }
            _ => "Do without it".to_owned(),
        })
    };
    let ways = list.buys().then(|| {
        view! {
            <details class="fold" hidden=move || !is_open()>
                <summary>"Not to be had"</summary>
                <div class="stack tight">
                    <Propose id />
                    <button class="button" type="button" on:click=close>
                        <Icon name="close" />
                        {close_word}
                    </button>
                </div>
            </details>
        }
    });
    view! {
        <ul class="rows" hidden=move || proposed.with(Vec::is_empty)>
            {each(proposed, |id| view! { <Proposed id /> }.into_any())}
        </ul>
        {ways}
    }
    .into_any()
}

#[component]
fn Proposed(id: SubstituteId) -> impl IntoView {
    let list = use_list();
    let row = Memo::new(move |_| list.live().row::<Substitute>(id));
    let may = access::may(
        list.role,
        &Command::AnswerSubstitute(AnswerSubstitute { substitute_id: id, accepted: true }),
    );
    let answer = move |accepted: bool| {
        let said = if accepted { "Accepted" } else { "Refused" };
        list.live().send_saying(AnswerSubstitute { substitute_id: id, accepted }, said);
    };
    let content = move || {
        let row = row.get()?;
        let live = list.live();
        let name = live.row::<Product>(row.product_id);
        let name = name.map_or_else(|| "Another product".to_owned(), |product| product.name.clone());
        let (tone, icon, word) = match row.state {
            SubstituteState::Proposed => ("info", "clock", "waits for a cook"),
            SubstituteState::Accepted => ("success", "check", "accepted"),
            SubstituteState::Refused => ("danger", "refused", "refused"),
        };
        let acts =
            (may && row.state == SubstituteState::Proposed).then(|| accept_or_refuse(Callback::new(answer)));
        Some(view! {
            <Icon name="swap" />
            <span class="grow">
                <b>{name}</b>
                <small class="soft">
                    {words::quantity(row.quantity)} " instead, proposed by " {live.user_name(row.by)}
                </small>
            </span>
            <span class="chip" data-tone=tone>
                <Icon name=icon />
                {word}
            </span>
            {acts}
        })
    };
    view! { <li>{content}</li> }.into_any()
}

/// Another product for what is still missing.
#[component]
fn Propose(id: ItemId) -> impl IntoView {
    let list = use_list();
    let live = list.live();
    let item = live.with(|state| state.live::<ShoppingItem>(id).cloned());
    let own = item.as_ref().map(|item| item.product_id);
    let chosen = RwSignal::new(None::<Uuid>);
    let amount = RwSignal::new(item.as_ref().map_or_else(String::new, |item| wording::left(item).amount()));
    let unit = RwSignal::new(item.as_ref().map_or(Unit::Piece, |item| item.unit));
    // Another product that is not in the catalogue yet.
    let made = RwSignal::new(None::<(Uuid, String)>);
    let options = Memo::new(move |_| {
        list.live().table(Table::Products, |state| {
            let others = state.products().values().filter(|row| row.removed.is_none());
            let others = others.filter(|row| Some(row.id) != own);
            let mut names: Vec<(Uuid, String)> = others.map(|row| (row.id.0, row.name.clone())).collect();
            let new = made.get().filter(|(id, _)| !state.products().contains_key(&ProductId(*id)));
            names.extend(new);
            words::sort_by_name(&mut names, |(_, name)| name);
            names
        })
    });
    let make = move |name: String| {
        let id = list.live().new_id();
        made.set(Some((id, name)));
        chosen.set(Some(id));
    };
    let said = move || {
        let quantity = amount.with(|amount| parse_quantity(amount, unit.get())).ok().flatten()?;
        let product = chosen.get()?;
        Some((ProductId(product), quantity)).filter(|(_, quantity)| !quantity.is_zero())
    };
    let propose = move |_| {
        if let Some((product_id, quantity)) = said() {
            let live = list.live();
            let substitute_id = SubstituteId(live.new_id());
            // What is new in the catalogue is made first.
            if let Some((_, name)) = made.get_untracked().filter(|(id, _)| *id == product_id.0) {
                let new = PutProduct::new(product_id, name, quantity.unit());
                live.send(PutProduct { category: item.as_ref().map(|item| item.category), ..new });
                made.set(None);
            }
            let command = ProposeSubstitute { item_id: id, substitute_id, product_id, quantity };
            let is_live = untrack(|| live.connection()) == Connection::Live;
            live.send_saying(
                command,
                if is_live { "The cook is asked" } else { "The cook is asked as soon as there is a network" },
            );
            chosen.set(None);
        }
    };
    view! {
        <Field label="What is there instead" all=true>
            <Picker
                label="What is there instead"
                options
                chosen
                on_new=Callback::new(make)
                new_word="New product"
            />
        </Field>
        <QuantityField amount unit />
        <button class="button" type="button" disabled=move || said().is_none() on:click=propose>
            <Icon name="swap" />
            "Ask the cook"
        </button>
    }
    .into_any()
}

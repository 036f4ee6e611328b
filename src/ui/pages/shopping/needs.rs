//! For whom a line is bought, and what is written on it.

use leptos::prelude::*;

use super::use_list;
use crate::domain::command::{Acknowledge, EditShoppingItem, RemoveDemand};
use crate::domain::ids::{DemandId, ItemId};
use crate::domain::order;
use crate::domain::rows::{Demand, Role, Row, ShoppingItem, Table};
use crate::domain::values::{Patch, Quantity};
use crate::ui::parts::{Edited, Editing, Field, Icon, TextInput, each, is_told};
use crate::ui::words;

/// The needs behind a line.
#[component]
pub fn Whom(id: ItemId) -> impl IntoView {
    let list = use_list();
    let needs = Memo::new(move |_| {
        let live = list.live();
        let (me, now) = (live.user_id(), untrack(|| live.now()));
        live.of(Table::Demands, id, |state| {
            let shown = |need: &Demand| match &need.withdrawn {
                None => !need.counted.is_zero(),
                Some(withdrawn) => is_told(withdrawn, me, now),
            };
            let mut needs: Vec<_> = state.demands_on(id).filter(|need| shown(need)).collect();
            order::sort_by_key(&mut needs, |need| (need.need_by.is_none(), need.need_by, need.id));
            needs.into_iter().map(|need| need.id).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="stack tight" hidden=move || needs.with(Vec::is_empty)>
            <h3>"For whom"</h3>
            <ul class="rows">
                {each(needs, |id| view! { <Need id /> }.into_any())}
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Need(id: DemandId) -> impl IntoView {
    let list = use_list();
    let live = list.live();
    let need = Memo::new(move |_| list.live().row::<Demand>(id));
    let me = live.user_id();
    let row = move |need: &Demand| {
        let live = list.live();
        let today = list.today.get();
        let party = need.budget_id.and_then(|id| list.parties.with(|all| all.get(&id).cloned()));
        let by_hand = need.user_id.map(|user| format!("asked by {}", live.user_name(user)));
        let text = need.text.clone().filter(|text| !text.is_empty());
        let title = match (party, need.budget_id) {
            (Some((name, _)), Some(budget)) if list.role != Role::Cook => {
                view! { <a class="title" href=format!("/budgets/{budget}")>{name}</a> }.into_any()
            }
            (Some((name, _)), _) => view! { <b>{name}</b> }.into_any(),
            (None, _) => {
                let name = text.clone().unwrap_or_else(|| "By hand".to_owned());
                view! { <b>{name}</b> }.into_any()
            }
        };
        let by = need.need_by.map(|by| format!("needed {}", words::time(by, today)));
        let here = (!need.covered.is_zero()).then(|| {
            let word =
                if need.arrived.thousandths() >= need.covered.thousandths() { "here" } else { "bought" };
            format!("{} {word}", Quantity::new(need.covered.thousandths(), need.counted.unit()).amount())
        });
        let small: Vec<String> = [by, by_hand, here].into_iter().flatten().collect();
        let own = need.user_id.is_some()
            && (matches!(list.role, Role::Admin | Role::Logistics) || need.user_id == Some(me));
        let remove = (own && need.withdrawn.is_none()).then(|| {
            let remove = move |_| {
                list.live().send_saying(RemoveDemand { demand_id: id }, "Need removed");
            };
            view! {
                <button class="icon-button" type="button" aria-label="Remove this need" on:click=remove>
                    <Icon name="trash" />
                </button>
            }
        });
        let seen = need.withdrawn.is_some().then(|| {
            let seen = move |_| {
                list.live().send(Acknowledge { table: Table::Demands, row_id: id.0 });
            };
            view! {
                <span class="chip">"no longer planned"</span>
                <button class="button small" type="button" on:click=seen>"Seen"</button>
            }
        });
        view! {
            <span class="grow" class:withdrawn=need.withdrawn.is_some()>
                {title}
                <small class="soft">{small.join(" · ")}</small>
            </span>
            <b class="num">{need.counted.amount()}</b>
            {remove}
            {seen}
        }
    };
    view! { <li>{move || need.with(|need| need.as_deref().map(row))}</li> }.into_any()
}

/// The line's note and where to buy it; saved when the field is left.
#[component]
pub fn Notes(id: ItemId) -> impl IntoView {
    let list = use_list();
    let live = list.live();
    let item = live.with(|state| state.live::<ShoppingItem>(id).cloned());
    let Some(item) = item else { return ().into_any() };
    let notes = RwSignal::new(item.notes.clone());
    let supplier = RwSignal::new(item.supplier.clone().unwrap_or_default());
    let Some(editing) = Editing::begin(&live, Table::ShoppingItems, id) else { return ().into_any() };
    let save = move |_| {
        // Somebody else has written meanwhile: the strip asks first.
        if editing.is_met(&["notes", "supplier"]) {
            return;
        }
        let Row::ShoppingItem(base) = untrack(|| editing.base()) else { return };
        let (typed, place) = (notes.get_untracked(), supplier.get_untracked());
        let place = Some(place.trim().to_owned()).filter(|place| !place.is_empty());
        let sent = editing.send(EditShoppingItem {
            item_id: id,
            notes: (typed != base.notes).then_some(typed),
            supplier: if place == base.supplier { Patch::Keep } else { place.into() },
        });
        if sent.is_some() {
            editing.restart();
        }
    };
    view! {
        <Edited editing>
            <section class="stack tight" data-commits="" on:focusout=save>
                <h3>"On the line"</h3>
                <div class="fields">
                    <Field label="Note on the list" of="notes" optional=true>
                        <TextInput value=notes />
                    </Field>
                    <Field label="Where to buy it" of="supplier" optional=true>
                        <TextInput value=supplier />
                    </Field>
                </div>
            </section>
        </Edited>
    }
    .into_any()
}

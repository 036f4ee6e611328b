//! Aisles with their lines, and the cart.

use leptos::prelude::*;

use super::line::Line;
use super::sections::{self, Heading, Section};
use super::use_list;
use crate::domain::access;
use crate::domain::command::{Command, Receive};
use crate::domain::ids::{BudgetId, ItemId, PurchaseId, UserId};
use crate::domain::rows::{PurchaseKind, ShoppingItem, Table};
use crate::domain::state::State;
use crate::domain::values::Money;
use crate::ui::parts::{Avatar, Icon, each};

/// One heading with its lines; folded when all of them are done.
#[component]
pub fn Aisle(heading: Heading) -> impl IntoView {
    let list = use_list();
    let section = Memo::new(move |_| {
        list.sections.with(|all| all.sections.iter().find(|one| one.heading == heading).cloned())
    });
    let read = move |get: fn(&Section) -> usize| section.with(|one| one.as_ref().map_or(0, get));
    let title =
        Memo::new(move |_| section.with(|one| one.as_ref().map(|one| one.title.clone())).unwrap_or_default());
    let lines =
        Memo::new(move |_| section.with(|one| one.as_ref().map(|one| one.lines.clone())).unwrap_or_default());
    let is_done = Memo::new(move |_| lines.with(Vec::is_empty));
    let taker = Memo::new(move |_| {
        let live = list.live();
        let lines = lines.get();
        live.table(Table::ShoppingItems, |state| taker(state, &lines))
    });
    let marker = move || {
        taker.get().map(|user| {
            let live = list.live();
            let who = if user == live.user_id() {
                "You are here".to_owned()
            } else {
                format!("{} is here", live.user_name(user))
            };
            view! {
                <span class="aisle-marker">
                    <Avatar user silent=true class="small" />
                    {who}
                </span>
            }
        })
    };
    view! {
        <details class="aisle" class:done=is_done open=move || !is_done.get()>
            <summary>
                <Icon name=Signal::derive(move || if is_done.get() { "check" } else { "right" }) />
                <h2>{title}</h2>
                {marker}
                <span class="count">{move || read(|one| one.done)} " of " {move || read(|one| one.total)}</span>
                <progress
                    max=move || read(|one| one.total)
                    value=move || read(|one| one.done)
                    aria-label=move || format!("{} bought", title.get())
                ></progress>
            </summary>
            <ul class="lines">
                {each(lines, |id| view! { <Line id /> }.into_any())}
            </ul>
        </details>
    }
    .into_any()
}

/// Who has claimed all that is still open of these lines.
fn taker(state: &State, lines: &[ItemId]) -> Option<UserId> {
    let open = || state.each::<ShoppingItem>(lines.iter().copied()).filter(|item| !item.is_purchased);
    let first = open().next()?.claimed_by?;
    open().all(|item| item.claimed_by == Some(first)).then_some(first)
}

/// What lies in the cart: lines that are settled, to be handed over to the kitchen.
#[component]
pub fn Cart() -> impl IntoView {
    let list = use_list();
    let lines = Memo::new(move |_| list.sections.with(|all| all.cart.clone()));
    let spent = Memo::new(move |_| {
        let live = list.live();
        live.table(Table::Purchases, |_| ());
        let lines = lines.get();
        live.table(Table::ShoppingItems, |state| spent(state, &lines))
    });
    let count = move || {
        let count = lines.with(Vec::len);
        let word = if count == 1 { "line" } else { "lines" };
        match spent.get() {
            (money, approximate) if list.sees_money() && money != Money::ZERO => {
                let about = if approximate { "≈ " } else { "" };
                format!("{count} {word} · {about}{}", list.money(money))
            }
            _ => format!("{count} {word}"),
        }
    };
    view! {
        <details class="aisle cart" hidden=move || lines.with(Vec::is_empty)>
            <summary>
                <Icon name="right" />
                <h2>"In the cart"</h2>
                <span class="count">{count}</span>
            </summary>
            <ul class="lines">
                {each(lines, |id| view! { <Line id /> }.into_any())}
            </ul>
            <HandOver lines />
        </details>
    }
    .into_any()
}

fn spent(state: &State, lines: &[ItemId]) -> (Money, bool) {
    let each = state.each::<ShoppingItem>(lines.iter().copied()).map(|item| sections::spent(state, item));
    each.fold((Money::ZERO, false), |sum, one| (sum.0.saturating_add(one.0), sum.1 || one.1))
}

/// What has been bought of these lines and has not arrived yet; for one party or for all.
pub fn on_the_way(state: &State, lines: &[ItemId], party: Option<BudgetId>) -> Vec<PurchaseId> {
    lines
        .iter()
        .flat_map(|id| state.purchases_of(*id))
        .filter(|record| !record.voided && !record.received && record.kind != PurchaseKind::Have)
        .filter(|record| party.is_none_or(|party| record.budget_ids.contains(&party)))
        .map(|record| record.id)
        .collect()
}

/// Goods brought to the kitchen: the whole load, or what is for one party.
#[component]
fn HandOver(#[prop(into)] lines: Signal<Vec<ItemId>>) -> impl IntoView {
    let list = use_list();
    let may = access::may(list.role, &Command::Receive(Receive { purchase_ids: Vec::new() }));
    let loads = Memo::new(move |_| {
        let live = list.live();
        let (lines, parties) = (lines.get(), list.parties.get());
        live.table(Table::ShoppingItems, |_| ());
        live.table(Table::Purchases, |state| {
            // In lines, as they are counted everywhere; one may have been bought in several goes.
            let count = |party: Option<BudgetId>| {
                lines.iter().filter(|id| !on_the_way(state, &[**id], party).is_empty()).count()
            };
            let all = count(None);
            let named =
                parties.entries().iter().map(|(id, (name, _))| (Some(*id), name.clone(), count(Some(*id))));
            let parties: Vec<_> = named.filter(|load| load.2 > 0).collect();
            let mut loads = vec![(None, String::new(), all)];
            if parties.len() > 1 {
                loads.extend(parties);
            }
            loads.retain(|load| load.2 > 0);
            loads
        })
    });
    let button = move |(party, name, count): (Option<BudgetId>, String, usize)| {
        let hand_over = move |_| {
            let live = list.live();
            let lines = lines.get_untracked();
            let purchase_ids = live.with(|state| on_the_way(state, &lines, party));
            if !purchase_ids.is_empty() {
                live.send_saying(Receive { purchase_ids }, "Handed over to the kitchen");
            }
        };
        let text = match party {
            None => format!("Hand over all {count} to the kitchen"),
            Some(_) => format!("Only what is for {name}, {count}"),
        };
        view! {
            <button class="button" type="button" on:click=hand_over>
                <Icon name="truck" />
                {text}
            </button>
        }
    };
    may.then(|| {
        view! {
            <div class="cluster pad">
                {move || loads.get().into_iter().map(button).collect_view()}
            </div>
        }
    })
    .into_any()
}

//! One line of the list: its tick, its words, and what stands on it.

use std::sync::Arc;

use leptos::prelude::*;

use super::sections::{is_gone, is_open, is_settled, withdrawn};
use super::wording;
use super::{List, use_list};
use crate::browser::Live;
use crate::browser::presence::mark;
use crate::domain::command::{Acknowledge, MarkPurchased, TakeSurplus, VoidPurchase};
use crate::domain::ids::{ItemId, PurchaseId, TransferId, UserId};
use crate::domain::purchases::counted;
use crate::domain::rows::{Purchase, PurchaseKind, ShoppingItem, SubstituteState, Table};
use crate::domain::state::State;
use crate::domain::values::{Instant, LocalTime};
use crate::ui::parts::{Avatar, Glow, Icon, Others, Standing};
use crate::ui::words;

/// One line.
#[component]
pub fn Line(id: ItemId) -> impl IntoView {
    let list = use_list();
    let item = Memo::new(move |_| list.live().row::<ShoppingItem>(id));
    let read = move |get: fn(&ShoppingItem) -> String| {
        item.with(|item| item.as_deref().map(get).unwrap_or_default())
    };
    let is_chosen = move || list.chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.contains(&id)));
    let state = move || match is_chosen() {
        Some(true) => "selected",
        chosen => item.with(|item| match item.as_deref() {
            Some(item) if item.needed.is_zero() => "gone",
            Some(item) if item.is_purchased && chosen.is_none() => "bought",
            _ => "open",
        }),
    };
    let checked = Memo::new(move |_| {
        state() == "selected" || item.with(|item| item.as_deref().is_some_and(is_settled))
    });
    let why = Memo::new(move |_| {
        let (parties, today) = (list.parties.get(), list.today.get());
        let Some(item) = item.get() else { return String::new() };
        list.live().of(Table::Demands, id, |state| wording::why(state, &item, &parties, today))
    });
    let touch = move |_| {
        if list.chosen.with_untracked(Option::is_some) {
            choose(list, id);
        } else {
            list.open.set(Some(id));
        }
    };
    let glow = Glow::of(Table::ShoppingItems, id);
    let glowing = glow.clone();
    let tick_icon = Signal::derive(move || if checked.get() { "check-circle" } else { "circle" });
    let tick = if list.buys() {
        view! {
            <button
                class="tick"
                type="button"
                role="checkbox"
                aria-checked=move || checked.get().to_string()
                aria-label=move || read(wording::spoken)
                on:click=move |_| tick(list, id)
            >
                <Icon name=tick_icon />
            </button>
        }
        .into_any()
    } else {
        view! {
            <span class="tick">
                <Icon name=tick_icon />
                <span class="hidden-text">{move || if checked.get() { "Bought:" } else { "To buy:" }}</span>
            </span>
        }
        .into_any()
    };
    let note = move || {
        let notes = read(|item| item.notes.clone());
        (!notes.is_empty()).then(|| view! { <span class="line-note"><Icon name="note" />{notes}</span> })
    };
    view! {
        <li
            class="line"
            class:glow=move || glowing.get()
            on:animationend=move |_| glow.done()
            data-row=mark(Table::ShoppingItems, id)
            data-state=state
        >
            {tick}
            <button class="line-body" type="button" aria-haspopup="dialog" on:click=touch>
                <span class="name">{move || read(|item| item.name.clone())}</span>
                <span class="amount">
                    {move || read(|item| wording::amount(item).0)} " "
                    <small>{move || read(|item| wording::amount(item).1)}</small>
                </span>
                <span class="why">{why}</span>
                {note}
                <Marks id item />
            </button>
            <Others id />
            <Leftover id />
            <Standing table=Table::ShoppingItems id=id.0 />
        </li>
    }
    .into_any()
}

fn choose(list: List, id: ItemId) {
    list.chosen.update(|chosen| {
        if let Some(chosen) = chosen
            && !chosen.remove(&id)
        {
            chosen.insert(id);
        }
    });
}

/// All of it is in the cart; or, ticked before, is not; or it is seen that nobody needs it any more.
fn tick(list: List, id: ItemId) {
    if list.chosen.with_untracked(Option::is_some) {
        return choose(list, id);
    }
    let live = list.live();
    let Some(item) = live.with(|state| state.live::<ShoppingItem>(id).cloned()) else { return };
    if is_gone(&item) {
        let (me, now) = (live.user_id(), untrack(|| live.now()));
        let needs: Vec<_> = live.with(|state| withdrawn(state, id, me, now).collect());
        for need in needs {
            live.send(Acknowledge { table: Table::Demands, row_id: need.0 });
        }
        return;
    }
    if !is_settled(&item) {
        let command = MarkPurchased {
            item_id: id,
            purchase_id: PurchaseId(live.new_id()),
            quantity: wording::buyable(item.needed),
            paid: None,
            place: None,
            note: None,
        };
        live.send_saying(
            command,
            format!("{} bought, {}", item.name, words::quantity(wording::buyable(item.needed))),
        );
        return;
    }
    let me = live.user_id();
    match live.with(|state| own_tick(state, &item, me)) {
        Some(purchase_id) => {
            live.send_saying(VoidPurchase { purchase_id }, format!("{} is to be bought again", item.name));
        }
        None => list.open.set(Some(id)),
    }
}

/// The own mark that settled a line, where taking it back opens the line again.
fn own_tick(state: &State, item: &ShoppingItem, me: UserId) -> Option<PurchaseId> {
    let records: Vec<&Purchase> = state.purchases_of(item.id).map(AsRef::as_ref).collect();
    let counted = counted(&records);
    match counted[..] {
        [.., last] if last.kind == PurchaseKind::Mark && last.buyer_id == me => Some(last.id),
        _ => None,
    }
}

/// Chips under the words: urgency, claim, surplus, what waits for the cook, substitutes.
#[component]
fn Marks(id: ItemId, item: Memo<Option<Arc<ShoppingItem>>>) -> impl IntoView {
    let list = use_list();
    let urgency = Memo::new(move |_| {
        let now = list.now.get();
        item.with(|item| item.as_deref().and_then(|item| urgency(item, now)))
    });
    let substitutes = Memo::new(move |_| {
        list.live().of(Table::Substitutes, id, |state| {
            let rows = state.substitutes_of(id).filter(|row| row.state != SubstituteState::Refused);
            rows.map(|row| (row.product_id, row.state)).collect::<Vec<_>>()
        })
    });
    let chips = move || {
        item.get().map(|item| {
            let mut chips: Vec<(&'static str, &'static str, String)> = Vec::new();
            chips.extend(urgency.get().map(|(tone, words)| (tone, "clock", words)));
            if item.needed.is_zero() {
                chips.push(("neutral", "info", "nobody needs it any more".to_owned()));
            } else if item.closed_short.is_some() && item.is_purchased {
                let got = item.purchased.amount();
                chips.push((
                    "warning",
                    "warning",
                    format!("closed at {got} of {}", words::quantity(item.needed)),
                ));
            }
            for waiting in &item.waiting_for_cook {
                let words = format!("+{} waits for the cook", words::quantity(waiting.quantity));
                // From the day before it is needed nobody can wait for long (rule 5).
                let is_urgent = item.need_by.is_some_and(|by| by.date.days_since(list.today.get()) <= 1);
                chips.push(if is_urgent {
                    ("danger", "warning", ["Urgent: ", &words].concat())
                } else {
                    ("warning", "clock", words)
                });
            }
            if wording::is_worth_keeping(item.surplus) {
                chips.push(("success", "plus", format!("{} surplus", words::quantity(item.surplus))));
            }
            for (product, state) in substitutes.get() {
                let name = list.live().row::<crate::domain::rows::Product>(product);
                let name = name.map_or_else(|| "another product".to_owned(), |row| row.name.clone());
                match state {
                    SubstituteState::Proposed => chips.push(("info", "swap", format!("{name} instead?"))),
                    SubstituteState::Accepted => chips.push(("success", "swap", format!("{name} instead"))),
                    SubstituteState::Refused => {}
                }
            }
            let chips: Vec<_> = chips
                .into_iter()
                .map(|(tone, icon, text)| {
                    view! {
                        <span class="chip" data-tone=tone>
                            <Icon name=icon />
                            {text}
                        </span>
                    }
                })
                .collect();
            let claim = item.claimed_by.filter(|_| !item.is_purchased).map(|user| {
                let live = list.live();
                let who = if user == live.user_id() {
                    "You take this".to_owned()
                } else {
                    format!("{} takes this", live.user_name(user))
                };
                view! {
                    <span class="presence">
                        <Avatar user silent=true class="small" />
                        {who}
                    </span>
                }
            });
            let some = !chips.is_empty() || claim.is_some();
            some.then(|| view! { <span class="marks">{claim}{chips}</span> })
        })
    };
    chips.into_any()
}

/// How soon an open line is needed, where it is soon.
fn urgency(item: &ShoppingItem, now: LocalTime) -> Option<(&'static str, String)> {
    let by = item.need_by.filter(|_| is_open(item))?;
    let left = by.minutes_since(now);
    match () {
        () if left < 0 => Some(("danger", format!("was needed {}", words::time(by, now.date)))),
        () if by.date == now.date => Some(("danger", format!("by {} today", by.time))),
        () if by.date.days_since(now.date) == 1 => Some(("warning", format!("by tomorrow {}", by.time))),
        () => None,
    }
}

/// What was left over in an earlier week and would do here.
#[component]
fn Leftover(id: ItemId) -> impl IntoView {
    let list = use_list();
    let spare = Memo::new(move |_| list.leftovers.with(|all| all.get(&id).copied().flatten()));
    let surplus = move || {
        spare.get().map(|(from_item_id, week, quantity)| {
            let take = move |_| {
                let live = list.live();
                let transfer_id = TransferId(live.new_id());
                let command = TakeSurplus { transfer_id, from_item_id, to_item_id: id, quantity };
                live.send_saying(
                    command,
                    format!("{} taken from the week before", words::quantity(quantity)),
                );
            };
            view! {
                <div class="strip" data-tone="info">
                    <Icon name="box" />
                    <p>{words::quantity(quantity)} " left over from " {words::week(week)} "."</p>
                    <button class="button small" type="button" on:click=take>
                        "Take it"
                    </button>
                </div>
            }
        })
    };
    list.buys().then_some(surplus).into_any()
}

/// "today 10:12", in the workspace's wall clock.
pub fn when(live: &Live, at: Instant) -> String {
    let today = live.today();
    live.with(|state| {
        let local = LocalTime::at(at, state.workspace().map_or(&[][..], |row| &row.offsets));
        words::time(local, today)
    })
}

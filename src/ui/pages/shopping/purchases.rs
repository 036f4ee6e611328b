//! What was bought of a line so far: void, price, handed over.

use leptos::ev;
use leptos::prelude::*;

use super::amount::parse_money;
use super::line::when;
use super::list::on_the_way;
use super::use_list;
use crate::domain::access;
use crate::domain::command::{Command, EditPurchase, Receive, VoidPurchase};
use crate::domain::ids::{ItemId, PurchaseId};
use crate::domain::order;
use crate::domain::purchases::counted;
use crate::domain::rows::{Purchase, PurchaseKind, Row, Table, Transfer};
use crate::domain::values::{Money, Patch};
use crate::ui::parts::{Avatar, Editing, Form, Icon, each, meanwhile_in};
use crate::ui::words;

/// The records of a line, the last one first, and what came from other weeks.
#[component]
pub fn Records(id: ItemId) -> impl IntoView {
    let list = use_list();
    let records = Memo::new(move |_| {
        list.live().of(Table::Purchases, id, |state| {
            let mut rows: Vec<&Purchase> = state.purchases_of(id).map(AsRef::as_ref).collect();
            order::sort_by_key(&mut rows, |row| std::cmp::Reverse((row.made, row.at, row.id)));
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        })
    });
    let moved = Memo::new(move |_| {
        list.live().of(Table::Transfers, id, |state| {
            let mut said = Vec::new();
            for row in state.transfers_of(id) {
                said.push(transfer(row, id));
            }
            said
        })
    });
    let waiting =
        Memo::new(move |_| list.live().of(Table::Purchases, id, |state| on_the_way(state, &[id], None)));
    let may = access::may(list.role, &Command::Receive(Receive { purchase_ids: Vec::new() }));
    let hand_over = move |_| {
        let purchase_ids = waiting.get_untracked();
        list.live().send_saying(Receive { purchase_ids }, "Handed over to the kitchen");
    };
    let button = may.then(|| {
        view! {
            <button
                class="button"
                type="button"
                hidden=move || waiting.with(Vec::is_empty)
                on:click=hand_over
            >
                <Icon name="truck" />
                "Hand over to the kitchen"
            </button>
        }
    });
    let nothing = move || records.with(Vec::is_empty) && moved.with(Vec::is_empty);
    view! {
        <section class="stack tight" hidden=nothing>
            <h3>"Bought so far"</h3>
            <ul class="rows">
                {each(records, |id| view! { <Record id /> }.into_any())}
                {move || moved.get().into_iter().map(|said| view! { <li><Icon name="swap" />{said}</li> }).collect_view()}
            </ul>
            {button}
        </section>
    }
    .into_any()
}

fn transfer(row: &Transfer, item: ItemId) -> String {
    let quantity = words::quantity(row.counted);
    if row.to_item_id == item {
        format!("{quantity} from the week {}", words::week(row.from_week))
    } else {
        format!("{quantity} to the week {}", words::week(row.to_week))
    }
}

#[component]
fn Record(id: PurchaseId) -> impl IntoView {
    let list = use_list();
    let record = Memo::new(move |_| list.live().row::<Purchase>(id));
    let counts = Memo::new(move |_| {
        let item = record.with(|record| record.as_ref().map(|record| record.item_id));
        item.is_some_and(|item| {
            list.live().of(Table::Purchases, item, |state| {
                let rows: Vec<&Purchase> = state.purchases_of(item).map(AsRef::as_ref).collect();
                counted(&rows).iter().any(|row| row.id == id)
            })
        })
    });
    let pricing = RwSignal::new(false);
    let row = move || {
        let record = record.get()?;
        let live = list.live();
        let quantity = words::quantity(record.counts_as_add.unwrap_or(record.quantity));
        let said = match record.kind {
            PurchaseKind::Add => quantity,
            PurchaseKind::Mark if record.counts_as_add.is_some() => quantity,
            PurchaseKind::Mark => format!("{quantity} in all"),
            PurchaseKind::Have => format!("{quantity} were here"),
        };
        let paid = record.paid.filter(|_| list.sees_money()).map(|paid| format!(" · {}", list.money(paid)));
        let mut small = format!("{}, {}", live.user_name(record.buyer_id), when(&live, record.at));
        for word in [&record.place, &record.note].into_iter().flatten().filter(|word| !word.is_empty()) {
            small.push_str(", ");
            small.push_str(word);
        }
        let gone = record.voided || !counts.get();
        if record.voided {
            small.push_str(" · voided");
        } else if gone {
            small.push_str(" · within a later total");
        }
        let stands = match (gone, record.received) {
            (true, _) => None,
            (false, true) => Some(("success", "check", "in the kitchen")),
            (false, false) => Some(("info", "truck", "on the way")),
        };
        let chip = stands.map(|(tone, icon, word)| {
            view! {
                <span class="chip" data-tone=tone>
                    <Icon name=icon />
                    {word}
                </span>
            }
        });
        let acts = (list.buys() && !record.voided).then(|| {
            let void = move |_| {
                list.live().send_saying(VoidPurchase { purchase_id: id }, "Purchase voided");
            };
            let price = (record.kind != PurchaseKind::Have).then(|| {
                view! {
                    <button
                        class="icon-button"
                        type="button"
                        aria-label="Say what was paid"
                        on:click=move |_| pricing.update(|on| *on = !*on)
                    >
                        <Icon name="money" />
                    </button>
                }
            });
            view! {
                {price}
                <button class="icon-button" type="button" aria-label="Void this purchase" on:click=void>
                    <Icon name="undo" />
                </button>
            }
        });
        Some(view! {
            <Avatar user=record.buyer_id silent=true class="small" />
            <span class="grow" class:withdrawn=gone>
                <b>{said}</b>
                {paid}
                <small class="soft">{small}</small>
            </span>
            {chip}
            {acts}
        })
    };
    view! {
        <li>{row}</li>
        {move || pricing.get().then(|| view! { <Price id pricing /> })}
    }
    .into_any()
}

/// A price named afterwards.
#[component]
fn Price(id: PurchaseId, pricing: RwSignal<bool>) -> impl IntoView {
    let list = use_list();
    let live = list.live();
    let Some(editing) = Editing::begin(&live, Table::Purchases, id) else { return ().into_any() };
    let text = RwSignal::new(live.with(|state| {
        let paid = state.live::<Purchase>(id).and_then(|row| row.paid);
        paid.map_or_else(String::new, typed_money)
    }));
    let take = Callback::new(move |(_, row): (&'static str, Row)| {
        if let Row::Purchase(row) = row {
            text.set(row.paid.map_or_else(String::new, typed_money));
        }
    });
    let wrong = move || text.with(|text| parse_money(text).is_err());
    let edited = move || {
        let paid = text.with_untracked(|text| parse_money(text)).ok()?;
        let base = match untrack(|| editing.base()) {
            Row::Purchase(base) => base.paid,
            _ => None,
        };
        let paid = if paid == base { Patch::Keep } else { paid.into() };
        Some(Command::from(EditPurchase { purchase_id: id, paid, place: Patch::Keep, note: Patch::Keep }))
    };
    let meanwhile = Form { fields: &["paid"], edit: Callback::new(move |()| edited()), take };
    let save = move || {
        if let Some(edit) = edited() {
            editing.send(edit);
            pricing.set(false);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            save();
        }
    };
    view! {
        <li>
            {meanwhile_in(editing, meanwhile)}
            <span class="grow unit-input">
                <input
                    inputmode="decimal"
                    aria-label="Paid for it"
                    aria-invalid=move || wrong().then_some("true")
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=key
                />
            </span>
            <button class="button small" type="button" disabled=wrong on:click=move |_| save()>
                "Save"
            </button>
        </li>
    }
    .into_any()
}

fn typed_money(money: Money) -> String {
    format!("{}.{:02}", money.0 / 100, money.0 % 100)
}

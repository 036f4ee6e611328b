//! What the client has paid.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::party::Party;
use super::price::{PriceInput, parse_price, price_in};
use super::shown;
use crate::browser::Live;
use crate::domain::command::{RecordPayment, VoidPayment};
use crate::domain::ids::PaymentId;
use crate::domain::order;
use crate::domain::rows::{Payment, PaymentKind, Table};
use crate::domain::values::{Date, Money};
use crate::ui::parts::{DateInput, Dialog, Field, Foot, Glow, Icon, SelectInput, Standing, TextInput, each};
use crate::ui::words;

const KINDS: [(PaymentKind, &str); 4] = [
    (PaymentKind::Deposit, "deposit"),
    (PaymentKind::Instalment, "instalment"),
    (PaymentKind::Final, "final"),
    (PaymentKind::Refund, "refund"),
];

const METHODS: [(&str, &str); 4] =
    [("transfer", "Transfer"), ("card", "Card"), ("cash", "Cash"), ("other", "Other")];

pub fn payments(party: Party) -> AnyView {
    let open = RwSignal::new(false);
    let ids = Memo::new(move |_| {
        party.live(|live| {
            live.of(Table::Payments, party.id, |state| {
                let mut rows: Vec<(Date, PaymentId)> =
                    state.payments_of(party.id).map(|row| (row.date, row.id)).collect();
                order::sort(&mut rows);
                rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        })
    });
    let add = move || {
        view! {
            <button class="button small" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                <Icon name="plus" class="small" />
                "Add"
            </button>
        }
    };
    view! {
        <section class="card flush" aria-labelledby="pay-title">
            <header>
                <h2 id="pay-title">"Payments"</h2>
                {move || party.edits.get().then(add)}
            </header>
            <ul class="rows">
                {each(ids, move |id| row(party, id))}
            </ul>
            <p class="pad soft" hidden=move || !ids.with(Vec::is_empty)>
                "Nothing was paid yet."
            </p>
        </section>
        <Dialog open=open title="Record a payment">
            {form(party, open)}
        </Dialog>
    }
    .into_any()
}

fn row(party: Party, id: PaymentId) -> AnyView {
    let glow = Glow::of(Table::Payments, id);
    let glowing = glow.clone();
    let content = move || {
        let payment = party.live(|live| live.row::<Payment>(id))?;
        let mut about = vec![payment.method.clone(), words::date(payment.date, party.today())];
        about.extend(Some(payment.reference.clone()).filter(|text| !text.is_empty()));
        about.extend(payment.voided.then(|| "voided".to_owned()));
        let sign = if payment.kind == PaymentKind::Refund { "−" } else { "" };
        let voids = !payment.voided && party.edits.get();
        let withdrawn = payment.voided;
        Some(
            view! {
                <span class="grow" class:withdrawn=withdrawn>
                    <b>{words::payment_kind(payment.kind)}</b>
                    <small class="soft">{about.join(", ")}</small>
                </span>
                <b class="num" class:withdrawn=withdrawn>
                    {sign}
                    {words::figure(payment.amount)}
                </b>
                {voids.then(|| void(party, id))}
            }
            .into_any(),
        )
    };
    view! {
        <li class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            {content} <Standing table=Table::Payments id=id />
        </li>
    }
    .into_any()
}

fn void(party: Party, id: PaymentId) -> AnyView {
    let void = move |_| {
        party.live(|live| live.send_saying(VoidPayment { payment_id: id }, "The payment is voided"));
    };
    view! {
        <button class="icon-button" type="button" aria-label="Void the payment" on:click=void>
            <Icon name="close" />
        </button>
    }
    .into_any()
}

fn form(party: Party, open: RwSignal<bool>) -> AnyView {
    let amount = RwSignal::new(String::new());
    let kind = RwSignal::new("deposit".to_owned());
    let method = RwSignal::new("transfer".to_owned());
    let date = RwSignal::new(party.live(Live::today_untracked).to_string());
    let reference = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let wrong = move || {
        let parsed = amount.with(|typed| parse_price(typed));
        match parsed {
            Err(words) => Some(words),
            Ok(Some(money)) if money > Money::ZERO => None,
            Ok(_) => tried.get().then(|| "How much?".to_owned()),
        }
    };
    let beyond = move || {
        let refund = kind.with(|word| word == "refund");
        let more = amount.with(|typed| parse_price(typed)).ok().flatten().filter(|_| refund)?;
        let paid_in = shown::figures(party)?.paid_in;
        (more > paid_in).then(|| format!("That is more than was paid in, {}.", words::figure(paid_in)))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let money = untrack(|| price_in(amount)).filter(|money| *money > Money::ZERO);
        let (Some(money), Ok(day)) = (money, date.with_untracked(|typed| typed.parse())) else { return };
        let kind =
            kind.with_untracked(|word| KINDS.iter().find(|(_, one)| one == word).map(|&(kind, _)| kind));
        party.live(|live| {
            let command = RecordPayment {
                payment_id: PaymentId(live.new_id()),
                budget_id: party.id,
                amount: money,
                kind: kind.unwrap_or(PaymentKind::Deposit),
                method: method.get_untracked(),
                date: day,
                reference: Some(reference.get_untracked()).filter(|text| !text.trim().is_empty()),
            };
            live.send_saying(command, "The payment is recorded");
        });
        open.set(false);
    };
    let kinds = KINDS.map(|(kind, word)| (word.to_owned(), words::payment_kind(kind).to_owned()));
    let methods = METHODS.map(|(word, name)| (word.to_owned(), name.to_owned()));
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <div class="fields">
                    <Field label="Amount" error=Signal::derive(wrong) hint=Signal::derive(beyond)>
                        <PriceInput value=amount />
                    </Field>
                    <Field label="What for">
                        <SelectInput value=kind options=kinds.to_vec() />
                    </Field>
                    <Field label="How">
                        <SelectInput value=method options=methods.to_vec() />
                    </Field>
                    <Field label="Date">
                        <DateInput value=date />
                    </Field>
                    <Field label="Reference" optional=true all=true>
                        <TextInput value=reference />
                    </Field>
                </div>
            </div>
            <Foot open act="Record" />
        </form>
    }
    .into_any()
}

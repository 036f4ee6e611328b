//! What is sold, line by line.

use leptos::prelude::*;

use super::super::code;
use super::cells::{amount_cell, price_cell};
use super::party::Party;
use super::shown::{Shown, amount_in_words, figures, shown};
use crate::browser::presence::mark;
use crate::domain::ids::LineId;
use crate::domain::order;
use crate::domain::rows::{LineCategory, Table};
use crate::ui::parts::{Glow, Icon, Others, Standing, each};
use crate::ui::words;

/// Which line the dialog is open for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    New,
    Line(LineId),
}

pub fn lines(party: Party) -> AnyView {
    let writing = RwSignal::new(None::<Writing>);
    let ids = Memo::new(move |_| {
        party.live(|live| {
            live.of(Table::BudgetLines, party.id, |state| {
                let mut ids: Vec<(LineCategory, LineId)> =
                    state.lines_of(party.id).map(|line| (line.category, line.id)).collect();
                order::sort(&mut ids);
                ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        })
    });
    let add = move || {
        view! {
            <button
                class="button small"
                type="button"
                aria-haspopup="dialog"
                on:click=move |_| writing.set(Some(Writing::New))
            >
                <Icon name="plus" class="small" />
                "Add a line"
            </button>
        }
    };
    let empty = Memo::new(move |_| ids.with(Vec::is_empty));
    view! {
        <section class="card flush" aria-labelledby="lines-title">
            <header>
                <h2 id="lines-title">"Lines"</h2>
                {move || party.edits.get().then(add)}
            </header>
            {move || if empty.get() { none(party) } else { table(party, ids, writing) }}
        </section>
        {code::party_form(
            move || writing.with(Option::is_some),
            move || code::close(writing),
            move |forms| (forms.line)(party, writing),
        )}
    }
    .into_any()
}

fn none(party: Party) -> AnyView {
    let words = move || {
        if party.edits.get() {
            "Add dishes, drinks and whatever else the party costs."
        } else {
            "Nothing is on the offer yet."
        }
    };
    view! {
        <div class="empty">
            <Icon name="list" />
            <h3>"No lines yet"</h3>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn table(party: Party, ids: Memo<Vec<LineId>>, writing: RwSignal<Option<Writing>>) -> AnyView {
    let money = party.sees_money();
    let head = |name: &'static str| view! { <th scope="col" class="num">{name}</th> };
    let totals = move || {
        let figures = figures(party)?;
        Some(view! {
            <tr>
                <th scope="row" colspan="3">
                    "Sum"
                </th>
                <td class="num" data-label="Sold">
                    {party.cash(figures.sold)}
                </td>
                <td class="num" data-label="Planned cost">
                    {party.cash(figures.planned)}
                </td>
                <td></td>
            </tr>
        })
    };
    view! {
        <div class="fits">
            <div class="table-box">
                <table class="table folding">
                    <caption class="hidden-text">"Lines of the party"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Line"</th>
                            {head("Quantity")}
                            {money.then(|| view! { {head("Unit price")} {head("Sum")} {head("Planned cost")} })}
                            <th scope="col">
                                <span class="hidden-text">"Edit"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {each(ids, move |id| row(party, id, money, writing))}
                    </tbody>
                    {money.then(|| view! { <tfoot>{totals}</tfoot> })}
                </table>
            </div>
        </div>
    }
    .into_any()
}

fn row(party: Party, id: LineId, money: bool, writing: RwSignal<Option<Writing>>) -> AnyView {
    let glow = Glow::of(Table::BudgetLines, id);
    let glowing = glow.clone();
    let line = Memo::new(move |_| shown(party, id));
    let title = move || line.with(|line| line.as_ref().map(|line| line.title.clone()).unwrap_or_default());
    let about = move || line.with(|line| line.as_ref().map(|line| line.about.clone()));
    let whom = move || {
        let whom = line.with(|line| line.as_ref()?.whom.clone())?;
        Some(view! {
            <span class="chip" data-tone="info">
                <Icon name="people" />
                {whom}
            </span>
        })
    };
    let read = move |read: fn(&Shown) -> String| {
        move || line.with(|line| line.as_ref().map(read).unwrap_or_default())
    };
    let edit = move || {
        view! {
            <button
                class="icon-button"
                type="button"
                aria-haspopup="dialog"
                aria-label=move || ["Edit ", &title()].concat()
                on:click=move |_| writing.set(Some(Writing::Line(id)))
            >
                <Icon name="edit" />
            </button>
        }
    };
    // What a booked party needs is changed where it is shown first what follows.
    let amount = move || {
        if party.edits.get() && !party.is_booked() {
            amount_cell(party, id, line)
        } else {
            view! { {read(amount_in_words)} }.into_any()
        }
    };
    let price = move || {
        if party.edits.get() {
            price_cell(party, id, line)
        } else {
            view! { {read(|line| line.price.map(words::figure).unwrap_or_default())} }.into_any()
        }
    };
    view! {
        <tr
            class:glow=move || glowing.get()
            data-row=mark(Table::BudgetLines, id)
            on:animationend=move |_| glow.done()
        >
            <th scope="row">
                <Others id />
                {title} <small class="soft">{about}</small> {whom} <Standing table=Table::BudgetLines id=id />
            </th>
            <td class="num" data-label="Quantity">
                {amount}
            </td>
            {money
                .then(|| {
                    view! {
                        <td class="num" data-label="Unit price">
                            {price}
                        </td>
                        <td class="num" data-label="Sum">
                            {read(|line| words::figure(line.sum))}
                        </td>
                        <td class="num" data-label="Planned cost">
                            {read(|line| line.cost.map(words::figure).unwrap_or_default())}
                        </td>
                    }
                })}
            <td>{move || party.edits.get().then(edit)}</td>
        </tr>
    }
    .into_any()
}

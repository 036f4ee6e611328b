//! Amount and price of a line, changed in their cells.

use leptos::prelude::*;

use super::line::Counted;
use super::party::{Party, started_from};
use super::price::{parse_price, typed_price};
use super::shown::Shown;
use crate::domain::command::{Command, PutBudgetLine};
use crate::domain::ids::LineId;
use crate::domain::rows::{BudgetLine, Portions};
use crate::domain::values::{Patch, Revision};
use crate::ui::parts::parse_quantity;

/// How much of it.
pub fn amount_cell(party: Party, id: LineId, line: Memo<Option<Shown>>) -> AnyView {
    let value = Signal::derive(move || {
        line.with(|line| line.as_ref().map(|line| line.amount.clone()).unwrap_or_default())
    });
    let otherwise = move || line.with(|line| line.as_ref().map(|line| line.otherwise.clone()));
    let label = move || {
        line.with(|line| line.as_ref().map(|line| [line.counted.label(), " of ", &line.title].concat()))
    };
    let commit = move |typed: String, seen: Revision| {
        let counted = line.with_untracked(|line| line.as_ref().map(|line| line.counted));
        let mut put = unchanged(party, id);
        match counted {
            Some(Counted::Portions) => match typed.trim() {
                "" => put.portions = Patch::Clear,
                typed => match typed.parse() {
                    Ok(count @ 1..=10_000) => put.portions = Patch::Set(Portions::Count(count)),
                    Ok(_) | Err(_) => return false,
                },
            },
            Some(Counted::In(unit)) => match parse_quantity(&typed, unit) {
                Ok(quantity) => put.quantity = quantity.filter(|amount| !amount.is_zero()).into(),
                Err(_) => return false,
            },
            None => return false,
        }
        send(party, id, put, seen);
        true
    };
    cell(value, label, otherwise, commit)
}

/// What the client pays for one.
pub fn price_cell(party: Party, id: LineId, line: Memo<Option<Shown>>) -> AnyView {
    let value =
        Signal::derive(move || typed_price(line.with(|line| line.as_ref().and_then(|line| line.price))));
    let label = move || line.with(|line| line.as_ref().map(|line| ["Unit price of ", &line.title].concat()));
    let commit = move |typed: String, seen: Revision| {
        let Ok(price) = parse_price(&typed) else { return false };
        send(party, id, PutBudgetLine { unit_price: price.into(), ..unchanged(party, id) }, seen);
        true
    };
    cell(value, label, || None, commit)
}

fn unchanged(party: Party, id: LineId) -> PutBudgetLine {
    PutBudgetLine {
        line_id: id,
        budget_id: party.id,
        category: None,
        text: None,
        dish_id: Patch::Keep,
        menu_id: Patch::Keep,
        product_id: Patch::Keep,
        portions: Patch::Keep,
        quantity: Patch::Keep,
        unit_price: Patch::Keep,
        planned_cost: Patch::Keep,
    }
}

fn send(party: Party, id: LineId, put: PutBudgetLine, seen: Revision) {
    party.live(|live| {
        let row = live.with(|state| state.live::<BudgetLine>(id).cloned());
        let command = Command::from(put);
        let was = row.map(|row| started_from(row.as_ref(), &command)).unwrap_or_default();
        live.send_from(command, seen, was);
    });
}

/// A field in a cell. What is being typed is nobody's to overwrite; it is taken on leaving.
fn cell(
    value: Signal<String>,
    label: impl Fn() -> Option<String> + Send + Sync + 'static,
    otherwise: impl Fn() -> Option<String> + Send + Sync + 'static,
    commit: impl Fn(String, Revision) -> bool + Send + Sync + 'static,
) -> AnyView {
    let live = crate::browser::use_live();
    let draft = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(false);
    let seen = StoredValue::new(Revision::ZERO);
    let shown = move || draft.get().unwrap_or_else(|| value.get());
    let leave = move |_| {
        let Some(typed) = draft.get_untracked() else { return };
        let fits = typed.trim() == value.get_untracked() || commit(typed, seen.get_value());
        wrong.set(!fits);
        if fits {
            draft.set(None);
        }
    };
    view! {
        <input
            class="input num"
            inputmode="decimal"
            aria-label=label
            aria-invalid=move || wrong.get().then_some("true")
            placeholder=otherwise
            value=value.get_untracked()
            prop:value=shown
            on:focus=move |_| seen.set_value(live.seen())
            on:input=move |event| draft.set(Some(event_target_value(&event)))
            on:change=leave
        />
    }
    .into_any()
}

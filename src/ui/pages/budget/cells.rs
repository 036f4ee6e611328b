//! Amount and price of a line, changed in their cells.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use serde_json::Value;

use super::line::{Counted, portions};
use super::party::Party;
use super::price::{parse_price, typed_price};
use super::shown::Shown;
use crate::domain::command::PutBudgetLine;
use crate::domain::ids::LineId;
use crate::domain::rows::{Portions, Table};
use crate::domain::values::{Money, Patch};
use crate::ui::parts::{Editing, Held, editable, element_id, meanwhile, parse_quantity};

/// How much of it.
pub fn amount_cell(party: Party, id: LineId, line: Memo<Option<Shown>>) -> AnyView {
    let value = Signal::derive(move || {
        line.with(|line| line.as_ref().map(|line| line.amount.clone()).unwrap_or_default())
    });
    let otherwise = move || line.with(|line| line.as_ref().map(|line| line.otherwise.clone()));
    let label = move || {
        line.with(|line| line.as_ref().map(|line| [line.counted.label(), " of ", &line.title].concat()))
    };
    let commit = move |typed: String, editing: Editing| {
        let counted = line.with_untracked(|line| line.as_ref().map(|line| line.counted));
        let mut put = unchanged(party, id);
        match counted {
            Some(Counted::Portions) => put.portions = portions(&typed)?.map(Portions::Count).into(),
            Some(Counted::In(unit)) => {
                put.quantity = parse_quantity(&typed, unit)?.filter(|amount| !amount.is_zero()).into();
            }
            None => return Ok(()),
        }
        editing.send(put);
        Ok(())
    };
    let field = move || match line.with_untracked(|line| line.as_ref().map(|line| line.counted)) {
        Some(Counted::Portions) => "portions",
        Some(Counted::In(_)) | None => "quantity",
    };
    cell(
        id,
        Shows { value, label: Box::new(label), otherwise: Box::new(otherwise), text: editable },
        field,
        commit,
    )
}

/// What the client pays for one.
pub fn price_cell(party: Party, id: LineId, line: Memo<Option<Shown>>) -> AnyView {
    let value =
        Signal::derive(move || typed_price(line.with(|line| line.as_ref().and_then(|line| line.price))));
    let label = move || line.with(|line| line.as_ref().map(|line| ["Unit price of ", &line.title].concat()));
    let commit = move |typed: String, editing: Editing| {
        editing.send(PutBudgetLine { unit_price: parse_price(&typed)?.into(), ..unchanged(party, id) });
        Ok(())
    };
    let text = |value: &Value| typed_price(value.as_i64().map(Money));
    cell(
        id,
        Shows { value, label: Box::new(label), otherwise: Box::new(|| None), text },
        || "unitPrice",
        commit,
    )
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

/// What a cell shows while nobody types in it.
struct Shows {
    value: Signal<String>,
    label: Box<dyn Fn() -> Option<String> + Send + Sync>,
    otherwise: Box<dyn Fn() -> Option<String> + Send + Sync>,
    /// How a value of the field is typed.
    text: fn(&Value) -> String,
}

/// A field in a cell. What is being typed is nobody's to overwrite; it is taken on leaving, or, where
/// somebody else has changed it meanwhile, once the strip beneath has been answered.
fn cell(
    id: LineId,
    shows: Shows,
    field: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
    commit: impl Fn(String, Editing) -> Result<(), String> + Send + Sync + 'static,
) -> AnyView {
    let live = crate::browser::use_live();
    let Shows { value, label, otherwise, text } = shows;
    let control = element_id();
    let editing = RwSignal::new(None::<Editing>);
    let typed = RwSignal::new(String::new());
    // What is wrong with what was left in it.
    let wrong = RwSignal::new(None::<String>);
    // What the field and its control held when it was entered: some values are not typed as they are.
    let first = StoredValue::new(None::<(Value, String)>);
    let shown = move || if editing.with(Option::is_some) { typed.get() } else { value.get() };
    let begin = Callback::new(move |()| {
        if editing.with_untracked(Option::is_none) {
            let begun = Editing::begin(&live, Table::BudgetLines, id);
            typed.set(value.get_untracked());
            first.set_value(begun.map(|begun| (begun.started_from(field()), value.get_untracked())));
            editing.set(begun);
        }
    });
    let leave = move || {
        let Some(begun) = editing.get_untracked().filter(|begun| !begun.is_met(&[field()])) else { return };
        let words = typed.get_untracked();
        let base = untrack(|| begun.started_from(field()));
        let stands = match first.get_value().filter(|(was, _)| *was == base) {
            Some((_, was)) => words.trim() == was,
            None => words.trim() == text(&base),
        };
        let said = if stands { Ok(()) } else { commit(words, begun) };
        if said.is_ok() {
            editing.set(None);
        }
        wrong.set(said.err());
    };
    let leave = Callback::new(move |()| leave());
    // What stood there stands there again.
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && editing.with_untracked(Option::is_some) {
            editing.set(None);
            wrong.set(None);
            begin.run(());
        }
    };
    let met = {
        let control = control.clone();
        move || {
            let held = Held { typed, text };
            editing.get().map(|begun| meanwhile(begun, field(), held, control.clone()))
        }
    };
    view! {
        <input
            class="input num"
            id=control
            inputmode="decimal"
            data-commits=""
            aria-label=label
            aria-invalid=move || wrong.with(Option::is_some).then_some("true")
            placeholder=otherwise
            value=value.get_untracked()
            prop:value=shown
            on:focus=move |_| begin.run(())
            on:input=move |event| typed.set(event_target_value(&event))
            on:keydown=key
            on:change=move |_| leave.run(())
            on:blur=move |_| leave.run(())
        />
        {move || wrong.get().map(|words| view! { <small class="error" role="alert">{words}</small> })}
        {met}
    }
    .into_any()
}

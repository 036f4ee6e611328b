//! What this person did last, each with the way to take it back: "Beef ribs, amount: 12 → 14 kg, 18:02".

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::Element;
use serde_json::Value;
use uuid::Uuid;

use crate::browser::{Live, use_live};
use crate::domain::context::{Act, Edit};
use crate::domain::ids::CommandId;
use crate::domain::rows::{Row, Table};
use crate::domain::sight;
use crate::domain::values::{Instant, LocalTime};
use crate::ui::parts::{field_name, readable_field, row_name, shortened};
use crate::ui::words;

/// Older ones are undone where they are.
const SHOWN: usize = 20;

/// An act that still stands.
#[derive(Clone, PartialEq)]
struct Done {
    id: CommandId,
    words: String,
    at: String,
}

/// The list, folded.
#[component]
pub fn Acts() -> impl IntoView {
    let live = StoredValue::new(use_live());
    let open = RwSignal::new(false);
    // Nobody waits for what is folded.
    let done = Memo::new(move |_| if open.get() { live.with_value(done) } else { Vec::new() });
    let item = move |done: Done| {
        let id = done.id;
        let undo = move |_| live.with_value(|live| live.undo(id));
        view! {
            <li>
                <span>{done.words.clone()} <small>{done.at}</small></span>
                <button class="button small quiet" type="button" aria-label=["Undo: ", &done.words].concat() on:click=undo>
                    "Undo"
                </button>
            </li>
        }
    };
    view! {
        <details class="fold acts" on:toggle=move |event| {
                let details = event.target().and_then(|details| details.dyn_into::<Element>().ok());
                open.set(details.is_some_and(|details| details.has_attribute("open")));
            }>
            <summary class="pad">"What you did here"</summary>
            <ul>{move || done.get().into_iter().map(item).collect_view()}</ul>
            <p class="pad soft" hidden=move || !open.get() || !done.read().is_empty()>
                "Nothing that could be undone."
            </p>
        </details>
    }
    .into_any()
}

fn done(live: &Live) -> Vec<Done> {
    let mut all = Vec::new();
    for (id, act) in live.acts() {
        if all.len() == SHOWN {
            break;
        }
        if let Some(words) = words_of(live, id, &act) {
            all.push(Done { id, words, at: at(live, id) });
        }
    }
    all
}

/// What an act did, as far as it still stands; none where nothing of it is left to undo.
fn words_of(live: &Live, id: CommandId, act: &Act) -> Option<String> {
    if matches!(act.kind.as_str(), "undo" | "mark-read") {
        return None;
    }
    let stands = |table: Table, id: Uuid| {
        let row = live.row_in(table, id)?;
        let is_void = row.field("voided") == Some(Value::Bool(true));
        (!is_void).then_some(row)
    };
    let made = act.created.iter().find_map(|&(table, row)| stands(table, row));
    if let Some(row) = made {
        let name = name_of(live, &row);
        let much = match &row {
            Row::Purchase(row) => [", ", &words::quantity(row.quantity)].concat(),
            _ => String::new(),
        };
        return Some([verb(&act.kind), ": ", &name, &much].concat());
    }
    let mut changes = act.edits.iter().filter_map(|edit| Some((edit, after(live, id, edit)?)));
    if let Some((edit, (row, value))) = changes.next() {
        let (name, field) = (name_of(live, &row), field_name(&edit.field));
        let before = shortened(readable_field(live, &edit.field, &edit.value_before));
        let after = shortened(readable_field(live, &edit.field, &value));
        let more = match changes.count() {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        return Some(format!("{name}, {field}: {before} → {after}{more}"));
    }
    let gone = act.removed.iter().find(|&&(table, id)| live.row_in(table, id).is_none());
    gone.map(|&(table, id)| [verb(&act.kind), ": ", &row_name(live, table, id, None)].concat())
}

fn name_of(live: &Live, row: &Row) -> String {
    row_name(live, row.table(), row.key(), sight::budget_of(row))
}

/// The row and what an edit has made of its field, where it is still what the act said.
fn after(live: &Live, id: CommandId, edit: &Edit) -> Option<(Row, Value)> {
    let row = live.row_in(edit.table, edit.row_id)?;
    let settings = row.settings().get(&edit.field);
    let value = settings?.iter().find(|one| one.command == id)?.value.clone();
    Some((row, value))
}

/// What an act does that makes or removes a row, by its name on the wire.
fn verb(kind: &str) -> &'static str {
    match kind {
        "mark-purchased" | "add-purchase" | "mark-many-purchased" => "Bought",
        "have-already" => "Had already",
        "record-payment" => "Recorded",
        "comment" => "Said",
        "propose-substitute" => "Proposed",
        "take-surplus" => "Took",
        "invite" => "Invited",
        kind if kind.starts_with("remove") => "Removed",
        _ => "Added",
    }
}

/// When it was done: the id of a command is as old as the act.
fn at(live: &Live, id: CommandId) -> String {
    let millis = id.0.as_u128() >> 80;
    let offsets = live.workspace();
    let at = LocalTime::at(
        Instant(i64::try_from(millis).unwrap_or_default()),
        offsets.as_ref().map_or(&[][..], |row| &row.offsets),
    );
    words::time(at, live.today())
}

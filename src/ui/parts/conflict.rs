//! Settling two changes of one field that met.

use leptos::prelude::*;
use serde_json::Value;

use super::dialog::{Dialog, Foot};
use super::met::{change, value_in};
use super::value::editable;
use super::{Avatar, field_name, open_while, parse_quantity, row_name};
use crate::browser::{Live, use_live};
use crate::domain::command::ResolveConflict;
use crate::domain::ids::ConflictId;
use crate::domain::json::{self, ToJson as _};
use crate::domain::merge::ConflictKind;
use crate::domain::rows::{Conflict, ConflictState, Setting};
use crate::domain::values::{Date, Instant, LocalTime, Quantity, TimeOfDay};
use crate::domain::work::{GONE, KEPT};
use crate::ui::words;

/// Mine, theirs, or a third value, for the question in `chosen`. What is settled is what stood there
/// when it was opened.
#[component]
pub fn ConflictDialog(chosen: RwSignal<Option<ConflictId>>) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let open = open_while(chosen);
    let conflict = move || {
        let id = chosen.get()?;
        live.with_value(|live| live.with(|state| state.live::<Conflict>(id).cloned()))
    };
    let about = Signal::derive(move || {
        let conflict = conflict()?;
        Some(live.with_value(|live| {
            let named = named(live, &conflict);
            let Some(was) = &conflict.was else { return named };
            [&named, ". Both started from ", &value_in(live, &conflict, was)].concat()
        }))
    });
    view! {
        <Dialog open title="Two changes met" about>
            {move || conflict().map(|conflict| view! { <Versions conflict=(*conflict).clone() open /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Versions(conflict: Conflict, open: RwSignal<bool>) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let me = live.with_value(Live::user_id);
    let conflict_id = conflict.id;
    let mine = conflict.values.iter().position(|one| one.user_id == me);
    // The row's own value is the first one's; the third choice comes after all of them.
    let choice = RwSignal::new(mine.unwrap_or(0));
    let third = conflict.values.len();
    let sample = conflict.values.iter().map(|one| &one.value).find(|value| !value.is_null()).cloned();
    let written = RwSignal::new(sample.as_ref().map(editable).unwrap_or_default());
    let wrong = RwSignal::new(false);
    let values: Vec<Value> = conflict.values.iter().map(|one| decided(conflict.kind, &one.value)).collect();
    let may_write = conflict.kind != ConflictKind::Removed && sample.is_some();
    let kept = conflict.kept.as_ref().filter(|_| conflict.kind != ConflictKind::Removed);
    let kept = kept.map(|kept| live.with_value(|live| value_in(live, &conflict, kept)));
    // Somebody else may have settled it while the dialog stood open.
    let settled = Memo::new(move |_| {
        let now = live.with_value(|live| live.row::<Conflict>(conflict_id));
        let now = now.filter(|now| now.state == ConflictState::Open);
        now.is_none()
    });
    let settle = {
        let sample = sample.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let value = match values.get(choice.get_untracked()) {
                Some(value) => Some(value.clone()),
                None => sample.as_ref().and_then(|sample| like(sample, &written.get_untracked())),
            };
            let Some(value) = value else { return wrong.set(true) };
            live.with_value(|live| live.send_saying(ResolveConflict { conflict_id, value }, "Settled"));
            open.set(false);
        }
    };
    let versions = conflict
        .values
        .iter()
        .enumerate()
        .map(|(at, setting)| version(live, &conflict, at, setting, setting.user_id == me, choice));
    view! {
        <form on:submit=settle>
            <div class="dialog-body">
                <fieldset class="versions">
                    <legend class="hidden-text">"Which one holds?"</legend>
                    {versions.collect_view()}
                    {may_write.then(|| write_third(third, sample.as_ref(), choice, written, wrong))}
                </fieldset>
                {kept
                    .map(|kept| {
                        view! { <p class="soft">"Until this is settled everybody sees " {kept} ", with a mark."</p> }
                    })}
                {move || {
                    settled
                        .get()
                        .then(|| view! { <p class="strip" role="status" data-tone="info">"Somebody has settled this meanwhile."</p> })
                }}
            </div>
            <Foot open act="Settle it" cancel="Later" disabled=settled />
        </form>
    }
    .into_any()
}

/// "Harvest supper, notes".
fn named(live: &Live, conflict: &Conflict) -> String {
    let name = row_name(live, conflict.table, conflict.row_id, conflict.budget_id);
    [&name, ", ", &field_name(&conflict.field)].concat()
}

/// The value that a choice decides for: of a change that met a removal, that the row stays.
fn decided(kind: ConflictKind, value: &Value) -> Value {
    if kind == ConflictKind::Removed && value != GONE { KEPT.into() } else { value.clone() }
}

fn version(
    live: StoredValue<Live>,
    conflict: &Conflict,
    at: usize,
    setting: &Setting,
    is_mine: bool,
    choice: RwSignal<usize>,
) -> AnyView {
    let word = if is_mine { "Keep mine" } else { "Take theirs" };
    let value = match &setting.value {
        value if conflict.kind != ConflictKind::Removed => {
            live.with_value(|live| value_in(live, conflict, value))
        }
        value if value == GONE => "Remove it".to_owned(),
        value => match live.with_value(|live| change(live, value)) {
            Some(change) => ["It stays, with ", &change].concat(),
            None => "It stays".to_owned(),
        },
    };
    let who = if is_mine {
        "You".to_owned()
    } else {
        untrack(|| live.with_value(|live| live.user_name(setting.user_id)))
    };
    let when = live.with_value(|live| when(live, setting.at));
    view! {
        <label>
            <span class="check">
                <input
                    type="radio"
                    name="version"
                    checked=choice.get_untracked() == at
                    prop:checked=move || choice.get() == at
                    on:change=move |_| choice.set(at)
                />
                <b>{word}</b>
            </span>
            <span class="value">{value}</span>
            <small class="cluster">
                <Avatar user=setting.user_id silent=true class="small" />
                {who}
                ", "
                {when}
            </small>
        </label>
    }
    .into_any()
}

fn write_third(
    at: usize,
    sample: Option<&Value>,
    choice: RwSignal<usize>,
    written: RwSignal<String>,
    wrong: RwSignal<bool>,
) -> AnyView {
    let kind = match sample.map(shape) {
        Some(Shape::Date) => "date",
        Some(Shape::Time) => "time",
        Some(Shape::LocalTime) => "datetime-local",
        Some(Shape::Quantity(_) | Shape::Number | Shape::Text) | None => "text",
    };
    let write = move |event: leptos::ev::Event| {
        wrong.set(false);
        written.set(event_target_value(&event));
    };
    let invalid = move || (wrong.get() && choice.get() == at).then_some("true");
    let input = if matches!(sample.map(shape), Some(Shape::Text)) {
        view! {
            <textarea
                class="input"
                aria-label="A third value"
                aria-invalid=invalid
                prop:value=written
                on:focus=move |_| choice.set(at)
                on:input=write
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input"
                type=kind
                aria-label="A third value"
                aria-invalid=invalid
                prop:value=written
                on:focus=move |_| choice.set(at)
                on:input=write
            />
        }
        .into_any()
    };
    view! {
        <label>
            <span class="check">
                <input
                    type="radio"
                    name="version"
                    prop:checked=move || choice.get() == at
                    on:change=move |_| choice.set(at)
                />
                <b>"Write a third"</b>
            </span>
            {input}
        </label>
    }
    .into_any()
}

/// What a field's value looks like, so that a person can write another one.
enum Shape {
    Quantity(Quantity),
    LocalTime,
    Date,
    Time,
    Number,
    Text,
}

fn shape(value: &Value) -> Shape {
    if let Ok(quantity) = json::from_value::<Quantity>(value) {
        return Shape::Quantity(quantity);
    }
    match value {
        Value::String(text) if text.parse::<LocalTime>().is_ok() => Shape::LocalTime,
        Value::String(text) if text.parse::<Date>().is_ok() => Shape::Date,
        Value::String(text) if text.parse::<TimeOfDay>().is_ok() => Shape::Time,
        Value::Number(_) => Shape::Number,
        _ => Shape::Text,
    }
}

/// What was written, as a value like the sample.
fn like(sample: &Value, written: &str) -> Option<Value> {
    let written = written.trim();
    match shape(sample) {
        Shape::Quantity(quantity) => {
            let typed = parse_quantity(written, quantity.unit()).ok().flatten()?;
            Some(typed.to_json())
        }
        Shape::LocalTime => written.parse::<LocalTime>().is_ok().then(|| written.into()),
        Shape::Date => written.parse::<Date>().is_ok().then(|| written.into()),
        Shape::Time => written.parse::<TimeOfDay>().is_ok().then(|| written.into()),
        Shape::Number => written.parse::<u32>().ok().map(Into::into),
        Shape::Text => Some(written.into()),
    }
}

/// "today 14:02".
fn when(live: &Live, at: Instant) -> String {
    let today = live.today_untracked();
    words::time(live.with(|state| local(state, at)), today)
}

fn local(state: &crate::domain::state::State, at: Instant) -> LocalTime {
    LocalTime::at(at, state.workspace().map_or(&[][..], |row| &row.offsets))
}

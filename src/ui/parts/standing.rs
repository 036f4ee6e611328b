//! Where a row stands: waiting on this device, refused, or met by somebody else's change.

use std::time::Duration;

use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::met::{may_settle, said, same_goods, way_back};
use super::value::{readable_field, shortened};
use super::{ConflictDialog, Icon, field_name};
use crate::browser::{Live, use_live};
use crate::domain::ids::{CommandId, ConflictId};
use crate::domain::merge::ConflictKind;
use crate::domain::rows::{Conflict, ConflictState, Table};

/// A merge is worth a line for a day.
const TOLD_FOR: i64 = 24 * 60 * 60 * 1000;

/// An act that reaches the server sooner needs no mark: the row would only jump.
const SOON: Duration = Duration::from_millis(400);

/// What to put into every row and card: the mark while an act of this person about it waits, what
/// was refused, and what met. Nothing where all is well.
#[component]
pub fn Standing(table: Table, #[prop(into)] id: Uuid) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let conflicts = Memo::new(move |_| live.with_value(|live| conflicts(live, table, id)));
    let settling = RwSignal::new(None::<ConflictId>);
    let has_met =
        Memo::new(move |before: Option<&bool>| before == Some(&true) || !conflicts.read().is_empty());
    let is_waiting = Memo::new(move |_| live.with_value(|live| live.is_waiting(id)));
    let is_late = RwSignal::new(false);
    Effect::new(move |_| {
        if is_late.get_untracked() {
            is_late.set(false);
        }
        if is_waiting.get() {
            let tell = move || {
                is_late.try_set(true);
            };
            set_timeout(tell, SOON);
        }
    });
    view! {
        {move || (is_waiting.get() && is_late.get()).then(waiting)}
        {move || {
            let refused = live.with_value(|live| live.refused_about(id));
            refused.into_iter().map(|(id, envelope, why)| refused_strip(live, id, &envelope.data, why)).collect_view()
        }}
        <For
            each=move || conflicts.get()
            key=|id| *id
            children=move |id| view! { <ConflictStrip id settling /> }.into_any()
        />
        // Outside the strips: it stays open when somebody else settles what it is about.
        {move || has_met.get().then(|| view! { <ConflictDialog chosen=settling /> })}
    }
    .into_any()
}

fn waiting() -> AnyView {
    view! {
        <span class="waiting cluster">
            <Icon name="clock" />
            <small>"on this device"</small>
        </span>
    }
    .into_any()
}

/// Open ones, and merges of the last day.
fn conflicts(live: &Live, table: Table, id: Uuid) -> Vec<ConflictId> {
    let all = live.of(Table::Conflicts, id, |state| {
        let shown = state
            .conflicts_on(table, id)
            .filter(|one| matches!(one.state, ConflictState::Open | ConflictState::Merged))
            // A task says itself that a block has lost.
            .filter(|one| {
                !(table == Table::Tasks && one.field == "block" && one.state == ConflictState::Merged)
            });
        shown.map(|one| (one.id, one.state, one.at)).collect::<Vec<_>>()
    });
    let fresh = |(_, state, at): &(ConflictId, ConflictState, crate::domain::values::Instant)| {
        *state == ConflictState::Open || live.now().0 - at.0 < TOLD_FOR
    };
    all.into_iter().filter(fresh).map(|(id, ..)| id).collect()
}

fn refused_strip(live: StoredValue<Live>, id: CommandId, data: &Value, why: String) -> AnyView {
    let typed = live.with_value(|live| typed(live, data));
    view! {
        <div class="strip" data-tone="danger">
            <Icon name="refused" />
            <p>
                <b>"Not saved: "</b>
                {why}
                {typed.map(|typed| view! { " You typed "<b>{typed}</b>"." })}
            </p>
            <button class="button small" type="button" on:click=move |_| live.with_value(|live| live.retry(id))>
                "Try again"
            </button>
            <button
                class="button small quiet"
                type="button"
                on:click=move |_| drop(live.with_value(|live| live.discard(id)))
            >
                "Discard"
            </button>
        </div>
    }
    .into_any()
}

/// What a person had put into an act, in words: "Harvest dinner"; of several fields each with its name.
pub fn typed(live: &Live, data: &Value) -> Option<String> {
    let is_said = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => true,
    };
    let said = data.as_object()?.iter().filter(|(name, value)| {
        !name.ends_with("Id") && !name.ends_with("Ids") && *name != "table" && is_said(value)
    });
    let mut words: Vec<(String, String)> =
        said.map(|(name, value)| (field_name(name), readable_field(live, name, value))).collect();
    if let [(_, only)] = &mut words[..] {
        return Some(shortened(std::mem::take(only)));
    }
    let words: Vec<String> = words.into_iter().map(|(name, value)| [&name, ": ", &value].concat()).collect();
    (!words.is_empty()).then(|| shortened(words.join(", ")))
}

/// One change that met another.
#[component]
fn ConflictStrip(id: ConflictId, settling: RwSignal<Option<ConflictId>>) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let strip = move || {
        let conflict = live.with_value(|live| live.row::<Conflict>(id))?;
        let (what, who) = live.with_value(|live| said(live, &conflict));
        let is_open = conflict.state == ConflictState::Open;
        let may = live.with_value(|live| may_settle(live, &conflict));
        let act = match (is_open, conflict.kind == ConflictKind::ShoppingPurchase) {
            _ if !may => ().into_any(),
            (true, true) => same_goods(live, id),
            (true, false) => resolve(live, id, settling),
            (false, _) => way_back(live, &conflict),
        };
        let (tone, icon) = if is_open { ("warning", "warning") } else { ("info", "info") };
        Some(view! {
            <div class="strip" data-tone=tone>
                <Icon name=icon />
                <p>
                    <b>{what}</b>
                    " "
                    {who}
                    "."
                </p>
                {act}
            </div>
        })
    };
    strip.into_any()
}

/// Opens the dialog; busy while an answer is on its way.
pub fn resolve(live: StoredValue<Live>, id: ConflictId, settling: RwSignal<Option<ConflictId>>) -> AnyView {
    let settle = move |_| settling.set(Some(id));
    let is_busy = move || live.with_value(|live| live.is_waiting(id)).then_some("true");
    view! {
        <button class="button small" type="button" aria-haspopup="dialog" aria-busy=is_busy on:click=settle>
            "Resolve"
        </button>
    }
    .into_any()
}

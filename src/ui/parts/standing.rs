//! Where a row stands: waiting on this device, refused, or met by somebody else's change.

use std::time::Duration;

use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::value::readable;
use super::{ConflictDialog, Icon};
use crate::browser::{Live, use_live};
use crate::domain::access;
use crate::domain::command::AnswerSameGoods;
use crate::domain::ids::{CommandId, ConflictId};
use crate::domain::merge::{ConflictKind, Resolution};
use crate::domain::rows::{Conflict, ConflictState, Setting, Table};

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
            children=|id| view! { <ConflictStrip id /> }.into_any()
        />
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

/// What a person had put into an act, in words.
pub fn typed(live: &Live, data: &Value) -> Option<String> {
    let said = data.as_object()?.iter().filter(|(name, value)| {
        !name.ends_with("Id") && !name.ends_with("Ids") && *name != "table" && !value.is_null()
    });
    let words: Vec<String> = said.map(|(_, value)| readable(live, value)).collect();
    (!words.is_empty()).then(|| shortened(words.join(", ")))
}

/// The beginning of a text that is too long for a strip.
fn shortened(text: String) -> String {
    const SHOWN: usize = 120;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => [&text[..end], "…"].concat(),
        None => text,
    }
}

/// One change that met another.
#[component]
fn ConflictStrip(id: ConflictId) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let open = RwSignal::new(false);
    let strip = move || {
        let conflict = live.with_value(|live| live.row::<Conflict>(id))?;
        let said = live.with_value(|live| said(live, &conflict));
        let role = live.with_value(Live::role);
        let may = access::may_set(role, conflict.table, &conflict.field);
        let is_open = conflict.state == ConflictState::Open;
        let goods = conflict.kind == ConflictKind::ShoppingPurchase;
        let act = match (is_open, goods) {
            _ if !may => ().into_any(),
            (true, true) => same_goods(live, id),
            (true, false) => resolve(open),
            (false, _) => undo(live, &conflict),
        };
        let (tone, icon) = if is_open { ("warning", "warning") } else { ("info", "info") };
        Some(view! {
            <div class="strip" data-tone=tone>
                <Icon name=icon />
                <p>{said}</p>
                {act}
            </div>
        })
    };
    // The dialog stands outside: a strip's tone is not its, and nothing that arrives rebuilds it.
    view! {
        {strip}
        <ConflictDialog id open />
    }
    .into_any()
}

fn resolve(open: RwSignal<bool>) -> AnyView {
    view! {
        <button class="button small" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            "Resolve"
        </button>
    }
    .into_any()
}

fn same_goods(live: StoredValue<Live>, id: ConflictId) -> AnyView {
    let answer = move |same| {
        live.with_value(|live| live.send(AnswerSameGoods { conflict_id: id, same }));
    };
    view! {
        <button class="button small" type="button" on:click=move |_| answer(true)>"The same"</button>
        <button class="button small" type="button" on:click=move |_| answer(false)>"Both were bought"</button>
    }
    .into_any()
}

/// Takes the value that a merge kept out again, so that the other one holds.
fn undo(live: StoredValue<Live>, conflict: &Conflict) -> AnyView {
    let kept = conflict.values.iter().find(|one| one.value == conflict.kept.clone().unwrap_or_default());
    let undoable =
        matches!(conflict.resolution, Some(Resolution::HigherQuantity | Resolution::StatusPriority));
    let Some(command_id) = kept.filter(|_| undoable).map(|one| one.command) else { return ().into_any() };
    let take_back = move |_| live.with_value(|live| live.undo(command_id));
    view! { <button class="link" type="button" on:click=take_back>"Undo"</button> }.into_any()
}

/// The sentence of a strip: "David wrote 20:30, you 19:30", "8 kg kept, Carla wrote 6 kg".
fn said(live: &Live, conflict: &Conflict) -> AnyView {
    let wrote = |setting: &Setting| {
        let who = if setting.user_id == live.user_id() {
            "you".to_owned()
        } else {
            live.user_name(setting.user_id)
        };
        let value = readable(live, &setting.value);
        match conflict.kind {
            ConflictKind::Text => format!("{who} wrote “{value}”"),
            _ => format!("{who} wrote {value}"),
        }
    };
    let list = |settings: Vec<&Setting>| settings.into_iter().map(wrote).collect::<Vec<_>>().join(", ");
    match (conflict.state, conflict.kind) {
        (ConflictState::Open, ConflictKind::ShoppingPurchase) => {
            view! { <b>"The same goods? "</b> {list(conflict.values.iter().collect())} "." }.into_any()
        }
        (ConflictState::Open, ConflictKind::Removed) => {
            view! { <b>"Removed by one, changed by another."</b> }.into_any()
        }
        (ConflictState::Open, _) => {
            view! { <b>"Two changes met: "</b> {list(conflict.values.iter().collect())} "." }.into_any()
        }
        (ConflictState::Merged | ConflictState::Resolved | ConflictState::Moot, _) => {
            let kept = conflict.kept.as_ref().map_or_else(String::new, |kept| readable(live, kept));
            let others = conflict.values.iter().filter(|one| Some(&one.value) != conflict.kept.as_ref());
            view! { <b>{kept} " kept"</b> ", " {list(others.collect())} "." }.into_any()
        }
    }
}

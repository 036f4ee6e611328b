//! What met, in words, with what can be done about it at once: for strips on rows, the list of open
//! questions, and toasts.

use leptos::prelude::*;
use serde_json::Value;

use super::standing::typed;
use super::value::{readable_field, shortened};
use crate::browser::Live;
use crate::domain::access;
use crate::domain::command::{AnswerSameGoods, ResolveConflict};
use crate::domain::ids::{ConflictId, UserId};
use crate::domain::merge::{ConflictKind, Resolution};
use crate::domain::rows::{Budget, Conflict, ConflictState, Role, Setting};
use crate::domain::work::GONE;

/// Whether it is a question that this person has a part in, or is to answer.
pub fn concerns(live: &Live, conflict: &Conflict) -> bool {
    let me = live.user_id();
    let is_author = conflict.values.iter().any(|one| one.user_id == me);
    is_author || may_settle(live, conflict)
}

/// Whether this person may decide it: whoever may make the change.
pub fn may_settle(live: &Live, conflict: &Conflict) -> bool {
    let role = live.role();
    let party = || conflict.budget_id.and_then(|id| live.with(|state| state.live::<Budget>(id).cloned()));
    let is_own = role != Role::Organizer || party().is_none_or(|party| party.owner_id == live.user_id());
    is_own && access::may_set(role, conflict.table, &conflict.field)
}

/// The field that says whose task it is: taken and given, not written.
const ASSIGNEE: &str = "assigneeId";

fn is_of(value: &Value, user: UserId) -> bool {
    value.as_str().is_some_and(|id| id.parse() == Ok(user.0))
}

/// What somebody wrote, as a sentence: "David wrote 20:30", "you removed it".
fn wrote(live: &Live, conflict: &Conflict, setting: &Setting) -> String {
    let said = shortened(value_in(live, conflict, &setting.value));
    let is_own = setting.user_id == live.user_id();
    let who = if is_own { "you".to_owned() } else { live.user_name(setting.user_id) };
    match conflict.kind {
        ConflictKind::Removed => match &setting.value {
            value if value == GONE => [&who, " removed it"].concat(),
            value => match change(live, value) {
                Some(change) => [&who, " changed it: ", &change].concat(),
                None => [&who, " changed it"].concat(),
            },
        },
        ConflictKind::ShoppingPurchase => [&who, " ticked ", &said].concat(),
        _ if conflict.field == ASSIGNEE && setting.value.is_null() => [&who, " gave it back"].concat(),
        _ if conflict.field == ASSIGNEE && is_of(&setting.value, setting.user_id) => {
            [&who, " took it"].concat()
        }
        _ if conflict.field == ASSIGNEE => [&who, " gave it to ", &said].concat(),
        ConflictKind::Text if setting.value.is_string() => [&who, " wrote “", &said, "”"].concat(),
        ConflictKind::Text
        | ConflictKind::IngredientQuantity
        | ConflictKind::TaskStatus
        | ConflictKind::Time
        | ConflictKind::Guests => [&who, " wrote ", &said].concat(),
    }
}

/// What the change would do that met a removal.
pub fn change(live: &Live, value: &Value) -> Option<String> {
    typed(live, value.get("data")?)
}

/// A value of the field that met, in words.
pub fn value_in(live: &Live, conflict: &Conflict, value: &Value) -> String {
    readable_field(live, &conflict.field, value)
}

/// The sentence: what it is, and who wrote what. "8 kg kept", "Carla wrote 6 kg".
pub fn said(live: &Live, conflict: &Conflict) -> (String, String) {
    let list = |settings: Vec<&Setting>| {
        settings.into_iter().map(|one| wrote(live, conflict, one)).collect::<Vec<_>>().join(", ")
    };
    match conflict.state {
        ConflictState::Open => {
            let what = match conflict.kind {
                ConflictKind::ShoppingPurchase => "The same goods?",
                ConflictKind::Removed => "Removed by one, changed by another:",
                ConflictKind::IngredientQuantity
                | ConflictKind::TaskStatus
                | ConflictKind::Text
                | ConflictKind::Time
                | ConflictKind::Guests => "Two changes met:",
            };
            (what.to_owned(), list(conflict.values.iter().collect()))
        }
        ConflictState::Merged | ConflictState::Resolved | ConflictState::Moot => {
            let kept = conflict.kept.clone().unwrap_or_default();
            let others = conflict.values.iter().filter(|one| one.value != kept).collect();
            let value = shortened(value_in(live, conflict, &kept));
            let stands = match conflict.field == ASSIGNEE {
                true if kept.is_null() => "Nobody has it,".to_owned(),
                true => [&value, " has it,"].concat(),
                false => [&value, " kept,"].concat(),
            };
            (stands, list(others))
        }
    }
}

/// The answers to "The same goods?".
pub fn same_goods(live: StoredValue<Live>, id: ConflictId) -> AnyView {
    let answer = move |same| {
        live.with_value(|live| live.send(AnswerSameGoods { conflict_id: id, same }));
    };
    view! {
        <button class="button small" type="button" on:click=move |_| answer(true)>"The same"</button>
        <button class="button small" type="button" on:click=move |_| answer(false)>"Both were bought"</button>
    }
    .into_any()
}

/// The way back from what a rule has decided, where this person may take it: the value that was kept
/// goes, or the one that gave way takes its place.
pub fn way_back(live: StoredValue<Live>, conflict: &Conflict) -> AnyView {
    if conflict.state != ConflictState::Merged || !live.with_value(|live| may_settle(live, conflict)) {
        return ().into_any();
    }
    let kept = conflict.kept.clone().unwrap_or_default();
    let button = |word: &'static str, act: Callback<()>| {
        view! { <button class="link" type="button" on:click=move |_| act.run(())>{word}</button> }.into_any()
    };
    match conflict.resolution {
        Some(Resolution::HigherQuantity | Resolution::StatusPriority) => {
            let Some(setting) = conflict.values.iter().find(|one| one.value == kept) else {
                return ().into_any();
            };
            let command_id = setting.command;
            button("Undo", Callback::new(move |()| live.with_value(|live| live.undo(command_id))))
        }
        Some(Resolution::ServerWins) => {
            let me = live.with_value(Live::user_id);
            let mine = conflict.values.iter().find(|one| one.user_id == me && one.value != kept);
            let Some(value) = mine.map(|one| one.value.clone()) else { return ().into_any() };
            let conflict_id = conflict.id;
            let use_mine = move |()| {
                let value = value.clone();
                live.with_value(|live| {
                    live.send_saying(ResolveConflict { conflict_id, value }, "Yours holds")
                });
            };
            button("Use mine", Callback::new(use_mine))
        }
        Some(Resolution::PurchasedWins) | None => ().into_any(),
    }
}

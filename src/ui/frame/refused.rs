//! Acts that were refused, in the words of who did them: "Bought Briquettes".

use leptos::prelude::*;
use serde_json::Value;

use crate::browser::Live;
use crate::domain::ids::CommandId;
use crate::domain::rows::{Row, Table};
use crate::domain::sight;
use crate::sync::submit::Envelope;
use crate::ui::parts::{Icon, address_of_act, row_name, typed};

/// A refused act behind the pill, with what can be done about it.
pub fn strip(live: StoredValue<Live>, id: CommandId, envelope: &Envelope, why: String) -> AnyView {
    let act = live.with_value(|live| named(live, envelope));
    let typed = live.with_value(|live| typed(live, &envelope.data));
    let place = live.with_value(|live| address_of_act(live, envelope));
    view! {
        <div class="strip" data-tone="danger">
            <Icon name="refused" />
            <p>
                <b>{act} ": "</b>
                {why}
                {typed.map(|typed| view! { <small class="soft">" You typed " {typed}</small> })}
            </p>
            <div class="cluster end">
                <button class="button small" type="button" on:click=move |_| live.with_value(|live| live.retry(id))>
                    "Try again"
                </button>
                {place.map(|place| view! { <a class="button small quiet" href=place>"Edit"</a> })}
                <button
                    class="button small quiet"
                    type="button"
                    on:click=move |_| {
                        live.with_value(|live| live.discard(id));
                    }
                >
                    "Discard"
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// What an act did, and to which row.
pub fn named(live: &Live, act: &Envelope) -> String {
    let many = act.data.get("items").and_then(Value::as_array);
    // A task is told by its own name, not by that of the one it waits for.
    let fields = act.data.as_object().into_iter().flatten().filter(|(name, _)| *name != "prerequisiteId");
    let rows: Vec<Row> = match many {
        Some(items) => items.iter().filter_map(|item| row_of(live, item.get("itemId")?)).collect(),
        None => fields.filter_map(|(_, id)| row_of(live, id)).collect(),
    };
    let own_id = [act.kind.rsplit('-').next().unwrap_or_default(), "Id"].concat();
    let own = act.data.get(&own_id).and_then(|id| row_of(live, id));
    let did = did(&act.kind, own.is_some());
    let is_around = |row: &Row| matches!(row.table(), Table::Budgets | Table::Schedules | Table::Users);
    // Nearest to what was done: a line rather than its party.
    let row = own.filter(|_| own_id != "prerequisiteId");
    let row = row.or_else(|| rows.iter().find(|row| !is_around(row)).or_else(|| rows.first()).cloned());
    let typed_name = ["name", "title"].iter().find_map(|name| act.data.get(*name)?.as_str());
    let name = match (row, typed_name.filter(|_| did == "Added")) {
        (_, Some(typed)) => typed.to_owned(),
        (Some(Row::Conflict(met)), None) => row_name(live, met.table, met.row_id, met.budget_id),
        (Some(row), None) => row_name(live, row.table(), row.key(), sight::budget_of(&row)),
        (None, None) => {
            let typed = typed_name.or_else(|| act.data.get("text")?.as_str());
            typed.unwrap_or_default().to_owned()
        }
    };
    let more = match many.map_or(0, Vec::len) {
        0 | 1 => String::new(),
        lines => format!(" and {} more", lines - 1),
    };
    [did, " ", &name, &more].concat().trim_end().to_owned()
}

fn row_of(live: &Live, id: &Value) -> Option<Row> {
    let id = id.as_str()?.parse().ok()?;
    live.with(|state| Table::ALL.iter().find_map(|table| state.row(*table, id)))
}

/// What an act did, by its name on the wire, and whether the row that it puts is there already.
fn did(kind: &str, is_here: bool) -> &'static str {
    match kind {
        "mark-purchased" | "add-purchase" | "mark-many-purchased" => "Bought",
        "have-already" => "Had already",
        "receive" => "Received",
        "take-surplus" => "Took surplus for",
        "claim-item" => "Took on",
        "close-short" => "Bought no more of",
        "propose-substitute" => "Something else instead of",
        "answer-substitute" | "answer-same-goods" | "resolve-conflict" => "Answered about",
        "set-budget-status" | "set-task-status" | "set-schedule-status" => "The status of",
        "set-guest-count" => "The guests of",
        "set-ingredient-quantity" | "take-new-amount" => "The amount of",
        "set-step" => "A step of",
        "set-timer" => "A timer of",
        "block-task" => "Blocked",
        "unblock-task" => "Unblocked",
        "record-payment" => "A payment for",
        "comment" => "A comment on",
        "acknowledge" | "mark-read" => "Seen",
        "invite" => "An invitation",
        "undo" => "Took something back",
        kind if kind.starts_with("void") || kind.starts_with("revoke") => "Took back",
        kind if kind.starts_with("remove") => "Removed",
        "edit-workspace" => "Changed the workspace",
        kind if kind.starts_with("create") || (kind.starts_with("put") && !is_here) => "Added",
        _ => "Changed",
    }
}

//! What notifications say, and where they lead.

use serde_json::Value;

use crate::browser::Live;
use crate::domain::rows::{Budget, Notification, Severity, Table};
use crate::domain::values::{Instant, LocalTime, Money};
use crate::ui::parts::{address, readable};
use crate::ui::words;

/// The sentence of each code; `{name}` is the figure of that name.
const SENTENCES: &[(&str, &str)] = &[
    ("allergen-clash", "{title} clashes with {groups}"),
    ("budget-limit", "{name} is past {percent} % of its limit"),
    ("closed-short", "{name}: {purchased} of {needed}, no more will be bought"),
    ("commented", "{by} wrote: {text}"),
    ("goods-bought", "{by} bought {lines} lines"),
    ("goods-bought one", "{by} bought {name}: {quantity}"),
    ("goods-here", "{name}: {quantity} was here already, says {by}"),
    ("goods-received", "{by} received {lines} lines"),
    ("guests-changed", "{name}: now {guests} guests"),
    ("need-changed", "{name}: {oldQuantity} → {newQuantity}"),
    ("need-changed added", "{name} is needed: {newQuantity}"),
    ("need-changed gone", "{name} is not needed any more"),
    ("party-booked", "{name} is booked: {date} {servingTime}, {guests} guests"),
    ("party-changed", "{name} was changed"),
    ("party-moved", "{name} moved to {date} {servingTime}"),
    ("party-status", "{name}: {status}"),
    ("party-withdrawn", "{name} is not booked any more"),
    ("payment-recorded", "A payment for {name} was recorded"),
    ("payment-voided", "A payment for {name} was voided"),
    ("purchase-voided", "{name}: a purchase of {quantity} was voided"),
    ("same-goods", "{name}: were the same goods ticked twice?"),
    ("schedule-status", "{title}: {status}"),
    ("substitute-answered", "No to {substitute} instead of {name}"),
    ("substitute-answered yes", "Yes to {substitute} instead of {name}"),
    ("substitute-proposed", "{name} is not to be had: {substitute} instead?"),
    ("supplies-complete", "Everything for {name} is bought"),
    ("supplies-open-again", "{name} needs more: {covered} of {needed} bought"),
    ("task-assigned", "{title} is yours"),
    ("task-blocked", "{title} is blocked"),
    ("task-created", "New task: {title}"),
    ("task-enabled", "{title} can begin"),
    ("task-removed", "{title} was removed"),
    ("task-status", "{title}: {newStatus}"),
    ("task-unblocked", "{title} is not blocked any more"),
    ("tasks-late", "{name} was booked late: tasks begin at once"),
];

/// The codes whose sentence ends with who has done it.
const DONE_BY: &[&str] = &[
    "guests-changed",
    "need-changed",
    "party-changed",
    "party-moved",
    "party-status",
    "purchase-voided",
    "schedule-status",
    "task-blocked",
    "task-removed",
    "task-status",
    "task-unblocked",
];

/// What a notification says, in words.
pub fn sentence(live: &Live, row: &Notification) -> String {
    let figure = |name: &str| row.data.get(name).filter(|value| !value.is_null());
    let case = match row.code.as_str() {
        "goods-bought" if figure("quantity").is_some() => " one",
        "need-changed" if figure("oldQuantity").is_none() => " added",
        "need-changed" if figure("newQuantity").is_none() => " gone",
        "substitute-answered" if figure("accepted") == Some(&Value::Bool(true)) => " yes",
        _ => "",
    };
    let known = SENTENCES.iter().find(|(code, _)| code.strip_suffix(case) == Some(row.code.as_str()));
    let Some((_, template)) = known else { return row.code.replace('-', " ") };
    let mut text = String::new();
    for (at, part) in template.split(['{', '}']).enumerate() {
        match at % 2 {
            0 => text.push_str(part),
            // Some say `product` for what others call its name.
            _ => match figure(part).or_else(|| figure("product")) {
                Some(value) => text.push_str(&readable(live, value)),
                None => text.push('…'),
            },
        }
    }
    if let Some(by) = figure("by").filter(|_| DONE_BY.contains(&row.code.as_str())) {
        text.push_str(", by ");
        text.push_str(&readable(live, by));
    }
    text
}

/// The party, how many changes, how long ago.
pub fn details(live: &Live, row: &Notification) -> String {
    let party = row.budget_id.and_then(|id| live.row::<Budget>(id)).map(|budget| budget.name.clone());
    let named = row.data.get("name").and_then(Value::as_str);
    let mut parts: Vec<String> = party.filter(|party| named != Some(party)).into_iter().collect();
    if row.code == "budget-limit" {
        parts.extend(limit(live, &row.data));
    }
    if row.count > 1 {
        parts.push(format!("{} changes", row.count));
    }
    parts.push(ago(live, row.at));
    parts.join(" · ")
}

fn limit(live: &Live, data: &Value) -> Option<String> {
    let money = |name: &str| data.get(name)?.as_i64().map(Money);
    let currency = live.workspace()?.currency.clone();
    let spent = money("committed")?.max(money("actual")?);
    Some(format!("{} of {}", words::money(spent, &currency), words::money(money("limit")?, &currency)))
}

fn ago(live: &Live, at: Instant) -> String {
    match (live.now().0 - at.0) / 60_000 {
        ..=0 => "just now".to_owned(),
        minutes @ 1..=59 => format!("{minutes} min ago"),
        _ => {
            let offsets = live.workspace();
            let local = LocalTime::at(at, offsets.as_ref().map_or(&[][..], |row| &row.offsets));
            words::time(local, live.today())
        }
    }
}

/// Its icon and tone.
pub fn look(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Info => ("info", "info"),
        Severity::Success => ("check-circle", "success"),
        Severity::Warning => ("warning", "warning"),
        Severity::Urgent => ("warning", "danger"),
    }
}

/// The address it leads to.
pub fn place(live: &Live, row: &Notification) -> String {
    let Some(link) = &row.link else { return "/".to_owned() };
    let line = row.data.get("itemId").and_then(Value::as_str);
    match (link.table, line) {
        // It may be about something on a line that is not here.
        (Table::Demands | Table::Purchases | Table::Transfers | Table::Substitutes, Some(line)) => {
            ["/shopping?line=", line].concat()
        }
        (table, _) => address(live, table, link.row_id, row.budget_id),
    }
}

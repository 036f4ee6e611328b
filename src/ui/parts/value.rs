//! Values of fields in words.

use leptos::prelude::*;
use serde_json::Value;

use crate::browser::{Live, use_live};
use crate::domain::ids::{ProductId, UserId};
use crate::domain::json;
use crate::domain::rows::{BudgetStatus, Product, ScheduleStatus, TaskStatus, User};
use crate::domain::sight;
use crate::domain::values::{Date, LocalTime, Money, Quantity};
use crate::ui::words;

/// A field's value, as it is on the wire, in words: "1.5 kg", "Sat 28 Nov 19:00", "In progress".
#[must_use]
pub fn readable(live: &Live, value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(_) => json::text::print(value),
        Value::String(text) => readable_text(live, text),
        Value::Array(values) => {
            let words: Vec<String> = values.iter().map(|value| readable(live, value)).collect();
            words.join(", ")
        }
        Value::Object(fields) => {
            if let Ok(quantity) = json::from_value::<Quantity>(value) {
                return words::quantity(quantity);
            }
            let telling = ["reason", "text", "name", "label", "group", "count", "quantity"];
            let said = telling.iter().find_map(|name| fields.get(*name));
            said.map_or_else(|| "a change".to_owned(), |said| readable(live, said))
        }
    }
}

fn readable_text(live: &Live, text: &str) -> String {
    let today = live.today_untracked();
    if let Ok(time) = text.parse::<LocalTime>() {
        return words::time(time, today);
    }
    if let Ok(date) = text.parse::<Date>() {
        return words::date(date, today);
    }
    if let Ok(id) = text.parse::<uuid::Uuid>() {
        let name = live.with(|state| {
            let user = state.get::<User>(UserId(id)).map(|user| user.name.clone());
            user.or_else(|| state.get::<Product>(ProductId(id)).map(|product| product.name.clone()))
        });
        return name.unwrap_or_else(|| "something".to_owned());
    }
    let word = Value::String(text.to_owned());
    let known = json::from_value::<TaskStatus>(&word)
        .map(words::task_status)
        .or_else(|_| json::from_value::<ScheduleStatus>(&word).map(words::schedule_status))
        .or_else(|_| json::from_value::<BudgetStatus>(&word).map(words::budget_status));
    match known {
        Ok(word) => word.to_owned(),
        Err(_) if text.is_empty() => "nothing".to_owned(),
        Err(_) => text.to_owned(),
    }
}

/// The value of a field in words, where its name says more than its value: money.
#[must_use]
pub fn readable_field(live: &Live, field: &str, value: &Value) -> String {
    if let ("accepted", Value::Bool(accepted)) = (field, value) {
        return if *accepted { "accepted" } else { "refused" }.to_owned();
    }
    match value.as_i64().filter(|_| sight::is_money(field)) {
        Some(minor) => {
            let currency = live.with(|state| state.workspace().map(|row| row.currency.clone()));
            words::money(Money(minor), &currency.unwrap_or_default())
        }
        None => readable(live, value),
    }
}

/// The beginning of a text that is too long for a strip.
#[must_use]
pub fn shortened(text: String) -> String {
    const SHOWN: usize = 120;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => [&text[..end], "…"].concat(),
        None => text,
    }
}

/// A field's value as it is put into a control that one types in.
#[must_use]
pub fn editable(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => match json::from_value::<Quantity>(value) {
            Ok(quantity) => quantity.amount(),
            Err(_) => json::text::print(value),
        },
    }
}

/// A field's value in words.
#[component]
pub fn ReadableValue(value: Value) -> impl IntoView {
    let live = use_live();
    view! { <span class="value">{readable(&live, &value)}</span> }.into_any()
}

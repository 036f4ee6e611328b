//! The draft of a party as text, so that a reload does not lose it.

use leptos::prelude::*;
use serde_json::Value;

use super::draft::Draft;
use crate::domain::command::Command;
use crate::domain::ids::{DishId, LineId, MenuId, ProductId};
use crate::domain::json::text::{parse, print};
use crate::domain::json::{FromJson, ToJson, from_value};
use crate::domain::rows::GuestGroup;
use crate::domain::values::Unit;
use crate::ui::pages::budget::line::{LineForm, Subject};

/// What was typed at which step, and whether the dialog stands open; empty where nothing was typed.
pub fn write(draft: Draft, step: usize, is_open: bool) -> String {
    let lines = draft.lines.with(|lines| {
        let line = |(id, form): &(LineId, LineForm)| {
            object([("id", id.to_json()), ("form", write_line(*form))].into_iter())
        };
        lines.iter().map(line).collect::<Vec<_>>()
    });
    let groups = draft.groups().all.with(|groups| groups.iter().map(ToJson::to_json).collect::<Vec<_>>());
    let written = [
        ("texts", object(texts(draft).into_iter().map(|(name, field)| (name, field.get().into())))),
        ("client", draft.client.get().map_or(Value::Null, |id| id.to_string().into())),
        ("makesClient", draft.client_fields().is_made.get().into()),
        ("groups", groups.into()),
        ("addsGroup", draft.groups().adding.get().into()),
        ("menuLine", draft.menu_line.get().map_or(Value::Null, |id| id.to_json())),
        ("lines", lines.into()),
        ("writing", draft.writing.get().map_or(Value::Null, write_line)),
        ("again", draft.again.get().map_or(Value::Null, |id| id.to_json())),
        ("step", step.into()),
        ("open", is_open.into()),
    ];
    if untrack(|| draft.is_blank()) { String::new() } else { print(&object(written.into_iter())) }
}

/// Takes it back into the fields; the step, and whether the dialog stood open.
pub fn read(draft: Draft, text: &str) -> Option<(usize, bool)> {
    let kept = parse(text)?;
    for (name, field) in texts(draft) {
        if let Some(text) = kept["texts"][name].as_str() {
            field.set(text.to_owned());
        }
    }
    draft.client.set(kept["client"].as_str().and_then(|id| id.parse().ok()));
    draft.client_fields().is_made.set(kept["makesClient"].as_bool().unwrap_or_default());
    let groups = kept["groups"].as_array().into_iter().flatten();
    draft.groups().all.set(groups.filter_map(value::<GuestGroup>).collect());
    draft.groups().adding.set(kept["addsGroup"].as_bool().unwrap_or_default());
    let lines = kept["lines"].as_array().into_iter().flatten();
    let lines = lines.filter_map(|line| Some((value(&line["id"])?, read_line(draft, &line["form"]))));
    draft.lines.set(lines.collect());
    draft.menu_line.set(value(&kept["menuLine"]));
    draft.again.set(value(&kept["again"]));
    let writing = Some(&kept["writing"]).filter(|line| !line.is_null());
    draft.writing.set(writing.map(|line| read_line(draft, line)));
    let step = kept["step"].as_u64().and_then(|step| usize::try_from(step).ok()).unwrap_or_default();
    Some((step.min(super::STEPS.len() - 1), kept["open"].as_bool().unwrap_or_default()))
}

fn object(fields: impl Iterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect())
}

fn value<T: FromJson>(value: &Value) -> Option<T> {
    from_value(value).ok()
}

fn texts(draft: Draft) -> [(&'static str, RwSignal<String>); 14] {
    let client = draft.client_fields();
    [
        ("name", draft.name),
        ("date", draft.date),
        ("serving", draft.serving),
        ("end", draft.end),
        ("venue", draft.venue),
        ("guests", draft.guests),
        ("limit", draft.limit),
        ("groupLabel", draft.groups().label),
        ("groupCount", draft.groups().count),
        ("groupDiet", draft.groups().diet),
        ("clientName", client.name),
        ("clientEmail", client.email),
        ("clientPhone", client.phone),
        ("clientCompany", client.company),
    ]
}

fn line_texts(form: LineForm) -> [(&'static str, RwSignal<String>); 7] {
    [
        ("category", form.category),
        ("name", form.name),
        ("text", form.text),
        ("amount", form.amount),
        ("group", form.group),
        ("price", form.price),
        ("cost", form.cost),
    ]
}

fn write_line(form: LineForm) -> Value {
    let texts = line_texts(form).into_iter().map(|(name, field)| (name, field.get().into()));
    let subject = form.subject.get().map(|subject| {
        let id = match subject {
            Subject::Dish(id) => id.to_json(),
            Subject::Menu(id) => id.to_json(),
            Subject::Product(id) => id.to_json(),
        };
        ("subject", vec![subject.word().into(), id].into())
    });
    let make = form.make.get().map(|make| ("make", vec![make.kind().into(), make.data()].into()));
    object(texts.chain([("unit", form.unit.get().to_json())]).chain(subject).chain(make))
}

fn read_line(draft: Draft, line: &Value) -> LineForm {
    let form = draft.line();
    for (name, field) in line_texts(form) {
        if let Some(text) = line[name].as_str() {
            field.set(text.to_owned());
        }
    }
    if let Some(unit) = value::<Unit>(&line["unit"]) {
        form.unit.set(unit);
    }
    let id = &line["subject"][1];
    form.subject.set(match line["subject"][0].as_str() {
        Some("dish") => value::<DishId>(id).map(Subject::Dish),
        Some("menu") => value::<MenuId>(id).map(Subject::Menu),
        Some("product") => value::<ProductId>(id).map(Subject::Product),
        Some(_) | None => None,
    });
    let make = line["make"][0].as_str().map(|kind| Command::read(kind, line["make"][1].clone()));
    form.make.set(make.and_then(Result::ok));
    form
}

//! The forms of rows and commands on the wire stay what the golden files show.
//! `BLISS_BLESS=1` writes them anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::domain::command::Command;
use crate::domain::rows::Row;

use super::full::Full;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn kept(name: &str) -> Map<String, Value> {
    let text = std::fs::read_to_string(golden(name)).unwrap_or_else(|_| "{}".to_owned());
    serde_json::from_str(&text).unwrap()
}

/// Compares with what is kept, one entry at a time.
fn check(name: &str, said: &Map<String, Value>) {
    if std::env::var_os("BLISS_BLESS").is_some() {
        let pretty = serde_json::to_string_pretty(said).unwrap();
        std::fs::write(golden(name), format!("{pretty}\n")).unwrap();
    }
    let kept = kept(name);
    for (key, value) in said {
        assert_eq!(kept.get(key), Some(value), "{name}: {key} has changed: BLISS_BLESS=1 shows how");
    }
    assert_eq!(kept.len(), said.len(), "{name}");
}

/// Of each table the row that says most.
#[test]
fn rows_are_written_as_ever_and_read_again() {
    let mut said = Map::new();
    for row in Full::new().world.state.all() {
        let body = row.body();
        assert_eq!(Row::read(row.table(), body.clone()).unwrap(), row);
        let wire = serde_json::to_value(&row).unwrap();
        assert_eq!(wire, json!({"table": row.table().name(), "row": body}));
        let length = |value: &Value| value.to_string().len();
        let best = said.entry(row.table().name()).or_insert(Value::Null);
        if length(&body) > length(best) {
            *best = body;
        }
    }
    check("rows.json", &said);
}

#[test]
fn commands_are_written_as_they_are_read() {
    for (kind, data) in kept("commands.json") {
        assert_eq!(Command::read(&kind, data.clone()).unwrap().data(), data, "{kind}");
    }
}

/// What a refusal of each command says of each field that is missing, of another type, or strange.
#[test]
fn what_cannot_be_read_is_named_as_ever() {
    let mut said = Map::new();
    for (kind, data) in kept("commands.json") {
        let mut refusals = BTreeMap::new();
        spoil(&data, "", &mut |path, spoilt| {
            let said = match Command::read(&kind, spoilt) {
                Ok(_) => "read".to_owned(),
                Err(refusal) => format!("{:?} {}", refusal.code, refusal.field.as_deref().unwrap_or("-")),
            };
            refusals.insert(path, said);
        });
        said.insert(kind, json!(refusals));
    }
    check("unreadable.json", &said);
}

/// Every way to spoil one place in a value.
fn spoil(value: &Value, path: &str, each: &mut dyn FnMut(String, Value)) {
    let strange = [
        ("bool", json!(true)),
        ("word", json!("?")),
        ("less", json!(-1)),
        ("list", json!([[]])),
        ("null", json!(null)),
    ];
    for (name, strange) in strange {
        // What has fields is no list; serde would take one.
        if name == "list" && value.is_object() {
            continue;
        }
        each(format!("{path}={name}"), strange);
    }
    if let Value::Object(fields) = value {
        for (name, field) in fields {
            let mut missing = fields.clone();
            missing.remove(name);
            each(format!("{path}.{name} missing"), missing.into());
            spoil(field, &format!("{path}.{name}"), &mut |path, spoilt| {
                let mut fields = fields.clone();
                fields.insert(name.clone(), spoilt);
                each(path, fields.into());
            });
        }
    }
    if let Value::Array(items) = value {
        for (at, item) in items.iter().enumerate() {
            spoil(item, &format!("{path}[{at}]"), &mut |path, spoilt| {
                let mut items = items.clone();
                items[at] = spoilt;
                each(path, items.into());
            });
        }
    }
    if value.get("amount").is_some() {
        for amount in ["1000001", "1.00000001", "99999999999999999999", "-1"] {
            each(format!("{path} amount {amount}"), json!({"amount": amount, "unit": "kg"}));
        }
    }
}

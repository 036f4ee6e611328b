//! Whatever anybody sends: nothing panics, a refusal changes nothing, and what is accepted leaves
//! all derived rows as a rebuild would make them.

use proptest::prelude::*;
use proptest::sample::{Index, Selector};
use serde_json::{Value, json};

use super::full::Full;
use super::rights::table;
use super::world::EVERYBODY;
use crate::domain::context::Mode;
use crate::domain::ids::CommandId;
use crate::domain::rows::Row;
use crate::domain::state::State;
use crate::domain::values::Revision;

/// A command of the table by anybody, with something of it exchanged.
#[derive(Clone, Debug)]
struct Step {
    case: Index,
    person: Index,
    /// How many revisions its author is behind.
    behind: u64,
    guess: bool,
    changes: Vec<(Index, Change)>,
}

#[derive(Clone, Debug)]
enum Change {
    /// Another row's id, of whatever table.
    Other(Index),
    /// An id that nobody knows.
    Unknown,
    Odd(Index),
}

fn step() -> impl Strategy<Value = Step> {
    let change = prop_oneof![
        3 => any::<Index>().prop_map(Change::Other),
        1 => Just(Change::Unknown),
        2 => any::<Index>().prop_map(Change::Odd),
    ];
    let changes = prop::collection::vec((any::<Index>(), change), 0..3);
    (any::<Index>(), any::<Index>(), prop_oneof![3 => Just(0_u64), 1 => 0..80_u64], any::<bool>(), changes)
        .prop_map(|(case, person, behind, guess, changes)| Step { case, person, behind, guess, changes })
}

fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(0.5),
        json!(""),
        json!("2000-01-01"),
        json!("2100-12-31"),
        json!("00:00"),
        json!("2100-W52"),
        json!("x".repeat(300)),
        json!([]),
        json!({}),
        json!({"amount": "1000000", "unit": "kg"}),
        json!({"amount": "0", "unit": "bag"}),
        json!({"amount": "-1", "unit": "g"}),
        json!({"amount": "0.000001", "unit": "l"}),
        json!("done"),
        json!("reserva"),
        json!("gone"),
        json!("kept"),
        json!(true),
    ]
}

/// How many values in the data may be exchanged.
fn places(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.values().map(places).sum(),
        Value::Array(values) => values.iter().map(places).sum::<usize>().max(1),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// The data with the value at a place exchanged.
fn exchanged(value: &Value, at: &mut usize, new: &Value) -> Value {
    let inner = |values: &Vec<Value>| values.iter().map(places).sum::<usize>() > 0;
    match value {
        Value::Object(map) => {
            let all = map.iter().map(|(name, value)| (name.clone(), exchanged(value, at, new)));
            Value::Object(all.collect())
        }
        Value::Array(values) if inner(values) => {
            values.iter().map(|value| exchanged(value, at, new)).collect()
        }
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let here = *at == 0;
            *at = at.wrapping_sub(1);
            if here { new.clone() } else { value.clone() }
        }
    }
}

fn changed(full: &mut Full, data: &Value, changes: &[(Index, Change)]) -> Value {
    let mut data = data.clone();
    for (place, change) in changes {
        let value = match change {
            Change::Other(index) => json!(full.names.values().nth(index.index(full.names.len()))),
            Change::Unknown => json!(full.world.uuid()),
            Change::Odd(index) => odd_values()[index.index(odd_values().len())].clone(),
        };
        let mut at = place.index(places(&data).max(1));
        data = exchanged(&data, &mut at, &value);
    }
    data
}

fn rows(state: &State) -> Vec<Row> {
    state.all().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_that_is_sent_breaks_anything(
        steps in prop::collection::vec(step(), 1..24),
        selector in any::<Selector>(),
    ) {
        let mut full = Full::new();
        let table = table();
        for step in steps {
            let case = &table[step.case.index(table.len())];
            let person = EVERYBODY[step.person.index(EVERYBODY.len())];
            // A new row of this case, not that of an earlier step.
            full.names.remove("new");
            let data = changed(&mut full, &case.1, &step.changes);
            let Ok(command) = full.command(case.0, &data) else { continue };
            let id = CommandId(full.world.uuid());
            let seen = Revision(full.world.head.0.saturating_sub(step.behind));
            let before = full.world.state.clone();
            if step.guess {
                let mut replica = full.world.clone();
                let keep = selector.try_select(0..4_u8).unwrap_or(0);
                for row in before.all().filter(|row| row.key().as_u128() % 4 == u128::from(keep)) {
                    replica.state.forget(row.table(), row.key());
                }
                let held = rows(&replica.state);
                if let Ok(decision) = replica.act_as(person, seen, id, &command, Mode::Prediction) {
                    decision.take_back(&mut replica.state);
                }
                prop_assert!(rows(&replica.state) == held, "a guess is taken back whole: {command:?}");
                continue;
            }
            match full.world.act_as(person, seen, id, &command, Mode::Authority) {
                Ok(decision) => {
                    let mut back = full.world.state.clone();
                    decision.take_back(&mut back);
                    prop_assert!(rows(&back) == rows(&before), "a decision is taken back whole: {command:?}");
                    full.names.insert("act".into(), id.0);
                    let changes = full.world.clone().settle();
                    prop_assert!(changes.is_empty(), "after {command:?}: {changes:#?}");
                }
                Err(_) => prop_assert!(rows(&full.world.state) == rows(&before), "{command:?}"),
            }
        }
    }
}

//! Role × command × state: who may do what, and with which code others are refused (DOMAIN, Roles).

use serde_json::{Value, json};

use crate::domain::access;
use crate::domain::command::{Command, Kind};
use crate::domain::context::Mode;
use crate::domain::ids::CommandId;
use crate::domain::rows::{Removed, Table};
use crate::domain::sight;

use super::full::Full;
use super::rights::table;
use super::world::{ALICE, BOB, CARLA, DAVID, Person};

const PEOPLE: [Person; 4] = [DAVID, ALICE, BOB, CARLA];

fn code(full: &mut Full, by: Person, kind: &str, data: &Value) -> String {
    let head = full.world.head;
    let before = full.world.state.clone();
    match full.act(by, head, kind, data) {
        Ok(_) => {
            full.world.assert_settled();
            ".".to_owned()
        }
        Err(refusal) => {
            let rows = |state: &crate::domain::state::State| state.all().collect::<Vec<_>>();
            assert!(rows(&before) == rows(&full.world.state), "{kind}: a refusal leaves all as it was");
            serde_json::to_value(refusal.code).unwrap().as_str().unwrap().to_owned()
        }
    }
}

#[test]
fn every_command_stands_in_the_table() {
    let table = table();
    for kind in Command::KINDS {
        assert!(table.iter().any(|case| case.0 == *kind), "{kind}");
    }
}

#[test]
fn each_role_does_what_its_row_says_and_nothing_else() {
    let full = Full::new();
    full.world.assert_settled();
    let mut wrong = Vec::new();
    for (kind, data, _, expected) in table() {
        for (person, expected) in PEOPLE.into_iter().zip(expected) {
            let got = code(&mut full.clone(), person, kind, &data);
            if got != expected {
                wrong.push(format!("{kind} {data} by {:?}: {got}, not {expected}", person.role));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_foreign_or_removed_does_not_exist() {
    let full = Full::new();
    let mut wrong = Vec::new();
    for (kind, data, row, expected) in table() {
        let Some((table, key)) = row else { continue };
        let mut foreign = data.clone();
        foreign[key] = json!("$foreign");
        let mut without = full.clone();
        let id: uuid::Uuid = full.names[data[key].as_str().unwrap().trim_start_matches('$')];
        let row = without.world.state.row(table, id).unwrap_or_else(|| panic!("{kind} {data}"));
        let removed = Removed {
            at: without.world.now,
            user_id: DAVID.user,
            replica: DAVID.replica,
            rev: without.world.head,
            command: CommandId::NIL,
        };
        without.world.state.put(row.with_removed(Some(removed)));
        for (person, expected) in PEOPLE.into_iter().zip(expected) {
            let may = access::may_do(person.role, Kind::named(kind).unwrap());
            let made =
                kind.starts_with("put-") && key != "budgetId" && kind != "put-user" && kind != "put-demand";
            let wanted = if may { "not-found" } else { "forbidden" };
            let got = [
                code(&mut without.clone(), person, kind, &data),
                code_of_foreign(&full, person, kind, &foreign, made),
            ];
            // What depends on the person alone may be said before looking.
            if got
                .iter()
                .any(|got| got != wanted && !(got == "forbidden" && expected == "forbidden") && got != "skip")
            {
                wrong.push(format!("{kind} {data} by {:?}: {got:?}, not {wanted}", person.role));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A `put-…` of an id nobody knows makes the row.
fn code_of_foreign(full: &Full, by: Person, kind: &str, data: &Value, makes: bool) -> String {
    if makes { "skip".to_owned() } else { code(&mut full.clone(), by, kind, data) }
}

#[test]
fn a_replica_that_holds_only_the_row_expects_what_the_server_says() {
    let full = Full::new();
    let mut wrong = Vec::new();
    for (kind, data, row, expected) in table() {
        for (person, expected) in PEOPLE.into_iter().zip(expected) {
            let mut replica = full.clone();
            let keep = row
                .map(|(table, key)| (table, full.names[data[key].as_str().unwrap().trim_start_matches('$')]));
            for row in full.world.state.all() {
                // Surplus goes from one line to another, and both are on screen.
                let other_line = kind == "take-surplus" && row.key() == full.names["lamps-next"];
                let is_target = keep == Some((row.table(), row.key())) || other_line;
                let always = matches!(row.table(), Table::Workspaces | Table::Users);
                let seen = sight::cut(person.role, person.user, &row);
                match seen {
                    Some(row) if is_target || always || keep.is_none() => {
                        replica.world.state.put(row);
                    }
                    _ => {
                        replica.world.state.forget(row.table(), row.key());
                    }
                }
            }
            let command = replica.command(kind, &data).unwrap();
            let (head, id) = (replica.world.head, replica.world.command());
            let guess = replica.world.act_as(person, head, id, &command, Mode::Prediction);
            if let (".", Err(refusal)) = (expected, guess) {
                wrong.push(format!("{kind} {data} by {:?}: {refusal:?}", person.role));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

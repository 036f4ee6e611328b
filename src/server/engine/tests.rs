//! The engine's promises, tried without a store.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::rows::{Role, Row, Table};
use crate::domain::state::State;
use crate::domain::values::{Instant, OffsetChange, Revision};
use crate::sync::submit::{Envelope, Submission, Verdict};

/// A world without summer time.
pub struct Utc;

impl Zones for Utc {
    fn offsets(&self, _: &str, _: Instant) -> Option<Vec<OffsetChange>> {
        Some(vec![OffsetChange { at: Instant(0), seconds: 0 }])
    }
}

/// Sunday 22 November 2026, 09:00.
pub const NOW: Instant = Instant(1_795_338_000_000);
pub const ADA: UserId = UserId(Uuid::from_u128(0xa));
pub const BOB: UserId = UserId(Uuid::from_u128(0xb));
pub const CARLA: UserId = UserId(Uuid::from_u128(0xc));

pub fn surroundings() -> Surroundings<'static> {
    Surroundings { now: NOW, zones: &Utc }
}

fn newcomer(user: UserId, name: &str, role: Role) -> Newcomer {
    Newcomer {
        user,
        name: name.to_owned(),
        role,
        email: format!("{}@test.example", name.to_lowercase()),
        password_hash: String::new(),
        language: "en".to_owned(),
    }
}

/// A workspace with an admin, somebody of logistics and a cook.
pub fn founded() -> Engine {
    let workspace = WorkspaceId(Uuid::from_u128(0x1));
    let mut engine = Engine::new(workspace, "epoch".to_owned(), Revision::ZERO, State::default());
    let founding = SystemAct::Found(Founding {
        workspace,
        name: "Test Kitchen".to_owned(),
        currency: "EUR".to_owned(),
        zone: "UTC".to_owned(),
        admin: Some(newcomer(ADA, "Ada", Role::Admin)),
    });
    engine.decide_system(id(1), &founding, surroundings()).unwrap();
    for (number, user, name, role) in [(2, BOB, "Bob", Role::Logistics), (3, CARLA, "Carla", Role::Cook)] {
        let joining = Joining { newcomer: newcomer(user, name, role), invite: None };
        engine.decide_system(id(number), &SystemAct::Join(joining), surroundings()).unwrap();
    }
    engine
}

pub fn id(number: u128) -> CommandId {
    CommandId(Uuid::from_u128(0xc000_0000 + number))
}

pub fn envelope(number: u128, kind: &str, data: serde_json::Value) -> Envelope {
    serde_json::from_value(json!({"id": id(number), "type": kind, "data": data})).unwrap()
}

pub fn submission(user: UserId, commands: Vec<Envelope>) -> Submission {
    Submission { replica: ReplicaId(user.0), user, commands }
}

pub fn task(number: u128, title: &str) -> serde_json::Value {
    json!({"taskId": Uuid::from_u128(number), "title": title, "role": "logistics"})
}

fn decide(engine: &mut Engine, submissions: &[Submission]) -> Batch {
    engine.decide(submissions, &Known::default(), surroundings())
}

fn rows(engine: &Engine) -> BTreeMap<(Table, Uuid), Row> {
    engine.state().all().map(|row| ((row.table(), row.key()), row)).collect()
}

#[test]
fn a_batch_that_cannot_be_written_leaves_nothing_behind() {
    let mut engine = founded();
    let (before, head) = (rows(&engine), engine.head());
    let commands = vec![
        envelope(10, "create-task", task(1, "One")),
        envelope(11, "edit-task", json!({"taskId": Uuid::from_u128(1), "title": "Two"})),
        envelope(12, "edit-task", json!({"taskId": Uuid::from_u128(1), "minutes": 5})),
    ];
    let batch = decide(&mut engine, &[submission(BOB, commands)]);
    assert_eq!(batch.entries.len(), 3);
    assert_ne!(rows(&engine), before);
    engine.roll_back(&batch);
    assert_eq!(rows(&engine), before);
    assert_eq!(engine.head(), head);
}

#[test]
fn revisions_count_up_by_one_an_entry() {
    let mut engine = founded();
    assert_eq!(engine.head(), Revision(3));
    let commands = vec![
        envelope(10, "create-task", task(1, "One")),
        envelope(11, "create-task", task(2, "")),
        envelope(12, "create-task", task(3, "Three")),
    ];
    let batch = decide(&mut engine, &[submission(BOB, commands)]);
    let revisions: Vec<u64> = batch.entries.iter().map(|entry| entry.revision.0).collect();
    assert_eq!(revisions, [4, 5]);
    assert_eq!(batch.remembered.len(), 3, "refusals are remembered, too");
}

#[test]
fn an_id_resent_within_a_batch_has_one_effect() {
    let mut engine = founded();
    let command = envelope(10, "create-task", task(1, "One"));
    let twice = [submission(BOB, vec![command.clone()]), submission(BOB, vec![command.clone()])];
    let batch = decide(&mut engine, &twice);
    assert_eq!(batch.entries.len(), 1);
    assert_eq!(batch.answers[0], batch.answers[1]);
    let mut other = command;
    other.data = task(1, "Other");
    let known = Known { answers: [(id(10), batch.remembered[0].clone())].into(), ..Known::default() };
    let batch = engine.decide(&[submission(BOB, vec![other])], &known, surroundings());
    let outcome = &batch.answers[0].as_ref().unwrap().outcomes[0];
    assert_eq!(outcome.reason.as_ref().unwrap().code, crate::domain::refusal::Code::IdReused);
    assert!(batch.is_empty(), "the first answer stays the remembered one");
}

#[test]
fn another_persons_id_is_not_ones_own() {
    let mut engine = founded();
    let command = envelope(10, "create-task", task(1, "One"));
    let both = [submission(BOB, vec![command.clone()]), submission(ADA, vec![command])];
    let batch = decide(&mut engine, &both);
    let outcome = &batch.answers[1].as_ref().unwrap().outcomes[0];
    assert_eq!(outcome.outcome, Verdict::Rejected);
}

#[test]
fn under_another_epoch_nothing_was_seen() {
    let mut engine = founded();
    decide(&mut engine, &[submission(BOB, vec![envelope(10, "create-task", task(1, "One"))])]);
    let edit = |number, title: &str| {
        envelope(number, "edit-task", json!({"taskId": Uuid::from_u128(1), "title": title}))
    };
    decide(&mut engine, &[submission(BOB, vec![edit(11, "Bob's")])]);
    let mut ada = edit(12, "Ada's");
    ada.seen = engine.head();
    ada.epoch = "an earlier life".to_owned();
    let batch = decide(&mut engine, &[submission(ADA, vec![ada])]);
    assert_eq!(batch.answers[0].as_ref().unwrap().outcomes[0].outcome, Verdict::Merged);
}

#[test]
fn somebody_who_is_not_here_gets_no_answer() {
    let mut engine = founded();
    let stranger = submission(UserId(Uuid::from_u128(0xe)), Vec::new());
    assert_eq!(decide(&mut engine, &[stranger]).answers, [None]);
}

#[test]
fn an_entry_reads_back_as_it_was_written() {
    let mut engine = founded();
    let batch = decide(&mut engine, &[submission(BOB, vec![envelope(10, "create-task", task(1, "One"))])]);
    let entry = &batch.entries[0];
    let body = EntryBody::read(&entry.body().unwrap()).unwrap();
    assert_eq!(body.changes, entry.changes);
    assert_eq!((body.fact, body.also), (entry.fact.clone(), entry.also.clone()));
    assert_eq!(body.act, entry.act);
}

#[test]
fn the_order_of_fields_does_not_make_another_command() {
    let one = envelope(10, "x", json!({"a": 1, "b": {"c": [1, 2], "d": null}}));
    let mut two = one.clone();
    two.data = serde_json::from_str(r#"{"b":{"d":null,"c":[1,2]},"a":1}"#).unwrap();
    let print = fingerprint::fingerprint;
    assert_eq!(print(BOB, &one), print(BOB, &two));
    two.data = json!({"a": 1, "b": {"c": [2, 1], "d": null}});
    assert_ne!(print(BOB, &one), print(BOB, &two));
}

#[test]
fn an_undo_gives_back_no_address_that_another_workspace_signs_in_with() {
    let mut engine = founded();
    let rename = envelope(20, "put-user", json!({"userId": BOB, "email": "bobby@test.example"}));
    let batch = decide(&mut engine, &[submission(ADA, vec![rename])]);
    let act = Arc::clone(&batch.entries[0].act);
    let mut known = Known { acts: [(id(20), act)].into(), ..Known::default() };
    assert!(known.addresses().contains(&"bob@test.example".to_owned()));
    known.emails.insert("bob@test.example".to_owned(), UserId(Uuid::from_u128(0xd)));
    let undo = submission(ADA, vec![envelope(21, "undo", json!({"commandId": id(20)}))]);
    let head = engine.head();
    let batch = engine.decide(&[undo], &known, surroundings());
    let outcome = &batch.answers[0].as_ref().unwrap().outcomes[0];
    assert_eq!(outcome.outcome, Verdict::Rejected);
    assert_eq!(outcome.reason.as_ref().unwrap().field.as_deref(), Some("email"));
    assert!(batch.accounts.is_empty() && batch.entries.is_empty());
    assert_eq!(
        (engine.head(), engine.person(BOB).unwrap().email.as_deref()),
        (head, Some("bobby@test.example"))
    );
}

#[test]
fn the_id_of_an_act_of_the_server_is_nobodys_to_use() {
    let mut engine = founded();
    let known = Known { own: [id(2)].into(), ..Known::default() };
    let commands =
        vec![envelope(2, "create-task", task(1, "One")), envelope(10, "create-task", task(2, "Two"))];
    let batch = engine.decide(&[submission(BOB, commands)], &known, surroundings());
    let outcomes = &batch.answers[0].as_ref().unwrap().outcomes;
    assert_eq!(outcomes[0].reason.as_ref().unwrap().code, crate::domain::refusal::Code::IdReused);
    assert_eq!(outcomes[1].outcome, Verdict::Accepted);
    assert_eq!(batch.entries.len(), 1);
}

#[test]
fn each_command_goes_by_the_role_of_its_moment() {
    let mut engine = founded();
    let promote = envelope(10, "put-user", json!({"userId": BOB, "role": "admin"}));
    decide(&mut engine, &[submission(ADA, vec![promote])]);
    let mut commands = vec![
        envelope(11, "put-user", json!({"userId": BOB, "role": "cook"})),
        envelope(12, "edit-workspace", json!({"name": "Bob's"})),
        envelope(13, "put-user", json!({"userId": BOB, "role": "admin"})),
    ];
    for command in &mut commands {
        command.seen = engine.head();
        command.epoch = engine.epoch().to_owned();
    }
    let batch = decide(&mut engine, &[submission(BOB, commands)]);
    let verdicts: Vec<Verdict> =
        batch.answers[0].as_ref().unwrap().outcomes.iter().map(|outcome| outcome.outcome).collect();
    assert_eq!(verdicts, [Verdict::Accepted, Verdict::Rejected, Verdict::Rejected]);
    assert_eq!(engine.person(BOB).unwrap().role, Role::Cook);
}

#[test]
fn who_has_closed_their_own_account_does_nothing_more() {
    let mut engine = founded();
    decide(
        &mut engine,
        &[submission(ADA, vec![envelope(10, "put-user", json!({"userId": BOB, "role": "admin"}))])],
    );
    let commands = vec![
        envelope(11, "put-user", json!({"userId": BOB, "active": false})),
        envelope(12, "create-task", task(1, "One")),
        envelope(13, "put-user", json!({"userId": BOB, "active": true})),
    ];
    let batch = decide(&mut engine, &[submission(BOB, commands)]);
    let outcomes = &batch.answers[0].as_ref().unwrap().outcomes;
    assert!(outcomes[1..].iter().all(|outcome| outcome.outcome == Verdict::Rejected));
    assert_eq!(batch.entries.len(), 1);
}

#[test]
fn an_address_that_was_given_up_in_the_same_request_is_free() {
    let mut engine = founded();
    let known = Known { emails: [("bob@test.example".to_owned(), BOB)].into(), ..Known::default() };
    let rename = |number, user: UserId, email: &str| {
        envelope(number, "put-user", json!({"userId": user, "email": email}))
    };
    let commands = vec![
        rename(10, BOB, "robert@test.example"),
        rename(11, CARLA, "bob@test.example"),
        rename(12, ADA, "robert@test.example"),
    ];
    let batch = engine.decide(&[submission(ADA, commands)], &known, surroundings());
    let verdicts: Vec<Verdict> =
        batch.answers[0].as_ref().unwrap().outcomes.iter().map(|outcome| outcome.outcome).collect();
    assert_eq!(verdicts, [Verdict::Accepted, Verdict::Accepted, Verdict::Rejected]);
}

#[test]
fn what_this_program_does_not_know_is_not_remembered() {
    let mut engine = founded();
    let mut later = envelope(10, "create-task", task(1, "One"));
    later.v = 2;
    let commands = vec![later, envelope(11, "fold-napkins", json!({}))];
    let batch = decide(&mut engine, &[submission(BOB, commands)]);
    let outcomes = &batch.answers[0].as_ref().unwrap().outcomes;
    let codes: Vec<_> = outcomes.iter().map(|outcome| outcome.reason.as_ref().unwrap().code).collect();
    assert_eq!(codes, [crate::domain::refusal::Code::Unsupported; 2]);
    assert!(batch.remembered.is_empty(), "a newer program may know it");
}

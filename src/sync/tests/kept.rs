//! What a device keeps, and what a page that opens on it shows.

use serde_json::{Map, json};

use super::replica::{a_task, accepted, act, fact_for, rename, replica_of, rows_for, shown, status};
use crate::domain::context::Mode;
use crate::domain::ids::{CommandId, WorkspaceId};
use crate::domain::rows::{Row, TaskStatus};
use crate::domain::rules::RULES;
use crate::domain::tests::world::{BOB, DAVID, World};
use crate::domain::values::Instant;
use crate::sync::kept::{Kept, KeptAct, TabMessage, print, read};
use crate::sync::outbox::Standing;
use crate::sync::replica::Replica;
use crate::sync::submit::{Outcome, Verdict};
use crate::sync::topic::{Filters, Scope, Topic};
use crate::sync::wire::Welcome;

const WORKSPACE: WorkspaceId = WorkspaceId::NIL;

/// Writes down what a page would, and returns the replica of one that opens on it.
fn reopened(replica: &mut Replica, disk: &mut Kept, whole: bool, build: &str) -> Replica {
    assert!(disk.write(replica.acts_to_keep()));
    assert!(disk.write(replica.rows_to_keep(whole, WORKSPACE, "build", "page")));
    let mut replica = Replica::of_kept(replica.reader(), disk.clone(), build);
    replica.learn(&RULES);
    replica
}

fn rows(replica: &Replica) -> Vec<Row> {
    replica.state().all().collect()
}

#[test]
fn a_page_that_opens_on_the_device_shows_what_the_last_one_showed() {
    let mut world = World::new();
    let (task, other) = (a_task(&mut world), a_task(&mut world));
    let (mut bob, mut disk) = (replica_of(BOB, &world), Kept::default());
    let first = reopened(&mut bob, &mut disk, true, "build");
    assert_eq!(rows(&first), rows(&bob));

    act(&mut bob, &mut world, status(task, TaskStatus::Done));
    let by = CommandId(world.uuid());
    let decision = world.act_as(DAVID, world.head, by, &rename(other, "Dry ice").into(), Mode::Authority);
    bob.fact(&fact_for(BOB, DAVID, by, &decision.expect("an admin may"), world.head));
    let second = reopened(&mut bob, &mut disk, false, "build");
    assert_eq!(rows(&second), rows(&bob), "the guess and what came in under it");
    assert_eq!(second.outbox().waiting(), 1);
    let kept = disk.rows.iter().find_map(|row| match row {
        Row::Task(row) if row.id == task => Some(row.status),
        _ => None,
    });
    assert_eq!(kept, Some(TaskStatus::Todo), "a guess is never kept as a row");
}

#[test]
fn an_act_is_forgotten_together_with_the_rows_that_show_it() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let (mut bob, mut disk) = (replica_of(BOB, &world), Kept::default());
    disk.write(bob.rows_to_keep(true, WORKSPACE, "build", "page"));
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    disk.write(bob.acts_to_keep());
    let command = bob.outbox().get(id).and_then(|entry| entry.command.clone()).expect("it waits");
    let decision = world.act_as(BOB, bob.seen(), id, &command, Mode::Authority).expect("he may");
    bob.answered("epoch", &[accepted(id, world.head)]);
    bob.fact(&fact_for(BOB, BOB, id, &decision, world.head));
    assert!(bob.outbox().entries().is_empty());
    disk.write(bob.acts_to_keep());
    assert_eq!(disk.acts.len(), 1, "the rows on the disk do not show it yet");
    let after = reopened(&mut bob, &mut disk, false, "build");
    assert!(disk.acts.is_empty());
    assert_eq!(shown(&after, task), TaskStatus::Done);
}

#[test]
fn a_page_that_another_has_taken_over_from_writes_no_rows() {
    let mut world = World::new();
    a_task(&mut world);
    let (mut one, mut two, mut disk) = (replica_of(BOB, &world), replica_of(BOB, &world), Kept::default());
    assert!(disk.write(one.rows_to_keep(true, WORKSPACE, "build", "one")));
    assert!(disk.write(two.rows_to_keep(true, WORKSPACE, "build", "two")));
    a_task(&mut world);
    one.rows(rows_for(BOB, &world));
    assert!(!disk.write(one.rows_to_keep(false, WORKSPACE, "build", "one")));
    assert_eq!(disk.rows.len(), 1);
}

#[test]
fn rows_of_another_build_are_shown_and_taken_anew() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let (mut bob, mut disk) = (replica_of(BOB, &world), Kept::default());
    let mut newer = reopened(&mut bob, &mut disk, true, "newer");
    assert_eq!(shown(&newer, task), TaskStatus::Todo);
    let welcome = Welcome {
        user_id: BOB.user,
        user_role: BOB.role,
        workspace_id: WORKSPACE,
        epoch: "epoch".into(),
        rights: BOB.role.name().into(),
        head: world.head,
        build: "newer".into(),
        outcomes: Vec::new(),
    };
    newer.welcomed(&welcome);
    assert_eq!(newer.resume()[0].since, None);
    let mut same = reopened(&mut bob, &mut disk, false, "build");
    same.welcomed(&welcome);
    assert_eq!(same.resume()[0].since, Some(world.head));
}

#[test]
fn an_act_in_words_of_another_build_is_kept_and_sent_as_it_is() {
    let mut world = World::new();
    let (mut bob, mut disk) = (replica_of(BOB, &world), Kept::default());
    let task = a_task(&mut world);
    act(&mut bob, &mut world, status(task, TaskStatus::Done));
    disk.write(bob.acts_to_keep());
    disk.acts[0].envelope.kind = "juggle".into();
    disk.acts[0].envelope.data = json!({"balls": 3});
    let sent = Replica::of_kept(bob.reader(), disk.clone(), "build").outbox_mut().next_group();
    assert_eq!(sent, [disk.acts[0].envelope.clone()]);
}

#[test]
fn an_older_queue_without_later_fields_is_read() {
    let text = r#"{"envelope":{"id":"0193a1b2-0000-7000-8000-000000000001","type":"set-task-status",
        "data":{"taskId":"0193a1b2-0000-7000-8000-000000000002","status":"done"}}}"#;
    let act: KeptAct = read(text).expect("an id and a type are enough");
    assert_eq!((act.envelope.v, act.refused.clone()), (1, None));
    assert_eq!(read::<KeptAct>(&print(&act)), Some(act));
}

#[test]
fn nothing_leaves_before_it_is_written() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let id = CommandId(world.uuid());
    bob.act(id, status(task, TaskStatus::Done).into(), world.now, world.head, Map::new());
    assert_eq!(shown(&bob, task), TaskStatus::Done);
    assert!(bob.outbox_mut().next_group().is_empty());
    bob.written(&[id]);
    assert_eq!(bob.outbox_mut().next_group().len(), 1);
}

#[test]
fn every_tab_shows_what_another_did_and_hears_what_became_of_it() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let (mut one, mut two) = (replica_of(BOB, &world), replica_of(BOB, &world));
    let id = act(&mut one, &mut world, status(task, TaskStatus::Done));
    let said = TabMessage::Acted(one.outbox().get(id).expect("it waits").kept());
    two.told(said.clone());
    two.told(said);
    assert_eq!((shown(&two, task), two.outbox().waiting()), (TaskStatus::Done, 1));
    assert!(two.acts_to_keep().is_empty(), "who made it has written it");

    let refusal = Outcome { outcome: Verdict::Rejected, revision: None, ..accepted(id, world.head) };
    two.told(TabMessage::Answered { epoch: "epoch".into(), outcomes: vec![refusal] });
    assert_eq!(shown(&two, task), TaskStatus::Todo);
    assert!(matches!(two.outbox().entries()[0].standing, Standing::Refused(_)));
    two.told(TabMessage::Discarded(id));
    assert!(two.outbox().entries().is_empty());
}

#[test]
fn what_a_tab_says_is_understood_by_the_others() {
    let discarded = TabMessage::Discarded(CommandId(uuid::Uuid::from_u128(7)));
    let answered = TabMessage::Answered { epoch: "epoch".into(), outcomes: Vec::new() };
    for message in [TabMessage::Left, discarded, answered] {
        assert_eq!(read(&print(&message)), Some(message));
    }
}

#[test]
fn answers_of_another_epoch_settle_nothing() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    bob.outbox_mut().next_group();
    bob.answered("stopped", &[accepted(id, world.head)]);
    assert_eq!(bob.outbox_mut().next_group().len(), 1, "it goes out again");
}

#[test]
fn ids_keep_the_order_of_acts_when_the_clock_goes_back() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    for now in [5_000, 5_000, 1_000] {
        let id = bob.outbox().next_id(Instant(now), &[0; 10]);
        bob.act(id, status(task, TaskStatus::Done).into(), Instant(now), world.head, Map::new());
    }
    let ids: Vec<CommandId> = bob.outbox().entries().iter().map(|entry| entry.envelope.id).collect();
    assert!(ids.is_sorted() && ids[0] < ids[1] && ids[1] < ids[2]);
}

#[test]
fn a_row_that_only_an_unanswered_view_covered_is_not_shown_by_the_next_page() {
    let mut world = World::new();
    a_task(&mut world);
    let (mut bob, mut disk) = (replica_of(BOB, &world), Kept::default());
    bob.subscribe("view", Scope::new(Topic::Tasks, Filters { role: Some(BOB.role), ..Filters::default() }));
    bob.unsubscribe("tasks");
    assert_eq!(rows(&bob).len(), 1, "the view that is being opened shows it");
    let next = reopened(&mut bob, &mut disk, true, "build");
    assert!(rows(&next).is_empty(), "nothing that the next page listens to would ever take it away");
}

#[test]
fn a_page_that_takes_over_keeps_no_rows_older_than_those_that_are_kept() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let (mut one, mut two, mut disk) = (replica_of(BOB, &world), replica_of(BOB, &world), Kept::default());
    let id = act(&mut one, &mut world, status(task, TaskStatus::Done));
    disk.write(one.acts_to_keep());
    world.must(BOB, status(task, TaskStatus::Done));
    one.answered("epoch", &[accepted(id, world.head)]);
    one.rows(rows_for(BOB, &world));
    assert!(disk.write(one.rows_to_keep(true, WORKSPACE, "build", "one")));
    assert!(disk.acts.is_empty());

    let stale = two.rows_to_keep(true, WORKSPACE, "build", "two");
    assert!(!disk.write(stale), "a page frozen meanwhile would take the act off the screen");
    assert!(disk.write(one.rows_to_keep(false, WORKSPACE, "build", "one")), "the rows are still the first's");
    two.rows(rows_for(BOB, &world));
    assert!(disk.write(two.rows_to_keep(true, WORKSPACE, "build", "two")), "they have come");

    let mut restored = replica_of(BOB, &World::new());
    restored.begin("another epoch", "logistics");
    assert!(disk.write(restored.rows_to_keep(true, WORKSPACE, "build", "three")), "a restored database");
}

#[test]
fn an_act_that_was_held_and_then_done_is_forgotten_with_its_rows_only() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let (mut bob, mut disk) = (replica_of(BOB, &world), Kept::default());
    assert!(disk.write(bob.rows_to_keep(true, WORKSPACE, "build", "page")));
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    disk.write(bob.acts_to_keep());
    let held = Outcome { outcome: Verdict::Held, revision: None, ..accepted(id, world.head) };
    bob.answered("epoch", &[held]);
    world.must(BOB, status(task, TaskStatus::Done));
    bob.rows(rows_for(BOB, &world));
    bob.answered("epoch", &[accepted(id, world.head)]);
    assert!(bob.outbox().entries().is_empty());
    disk.write(bob.acts_to_keep());
    assert_eq!(disk.acts.len(), 1, "the rows on the disk do not show it yet");
    reopened(&mut bob, &mut disk, false, "build");
    assert!(disk.acts.is_empty());
}

#[test]
fn no_act_overtakes_an_earlier_one_that_is_still_being_written() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let mut ids = Vec::new();
    for now in [1_000, 2_000, 3_000] {
        let id = bob.outbox().next_id(Instant(now), &[0; 10]);
        bob.act(id, status(task, TaskStatus::Done).into(), Instant(now), world.head, Map::new());
        ids.push(id);
    }
    bob.written(&[ids[0], ids[2]]);
    assert_eq!(bob.outbox_mut().next_group().len(), 1);
    bob.outbox_mut().failed();
    bob.written(&[ids[1]]);
    assert_eq!(bob.outbox_mut().next_group().len(), 3);
}

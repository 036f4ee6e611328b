//! What a person sees while acts are pending, answered, refused, and overtaken.

use serde_json::Map;
use uuid::Uuid;

use crate::domain::command::{CreateTask, EditTask, SetTaskStatus};
use crate::domain::context::Mode;
use crate::domain::ids::{CommandId, TaskId};
use crate::domain::refusal::Refusal;
use crate::domain::rows::{Priority, Role, Table, Task, TaskStatus, TaskType};
use crate::domain::rules::RULES;
use crate::domain::sight;
use crate::domain::tests::world::{BEA, BOB, DAVID, Person, World, local};
use crate::domain::values::{Instant, Patch, Revision};
use crate::domain::work::Decision;
use crate::sync::replica::{Reader, Replica};
use crate::sync::submit::{Outcome, Verdict};
use crate::sync::topic::{Scope, Topic};
use crate::sync::wire::{FactFrame, RowChange, RowName, RowsFrame, Welcome};

pub const TASKS: &str = "tasks";

/// A replica that listens to all tasks, with the rows there are.
pub fn replica_of(person: Person, world: &World) -> Replica {
    let mut replica = Replica::new(Reader { user: person.user, role: person.role, replica: person.replica });
    replica.learn(&RULES);
    replica.begin("epoch", person.role.name());
    replica.subscribe(TASKS, Scope::all(Topic::Tasks));
    replica.rows(rows_for(person, world));
    replica
}

pub fn rows_for(person: Person, world: &World) -> RowsFrame {
    let scope = Scope::all(Topic::Tasks);
    let seen = world.state.all().filter_map(|row| sight::cut(person.role, person.user, &row));
    RowsFrame {
        id: TASKS.into(),
        revision: world.head,
        complete: true,
        rows: seen.filter(|row| scope.covers(row)).collect(),
        gone: Vec::new(),
    }
}

/// The fact of a decision as the hub would cut it for a reader of all tasks.
pub fn fact_for(
    person: Person,
    by: Person,
    id: CommandId,
    decision: &Decision,
    revision: Revision,
) -> FactFrame {
    let scope = Scope::all(Topic::Tasks);
    let changes = decision
        .changes
        .iter()
        .filter_map(|change| {
            let row = change.after.as_ref()?;
            if !scope.covers(row) {
                return None;
            }
            Some(match sight::cut(person.role, person.user, row) {
                Some(row) => RowChange::Put(row),
                None => RowChange::Removed(RowName { table: row.table(), id: row.key() }),
            })
        })
        .collect();
    FactFrame {
        fact: decision.fact.clone(),
        revision,
        command_id: id,
        timestamp: Instant(0),
        user_id: by.user,
        user_role: by.role,
        also: Vec::new(),
        changes,
    }
}

pub fn create(id: Uuid, title: &str) -> CreateTask {
    CreateTask {
        task_id: TaskId(id),
        title: title.into(),
        kind: Some(TaskType::Other),
        role: Role::Logistics,
        assignee_id: Patch::Keep,
        priority: Some(Priority::Medium),
        start: Some(local("2026-11-20T10:00")),
        minutes: Some(60),
        budget_id: Patch::Keep,
    }
}

pub fn rename(id: TaskId, title: &str) -> EditTask {
    EditTask {
        task_id: id,
        title: Some(title.into()),
        kind: None,
        role: None,
        assignee_id: Patch::Keep,
        priority: None,
        start: None,
        minutes: None,
        budget_id: Patch::Keep,
    }
}

pub fn status(id: TaskId, status: TaskStatus) -> SetTaskStatus {
    SetTaskStatus { task_id: id, status, note: None, anyway: None }
}

pub fn a_task(world: &mut World) -> TaskId {
    let id = world.uuid();
    world.must(DAVID, create(id, "Ice"));
    TaskId(id)
}

/// Carries the oldest pending act of a replica to the server and returns what came of it.
pub fn carry(world: &mut World, person: Person, replica: &Replica) -> (CommandId, Result<Decision, Refusal>) {
    let entry = replica.outbox().entries()[0].clone();
    let id = entry.envelope.id;
    let command = entry.command.expect("this build's own");
    (id, world.act_as(person, entry.envelope.seen, id, &command, Mode::Authority))
}

pub fn accepted(id: CommandId, revision: Revision) -> Outcome {
    Outcome {
        id,
        outcome: Verdict::Accepted,
        revision: Some(revision),
        fields: std::collections::BTreeMap::new(),
        reason: None,
    }
}

pub fn shown(replica: &Replica, id: TaskId) -> TaskStatus {
    replica.state().get::<Task>(id).expect("the replica holds the task").status
}

pub fn act(replica: &mut Replica, world: &mut World, command: SetTaskStatus) -> CommandId {
    let id = CommandId(world.uuid());
    let seen = replica.seen();
    replica.act(id, command.into(), world.now, seen, Map::new());
    replica.written(&[id]);
    id
}

#[test]
fn a_tap_shows_at_once_and_stays_when_the_server_has_it() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    act(&mut bob, &mut world, status(task, TaskStatus::Done));
    assert_eq!(shown(&bob, task), TaskStatus::Done);
    assert_eq!(bob.outbox().waiting(), 1);

    let (id, decision) = carry(&mut world, BOB, &bob);
    let revision = world.head;
    bob.answered("epoch", &[accepted(id, revision)]);
    assert_eq!(shown(&bob, task), TaskStatus::Done, "the guess stays until its rows are there");
    assert_eq!(bob.outbox().entries().len(), 1);

    let woken = bob.fact(&fact_for(BOB, BOB, id, &decision.expect("it is allowed"), revision));
    assert_eq!(shown(&bob, task), TaskStatus::Done);
    assert!(bob.outbox().entries().is_empty(), "answered and delivered: no longer pending");
    assert!(woken.keys().all(|&(table, id)| (table, id) == (Table::Tasks, task.0)));
}

#[test]
fn the_fact_may_come_before_the_answer() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    act(&mut bob, &mut world, status(task, TaskStatus::InProgress));
    let (id, decision) = carry(&mut world, BOB, &bob);
    bob.fact(&fact_for(BOB, BOB, id, &decision.expect("it is allowed"), world.head));
    assert!(bob.outbox().entries().is_empty());
    assert_eq!(shown(&bob, task), TaskStatus::InProgress);
    bob.answered("epoch", &[accepted(id, world.head)]);
    assert_eq!(shown(&bob, task), TaskStatus::InProgress);
}

#[test]
fn a_head_settles_an_act_whose_rows_are_nobodys_here() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    act(&mut bob, &mut world, status(task, TaskStatus::Done));
    let (id, _) = carry(&mut world, BOB, &bob);
    bob.answered("epoch", &[accepted(id, world.head)]);
    assert_eq!(bob.outbox().entries().len(), 1);
    bob.head(world.head);
    assert!(bob.outbox().entries().is_empty());
}

#[test]
fn a_refused_act_is_taken_back_on_screen_and_kept_with_its_reason() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    let reason = Refusal::forbidden();
    bob.answered(
        "epoch",
        &[Outcome {
            id,
            outcome: Verdict::Rejected,
            revision: None,
            fields: std::collections::BTreeMap::new(),
            reason: Some(reason.clone()),
        }],
    );
    assert_eq!(shown(&bob, task), TaskStatus::Todo);
    assert_eq!(bob.outbox().refused().count(), 1);
    assert_eq!(bob.outbox().waiting(), 0);
    assert!(bob.discard(id).is_some());
    assert_eq!(bob.outbox().entries().len(), 0);
}

#[test]
fn a_change_by_somebody_else_comes_in_under_the_pending_one() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    act(&mut bob, &mut world, status(task, TaskStatus::InProgress));

    let command = CommandId(world.uuid());
    let renamed = world
        .act_as(BEA, world.head, command, &rename(task, "Ice, 10 bags").into(), Mode::Authority)
        .expect("Bea may rename a task of her role");
    bob.fact(&fact_for(BOB, BEA, command, &renamed, world.head));

    let row = bob.state().get::<Task>(task).expect("held").clone();
    assert_eq!(row.title, "Ice, 10 bags");
    assert_eq!(row.status, TaskStatus::InProgress, "the own act is replayed on top");
    assert_eq!(bob.outbox().waiting(), 1);
}

#[test]
fn an_older_row_never_replaces_a_newer_one() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let old = rows_for(BOB, &world);
    world.must(BOB, status(task, TaskStatus::Done));
    let mut bob = replica_of(BOB, &world);
    bob.rows(old);
    assert_eq!(shown(&bob, task), TaskStatus::Done);
}

#[test]
fn another_epoch_sends_answered_acts_again() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    bob.answered("epoch", &[accepted(id, Revision(99))]);
    assert_eq!(bob.outbox().waiting(), 0);
    bob.welcomed(&restored(Vec::new()));
    assert_eq!(bob.outbox().waiting(), 1, "what the other epoch answered goes out again");
}

/// The welcome of a database that was set back.
fn restored(outcomes: Vec<Outcome>) -> Welcome {
    Welcome {
        user_id: BOB.user,
        user_role: BOB.role,
        workspace_id: crate::domain::ids::WorkspaceId::NIL,
        epoch: "restored".into(),
        rights: BOB.role.name().into(),
        head: Revision(1),
        build: String::new(),
        outcomes,
    }
}

#[test]
fn what_another_epoch_has_accepted_is_no_longer_shown_as_refused() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    let refusal = Outcome { outcome: Verdict::Rejected, revision: None, ..accepted(id, world.head) };
    bob.answered("epoch", std::slice::from_ref(&refusal));
    assert_eq!(bob.unanswered(), [id], "its answer is asked for again");
    assert!(bob.outbox().is_old(&refusal), "the same answer is no news");
    bob.welcomed(&restored(vec![accepted(id, Revision(1))]));
    assert!(bob.outbox().refused().next().is_none());
}

#[test]
fn what_was_held_and_came_to_the_server_all_the_same_is_no_longer_shown_as_refused() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    bob.answered("epoch", &[Outcome { outcome: Verdict::Held, revision: None, ..accepted(id, world.head) }]);
    assert_eq!(bob.unanswered(), [id], "its answer is asked for again");
    let (id, decision) = carry(&mut world, BOB, &bob);
    bob.fact(&fact_for(BOB, BOB, id, &decision.expect("it is allowed"), world.head));
    assert!(bob.outbox().entries().is_empty());
    assert_eq!(shown(&bob, task), TaskStatus::Done);
}

#[test]
fn one_request_is_under_way_and_carries_at_most_ten() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    act(&mut bob, &mut world, status(task, TaskStatus::Done));
    assert_eq!(bob.outbox_mut().next_group().len(), 1, "the first one goes at once");
    for _ in 0..12 {
        act(&mut bob, &mut world, status(task, TaskStatus::Todo));
    }
    assert!(bob.outbox_mut().next_group().is_empty(), "one request at a time");
    bob.outbox_mut().failed();
    assert_eq!(bob.outbox_mut().next_group().len(), 10);
}

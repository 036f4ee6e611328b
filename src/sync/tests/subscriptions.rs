//! What a replica holds: the rows its subscriptions cover, and no others.

use super::replica::{TASKS, a_task, accepted, act, carry, fact_for, rename, replica_of, rows_for, status};
use crate::domain::command::{EditTask, RemoveTask};
use crate::domain::context::Mode;
use crate::domain::ids::CommandId;
use crate::domain::rows::{Role, Row, Table, Task, TaskStatus};
use crate::domain::tests::world::{ALICE, BEA, BOB, CARLA, DAVID, World};
use crate::sync::topic::{Filters, Scope, Topic};
use crate::sync::wire::{RowName, RowsFrame, Welcome};

/// Bob's welcome on another socket, with nothing changed.
fn welcome(world: &World) -> Welcome {
    Welcome {
        user_id: BOB.user,
        user_role: Role::Logistics,
        workspace_id: crate::domain::ids::WorkspaceId::NIL,
        epoch: "epoch".into(),
        rights: Role::Logistics.name().into(),
        head: world.head,
        build: String::new(),
        outcomes: Vec::new(),
    }
}

#[test]
fn what_was_missed_is_asked_for_though_a_head_came_right_after_the_welcome() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let held = world.head;
    // While his socket was down.
    world.must(DAVID, rename(task, "Ice cubes"));
    bob.welcomed(&welcome(&world));
    bob.head(world.head);
    assert!(bob.resume().iter().all(|subscribe| subscribe.since == Some(held)));
}

#[test]
fn other_rights_discard_what_was_held() {
    let mut world = World::new();
    a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    assert_eq!(bob.state().tasks().len(), 1);
    bob.welcomed(&Welcome { user_role: Role::Cook, rights: "cook".into(), ..welcome(&world) });
    assert_eq!(bob.state().tasks().len(), 0);
    assert_eq!(bob.reader().role, Role::Cook);
    assert!(bob.resume().iter().all(|subscribe| subscribe.since.is_none()));
}

#[test]
fn unsubscribing_drops_what_nothing_else_covers() {
    let mut world = World::new();
    a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let woken = bob.unsubscribe(TASKS);
    assert_eq!(bob.state().tasks().len(), 0);
    assert_eq!(woken.len(), 1);
}

#[test]
fn a_fact_that_was_under_way_brings_no_row_back_that_nothing_listens_to() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    bob.unsubscribe(TASKS);
    let command = CommandId(world.uuid());
    let renamed = world.act_as(BEA, world.head, command, &rename(task, "Ice cubes").into(), Mode::Authority);
    bob.fact(&fact_for(BOB, BEA, command, &renamed.expect("it is allowed"), world.head));
    assert!(bob.state().tasks().is_empty());
}

#[test]
fn an_act_does_not_wait_for_a_subscription_that_the_server_refused() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let filters = Filters { role: Some(Role::Cook), ..Filters::default() };
    bob.subscribe("the cooks'", Scope::new(Topic::Tasks, filters));
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    carry(&mut world, BOB, &bob).1.expect("it is allowed");
    bob.answered("epoch", &[accepted(id, world.head)]);
    bob.head(world.head);
    bob.unsubscribe("the cooks'");
    assert!(bob.outbox().entries().is_empty());
    assert!(bob.state().get::<Task>(task).is_some());
}

#[test]
fn a_view_that_is_being_opened_takes_nothing_out_of_sight() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    bob.subscribe("people", Scope::all(Topic::People));
    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    let seen = bob.outbox().get(id).expect("it waits").envelope.seen;
    assert_eq!(seen, world.head, "he has seen the task that he ticks");
    carry(&mut world, BOB, &bob).1.expect("it is allowed");
    bob.answered("epoch", &[accepted(id, world.head)]);
    bob.head(world.head);
    assert_eq!(bob.outbox().entries().len(), 1, "shown as a guess until the new view has its rows, too");
}

#[test]
fn a_row_that_is_gone_for_two_subscriptions_is_gone() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let filters = Filters { role: Some(Role::Logistics), ..Filters::default() };
    bob.subscribe("mine", Scope::new(Topic::Tasks, filters));
    bob.rows(RowsFrame { id: "mine".into(), ..rows_for(BOB, &world) });
    world.must(DAVID, RemoveTask { task_id: task });
    bob.resume();
    for id in [TASKS, "mine"] {
        let gone = vec![RowName { table: Table::Tasks, id: task.0 }];
        let (id, revision) = (id.to_owned(), world.head);
        bob.rows(RowsFrame { id, revision, complete: false, rows: Vec::new(), gone });
    }
    assert!(bob.state().tasks().is_empty());
}

#[test]
fn a_row_that_has_moved_from_one_subscription_to_another_stays() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut alice = replica_of(ALICE, &world);
    let of = |role| Scope::new(Topic::Tasks, Filters { role: Some(role), ..Filters::default() });
    alice.unsubscribe(TASKS);
    for role in [Role::Logistics, Role::Cook] {
        alice.subscribe(role.name(), of(role));
    }
    let old = rows_for(ALICE, &world);
    alice.rows(RowsFrame { id: "logistics".into(), ..old.clone() });
    alice.rows(RowsFrame { id: "cook".into(), rows: Vec::new(), ..old });
    world.must(DAVID, EditTask { role: Some(Role::Cook), ..rename(task, "Ice") });
    let now = rows_for(ALICE, &world);
    let missed = RowsFrame { complete: false, rows: Vec::new(), ..now.clone() };
    alice.resume();
    alice.rows(RowsFrame { id: "cook".into(), complete: false, ..now });
    let gone = vec![RowName { table: Table::Tasks, id: task.0 }];
    alice.rows(RowsFrame { id: "logistics".into(), gone, ..missed });
    assert_eq!(alice.state().tasks().len(), 1);
}

#[test]
fn a_replica_holds_only_what_its_person_may_see() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let carla = replica_of(CARLA, &world);
    assert!(carla.state().get::<Task>(task).is_none());
    let alice = replica_of(ALICE, &world);
    assert!(alice.state().get::<Task>(task).is_some());
    assert!(alice.state().all().all(|row| matches!(row, Row::Task(_))));
}

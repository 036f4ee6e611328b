//! What a rule has decided between two who had not seen each other, and the way back from it.

use serde_json::json;

use crate::domain::command::{Command, EditTask, ResolveConflict, SetScheduleStatus, SetTaskStatus, Undo};
use crate::domain::context::Mode;
use crate::domain::ids::TaskId;
use crate::domain::refusal::Code;
use crate::domain::rows::{Conflict, ConflictState, Role, ScheduleStatus, TaskStatus};

use super::build::{edit, status_of};
use super::world::{BEA, BOB, CAI, CARLA, Person, World};

fn only(world: &World) -> Conflict {
    let all: Vec<_> = world.state.conflicts().values().collect();
    assert_eq!(all.len(), 1, "{all:#?}");
    all[0].as_ref().clone()
}

/// Bob calls a task done and Bea begins it, neither having seen the other; done is kept. Returns the
/// task and Bob's command.
fn done_and_begun(world: &mut World) -> (TaskId, Undo) {
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let seen = world.head;
    let command_id = world.command();
    let done: SetTaskStatus = status_of(task, TaskStatus::Done);
    world.act_as(BOB, seen, command_id, &Command::from(done), Mode::Authority).unwrap();
    world.act_unseen(BEA, seen, status_of(task, TaskStatus::InProgress)).unwrap();
    assert_eq!((world.the_task(task).status, only(world).state), (TaskStatus::Done, ConflictState::Merged));
    (task, Undo { command_id })
}

#[test]
fn a_merge_that_is_undone_lets_the_other_value_hold_and_says_nothing_any_more() {
    for by in [BOB, BEA] {
        let mut world = World::new();
        let (task, undo) = done_and_begun(&mut world);
        world.must(by, undo);
        assert_eq!(world.the_task(task).status, TaskStatus::InProgress);
        assert_eq!(only(&world).state, ConflictState::Moot);
        world.assert_settled();
    }
}

#[test]
fn a_merge_of_three_goes_on_between_the_two_that_are_left() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let seen = world.head;
    let command_id = world.command();
    let done: SetTaskStatus = status_of(task, TaskStatus::Done);
    let at_another = Person { replica: CAI.replica, ..BEA };
    world.act_as(BOB, seen, command_id, &Command::from(done), Mode::Authority).unwrap();
    world.act_unseen(BEA, seen, status_of(task, TaskStatus::InProgress)).unwrap();
    world.act_unseen(at_another, seen, status_of(task, TaskStatus::Canceled)).unwrap();
    world.must(BOB, Undo { command_id });
    let conflict = only(&world);
    assert_eq!((world.the_task(task).status, conflict.state), (TaskStatus::Canceled, ConflictState::Merged));
    assert_eq!((conflict.values.len(), conflict.kept), (2, Some(json!("canceled"))));
}

/// Bob and Bea name a task without sight of each other; Bob's name came first.
fn named_twice(world: &mut World) -> TaskId {
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let seen = world.head;
    for (person, title) in [(BOB, "Drive early"), (BEA, "Drive late")] {
        world.act_unseen(person, seen, EditTask { title: Some(title.into()), ..edit(task) }).unwrap();
    }
    assert_eq!(world.the_task(task).title, "Drive early");
    task
}

#[test]
fn what_gave_way_to_an_earlier_value_can_be_taken_instead() {
    let mut world = World::new();
    let task = named_twice(&mut world);
    let conflict_id = only(&world).id;
    let third = ResolveConflict { conflict_id, value: json!("Drive") };
    assert_eq!(world.act(BEA, third).unwrap_err().code, Code::ChangedSince, "a third value is an edit");
    let mine = ResolveConflict { conflict_id, value: json!("Drive late") };
    assert_eq!(world.act(CARLA, mine.clone()).unwrap_err().code, Code::NotFound, "not hers to see");
    world.must(BEA, mine.clone());
    assert_eq!(world.the_task(task).title, "Drive late");
    assert_eq!(only(&world).state, ConflictState::Resolved);
    assert_eq!(world.act(BOB, mine).unwrap_err().code, Code::ChangedSince, "decided once");
}

#[test]
fn what_no_edit_sets_is_not_called_settled() {
    let mut world = World::new();
    let party = world.gala();
    let schedule = world.by_hand(party, "Paella");
    let seen = world.head;
    for (person, status) in [(CARLA, ScheduleStatus::Cooking), (CAI, ScheduleStatus::Ready)] {
        world.act_unseen(person, seen, SetScheduleStatus { schedule_id: schedule, status }).unwrap();
    }
    let conflict = only(&world);
    let value = conflict.values.last().unwrap().value.clone();
    let refused = world.act(CAI, ResolveConflict { conflict_id: conflict.id, value }).unwrap_err();
    assert_eq!((refused.code, only(&world).state), (Code::Status, ConflictState::Merged));
    assert_eq!(world.the_schedule(schedule).status, ScheduleStatus::Cooking);
}

//! What goes into a request, and what becomes of one that is refused as a whole.

use super::replica::{a_task, accepted, act, create, replica_of, shown, status};
use crate::domain::command::{Command, CommentOn, SetTaskStatus};
use crate::domain::ids::{CommandId, CommentId, TaskId};
use crate::domain::rows::{Table, TaskStatus};
use crate::domain::tests::world::{BOB, World};
use crate::domain::values::Revision;
use crate::sync::kept::KeptAct;
use crate::sync::outbox::Entry;
use crate::sync::replica::Replica;
use crate::sync::submit::{Outcome, Verdict};

#[test]
fn a_request_stays_within_its_bytes_and_what_alone_is_too_much_is_refused_alone() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let noted =
        |chars: usize| SetTaskStatus { note: Some("é".repeat(chars)), ..status(task, TaskStatus::Done) };
    let ids = [60_000, 60_000, 60_000, 200_000, 10].map(|chars| act(&mut bob, &mut world, noted(chars)));
    let group = bob.outbox_mut().next_group();
    assert_eq!(group.iter().map(|one| one.id).collect::<Vec<_>>(), ids[..2], "as many as fit");
    bob.answered("epoch", &[accepted(ids[0], Revision(1)), accepted(ids[1], Revision(1))]);
    assert_eq!(bob.outbox_mut().next_group().len(), 1);
    bob.answered("epoch", &[accepted(ids[2], Revision(1))]);
    assert_eq!(bob.outbox_mut().next_group().len(), 1, "it goes alone, and others do not wait for it");
    assert_eq!(bob.outbox_mut().refused_whole(), Some(ids[3]));
}

#[test]
fn of_a_group_that_is_refused_as_a_whole_each_goes_alone() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    let ids =
        [TaskStatus::InProgress, TaskStatus::Done].map(|to| act(&mut bob, &mut world, status(task, to)));
    assert_eq!(bob.outbox_mut().next_group().len(), 2);
    assert_eq!(bob.outbox_mut().refused_whole(), None);
    for id in ids {
        assert_eq!(bob.outbox_mut().next_group().len(), 1);
        assert_eq!(bob.outbox_mut().refused_whole(), Some(id));
        let refusal = Outcome { outcome: Verdict::Rejected, revision: None, ..accepted(id, world.head) };
        bob.answered("epoch", &[refusal]);
    }
    assert!(bob.outbox_mut().next_group().is_empty());
}

#[test]
fn an_act_that_a_page_left_behind_is_written_down_before_it_goes_out() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let mut bob = replica_of(BOB, &world);
    act(&mut bob, &mut world, status(task, TaskStatus::Done));
    let left: Vec<KeptAct> = bob.outbox().entries().iter().map(Entry::kept).collect();
    let mut next = replica_of(BOB, &world);
    next.take_in_unwritten(left.clone());
    assert_eq!(shown(&next, task), TaskStatus::Done);
    assert!(next.outbox_mut().next_group().is_empty());
    let writing = next.acts_to_keep();
    assert_eq!(writing.acts.len(), 1);
    next.written(&[left[0].envelope.id]);
    next.take_in_unwritten(left);
    assert_eq!(next.outbox_mut().next_group().len(), 1, "what is here already stays as it is");
}

fn refused(id: CommandId) -> Outcome {
    Outcome::of(id, Verdict::Rejected)
}

/// A task that its author makes, and a remark on it.
fn made_and_remarked(bob: &mut Replica, world: &mut World) -> (TaskId, CommandId, CommandId) {
    let task = TaskId(world.uuid());
    let made = say(bob, world, create(task.0, "Ice"));
    let text = "From the corner shop".to_owned();
    let remark = CommentOn { comment_id: CommentId(world.uuid()), table: Table::Tasks, row_id: task.0, text };
    let remarked = say(bob, world, remark);
    (task, made, remarked)
}

fn say(replica: &mut Replica, world: &mut World, command: impl Into<Command>) -> CommandId {
    let id = CommandId(world.uuid());
    let seen = replica.seen();
    replica.act(id, command.into(), world.now, seen, serde_json::Map::new());
    replica.written(&[id]);
    id
}

fn group(replica: &mut Replica) -> Vec<CommandId> {
    replica.sort_out();
    replica.outbox_mut().next_group().iter().map(|one| one.id).collect()
}

#[test]
fn what_needs_a_row_that_was_refused_goes_out_once_that_row_is_made_after_all() {
    let mut world = World::new();
    let mut bob = replica_of(BOB, &world);
    let (task, made, remarked) = made_and_remarked(&mut bob, &mut world);
    let other = a_task(&mut world);
    let elsewhere = act(&mut bob, &mut world, status(other, TaskStatus::Done));
    bob.outbox_mut().next_group();
    bob.outbox_mut().failed();
    bob.answered("epoch", &[refused(made)]);
    assert_eq!(group(&mut bob), [elsewhere], "what does not need it goes out");
    assert_eq!(bob.outbox().refused().count(), 2);
    bob.answered("epoch", &[accepted(elsewhere, world.head)]);
    // Tried again, as a new act, which comes after the one that needs it.
    bob.discard(made);
    let again = say(&mut bob, &mut world, create(task.0, "Ice"));
    assert_eq!(group(&mut bob), [again]);
    bob.answered("epoch", &[accepted(again, world.head)]);
    assert_eq!(group(&mut bob), [remarked]);
}

#[test]
fn what_needs_a_row_that_was_let_go_is_answered_by_the_server() {
    let mut world = World::new();
    let mut bob = replica_of(BOB, &world);
    let (_, made, remarked) = made_and_remarked(&mut bob, &mut world);
    assert_eq!(group(&mut bob), [made, remarked], "one that waits does not hold up what follows it");
    bob.answered("epoch", &[refused(made), Outcome::of(remarked, Verdict::Held)]);
    assert_eq!(group(&mut bob), []);
    bob.discard(made);
    assert_eq!(group(&mut bob), [remarked]);
}

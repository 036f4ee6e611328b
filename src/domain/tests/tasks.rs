//! Rule 11: statuses, prerequisites, blocks, and who is told.

use serde_json::json;

use crate::domain::command::{
    AddPrerequisite, CommentOn, EditTask, RemovePrerequisite, RemoveTask, SetTaskStatus,
};
use crate::domain::context::Mode;
use crate::domain::ids::{CommentId, TaskId};
use crate::domain::refusal::Code;
use crate::domain::rows::{Role, Table, TaskStatus};
use crate::domain::values::Patch;
use crate::domain::work::{Acceptance, FieldOutcome};

use super::build::{edit, kinds, new_task, status_of, told};
use super::world::{ALICE, BEA, BOB, CARLA, DAVID, World};

const DONE: TaskStatus = TaskStatus::Done;
const BEGUN: TaskStatus = TaskStatus::InProgress;

/// Shopping (logistics), then preparation (cook), then cooking (cook).
fn chain(world: &mut World) -> (TaskId, TaskId, TaskId) {
    let shopping = world.given_task(BOB, "Shopping", Role::Logistics);
    let preparation = world.given_task(CARLA, "Preparation", Role::Cook);
    let cooking = world.given_task(CARLA, "Cooking", Role::Cook);
    world.waits(CARLA, preparation, shopping);
    world.waits(CARLA, cooking, preparation);
    (shopping, preparation, cooking)
}

#[test]
fn a_task_waits_for_its_open_prerequisites_and_shows_what_they_are() {
    let mut world = World::new();
    let (shopping, preparation, _) = chain(&mut world);
    let task = world.the_task(preparation);
    assert!(task.blocked);
    assert_eq!(task.waits_for.len(), 1);
    assert_eq!(task.waits_for[0].task_id, shopping);
    assert_eq!(task.waits_for[0].title, "Shopping");
    assert_eq!(task.waits_for[0].role, Role::Logistics);
    assert!(!world.the_task(shopping).blocked);
    world.assert_settled();
}

#[test]
fn finishing_the_last_open_prerequisite_enables_those_that_wait() {
    let mut world = World::new();
    let (shopping, preparation, cooking) = chain(&mut world);
    let decision = world.status(BOB, shopping, DONE).unwrap();
    assert_eq!(decision.fact.kind, "task-status-changed");
    assert_eq!(decision.fact.data["oldStatus"], "todo");
    assert_eq!(decision.fact.data["newStatus"], "done");
    assert_eq!(kinds(&decision), ["task-enabled"]);
    assert_eq!(decision.also[0].data["taskId"], json!(preparation));
    assert_eq!(decision.also[0].data["enabledBy"], json!(shopping));
    assert!(!world.the_task(preparation).blocked);
    assert!(world.the_task(cooking).blocked);
    assert_eq!(told(&world, CARLA), ["task-enabled", "task-status"]);
    assert_eq!(told(&world, BOB), Vec::<String>::new());
    assert!(told(&world, BEA).contains(&"task-status".to_owned()));
    world.assert_settled();
}

#[test]
fn reopening_a_prerequisite_blocks_those_not_begun_and_leaves_those_under_way() {
    let mut world = World::new();
    let (shopping, preparation, cooking) = chain(&mut world);
    world.waits(CARLA, cooking, shopping);
    world.status(BOB, shopping, DONE).unwrap();
    world.status(CARLA, preparation, BEGUN).unwrap();
    world.status(BOB, shopping, TaskStatus::Todo).unwrap();
    assert!(!world.the_task(preparation).blocked);
    assert!(world.the_task(cooking).blocked);
    world.assert_settled();
}

#[test]
fn canceled_and_removed_prerequisites_are_not_waited_for() {
    let mut world = World::new();
    let (shopping, preparation, cooking) = chain(&mut world);
    let decision = world.status(BOB, shopping, TaskStatus::Canceled).unwrap();
    assert_eq!(kinds(&decision), ["task-enabled"]);
    assert!(!world.the_task(preparation).blocked);
    world.must(CARLA, RemoveTask { task_id: preparation });
    assert!(!world.the_task(cooking).blocked);
    assert!(world.the_task(cooking).waits_for.is_empty());
    world.assert_settled();
}

#[test]
fn beginning_over_open_prerequisites_takes_a_reason_that_is_kept() {
    let mut world = World::new();
    let (_, preparation, _) = chain(&mut world);
    for status in [BEGUN, DONE] {
        let refusal = world.status(CARLA, preparation, status).unwrap_err();
        assert_eq!(refusal.code, Code::Blocked);
        assert!(refusal.message.contains("Shopping"), "{}", refusal.message);
    }
    let anyway = Some("the fridge is full".to_owned());
    world.must(CARLA, SetTaskStatus { anyway, ..status_of(preparation, BEGUN) });
    let task = world.the_task(preparation);
    assert_eq!(task.status, BEGUN);
    assert_eq!(task.anyway.unwrap().reason, "the fridge is full");
    // Canceling needs no reason.
    world.status(CARLA, preparation, TaskStatus::Canceled).unwrap();
    world.assert_settled();
}

#[test]
fn prerequisites_opened_unseen_only_warn() {
    let mut world = World::new();
    let (shopping, preparation, _) = chain(&mut world);
    world.status(BOB, shopping, DONE).unwrap();
    let seen = world.head;
    world.status(BOB, shopping, TaskStatus::Todo).unwrap();
    let decision = world.act_unseen(CARLA, seen, status_of(preparation, BEGUN)).unwrap();
    assert_eq!(kinds(&decision), ["prerequisites-opened-unseen"]);
    assert_eq!(world.the_task(preparation).status, BEGUN);
    world.assert_settled();
}

#[test]
fn any_status_may_follow_any_other() {
    let all = [TaskStatus::Todo, BEGUN, DONE, TaskStatus::Canceled];
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    for from in all {
        for to in all {
            world.status(BOB, task, from).unwrap();
            world.status(BEA, task, to).unwrap();
            assert_eq!(world.the_task(task).status, to);
        }
    }
    world.assert_settled();
}

#[test]
fn a_circle_of_prerequisites_is_refused_and_named() {
    let mut world = World::new();
    let (shopping, _, cooking) = chain(&mut world);
    let add = AddPrerequisite { task_id: shopping, prerequisite_id: cooking };
    let refusal = world.act(BOB, add).unwrap_err();
    assert_eq!(refusal.code, Code::Cycle);
    assert!(refusal.message.contains("Shopping → Cooking → Preparation → Shopping"), "{}", refusal.message);
    let itself = AddPrerequisite { task_id: shopping, prerequisite_id: shopping };
    assert_eq!(world.act(BOB, itself).unwrap_err().code, Code::Cycle);
}

#[test]
fn a_hundred_prerequisites_are_enough() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Last", Role::Logistics);
    for number in 0..100 {
        let before = world.given_task(BOB, &format!("Step {number}"), Role::Logistics);
        world.waits(BOB, task, before);
    }
    let one_more = world.given_task(BOB, "One more", Role::Logistics);
    let add = AddPrerequisite { task_id: task, prerequisite_id: one_more };
    assert_eq!(world.act(BOB, add).unwrap_err().code, Code::Limit);
}

#[test]
fn two_people_who_add_different_prerequisites_do_not_meet() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Set up", Role::Logistics);
    let one = world.given_task(BOB, "Drive", Role::Logistics);
    let two = world.given_task(BOB, "Load", Role::Logistics);
    let seen = world.head;
    world.waits(BOB, task, one);
    let add = AddPrerequisite { task_id: task, prerequisite_id: two };
    let decision = world.act_unseen(BEA, seen, add).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Accepted);
    assert_eq!(world.the_task(task).prerequisites, [one, two]);
    world.must(BOB, RemovePrerequisite { task_id: task, prerequisite_id: one });
    assert_eq!(world.the_task(task).prerequisites, [two]);
    world.assert_settled();
}

#[test]
fn a_block_by_hand_is_lifted_by_hand_or_overruled_with_a_reason() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let head = world.head;
    world.block(BEA, head, task, "the van has a flat tyre");
    assert!(world.the_task(task).blocked);
    let refusal = world.status(BOB, task, BEGUN).unwrap_err();
    assert_eq!(refusal.code, Code::Blocked);
    assert!(refusal.message.contains("flat tyre"), "{}", refusal.message);
    let head = world.head;
    world.unblock(BOB, head, task);
    assert!(!world.the_task(task).blocked);
    assert_eq!(world.the_task(task).status, TaskStatus::Todo);
    let head = world.head;
    world.block(BEA, head, task, "rain");
    let anyway = Some("I take my own car".to_owned());
    world.must(BOB, SetTaskStatus { anyway, ..status_of(task, BEGUN) });
    assert!(!world.the_task(task).blocked);
    assert_eq!(world.the_task(task).block, None);
    world.assert_settled();
}

#[test]
fn a_block_concurrent_with_a_status_loses_in_either_order_and_stays_as_an_alert() {
    for block_first in [true, false] {
        let mut world = World::new();
        let task = world.given_task(BOB, "Drive", Role::Logistics);
        let seen = world.head;
        if block_first {
            world.block(BEA, seen, task, "flat tyre");
            world.act_unseen(BOB, seen, status_of(task, BEGUN)).unwrap();
        } else {
            world.act_unseen(BOB, seen, status_of(task, BEGUN)).unwrap();
            let decision = world.block(BEA, seen, task, "flat tyre");
            assert_eq!(decision.fields["block"], FieldOutcome::StatusPriority);
        }
        let row = world.the_task(task);
        assert_eq!(row.status, BEGUN);
        assert_eq!(row.block, None);
        assert!(!row.blocked);
        assert_eq!(row.alert.unwrap().block.reason, "flat tyre");
        assert_eq!(world.state.conflicts_on(Table::Tasks, task.0).count(), 1);
        world.assert_settled();
    }
}

#[test]
fn a_note_with_a_status_is_a_comment_of_its_own() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let note = Some("took the small van".to_owned());
    world.must(BOB, SetTaskStatus { note, ..status_of(task, DONE) });
    let comments: Vec<_> = world.state.comments_on(Table::Tasks, task.0).collect();
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].text, "took the small van");
    assert_eq!(comments[0].author_id, BOB.user);
}

#[test]
fn a_remark_is_told_with_its_author_and_its_beginning() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    world.must(BOB, EditTask { assignee_id: Patch::Set(BEA.user), ..edit(task) });
    let comment_id = CommentId(world.uuid());
    let text = "so".repeat(60);
    world.must(BOB, CommentOn { comment_id, table: Table::Tasks, row_id: task.0, text });
    let notice = world.state.notifications_of(BEA.user).find(|row| row.code == "commented").unwrap();
    assert_eq!(notice.data["by"], json!(BOB.user));
    assert_eq!(notice.data["text"], json!(["so".repeat(40), "…".to_owned()].concat()));
}

#[test]
fn logistics_and_cooks_have_the_tasks_of_their_role_only() {
    let mut world = World::new();
    let driving = world.given_task(BOB, "Drive", Role::Logistics);
    assert_eq!(world.status(CARLA, driving, DONE).unwrap_err().code, Code::NotFound);
    let cooking = new_task(TaskId(world.uuid()), "Cook", Role::Cook);
    assert_eq!(world.act(BOB, cooking).unwrap_err().code, Code::Forbidden);
    let hand_on = EditTask { role: Some(Role::Cook), ..edit(driving) };
    assert_eq!(world.act(BOB, hand_on).unwrap_err().code, Code::Forbidden);
    world.must(BOB, EditTask { assignee_id: Patch::Set(BEA.user), ..edit(driving) });
    assert_eq!(told(&world, BEA), ["task-assigned", "task-created"]);
}

#[test]
fn organizers_have_the_tasks_of_their_own_parties() {
    let mut world = World::new();
    let party = world.gala();
    let own = TaskId(world.uuid());
    world.must(ALICE, CreateTaskOf(own, party).command());
    world.must(ALICE, EditTask { title: Some("Call the venue".into()), ..edit(own) });
    let others = world.given_task(DAVID, "Audit", Role::Logistics);
    let change = EditTask { title: Some("Mine".into()), ..edit(others) };
    assert_eq!(world.act(ALICE, change).unwrap_err().code, Code::Forbidden);
    let head = world.head;
    assert_eq!(world.status(ALICE, others, DONE).unwrap_err().code, Code::Forbidden);
    assert_eq!(world.head, head);
    world.assert_settled();
}

struct CreateTaskOf(TaskId, crate::domain::ids::BudgetId);

impl CreateTaskOf {
    fn command(self) -> crate::domain::command::CreateTask {
        let task = new_task(self.0, "Call", Role::Logistics);
        crate::domain::command::CreateTask { budget_id: Patch::Set(self.1), ..task }
    }
}

#[test]
fn an_assignee_is_active_and_sees_the_task() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let to_cook = EditTask { assignee_id: Patch::Set(CARLA.user), ..edit(task) };
    let refusal = world.act(BOB, to_cook).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some("assigneeId")));
    world.must(BOB, EditTask { assignee_id: Patch::Set(BOB.user), ..edit(task) });
    world.must(DAVID, EditTask { role: Some(Role::Cook), ..edit(task) });
    assert_eq!(world.the_task(task).assignee_id, None);
}

#[test]
fn a_replica_without_the_prerequisite_keeps_what_the_row_says_of_it() {
    let mut world = World::new();
    let (shopping, preparation, _) = chain(&mut world);
    let mut replica = world.clone();
    replica.state.forget(Table::Tasks, shopping.0);
    let id = replica.command();
    let command = EditTask { title: Some("Prepare".into()), ..edit(preparation) };
    replica.act_as(CARLA, world.head, id, &command.into(), Mode::Prediction).unwrap();
    assert_eq!(replica.the_task(preparation).waits_for, world.the_task(preparation).waits_for);
    assert!(replica.the_task(preparation).blocked);
    let start = status_of(preparation, BEGUN);
    let id = replica.command();
    let refusal = replica.act_as(CARLA, world.head, id, &start.into(), Mode::Prediction).unwrap_err();
    assert_eq!(refusal.code, Code::Blocked);
}

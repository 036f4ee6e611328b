//! Undoing a command (DOMAIN, Conflicts): its settings come out, what they superseded comes back,
//! what others have set since stays.

use serde_json::json;

use crate::domain::command::{
    Acknowledge, AddPrerequisite, BlockTask, Command, EditBudget, EditSchedule, MarkRead, PutProduct,
    RemovePrerequisite, RemoveTask, ResolveConflict, SetBudgetStatus, SetGuestCount, SetIngredientQuantity,
    SetStep, SetTaskStatus, Undo,
};
use crate::domain::context::Mode;
use crate::domain::ids::{BudgetId, CommandId, TaskId};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rows::{BudgetStatus, ConflictState, DishStep, Notification, Role, Task, TaskStatus};
use crate::domain::values::Patch;
use crate::domain::work::{Decision, FieldOutcome};

use super::build::{new_task, status_of};
use super::catering::no_edit;
use super::plan::gala;
use super::world::{ALICE, BEA, BOB, CAI, CARLA, DAVID, Person, World, qty};

/// Carries out a command and returns its id.
fn done(world: &mut World, by: Person, command: impl Into<Command>) -> CommandId {
    let id = world.command();
    let head = world.head;
    world.act_as(by, head, id, &command.into(), Mode::Authority).unwrap();
    id
}

fn undo(world: &mut World, by: Person, command_id: CommandId) -> Result<Decision, Refusal> {
    let decision = world.act(by, Undo { command_id });
    world.assert_settled();
    decision
}

fn guests(budget_id: BudgetId, guests: u32) -> SetGuestCount {
    SetGuestCount { budget_id, guests }
}

#[test]
fn a_field_goes_back_to_what_it_was_and_what_others_set_since_stays() {
    let mut world = World::new();
    let party = world.gala();
    let first = done(&mut world, ALICE, guests(party, 30));
    let second = done(&mut world, ALICE, guests(party, 40));
    undo(&mut world, ALICE, second).unwrap();
    assert_eq!(world.state.budgets()[&party].guests, 30);
    undo(&mut world, ALICE, first).unwrap();
    assert_eq!(world.state.budgets()[&party].guests, 20);
    assert!(!world.state.budgets()[&party].settings.contains_key("guests"));
    let third = done(&mut world, ALICE, guests(party, 50));
    done(&mut world, DAVID, guests(party, 60));
    let decision = undo(&mut world, ALICE, third).unwrap();
    assert_eq!(decision.fields["guests"], FieldOutcome::ChangedSince);
    assert_eq!(world.state.budgets()[&party].guests, 60);
}

#[test]
fn undoing_twice_is_harmless() {
    let mut world = World::new();
    let party = world.gala();
    done(&mut world, ALICE, guests(party, 30));
    let act = done(&mut world, ALICE, guests(party, 40));
    undo(&mut world, ALICE, act).unwrap();
    let again = undo(&mut world, ALICE, act).unwrap();
    assert!(again.fields.is_empty());
    assert_eq!(world.state.budgets()[&party].guests, 30);
}

#[test]
fn a_merge_falls_back_to_the_setting_that_is_left() {
    let mut world = World::new();
    let party = world.gala();
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    let ingredient_id = world.with_product(schedule, rice, "2 kg");
    let seen = world.head;
    let amount = |text: &str| SetIngredientQuantity { ingredient_id, quantity: qty(text) };
    let high = world.command();
    world.act_as(CARLA, seen, high, &amount("9 kg").into(), Mode::Authority).unwrap();
    world.act_unseen(CAI, seen, amount("3 kg")).unwrap();
    undo(&mut world, CARLA, high).unwrap();
    assert_eq!(world.the_ingredient(ingredient_id).quantity, qty("3 kg"));
}

#[test]
fn a_question_ends_with_the_setting_that_raised_it_and_comes_back_with_its_answer() {
    let mut world = World::new();
    let party = world.gala();
    let notes = |text: &str| EditBudget { notes: Some(text.into()), ..no_edit(party) };
    let seen = world.head;
    world.act_unseen(ALICE, seen, notes("garden")).unwrap();
    let later = world.command();
    world.act_as(DAVID, seen, later, &notes("hall").into(), Mode::Authority).unwrap();
    let conflict_id = world.state.conflicts().keys().next().unwrap();
    let state = |world: &World| world.state.conflicts()[&conflict_id].state;
    let answer = done(&mut world, ALICE, ResolveConflict { conflict_id, value: json!("hall") });
    assert_eq!(state(&world), ConflictState::Resolved);
    undo(&mut world, ALICE, answer).unwrap();
    assert_eq!(
        (state(&world), world.state.budgets()[&party].notes.as_str()),
        (ConflictState::Open, "garden")
    );
    undo(&mut world, DAVID, later).unwrap();
    assert_eq!(state(&world), ConflictState::Moot);
}

#[test]
fn what_was_made_goes_and_what_was_removed_comes_back() {
    let mut world = World::new();
    let id = TaskId(world.uuid());
    let made = done(&mut world, BOB, new_task(id, "Drive", Role::Logistics));
    let removed = done(&mut world, BEA, RemoveTask { task_id: id });
    undo(&mut world, BEA, removed).unwrap();
    assert_eq!(world.the_task(id).title, "Drive");
    undo(&mut world, BOB, made).unwrap();
    assert!(world.state.live::<Task>(id).is_none());
}

#[test]
fn what_somebody_else_works_on_stays() {
    let mut world = World::new();
    let id = TaskId(world.uuid());
    let made = done(&mut world, BOB, new_task(id, "Drive", Role::Logistics));
    world.status(BEA, id, TaskStatus::InProgress).unwrap();
    let decision = undo(&mut world, BOB, made).unwrap();
    assert_eq!(decision.fields["tasks"], FieldOutcome::ChangedSince);
    assert_eq!(world.the_task(id).status, TaskStatus::InProgress);
}

#[test]
fn an_overruled_block_comes_back_with_the_status() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    world.must(BEA, BlockTask { task_id: task, reason: "rain".into() });
    let anyway = Some("I have a coat".to_owned());
    let act = done(&mut world, BOB, SetTaskStatus { anyway, ..status_of(task, TaskStatus::InProgress) });
    undo(&mut world, BOB, act).unwrap();
    let row = world.the_task(task);
    assert_eq!((row.status, row.blocked, row.anyway), (TaskStatus::Todo, true, None));
}

#[test]
fn an_undone_block_leaves_no_alert() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let seen = world.head;
    world.act_unseen(BOB, seen, status_of(task, TaskStatus::InProgress)).unwrap();
    let act = world.command();
    let block = BlockTask { task_id: task, reason: "rain".into() };
    world.act_as(BEA, seen, act, &block.into(), Mode::Authority).unwrap();
    assert!(world.the_task(task).alert.is_some());
    undo(&mut world, BEA, act).unwrap();
    assert!(world.the_task(task).alert.is_none());
}

#[test]
fn an_undone_prerequisite_makes_no_circle() {
    let mut world = World::new();
    let (one, two) =
        (world.given_task(BOB, "Load", Role::Logistics), world.given_task(BOB, "Drive", Role::Logistics));
    let add = AddPrerequisite { task_id: two, prerequisite_id: one };
    let added = done(&mut world, BOB, add.clone());
    undo(&mut world, BOB, added).unwrap();
    assert!(world.the_task(two).prerequisites.is_empty());
    world.must(BOB, add);
    let removed = done(&mut world, BOB, RemovePrerequisite { task_id: two, prerequisite_id: one });
    world.must(BEA, AddPrerequisite { task_id: one, prerequisite_id: two });
    let decision = undo(&mut world, BOB, removed).unwrap();
    assert!(decision.fields.values().any(|outcome| *outcome == FieldOutcome::ChangedSince));
    assert!(world.the_task(two).prerequisites.is_empty());
}

#[test]
fn a_planned_prerequisite_that_comes_back_has_its_place_among_the_plans() {
    let (mut world, party) = gala(20);
    let cleanup = TaskId::derived(party, "cleanup");
    for prerequisite_id in world.the_task(cleanup).prerequisites.clone() {
        let remove = RemovePrerequisite { task_id: cleanup, prerequisite_id };
        let removed = done(&mut world, BOB, remove);
        world.assert_settled();
        undo(&mut world, BOB, removed).unwrap();
        assert_eq!(world.the_task(cleanup).prerequisites.len(), 2);
    }
}

#[test]
fn ticks_and_reading_and_taking_note_can_be_undone() {
    let mut world = World::new();
    let party = world.gala();
    let schedule_id = world.by_hand(party, "Paella");
    world.must(
        CARLA,
        EditSchedule {
            schedule_id,
            steps: Some(vec![DishStep { text: "Chop".into(), minutes: 5 }]),
            title: None,
            serve_at: None,
            start_at: None,
            guests: None,
            minutes: None,
            instructions: None,
            station: Patch::Keep,
        },
    );
    let tick = done(&mut world, CARLA, SetStep { schedule_id, step: 0, done: true });
    undo(&mut world, CARLA, tick).unwrap();
    assert!(!world.the_schedule(schedule_id).steps[0].done);

    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let notification = world.state.notifications_of(BEA.user).next().unwrap().id;
    let read = done(&mut world, BEA, MarkRead { notification_ids: vec![notification] });
    undo(&mut world, BEA, read).unwrap();
    assert!(!world.state.live::<Notification>(notification).unwrap().read);

    let seen = world.head;
    world.act_unseen(BOB, seen, status_of(task, TaskStatus::InProgress)).unwrap();
    world.block(BEA, seen, task, "rain");
    let note = Acknowledge { table: crate::domain::rows::Table::Tasks, row_id: task.0 };
    let noted = done(&mut world, BOB, note);
    assert_eq!(world.the_task(task).alert.unwrap().acknowledged_by, [BOB.user]);
    undo(&mut world, BOB, noted).unwrap();
    assert!(world.the_task(task).alert.unwrap().acknowledged_by.is_empty());
}

#[test]
fn an_amount_decided_again_waits_for_the_cook_again_when_undone() {
    let mut world = World::new();
    let party = world.party("Feast", "2026-11-28", 10);
    world.food(party, None);
    world.book(party);
    let schedule = world.schedules(party)[0].id;
    let id = world.state.ingredients_of(schedule).next().unwrap().id;
    let amount = |text: &str| SetIngredientQuantity { ingredient_id: id, quantity: qty(text) };
    world.must(CARLA, amount("0.5 kg"));
    world.set_guests(party, 20);
    let waiting = world.the_ingredient(id).waiting();
    assert!(waiting.is_some());
    let again = done(&mut world, CARLA, amount("0.6 kg"));
    assert_eq!(world.the_ingredient(id).waiting(), None);
    undo(&mut world, CARLA, again).unwrap();
    assert_eq!(world.the_ingredient(id).waiting(), waiting);
}

#[test]
fn a_booking_is_taken_back_with_its_plan() {
    let mut world = World::new();
    let party = world.party("Feast", "2026-11-28", 10);
    world.food(party, None);
    let status = BudgetStatus::Reserva;
    let act = done(&mut world, ALICE, SetBudgetStatus { budget_id: party, status, note: None });
    assert!(world.state.tasks_of(party).count() > 0);
    undo(&mut world, ALICE, act).unwrap();
    assert_ne!(world.state.budgets()[&party].status, status);
    assert!(world.state.tasks_of(party).all(|task| task.withdrawn.is_some()));
}

#[test]
fn others_undo_what_they_might_have_done_and_nothing_else() {
    let mut world = World::new();
    let party = world.gala();
    let act = done(&mut world, ALICE, guests(party, 30));
    assert_eq!(undo(&mut world, CARLA, act).unwrap_err().code, Code::Forbidden);
    undo(&mut world, DAVID, act).unwrap();
    let id = TaskId(world.uuid());
    let made = done(&mut world, BOB, new_task(id, "Drive", Role::Logistics));
    assert_eq!(undo(&mut world, CARLA, made).unwrap_err().code, Code::NotFound);
    assert_eq!(undo(&mut world, ALICE, made).unwrap_err().code, Code::Forbidden);
    undo(&mut world, BEA, made).unwrap();
    let unknown = world.command();
    assert_eq!(undo(&mut world, DAVID, unknown).unwrap_err().code, Code::NotFound);
}

#[test]
fn a_product_that_something_stands_on_stays() {
    let mut world = World::new();
    let id = crate::domain::ids::ProductId(world.uuid());
    let product: PutProduct = super::catering::product(id, "Rice", "kg".parse().unwrap());
    let act = done(&mut world, CARLA, product);
    world.dish("Paella", 4, &[(id, "1 kg")]);
    assert_eq!(undo(&mut world, CARLA, act).unwrap_err().code, Code::Status);
}

#[test]
fn an_answer_that_made_a_need_in_anothers_name_is_taken_back_by_who_gave_it() {
    let mut full = super::full::Full::new();
    let quantity = json!({"amount": "2", "unit": "kg"});
    let offer = json!({"itemId": "$lamps-next", "substituteId": "$offer", "productId": "$beef", "quantity": quantity});
    full.must(BOB, "propose-substitute", &offer);
    let answer = full.must(CARLA, "answer-substitute", &json!({"substituteId": "$offer", "accepted": true}));
    assert!(!answer.act.created.is_empty());
    full.must(CARLA, "undo", &json!({"commandId": answer.act.command}));
    for (table, id) in answer.act.created {
        assert!(full.world.state.row(table, id).unwrap().removed().is_some());
    }
    full.world.assert_settled();
}

//! Schedules, steps, timers and the amounts that cooks set.

use serde_json::json;

use crate::domain::command::{
    EditSchedule, PutIngredient, RemoveIngredient, SetIngredientQuantity, SetScheduleStatus, SetStep,
    SetTimer, TakeNewAmount,
};
use crate::domain::ids::{IngredientId, ScheduleId, TimerId};
use crate::domain::refusal::Code;
use crate::domain::rows::{DishStep, Record, ScheduleStatus, Timer};
use crate::domain::values::{Instant, Patch};
use crate::domain::work::{Acceptance, FieldOutcome};

use super::build::{new_schedule, told};
use super::plan::gala;
use super::world::{ALICE, BOB, CAI, CARLA, World, local, qty};

fn edit(schedule: ScheduleId) -> EditSchedule {
    EditSchedule {
        schedule_id: schedule,
        title: None,
        serve_at: None,
        start_at: None,
        guests: None,
        minutes: None,
        steps: None,
        instructions: None,
        station: Patch::Keep,
    }
}

fn steps(texts: &[&str]) -> Vec<DishStep> {
    texts.iter().map(|&text| DishStep { text: text.into(), minutes: 10 }).collect()
}

fn amount(ingredient: IngredientId, quantity: &str) -> SetIngredientQuantity {
    SetIngredientQuantity { ingredient_id: ingredient, quantity: qty(quantity) }
}

#[test]
fn a_schedule_made_by_hand_takes_its_times_from_the_party() {
    let mut world = World::new();
    let party = world.gala();
    let id = world.by_hand(party, "Paella");
    let schedule = world.the_schedule(id);
    assert_eq!(schedule.guests, 20);
    assert_eq!(schedule.serve_at, local("2026-11-28T19:00"));
    // 120 + 5 × 10 minutes, and a quarter of an hour before serving.
    assert_eq!(schedule.minutes, 170);
    assert_eq!(schedule.start_at, local("2026-11-28T15:55"));
    let by_organizer = new_schedule(ScheduleId(world.uuid()), party, "Tapas");
    assert_eq!(world.act(ALICE, by_organizer).unwrap_err().code, Code::Forbidden);
    world.assert_settled();
}

#[test]
fn two_cooks_who_tick_different_steps_do_not_meet() {
    let mut world = World::new();
    let party = world.gala();
    let id = world.by_hand(party, "Paella");
    world.must(CARLA, EditSchedule { steps: Some(steps(&["Chop", "Fry", "Simmer"])), ..edit(id) });
    let seen = world.head;
    world.act_unseen(CARLA, seen, SetStep { schedule_id: id, step: 0, done: true }).unwrap();
    let decision = world.act_unseen(CAI, seen, SetStep { schedule_id: id, step: 2, done: true }).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Accepted);
    assert_eq!(decision.fact.kind, "schedule-updated");
    let done: Vec<bool> = world.the_schedule(id).steps.iter().map(|step| step.done).collect();
    assert_eq!(done, [true, false, true]);
    let beyond = SetStep { schedule_id: id, step: 3, done: true };
    assert_eq!(world.act(CARLA, beyond).unwrap_err().code, Code::Invalid);
    world.assert_settled();
}

#[test]
fn ticks_follow_their_step_into_a_new_list_and_unseen_ones_give_way() {
    let mut world = World::new();
    let party = world.gala();
    let id = world.by_hand(party, "Paella");
    world.must(CARLA, EditSchedule { steps: Some(steps(&["Chop", "Fry"])), ..edit(id) });
    world.must(CARLA, SetStep { schedule_id: id, step: 1, done: true });
    let seen = world.head;
    world.must(CARLA, EditSchedule { steps: Some(steps(&["Wash", "Chop", "Fry"])), ..edit(id) });
    let done: Vec<bool> = world.the_schedule(id).steps.iter().map(|step| step.done).collect();
    assert_eq!(done, [false, false, true]);
    let tick = SetStep { schedule_id: id, step: 0, done: true };
    let decision = world.act_unseen(CAI, seen, tick).unwrap();
    assert_eq!(decision.fields["steps.0"], FieldOutcome::ServerWins);
    assert!(!world.the_schedule(id).steps[0].done);
}

#[test]
fn the_highest_of_two_concurrent_amounts_is_kept_in_either_order() {
    for carla_first in [true, false] {
        let mut world = World::new();
        let party = world.gala();
        let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
        let id = world.with_product(schedule, rice, "2 kg");
        let seen = world.head;
        let order =
            if carla_first { [(CARLA, "3 kg"), (CAI, "2.5 kg")] } else { [(CAI, "2.5 kg"), (CARLA, "3 kg")] };
        for (cook, quantity) in order {
            world.act_unseen(cook, seen, amount(id, quantity)).unwrap();
        }
        let row = world.the_ingredient(id);
        assert_eq!(row.quantity, qty("3 kg"));
        assert_eq!(row.settings().get("override").unwrap().len(), 2);
        world.assert_settled();
    }
}

#[test]
fn amounts_one_after_the_other_never_meet() {
    let mut world = World::new();
    let party = world.gala();
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    let id = world.with_product(schedule, rice, "2 kg");
    world.must(CARLA, amount(id, "3 kg"));
    let decision = world.must(CAI, amount(id, "1 kg"));
    assert_eq!(decision.acceptance, Acceptance::Accepted);
    assert_eq!(world.the_ingredient(id).quantity, qty("1 kg"));
    assert_eq!(decision.fact.kind, "ingredient-updated");
    assert_eq!(decision.fact.data["oldQuantity"], json!(qty("3 kg")));
    assert_eq!(decision.fact.data["newQuantity"], json!(qty("1 kg")));
    assert_eq!(decision.fact.data["updates"], json!({"quantity": qty("1 kg")}));
}

#[test]
fn the_fact_of_a_changed_amount_says_what_the_list_says_now() {
    let (mut world, party) = gala(25);
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    world.with_product(schedule, rice, "2 kg");
    let other = world.by_hand(party, "Risotto");
    let id = world.with_product(other, rice, "5 kg");
    let decision = world.must(CARLA, amount(id, "6.5 kg"));
    let said = &decision.fact.data["list"];
    assert_eq!(said.as_array().unwrap().len(), 1);
    assert_eq!((&said[0]["oldNeeded"], &said[0]["newNeeded"]), (&json!(qty("7 kg")), &json!(qty("8.5 kg"))));
    // What stays the same is not told.
    let decision = world.must(CARLA, amount(id, "6.5 kg"));
    assert_eq!(decision.fact.data["list"], json!([]));
}

#[test]
fn a_changed_amount_is_told_to_logistics_and_the_other_cooks() {
    let mut world = World::new();
    let party = world.gala();
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    let id = world.with_product(schedule, rice, "2 kg");
    world.must(CARLA, amount(id, "3 kg"));
    assert_eq!(told(&world, BOB), ["need-changed"]);
    assert_eq!(told(&world, CAI), ["need-changed"]);
    assert_eq!(told(&world, CARLA), Vec::<String>::new());
}

#[test]
fn a_product_added_twice_stands_there_once() {
    let mut world = World::new();
    let party = world.gala();
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    let seen = world.head;
    let id = world.with_product(schedule, rice, "2 kg");
    let again = PutIngredient {
        ingredient_id: IngredientId(world.uuid()),
        schedule_id: schedule,
        product_id: rice,
        quantity: qty("3 kg"),
        notes: None,
    };
    world.act_unseen(CAI, seen, again).unwrap();
    let rows: Vec<_> = world.state.ingredients_of(schedule).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(world.the_ingredient(id).quantity, qty("3 kg"));
    world.assert_settled();
}

#[test]
fn an_amount_in_another_dimension_is_a_question_and_the_first_stays() {
    let mut world = World::new();
    let party = world.gala();
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    let id = world.with_product(schedule, rice, "2 kg");
    let seen = world.head;
    world.act_unseen(CARLA, seen, amount(id, "3 kg")).unwrap();
    let decision = world.act_unseen(CAI, seen, amount(id, "4 bag")).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Conflict);
    assert_eq!(world.the_ingredient(id).quantity, qty("3 kg"));
}

#[test]
fn what_no_dish_says_cannot_be_taken() {
    let mut world = World::new();
    let party = world.gala();
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    let id = world.with_product(schedule, rice, "2 kg");
    let refusal = world.act(CARLA, TakeNewAmount { ingredient_id: id }).unwrap_err();
    assert_eq!(refusal.code, Code::Status);
    let decision = world.must(CARLA, RemoveIngredient { ingredient_id: id });
    assert_eq!(decision.fact.data["newQuantity"], json!(null));
    // Adding it again brings it back.
    world.with_product(schedule, rice, "1 kg");
    assert_eq!(world.the_ingredient(id).quantity, qty("1 kg"));
    world.assert_settled();
}

#[test]
fn timers_start_and_stop() {
    let mut world = World::new();
    let party = world.gala();
    let schedule = world.by_hand(party, "Paella");
    let timer = SetTimer {
        timer_id: TimerId(world.uuid()),
        schedule_id: schedule,
        step: None,
        label: Some("Rice".into()),
        ends_at: Patch::Set(Instant(world.now.0 + 600_000)),
    };
    world.must(CARLA, timer.clone());
    let ends = world.state.live::<Timer>(timer.timer_id).unwrap().ends_at;
    assert_eq!(ends, Some(Instant(world.now.0 + 600_000)));
    world.must(CAI, SetTimer { ends_at: Patch::Clear, label: None, ..timer.clone() });
    assert_eq!(world.state.live::<Timer>(timer.timer_id).unwrap().ends_at, None);
    let far = SetTimer { ends_at: Patch::Set(Instant(i64::MAX)), ..timer };
    assert_eq!(world.act(CARLA, far).unwrap_err().code, Code::Limit);
}

#[test]
fn a_schedule_moves_through_its_statuses() {
    let mut world = World::new();
    let party = world.gala();
    let id = world.by_hand(party, "Paella");
    let decision = world.must(CARLA, SetScheduleStatus { schedule_id: id, status: ScheduleStatus::Cooking });
    assert_eq!(decision.fact.data["updates"], json!({"status": "cooking"}));
    assert_eq!(world.the_schedule(id).status, ScheduleStatus::Cooking);
    assert_eq!(told(&world, CAI), ["schedule-status"]);
    assert_eq!(told(&world, ALICE), ["schedule-status"]);
}

//! How the rows of a booked party follow its plan (rule 2).

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::catering::{dish, no_edit};
use super::world::{ALICE, BOB, CARLA, World, date, local, qty, week};
use crate::domain::command::{EditBudget, PutDish};
use crate::domain::ids::{BudgetId, DishId, TaskId};
use crate::domain::rows::{
    BudgetStatus, DishIngredient, Ingredient, Row, Schedule, ScheduleStatus, Task, TaskStatus,
    WithdrawnReason,
};
use crate::domain::values::{Quantity, TimeOfDay, Unit};

use super::plan::gala;
use super::scaling::paella;

/// The party's date moves by a day.
pub fn move_a_day(world: &mut World, party: BudgetId) {
    let on = world.budget(party).date.plus_days(1);
    world.must(ALICE, EditBudget { date: Some(on), ..no_edit(party) });
}

#[test]
fn a_time_that_a_person_set_stays_with_the_plans_beside_it() {
    let (mut world, party) = gala(25);
    let shopping = TaskId::derived(party, "shopping");
    world.sets::<Task>(BOB, shopping, "start", local("2026-11-26T09:00"));
    move_a_day(&mut world, party);
    let task = world.task(party, "shopping");
    assert_eq!(task.start, local("2026-11-26T09:00"));
    assert_eq!(task.plan.as_ref().unwrap().start, local("2026-11-27T15:00"));
    assert_eq!(world.task(party, "delivery").start, local("2026-11-29T13:00"));
    world.assert_settled();

    // Taking the plan's value is to follow it again.
    world.sets::<Task>(BOB, shopping, "start", local("2026-11-27T15:00"));
    move_a_day(&mut world, party);
    assert_eq!(world.task(party, "shopping").start, local("2026-11-28T15:00"));
    world.assert_settled();
}

#[test]
fn the_time_of_something_begun_stays() {
    let (mut world, party) = gala(25);
    world.sets::<Task>(BOB, TaskId::derived(party, "shopping"), "status", TaskStatus::InProgress);
    let schedule = world.schedules(party)[0].id;
    world.sets::<Schedule>(CARLA, schedule, "status", ScheduleStatus::Cooking);
    move_a_day(&mut world, party);
    world.set_guests(party, 30);
    assert_eq!(world.task(party, "shopping").start, local("2026-11-26T15:00"));
    let schedule = world.schedules(party)[0];
    assert_eq!((schedule.serve_at, schedule.guests), (local("2026-11-28T19:00"), 25));
    assert_eq!(schedule.plan.as_ref().unwrap().guests, 30);
    assert_eq!(world.amounts(schedule), ["Chicken 6.25 kg", "Mixed vegetables 3.75 kg", "Rice 2.5 kg"]);
    world.assert_settled();

    // Back to the start, it follows again.
    let schedule = schedule.id;
    world.sets::<Schedule>(CARLA, schedule, "status", ScheduleStatus::Planned);
    let schedule = world.schedules(party)[0];
    assert_eq!((schedule.serve_at, schedule.guests), (local("2026-11-29T19:00"), 30));
    world.assert_settled();
}

#[test]
fn a_cooks_own_amount_stays_and_the_scaled_one_waits_for_her() {
    let (mut world, party, _) = paella();
    let schedule = world.schedules(party)[0].id;
    let rice = world.state.ingredients_of(schedule).find(|row| row.quantity == qty("1.8 kg")).unwrap().id;
    world.sets::<Ingredient>(CARLA, rice, "override", Some(qty("2 kg")));
    world.set_guests(party, 20);
    let rice = &world.state.ingredients()[&rice];
    assert_eq!((rice.quantity, rice.scaled), (qty("2 kg"), Some(qty("3 kg"))));
    assert_eq!(rice.waiting(), Some(qty("1 kg")));
    assert_eq!(world.amounts(world.schedules(party)[0]), ["Hen 5 piece", "Rice bag 2 kg"]);
    world.assert_settled();
}

#[test]
fn a_schedule_with_a_cooks_own_amount_keeps_its_times() {
    let (mut world, party, _) = paella();
    let schedule = world.schedules(party)[0].id;
    let rice = world.state.ingredients_of(schedule).next().unwrap().id;
    world.sets::<Ingredient>(CARLA, rice, "override", Some(qty("2 kg")));
    served_at(&mut world, party, "20:00");
    let row = world.schedules(party)[0];
    assert_eq!(row.serve_at, local("2026-11-28T19:00"));
    assert_eq!(row.plan.as_ref().unwrap().serve_at, local("2026-11-28T20:00"));
    world.assert_settled();
    world.sets::<Ingredient>(CARLA, rice, "override", None::<Quantity>);
    assert_eq!(world.schedules(party)[0].serve_at, local("2026-11-28T20:00"));
    world.assert_settled();
}

pub fn served_at(world: &mut World, party: BudgetId, time: &str) {
    world.must(ALICE, EditBudget { serving_time: Some(time.parse().unwrap()), ..no_edit(party) });
}

#[test]
fn what_the_plan_no_longer_has_is_withdrawn_and_comes_back_with_it() {
    let (mut world, party) = gala(25);
    assert!(world.task(party, "need").withdrawn.is_none());
    world.set_guests(party, 20);
    let withdrawn = world.task(party, "need").withdrawn.as_ref().map(|withdrawn| withdrawn.reason);
    assert_eq!(withdrawn, Some(WithdrawnReason::NotPlanned));
    world.set_guests(party, 21);
    assert!(world.task(party, "need").withdrawn.is_none());

    let line = world.state.lines_of(party).next().unwrap().id;
    world.remove_line(line);
    assert!(world.schedules(party)[0].withdrawn.is_some());
    assert!(world.task(party, "cooking").withdrawn.is_some());
    assert_eq!(world.task(party, "cleanup").prerequisites, [TaskId::derived(party, "setup")]);
    world.assert_settled();
}

#[test]
fn what_is_done_is_not_withdrawn() {
    let (mut world, party) = gala(25);
    world.sets::<Task>(BOB, TaskId::derived(party, "reservation"), "status", TaskStatus::Done);
    world.set_status(party, BudgetStatus::Canceled);
    assert!(world.task(party, "reservation").withdrawn.is_none());
    assert!(world.task(party, "shopping").withdrawn.is_some());
    world.assert_settled();
}

#[test]
fn what_is_opened_again_after_its_party_has_left_is_taken_back() {
    let (mut world, party) = gala(25);
    let (task, schedule) = (TaskId::derived(party, "reservation"), world.schedules(party)[0].id);
    world.sets::<Task>(BOB, task, "status", TaskStatus::Done);
    world.sets::<Schedule>(CARLA, schedule, "status", ScheduleStatus::Served);
    world.set_status(party, BudgetStatus::Approved);
    world.sets::<Task>(BOB, task, "status", TaskStatus::Todo);
    world.sets::<Schedule>(CARLA, schedule, "status", ScheduleStatus::Ready);
    assert!(world.task(party, "reservation").withdrawn.is_some());
    assert!(world.schedules(party)[0].withdrawn.is_some());
    world.assert_settled();
}

#[test]
fn a_dish_that_changes_changes_every_booked_party_with_it() {
    let (mut world, party, dish_id) = paella();
    let rice = world.product("Bomba rice", Unit::Kg, 490);
    let ingredients = Some(vec![DishIngredient { product_id: rice, quantity: qty("800 g") }]);
    world.must(CARLA, PutDish { ingredients, cook_minutes: Some(600), ..dish(dish_id, "Paella", 8) });
    let schedule = world.schedules(party)[0];
    assert_eq!(world.amounts(schedule), ["Bomba rice 1200 g"]);
    // What a dish says of itself is no guess, and ready in time.
    assert_eq!((schedule.minutes, schedule.start_at), (630, local("2026-11-28T08:15")));
    assert_eq!(world.task(party, "cooking").start, local("2026-11-28T08:15"));
    world.assert_settled();
}

#[test]
fn a_party_served_already_is_left_alone() {
    let (mut world, party) = gala(25);
    world.now = local("2026-11-28T19:01").instant(&[]);
    world.set_guests(party, 30);
    assert_eq!(world.schedules(party)[0].guests, 25);
    world.set_status(party, BudgetStatus::Canceled);
    assert!(world.schedules(party)[0].withdrawn.is_some(), "but leaving takes back what is unfinished");
    world.assert_settled();
}

#[test]
fn moving_to_another_week_moves_the_need() {
    let mut world = World::new();
    let lamp = world.product("Lamp", Unit::Piece, 500);
    let party = world.party("Gala", "2026-11-28", 25);
    world.buys(party, lamp, "4 piece");
    world.book(party);
    world.must(ALICE, EditBudget { date: Some(date("2026-12-01")), ..no_edit(party) });
    let demand = world.state.demands_of(party).next().unwrap();
    assert_eq!((demand.week, demand.need_by), (week("2026-W49"), Some(local("2026-12-01T13:00"))));
    world.assert_settled();
}

#[test]
fn the_keys_of_a_party_stand_on_its_rows() {
    let (mut world, party) = gala(25);
    move_a_day(&mut world, party);
    let lines: Vec<_> = world.state.lines_of(party).map(|line| (line.date, line.booked)).collect();
    assert_eq!(lines, [(date("2026-11-29"), true)]);
    let schedule = world.schedules(party)[0].id;
    assert!(world.state.ingredients_of(schedule).all(|row| row.date == date("2026-11-29")));
}

/// A step in the life of a party.
#[derive(Clone, Debug)]
enum Step {
    Guests(u32),
    Move(i64),
    Serve(u16),
    AddFood,
    RemoveLine(usize),
    Rebook,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..80_u32).prop_map(Step::Guests),
        (-5..20_i64).prop_map(Step::Move),
        (8..23_u16).prop_map(Step::Serve),
        Just(Step::AddFood),
        (0..4_usize).prop_map(Step::RemoveLine),
        Just(Step::Rebook),
    ]
}

fn take(world: &mut World, party: BudgetId, dish: DishId, step: &Step) {
    match step {
        Step::Guests(guests) => drop(world.set_guests(party, *guests)),
        Step::Move(days) => {
            let on = date("2026-11-28").plus_days(*days);
            drop(world.must(ALICE, EditBudget { date: Some(on), ..no_edit(party) }));
        }
        Step::Serve(hour) => {
            let serving_time = Some(TimeOfDay::from_minute(hour * 60));
            drop(world.must(ALICE, EditBudget { serving_time, ..no_edit(party) }));
        }
        Step::AddFood => drop(world.food(party, Some(dish))),
        Step::RemoveLine(at) => {
            let line = world.state.lines_of(party).nth(*at).map(|line| line.id);
            if let Some(line) = line {
                world.remove_line(line);
            }
        }
        Step::Rebook => {
            world.set_status(party, BudgetStatus::Approved);
            world.book(party);
        }
    }
}

/// What stands of a party, without the history of how it came about.
fn standing(world: &World, party: BudgetId) -> Vec<String> {
    let mut rows = Vec::new();
    for task in world.state.tasks_of(party).filter(|task| task.withdrawn.is_none()) {
        // Which are waited for matters, not in what order they came.
        let prerequisites: BTreeSet<TaskId> = task.prerequisites.iter().copied().collect();
        rows.push(format!("{} {} {} {prerequisites:?}", task.title, task.start, task.minutes));
    }
    for schedule in world.schedules(party).into_iter().filter(|row| row.withdrawn.is_none()) {
        let amounts = world.amounts(schedule);
        rows.push(format!("{} {} {} {amounts:?}", schedule.title, schedule.start_at, schedule.guests));
    }
    rows.extend(world.direct_needs(party));
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// However a party came to be what it is, its rows are those of its plan made from nothing.
    #[test]
    fn following_a_plan_is_the_same_as_making_it(steps in proptest::collection::vec(step(), 1..10)) {
        let (mut world, party, dish) = paella();
        let mut unbooked = world.clone();
        unbooked.set_status(party, BudgetStatus::Approved);
        let rows: Vec<_> = unbooked.state.all().collect();
        for row in rows {
            match &row {
                Row::Task(_) | Row::Schedule(_) | Row::Ingredient(_) | Row::Demand(_) => {
                    unbooked.state.forget(row.table(), row.key());
                }
                _ => {}
            }
        }
        for one in &steps {
            take(&mut world, party, dish, one);
            if !matches!(one, Step::Rebook) {
                take(&mut unbooked, party, dish, one);
            }
            world.assert_settled();
        }
        unbooked.book(party);
        prop_assert_eq!(standing(&world, party), standing(&unbooked, party));
    }
}

#[test]
fn a_party_of_sixty_dishes_is_booked_in_one_change() {
    let mut world = World::new();
    let party = world.party("Wedding", "2026-11-28", 200);
    for number in 0..60 {
        let ingredients: Vec<_> =
            (0..5).map(|_| (world.product(&format!("Product {number}"), Unit::Kg, 100), "1 kg")).collect();
        let dish = world.dish(&format!("Dish {number}"), 10, &ingredients);
        world.food(party, Some(dish));
    }
    world.book(party);
    assert_eq!(world.schedules(party).len(), 60);
    assert_eq!(world.state.ingredients().len(), 300);
    world.assert_settled();
}

//! A party that moves: what goes along, what stays (rule 2).

use std::collections::BTreeSet;

use super::catering::no_edit;
use super::plan::gala;
use super::replan::{move_a_day, served_at};
use super::scaling::paella;
use super::world::{ALICE, BOB, CARLA, World, date, local, qty, week};
use crate::domain::command::{EditBudget, PutDemand, RemoveIngredient};
use crate::domain::ids::{BudgetId, DemandId, IngredientId, ProductId, ScheduleId};
use crate::domain::rows::{BudgetStatus, Ingredient, Schedule, ScheduleStatus, Step};
use crate::domain::values::{LocalTime, Patch, Week};

#[test]
fn every_schedule_moves_with_the_day_of_its_party_at_its_time_of_day() {
    let (mut world, party, _) = paella();
    let schedule = world.schedules(party)[0].id;
    let by_hand = world.by_hand(party, "Tapas");
    let before = world.the_schedule(schedule).start_at;
    world.sets::<Schedule>(CARLA, schedule, "startAt", before.plus_minutes(-30));
    let rice = world.state.ingredients_of(schedule).next().unwrap().id;
    world.sets::<Ingredient>(CARLA, rice, "override", Some(qty("2 kg")));
    let times = |world: &World| {
        let rows = [world.the_schedule(schedule), world.the_schedule(by_hand)];
        rows.map(|row| (row.serve_at, row.start_at))
    };
    let at_first = times(&world);
    world.must(ALICE, EditBudget { date: Some(date("2026-12-02")), ..no_edit(party) });
    let later = |time: LocalTime| time.plus_minutes(4 * 1440);
    assert_eq!(times(&world), at_first.map(|(serve, start)| (later(serve), later(start))));
    let need = world.state.demands_of(party).find(|need| need.ingredient_id == Some(rice)).unwrap();
    assert_eq!(need.need_by, Some(later(before.plus_minutes(-30))));
    world.assert_settled();

    // There and back, also by way of a day in the past, and while it is not booked.
    world.must(ALICE, EditBudget { date: Some(date("2026-11-02")), ..no_edit(party) });
    world.assert_settled();
    world.must(ALICE, EditBudget { date: Some(date("2026-12-05")), ..no_edit(party) });
    world.set_status(party, BudgetStatus::Approved);
    world.must(ALICE, EditBudget { date: Some(date("2026-11-28")), ..no_edit(party) });
    world.set_status(party, BudgetStatus::Reserva);
    assert_eq!(times(&world), at_first);
    world.assert_settled();
}

#[test]
fn what_is_begun_stays_on_its_day_until_it_is_not() {
    let (mut world, party, _) = paella();
    let schedule = world.schedules(party)[0].id;
    let rice = world.state.ingredients_of(schedule).next().unwrap().id;
    world.sets::<Ingredient>(CARLA, rice, "override", Some(qty("2 kg")));
    world.sets::<Schedule>(CARLA, schedule, "status", ScheduleStatus::Cooking);
    move_a_day(&mut world, party);
    assert_eq!(world.the_schedule(schedule).serve_at, local("2026-11-28T19:00"));
    world.sets::<Schedule>(CARLA, schedule, "status", ScheduleStatus::Planned);
    assert_eq!(world.the_schedule(schedule).serve_at, local("2026-11-29T19:00"));
    world.assert_settled();
}

#[test]
fn steps_notes_and_ingredients_that_a_cook_worked_on_hold_the_times() {
    let work: [fn(&mut World, ScheduleId, IngredientId); 3] = [
        |world, schedule, _| {
            let steps = vec![Step { text: "Chop".into(), minutes: 5, done: false }];
            world.sets::<Schedule>(CARLA, schedule, "steps", steps);
        },
        |world, _, rice| world.sets::<Ingredient>(CARLA, rice, "notes", "soak"),
        |world, _, rice| {
            world.must(CARLA, RemoveIngredient { ingredient_id: rice });
        },
    ];
    for touch in work {
        let (mut world, party, _) = paella();
        let schedule = world.schedules(party)[0].id;
        let rice = world.state.ingredients_of(schedule).next().unwrap().id;
        touch(&mut world, schedule, rice);
        served_at(&mut world, party, "21:00");
        let row = world.the_schedule(schedule);
        assert_eq!(row.serve_at, local("2026-11-28T19:00"));
        assert_eq!(row.plan.as_ref().unwrap().serve_at, local("2026-11-28T21:00"));
        world.assert_settled();
    }
}

#[test]
fn a_party_moved_into_the_past_keeps_all_its_needs_where_they_were() {
    let (mut world, party) = gala(25);
    let product = world.in_kilos("Salt");
    let id = world.uuid().into();
    world.must(BOB, need_for(id, party, product, world.budget(party).date.week()));
    let weeks = |world: &World| {
        let needs = world.state.demands_of(party).map(|need| need.week);
        needs.collect::<BTreeSet<_>>()
    };
    assert_eq!(weeks(&world), [week("2026-W48")].into());
    world.must(ALICE, EditBudget { date: Some(date("2026-11-05")), ..no_edit(party) });
    assert_eq!(weeks(&world), [week("2026-W48")].into());
    world.assert_settled();
    world.must(ALICE, EditBudget { date: Some(date("2026-12-03")), ..no_edit(party) });
    assert_eq!(weeks(&world), [week("2026-W49")].into());
    world.assert_settled();
}

#[test]
fn a_task_that_comes_back_keeps_the_now_of_its_first_making() {
    let (mut world, party) = gala(25);
    world.now = local("2026-11-27T09:00").instant(&[]);
    let late = world.party("Late", "2026-11-28", 25);
    world.food(late, None);
    world.book(late);
    let before = world.task(late, "shopping").clone();
    assert!(before.late);
    world.set_status(late, BudgetStatus::Approved);
    world.now.0 += 3_600_000;
    world.set_status(late, BudgetStatus::Reserva);
    let after = world.task(late, "shopping");
    assert_eq!((after.start, &after.plan), (before.start, &before.plan));
    world.assert_settled();
    let _ = party;
}

/// A need by hand for a party.
fn need_for(demand_id: DemandId, party: BudgetId, product_id: ProductId, week: Week) -> PutDemand {
    PutDemand {
        demand_id,
        week,
        product_id,
        quantity: qty("1 kg"),
        need_by: Patch::Keep,
        budget_id: Patch::Set(party),
        text: Patch::Keep,
    }
}

#[test]
fn a_party_on_the_first_or_last_day_there_is_leaves_nothing_that_cannot_be_read_again() {
    for day in ["2000-01-01", "2000-01-02", "2100-12-31"] {
        // The clock of that time: the plan is followed while the party is not past.
        let mut world = World::new();
        world.now = local("2000-01-01T00:00").instant(&[]);
        let party = world.party("Edge", day, 25);
        world.food(party, None);
        world.book(party);
        world.by_hand(party, "Tapas");
        world.assert_settled();
        assert!(world.state.demands_of(party).count() > 0, "{day}");
        // And after it, by a date typed wrong.
        let (mut world, party) = gala(25);
        world.must(ALICE, EditBudget { date: Some(date(day)), ..no_edit(party) });
        world.assert_settled();
    }
}

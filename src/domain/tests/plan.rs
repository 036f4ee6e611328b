//! What booking a party makes, and what leaving undoes (rules 1, 3 and 12).

use super::catering::no_edit;
use super::world::{ALICE, BOB, CARLA, World, local, time};
use crate::domain::command::EditBudget;
use crate::domain::ids::BudgetId;
use crate::domain::rows::{BudgetStatus, Priority, Role, ShoppingDay, TaskStatus};
use crate::domain::values::Patch;

/// Booked on Monday 16 November, served on Saturday the 28th at 19:00.
pub fn gala(guests: u32) -> (World, BudgetId) {
    let mut world = World::new();
    let party = world.party("Gala", "2026-11-28", guests);
    world.food(party, None);
    world.book(party);
    (world, party)
}

#[test]
fn booking_makes_the_eight_tasks_of_rule_3() {
    let (world, party) = gala(25);
    let expect = [
        ("reservation", "2026-11-21T10:00", 60, Role::Logistics, Priority::Urgent),
        ("need", "2026-11-25T12:00", 60, Role::Logistics, Priority::Medium),
        ("shopping", "2026-11-26T15:00", 240, Role::Logistics, Priority::High),
        ("preparation", "2026-11-27T10:00", 240, Role::Cook, Priority::Medium),
        ("delivery", "2026-11-28T13:00", 120, Role::Logistics, Priority::High),
        ("setup", "2026-11-28T15:00", 180, Role::Logistics, Priority::High),
        // 120 + 5 × 15 minutes and a quarter of an hour are more than the lead of 3 hours.
        ("cooking", "2026-11-28T15:30", 195, Role::Cook, Priority::Urgent),
        ("cleanup", "2026-11-28T22:00", 120, Role::Logistics, Priority::Low),
    ];
    assert_eq!(world.state.tasks_of(party).count(), expect.len());
    for (kind, start, minutes, role, priority) in expect {
        let task = world.task(party, kind);
        assert_eq!((task.start, task.minutes), (local(start), minutes), "{kind}");
        assert_eq!((task.role, task.priority, task.late), (role, priority, false), "{kind}");
    }
    world.assert_settled();
}

#[test]
fn tasks_wait_for_those_before_them() {
    let (world, party) = gala(25);
    let after = |kind: &str| {
        let names = world.task(party, kind).prerequisites.iter();
        names.map(|id| world.state.tasks()[id].title.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(after("preparation"), ["Shopping"]);
    assert_eq!(after("cooking"), ["Preparation"]);
    assert_eq!(after("setup"), ["Delivery"]);
    assert_eq!(after("cleanup"), ["Cooking", "Setup"]);
    assert!(after("shopping").is_empty());
}

#[test]
fn without_food_nobody_prepares_or_cooks() {
    let mut world = World::new();
    let party = world.party("Talk", "2026-11-28", 20);
    let decision = world.book(party);
    let mut kinds: Vec<&str> = world.state.tasks_of(party).map(|task| task.title.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["Cleanup", "Confirm reservations", "Delivery", "Setup", "Shopping"]);
    assert_eq!(decision.fact.data["triggeredTasks"].as_array().map(Vec::len), Some(5));
}

#[test]
fn a_start_before_seven_moves_to_the_afternoon_before() {
    let mut world = World::new();
    let party = world.party("Brunch", "2026-11-28", 10);
    world.food(party, None);
    world.must(ALICE, EditBudget { serving_time: Some(time("10:00")), ..no_edit(party) });
    world.book(party);
    assert_eq!(world.task(party, "delivery").start, local("2026-11-27T17:00"));
    assert_eq!(world.task(party, "setup").start, local("2026-11-27T17:00"));
    assert_eq!(world.task(party, "cooking").start, local("2026-11-28T07:45"));
}

#[test]
fn cleanup_is_at_the_end_however_late() {
    let mut world = World::new();
    let party = world.party("Night", "2026-11-28", 10);
    let end_time = Patch::Set(time("02:00"));
    world.must(ALICE, EditBudget { end_time, ..no_edit(party) });
    world.book(party);
    assert_eq!(world.task(party, "cleanup").start, local("2026-11-29T02:00"));
}

#[test]
fn what_is_past_at_booking_starts_now_and_is_late_in_one_notice() {
    let mut world = World::new();
    let party = world.party("Soon", "2026-11-18", 25);
    world.book(party);
    // Monday 16 November, 09:00.
    for kind in ["reservation", "need"] {
        let task = world.task(party, kind);
        assert_eq!((task.start, task.late), (local("2026-11-16T09:00"), true), "{kind}");
    }
    assert!(!world.task(party, "shopping").late);
    assert_eq!(world.told(BOB), ["party-booked", "tasks-late"]);
    assert_eq!(world.told(CARLA), ["party-booked"]);
    world.now.0 += 24 * 3_600_000;
    world.assert_settled();
}

#[test]
fn shopping_is_on_the_shopping_day_before() {
    let mut world = World::new();
    world.set_up(|workspace| {
        workspace.shopping_days = vec![ShoppingDay(2), ShoppingDay(3)];
    });
    let party = world.party("Gala", "2026-11-28", 10);
    world.book(party);
    assert_eq!(world.task(party, "shopping").start, local("2026-11-25T15:00"));
}

#[test]
fn leaving_withdraws_what_is_unfinished_and_completing_leaves_all() {
    let (mut world, party) = gala(25);
    let mut left = world.clone();
    left.set_status(party, BudgetStatus::Approved);
    assert!(left.state.tasks_of(party).all(|task| task.withdrawn.is_some()));
    assert!(left.state.schedules_of(party).all(|schedule| schedule.withdrawn.is_some()));
    left.assert_settled();
    left.book(party);
    assert!(left.state.tasks_of(party).all(|task| task.withdrawn.is_none()));

    world.set_status(party, BudgetStatus::Completed);
    assert!(world.state.tasks_of(party).all(|task| task.withdrawn.is_none()));
    assert_eq!(world.task(party, "cleanup").status, TaskStatus::Todo);
    world.assert_settled();
}

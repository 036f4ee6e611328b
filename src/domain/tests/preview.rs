//! What a change is said to do before it is done is what it does (rule 2).

use super::catering::{line as line_of, no_edit};
use super::world::{ALICE, CARLA, World, date, local, qty};
use crate::domain::command::{
    Command, EditBudget, PutBudgetLine, SetBudgetStatus, SetGuestCount, SetScheduleStatus,
};
use crate::domain::ids::BudgetId;
use crate::domain::plan::preview::{Kept, Preview, preview};
use crate::domain::refusal::Code;
use crate::domain::rows::{BudgetStatus, Ingredient, LineCategory, ScheduleStatus, Table};
use crate::domain::values::{Money, Patch, Unit};

/// A paella for 12 at 1.90 the kilo of rice, not booked yet.
fn paella() -> (World, BudgetId) {
    let mut world = World::new();
    let rice = world.product("Rice", Unit::Kg, 190);
    let dish = world.dish("Paella", 8, &[(rice, "1.2 kg")]);
    let party = world.party("Birthday", "2026-11-28", 12);
    world.food(party, Some(dish));
    (world, party)
}

fn ask(world: &World, party: BudgetId, command: impl Into<Command>) -> Preview {
    preview(&world.state, &world.context(ALICE), party, &[command.into()]).expect("nothing refuses it")
}

#[test]
fn booking_shows_what_it_would_make_and_makes_nothing() {
    let (world, budget_id) = paella();
    let booked =
        ask(&world, budget_id, SetBudgetStatus { budget_id, status: BudgetStatus::Reserva, note: None });
    let rice = &booked.amounts[0];
    assert_eq!((rice.name.as_str(), rice.before, rice.after), ("Rice", None, Some(qty("1.8 kg"))));
    assert_eq!(booked.tasks.len(), 7);
    assert_eq!(booked.tasks[0].title, "Confirm reservations");
    assert_eq!(booked.schedules[0].after, Some(local("2026-11-28T17:00")));
    let cost = booked.cost.unwrap();
    assert_eq!((cost.before, cost.after, cost.approximate), (Money(0), Money(342), false));
    assert_eq!(world.state.tasks_of(budget_id).count(), 0);
}

#[test]
fn a_guest_count_shows_amounts_times_and_what_waits_for_the_cook() {
    let (mut world, budget_id) = paella();
    world.book(budget_id);
    let rice = world.state.ingredients().keys().next().unwrap();
    world.sets::<Ingredient>(CARLA, rice, "override", Some(qty("2 kg")));
    let more = ask(&world, budget_id, SetGuestCount { budget_id, guests: 24 });
    assert!(more.amounts.is_empty(), "the cook's amount stays: {:?}", more.amounts);
    assert_eq!(more.waiting[0].more, qty("1.6 kg"));
    let need = more.tasks.iter().find(|task| task.title == "Check what is needed").unwrap();
    assert_eq!((need.before, need.after), (None, Some(local("2026-11-25T12:00"))));
}

#[test]
fn a_guest_count_shows_what_the_client_pays_and_which_schedules_stay() {
    let (mut world, budget_id) = paella();
    let id = world.state.lines_of(budget_id).next().unwrap().id;
    let priced =
        PutBudgetLine { unit_price: Patch::Set(Money(2_000)), ..line_of(budget_id, id, LineCategory::Food) };
    world.must(ALICE, priced);
    world.book(budget_id);
    let schedule_id = world.state.schedules().keys().next().unwrap();
    world.must(CARLA, SetScheduleStatus { schedule_id, status: ScheduleStatus::Cooking });
    let more = ask(&world, budget_id, SetGuestCount { budget_id, guests: 24 });
    assert_eq!(more.sold, Some((Money(24_000), Money(48_000))));
    assert_eq!(more.kept, [Kept { title: "Paella".into(), portions: 12, plan: 24 }]);
    assert!(more.amounts.is_empty(), "{:?}", more.amounts);
}

#[test]
fn a_replica_without_the_list_sees_the_same() {
    let (mut world, budget_id) = paella();
    world.book(budget_id);
    let moved = EditBudget { date: Some(date("2026-12-05")), guests: Some(16), ..no_edit(budget_id) };
    let whole = ask(&world, budget_id, moved.clone());
    assert_eq!(whole.amounts[0].after, Some(qty("2.4 kg")));
    let lists: Vec<_> = world.state.all().filter(|row| row.table() != Table::Budgets).collect();
    for row in lists {
        match row.table() {
            Table::ShoppingItems | Table::Demands | Table::Notifications => {
                world.state.forget(row.table(), row.key());
            }
            _ => {}
        }
    }
    let part = ask(&world, budget_id, moved);
    assert_eq!((part.tasks, part.schedules, part.cost), (whole.tasks, whole.schedules, whole.cost));
}

#[test]
fn what_would_be_refused_is_refused_here() {
    let (world, budget_id) = paella();
    let completed = SetBudgetStatus { budget_id, status: BudgetStatus::Completed, note: None };
    let refusal = preview(&world.state, &world.context(ALICE), budget_id, &[completed.into()]).unwrap_err();
    assert_eq!(refusal.code, Code::Status);
}

//! Concurrent settings of one field (DOMAIN, Conflicts): who keeps what, who is asked, who decides.

use serde_json::json;

use crate::domain::command::{
    BlockTask, Command, EditBudget, EditTask, RemoveBudget, RemoveDemand, RemoveProduct, RemoveTask,
    ResolveConflict, SetBudgetStatus, SetGuestCount, SetIngredientQuantity,
};
use crate::domain::ids::BudgetId;
use crate::domain::merge::{ConflictKind, Resolution};
use crate::domain::refusal::Code;
use crate::domain::rows::{BudgetStatus, Conflict, ConflictState, Role, Row, Table, TaskStatus};
use crate::domain::work::{Acceptance, FieldOutcome};

use super::build::{edit, kinds, status_of};
use super::catering::no_edit;
use super::plan::gala;
use super::world::{ALICE, BEA, BOB, CAI, CARLA, DAVID, Person, World, local, qty};

fn notes(budget: BudgetId, text: &str) -> EditBudget {
    EditBudget { notes: Some(text.into()), ..no_edit(budget) }
}

/// The only conflict there is.
fn only(world: &World) -> Conflict {
    let all: Vec<_> = world.state.conflicts().values().collect();
    assert_eq!(all.len(), 1, "{all:#?}");
    all[0].as_ref().clone()
}

fn resolve(world: &World, value: serde_json::Value) -> ResolveConflict {
    ResolveConflict { conflict_id: only(world).id, value }
}

/// Alice and David write different notes without sight of each other; Alice's came first.
fn written_twice(world: &mut World) -> BudgetId {
    let party = world.gala();
    let seen = world.head;
    world.act_unseen(ALICE, seen, notes(party, "garden")).unwrap();
    let decision = world.act_unseen(DAVID, seen, notes(party, "hall")).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Conflict);
    assert_eq!(decision.fields["notes"], FieldOutcome::Conflict);
    assert!(kinds(&decision).contains(&"conflict-detected"));
    party
}

fn written(world: &World, party: BudgetId) -> &str {
    &world.state.budgets()[&party].notes
}

#[test]
fn a_merge_that_kept_nothing_reads_back_as_it_was_written() {
    let (mut world, party) = gala(25);
    let (task, seen) = (world.task(party, "delivery").id, world.head);
    world.must(BOB, status_of(task, TaskStatus::Done));
    let reason = "No van".to_owned();
    world.act_unseen(BEA, seen, BlockTask { task_id: task, reason }).unwrap();
    let merged: Vec<Row> = world.state.in_table(Table::Conflicts).collect();
    assert_eq!(merged.len(), 1);
    assert_eq!(Row::read(Table::Conflicts, merged[0].body()).unwrap(), merged[0]);
}

#[test]
fn texts_that_met_are_a_question_and_the_first_stays() {
    let mut world = World::new();
    let party = written_twice(&mut world);
    assert_eq!(written(&world, party), "garden");
    let conflict = only(&world);
    assert_eq!((conflict.state, conflict.kind), (ConflictState::Open, ConflictKind::Text));
    let values: Vec<_> = conflict.values.iter().map(|one| one.value.clone()).collect();
    assert_eq!(values, ["garden", "hall"]);
    world.assert_settled();
}

#[test]
fn whoever_may_change_it_resolves_it_once_by_mine_theirs_or_a_third() {
    for value in ["garden", "hall", "garden, hall if it rains"] {
        let mut world = World::new();
        let party = written_twice(&mut world);
        let by_cook = resolve(&world, json!(value));
        assert_eq!(world.act(CARLA, by_cook).unwrap_err().code, Code::Forbidden);
        let decision = world.must(DAVID, resolve(&world, json!(value)));
        assert_eq!(decision.fact.kind, "conflict-resolved");
        assert_eq!(written(&world, party), value);
        let conflict = only(&world);
        assert_eq!((conflict.state, conflict.resolved_by), (ConflictState::Resolved, Some(DAVID.user)));
        assert_eq!(world.state.budgets()[&party].settings.get("notes").unwrap().len(), 1);
        let again = resolve(&world, json!("again"));
        assert_eq!(world.act(ALICE, again).unwrap_err().code, Code::ChangedSince);
        world.assert_settled();
    }
}

#[test]
fn a_value_that_the_field_does_not_hold_resolves_nothing() {
    let mut world = World::new();
    let party = world.gala();
    let seen = world.head;
    world.act_unseen(ALICE, seen, SetGuestCount { budget_id: party, guests: 30 }).unwrap();
    world.act_unseen(DAVID, seen, SetGuestCount { budget_id: party, guests: 40 }).unwrap();
    for (value, code) in
        [(json!("many"), Code::Invalid), (json!(0), Code::Invalid), (json!(10_001), Code::Limit)]
    {
        let refusal = world.act(ALICE, resolve(&world, value)).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some("value")));
    }
    world.must(ALICE, resolve(&world, json!(35)));
    assert_eq!(world.state.budgets()[&party].guests, 35);
}

#[test]
fn a_further_setting_of_a_replica_replaces_its_own() {
    let mut world = World::new();
    let party = world.gala();
    let seen = world.head;
    world.act_unseen(ALICE, seen, notes(party, "garden")).unwrap();
    world.act_unseen(DAVID, seen, notes(party, "hall")).unwrap();
    world.act_unseen(DAVID, seen, notes(party, "great hall")).unwrap();
    let values: Vec<_> = only(&world).values.iter().map(|one| one.value.clone()).collect();
    assert_eq!(values, ["garden", "great hall"]);
    world.act_unseen(ALICE, seen, notes(party, "rose garden")).unwrap();
    assert_eq!(written(&world, party), "rose garden");
    assert_eq!(only(&world).state, ConflictState::Open);
}

#[test]
fn only_a_change_whose_author_had_seen_all_makes_a_question_moot() {
    let mut world = World::new();
    let party = world.gala();
    let other = Person { replica: BOB.replica, ..DAVID };
    let seen = world.head;
    world.act_unseen(ALICE, seen, notes(party, "garden")).unwrap();
    let saw_one = world.head;
    world.act_unseen(DAVID, seen, notes(party, "hall")).unwrap();
    world.act_unseen(other, saw_one, notes(party, "tent")).unwrap();
    let conflict = only(&world);
    assert_eq!(conflict.state, ConflictState::Open);
    let values: Vec<_> = conflict.values.iter().map(|one| one.value.clone()).collect();
    assert_eq!(values, ["hall", "tent"]);
    world.must(ALICE, notes(party, "terrace"));
    assert_eq!(only(&world).state, ConflictState::Moot);
    assert_eq!(written(&world, party), "terrace");
}

#[test]
fn settings_that_say_the_same_leave_nothing_to_ask() {
    let mut world = World::new();
    let party = world.gala();
    let seen = world.head;
    world.act_unseen(ALICE, seen, notes(party, "garden")).unwrap();
    let decision = world.act_unseen(DAVID, seen, notes(party, "garden")).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Accepted);
    assert!(world.state.conflicts().is_empty());
}

#[test]
fn different_fields_of_a_row_never_meet() {
    let mut world = World::new();
    let party = world.gala();
    let seen = world.head;
    world.act_unseen(ALICE, seen, notes(party, "garden")).unwrap();
    let decision = world.act_unseen(DAVID, seen, SetGuestCount { budget_id: party, guests: 40 }).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Accepted);
}

#[test]
fn anything_else_keeps_the_servers_value_and_tells_the_author() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let seen = world.head;
    world.act_unseen(BOB, seen, EditTask { title: Some("Drive early".into()), ..edit(task) }).unwrap();
    let later = EditTask { title: Some("Drive late".into()), ..edit(task) };
    let decision = world.act_unseen(BEA, seen, later).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Merged);
    assert_eq!(decision.fields["title"], FieldOutcome::ServerWins);
    assert_eq!(world.the_task(task).title, "Drive early");
    assert_eq!(only(&world).resolution, Some(Resolution::ServerWins));
}

#[test]
fn of_concurrent_statuses_the_highest_is_kept_and_the_rest_told() {
    let order = [TaskStatus::Todo, TaskStatus::InProgress, TaskStatus::Canceled, TaskStatus::Done];
    for (low, lower) in order.iter().enumerate() {
        for higher in &order[low + 1..] {
            for (one, other) in [(lower, higher), (higher, lower)] {
                let mut world = World::new();
                let task = world.given_task(BOB, "Drive", Role::Logistics);
                let seen = world.head;
                world.act_unseen(BOB, seen, status_of(task, *one)).unwrap();
                let decision = world.act_unseen(BEA, seen, status_of(task, *other)).unwrap();
                assert_eq!(world.the_task(task).status, *higher);
                assert_eq!(decision.acceptance, Acceptance::Merged);
                assert_eq!(only(&world).state, ConflictState::Merged);
            }
        }
    }
}

#[test]
fn the_value_shown_stays_where_another_dimension_comes_in() {
    let mut world = World::new();
    let party = world.gala();
    let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
    let ingredient_id = world.with_product(schedule, rice, "2 kg");
    let seen = world.head;
    let third = Person { replica: BOB.replica, ..CAI };
    for (cook, amount) in [(CARLA, "12 kg"), (CAI, "14 kg"), (third, "3 bag")] {
        let command = SetIngredientQuantity { ingredient_id, quantity: qty(amount) };
        world.act_unseen(cook, seen, command).unwrap();
    }
    assert_eq!(world.the_ingredient(ingredient_id).quantity, qty("14 kg"));
    let conflict = only(&world);
    assert_eq!((conflict.state, conflict.kind), (ConflictState::Open, ConflictKind::IngredientQuantity));
    world.must(CARLA, resolve(&world, json!(qty("3 bag"))));
    assert_eq!(world.the_ingredient(ingredient_id).quantity, qty("3 bag"));
    world.assert_settled();
}

#[test]
fn a_change_of_what_was_removed_unseen_is_a_question() {
    for kept in [true, false] {
        let mut world = World::new();
        let task = world.given_task(BOB, "Drive", Role::Logistics);
        let seen = world.head;
        world.act_unseen(BOB, seen, RemoveTask { task_id: task }).unwrap();
        let later = EditTask { start: Some(local("2026-11-20T08:00")), ..edit(task) };
        let decision = world.act_unseen(BEA, seen, later.clone()).unwrap();
        assert_eq!(decision.acceptance, Acceptance::Conflict);
        assert_eq!(only(&world).kind, ConflictKind::Removed);
        // Who had seen the removal is told that it is gone.
        assert_eq!(world.act(BEA, later).unwrap_err().code, Code::NotFound);
        world.must(BOB, resolve(&world, json!(if kept { "kept" } else { "gone" })));
        let row = world.state.live::<crate::domain::rows::Task>(task);
        assert_eq!(row.map(|task| task.start), kept.then(|| local("2026-11-20T08:00")));
        assert_eq!(only(&world).state, ConflictState::Resolved);
        world.assert_settled();
    }
}

#[test]
fn a_removal_that_met_an_unseen_change_is_a_question_and_the_row_stays() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let seen = world.head;
    world.act_unseen(BOB, seen, status_of(task, TaskStatus::InProgress)).unwrap();
    let decision = world.act_unseen(BEA, seen, RemoveTask { task_id: task }).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Conflict);
    assert_eq!(world.the_task(task).status, TaskStatus::InProgress);
    world.must(BEA, resolve(&world, json!("gone")));
    assert!(world.state.live::<crate::domain::rows::Task>(task).is_none());
}

#[test]
fn what_goes_with_a_row_goes_when_its_removal_is_decided() {
    let mut world = World::new();
    let party = world.party("Gala", "2026-11-28", 12);
    world.food(party, None);
    let seen = world.head;
    world.act_unseen(DAVID, seen, notes(party, "hall")).unwrap();
    world.act_unseen(ALICE, seen, RemoveBudget { budget_id: party }).unwrap();
    assert_eq!(world.state.lines_of(party).count(), 1);
    let decision = world.must(ALICE, resolve(&world, json!("gone")));
    assert_eq!(decision.fact.kind, "conflict-resolved");
    assert!(kinds(&decision).contains(&"budget-removed"));
    assert_eq!(world.state.lines_of(party).count(), 0);
    assert_eq!(only(&world).state, ConflictState::Resolved);
    world.assert_settled();
}

#[test]
fn only_what_is_gone_is_told_as_removed() {
    let mut world = World::new();
    let beer = world.goods("IPA", "bottle", 280);
    let party = world.feast("2026-11-20T19:00");
    let demand_id = world.need(party, beer, "12 bottle");
    let seen = world.head;
    let more =
        json!({"demandId": demand_id, "week": "2026-W47", "productId": beer, "quantity": qty("20 bottle")});
    for (kind, data) in [("put-demand", more), ("put-product", json!({"productId": beer, "price": 300}))] {
        world.act_unseen(BOB, seen, Command::read(kind, data).unwrap()).unwrap();
    }
    let need = world.act_unseen(BEA, seen, RemoveDemand { demand_id }).unwrap();
    assert_eq!((need.acceptance, need.fact.kind.as_ref()), (Acceptance::Conflict, "remove-demand"));
    let need = world.must(BEA, RemoveDemand { demand_id });
    assert_eq!(need.fact.kind, "demand-removed");
    let product = world.act_unseen(DAVID, seen, RemoveProduct { product_id: beer }).unwrap();
    assert_eq!((product.acceptance, product.fact.kind.as_ref()), (Acceptance::Conflict, "remove-product"));
    let product = world.must(DAVID, RemoveProduct { product_id: beer });
    assert_eq!(product.fact.kind, "product-removed");
}

#[test]
fn a_removal_with_all_seen_leaves_no_question() {
    let mut world = World::new();
    let task = world.given_task(BOB, "Drive", Role::Logistics);
    let seen = world.head;
    world.act_unseen(BOB, seen, status_of(task, TaskStatus::InProgress)).unwrap();
    world.act_unseen(BEA, seen, RemoveTask { task_id: task }).unwrap();
    world.must(BEA, RemoveTask { task_id: task });
    assert_eq!(only(&world).state, ConflictState::Moot);
    assert!(world.state.tasks()[&task].removed.is_some());
}

#[test]
fn derived_values_are_nobodys_setting() {
    let mut world = World::new();
    let party = world.party("Feast", "2026-11-28", 12);
    world.food(party, None);
    world.must(ALICE, SetBudgetStatus { budget_id: party, status: BudgetStatus::Reserva, note: None });
    let seen = world.head;
    world.set_guests(party, 20);
    let schedule = world.schedules(party)[0].id;
    let ingredient = world.state.ingredients_of(schedule).next().unwrap().id;
    let command = SetIngredientQuantity { ingredient_id: ingredient, quantity: qty("9 kg") };
    let decision = world.act_unseen(CARLA, seen, command).unwrap();
    assert_eq!(decision.acceptance, Acceptance::Accepted);
    assert!(world.state.conflicts_on(Table::Ingredients, ingredient.0).next().is_none());
    world.assert_settled();
}

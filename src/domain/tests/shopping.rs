//! Consolidation, needs by hand, claims (rule 6 and its neighbours).

#![expect(clippy::inconsistent_digit_grouping, reason = "cents are set apart from whole units")]

use super::world::{ALICE, BEA, BOB, CARLA, World, date, local, qty, week};
use crate::domain::command::{ClaimItem, EditShoppingItem, PutDemand, RemoveDemand};
use crate::domain::consolidation::convert;
use crate::domain::context::Mode;
use crate::domain::cost;
use crate::domain::ids::{CommandId, DemandId};
use crate::domain::refusal::Code;
use crate::domain::rows::{
    Budget, BudgetStatus, Demand, Ingredient, Product, Schedule, ShoppingItem, Table, Withdrawn,
    WithdrawnReason,
};
use crate::domain::values::{Money, Patch, Unit};

#[test]
fn the_week_of_the_example_has_nine_demands_on_eight_lines_for_520() {
    let mut world = World::new();
    let mut product = |name: &str, unit: &str, cents| world.goods(name, unit, cents);
    let (ribs, chorizo) = (product("beef ribs", "kg", 28_50), product("chorizo", "kg", 18_90));
    let (ipa, chicken) = (product("IPA", "bottle", 2_80), product("whole chicken", "piece", 12_80));
    let (wine, manchego) = (product("red wine", "bottle", 8_50), product("manchego", "kg", 15_80));
    let (tomato, pepper) = (product("cherry tomato", "kg", 4_50), product("red pepper", "kg", 3_20));
    let (mozzarella, bread) = (product("mozzarella", "kg", 6_50), product("rustic bread", "piece", 2_20));
    let a = world.feast("2025-07-08T19:00");
    let b = world.feast("2025-07-10T19:00");
    let c = world.feast("2025-07-12T19:00");
    let d = world.feast("2025-07-14T19:00");
    for (party, product, amount) in [
        (a, ribs, "4 kg"),
        (a, chorizo, "2 kg"),
        (a, ipa, "24 bottle"),
        (b, chicken, "8 piece"),
        (b, wine, "12 bottle"),
        (b, manchego, "2 kg"),
        (c, chicken, "4 piece"),
        (c, tomato, "2 kg"),
        (c, pepper, "1.5 kg"),
        (d, mozzarella, "2 kg"),
        (d, bread, "8 piece"),
        (d, wine, "8 bottle"),
    ] {
        world.need(party, product, amount);
    }
    let lines: Vec<_> = world.state.items_of(week("2025-W28")).cloned().collect();
    let demands: usize = lines.iter().map(|line| world.state.demands_on(line.id).count()).sum();
    assert_eq!((demands, lines.len()), (9, 8));
    assert_eq!(cost::of_week(&world.state, week("2025-W28")), Money(520_00));
    let line = |product| lines.iter().find(|line| line.product_id == product).expect("a line");
    assert_eq!(line(chicken).needed, qty("12 piece"));
    assert_eq!(line(chicken).budget_ids, [b, c]);
    assert_eq!(line(wine).needed, qty("12 bottle"));
    assert_eq!(line(chicken).need_by, Some(local("2025-07-10T19:00")));
    let next: Vec<_> = world.state.items_of(week("2025-W29")).map(|line| line.product_id).collect();
    assert_eq!(next.len(), 3);
    assert!(next.contains(&wine) && next.contains(&bread) && next.contains(&mozzarella));
    world.assert_settled();
}

#[test]
fn grams_and_kilograms_of_a_product_share_a_line() {
    let mut world = World::new();
    let saffron = world.goods("saffron", "g", 900);
    let party = world.feast("2026-11-20T19:00");
    world.need(party, saffron, "0.5 g");
    world.need(party, saffron, "2 kg");
    assert_eq!(world.line(saffron).needed, qty("2000.5 g"));
    world.assert_settled();
}

#[test]
fn what_a_piece_weighs_and_a_pack_holds_lets_amounts_meet() {
    let mut world = World::new();
    let chicken = world.measured("whole chicken", "piece", 1280, |product| {
        product.piece_weight = Some(qty("1.4 kg"));
    });
    let rice = world.measured("rice", "kg", 190, |product| {
        product.pack_size = Some(qty("5 kg"));
        product.pack_unit = Some(Unit::Bag);
    });
    let party = world.feast("2026-11-20T19:00");
    world.need(party, chicken, "8 piece");
    world.need(party, chicken, "2.8 kg");
    world.need(party, rice, "2 bag");
    world.need(party, rice, "300 g");
    assert_eq!(world.line(chicken).needed, qty("10 piece"));
    assert_eq!(world.line(rice).needed, qty("10.3 kg"));
    world.assert_settled();
}

#[test]
fn a_pack_of_pieces_leads_to_their_weight_and_what_does_not_come_out_even_is_rounded_up() {
    let mut world = World::new();
    let focaccia = world.measured("focaccia", "piece", 380, |product| {
        product.piece_weight = Some(qty("300 g"));
        product.pack_size = Some(qty("4 piece"));
    });
    let product = world.row::<Product>(focaccia);
    assert_eq!(convert(&product, qty("2 pack"), Unit::Kg), Some(qty("2.4 kg")));
    assert_eq!(convert(&product, qty("100 g"), Unit::Piece), Some(qty("0.334 piece")));
    assert_eq!(convert(&product, qty("1 l"), Unit::Piece), None);
}

#[test]
fn what_does_not_convert_stays_on_a_line_of_its_own() {
    let mut world = World::new();
    let chicken = world.goods("whole chicken", "piece", 1280);
    let party = world.feast("2026-11-20T19:00");
    world.need(party, chicken, "8 piece");
    world.need(party, chicken, "2 kg");
    let mut needed: Vec<_> =
        world.state.items_of(week("2026-W47")).map(|line| line.needed.to_string()).collect();
    needed.sort();
    assert_eq!(needed, ["2 kg", "8 piece"]);

    let mut product = world.row::<Product>(chicken);
    product.piece_weight = Some(qty("1.4 kg"));
    world.put(product);
    let mut needed: Vec<_> =
        world.state.items_of(week("2026-W47")).map(|line| line.needed.to_string()).collect();
    needed.sort();
    assert_eq!(needed, ["0 kg", "9.429 piece"]);
    world.assert_settled();
}

#[test]
fn a_line_nobody_needs_any_more_stays_and_shows_zero() {
    let mut world = World::new();
    let bread = world.goods("bread", "piece", 220);
    let party = world.feast("2026-11-20T19:00");
    let demand_id = world.need(party, bread, "8 piece");
    world.must(BOB, RemoveDemand { demand_id });
    let line = world.line(bread);
    assert_eq!((line.needed, line.budget_ids.len()), (qty("0 piece"), 0));
    world.assert_settled();
}

#[test]
fn an_ingredient_needs_its_amount_in_the_week_of_its_party_until_the_party_is_canceled() {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let ingredient = world.ingredient(schedule, beef, "4 kg");
    let line = world.line(beef);
    assert_eq!((line.needed, line.week), (qty("4 kg"), week("2026-W47")));
    assert_eq!(line.schedule_ids, [schedule]);
    assert_eq!(line.need_by, Some(local("2026-11-20T15:00")));

    let decision = world.cook_with(ingredient, "5.5 kg");
    assert_eq!(world.line(beef).needed, qty("5.5 kg"));
    assert_eq!(decision.changes.len(), 4, "ingredient, demand, line and the party's money");

    world.put(Budget { status: BudgetStatus::Canceled, ..world.row::<Budget>(party) });
    assert_eq!(world.line(beef).needed, qty("0 kg"));
    let demand = world.row::<Demand>(DemandId::of_ingredient(ingredient));
    assert_eq!(demand.withdrawn.map(|withdrawn| withdrawn.reason), Some(WithdrawnReason::NotBooked));

    world.put(Budget { status: BudgetStatus::Reserva, ..world.row::<Budget>(party) });
    assert_eq!(world.line(beef).needed, qty("5.5 kg"));
    world.assert_settled();
}

#[test]
fn a_schedule_taken_back_needs_nothing() {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    world.ingredient(schedule, beef, "4 kg");
    let withdrawn =
        Withdrawn { reason: WithdrawnReason::NotPlanned, at: world.now, acknowledged_by: Vec::new() };
    world.put(Schedule { withdrawn: Some(withdrawn), ..world.row::<Schedule>(schedule) });
    assert_eq!(world.line(beef).needed, qty("0 kg"));
    world.assert_settled();
}

#[test]
fn a_line_says_how_much_waits_for_the_cook() {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let ingredient = world.ingredient(schedule, beef, "4 kg");
    world.put(Ingredient { scaled: Some(qty("5.5 kg")), ..world.row::<Ingredient>(ingredient) });
    let line = world.line(beef);
    assert_eq!(line.needed, qty("4 kg"));
    assert_eq!(line.waiting_for_cook.len(), 1);
    assert_eq!(line.waiting_for_cook[0].quantity, qty("1.5 kg"));
    world.assert_settled();
}

#[test]
fn a_need_by_hand_is_its_authors_or_logistics_and_those_of_the_plan_are_not_touched_by_hand() {
    let mut world = World::new();
    let bread = world.goods("bread", "piece", 220);
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let ingredient = world.ingredient(schedule, bread, "4 piece");
    let demand_id = DemandId(world.uuid());
    let put = |demand_id, amount: &str| PutDemand {
        demand_id,
        week: week("2026-W47"),
        product_id: bread,
        quantity: qty(amount),
        need_by: Patch::Keep,
        budget_id: Patch::Keep,
        text: Patch::Set("for the crew".into()),
    };
    world.must(CARLA, put(demand_id, "2 piece"));
    assert_eq!(world.line(bread).needed, qty("6 piece"));
    let other = world.act(ALICE, put(demand_id, "9 piece")).expect_err("another's need");
    assert_eq!(other.code, Code::Forbidden);
    world.must(BOB, put(demand_id, "3 piece"));
    assert_eq!(world.line(bread).needed, qty("7 piece"));
    let derived =
        world.act(BOB, put(DemandId::of_ingredient(ingredient), "9 piece")).expect_err("the plan's");
    assert_eq!(derived.code, Code::Status);
    world.assert_settled();
}

#[test]
fn a_need_by_hand_follows_its_party_to_another_week() {
    let mut world = World::new();
    let bread = world.goods("bread", "piece", 220);
    let party = world.feast("2026-11-20T19:00");
    let demand = world.need(party, bread, "8 piece");
    let old = world.line(bread).id;
    world.put(Budget { date: date("2026-11-27"), ..world.row::<Budget>(party) });
    assert_eq!(world.row::<Demand>(demand).week, week("2026-W48"));
    assert_eq!(world.figures(old), "0 piece/0 piece");
    world.assert_settled();
}

#[test]
fn a_need_of_a_party_that_is_not_booked_is_refused() {
    let mut world = World::new();
    let bread = world.goods("bread", "piece", 220);
    let party = world.feast("2026-11-20T19:00");
    world.put(Budget { status: BudgetStatus::Draft, ..world.row::<Budget>(party) });
    let command = PutDemand {
        demand_id: DemandId(world.uuid()),
        week: week("2026-W47"),
        product_id: bread,
        quantity: qty("1 piece"),
        need_by: Patch::Keep,
        budget_id: Patch::Set(party),
        text: Patch::Keep,
    };
    assert_eq!(world.act(BOB, command).expect_err("not booked").code, Code::Status);
}

#[test]
fn claiming_a_category_leaves_what_others_claimed() {
    let mut world = World::new();
    let (bread, beef) = (world.goods("bread", "piece", 220), world.goods("beef", "kg", 2850));
    let party = world.feast("2026-11-20T19:00");
    world.need(party, bread, "8 piece");
    world.need(party, beef, "4 kg");
    let one = ClaimItem { item_id: Some(world.line(bread).id), week: None, category: None, claimed: true };
    world.must(BEA, one.clone());
    let all = ClaimItem { item_id: None, week: Some(week("2026-W47")), category: None, claimed: true };
    world.must(BOB, all);
    assert_eq!(world.line(bread).claimed_by, Some(BEA.user));
    assert_eq!(world.line(beef).claimed_by, Some(BOB.user));
    world.must(BOB, one);
    assert_eq!(world.line(bread).claimed_by, Some(BOB.user), "taken over");
}

#[test]
fn notes_of_a_line_are_kept_when_its_need_changes() {
    let mut world = World::new();
    let bread = world.goods("bread", "piece", 220);
    let party = world.feast("2026-11-20T19:00");
    let demand_id = world.need(party, bread, "8 piece");
    let item_id = world.line(bread).id;
    let supplier = Patch::Set("Baker".into());
    world.must(BOB, EditShoppingItem { item_id, notes: Some("sliced".into()), supplier });
    world.must(BOB, RemoveDemand { demand_id });
    let line = world.line(bread);
    assert_eq!((line.notes.as_str(), line.supplier.as_deref()), ("sliced", Some("Baker")));
}

#[test]
fn a_replica_predicts_needs_by_difference_and_purchases_by_recount() {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let party = world.feast("2026-11-20T19:00");
    let other = world.need(party, beef, "4 kg");
    let demand_id = world.need(party, beef, "2 kg");
    let item_id = world.line(beef).id;
    world.add(BOB, item_id, "3 kg", None);
    // The replica does not hold the other need, nor the party.
    world.state.forget(Table::Demands, other.0);
    world.state.forget(Table::Budgets, party.0);
    let put = PutDemand {
        demand_id,
        week: week("2026-W47"),
        product_id: beef,
        quantity: qty("2.5 kg"),
        need_by: Patch::Keep,
        budget_id: Patch::Keep,
        text: Patch::Keep,
    };
    let id = CommandId(world.uuid());
    world.act_as(BOB, world.head, id, &put.into(), Mode::Prediction).expect("a guess");
    assert_eq!(world.figures(item_id), "6.5 kg/3 kg");
    let (_, command) = world.mark_command(item_id, "7 kg", None);
    let id = CommandId(world.uuid());
    world.act_as(BOB, world.head, id, &command, Mode::Prediction).expect("a guess");
    let line = world.row::<ShoppingItem>(item_id);
    assert_eq!((line.purchased, line.surplus, line.is_purchased), (qty("7 kg"), qty("0.5 kg"), true));
}

#[test]
fn on_ten_thousand_lines_a_change_touches_the_rows_it_names() {
    let mut world = World::new();
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let mut last = None;
    for _ in 0..10_000 {
        let product = world.goods("thing", "piece", 100);
        last = Some(product);
        let command = PutDemand {
            demand_id: DemandId(world.uuid()),
            week: week("2026-W47"),
            product_id: product,
            quantity: qty("1 piece"),
            need_by: Patch::Keep,
            budget_id: Patch::Keep,
            text: Patch::Keep,
        };
        world.must(BOB, command);
    }
    let product = last.expect("a product");
    world.ingredient(schedule, product, "2 piece");
    let (_, command) = world.add_command(world.line(product).id, "3 piece", Some(250));
    let decision = world.must(BOB, command);
    let mut tables: Vec<_> = decision
        .changes
        .iter()
        .filter_map(|change| change.after.as_ref())
        .map(|row| row.table().name())
        .collect();
    tables.sort_unstable();
    tables.retain(|table| *table != "notifications");
    assert_eq!(
        tables,
        ["budgets", "demands", "demands", "ingredients", "purchases", "shopping-items", "tasks"]
    );
}

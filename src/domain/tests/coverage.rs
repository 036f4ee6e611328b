//! Where the goods are: what covers which need, what has arrived, when supplies are complete (rule 9).

use proptest::prelude::*;

use super::world::{ALICE, BEA, BOB, CAI, CARLA, World, qty};
use crate::domain::command::Receive;
use crate::domain::coverage::share_out;
use crate::domain::ids::{BudgetId, IngredientId, ItemId, PurchaseId};
use crate::domain::purchases::Part;
use crate::domain::rows::{Budget, Ingredient, Notification, Task, TaskType};

/// Two parties whose kitchens need 4 kg of beef on Friday and 3 kg on Saturday.
struct Kitchens {
    world: World,
    item: ItemId,
    parties: [BudgetId; 2],
    ingredients: [IngredientId; 2],
}

fn kitchens() -> Kitchens {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let saturday = world.feast("2026-11-21T19:00");
    let friday = world.feast("2026-11-20T19:00");
    let late = world.schedule(saturday, "2026-11-21T15:00");
    let early = world.schedule(friday, "2026-11-20T15:00");
    let ingredients = [world.ingredient(early, beef, "4 kg"), world.ingredient(late, beef, "3 kg")];
    let item = world.line(beef).id;
    Kitchens { world, item, parties: [friday, saturday], ingredients }
}

fn available(world: &World, id: IngredientId) -> String {
    let row = world.row::<Ingredient>(id);
    format!("{} bought, {} here", row.available, row.here)
}

fn told(world: &World, person: super::world::Person, code: &str) -> usize {
    let of_code = |row: &&std::sync::Arc<Notification>| row.code == code;
    world.state.notifications_of(person.user).filter(of_code).count()
}

fn receive(world: &mut World, by: super::world::Person, purchase: PurchaseId) {
    world.must(by, Receive { purchase_ids: vec![purchase] });
}

#[test]
fn goods_cover_the_earliest_need_first_and_are_bought_by_somebody_until_they_arrive() {
    let Kitchens { mut world, item, parties, ingredients } = kitchens();
    let first = world.add(BOB, item, "5 kg", None);
    assert_eq!(available(&world, ingredients[0]), "4 kg bought, 0 kg here");
    assert_eq!(available(&world, ingredients[1]), "1 kg bought, 0 kg here");
    let by =
        |world: &World, at: usize| world.row::<Ingredient>(ingredients[at]).bought_by.map(|by| by.user_id);
    assert_eq!((by(&world, 0), by(&world, 1)), (Some(BOB.user), Some(BOB.user)));
    assert_eq!(
        world.row::<crate::domain::rows::ShoppingItem>(item).need_by.map(|time| time.date.day()),
        Some(21)
    );

    world.add(BEA, item, "2 kg", None);
    assert_eq!((by(&world, 0), by(&world, 1)), (Some(BOB.user), Some(BEA.user)));
    receive(&mut world, CARLA, first);
    assert_eq!(available(&world, ingredients[0]), "4 kg bought, 4 kg here");
    assert_eq!(available(&world, ingredients[1]), "3 kg bought, 1 kg here");
    assert!(parties.iter().all(|&party| world.row::<Budget>(party).supplies.complete));
    world.assert_settled();
}

#[test]
fn what_was_there_already_has_arrived() {
    let Kitchens { mut world, item, ingredients, .. } = kitchens();
    let (_, have) = world.have_command(item, "2 kg");
    world.must(BOB, have);
    assert_eq!(available(&world, ingredients[0]), "2 kg bought, 2 kg here");
}

#[test]
fn no_more_is_here_than_is_purchased() {
    let Kitchens { mut world, item, ingredients, .. } = kitchens();
    let first = world.mark(BOB, item, "4 kg", None);
    receive(&mut world, BOB, first);
    world.mark(BOB, item, "3 kg", None);
    assert_eq!(available(&world, ingredients[0]), "3 kg bought, 3 kg here");
    world.assert_settled();
}

#[test]
fn surplus_that_had_arrived_is_here_for_the_line_that_takes_it() {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let (early, late) = (world.feast("2026-11-20T19:00"), world.feast("2026-11-27T19:00"));
    let schedule = world.schedule(early, "2026-11-20T15:00");
    world.ingredient(schedule, beef, "4 kg");
    let from = world.line(beef).id;
    let schedule = world.schedule(late, "2026-11-27T15:00");
    let later = world.ingredient(schedule, beef, "4 kg");
    let to = world.state.items_of(super::world::week("2026-W48")).next().expect("a line").id;
    let bought = world.add(BOB, from, "9 kg", None);
    world.take(from, to, "5 kg");
    assert_eq!(available(&world, later), "4 kg bought, 0 kg here");
    receive(&mut world, BOB, bought);
    assert_eq!(available(&world, later), "4 kg bought, 4 kg here");
    world.assert_settled();
}

#[test]
fn an_amount_that_converts_unevenly_shows_all_when_all_is_covered() {
    let mut world = World::new();
    let chicken =
        world.measured("chicken", "piece", 1280, |product| product.piece_weight = Some(qty("1.4 kg")));
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let ingredient = world.ingredient(schedule, chicken, "1 kg");
    let item = world.line(chicken).id;
    assert_eq!(world.figures(item), "0.715 piece/0 piece");
    world.add(BOB, item, "0.714 piece", None);
    assert_eq!(available(&world, ingredient), "0.998601 kg bought, 0 kg here");
    assert!(!world.row::<Budget>(party).supplies.complete);
    world.add(BOB, item, "1 piece", None);
    assert_eq!(available(&world, ingredient), "1 kg bought, 0 kg here");
    assert!(world.row::<Budget>(party).supplies.complete);
    world.assert_settled();
}

#[test]
fn complete_supplies_offer_the_shopping_task_as_done_and_tell_the_owner_and_growth_takes_it_back() {
    let Kitchens { mut world, item, parties, ingredients } = kitchens();
    let (_, command) = world.add_command(item, "4 kg", None);
    let decision = world.must(BOB, command);
    let complete: Vec<_> = decision.also.iter().filter(|fact| fact.kind == "supplies-complete").collect();
    assert_eq!(complete.len(), 1, "Friday's only");
    assert_eq!(complete[0].data["complete"], true);
    assert_eq!(complete[0].data["budgetId"], serde_json::json!(parties[0]));
    assert_eq!(told(&world, ALICE, "supplies-complete"), 1);
    let offered = |world: &World| {
        let shopping = |task: &&std::sync::Arc<Task>| task.kind == TaskType::Shopping && task.plan.is_some();
        world.state.tasks_of(parties[0]).find(shopping).is_some_and(|task| task.offered_done)
    };
    assert!(offered(&world));

    let decision = world.cook_with(ingredients[0], "5 kg");
    let open: Vec<_> = decision.also.iter().filter(|fact| fact.kind == "supplies-complete").collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].data["complete"], false);
    assert!(!offered(&world));
    world.assert_settled();
}

#[test]
fn cooks_are_told_once_that_goods_for_their_party_were_bought_and_that_they_are_here() {
    let Kitchens { mut world, item, ingredients, .. } = kitchens();
    let (purchase, command) = world.add_command(item, "4 kg", None);
    let decision = world.must(BOB, command);
    assert_eq!(told(&world, CARLA, "goods-bought"), 1, "for Friday; nothing for Saturday yet");
    assert_eq!(told(&world, CAI, "goods-bought"), 1);
    assert_eq!(told(&world, BEA, "goods-bought"), 0);
    let changed = decision.also.iter().find(|fact| fact.kind == "ingredient-availability-changed");
    let changed = changed.expect("what changed");
    assert_eq!(changed.data["ingredientIds"], serde_json::json!([ingredients[0]]));
    let decision = world.must(CARLA, Receive { purchase_ids: vec![purchase] });
    assert_eq!(decision.fact.kind, "goods-received");
    assert!(told(&world, CAI, "goods-received") > 0);
    assert_eq!(told(&world, CARLA, "goods-received"), 0, "her own doing");
}

#[test]
fn less_needed_leaves_surplus_and_more_opens_the_line_again() {
    let Kitchens { mut world, item, parties, ingredients } = kitchens();
    world.mark(BOB, item, "7 kg", None);
    world.cook_with(ingredients[1], "2 kg");
    let line = world.row::<crate::domain::rows::ShoppingItem>(item);
    assert_eq!((line.surplus, line.is_purchased), (qty("1 kg"), true));
    world.cook_with(ingredients[1], "3.5 kg");
    let line = world.row::<crate::domain::rows::ShoppingItem>(item);
    assert_eq!((line.surplus, line.is_purchased), (qty("0 kg"), false));
    assert!(world.row::<Budget>(parties[0]).supplies.complete);
    assert!(!world.row::<Budget>(parties[1]).supplies.complete);
    world.assert_settled();
}

proptest! {
    #[test]
    fn nothing_is_covered_beyond_its_need_or_what_there_is(
        needs in proptest::collection::vec(0..50_i64, 0..8),
        amounts in proptest::collection::vec((1..50_i64, any::<bool>()), 0..8),
        out in 0..20_i64,
        arrived in 0..100_i64,
    ) {
        let parts: Vec<Part> = amounts
            .iter()
            .map(|&(thousandths, bought)| Part {
                thousandths,
                buyer: BOB.user,
                at: crate::domain::values::Instant(0),
                bought,
            })
            .collect();
        let purchased = (amounts.iter().map(|amount| amount.0).sum::<i64>() - out).max(0);
        let arrived = arrived.min(purchased);
        let covers = share_out(&needs, &parts, purchased, arrived);
        let covered: i64 = covers.iter().map(|cover| cover.covered).sum();
        prop_assert_eq!(covered, purchased.min(needs.iter().sum()));
        prop_assert!(covers.iter().map(|cover| cover.arrived).sum::<i64>() <= arrived);
        for (need, cover) in needs.iter().zip(&covers) {
            prop_assert!(cover.covered <= *need);
            prop_assert!(cover.arrived <= cover.covered);
            prop_assert!(cover.bought <= cover.covered);
            prop_assert_eq!(cover.last.is_some(), cover.covered > 0);
        }
    }
}

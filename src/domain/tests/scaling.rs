//! What a booked party cooks and needs (rules 4 and 5).

use super::catering::line;
use super::world::{ALICE, BOB, CARLA, DAVID, World, local, qty};
use crate::domain::command::{PutBudgetLine, PutMenu, PutProduct, SetIngredientQuantity};
use crate::domain::ids::{BudgetId, DishId, IngredientId, MenuId, ProductId};
use crate::domain::rows::LineCategory;
use crate::domain::values::{Patch, Unit};

use super::plan::gala;

/// A paella of 1.2 kg rice and 2 pieces of chicken for 8, at a party of 12 on the 28th.
pub fn paella() -> (World, BudgetId, DishId) {
    let mut world = World::new();
    let rice = world.product("Rice bag", Unit::Kg, 190);
    let chicken = world.product("Hen", Unit::Piece, 1280);
    let dish = world.dish("Paella", 8, &[(rice, "1.2 kg"), (chicken, "2 piece")]);
    let party = world.party("Birthday", "2026-11-28", 12);
    world.food(party, Some(dish));
    world.book(party);
    (world, party, dish)
}

#[test]
fn a_schedule_is_ready_a_quarter_of_an_hour_before_serving() {
    let (world, party, _) = paella();
    let schedule = world.schedules(party)[0];
    // 90 minutes and a quarter of an hour are less than the lead of two hours.
    assert_eq!((schedule.start_at, schedule.minutes), (local("2026-11-28T17:00"), 90));
    assert_eq!((schedule.serve_at, schedule.guests), (local("2026-11-28T19:00"), 12));
    for (guests, start) in [(20, "15:55"), (21, "15:50"), (50, "13:25"), (51, "13:20"), (200, "10:45")] {
        let (world, party) = gala(guests);
        let schedule = world.schedules(party)[0];
        assert_eq!(schedule.start_at, local(&format!("2026-11-28T{start}")), "{guests} guests");
    }
    let lead = |guests: u32, start: &str| {
        let (mut world, party, _) = paella();
        world.set_guests(party, guests);
        assert_eq!(world.schedules(party)[0].start_at, local(&format!("2026-11-28T{start}")), "{guests}");
    };
    lead(20, "17:00");
    lead(21, "16:00");
    lead(51, "15:00");
}

#[test]
fn ingredients_scale_to_the_portions() {
    let (mut world, party, _) = paella();
    assert_eq!(world.amounts(world.schedules(party)[0]), ["Hen 3 piece", "Rice bag 1.8 kg"]);
    world.set_guests(party, 13);
    assert_eq!(world.amounts(world.schedules(party)[0]), ["Hen 3.25 piece", "Rice bag 1.95 kg"]);
    world.assert_settled();
}

#[test]
fn a_food_line_without_a_dish_gets_rice_chicken_and_vegetables() {
    let (world, party) = gala(12);
    let schedule = world.schedules(party)[0];
    assert_eq!(world.amounts(schedule), ["Chicken 3 kg", "Mixed vegetables 1.8 kg", "Rice 1.2 kg"]);
    let workspace = world.state.workspace().unwrap().id;
    assert!(world.state.products().contains_key(&ProductId::default_of(workspace, "Rice")));
}

#[test]
fn a_menu_makes_a_schedule_of_each_dish() {
    let (mut world, _, paella) = paella();
    let salad = world.dish("Salad", 4, &[]);
    let menu_id = MenuId(world.uuid());
    let dish_ids = Some(vec![paella, salad]);
    let keep = Patch::Keep;
    let (min, max) = (Patch::Keep, Patch::Keep);
    world.must(
        DAVID,
        PutMenu { menu_id, name: Some("Summer".into()), dish_ids, price_per_person: keep, min, max },
    );
    let party = world.party("Menu", "2026-11-29", 8);
    let line_id = world.line_id();
    world.must(
        ALICE,
        PutBudgetLine { menu_id: Patch::Set(menu_id), ..line(party, line_id, LineCategory::Food) },
    );
    world.book(party);
    let titles: Vec<&str> = world.schedules(party).iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["Paella", "Salad"]);

    // The same line with the menu cut down: what is left out is withdrawn.
    let dish_ids = Some(vec![paella]);
    let (min, max) = (Patch::Keep, Patch::Keep);
    world.must(CARLA, PutMenu { menu_id, name: None, dish_ids, price_per_person: Patch::Keep, min, max });
    let standing = |world: &World| {
        let standing = world.schedules(party).into_iter().filter(|row| row.withdrawn.is_none());
        standing.map(|row| row.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(standing(&world), ["Paella"]);
    world.assert_settled();
}

#[test]
fn drinks_products_and_standard_supplies_are_needed_without_cooking() {
    let mut world = World::new();
    world.set_up(|workspace| workspace.standard_supplies = true);
    let lamp = world.product("Lamp", Unit::Piece, 500);
    let party = world.party("Gala", "2026-11-28", 25);
    let drinks = world.line_id();
    world.must(ALICE, line(party, drinks, LineCategory::Drinks));
    world.buys(party, lamp, "4 piece");
    world.book(party);
    let needs =
        ["Cups 25 set", "Drinks 38 bottle", "Ice 2 bag", "Lamp 4 piece", "Napkins 3 pack", "Plates 25 set"];
    assert_eq!(world.direct_needs(party), needs);
    let need_by = world.state.demands_of(party).map(|demand| demand.need_by).collect::<Vec<_>>();
    assert!(need_by.iter().all(|at| *at == Some(local("2026-11-28T13:00"))));

    world.set_guests(party, 15);
    assert_eq!(
        world.direct_needs(party),
        ["Cups 15 set", "Drinks 23 bottle", "Lamp 4 piece", "Plates 15 set"]
    );
    world.assert_settled();
}

#[test]
fn of_a_product_without_an_amount_nothing_is_bought_but_drinks_in_bottles() {
    let mut world = World::new();
    let lamp = world.product("Lamp", Unit::Piece, 500);
    let ale = world.product("Ale", Unit::Bottle, 280);
    let keg = world.product("Keg", Unit::Piece, 9000);
    let party = world.party("Gala", "2026-11-28", 20);
    let products = [(lamp, LineCategory::Rental), (ale, LineCategory::Drinks), (keg, LineCategory::Drinks)];
    for (product, category) in products {
        let id = world.line_id();
        world.must(ALICE, PutBudgetLine { product_id: Patch::Set(product), ..line(party, id, category) });
    }
    world.book(party);
    let needs = world.direct_needs(party);
    let of = |name: &str| needs.iter().find(|need| need.starts_with(name)).map(String::as_str);
    assert_eq!((of("Lamp"), of("Ale"), of("Keg")), (None, Some("Ale 30 bottle"), None));
    world.assert_settled();
}

/// A party of 10 that eats 7 kg of hens, of which the cook has said 5 pieces.
fn hens(weight: Option<&str>) -> (World, BudgetId, IngredientId) {
    let mut world = World::new();
    let hen = world.product("Hen", Unit::Kg, 900);
    if let Some(weight) = weight {
        weigh(&mut world, hen, weight);
    }
    let dish = world.dish("Roast", 10, &[(hen, "7 kg")]);
    let party = world.party("Feast", "2026-11-28", 10);
    world.food(party, Some(dish));
    world.book(party);
    let id = world.state.ingredients_of(world.schedules(party)[0].id).next().unwrap().id;
    world.must(CARLA, SetIngredientQuantity { ingredient_id: id, quantity: qty("5 piece") });
    (world, party, id)
}

fn weigh(world: &mut World, hen: ProductId, weight: &str) {
    let data = super::catering::product(hen, "Hen", Unit::Kg);
    world.must(BOB, PutProduct { piece_weight: Patch::Set(qty(weight)), ..data });
}

#[test]
fn an_amount_of_her_own_in_pieces_waits_for_the_cook_by_what_a_piece_weighs() {
    let (mut world, party, id) = hens(Some("1.4 kg"));
    assert_eq!(world.the_ingredient(id).waiting(), None);
    world.set_guests(party, 30);
    assert_eq!(world.the_ingredient(id).waiting(), Some(qty("14 kg")));
    let line = world.state.shopping_items().values().find(|line| line.name == "Hen").unwrap();
    assert_eq!((line.needed, line.waiting_for_cook.len()), (qty("7 kg"), 1));
    world.assert_settled();
    // What a piece weighs, said later, counts as well.
    let product = world.the_ingredient(id).product_id;
    weigh(&mut world, product, "2 kg");
    assert_eq!(world.the_ingredient(id).waiting(), Some(qty("11 kg")));
    world.assert_settled();
}

#[test]
fn an_amount_that_cannot_be_compared_waits_by_what_came_on_top_since_she_decided() {
    let (mut world, party, id) = hens(None);
    world.set_guests(party, 30);
    assert_eq!(world.the_ingredient(id).waiting(), Some(qty("14 kg")));
    world.must(CARLA, SetIngredientQuantity { ingredient_id: id, quantity: qty("15 piece") });
    assert_eq!(world.the_ingredient(id).waiting(), None);
    world.assert_settled();
}

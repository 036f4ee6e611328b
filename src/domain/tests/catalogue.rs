//! Products, dishes and menus: who makes and edits them, and what holds them in place.

use super::catering::{dish, id, product};
use super::world::{ALICE, BOB, CARLA, DAVID, World, qty};
use crate::domain::command::{PutDish, PutMenu, PutProduct, RemoveDish, RemoveMenu, RemoveProduct};
use crate::domain::ids::{DishId, MenuId, ProductId};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rows::{Allergen, Allergens, DishIngredient};
use crate::domain::values::{Money, Patch, Unit};

fn menu(menu_id: MenuId, dish_ids: Vec<DishId>) -> PutMenu {
    PutMenu {
        menu_id,
        name: Some("Summer".into()),
        dish_ids: Some(dish_ids),
        price_per_person: Patch::Keep,
        min: Patch::Keep,
        max: Patch::Keep,
    }
}

fn code<T>(answer: Result<T, Refusal>) -> Option<Code> {
    answer.err().map(|refusal| refusal.code)
}

#[test]
fn everybody_makes_products_and_only_logistics_edits_them() {
    let mut world = World::new();
    for (number, person) in (1..).zip([DAVID, ALICE, BOB, CARLA]) {
        world.must(person, product(ProductId(id(number)), "Salt", Unit::Kg));
    }
    let rename = PutProduct {
        name: Some("Sea salt".into()),
        unit: None,
        category: None,
        ..product(ProductId(id(1)), "", Unit::Kg)
    };
    for (person, expect) in [(ALICE, Some(Code::Forbidden)), (CARLA, Some(Code::Forbidden)), (BOB, None)] {
        assert_eq!(code(world.act(person, rename.clone())), expect);
    }
}

#[test]
fn a_cook_says_the_allergens_and_no_price() {
    let mut world = World::new();
    let salt = world.product("Salt", Unit::Kg, 90);
    let nothing = PutProduct { name: None, unit: None, category: None, ..product(salt, "", Unit::Kg) };
    let known = Allergens::Known(vec![Allergen::Nuts, Allergen::Eggs, Allergen::Nuts]);
    world.must(CARLA, PutProduct { allergens: Some(known), ..nothing.clone() });
    let row = &world.state.products()[&salt];
    assert_eq!(row.allergens, Allergens::Known(vec![Allergen::Eggs, Allergen::Nuts]));
    assert_eq!(row.price, Some(Money(90)));
    let priced = PutProduct { price: Patch::Set(Money(1)), ..nothing };
    assert_eq!(code(world.act(CARLA, priced)), Some(Code::Forbidden));
    let new = PutProduct { price: Patch::Set(Money(1)), ..product(ProductId(id(1)), "Pepper", Unit::Kg) };
    assert_eq!(code(world.act(CARLA, new)), Some(Code::Forbidden));
}

#[test]
fn measures_have_to_make_sense() {
    let mut world = World::new();
    let hen = product(ProductId(id(1)), "Hen", Unit::Piece);
    let heavy = PutProduct { piece_weight: Patch::Set(qty("3 box")), ..hen.clone() };
    assert_eq!(code(world.act(BOB, heavy)), Some(Code::Invalid));
    let packed = PutProduct { pack_unit: Patch::Set(Unit::Kg), ..hen.clone() };
    assert_eq!(code(world.act(BOB, packed)), Some(Code::Invalid));
    world.must(BOB, PutProduct { piece_weight: Patch::Set(qty("1.4 kg")), ..hen });
}

#[test]
fn a_dish_names_products_that_are_there_each_in_one_measure() {
    let mut world = World::new();
    let rice = world.product("Rice", Unit::Kg, 190);
    let of = |list: &[(ProductId, &str)]| {
        let one =
            |&(product_id, amount): &(ProductId, &str)| DishIngredient { product_id, quantity: qty(amount) };
        let ingredients = Some(list.iter().map(one).collect());
        PutDish { ingredients, ..dish(DishId(id(1)), "Paella", 4) }
    };
    assert_eq!(code(world.act(CARLA, of(&[(ProductId(id(9)), "1 kg")]))), Some(Code::NotFound));
    assert_eq!(code(world.act(CARLA, of(&[(rice, "1 kg"), (rice, "2 piece")]))), Some(Code::Invalid));
    assert_eq!(code(world.act(CARLA, of(&[(rice, "0 kg")]))), Some(Code::Invalid));
    world.must(CARLA, of(&[(rice, "1 kg"), (rice, "200 g")]));
}

#[test]
fn organizers_make_dishes_and_menus_and_cooks_edit_them_without_the_price() {
    let mut world = World::new();
    let soup = DishId(id(1));
    world.must(ALICE, dish(soup, "Soup", 4));
    assert_eq!(code(world.act(ALICE, dish(soup, "Broth", 4))), Some(Code::Forbidden));
    world.must(CARLA, dish(soup, "Broth", 4));
    assert_eq!(code(world.act(BOB, dish(soup, "Stew", 4))), Some(Code::Forbidden));

    let menu_id = MenuId(id(2));
    world.must(ALICE, PutMenu { price_per_person: Patch::Set(Money(3500)), ..menu(menu_id, vec![soup]) });
    let priced = PutMenu { price_per_person: Patch::Clear, ..menu(menu_id, vec![soup]) };
    assert_eq!(code(world.act(CARLA, priced)), Some(Code::Forbidden));
    world.must(CARLA, PutMenu { name: Some("Autumn".into()), ..menu(menu_id, vec![]) });
    let row = &world.state.menus()[&menu_id];
    assert_eq!((row.name.as_str(), row.price_per_person), ("Autumn", Some(Money(3500))));
    let range = PutMenu { min: Patch::Set(20), max: Patch::Set(10), ..menu(menu_id, vec![]) };
    assert_eq!(code(world.act(CARLA, range)), Some(Code::Invalid));
}

#[test]
fn what_is_in_use_is_not_removed_and_the_refusal_says_where() {
    let mut world = World::new();
    let rice = world.product("Rice", Unit::Kg, 190);
    let soup = world.dish("Soup", 4, &[(rice, "1 kg")]);
    let menu_id = MenuId(id(2));
    world.must(DAVID, menu(menu_id, vec![soup]));
    let party = world.party("Gala", "2026-11-28", 10);
    let line = world.food(party, Some(soup));

    let refusal = world.act(BOB, RemoveProduct { product_id: rice }).unwrap_err();
    assert_eq!((refusal.code, refusal.message.contains("Soup")), (Code::Status, true));
    assert!(world.act(CARLA, RemoveDish { dish_id: soup }).unwrap_err().message.contains("Summer"));
    world.must(CARLA, RemoveMenu { menu_id });
    assert!(world.act(CARLA, RemoveDish { dish_id: soup }).unwrap_err().message.contains("Gala"));
    world.remove_line(line);
    world.must(CARLA, RemoveDish { dish_id: soup });
    world.must(BOB, RemoveProduct { product_id: rice });
    world.assert_settled();
}

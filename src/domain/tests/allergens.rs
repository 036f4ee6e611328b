//! Rule 15: what a schedule contains, whose diet it clashes with, and who is alerted when.

use serde_json::json;

use super::full::Full;
use super::world::{ALICE, CARLA, DAVID};
use crate::domain::diet::{Contents, clashes};
use crate::domain::rows::{Allergen, ProductCategory, Schedule, ScheduleAllergens};

fn of_schedule(full: &Full) -> ScheduleAllergens {
    let id = full.names["schedule"].into();
    full.world.state.live::<Schedule>(id).unwrap().allergens.clone()
}

fn kids_eat(full: &mut Full, diet: &str) {
    let groups = json!([{"label": "Kids", "count": 2, "diet": diet}]);
    full.must(ALICE, "edit-budget", &json!({"budgetId": "$party", "groups": groups}));
    full.world.assert_settled();
}

fn alerts(full: &Full, person: super::world::Person) -> usize {
    full.world.told(person).iter().filter(|code| *code == "allergen-clash").count()
}

#[test]
fn a_schedule_contains_what_its_own_ingredients_do() {
    let mut full = Full::new();
    assert_eq!(of_schedule(&full).contains, [Allergen::Gluten]);
    full.must(CARLA, "put-product", &json!({"productId": "$beef", "allergens": {"known": ["milk"]}}));
    assert_eq!(of_schedule(&full).contains, [Allergen::Gluten, Allergen::Milk]);
    full.must(CARLA, "remove-ingredient", &json!({"ingredientId": "$beef-by-hand"}));
    assert_eq!(of_schedule(&full).contains, [Allergen::Gluten]);
    full.world.assert_settled();
}

#[test]
fn unknown_is_shown_as_unknown_and_never_as_free_of_anything() {
    let mut full = Full::new();
    full.must(CARLA, "put-product", &json!({"productId": "$beef", "allergens": "unknown"}));
    assert_eq!(of_schedule(&full).unknown, [full.names["beef"].into()]);
}

#[test]
fn a_clash_that_appears_after_booking_alerts_cooks_and_owner_until_noted() {
    let mut full = Full::new();
    assert!(of_schedule(&full).clashes.is_empty());
    full.must(DAVID, "put-product", &json!({"productId": "$beef", "allergens": {"known": ["milk"]}}));
    let groups = json!([{"label": "Kids", "count": 2, "diet": "no lactose"}]);
    full.must(DAVID, "edit-budget", &json!({"budgetId": "$party", "groups": groups}));
    assert_eq!(of_schedule(&full).clashes, ["Kids"]);
    assert_eq!((alerts(&full, CARLA), alerts(&full, ALICE)), (1, 1));
    full.must(CARLA, "acknowledge", &json!({"table": "schedules", "rowId": "$schedule"}));
    assert_eq!(of_schedule(&full).acknowledged_by, [CARLA.user]);
    kids_eat(&mut full, "");
    assert!(of_schedule(&full).clashes.is_empty());
}

/// A party for which rice (gluten) is cooked, known and noted, for kids who eat neither gluten nor nuts.
fn noted(table: &str, row: &str) -> Full {
    let mut full = Full::new();
    let groups = json!([{"label": "Kids", "count": 2, "diet": "no gluten, no nuts"}]);
    full.must(DAVID, "edit-budget", &json!({"budgetId": "$party", "groups": groups}));
    full.must(CARLA, "remove-ingredient", &json!({"ingredientId": "$beef-by-hand"}));
    for person in [CARLA, ALICE] {
        full.must(person, "acknowledge", &json!({"table": table, "rowId": row}));
    }
    full.world.now.0 += 600_000;
    assert_eq!((alerts(&full, CARLA), alerts(&full, ALICE)), (1, 1));
    full
}

fn nuts(full: &mut Full, schedule: &str) {
    let nuts = json!({"productId": "$nuts", "name": "Nuts", "unit": "kg", "allergens": {"known": ["nuts"]}});
    full.must(CARLA, "put-product", &nuts);
    let added = json!({"ingredientId": "$added", "scheduleId": schedule, "productId": "$nuts",
        "quantity": {"amount": "1", "unit": "kg"}});
    full.must(CARLA, "put-ingredient", &added);
    full.world.assert_settled();
}

#[test]
fn another_allergen_for_a_group_that_clashed_already_alerts_again() {
    let mut full = noted("schedules", "$schedule");
    nuts(&mut full, "$schedule");
    assert_eq!(alerts(&full, ALICE), 2);
    assert_eq!(of_schedule(&full).clashes, ["Kids"]);
    assert!(of_schedule(&full).acknowledged_by.is_empty());
    // What is still known is no news.
    full.world.now.0 += 600_000;
    full.must(CARLA, "remove-ingredient", &json!({"ingredientId": "$added"}));
    assert_eq!(alerts(&full, ALICE), 2);
}

#[test]
fn another_schedule_that_clashes_alerts_though_the_party_was_noted() {
    let mut full = noted("budgets", "$party");
    let party = full.names["party"].into();
    assert_eq!(full.world.state.budgets()[&party].acknowledged_clashes, ["Kids"]);
    full.must(
        CARLA,
        "create-schedule",
        &json!({"scheduleId": "$tapas", "budgetId": "$party", "title": "Tapas"}),
    );
    nuts(&mut full, "$tapas");
    assert_eq!((alerts(&full, CARLA), alerts(&full, ALICE)), (1, 2), "but for its author");
    assert!(full.world.state.budgets()[&party].acknowledged_clashes.is_empty());
}

#[test]
fn a_clash_known_before_booking_alerts_nobody() {
    let mut full = Full::new();
    let groups = json!([{"label": "Kids", "count": 2, "diet": "without gluten"}]);
    full.must(ALICE, "edit-budget", &json!({"budgetId": "$draft", "groups": groups}));
    full.must(ALICE, "set-budget-status", &json!({"budgetId": "$draft", "status": "reserva"}));
    let draft = full.names["draft"].into();
    assert!(full.world.state.schedules_of(draft).any(|schedule| schedule.allergens.clashes == ["Kids"]));
    assert_eq!(alerts(&full, CARLA), 0);
    full.world.assert_settled();
}

#[test]
fn a_group_with_food_of_its_own_does_not_eat_what_is_cooked_for_all() {
    let mut full = Full::new();
    kids_eat(&mut full, "without gluten");
    assert_eq!(of_schedule(&full).clashes, ["Kids"]);
    let own = json!({"lineId": "$own", "budgetId": "$party", "category": "food", "text": "Fruit",
        "portions": {"group": "Kids"}});
    full.must(ALICE, "put-budget-line", &own);
    assert!(of_schedule(&full).clashes.is_empty());
    full.world.assert_settled();
}

#[test]
fn diets_are_read_as_people_write_them() {
    let contents = |allergens: &[Allergen], categories: &[ProductCategory]| Contents {
        allergens: allergens.to_vec(),
        categories: categories.to_vec(),
    };
    let milk = contents(&[Allergen::Milk], &[ProductCategory::Dairy]);
    let beef = contents(&[], &[ProductCategory::Meat]);
    let peanuts = contents(&[Allergen::Peanuts], &[]);
    for diet in ["vegan", "Lactose intolerant", "sin lactosa", "dairy-free", "SIN LÁCTEOS"] {
        assert!(clashes(diet, &milk), "{diet}");
    }
    for diet in ["vegetarian", "Vegan", "pescatarian"] {
        assert!(clashes(diet, &beef), "{diet}");
    }
    assert!(clashes("peanut allergy", &peanuts));
    for (diet, contents) in [("vegetarian", &milk), ("nuts", &peanuts), ("", &milk), ("halal", &beef)] {
        assert!(!clashes(diet, contents), "{diet}");
    }
}

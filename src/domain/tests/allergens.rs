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
    for diet in ["vegan", "Lactose intolerant", "sin lactosa", "dairy-free"] {
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

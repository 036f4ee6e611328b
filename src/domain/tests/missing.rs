//! What is not to be had: closing a line short, substitutes (rule 8).

use super::world::{BEA, BOB, CAI, CARLA, World, qty};
use crate::domain::command::{AnswerSubstitute, CloseShort, ProposeSubstitute};
use crate::domain::ids::{IngredientId, SubstituteId};
use crate::domain::refusal::Code;
use crate::domain::rows::{Budget, Ingredient};

#[test]
fn closing_short_needs_the_need_on_screen_and_ends_when_it_grows() {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let ingredient = world.ingredient(schedule, beef, "4 kg");
    let item_id = world.line(beef).id;
    world.add(BOB, item_id, "3 kg", None);
    let stale = world.act(BOB, CloseShort { item_id, needed: qty("3.5 kg") }).expect_err("another need");
    assert_eq!(stale.code, Code::ChangedSince);
    world.must(BOB, CloseShort { item_id, needed: qty("4 kg") });
    assert!(world.line(beef).is_purchased);
    assert!(world.row::<Budget>(party).supplies.complete);
    assert_eq!(world.row::<Ingredient>(ingredient).available, qty("3 kg"), "not there for all that");
    world.assert_settled();

    world.cook_with(ingredient, "4.5 kg");
    assert!(!world.line(beef).is_purchased);
    assert!(!world.row::<Budget>(party).supplies.complete);
    world.cook_with(ingredient, "4 kg");
    assert!(!world.line(beef).is_purchased, "it has ended");
    world.assert_settled();
}

#[test]
fn an_accepted_substitute_is_cooked_with_instead_of_what_is_missing() {
    let mut world = World::new();
    let (beef, lamb) = (world.goods("beef", "kg", 2850), world.goods("lamb", "kg", 2600));
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let ingredient = world.ingredient(schedule, beef, "4 kg");
    let item_id = world.line(beef).id;
    world.add(BOB, item_id, "1 kg", None);
    let substitute_id = SubstituteId(world.uuid());
    world.must(BOB, ProposeSubstitute { item_id, substitute_id, product_id: lamb, quantity: qty("3.2 kg") });
    world.must(CARLA, AnswerSubstitute { substitute_id, accepted: true });
    assert_eq!(world.row::<Ingredient>(ingredient).quantity, qty("1 kg"));
    let instead = world.row::<Ingredient>(IngredientId::derived(schedule, lamb));
    assert_eq!(instead.quantity, qty("3.2 kg"));
    assert!(world.line(beef).is_purchased);
    assert_eq!(world.line(lamb).needed, qty("3.2 kg"));
    let again = world.act(CARLA, AnswerSubstitute { substitute_id, accepted: false });
    assert_eq!(again.expect_err("answered").code, Code::ChangedSince);
    world.assert_settled();
}

#[test]
fn an_accepted_substitute_tells_of_the_amounts_it_changes_like_a_cook_would() {
    let mut world = World::new();
    let (beef, lamb) = (world.goods("beef", "kg", 2850), world.goods("lamb", "kg", 2600));
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    world.ingredient(schedule, beef, "4 kg");
    let substitute_id = SubstituteId(world.uuid());
    let item_id = world.line(beef).id;
    world.must(BOB, ProposeSubstitute { item_id, substitute_id, product_id: lamb, quantity: qty("3 kg") });
    let decision = world.must(CARLA, AnswerSubstitute { substitute_id, accepted: true });
    assert_eq!(decision.fact.kind, "substitute-answered");
    let told: Vec<_> = decision.also.iter().filter(|fact| fact.kind == "ingredient-updated").collect();
    let amounts = |name: &str| told.iter().map(|fact| fact.data[name]["amount"].as_str()).collect::<Vec<_>>();
    assert_eq!(
        (amounts("oldQuantity"), amounts("newQuantity")),
        (vec![Some("4"), None], vec![Some("0"), Some("3")])
    );
    assert!(told.iter().all(|fact| fact.data["affectedShoppingItems"].as_array().unwrap().len() == 2));
    for person in [BEA, CAI] {
        assert_eq!(world.told(person).iter().filter(|code| *code == "need-changed").count(), 1);
    }
    assert!(!world.told(CARLA).contains(&"need-changed".to_owned()), "not its author");
    world.assert_settled();
}

#[test]
fn a_substitute_for_what_no_kitchen_cooks_is_needed_by_hand_and_closes_the_line_short() {
    let mut world = World::new();
    let (ipa, lager) = (world.goods("IPA", "bottle", 280), world.goods("lager", "bottle", 200));
    let (a, b) = (world.feast("2026-11-20T19:00"), world.feast("2026-11-21T19:00"));
    world.need(a, ipa, "20 bottle");
    world.need(b, ipa, "10 bottle");
    let item_id = world.line(ipa).id;
    let substitute_id = SubstituteId(world.uuid());
    let quantity = qty("30 bottle");
    world.must(BOB, ProposeSubstitute { item_id, substitute_id, product_id: lager, quantity });
    world.must(CARLA, AnswerSubstitute { substitute_id, accepted: true });
    assert_eq!(world.line(lager).needed, quantity);
    assert_eq!(world.line(lager).budget_ids, [a, b]);
    assert!(world.line(ipa).is_purchased);
    assert!(!world.row::<Budget>(a).supplies.complete, "the lager is still to be bought");
    world.assert_settled();
}

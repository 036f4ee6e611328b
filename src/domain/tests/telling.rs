//! Rule 14: who is told of a change, by whom, and how changes that follow each other are one message.

use super::world::{BOB, CARLA, World, qty};
use crate::domain::command::{MarkRead, SetIngredientQuantity};
use crate::domain::ids::IngredientId;
use crate::domain::json::ToJson;
use crate::domain::rows::Notification;

fn messages(world: &World) -> Vec<Notification> {
    let told = world.state.notifications_of(BOB.user).filter(|told| told.code == "need-changed");
    let mut told: Vec<Notification> = told.map(|told| told.as_ref().clone()).collect();
    told.sort_by_key(|told| (told.since, told.id));
    told
}

fn cook_sets(world: &mut World, ingredient_id: IngredientId, amount: &str) {
    world.must(CARLA, SetIngredientQuantity { ingredient_id, quantity: qty(amount) });
}

#[test]
fn changes_within_two_minutes_are_one_message_with_the_last_amount_and_who_made_it() {
    let mut world = World::new();
    let beef = world.goods("beef", "kg", 2850);
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    let ingredient = world.ingredient(schedule, beef, "4 kg");
    world.now.0 += 600_000;
    let before = messages(&world).len();
    for amount in ["5 kg", "6 kg", "7 kg"] {
        cook_sets(&mut world, ingredient, amount);
        world.now.0 += 30_000;
    }
    let told = messages(&world).split_off(before);
    assert_eq!(told.iter().map(|told| told.count).collect::<Vec<_>>(), [3]);
    assert_eq!(told[0].data["newQuantity"], qty("7 kg").to_json());
    assert_eq!(told[0].data["by"], CARLA.user.to_json());

    // Two minutes after the first of them.
    world.now.0 += 30_000;
    cook_sets(&mut world, ingredient, "8 kg");
    let told = messages(&world).split_off(before);
    assert_eq!(told.iter().map(|told| told.count).collect::<Vec<_>>(), [3, 1]);

    // What is read is not changed any more.
    world.now.0 += 1_000;
    world.must(BOB, MarkRead { notification_ids: vec![told[1].id] });
    cook_sets(&mut world, ingredient, "9 kg");
    let told = messages(&world).split_off(before);
    assert_eq!(
        told.iter().map(|told| (told.count, told.read)).collect::<Vec<_>>(),
        [(3, false), (1, true), (1, false)]
    );
}

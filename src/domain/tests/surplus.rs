//! Goods beyond the need, and where they go (rules 2, 8).

use super::world::{BOB, World, local, qty, week};
use crate::domain::command::{RemoveDemand, TakeSurplus};
use crate::domain::ids::{ItemId, ProductId, TransferId};
use crate::domain::refusal::Code;
use crate::domain::rows::{Budget, ShoppingItem, Transfer};

/// Two lines of one product, in neighbouring weeks, each needing 8; the first has 20.
fn two_weeks() -> (World, ProductId, ItemId, ItemId) {
    let mut world = World::new();
    let wine = world.goods("red wine", "bottle", 850);
    let early = world.feast("2026-11-20T19:00");
    let late = world.feast("2026-11-27T19:00");
    world.need(early, wine, "8 bottle");
    world.need(late, wine, "8 bottle");
    let of = |world: &World, text: &str| world.state.items_of(week(text)).next().expect("a line").id;
    let (from, to) = (of(&world, "2026-W47"), of(&world, "2026-W48"));
    world.add(BOB, from, "20 bottle", None);
    (world, wine, from, to)
}

#[test]
fn a_purchase_of_a_line_that_nobody_needs_is_surplus() {
    let mut world = World::new();
    let bread = world.goods("bread", "piece", 220);
    let party = world.feast("2026-11-20T19:00");
    let demand_id = world.need(party, bread, "8 piece");
    let item = world.line(bread).id;
    world.must(BOB, RemoveDemand { demand_id });
    world.add(BOB, item, "8 piece", None);
    assert_eq!(world.row::<ShoppingItem>(item).surplus, qty("8 piece"));
    world.assert_settled();
}

#[test]
fn surplus_of_an_earlier_week_is_taken_and_shrinks_when_its_source_does() {
    let (mut world, _, from, to) = two_weeks();
    let transfer = world.take(from, to, "8 bottle");
    assert_eq!(world.figures(from), "8 bottle/12 bottle");
    assert_eq!(world.figures(to), "8 bottle/8 bottle");
    assert!(world.row::<ShoppingItem>(to).is_purchased);

    world.mark(BOB, from, "13 bottle", None);
    assert_eq!(world.row::<Transfer>(transfer).counted, qty("5 bottle"));
    assert_eq!(world.figures(from), "8 bottle/8 bottle");
    assert_eq!(world.figures(to), "8 bottle/5 bottle");
    world.assert_settled();
}

#[test]
fn more_than_is_left_over_or_back_in_a_circle_is_not_taken() {
    let (mut world, _, from, to) = two_weeks();
    let take = |transfer_id, from_item_id, to_item_id, text: &str| TakeSurplus {
        transfer_id,
        from_item_id,
        to_item_id,
        quantity: qty(text),
    };
    let id = TransferId(world.uuid());
    let beyond = world.act(BOB, take(id, from, to, "13 bottle")).expect_err("only 12 are left over");
    assert_eq!(beyond.code, Code::Limit);
    world.must(BOB, take(id, from, to, "12 bottle"));
    let id = TransferId(world.uuid());
    let circle = world.act(BOB, take(id, to, from, "4 bottle")).expect_err("they came from there");
    assert_eq!(circle.code, Code::Status);
}

#[test]
fn goods_bought_for_a_party_follow_it_to_another_week_and_back() {
    let mut world = World::new();
    let wine = world.goods("red wine", "bottle", 850);
    let (stays, moves) = (world.feast("2026-11-20T19:00"), world.feast("2026-11-21T19:00"));
    world.need(stays, wine, "4 bottle");
    world.need(moves, wine, "8 bottle");
    let from = world.line(wine).id;
    world.add(BOB, from, "12 bottle", None);
    let back = world.row::<Budget>(moves).date;
    world.put(Budget { date: local("2026-11-27T19:00").date, ..world.row::<Budget>(moves) });
    let to = world.state.items_of(week("2026-W48")).next().expect("a line").id;
    assert_eq!(world.figures(from), "4 bottle/4 bottle");
    assert_eq!(world.figures(to), "8 bottle/8 bottle");
    assert!(world.row::<Budget>(moves).supplies.complete);
    world.assert_settled();

    world.put(Budget { date: back, ..world.row::<Budget>(moves) });
    assert_eq!(world.figures(from), "12 bottle/12 bottle");
    assert_eq!(world.figures(to), "0 bottle/0 bottle");
    world.assert_settled();
}

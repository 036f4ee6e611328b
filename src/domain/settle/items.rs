//! Lines of the list: sums, purchases, coverage (rules 6, 8, 9).

use std::sync::Arc;

use crate::domain::order;

use super::super::ids::ItemId;
use super::super::rows::{
    BoughtBy, Demand, Ingredient, Product, Purchase, ShoppingItem, Substitute, Transfer, WaitingForCook,
};
use super::super::state::Held;
use super::super::tally::{Tally, priced};
use super::super::values::{LocalTime, Quantity, Unit};
use super::super::work::Work;
use super::{demands, questions};

/// Makes a line's figures anew, and with them the coverage of its demands and ingredients.
pub fn recount(work: &mut Work<'_>, id: ItemId) {
    let Some(before) = work.get::<ShoppingItem>(id) else { return };
    let tally = Tally::of(work.state(), id);
    let mut item = before;
    describe(work, &tally, &mut item);
    figures(&tally, &mut item);
    item.waiting_for_cook = waiting(work, &tally);
    work.put(item.clone());
    cover_demands(work, &tally, item.unit, id);
    for (transfer, counted, arrived) in &tally.out {
        let Some(mut row) = work.get::<Transfer>(*transfer) else { continue };
        row.counted = Quantity::new(*counted, item.unit);
        row.arrived = Quantity::new(*arrived, item.unit);
        work.put(row);
    }
    questions::recount(work, &item);
    spread(work, &item);
}

/// Name, category and unit as the product has them, and whom the line is for.
fn describe(work: &Work<'_>, tally: &Tally, item: &mut ShoppingItem) {
    let product = work.state().get::<Product>(item.product_id).cloned();
    (item.name, item.category) = demands::named(product.as_deref());
    let own = product.map(|product| product.unit).filter(|unit| unit.base() == item.unit.base());
    let asked = tally.needs.iter().map(|demand| demand.quantity.unit());
    let asked = asked.filter(|unit| unit.base() == item.unit.base()).max();
    item.unit = own.or(asked).unwrap_or(item.unit);
    item.budget_ids = order::distinct(tally.needs.iter().filter_map(|demand| demand.budget_id));
    item.schedule_ids = order::distinct(tally.needs.iter().filter_map(|demand| demand.schedule_id));
}

fn figures(tally: &Tally, item: &mut ShoppingItem) {
    let unit = item.unit;
    item.needed = Quantity::new(tally.needed, unit);
    item.purchased = Quantity::new(tally.purchased, unit);
    item.surplus = Quantity::new((tally.purchased - tally.needed).max(0), unit);
    // Accepting less ends when the need grows, and does not come back when it shrinks again.
    if item.closed_short.is_some_and(|closed| tally.needed > closed.thousandths()) {
        item.closed_short = None;
        item.settings.remove("closedShort");
    }
    item.is_purchased = tally.purchased >= tally.needed || item.closed_short.is_some();
    item.need_by = next_need(tally);
}

/// The earliest need-by that is not covered yet, or the earliest of all where all are.
fn next_need(tally: &Tally) -> Option<LocalTime> {
    let open = tally
        .needs
        .iter()
        .zip(&tally.covers)
        .find(|(demand, cover)| cover.covered < demand.counted.thousandths());
    match open {
        Some((demand, _)) => demand.need_by,
        None => tally.needs.first().and_then(|demand| demand.need_by),
    }
}

fn waiting(work: &Work<'_>, tally: &Tally) -> Vec<WaitingForCook> {
    let mut waiting = Vec::new();
    for ingredient_id in tally.needs.iter().filter_map(|demand| demand.ingredient_id) {
        let row = work.state().live::<Ingredient>(ingredient_id);
        if let Some(quantity) = row.and_then(|row| row.waiting()) {
            waiting.push(WaitingForCook { ingredient_id, quantity });
        }
    }
    order::sort_by_key(&mut waiting, |one| one.ingredient_id);
    waiting
}

fn cover_demands(work: &mut Work<'_>, tally: &Tally, unit: Unit, item: ItemId) {
    let needed = order::distinct(tally.needs.iter().map(|demand| demand.id));
    for (need, cover) in tally.needs.iter().zip(&tally.covers) {
        let by = cover.last.and_then(|at| tally.parts.get(at));
        let by = by.map(|part| BoughtBy { user_id: part.buyer, at: part.at });
        let mut demand = need.as_ref().clone();
        demand.covered = Quantity::new(cover.covered, unit);
        demand.arrived = Quantity::new(cover.arrived, unit);
        cover_ingredient(work, &demand, by);
        work.put(demand);
    }
    let is_rest = |demand: &&Arc<Demand>| needed.binary_search(&demand.id).is_err();
    let rest: Vec<Arc<Demand>> = work.state().demands_on(item).filter(is_rest).cloned().collect();
    for demand in rest {
        let mut demand = demand.as_ref().clone();
        demand.covered = Quantity::zero(unit);
        demand.arrived = demand.covered;
        cover_ingredient(work, &demand, None);
        work.put(demand);
    }
}

/// Says on an ingredient how much of it is covered and here, in its own unit: all of it where all of
/// its demand is.
fn cover_ingredient(work: &mut Work<'_>, demand: &Demand, by: Option<BoughtBy>) {
    let Some(mut row) = demand.ingredient_id.and_then(|id| work.get::<Ingredient>(id)) else { return };
    let of = |covered: Quantity| {
        let (covered, counted) =
            (i128::from(covered.thousandths()), i128::from(demand.counted.thousandths()));
        let all = row.quantity.thousandths();
        let part = if counted > 0 { i128::from(all) * covered / counted } else { 0 };
        Quantity::new(i64::try_from(part).unwrap_or(all), row.quantity.unit())
    };
    (row.available, row.here) = (of(demand.covered), of(demand.arrived));
    row.bought_by = by;
    work.put(row);
}

/// Keeps on the rows of a line what follows from it: the parties it is for, by which they are
/// filtered, and the amounts of each price's split.
fn spread(work: &mut Work<'_>, item: &ShoppingItem) {
    let records = work.state().purchases_of(item.id).rows();
    let all = |_: &Purchase| true;
    work.change_each(records, all, |row| {
        row.budget_ids.clone_from(&item.budget_ids);
        row.split = priced(&row.split, row.paid);
    });
    for row in work.state().transfers_of(item.id).rows() {
        let Some(mut transfer) = Transfer::of(&row).map(|row| row.as_ref().clone()) else { continue };
        let ends = [transfer.from_item_id, transfer.to_item_id];
        let both = ends.iter().filter_map(|&end| work.state().live::<ShoppingItem>(end));
        transfer.budget_ids = order::distinct(both.flat_map(|end| end.budget_ids.iter().copied()));
        work.put(transfer);
    }
    let substitutes = work.state().substitutes_of(item.id).rows();
    let all = |_: &Substitute| true;
    work.change_each(substitutes, all, |row| row.budget_ids.clone_from(&item.budget_ids));
}

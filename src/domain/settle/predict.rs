//! What a replica can tell of what follows, from the rows it holds (DESIGN, The way of a change):
//! a line's purchases are all there and are counted anew; what is needed is the figure the server
//! gave plus what this change adds to demands; coverage and completeness wait for the server.

use crate::domain::order::Small;

use super::super::consolidation::item_for;
use super::super::ids::{DemandId, IngredientId, ItemId};
use super::super::purchases::{sum, total};
use super::super::rows::{Demand, Ingredient, Purchase, Row, ShoppingItem, Table};
use super::super::tally::counts;
use super::super::values::Quantity;
use super::super::work::{Dirty, Work};
use super::demands::converted;
use super::tasks;

/// Makes fit what a replica can tell of all that is dirty, in the place of the server's stages.
pub fn round(work: &mut Work<'_>) {
    let mut dirty = std::mem::take(&mut work.dirty);
    for ingredient in dirty.ingredients.take() {
        follow_ingredient(work, ingredient);
    }
    for demand in dirty.demands.take() {
        count(work, demand);
    }
    dirty.items.join(std::mem::take(&mut work.dirty.items));
    let needed = needed_more(work);
    for item in dirty.items.take() {
        recount(work, item, needed.get(&item).copied().unwrap_or(0));
    }
    work.dirty = Dirty::default();
    for task in dirty.tasks.take() {
        tasks::recount(work, task);
    }
}

fn follow_ingredient(work: &mut Work<'_>, id: IngredientId) {
    let Some(mut ingredient) = work.get::<Ingredient>(id) else { return };
    ingredient.quantity = ingredient.effective();
    ingredient.converted = converted(work.state(), &ingredient);
    let quantity = ingredient.quantity;
    work.put(ingredient);
    if let Some(mut demand) = work.get::<Demand>(DemandId::of_ingredient(id)) {
        demand.quantity = quantity;
        work.put(demand);
    }
}

fn count(work: &mut Work<'_>, id: DemandId) {
    let Some(mut demand) = work.get::<Demand>(id) else { return };
    let place = item_for(work.state(), demand.product_id, demand.week, demand.quantity);
    demand.item_id = place.item_id;
    demand.counted = place.counted;
    work.put(demand);
}

/// By how much this change makes each line's need differ.
fn needed_more(work: &Work<'_>) -> Small<ItemId, i64> {
    let mut more = Small::<ItemId, i64>::default();
    let mut add = |demand: &Demand, sign: i64| {
        if demand.removed.is_none() && counts(demand) {
            let line = more.entry(demand.item_id);
            *line = line.saturating_add(sign.saturating_mul(demand.counted.thousandths()));
        }
    };
    for (before, after) in work.changed::<Demand>() {
        if let Some(Row::Demand(before)) = before {
            add(before, -1);
        }
        add(after, 1);
    }
    more
}

fn recount(work: &mut Work<'_>, id: ItemId, more: i64) {
    let Some(mut item) = work.get::<ShoppingItem>(id) else { return };
    // From the figure before this change, so that a second round adds nothing.
    let needed = match work.row_before(Table::ShoppingItems, id.0) {
        Some(Row::ShoppingItem(before)) => before.needed.thousandths().saturating_add(more).max(0),
        _ => item.needed.thousandths(),
    };
    let state = work.state();
    let records: Vec<&Purchase> = state.purchases_of(id).map(AsRef::as_ref).collect();
    let moved = state.transfers_of(id).map(|transfer| {
        let counted = transfer.counted.thousandths();
        if transfer.to_item_id == id { counted } else { -counted }
    });
    let purchased = sum(moved.chain([total(&records)]));
    item.needed = Quantity::new(needed, item.unit);
    item.purchased = Quantity::new(purchased, item.unit);
    item.surplus = Quantity::new(purchased.saturating_sub(needed).max(0), item.unit);
    let closed = item.closed_short.is_some_and(|closed| needed <= closed.thousandths());
    item.is_purchased = purchased >= needed || closed;
    work.put(item);
}

//! What follows from a change: derived rows, made to fit again.
//!
//! Each stage takes what is dirty for it and puts derived rows; a row that comes out the same is
//! left alone, so settling touches only what the change names, and settling everything anew finds
//! nothing to do. Stages feed those after them; a stage that dirties an earlier one is met again in
//! the next round.

mod allergens;
pub mod demands;
mod items;
mod keys;
mod money;
mod plans;
mod predict;
pub mod questions;
mod supplies;
mod tasks;

use super::work::{Dirty, Work};

/// Rounds after which derived rows have to be at rest; more means two stages undo each other.
const ROUNDS: usize = 32;

/// Settles all that the decision has made dirty.
pub fn settle(work: &mut Work<'_>) {
    for _ in 0..ROUNDS {
        if work.dirty.is_empty() {
            return;
        }
        if work.is_authority() {
            round(work);
        } else {
            predict::round(work);
        }
    }
    debug_assert!(work.dirty.is_empty(), "derived rows do not come to rest: {:?}", work.dirty);
}

/// Makes every derived row anew; changes nothing where all were settled.
pub fn settle_everything(work: &mut Work<'_>) {
    work.dirty = Dirty::everything(work.state());
    settle(work);
}

fn round(work: &mut Work<'_>) {
    for budget in work.dirty.keys.take() {
        keys::spread(work, budget);
    }
    for budget in work.dirty.plans.take() {
        plans::reconcile(work, budget);
    }
    for ingredient in work.dirty.ingredients.take() {
        demands::follow_ingredient(work, ingredient);
    }
    for demand in work.dirty.demands.take() {
        demands::place(work, demand);
    }
    for item in work.dirty.items.take() {
        items::recount(work, item);
    }
    for budget in work.dirty.supplies.take() {
        supplies::recount(work, budget);
    }
    for budget in work.dirty.money.take() {
        money::recount(work, budget);
    }
    for task in work.dirty.tasks.take() {
        tasks::recount(work, task);
    }
    for schedule in work.dirty.allergens.take() {
        allergens::recount(work, schedule);
    }
}

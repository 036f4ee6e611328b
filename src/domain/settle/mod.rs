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

use std::collections::BTreeSet;

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

/// What is to be looked at now; what comes up meanwhile waits for the next round.
#[inline(never)]
fn taken<Id>(dirty: &mut BTreeSet<Id>) -> Vec<Id> {
    std::mem::take(dirty).into_iter().collect()
}

fn round(work: &mut Work<'_>) {
    for budget in taken(&mut work.dirty.keys) {
        keys::spread(work, budget);
    }
    for budget in taken(&mut work.dirty.plans) {
        plans::reconcile(work, budget);
    }
    for ingredient in taken(&mut work.dirty.ingredients) {
        demands::follow_ingredient(work, ingredient);
    }
    for demand in taken(&mut work.dirty.demands) {
        demands::place(work, demand);
    }
    for item in taken(&mut work.dirty.items) {
        items::recount(work, item);
    }
    for budget in taken(&mut work.dirty.supplies) {
        supplies::recount(work, budget);
    }
    for budget in taken(&mut work.dirty.money) {
        money::recount(work, budget);
    }
    for task in taken(&mut work.dirty.tasks) {
        tasks::recount(work, task);
    }
    for schedule in taken(&mut work.dirty.allergens) {
        allergens::recount(work, schedule);
    }
}

//! One line of the list reckoned up: what is needed, bought, arrived, moved away, and which need is
//! covered by what (rules 6, 8, 9). Reads rows only; settling writes what comes out.

use crate::domain::order::{self, Small};
use std::sync::Arc;

use super::coverage::{Cover, share_out, turn};
use super::ids::{BudgetId, ItemId, TransferId};
use super::purchases::{self, Part, sum};
use super::rows::{Demand, Purchase, SplitPart, Transfer};
use super::state::State;
use super::values::Money;

/// A line reckoned up. Amounts are thousandths of its base unit.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The needs that count, in their turn.
    pub needs: Vec<Arc<Demand>>,
    /// How far each of them is covered.
    pub covers: Vec<Cover>,
    /// What was bought and moved here, in the order of its making.
    pub parts: Vec<Part>,
    pub needed: i64,
    pub purchased: i64,
    pub arrived: i64,
    /// What counts of each transfer to another line, and what of it has arrived.
    pub out: Vec<(TransferId, i64, i64)>,
}

/// Whether a demand counts on its line.
#[must_use]
pub fn counts(demand: &Demand) -> bool {
    demand.withdrawn.is_none() && demand.counted.thousandths() > 0
}

impl Tally {
    /// Reckons up a line. What other lines give is taken as it stands on the transfers.
    #[must_use]
    pub fn of(state: &State, item: ItemId) -> Self {
        let mut needs: Vec<Arc<Demand>> =
            state.demands_on(item).filter(|demand| counts(demand)).map(Arc::clone).collect();
        order::sort_by_key(&mut needs, |demand| turn(demand));
        let amounts: Vec<i64> = needs.iter().map(|demand| demand.counted.thousandths()).collect();
        let needed = sum(amounts.iter().copied());
        let records: Vec<&Purchase> = state.purchases_of(item).map(AsRef::as_ref).collect();
        let mut parts = purchases::parts(&records);
        let mut here = purchases::arrived(&records);
        for transfer in state.transfers_of(item).filter(|transfer| transfer.to_item_id == item) {
            here = here.saturating_add(transfer.arrived.thousandths());
            parts.push(Part {
                thousandths: transfer.counted.thousandths(),
                buyer: transfer.by,
                at: transfer.at,
                bought: false,
            });
        }
        let all = sum(parts.iter().map(|part| part.thousandths));
        let here = here.min(all);
        let out = moved_away(state, item, (all - needed).max(0), (here - needed).max(0));
        let purchased = all - sum(out.iter().map(|moved| moved.1));
        let arrived = here - sum(out.iter().map(|moved| moved.2));
        let covers = share_out(&amounts, &parts, purchased, arrived);
        Self { needs, covers, parts, needed, purchased, arrived, out }
    }

    /// How much is covered of each party's needs; of needs of no party under `None`.
    #[must_use]
    pub fn covered_by_budget(&self) -> Small<Option<BudgetId>, i64> {
        by_budget(&self.needs, &self.covers)
    }

    /// Who bears the price of a record after which the line reckons up to this: by what it newly
    /// covers; a mark that raises nothing by all it states (rule 13).
    #[must_use]
    pub fn split_of(&self, before: &Self, stated: i64) -> Vec<SplitPart> {
        let raised = self.purchased - before.purchased;
        let (all, shares) = if raised > 0 {
            let mut shares = self.covered_by_budget();
            for (budget, covered) in before.covered_by_budget() {
                *shares.entry(budget) -= covered;
            }
            (raised, shares)
        } else {
            let amounts: Vec<i64> = self.needs.iter().map(|demand| demand.counted.thousandths()).collect();
            let covers = share_out(&amounts, &[], stated, 0);
            (stated, by_budget(&self.needs, &covers))
        };
        let part = |budget_id, share| SplitPart { budget_id, amount: Money::ZERO, share };
        let mut split = Vec::new();
        for (budget, share) in shares {
            if budget.is_some() && share > 0 {
                split.push(part(budget, share));
            }
        }
        let left = all - sum(split.iter().map(|part| part.share));
        if left > 0 || split.is_empty() {
            split.push(part(None, left.max(0)));
        }
        split
    }
}

fn by_budget(needs: &[Arc<Demand>], covers: &[Cover]) -> Small<Option<BudgetId>, i64> {
    let mut covered = Small::default();
    for (demand, cover) in needs.iter().zip(covers) {
        let amount: &mut i64 = covered.entry(demand.budget_id);
        *amount = amount.saturating_add(cover.covered);
    }
    covered
}

/// What goes to other lines, in the order it was moved: at most what this one does not need.
fn moved_away(state: &State, item: ItemId, surplus: i64, here: i64) -> Vec<(TransferId, i64, i64)> {
    let mut transfers: Vec<&Arc<Transfer>> =
        state.transfers_of(item).filter(|transfer| transfer.from_item_id == item).collect();
    order::sort_by_key(&mut transfers, |transfer| (transfer.at, transfer.id));
    let (mut surplus, mut here) = (surplus, here);
    let mut moved = Vec::new();
    for transfer in transfers {
        let counted = transfer.quantity.thousandths().clamp(0, surplus);
        let arrived = counted.min(here);
        surplus -= counted;
        here -= arrived;
        moved.push((transfer.id, counted, arrived));
    }
    moved
}

/// The amounts of a split for what was paid, to the cent by the largest remainder.
#[must_use]
pub fn priced(split: &[SplitPart], paid: Option<Money>) -> Vec<SplitPart> {
    let paid = paid.unwrap_or(Money::ZERO);
    let shares: Vec<i64> = split.iter().map(|part| part.share).collect();
    let mut amounts = paid.split(&shares);
    if shares.iter().all(|&share| share == 0) {
        // Nothing was covered and nothing stated: nobody's.
        if let Some(first) = amounts.first_mut() {
            *first = paid;
        }
    }
    let mut priced = split.to_vec();
    for (part, amount) in priced.iter_mut().zip(amounts) {
        part.amount = amount;
    }
    priced
}

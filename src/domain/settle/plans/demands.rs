//! What a party needs of the list without cooking it.

use super::super::super::consolidation::item_for;
use super::super::super::ids::{BudgetId, DemandId};
use super::super::super::plan::PlannedDemand;
use super::super::super::rows::{Budget, Demand, WithdrawnReason};
use super::super::super::work::Work;
use super::stamp;

/// Makes the demands of the plan, or lets those there are follow it.
pub fn follow(work: &mut Work<'_>, budget: &Budget, planned: &[PlannedDemand]) {
    let week = budget.date.week();
    for one in planned {
        let row = match work.state().get::<Demand>(one.id) {
            Some(row) if row.removed.is_some() => continue,
            Some(row) => {
                let mut row = row.as_ref().clone();
                row.quantity = one.quantity;
                row.week = week;
                row.need_by = Some(one.need_by);
                row.withdrawn = None;
                row
            }
            None => made(work, budget, one),
        };
        work.put(row);
    }
    let kept: Vec<DemandId> = planned.iter().map(|demand| demand.id).collect();
    withdraw(work, budget.id, WithdrawnReason::NotPlanned, &kept);
}

/// Takes back the demands of a party that follow from its plan but for those kept. The demand of
/// ingredients follows these, and what people asked for by hand follows the party
/// (`settle::demands`).
pub fn withdraw(work: &mut Work<'_>, budget: BudgetId, reason: WithdrawnReason, kept: &[DemandId]) {
    let withdrawn = Some(stamp(work, reason));
    let demands = work.state().demands_of(budget).rows();
    let gone = |row: &Demand| {
        let planned = row.ingredient_id.is_none() && row.user_id.is_none();
        planned && row.withdrawn.is_none() && !kept.contains(&row.id)
    };
    work.change_each(demands, gone, |row| row.withdrawn.clone_from(&withdrawn));
}

fn made(work: &Work<'_>, budget: &Budget, planned: &PlannedDemand) -> Demand {
    let week = budget.date.week();
    let place = item_for(work.state(), planned.product_id, week, planned.quantity);
    Demand {
        need_by: Some(planned.need_by),
        budget_id: Some(budget.id),
        line_id: planned.line_id,
        ..Demand::new(planned.id, planned.product_id, week, planned.quantity)
            .on_line(place.item_id, place.counted)
    }
}

//! What a party needs of the list without cooking it, and what people asked for it by hand.

use super::super::super::consolidation::item_for;
use super::super::super::ids::{BudgetId, DemandId};
use super::super::super::plan::PlannedDemand;
use super::super::super::rows::{Budget, Demand, Row, Settings, Table, Withdrawn, WithdrawnReason};
use super::super::super::values::{LocalTime, Quantity, Revision};
use super::super::super::work::Work;
use super::stamp;

/// Makes the demands of the plan, or lets those there are follow it.
pub fn follow(work: &mut Work<'_>, budget: &Budget, planned: &[PlannedDemand]) {
    let week = budget.date.week();
    for one in planned {
        let row = match work.state().get::<Demand>(one.id) {
            Some(row) if row.removed.is_some() => continue,
            Some(row) => Demand {
                quantity: one.quantity,
                week,
                need_by: Some(one.need_by),
                withdrawn: None,
                ..row.as_ref().clone()
            },
            None => made(work, budget, one),
        };
        work.put(row);
    }
    follow_by_hand(work, budget);
    let kept: Vec<DemandId> = planned.iter().map(|demand| demand.id).collect();
    withdraw(work, budget.id, WithdrawnReason::NotPlanned, &kept);
}

/// Takes back the demands of a party that follow from its plan but for those kept; when it is not
/// booked also those that people asked for it. The demand of ingredients follows these.
pub fn withdraw(work: &mut Work<'_>, budget: BudgetId, reason: WithdrawnReason, kept: &[DemandId]) {
    let by_hand_too = reason == WithdrawnReason::NotBooked;
    let gone = |row: &&std::sync::Arc<Demand>| {
        row.ingredient_id.is_none()
            && row.withdrawn.is_none()
            && (by_hand_too || !is_by_hand(row))
            && !kept.contains(&row.id)
    };
    let demands: Vec<Demand> =
        work.state().demands_of(budget).filter(gone).map(|row| row.as_ref().clone()).collect();
    for mut demand in demands {
        demand.withdrawn = Some(stamp(work, reason));
        work.put(demand);
    }
}

fn is_by_hand(demand: &Demand) -> bool {
    demand.user_id.is_some()
}

fn made(work: &Work<'_>, budget: &Budget, planned: &PlannedDemand) -> Demand {
    let week = budget.date.week();
    let place = item_for(work.state(), planned.product_id, week, planned.quantity);
    let none = Quantity::zero(place.counted.unit());
    Demand {
        id: planned.id,
        rev: Revision::ZERO,
        quantity: planned.quantity,
        item_id: place.item_id,
        product_id: planned.product_id,
        week,
        need_by: Some(planned.need_by),
        budget_id: Some(budget.id),
        ingredient_id: None,
        line_id: planned.line_id,
        schedule_id: None,
        text: None,
        user_id: None,
        counted: place.counted,
        covered: none,
        arrived: none,
        withdrawn: None,
        settings: Settings::new(),
        removed: None,
    }
}

/// What people asked for the party by hand counts again, and moves with it to another week.
fn follow_by_hand(work: &mut Work<'_>, budget: &Budget) {
    let before = match work.row_before(Table::Budgets, budget.id.0) {
        Some(Row::Budget(before)) => before.date,
        _ => budget.date,
    };
    let (from, to) = (before.week(), budget.date.week());
    let not_booked = |withdrawn: &Withdrawn| withdrawn.reason == WithdrawnReason::NotBooked;
    let demands: Vec<Demand> = work
        .state()
        .demands_of(budget.id)
        .filter(|row| is_by_hand(row))
        .map(|row| row.as_ref().clone())
        .collect();
    for mut demand in demands {
        if demand.withdrawn.as_ref().is_some_and(not_booked) {
            demand.withdrawn = None;
        }
        if from != to && demand.week == from {
            let days = budget.date.days_since(before);
            let moved = |at: LocalTime| LocalTime::new(at.date.plus_days(days), at.time);
            demand.week = to;
            demand.need_by = demand.need_by.map(moved);
        }
        work.put(demand);
    }
}

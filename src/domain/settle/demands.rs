//! Demands: what ingredients need of the list, and the line each demand finds.

use crate::domain::order;

use super::super::consolidation::{Place, convert, item_for};
use super::super::ids::{DemandId, IngredientId, ItemId, TransferId};
use super::super::rows::{
    Budget, BudgetStatus, Demand, Ingredient, Product, ProductCategory, Row, Schedule, ScheduleStatus,
    Settings, ShoppingItem, Table, Transfer, Withdrawn, WithdrawnReason,
};
use super::super::state::State;
use super::super::values::{Quantity, Revision, Unit};
use super::super::work::Work;
use super::plans;

/// Keeps an ingredient's amount and its demand: the demand counts while the ingredient is cooked
/// for a booked party (rules 6, 7, 12).
pub fn follow_ingredient(work: &mut Work<'_>, id: IngredientId) {
    let Some(row) = work.state().get::<Ingredient>(id).cloned() else { return };
    let mut ingredient = row.as_ref().clone();
    if ingredient.removed.is_none() {
        ingredient.quantity = ingredient.effective();
        ingredient.converted = converted(work.state(), &ingredient);
        work.put(ingredient.clone());
    }
    let demand_id = DemandId::of_ingredient(id);
    let stands = work.state().get::<Demand>(demand_id).map(|demand| demand.as_ref().clone());
    let budget = work.get::<Budget>(ingredient.budget_id);
    let schedule = work.get::<Schedule>(ingredient.schedule_id);
    let reason = not_counting(&ingredient, schedule.as_ref(), budget.as_ref());
    let (Some(schedule), Some(budget), None) = (&schedule, &budget, reason) else {
        if let (Some(mut demand), Some(reason)) = (stands, reason) {
            demand.withdrawn = withdrawn(work, demand.withdrawn, Some(reason));
            work.put(demand);
        }
        return;
    };
    // The week of a party moved into the past stays what it was, as that of all it needs.
    let moves = stands.is_none() || plans::is_followed(work, budget);
    let mut demand = stands.unwrap_or_else(|| unplaced(demand_id, &ingredient));
    demand.quantity = ingredient.quantity;
    demand.product_id = ingredient.product_id;
    if moves {
        demand.week = budget.date.week();
    }
    demand.need_by = Some(schedule.start_at);
    demand.budget_id = Some(budget.id);
    demand.schedule_id = Some(schedule.id);
    demand.withdrawn = None;
    demand.removed = None;
    work.put(demand);
}

/// A cook's amount in the dimension of the scaled one, where it is of another.
#[must_use]
pub fn converted(state: &State, ingredient: &Ingredient) -> Option<Quantity> {
    let (amount, scaled) = (ingredient.amount?, ingredient.scaled?);
    let product = state.products().get(&ingredient.product_id)?;
    if amount.base() == scaled.base() { None } else { convert(product, amount, scaled.unit()) }
}

/// Why an ingredient asks nothing of the list; `None` where it does.
fn not_counting(
    ingredient: &Ingredient,
    schedule: Option<&Schedule>,
    budget: Option<&Budget>,
) -> Option<WithdrawnReason> {
    if !budget.is_some_and(|budget| is_supplied(budget.status)) {
        return Some(WithdrawnReason::NotBooked);
    }
    let cooked = schedule
        .is_some_and(|schedule| schedule.withdrawn.is_none() && schedule.status != ScheduleStatus::Canceled);
    let stands = cooked && ingredient.removed.is_none() && ingredient.withdrawn.is_none();
    (!stands).then_some(WithdrawnReason::NotPlanned)
}

/// Whether the list buys for parties of this status: booked, or completed (rule 12).
#[must_use]
pub fn is_supplied(status: BudgetStatus) -> bool {
    match status {
        BudgetStatus::Reserva | BudgetStatus::Completed => true,
        BudgetStatus::Draft
        | BudgetStatus::Pending
        | BudgetStatus::Approved
        | BudgetStatus::Rejected
        | BudgetStatus::Canceled => false,
    }
}

/// The stamp of a demand that counts no more; one that stands is kept, with its first reason.
fn withdrawn(
    work: &Work<'_>,
    before: Option<Withdrawn>,
    reason: Option<WithdrawnReason>,
) -> Option<Withdrawn> {
    let reason = reason?;
    before.or_else(|| Some(Withdrawn { reason, at: work.context.now, acknowledged_by: Vec::new() }))
}

fn unplaced(id: DemandId, ingredient: &Ingredient) -> Demand {
    Demand {
        budget_id: Some(ingredient.budget_id),
        ingredient_id: Some(ingredient.id),
        schedule_id: Some(ingredient.schedule_id),
        ..Demand::new(id, ingredient.product_id, ingredient.date.week(), ingredient.quantity)
    }
}

/// Finds the line of a demand, making it where there is none yet, and what the demand counts there
/// (rule 6). Goods that had covered it follow to another week (rule 2).
pub fn place(work: &mut Work<'_>, id: DemandId) {
    let Some(mut demand) = work.get::<Demand>(id) else { return };
    if demand.user_id.is_some() {
        follow_party(work, &mut demand);
    }
    let from = demand.item_id;
    let Place { item_id, counted } = item_for(work.state(), demand.product_id, demand.week, demand.quantity);
    if work.state().get::<ShoppingItem>(item_id).is_none() {
        let item = empty_line(work.state(), item_id, &demand, counted.unit());
        work.put(item);
    }
    let covered = demand.covered;
    if from != item_id && demand.withdrawn.is_none() && !covered.is_zero() {
        goods_follow(work, &demand, from, item_id);
    }
    demand.item_id = item_id;
    demand.counted = counted;
    if covered.base() != counted.base() {
        demand.covered = Quantity::zero(counted.unit());
        demand.arrived = demand.covered;
    }
    work.put(demand);
}

/// A need by hand for a party stands in the week of the party, and counts while that is supplied.
fn follow_party(work: &Work<'_>, demand: &mut Demand) {
    let Some(id) = demand.budget_id else {
        demand.withdrawn = None;
        return;
    };
    let budget = work.get::<Budget>(id);
    if let Some(budget) = &budget {
        match work.row_before(Table::Demands, demand.id.0) {
            // The week of a party moved into the past stays what it was, as that of all it needs.
            Some(Row::Demand(before))
                if before.budget_id == demand.budget_id && !plans::is_followed(work, budget) =>
            {
                demand.week = before.week;
            }
            _ => demand.week = budget.date.week(),
        }
    }
    let supplied = budget.is_some_and(|budget| is_supplied(budget.status));
    let reason = (!supplied).then_some(WithdrawnReason::NotBooked);
    demand.withdrawn = withdrawn(work, demand.withdrawn.take(), reason);
}

fn empty_line(state: &State, id: ItemId, demand: &Demand, unit: Unit) -> ShoppingItem {
    let product = state.products().get(&demand.product_id);
    let (name, category) = named(product.map(AsRef::as_ref));
    let zero = Quantity::zero(unit);
    ShoppingItem {
        id,
        rev: Revision::ZERO,
        notes: String::new(),
        supplier: None,
        claimed_by: None,
        closed_short: None,
        week: demand.week,
        product_id: demand.product_id,
        name,
        category,
        unit,
        needed: zero,
        purchased: zero,
        is_purchased: true,
        surplus: zero,
        need_by: None,
        budget_ids: Vec::new(),
        schedule_ids: Vec::new(),
        waiting_for_cook: Vec::new(),
        settings: Settings::new(),
        removed: None,
    }
}

/// What a line shows of its product.
#[must_use]
pub fn named(product: Option<&Product>) -> (String, ProductCategory) {
    product
        .map_or((String::new(), ProductCategory::Other), |product| (product.name.clone(), product.category))
}

/// What had covered a demand on its old line moves with it to the new week: as much of it as the old
/// line does not need.
fn goods_follow(work: &mut Work<'_>, demand: &Demand, from: ItemId, to: ItemId) {
    let (Some(old), Some(new)) = (work.get::<ShoppingItem>(from), work.get::<ShoppingItem>(to)) else {
        return;
    };
    let same_goods = old.product_id == new.product_id && old.unit.base() == new.unit.base();
    // Where goods came the other way before, they return as that transfer shrinks.
    if !same_goods || old.week == new.week || leads(work.state(), to, from) {
        return;
    }
    let zero = Quantity::zero(old.unit);
    let transfer = Transfer {
        id: TransferId(work.next_id()),
        rev: Revision::ZERO,
        quantity: Quantity::new(demand.covered.thousandths(), old.unit),
        from_item_id: from,
        to_item_id: to,
        from_week: old.week,
        to_week: new.week,
        counted: zero,
        arrived: zero,
        by: work.context.actor,
        at: work.context.now,
        budget_ids: Vec::new(),
        settings: Settings::new(),
        removed: None,
    };
    work.put(transfer);
}

/// Whether transfers lead from one line to another, so that one back would go round in a circle.
#[must_use]
pub fn leads(state: &State, from: ItemId, to: ItemId) -> bool {
    let (mut open, mut met) = (vec![from], Vec::new());
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if order::insert(&mut met, at) {
            let onward = state.transfers_of(at).filter(|transfer| transfer.from_item_id == at);
            open.extend(onward.map(|transfer| transfer.to_item_id));
        }
    }
    false
}

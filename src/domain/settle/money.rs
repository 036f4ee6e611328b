//! The figures of a party (rule 13).

use crate::domain::order::{self, Small};

use super::super::cost::{list_price, price_of};
use super::super::ids::{BudgetId, ItemId};
use super::super::purchases::sum;
use super::super::rows::{
    Budget, BudgetLine, BudgetMoney, LineCategory, Payment, PaymentKind, Portions, PurchaseKind, Severity,
    ShoppingItem, Table,
};
use super::super::state::State;
use super::super::tally::{Tally, counts};
use super::super::values::Money;
use super::super::work::{Notice, Work};

/// Makes a party's figures anew; tells the owner when cost crosses 80 or 100 % of the limit.
pub fn recount(work: &mut Work<'_>, id: BudgetId) {
    let Some(mut budget) = work.get::<Budget>(id) else { return };
    let warned = budget.money.map_or(0, |money| money.warned);
    let mut money = figures(work.state(), &budget);
    money.warned = crossed(budget.limit, money.committed.max(money.actual));
    budget.money = Some(money);
    work.put(budget.clone());
    if money.warned > warned {
        tell_owner(work, &budget, money);
    }
}

fn figures(state: &State, budget: &Budget) -> BudgetMoney {
    let (mut planned, mut sold_for) = (Money::ZERO, Money::ZERO);
    for line in state.lines_of(budget.id) {
        planned = planned.saturating_add(line.planned_cost.unwrap_or(Money::ZERO));
        sold_for = sold_for.saturating_add(sold(state, budget, line));
    }
    let (mut actual, approximate) = without_price(state, budget.id);
    for record in state.purchases_for(budget.id).filter(|record| !record.voided) {
        for part in record.split.iter().filter(|part| part.budget_id == Some(budget.id)) {
            actual = actual.saturating_add(part.amount);
        }
    }
    let mut paid_in = Money::ZERO;
    for payment in state.payments_of(budget.id) {
        paid_in = paid_in.saturating_add(received(payment));
    }
    let committed = committed(state, budget.id);
    BudgetMoney { planned, sold: sold_for, committed, actual, approximate, paid_in, warned: 0 }
}

fn received(payment: &Payment) -> Money {
    match payment.kind {
        _ if payment.voided => Money::ZERO,
        PaymentKind::Deposit | PaymentKind::Instalment | PaymentKind::Final => payment.amount,
        PaymentKind::Refund => Money::ZERO.saturating_sub(payment.amount),
    }
}

/// What the client pays for a line: its price times its quantity, or where it names none its
/// portions, its bottles, or one.
fn sold(state: &State, budget: &Budget, line: &BudgetLine) -> Money {
    let menu = line.menu_id.and_then(|id| state.menus().get(&id)).and_then(|menu| menu.price_per_person);
    let Some(price) = line.unit_price.or(menu) else { return Money::ZERO };
    match line.quantity {
        Some(quantity) => price_of(price, quantity),
        None => price.times_thousandths(i64::from(pieces(budget, line)), 1),
    }
}

fn pieces(budget: &Budget, line: &BudgetLine) -> u32 {
    match line.category {
        LineCategory::Food => match &line.portions {
            None => budget.guests,
            Some(Portions::Count(count)) => *count,
            Some(Portions::Group(label)) => {
                budget.groups.iter().find(|group| group.label == *label).map_or(0, |group| group.count)
            }
        },
        // One and a half bottles a guest, rounded up (rule 5).
        LineCategory::Drinks => budget.guests.saturating_mul(3).div_ceil(2),
        LineCategory::Activity
        | LineCategory::Transport
        | LineCategory::Accommodation
        | LineCategory::Rental
        | LineCategory::Staff
        | LineCategory::Other => 1,
    }
}

/// Needed × list price, rounded once a line. Of a line that is closed short no more is bought.
fn committed(state: &State, budget: BudgetId) -> Money {
    let mut needed = Small::<ItemId, i64>::default();
    for demand in state.demands_of(budget).filter(|demand| counts(demand)) {
        let item = state.live::<ShoppingItem>(demand.item_id);
        let closed = item.is_some_and(|item| item.closed_short.is_some());
        let amount = if closed { demand.covered } else { demand.counted }.thousandths();
        let line = needed.entry(demand.item_id);
        *line = line.saturating_add(amount);
    }
    let price = |(item, amount)| list_price(state, state.live::<ShoppingItem>(item)?, amount);
    needed.into_iter().filter_map(price).sum()
}

/// What the party bears, at list prices, of lines that were bought without any price, and whether
/// there are such lines.
fn without_price(state: &State, budget: BudgetId) -> (Money, bool) {
    let demands = state.demands_of(budget).filter(|demand| counts(demand) && !demand.covered.is_zero());
    let items = order::distinct(demands.map(|demand| demand.item_id));
    let (mut cost, mut approximate) = (Money::ZERO, false);
    for id in items {
        let Some(item) = state.live::<ShoppingItem>(id) else { continue };
        let mut bought =
            state.purchases_of(id).filter(|record| !record.voided && record.kind != PurchaseKind::Have);
        if bought.any(|record| record.paid.is_some()) {
            continue;
        }
        let tally = Tally::of(state, id);
        let own = tally.needs.iter().zip(&tally.covers).filter(|(need, _)| need.budget_id == Some(budget));
        let amount = sum(own.map(|(_, cover)| cover.bought));
        if amount > 0 {
            cost = cost.saturating_add(list_price(state, item, amount).unwrap_or(Money::ZERO));
            approximate = true;
        }
    }
    (cost, approximate)
}

/// The highest threshold of the limit that a cost has reached: 0, 80 or 100 %.
fn crossed(limit: Option<Money>, cost: Money) -> u8 {
    let Some(limit) = limit else { return 0 };
    let (limit, cost) = (i128::from(limit.0), i128::from(cost.0));
    match () {
        () if cost <= 0 => 0,
        () if cost >= limit => 100,
        () if cost * 100 >= limit * 80 => 80,
        () => 0,
    }
}

fn tell_owner(work: &mut Work<'_>, budget: &Budget, money: BudgetMoney) {
    if !work.tells() {
        return;
    }
    let severity = if money.warned >= 100 { Severity::Urgent } else { Severity::Warning };
    let notice = Notice::new(severity, "budget-limit")
        .with("name", &budget.name)
        .with("percent", money.warned)
        .with("limit", budget.limit)
        .with("committed", money.committed)
        .with("actual", money.actual)
        .about(Table::Budgets, budget.id.0)
        .of_field("limit")
        .of_budget(Some(budget.id));
    work.notify(&[budget.owner_id], &notice);
}

//! How parties are marked: their status, and how far something has come.

use leptos::prelude::*;

use crate::domain::rows::{Budget, BudgetMoney, BudgetStatus};
use crate::domain::values::Money;
use crate::ui::parts::Icon;
use crate::ui::words;

/// Every status with its word in addresses, in the order of a party's life.
pub const STATUSES: [(BudgetStatus, &str); 7] = [
    (BudgetStatus::Draft, "draft"),
    (BudgetStatus::Pending, "pending"),
    (BudgetStatus::Approved, "approved"),
    (BudgetStatus::Reserva, "booked"),
    (BudgetStatus::Completed, "completed"),
    (BudgetStatus::Rejected, "rejected"),
    (BudgetStatus::Canceled, "canceled"),
];

/// The status's colour and icon.
pub fn look(status: BudgetStatus) -> (Option<&'static str>, &'static str) {
    match status {
        BudgetStatus::Draft => (None, "edit"),
        BudgetStatus::Pending => (Some("warning"), "clock"),
        BudgetStatus::Approved => (Some("info"), "thumb"),
        BudgetStatus::Reserva => (Some("success"), "check-circle"),
        BudgetStatus::Completed => (None, "check"),
        BudgetStatus::Rejected => (Some("danger"), "refused"),
        BudgetStatus::Canceled => (None, "close"),
    }
}

/// The status as a chip.
pub fn chip(status: BudgetStatus) -> AnyView {
    let (tone, icon) = look(status);
    view! {
        <span class="chip" data-tone=tone>
            <Icon name=icon />
            {words::budget_status(status)}
        </span>
    }
    .into_any()
}

/// How far something has come.
pub fn meter(
    label: String,
    figure: String,
    value: i64,
    most: i64,
    tone: Option<&'static str>,
    of: String,
) -> AnyView {
    view! {
        <div class="meter">
            <span>{label}</span>
            <b>{figure}</b>
            <progress max=most.max(1) value=value data-tone=tone aria-label=of></progress>
        </div>
    }
    .into_any()
}

/// How much of what a party needs is bought.
pub fn supplies(budget: &Budget) -> AnyView {
    let supplies = budget.supplies;
    if supplies.needed == 0 {
        return view! { <span class="soft">"none yet"</span> }.into_any();
    }
    meter(
        "Supplies".to_owned(),
        [supplies.covered.to_string(), supplies.needed.to_string()].join(" of "),
        supplies.covered.into(),
        supplies.needed.into(),
        supplies.complete.then_some("success"),
        ["Supplies of ", &budget.name].concat(),
    )
}

/// What it costs: the higher of committed and actual (rule 13).
pub fn cost(money: &BudgetMoney) -> Money {
    money.committed.max(money.actual)
}

/// Hundredths of the limit that the cost reaches.
pub fn percent(budget: &Budget) -> Option<i64> {
    let (money, limit) = (budget.money?, budget.limit?);
    (limit > Money::ZERO).then(|| cost(&money).0.saturating_mul(100) / limit.0)
}

/// The tone of so many hundredths of the limit.
pub fn limit_tone(percent: i64) -> Option<&'static str> {
    match percent {
        100.. => Some("danger"),
        80.. => Some("warning"),
        _ => None,
    }
}

/// The cost against the limit, where both are there to see.
pub fn money(budget: &Budget, currency: &str) -> AnyView {
    let (Some(figures), Some(limit)) = (budget.money, budget.limit) else { return ().into_any() };
    let percent = percent(budget).unwrap_or_default();
    let tone = limit_tone(percent);
    let label = match tone {
        Some(_) => ["Money, ", &percent.to_string(), " % of the limit"].concat(),
        None => "Money".to_owned(),
    };
    let cost = cost(&figures);
    let figure =
        [&words::rounded(cost), " of ", &words::rounded(limit), " ", words::symbol(currency)].concat();
    meter(label, figure, cost.0, limit.0, tone, ["Money of ", &budget.name].concat())
}

/// "Sat 28 Nov, 19:00".
pub fn when(budget: &Budget, today: crate::domain::values::Date) -> String {
    [words::date(budget.date, today), budget.serving_time.to_string()].join(", ")
}

//! What the party costs and brings, as figures and as bars against the limit (rule 13).

use leptos::prelude::*;

use super::super::budgets::marks;
use super::party::Party;
use super::shown;
use crate::domain::rows::BudgetMoney;
use crate::domain::values::Money;
use crate::ui::parts::Icon;
use crate::ui::words;

/// Where the bars begin, and how wide the widest may be.
const LEFT: i64 = 76;
const WIDTH: i64 = 244;
/// How far apart the words under two marks stand at least.
const APART: i64 = 36;

pub fn money(party: Party) -> AnyView {
    let figures = Memo::new(move |_| {
        let budget = party.row()?;
        Some((shown::figures(party)?, budget.limit, budget.guests, marks::percent(&budget)))
    });
    let chip = move || {
        let percent = figures.get()?.3?;
        let tone = marks::limit_tone(percent);
        Some(view! {
            <span class="chip" data-tone=tone>
                {tone.map(|_| view! { <Icon name="warning" /> })} {percent} " % of limit"
            </span>
        })
    };
    let body = move || {
        figures.get().map(|(money, limit, guests, _)| {
            view! { {numbers(party, money, limit, guests)} {bars(money, limit)} {approximate(money)} }
                .into_any()
        })
    };
    view! {
        <section class="card" id="money" aria-labelledby="money-title">
            <header>
                <h2 id="money-title">"Money"</h2>
                {chip}
            </header>
            <div class="stack">{body}</div>
        </section>
    }
    .into_any()
}

fn numbers(party: Party, money: BudgetMoney, limit: Option<Money>, guests: u32) -> AnyView {
    let cost = marks::cost(&money);
    let (title, major) = match limit {
        Some(limit) => (["Left of ", &party.cash(limit)].concat(), limit.saturating_sub(cost)),
        None => ("Sold less cost".to_owned(), money.sold.saturating_sub(cost)),
    };
    let mark = if money.approximate { "≈ " } else { "" };
    let per_guest = cost.times_thousandths(1, i64::from(guests.max(1)));
    let open = money.sold.saturating_sub(money.paid_in);
    let all = [
        ("Sold", words::figure(money.sold)),
        ("Cost a guest", words::figure(per_guest)),
        ("Planned", words::figure(money.planned)),
        ("Committed", words::figure(money.committed)),
        ("Actual", [mark, &words::figure(money.actual)].concat()),
        ("Paid in", words::figure(money.paid_in)),
        ("To be paid", words::figure(open)),
    ];
    let all = all.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! {
        <dl class="figures">
            <div class="major">
                <dt>{title}</dt>
                <dd>{words::figure(major)}</dd>
            </div>
            {all.collect_view()}
        </dl>
    }
    .into_any()
}

fn bars(money: BudgetMoney, limit: Option<Money>) -> AnyView {
    let all = [
        ("Planned", "planned", money.planned),
        ("Committed", "committed", money.committed),
        ("Actual", "actual", money.actual),
        ("Paid in", "paid", money.paid_in),
    ];
    let largest = all.iter().map(|(.., money)| money.0).max().unwrap_or_default();
    let full = limit.map_or(0, |limit| limit.0.saturating_mul(11) / 10).max(largest).max(1);
    let width = |money: i64| money.max(0).saturating_mul(WIDTH) / full;
    let rows = all.into_iter().enumerate().map(|(at, (name, class, money))| {
        let y = 28 * i64::try_from(at).unwrap_or_default();
        view! {
            <text class="name" x="0" y=y + 24>
                {name}
            </text>
            <rect class="track" x=LEFT y=y + 13 width=WIDTH height="14" rx="4"></rect>
            <rect class=class x=LEFT y=y + 13 width=width(money.0) height="14" rx="4"></rect>
        }
    });
    let marks = limit.filter(|limit| *limit > Money::ZERO).map(|limit| {
        let at = |share: i64| LEFT + width(limit.0.saturating_mul(share) / 100);
        let line = |x: i64| ["M", &x.to_string(), " 4v114"].concat();
        view! {
            <path class="mark" d=line(at(80))></path>
            <path class="limit" d=line(at(100))></path>
            {(at(100) - at(80) > APART)
                .then(|| {
                    view! {
                        <text x=at(80) y="134" text-anchor="middle">
                            "80 %"
                        </text>
                    }
                })}
            <text x=at(100) y="134" text-anchor="middle">
                "limit"
            </text>
        }
    });
    let mut told: Vec<String> =
        all.iter().map(|(name, _, money)| [name, " ", &words::rounded(*money)].concat()).collect();
    told.extend(limit.map(|limit| ["limit ", &words::rounded(limit)].concat()));
    view! {
        <svg class="bars" viewBox="0 0 320 148" role="img" aria-label=told.join(", ")>
            {rows.collect_view()}
            {marks}
        </svg>
    }
    .into_any()
}

fn approximate(money: BudgetMoney) -> Option<AnyView> {
    money.approximate.then(|| {
        view! { <p class="soft">"≈ counts lines bought without a price at their list price."</p> }.into_any()
    })
}

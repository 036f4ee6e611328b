//! The parties of a month.

use leptos::prelude::*;

use super::address::Address;
use super::marks;
use crate::browser::use_live;
use crate::domain::ids::BudgetId;
use crate::domain::rows::{Budget, BudgetStatus, Table};
use crate::domain::values::{Date, Weekday};
use crate::ui::parts::Icon;
use crate::ui::words;

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

pub fn calendar(ids: Memo<Vec<BudgetId>>, today: Memo<Date>, address: Address) -> AnyView {
    let first = Memo::new(move |_| {
        let today = today.get();
        address.month().unwrap_or(today.plus_days(1 - i64::from(today.day())))
    });
    let go = move |label: &'static str, icon: &'static str, days: i64| {
        let href = move || {
            let other = first.get().plus_days(days);
            address.with("month", &other.to_string()[..7])
        };
        view! {
            <a class="icon-button" href=href aria-label=label>
                <Icon name=icon />
            </a>
        }
        .into_any()
    };
    view! {
        <div class="tools">
            // From the first of a month: a day back, and so many on that it is the next one.
            {go("The month before", "left", -1)}
            <h2>
                {move || {
                    let first = first.get();
                    [words::month(first.month()), &first.year().to_string()].join(" ")
                }}
            </h2>
            {go("The month after", "right", 31)}
        </div>
        <div class="month">
            {WEEK.iter().map(|&day| view! { <div class="name">{words::weekday(day)}</div> }).collect_view()}
            {move || days(first.get(), ids, today)}
        </div>
    }
    .into_any()
}

/// Whole weeks from the Monday before the first of the month to the Sunday after its last.
fn days(first: Date, ids: Memo<Vec<BudgetId>>, today: Memo<Date>) -> Vec<AnyView> {
    let monday = first.week().monday();
    let last = first.plus_days(31);
    let last = last.plus_days(-i64::from(last.day()));
    let sunday = last.week().sunday();
    (0..=sunday.days_since(monday))
        .map(|offset| {
            let date = monday.plus_days(offset);
            day(date, date.month() != first.month(), ids, today)
        })
        .collect()
}

fn day(date: Date, other: bool, ids: Memo<Vec<BudgetId>>, today: Memo<Date>) -> AnyView {
    let live = use_live();
    let own = Memo::new(move |_| {
        let ids = ids.get();
        live.table(Table::Budgets, |state| {
            let here = |id: &BudgetId| state.live::<Budget>(*id).filter(|row| row.date == date);
            ids.iter().filter_map(here).map(|row| (row.id, row.name.clone(), row.status)).collect::<Vec<_>>()
        })
    });
    let parties = move || {
        let link = |(id, name, status): (BudgetId, String, BudgetStatus)| {
            let (tone, _) = marks::look(status);
            let label = [&name, ", ", words::budget_status(status)].concat();
            view! {
                <a href=["/budgets/", &id.to_string()].concat() data-tone=tone aria-label=label>
                    {name}
                </a>
            }
        };
        own.get().into_iter().map(link).collect_view()
    };
    view! {
        <div class:other=other class:today=move || today.get() == date>
            <time datetime=date.to_string()>{date.day()}</time>
            {parties}
        </div>
    }
    .into_any()
}

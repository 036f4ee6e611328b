//! What a person opens the day with, by role.

mod cook;
mod logistics;
mod mine;
mod needs;
mod organizer;
mod told;

use leptos::prelude::*;

use crate::browser::{Live, use_live};
use crate::domain::rows::{BudgetStatus, Role, Table};
use crate::domain::values::Date;
use crate::sync::views::View;
use crate::ui::words;

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    let live = use_live();
    Effect::new({
        let live = live.clone();
        move |_| live.enter(&View::Home)
    });
    let role = live.role();
    let head = {
        let live = live.clone();
        move || greeting(&live)
    };
    let today = move || {
        let today = live.today();
        let next = next(&live, today);
        [&words::long_date(today), ". ", &next].concat()
    };
    let (action, body) = match role {
        Role::Admin | Role::Organizer => organizer::home(),
        Role::Logistics => logistics::home(),
        Role::Cook => cook::home(),
    };
    view! {
        <main class="page" id="main">
            <header class="page-head">
                <div>
                    <h1>{head}</h1>
                    <p>{today}</p>
                </div>
                {action}
            </header>
            <div class="split">
                <div class="stack">{body}</div>
                {told::told()}
            </div>
        </main>
    }
    .into_any()
}

fn greeting(live: &Live) -> String {
    let hour = live.local_now().time.minute() / 60;
    let hello = match hour {
        4..12 => "Good morning, ",
        12..18 => "Good afternoon, ",
        _ => "Good evening, ",
    };
    [hello, &live.user_name(live.user_id())].concat()
}

/// "Four parties are booked; next is Company gala, tomorrow 20:00."
fn next(live: &Live, today: Date) -> String {
    let (count, next) = live.table(Table::Budgets, |state| {
        let ahead = state.budgets().values().filter(|budget| {
            budget.removed.is_none() && budget.status == BudgetStatus::Reserva && budget.date >= today
        });
        let count = ahead.clone().count();
        let next = ahead.min_by_key(|budget| budget.serving());
        (count, next.map(|budget| (budget.name.clone(), budget.serving())))
    });
    let Some((name, at)) = next else { return "No party is booked.".to_owned() };
    let booked = match count {
        1 => "One party is booked: ".to_owned(),
        count => [&count.to_string(), " parties are booked; next is "].concat(),
    };
    [&booked, &name, ", ", &words::time(at, today), "."].concat()
}

//! The parties: as a table, a board by status, a calendar; and the way to a new one.

mod address;
mod board;
mod calendar;
pub(super) mod marks;
mod new;
mod table;
mod tools;

use leptos::prelude::*;
use uuid::Uuid;

pub use new::NewParty;

use self::address::{Address, Shape};
use super::code;
use crate::browser::{Live, use_live};
use crate::domain::ids::BudgetId;
use crate::domain::order;
use crate::domain::rows::{Budget, BudgetStatus, Client, Role, Table};
use crate::domain::state::State;
use crate::domain::values::{Date, Money};
use crate::sync::views::View;
use crate::ui::parts::Icon;
use crate::ui::words;

/// What stands below the tools.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    NoParty,
    NoneFits,
    As(Shape),
}

/// The parties.
#[component]
pub fn BudgetsPage() -> impl IntoView {
    let live = use_live();
    let address = Address::here();
    let makes = matches!(live.role(), Role::Admin | Role::Organizer);
    let creating = RwSignal::new(false);
    Effect::new({
        let live = live.clone();
        move |_| live.enter(&View::Budgets)
    });
    Effect::new(move |_| {
        if address.asks_for_new() && makes {
            creating.set(true);
        }
    });
    let me = live.user_id();
    // The clock ticks; the day seldom changes.
    let today = Memo::new({
        let live = live.clone();
        move |_| live.today()
    });
    let ids = Memo::new({
        let live = live.clone();
        move |_| {
            let filter = address.filter();
            let today = today.get();
            live.table(Table::Clients, |_| ());
            live.table(Table::Budgets, |state| {
                in_order(state, today, |budget| filter.fits(state, budget, me))
            })
        }
    });
    let shown = Memo::new({
        let live = live.clone();
        move |_| {
            let none = live.table(Table::Budgets, |state| !state.budgets().values().any(is_there));
            if !ids.with(Vec::is_empty) {
                Shown::As(address.shape())
            } else if !live.is_ready(&View::Budgets) {
                Shown::Loading
            } else if none {
                Shown::NoParty
            } else if address.shape() == Shape::Calendar {
                Shown::As(Shape::Calendar)
            } else {
                Shown::NoneFits
            }
        }
    });
    let head = Memo::new(move |_| {
        let today = today.get();
        let currency = live.workspace().map(|row| row.currency.clone()).unwrap_or_default();
        live.table(Table::Budgets, |state| summary(state, today, &currency))
    });
    view! {
        <main class="page" id="main">
            <header class="page-head">
                <div>
                    <h1>"Parties"</h1>
                    <p>{head}</p>
                </div>
                {makes
                    .then(|| {
                        view! {
                            <button
                                class="button primary"
                                type="button"
                                aria-haspopup="dialog"
                                on:click=move |_| creating.set(true)
                            >
                                <Icon name="plus" />
                                "New party"
                            </button>
                        }
                    })}
            </header>
            {tools::tools(address)}
            {move || match shown.get() {
                Shown::Loading => loading(),
                Shown::NoParty => no_party(makes, creating),
                Shown::NoneFits => none_fits(address),
                Shown::As(Shape::Table) => table::table(ids, today),
                Shown::As(Shape::Board) => board::board(ids, today),
                Shown::As(Shape::Calendar) => calendar::calendar(ids, today, address),
            }}
        </main>
        {makes.then(|| code::party_form(|| true, move || code::close(creating), move |forms| (forms.new)(creating)))}
    }
    .into_any()
}

fn is_there(budget: &std::sync::Arc<Budget>) -> bool {
    budget.removed.is_none()
}

/// Those to come by date, then those that are over, the latest first.
fn in_order(state: &State, today: Date, fits: impl Fn(&Budget) -> bool) -> Vec<BudgetId> {
    let rows = state.budgets().values().filter(|budget| is_there(budget) && fits(budget));
    let mut parties: Vec<(bool, i64, u16, BudgetId)> = rows
        .map(|budget| {
            let days = budget.date.days_since(today);
            let is_over = days < 0 || is_closed(budget.status);
            let distance = if is_over { -days } else { days };
            (is_over, distance, budget.serving_time.minute(), budget.id)
        })
        .collect();
    order::sort(&mut parties);
    parties.into_iter().map(|(.., id)| id).collect()
}

/// Whether nothing more is done for it.
pub(super) fn is_closed(status: BudgetStatus) -> bool {
    match status {
        BudgetStatus::Completed | BudgetStatus::Rejected | BudgetStatus::Canceled => true,
        BudgetStatus::Draft | BudgetStatus::Pending | BudgetStatus::Approved | BudgetStatus::Reserva => false,
    }
}

/// Who the party is for, where the reader may know.
pub(super) fn client_name(state: &State, budget: &Budget) -> Option<String> {
    let client = state.live::<Client>(budget.client_id?)?;
    Some(client.name.clone())
}

/// The clients by name, to choose from. Tracked.
pub(super) fn clients(live: &Live) -> Vec<(Uuid, String)> {
    live.table(Table::Clients, |state| {
        let there = state.clients().values().filter(|client| client.removed.is_none());
        let mut names: Vec<_> = there.map(|client| (client.id.0, client.name.clone())).collect();
        words::sort_by_name(&mut names, |(_, name)| name);
        names
    })
}

/// "4 booked, 1 pending, 12,300.00 € in the next 14 days".
fn summary(state: &State, today: Date, currency: &str) -> String {
    let there = || state.budgets().values().filter(|budget| is_there(budget));
    let count = |status| there().filter(|budget| budget.status == status).count();
    let mut parts = Vec::new();
    for (status, word) in [(BudgetStatus::Reserva, " booked"), (BudgetStatus::Pending, " pending")] {
        let count = count(status);
        if count > 0 {
            parts.push([count.to_string().as_str(), word].concat());
        }
    }
    let soon = there().filter(|budget| {
        budget.status == BudgetStatus::Reserva && (0..14).contains(&budget.date.days_since(today))
    });
    let sold: Money = soon.filter_map(|budget| Some(budget.money?.sold)).sum();
    if sold > Money::ZERO {
        parts.push([words::money(sold, currency).as_str(), " in the next 14 days"].concat());
    }
    parts.join(", ")
}

fn loading() -> AnyView {
    view! {
        <div class="card stack" aria-busy="true">
            <span class="skeleton"></span>
            <span class="skeleton half"></span>
            <span class="skeleton"></span>
            <span class="skeleton half"></span>
        </div>
    }
    .into_any()
}

fn no_party(makes: bool, creating: RwSignal<bool>) -> AnyView {
    view! {
        <div class="card empty">
            <Icon name="party" />
            <h2>"No party is planned"</h2>
            {if makes {
                view! {
                    <p>"Make the first one: client and date, guests and menu, lines and price."</p>
                    <button class="button primary" type="button" on:click=move |_| creating.set(true)>
                        <Icon name="plus" />
                        "New party"
                    </button>
                }
                    .into_any()
            } else {
                view! { <p>"A party shows here once it is booked."</p> }.into_any()
            }}
        </div>
    }
    .into_any()
}

fn none_fits(address: Address) -> AnyView {
    let clear = address::clear();
    view! {
        <div class="card empty">
            <Icon name="search" />
            <h2>"No party fits"</h2>
            <p>{move || address.filter().in_words()}</p>
            <button class="button" type="button" on:click=move |_| clear()>
                "Show all parties"
            </button>
        </div>
    }
    .into_any()
}

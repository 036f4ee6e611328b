//! For organizers and admins: what needs them, and the parties to come.

use leptos::prelude::*;

use super::super::budgets::{is_closed, marks};
use super::super::code;
use super::needs;
use crate::browser::{Live, use_live};
use crate::domain::ids::BudgetId;
use crate::domain::order;
use crate::domain::rows::{Budget, Client, Table};
use crate::sync::views::View;
use crate::ui::parts::{Glow, Icon, each};
use crate::ui::words;

/// Further ones are on the page of all parties.
const SHOWN: usize = 9;

pub fn home() -> (AnyView, AnyView) {
    let live = use_live();
    let open = RwSignal::new(false);
    let ids = Memo::new({
        let live = live.clone();
        move |_| {
            let today = live.today();
            live.table(Table::Budgets, |state| {
                let ahead = state.budgets().values().filter(|budget| {
                    budget.removed.is_none() && !is_closed(budget.status) && budget.date >= today
                });
                let mut rows: Vec<_> = ahead.map(|budget| (budget.serving(), budget.id)).collect();
                order::sort(&mut rows);
                rows.truncate(SHOWN);
                rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        }
    });
    let new_party = move || {
        view! {
            <button class="button primary" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                <Icon name="plus" />
                "New party"
            </button>
        }
        .into_any()
    };
    let none = Memo::new(move |_| ids.with(Vec::is_empty));
    let body = move || match (none.get(), live.is_ready(&View::Home)) {
        (true, true) => empty(new_party()),
        (true, false) => loading(),
        (false, _) => coming(ids),
    };
    (
        new_party(),
        view! { {needs::needs()} {body} {code::party_form(move || open.get(), move || code::close(open), move |forms| (forms.new)(open))} }.into_any(),
    )
}

fn empty(new_party: AnyView) -> AnyView {
    view! {
        <div class="card empty">
            <Icon name="party" />
            <h2>"No party is planned"</h2>
            <p>"Make one: client and date, guests and menu, lines and price."</p>
            {new_party}
        </div>
    }
    .into_any()
}

fn loading() -> AnyView {
    let card = || view! { <div class="card stack"><span class="skeleton"></span><span class="skeleton half"></span></div> };
    view! {
        <div class="party-grid" aria-busy="true">
            {card()}
            {card()}
        </div>
    }
    .into_any()
}

fn coming(ids: Memo<Vec<BudgetId>>) -> AnyView {
    view! {
        <section class="stack" aria-labelledby="coming">
            <header class="cluster">
                <h2 class="grow" id="coming">
                    "Coming parties"
                </h2>
                <a class="link" href="/budgets">
                    "All parties"
                </a>
            </header>
            <div class="party-grid">
                {each(ids, card)}
            </div>
        </section>
    }
    .into_any()
}

fn card(id: BudgetId) -> AnyView {
    let live = use_live();
    let glow = Glow::of(Table::Budgets, id);
    let glowing = glow.clone();
    let content = move || live.row::<Budget>(id).map(|budget| inside(&live, &budget));
    view! {
        <article
            class="card party-card"
            class:glow=move || glowing.get()
            on:animationend=move |_| glow.done()
        >
            {content}
        </article>
    }
    .into_any()
}

fn inside(live: &Live, budget: &Budget) -> AnyView {
    let date = budget.date;
    let currency = live.workspace().map(|row| row.currency.clone()).unwrap_or_default();
    let client = budget.client_id.and_then(|id| live.row::<Client>(id)).map(|client| client.name.clone());
    let mut about = vec![budget.serving_time.to_string(), [&budget.guests.to_string(), " guests"].concat()];
    about.extend(client);
    let supplies = (budget.supplies.needed > 0).then(|| marks::supplies(budget));
    view! {
        <header>
            <span class="date-tile">
                {words::weekday(date.weekday())} <b>{date.day()}</b> {words::month(date.month())}
            </span>
            <h3>
                <a href=["/budgets/", &budget.id.to_string()].concat()>{budget.name.clone()}</a>
                <small class="soft">{about.join(" · ")}</small>
            </h3>
            {marks::chip(budget.status)}
        </header>
        {supplies}
        {marks::money(budget, &currency)}
    }
    .into_any()
}

//! The parties in columns by status.

use leptos::prelude::*;

use super::marks;
use crate::browser::use_live;
use crate::domain::ids::BudgetId;
use crate::domain::rows::{Budget, BudgetStatus, Table};
use crate::domain::values::Date;
use crate::ui::parts::{Glow, Icon, Others, each};
use crate::ui::words;

pub fn board(ids: Memo<Vec<BudgetId>>, today: Memo<Date>) -> AnyView {
    view! {
        <div class="board">
            {marks::STATUSES.iter().map(|&(status, _)| column(status, ids, today)).collect_view()}
        </div>
    }
    .into_any()
}

fn column(status: BudgetStatus, ids: Memo<Vec<BudgetId>>, today: Memo<Date>) -> AnyView {
    let live = use_live();
    let own = Memo::new(move |_| {
        let ids = ids.get();
        live.table(Table::Budgets, |state| {
            let here = |id: &BudgetId| state.live::<Budget>(*id).is_some_and(|row| row.status == status);
            ids.into_iter().filter(here).collect::<Vec<_>>()
        })
    });
    let (tone, icon) = marks::look(status);
    // What came to nothing takes no room while there is none of it.
    let rare = super::is_closed(status);
    let name = words::budget_status(status);
    view! {
        <section class="column" aria-label=name hidden=move || rare && own.with(Vec::is_empty)>
            <h2>
                <span class="icon" data-tone=tone>
                    <Icon name=icon />
                </span>
                {name}
                <span class="count">{move || own.with(Vec::len)}</span>
            </h2>
            <ul class="task-list">
                {each(own, move |id| card(id, today))}
            </ul>
            <p class="nothing" hidden=move || !own.with(Vec::is_empty)>
                "None"
            </p>
        </section>
    }
    .into_any()
}

fn card(id: BudgetId, today: Memo<Date>) -> AnyView {
    let live = use_live();
    let glow = Glow::of(Table::Budgets, id);
    let glowing = glow.clone();
    let content = move || {
        let budget = live.row::<Budget>(id)?;
        let currency = live.workspace().map(|row| row.currency.clone()).unwrap_or_default();
        let line = [marks::when(&budget, today.get()), [&budget.guests.to_string(), " guests"].concat()];
        Some(
            view! {
                <header>
                    <h3>
                        <a class="title" href=["/budgets/", &id.to_string()].concat()>
                            {budget.name.clone()}
                        </a>
                    </h3>
                </header>
                <p class="party">{line.join(" · ")}</p>
                {marks::money(&budget, &currency)}
            }
            .into_any(),
        )
    };
    view! {
        <li class="task" class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            <Others id />
            {content}
        </li>
    }
    .into_any()
}

//! The parties as a table, which folds into cards where there is no room.

use leptos::prelude::*;

use super::marks;
use crate::browser::{Live, use_live};
use crate::domain::ids::BudgetId;
use crate::domain::rows::{Budget, Client, Role, Table};
use crate::domain::values::Date;
use crate::ui::parts::{Avatar, Glow, Others, each};
use crate::ui::words;

pub fn table(ids: Memo<Vec<BudgetId>>, today: Memo<Date>) -> AnyView {
    let money = use_live().role() != Role::Cook;
    let heads = [("Party", ""), ("Date", ""), ("Guests", "num"), ("Status", ""), ("Supplies", "")]
        .into_iter()
        .chain(money.then_some([("Committed", "num"), ("Limit", "num")]).into_iter().flatten())
        .chain([("Owner", "")])
        .map(|(name, class)| view! { <th scope="col" class=class>{name}</th> })
        .collect_view();
    view! {
        <div class="card flush">
            <div class="fits">
                <div class="table-box">
                    <table class="table folding">
                        <caption class="hidden-text">"Parties"</caption>
                        <thead>
                            <tr>{heads}</tr>
                        </thead>
                        <tbody>
                            {each(ids, move |id| row(id, money, today))}
                        </tbody>
                    </table>
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn row(id: BudgetId, money: bool, today: Memo<Date>) -> AnyView {
    let live = use_live();
    let glow = Glow::of(Table::Budgets, id);
    let glowing = glow.clone();
    view! {
        <tr class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            {move || live.row::<Budget>(id).map(|budget| cells(&live, &budget, money, today.get()))}
        </tr>
    }
    .into_any()
}

fn cells(live: &Live, budget: &Budget, money: bool, today: Date) -> AnyView {
    let client = budget.client_id.and_then(|id| live.row::<Client>(id)).map(|client| client.name.clone());
    let owner = budget.owner_id;
    view! {
        <th scope="row">
            <Others id=budget.id />
            <a class="title" href=["/budgets/", &budget.id.to_string()].concat()>
                {budget.name.clone()}
            </a>
            {client.map(|name| view! { <small class="soft">{name}</small> })}
        </th>
        <td data-label="Date" class="when">
            {marks::when(budget, today)}
        </td>
        <td class="num" data-label="Guests">
            {budget.guests}
        </td>
        <td data-label="Status">{marks::chip(budget.status)}</td>
        <td data-label="Supplies">{marks::supplies(budget)}</td>
        {money.then(|| money_cells(budget))}
        <td data-label="Owner">
            <Avatar user=owner class="small" />
        </td>
    }
    .into_any()
}

fn money_cells(budget: &Budget) -> AnyView {
    let committed = budget.money.map(|money| words::figure(money.committed));
    let tone = marks::percent(budget).and_then(|percent| Some((percent, marks::limit_tone(percent)?)));
    view! {
        <td class="num" data-label="Committed">
            {committed}
            {tone
                .map(|(percent, tone)| {
                    view! {
                        <small class="words" data-tone=tone>
                            {percent}
                            " % of limit"
                        </small>
                    }
                })}
        </td>
        <td class="num" data-label="Limit">
            {budget.limit.map_or("—".to_owned(), words::figure)}
        </td>
    }
    .into_any()
}

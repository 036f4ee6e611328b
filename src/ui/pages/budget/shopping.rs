//! How far the shopping for the party is.

use leptos::prelude::*;

use super::super::budgets::marks;
use super::party::{COMING, Party};
use crate::domain::ids::ItemId;
use crate::domain::rows::{BudgetStatus, Demand, ShoppingItem, Table};
use crate::domain::values::LocalTime;
use crate::ui::words;

/// What is shown of the party's own needs.
#[derive(Clone, Default, PartialEq)]
struct Progress {
    needed: i64,
    bought: i64,
    arrived: i64,
    /// The line that is due first of those not bought.
    next: Option<(LocalTime, ItemId)>,
}

pub fn shopping(party: Party) -> AnyView {
    let progress = Memo::new(move |_| {
        party.live(|live| {
            live.of(Table::Demands, party.id, |state| {
                let mut progress = Progress::default();
                let counts = |demand: &&std::sync::Arc<Demand>| {
                    demand.withdrawn.is_none() && !demand.counted.is_zero()
                };
                for demand in state.demands_of(party.id).filter(counts) {
                    let all = demand.counted.thousandths();
                    progress.needed += 1;
                    progress.arrived += i64::from(demand.arrived.thousandths() >= all);
                    if demand.covered.thousandths() >= all {
                        progress.bought += 1;
                    } else if let Some(at) = demand.need_by {
                        let one = (at, demand.item_id);
                        progress.next = Some(progress.next.map_or(one, |next| next.min(one)));
                    }
                }
                progress
            })
        })
    });
    let body = move || {
        let progress = progress.get();
        if progress.needed == 0 {
            let words = match party.status() {
                _ if party.is_coming() => COMING,
                Some(BudgetStatus::Reserva | BudgetStatus::Completed) => {
                    "Nothing has to be bought for this party. Dishes, drinks and products with a quantity on its lines fill the list."
                }
                Some(_) | None => "Nothing is needed yet. Booking the party fills the list.",
            };
            return view! { <p class="soft">{words}</p> }.into_any();
        }
        let meter = |label: &str, value: i64, tone| {
            let figure = [&value.to_string(), " of ", &progress.needed.to_string()].concat();
            marks::meter(label.to_owned(), figure, value, progress.needed, tone, label.to_owned())
        };
        let complete = progress.bought == progress.needed;
        view! {
            {meter("Bought", progress.bought, complete.then_some("success"))}
            {meter("In the kitchen", progress.arrived, Some("info"))}
            {progress.next.map(|next| first(party, next))}
        }
        .into_any()
    };
    let link = ["/shopping?budget=", &party.id.to_string()].concat();
    view! {
        <section class="card" aria-labelledby="shop-title">
            <header>
                <h2 id="shop-title">"Shopping"</h2>
                <a class="link" href=link>
                    "Open"
                </a>
            </header>
            <div class="stack tight">{body}</div>
        </section>
    }
    .into_any()
}

fn first(party: Party, (at, item): (LocalTime, ItemId)) -> Option<AnyView> {
    let item = party.live(|live| live.row::<ShoppingItem>(item))?;
    let words = ["Next: ", &item.name, " by ", &words::time(at, party.today())].concat();
    Some(view! { <p class="soft">{words}</p> }.into_any())
}

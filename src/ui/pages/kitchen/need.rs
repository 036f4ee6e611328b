//! A need for logistics in two taps: what, then how much.

use leptos::prelude::*;

use super::add::{Choice, ProductPicker, product_name};
use super::schedule::Row;
use super::use_kitchen;
use crate::browser::Live;
use crate::domain::command::PutDemand;
use crate::domain::ids::{DemandId, ProductId};
use crate::domain::order;
use crate::domain::rows::{Budget, Product, ProductCategory, Schedule, Table};
use crate::domain::values::{LocalTime, Patch, Quantity, Unit};
use crate::ui::parts::{Dialog, Icon, Keypad, QuantityField, parse_quantity};
use crate::ui::words;

/// As many as fit beside the other panels.
const PICKS: usize = 8;

/// What runs out in a kitchen without being in any recipe.
fn picks(live: &Live) -> Vec<(ProductId, String)> {
    live.table(Table::Products, |state| {
        let often = |row: &&std::sync::Arc<Product>| {
            row.removed.is_none()
                && matches!(row.category, ProductCategory::Supplies | ProductCategory::Equipment)
        };
        let mut rows: Vec<_> =
            state.products().values().filter(often).map(|row| (row.id, row.name.clone())).collect();
        order::sort_by(&mut rows, &mut |one, other| one.1.cmp(&other.1));
        rows.truncate(PICKS);
        rows
    })
}

#[component]
pub fn Needs(row: Row) -> impl IntoView {
    let kitchen = use_kitchen();
    let picks = Memo::new(move |_| kitchen.live.with_value(picks));
    let open = RwSignal::new(false);
    let first = RwSignal::new(None::<ProductId>);
    let ask = move |product: Option<ProductId>| {
        first.set(product);
        open.set(true);
    };
    let pick = move |(id, name): (ProductId, String)| {
        view! {
            <button class="button" type="button" aria-haspopup="dialog" on:click=move |_| ask(Some(id))>
                <Icon name="plus" />
                {name}
            </button>
        }
    };
    let name = move || {
        let product = first.get().and_then(|id| kitchen.live.with_value(|live| live.row::<Product>(id)));
        product.map_or_else(|| "We need…".to_owned(), |product| ["We need ", &product.name].concat())
    };
    let about =
        move || row.with(|row| row.as_ref().map(|row| kitchen.live.with_value(|live| for_whom(live, row))));
    view! {
        <header>
            <h2>"Tell logistics"</h2>
        </header>
        <p class="soft">"What, then how much: it goes on their list."</p>
        <div class="quick-picks">
            {move || picks.get().into_iter().map(pick).collect_view()}
            <button class="button" type="button" aria-haspopup="dialog" on:click=move |_| ask(None)>
                <Icon name="search" />
                "Other"
            </button>
        </div>
        <Dialog
            open
            title=Signal::derive(name)
            about=Signal::derive(about)
            class="dialog kitchen-dialog"
        >
            <NeedForm row product=first.get_untracked() open />
        </Dialog>
    }
    .into_any()
}

/// Until cooking starts, or until it is served where that has passed.
fn by(schedule: &Schedule, now: LocalTime) -> LocalTime {
    if schedule.start_at > now { schedule.start_at } else { schedule.serve_at.max(now) }
}

/// "For Company gala, by today 19:00".
fn for_whom(live: &Live, row: &Schedule) -> String {
    let party =
        live.row::<Budget>(row.budget_id).map_or_else(|| row.title.clone(), |budget| budget.name.clone());
    format!("For {party}, by {}", words::time(by(row, live.local_now()), live.today()))
}

/// The amounts that one asks for most.
fn amounts(unit: Unit) -> [i64; 4] {
    match unit {
        Unit::G | Unit::Ml => [100, 250, 500, 1000],
        _ => [1, 2, 3, 5],
    }
}

#[component]
fn NeedForm(row: Row, product: Option<ProductId>, open: RwSignal<bool>) -> impl IntoView {
    let kitchen = use_kitchen();
    let choice = Choice::new();
    choice.chosen.set(product.map(|id| id.0));
    let other = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let put = move |quantity: Quantity| {
        let live = kitchen.live();
        let Some(schedule) = row.get_untracked() else { return };
        let Some(product_id) = choice.product(&live) else { return };
        let need_by = by(&schedule, untrack(|| live.local_now()));
        let command = PutDemand {
            demand_id: DemandId(live.new_id()),
            week: need_by.date.week(),
            product_id,
            quantity,
            need_by: Patch::Set(need_by),
            budget_id: Patch::Set(schedule.budget_id),
            text: Patch::Set(schedule.title.clone()),
        };
        let said = ["Asked for: ", &words::quantity(quantity), " ", &product_name(&live, choice)].concat();
        live.send_saying(command, said);
        open.set(false);
    };
    let picks = move || {
        let unit = choice.unit.get();
        let one = move |many: i64| {
            let quantity = Quantity::whole(many, unit);
            view! {
                <button class="button" type="button" on:click=move |_| put(quantity)>
                    {words::quantity(quantity)}
                </button>
            }
        };
        amounts(unit).map(one).into_iter().collect_view()
    };
    let exact =
        move || parse_quantity(&typed.read(), choice.unit.get()).ok().flatten().filter(|one| !one.is_zero());
    let ask = move || {
        view! {
            <button
                class="button primary"
                type="button"
                disabled=move || exact().is_none()
                on:click=move |_| {
                    if let Some(quantity) = untrack(exact) {
                        put(quantity);
                    }
                }
            >
                <Icon name="check" />
                {move || {
                    exact().map_or_else(|| "Ask for it".to_owned(), |one| format!("Ask for {}", words::quantity(one)))
                }}
            </button>
        }
    };
    let keypad = move || {
        view! {
            <output class="big-value" aria-live="polite">
                {typed}
                " "
                <small>{move || words::unit(choice.unit.get(), false)}</small>
            </output>
            <Keypad value=typed />
            {ask()}
        }
    };
    let named = move || view! { <QuantityField amount=typed unit=choice.unit /> {ask()} };
    view! {
        <div class="dialog-body">
            {product.is_none().then(|| view! { <ProductPicker choice /> })}
            {move || {
                choice
                    .is_made()
                    .then(|| {
                        if choice.named.get().is_some() {
                            return named().into_any();
                        }
                        if other.get() {
                            return keypad().into_any();
                        }
                        view! {
                            <div class="quick-picks">
                                {picks}
                                <button class="button" type="button" on:click=move |_| other.set(true)>
                                    "Other amount"
                                </button>
                            </div>
                        }
                            .into_any()
                    })
            }}
        </div>
    }
    .into_any()
}

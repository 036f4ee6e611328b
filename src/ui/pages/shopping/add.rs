//! The field at the top: "2 kg lemons" finds or makes the product and puts the need on the list.

use leptos::ev;
use leptos::prelude::*;

use super::sections::Shown;
use super::typed::{Typed, read};
use super::{List, use_list};
use crate::domain::command::{PutDemand, PutProduct};
use crate::domain::consolidation::item_for;
use crate::domain::ids::{DemandId, ProductId};
use crate::domain::order;
use crate::domain::rows::{Demand, Product, ProductCategory, ShoppingItem, Table};
use crate::domain::state::State;
use crate::domain::values::{Patch, Quantity, Unit, Week};
use crate::ui::parts::{Icon, is_too_long, keep_text, too_long};
use crate::ui::words;

/// Options shown at once.
const MOST: usize = 6;

/// A product that was meant, perhaps.
#[derive(Clone, Debug, PartialEq)]
enum Choice {
    There {
        id: ProductId,
        name: String,
        category: ProductCategory,
        listed: Option<String>,
        quantity: Quantity,
    },
    New {
        name: String,
        quantity: Quantity,
    },
}

fn choices(state: &State, week: Week, typed: &Typed) -> Vec<Choice> {
    if typed.name.is_empty() || typed.is_unclear {
        return Vec::new();
    }
    let wanted = words::plain(&typed.name);
    let mut found: Vec<(usize, &Product)> = state
        .products()
        .values()
        .filter(|product| product.removed.is_none())
        .filter_map(|product| Some((words::plain(&product.name).find(&wanted)?, product.as_ref())))
        .collect();
    order::sort_by(&mut found, &mut |a, b| (a.0 > 0, &a.1.name).cmp(&(b.0 > 0, &b.1.name)));
    let exact = found.iter().any(|(_, product)| words::plain(&product.name) == wanted);
    let there = |product: &Product| {
        let quantity = typed.quantity(product.unit)?;
        let place = item_for(state, product.id, week, quantity);
        let item = state.live::<ShoppingItem>(place.item_id).filter(|item| !item.needed.is_zero());
        let listed = item.map(|item| format!("on the list, {}", words::quantity(item.needed)));
        let (id, name, category) = (product.id, product.name.clone(), product.category);
        Some(Choice::There { id, name, category, listed, quantity })
    };
    let mut choices: Vec<Choice> =
        found.into_iter().filter_map(|(_, product)| there(product)).take(MOST).collect();
    let unnamed = exact || is_too_long(&typed.name);
    if let (false, Some(quantity)) = (unnamed, typed.quantity(Unit::Piece)) {
        choices.push(Choice::New { name: typed.name.clone(), quantity });
    }
    choices
}

/// The field with its suggestions, and what was added on this device alone.
#[component]
pub fn AddLine() -> impl IntoView {
    let list = use_list();
    let text = RwSignal::new(String::new());
    keep_text("add".to_owned(), text);
    let at = RwSignal::new(0_usize);
    let is_open = RwSignal::new(false);
    let options = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        let typed = read(&text.get());
        let week = list.shown.with(Shown::week);
        list.live().table(Table::Products, |state| choices(state, week, &typed))
    });
    let shows = move || options.with(|options| !options.is_empty());
    let choose = move |choice: Choice| {
        add(list, choice);
        text.set(String::new());
        is_open.set(false);
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        is_open.set(true);
        let chosen = options.with_untracked(|options| options.get(at.get_untracked()).cloned());
        if let Some(choice) = chosen {
            choose(choice);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let count = options.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Escape" => is_open.set(false),
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |(place, choice): (usize, Choice)| {
        let (icon, name, more, figure) = match &choice {
            Choice::There { name, category, listed, quantity, .. } => {
                let shelf = words::lowercase(words::product_category(*category));
                let more = listed.as_ref().map_or(shelf.clone(), |listed| format!("{shelf} · {listed}"));
                ("cart", name.clone(), more, words::quantity(*quantity))
            }
            Choice::New { name, quantity } => {
                ("plus", format!("New product “{name}”"), String::new(), words::quantity(*quantity))
            }
        };
        view! {
            <li
                role="option"
                id=format!("add-option-{place}")
                aria-selected=move || (at.get() == place).to_string()
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| choose(choice.clone())
            >
                <Icon name=icon />
                <span class="grow">
                    <b>{name}</b>
                    <small class="soft">" " {more}</small>
                </span>
                <span class="num">{figure}</span>
            </li>
        }
    };
    let menu = move || {
        shows().then(|| {
            let options = options.get().into_iter().enumerate().map(option).collect_view();
            view! {
                <ul class="menu" role="listbox" id="add-options" aria-label="Products">
                    {options}
                </ul>
            }
        })
    };
    view! {
        <form class="add-line" role="search" on:submit=submit>
            <Icon name="plus" />
            <input
                class="input"
                type="text"
                role="combobox"
                aria-expanded=move || shows().to_string()
                aria-controls="add-options"
                aria-autocomplete="list"
                aria-activedescendant=move || shows().then(|| format!("add-option-{}", at.get()))
                aria-label="Add something to the list"
                placeholder="Add, like 2 kg lemons"
                autocomplete="off"
                enterkeyhint="done"
                prop:value=text
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    at.set(0);
                    is_open.set(true);
                }
                on:keydown=key
                on:blur=move |_| is_open.set(false)
            />
            {menu}
        </form>
        {move || text.with(|text| is_too_long(text)).then(too_long)}
        {move || {
            text.with(|text| read(text).is_unclear)
                .then(|| view! { <p class="error" role="alert">"How much? Like “1.5 kg flour”, up to a million."</p> })
        }}
        <Added />
    }
    .into_any()
}

fn add(list: List, choice: Choice) {
    let live = list.live();
    let week = list.shown.with_untracked(Shown::week);
    let (product_id, name, quantity) = match choice {
        Choice::There { id, name, quantity, .. } => (id, name, quantity),
        Choice::New { name, quantity } => {
            let product_id = ProductId(live.new_id());
            live.send(PutProduct::new(product_id, name.clone(), quantity.unit()));
            (product_id, name, quantity)
        }
    };
    let command = PutDemand {
        demand_id: DemandId(live.new_id()),
        week,
        product_id,
        quantity,
        need_by: Patch::Keep,
        budget_id: Patch::Keep,
        text: Patch::Keep,
    };
    live.send_saying(command, format!("{} {name} added", words::quantity(quantity)));
}

/// Needs whose line the server has not made yet.
#[component]
fn Added() -> impl IntoView {
    let list = use_list();
    let needs = Memo::new(move |_| {
        let live = list.live();
        live.table(Table::ShoppingItems, |_| ());
        live.table(Table::Demands, |state| {
            let lineless = |need: &Demand| {
                need.removed.is_none()
                    && need.withdrawn.is_none()
                    && state.live::<ShoppingItem>(need.item_id).is_none()
            };
            let needs = state.demands().values().filter(|need| need.user_id.is_some() && lineless(need));
            needs
                .map(|need| {
                    let product = state.live::<Product>(need.product_id);
                    let name = product.map_or_else(String::new, |row| row.name.clone());
                    (need.id, name, words::quantity(need.quantity))
                })
                .collect::<Vec<_>>()
        })
    });
    move || {
        let rows = needs.get().into_iter().map(|(_, name, quantity)| {
            view! {
                <li>
                    <span class="grow"><b>{name}</b></span>
                    <span class="num">{quantity}</span>
                    <span class="waiting cluster">
                        <Icon name="clock" />
                        <small>"on this device"</small>
                    </span>
                </li>
            }
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| view! { <ul class="rows card" aria-label="Being added">{rows}</ul> })
    }
}

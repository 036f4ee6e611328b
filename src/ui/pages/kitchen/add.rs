//! Another ingredient, of a product there is or a new one.

use leptos::prelude::*;

use super::schedule::Row;
use super::use_kitchen;
use crate::browser::Live;
use crate::domain::command::{PutIngredient, PutProduct, SetIngredientQuantity};
use crate::domain::ids::{IngredientId, ProductId, ScheduleId};
use crate::domain::rows::{Ingredient, Product, ProductCategory, Table};
use crate::domain::values::{Quantity, Unit};
use crate::ui::parts::{Dialog, Field, Foot, Icon, Picker, QuantityField, SelectInput, parse_quantity};
use crate::ui::words;

/// The products by name, for pickers.
pub fn products(live: &Live) -> Vec<(uuid::Uuid, String)> {
    live.table(Table::Products, |state| {
        let rows = state.products().values().filter(|row| row.removed.is_none());
        let mut named: Vec<_> = rows.map(|row| (row.id.0, row.name.clone())).collect();
        words::sort_by_name(&mut named, |(_, name)| name);
        named
    })
}

const CATEGORIES: [ProductCategory; 13] = [
    ProductCategory::Vegetables,
    ProductCategory::Fruit,
    ProductCategory::Bakery,
    ProductCategory::Meat,
    ProductCategory::Fish,
    ProductCategory::Dairy,
    ProductCategory::DryGoods,
    ProductCategory::Condiments,
    ProductCategory::Drinks,
    ProductCategory::Frozen,
    ProductCategory::Supplies,
    ProductCategory::Equipment,
    ProductCategory::Other,
];

/// A product that is chosen, or named to be made with what is sent.
#[derive(Clone, Copy)]
pub struct Choice {
    pub chosen: RwSignal<Option<uuid::Uuid>>,
    pub named: RwSignal<Option<String>>,
    category: RwSignal<String>,
    pub unit: RwSignal<Unit>,
}

impl Choice {
    pub fn new() -> Self {
        let choice = Self {
            chosen: RwSignal::new(None),
            named: RwSignal::new(None),
            category: RwSignal::new("0".to_owned()),
            unit: RwSignal::new(Unit::Kg),
        };
        let kitchen = use_kitchen();
        // The product's own unit; a chosen product takes the place of a named one.
        Effect::new(move |_| {
            let Some(id) = choice.chosen.get() else { return };
            choice.named.set(None);
            let product = kitchen
                .live
                .with_value(|live| live.with(|state| state.live::<Product>(ProductId(id)).cloned()));
            if let Some(product) = product {
                choice.unit.set(product.unit);
            }
        });
        choice
    }

    pub fn is_made(self) -> bool {
        self.chosen.get().is_some() || self.named.get().is_some()
    }

    /// The product; makes it where it is new.
    pub fn product(self, live: &Live) -> Option<ProductId> {
        if let Some(id) = self.chosen.get_untracked() {
            return Some(ProductId(id));
        }
        let name = self.named.get_untracked()?;
        let category = self.category.get_untracked().parse::<usize>().ok();
        let id = ProductId(live.new_id());
        // Its allergens are unknown until somebody has looked.
        let new = PutProduct::new(id, name, self.unit.get_untracked());
        live.send(PutProduct { category: category.and_then(|at| CATEGORIES.get(at).copied()), ..new });
        Some(id)
    }
}

/// Picks a product, or names a new one with its place in the shop.
#[component]
pub fn ProductPicker(choice: Choice) -> impl IntoView {
    let kitchen = use_kitchen();
    let options = Memo::new(move |_| kitchen.live.with_value(products));
    let make = Callback::new(move |name: String| {
        choice.chosen.set(None);
        choice.named.set(Some(name));
    });
    let categories = move || {
        let words = CATEGORIES.iter().enumerate();
        words.map(|(at, one)| (at.to_string(), words::product_category(*one).to_owned())).collect::<Vec<_>>()
    };
    view! {
        <Field label="Product">
            <Picker
                label="Product"
                options=options
                chosen=choice.chosen
                on_new=make
                new_word="New product"
            />
        </Field>
        {move || {
            choice
                .named
                .get()
                .map(|name| {
                    view! {
                        <p>
                            "New: "
                            <b>{name}</b>
                            ". Its allergens are unknown until somebody says them."
                        </p>
                        <Field label="Where it stands in the shop">
                            <SelectInput value=choice.category options=categories() />
                        </Field>
                    }
                })
        }}
    }
    .into_any()
}

#[component]
pub fn AddIngredient(schedule: ScheduleId, row: Row, open: RwSignal<bool>) -> impl IntoView {
    let about = Signal::derive(move || row.with(|row| row.as_ref().map(|row| row.title.clone())));
    view! {
        <Dialog open title="Add an ingredient" about class="dialog kitchen-dialog">
            <AddForm schedule open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn AddForm(schedule: ScheduleId, open: RwSignal<bool>) -> impl IntoView {
    let kitchen = use_kitchen();
    let choice = Choice::new();
    let amount = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let quantity = move || parse_quantity(&amount.read(), choice.unit.get());
    // The product may stand in the schedule already: then this is more of it.
    let here = Memo::new(move |_| {
        let id = IngredientId::derived(schedule, ProductId(choice.chosen.get()?));
        let row = kitchen.live.with_value(|live| live.row::<Ingredient>(id))?;
        row.withdrawn.is_none().then_some((id, row.quantity))
    });
    // What cannot be read, the field says itself.
    let wrong = move || match (quantity().ok()?, here.get()) {
        (None, _) => Some("How much of it?".to_owned()),
        (Some(more), _) if more.is_zero() => Some("More than nothing.".to_owned()),
        (Some(more), Some((_, before))) if together(before, more).is_none() => {
            Some(["It is here in ", words::unit(before.unit(), false), "."].concat())
        }
        _ => None,
    };
    let error = Signal::derive(move || if tried.get() { wrong() } else { None });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let typed = untrack(|| if wrong().is_some() { None } else { quantity().ok().flatten() });
        let Some(quantity) = typed else { return };
        let live = kitchen.live();
        if let Some((ingredient_id, before)) = here.get_untracked() {
            let Some(quantity) = together(before, quantity) else { return };
            let said = [&product_name(&live, choice), ": ", &words::quantity(quantity)].concat();
            live.send_saying(SetIngredientQuantity { ingredient_id, quantity }, said);
            return open.set(false);
        }
        let said = ["Added: ", &product_name(&live, choice)].concat();
        let Some(product_id) = choice.product(&live) else { return };
        let ingredient_id = IngredientId::derived(schedule, product_id);
        let command =
            PutIngredient { ingredient_id, schedule_id: schedule, product_id, quantity, notes: None };
        live.send_saying(command, said);
        open.set(false);
    };
    let already = move || {
        let (_, before) = here.get()?;
        let sum = quantity().ok().flatten().and_then(|more| together(before, more));
        Some(view! {
            <div class="strip" role="status" data-tone="info">
                <Icon name="info" />
                <p>
                    "It is in this schedule already: "
                    <b>{words::quantity(before)}</b>
                    {sum.map(|sum| view! { ". Together that makes " <b>{words::quantity(sum)}</b> })}
                    "."
                </p>
            </div>
        })
    };
    view! {
        <form on:submit=add>
            <div class="dialog-body">
                <ProductPicker choice />
                <QuantityField amount unit=choice.unit error />
                {already}
            </div>
            <Foot open act=Signal::derive(move || if here.with(Option::is_some) { "Add to it" } else { "Add" }.to_owned()) icon="plus" disabled=move || !choice.is_made() />
        </form>
    }
    .into_any()
}

/// Both amounts as one, where they can be added.
fn together(before: Quantity, more: Quantity) -> Option<Quantity> {
    (before.base() == more.base())
        .then(|| Quantity::new(before.thousandths().saturating_add(more.thousandths()), before.unit()))
}

/// What is chosen or named.
pub fn product_name(live: &Live, choice: Choice) -> String {
    let chosen = choice.chosen.get_untracked();
    let row = chosen.and_then(|id| live.with(|state| state.live::<Product>(ProductId(id)).cloned()));
    let named = || choice.named.get_untracked().unwrap_or_default();
    row.map_or_else(named, |row| row.name.clone())
}

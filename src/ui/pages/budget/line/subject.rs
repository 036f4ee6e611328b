//! What a line is for: a dish, a menu or a product.

use leptos::prelude::*;
use uuid::Uuid;

use super::super::price::typed_price;
use super::LineForm;
use crate::browser::{Live, use_live};
use crate::domain::bounds;
use crate::domain::command::{PutDish, PutProduct};
use crate::domain::ids::{DishId, MenuId, ProductId};
use crate::domain::rows::{BudgetLine, Course, Dish, LineCategory, Menu, Product, ProductCategory, Table};
use crate::domain::state::State;
use crate::domain::values::Unit;
use crate::ui::parts::{Field, Picker, SelectInput, go_on};
use crate::ui::words;

/// A dish, a menu or a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Dish(DishId),
    Menu(MenuId),
    Product(ProductId),
}

impl Subject {
    pub fn of(line: &BudgetLine) -> Option<Self> {
        let dish = line.dish_id.map(Self::Dish);
        dish.or(line.menu_id.map(Self::Menu)).or(line.product_id.map(Self::Product))
    }

    pub fn dish(self) -> Option<DishId> {
        if let Self::Dish(id) = self { Some(id) } else { None }
    }

    pub fn menu(self) -> Option<MenuId> {
        if let Self::Menu(id) = self { Some(id) } else { None }
    }

    pub fn product(self) -> Option<ProductId> {
        if let Self::Product(id) = self { Some(id) } else { None }
    }

    /// "dish", "menu", "product".
    pub fn word(self) -> &'static str {
        match self {
            Self::Dish(_) => "dish",
            Self::Menu(_) => "menu",
            Self::Product(_) => "product",
        }
    }

    fn key(self) -> Uuid {
        match self {
            Self::Dish(id) => id.0,
            Self::Menu(id) => id.0,
            Self::Product(id) => id.0,
        }
    }
}

/// What it is called.
pub fn subject_name(state: &State, subject: Subject) -> String {
    let name = match subject {
        Subject::Dish(id) => state.get::<Dish>(id).map(|row| &row.name),
        Subject::Menu(id) => state.get::<Menu>(id).map(|row| &row.name),
        Subject::Product(id) => state.get::<Product>(id).map(|row| &row.name),
    };
    name.cloned().unwrap_or_default()
}

/// What is found under an id.
fn subject_under(state: &State, id: Uuid) -> Option<Subject> {
    let dish = state.live::<Dish>(DishId(id)).map(|row| Subject::Dish(row.id));
    let menu = || state.live::<Menu>(MenuId(id)).map(|row| Subject::Menu(row.id));
    let product = || state.live::<Product>(ProductId(id)).map(|row| Subject::Product(row.id));
    dish.or_else(menu).or_else(product)
}

/// All of the catalogue that a line of the category may be for.
fn options(live: &Live, category: LineCategory) -> Vec<(Uuid, String)> {
    let mut options: Vec<(Uuid, String)> = Vec::new();
    let mut add = |id: Uuid, name: &str, word: &str| options.push((id, [name, " · ", word].concat()));
    if category == LineCategory::Food {
        live.table(Table::Dishes, |state| {
            state
                .dishes()
                .values()
                .filter(|row| row.removed.is_none())
                .for_each(|row| add(row.id.0, &row.name, "dish"));
        });
        live.table(Table::Menus, |state| {
            state
                .menus()
                .values()
                .filter(|row| row.removed.is_none())
                .for_each(|row| add(row.id.0, &row.name, "menu"));
        });
    }
    live.table(Table::Products, |state| {
        let rows = state.products().values().filter(|row| row.removed.is_none());
        rows.for_each(|row| add(row.id.0, &row.name, "product"));
    });
    words::sort_by_name(&mut options, |(_, name)| name);
    options
}

/// Chooses what a line is for, or makes it on the way.
#[component]
pub fn SubjectField(
    form: LineForm,
    /// How many come: what a dish that is made here serves.
    guests: Signal<u32>,
) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let chosen = RwSignal::new(form.subject.get_untracked().map(Subject::key));
    let unit = RwSignal::new("piece".to_owned());
    Effect::new(move |_| {
        let now = chosen.get();
        // What was there already, or has just been made, is taken.
        if form.subject.get_untracked().map(Subject::key) != now {
            live.with_value(|live| take(live, form, now));
        }
    });
    // Another line in the same form.
    Effect::new(move |_| {
        let key = form.subject.get().map(Subject::key);
        if key != chosen.get_untracked() {
            chosen.set(key);
        }
    });
    let options = Signal::derive(move || {
        let mut options = live.with_value(|live| options(live, form.line_category()));
        // What is only being made can be seen already.
        if let (Some(subject), true) = (form.subject.get(), form.make.with(Option::is_some)) {
            options.push((subject.key(), form.name.get()));
        }
        options
    });
    // The questions go with the field.
    on_cleanup(move || {
        let _ = form.making.try_set(None);
        let _ = form.unclear.try_set(false);
    });
    let done = move || {
        form.making.set(None);
        go_on("dialog[open] .fields [role=combobox]");
    };
    let make_dish = move |name: String| {
        let id = live.with_value(Live::new_id);
        let command = PutDish {
            dish_id: DishId(id),
            name: Some(name.clone()),
            course: Some(Course::Main),
            serves: Some(guests.get_untracked().clamp(1, bounds::GUESTS)),
            prep_minutes: None,
            cook_minutes: None,
            ingredients: None,
            steps: None,
            notes: None,
        };
        form.make.set(Some(command.into()));
        form.name.set(name);
        form.subject.set(Some(Subject::Dish(DishId(id))));
        done();
    };
    let make_product = move |name: String| {
        let id = live.with_value(Live::new_id);
        let unit: Unit = unit.with_untracked(|word| word.parse()).unwrap_or(Unit::Piece);
        let category = if form.line_category() == LineCategory::Drinks {
            ProductCategory::Drinks
        } else {
            ProductCategory::Other
        };
        let new = PutProduct::new(ProductId(id), name.clone(), unit);
        let command = PutProduct { category: Some(category), ..new };
        form.make.set(Some(command.into()));
        form.name.set(name);
        form.unit.set(unit);
        form.subject.set(Some(Subject::Product(ProductId(id))));
        done();
    };
    let units =
        || Unit::ALL.map(|unit| (unit.symbol().to_owned(), words::unit(unit, false).to_owned())).to_vec();
    let new_thing = move |name: String| {
        let (dish, product) = (name.clone(), name.clone());
        let food = form.line_category() == LineCategory::Food;
        view! {
            <fieldset class="card all stack tight">
                <legend class="hidden-text">"New in the catalogue"</legend>
                <h3>"New “"{name}"”"</h3>
                <p class="soft">"A dish is cooked; a product is bought, and counted in a unit."</p>
                <div class="fields">
                    <Field label="Unit of a product">
                        <SelectInput value=unit options=units() />
                    </Field>
                </div>
                <div class="cluster">
                    {food
                        .then(|| {
                            view! {
                                <button class="button" type="button" on:click=move |_| make_dish(dish.clone())>
                                    "New dish"
                                </button>
                            }
                        })}
                    <button class="button" type="button" on:click=move |_| make_product(product.clone())>
                        "New product"
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| done()>
                        "Neither"
                    </button>
                </div>
            </fieldset>
        }
        .into_any()
    };
    view! {
        <Field label="Dish, menu or product" all=true>
            <Picker
                label="Dish, menu or product"
                options=options
                chosen=chosen
                unclear=form.unclear
                on_new=Callback::new(move |name| form.making.set(Some(name)))
            />
        </Field>
        {move || form.making.get().map(&new_thing)}
    }
    .into_any()
}

/// Takes what was chosen, with its price and unit.
fn take(live: &Live, form: LineForm, id: Option<Uuid>) {
    form.make.set(None);
    let subject = id.and_then(|id| live.with(|state| subject_under(state, id)));
    let (name, unit, price) = live.with(|state| {
        let name = subject.map(|subject| subject_name(state, subject)).unwrap_or_default();
        let price = match subject {
            Some(Subject::Menu(id)) => state.live::<Menu>(id).and_then(|menu| menu.price_per_person),
            Some(Subject::Dish(_) | Subject::Product(_)) | None => None,
        };
        (name, super::product_unit(state, subject), price)
    });
    form.name.set(name);
    form.unit.set(unit);
    form.subject.set(subject);
    if price.is_some() {
        form.price.set(typed_price(price));
    }
}

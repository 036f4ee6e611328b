//! A line of a party's offer while somebody writes it: in the dialog of a new party and on the
//! party's page.

mod counted;
mod fields;
mod subject;

pub use counted::{Counted, needs_amount, sum};
pub use fields::LineFields;
pub use subject::{Subject, subject_name};

use leptos::prelude::*;

use super::price::{parse_price, price_in, typed_price};
use crate::browser::Live;
use crate::domain::command::{Command, PutBudgetLine};
use crate::domain::ids::{BudgetId, LineId};
use crate::domain::rows::{BudgetLine, LineCategory, Menu, Portions, Product};
use crate::domain::state::State;
use crate::domain::values::{Money, Patch, Quantity, Unit};
use crate::ui::parts::parse_quantity;

/// The categories with their words on the wire.
pub const CATEGORIES: [(LineCategory, &str); 8] = [
    (LineCategory::Food, "food"),
    (LineCategory::Drinks, "drinks"),
    (LineCategory::Activity, "activity"),
    (LineCategory::Transport, "transport"),
    (LineCategory::Accommodation, "accommodation"),
    (LineCategory::Rental, "rental"),
    (LineCategory::Staff, "staff"),
    (LineCategory::Other, "other"),
];

/// What a person has typed of a line so far.
#[derive(Clone, Copy)]
pub struct LineForm {
    /// The wire's word.
    pub category: RwSignal<String>,
    pub subject: RwSignal<Option<Subject>>,
    /// What the subject is called, for one that is only being made.
    pub name: RwSignal<String>,
    /// Makes the subject first.
    pub make: RwSignal<Option<Command>>,
    /// The name of what is new, while it is asked whether it is a dish or a product.
    pub making: RwSignal<Option<String>>,
    /// Something is typed that is nothing of the catalogue.
    pub unclear: RwSignal<bool>,
    /// The unit of the product, where there is one.
    pub unit: RwSignal<Unit>,
    pub text: RwSignal<String>,
    pub amount: RwSignal<String>,
    /// The label of the group it is for; empty: all guests.
    pub group: RwSignal<String>,
    pub price: RwSignal<String>,
    pub cost: RwSignal<String>,
}

impl LineForm {
    pub fn new() -> Self {
        Self {
            category: RwSignal::new("food".to_owned()),
            subject: RwSignal::new(None),
            name: RwSignal::default(),
            make: RwSignal::new(None),
            making: RwSignal::new(None),
            unclear: RwSignal::new(false),
            unit: RwSignal::new(Unit::Piece),
            text: RwSignal::default(),
            amount: RwSignal::default(),
            group: RwSignal::default(),
            price: RwSignal::default(),
            cost: RwSignal::default(),
        }
    }

    /// Starts from a line.
    pub fn of(state: &State, line: &BudgetLine) -> Self {
        let form = Self::new();
        form.fill(state, line);
        form
    }

    /// Says what the line says.
    pub fn fill(self, state: &State, line: &BudgetLine) {
        for field in Self::FIELDS {
            self.take(field, state, line);
        }
    }

    /// The fields of a line that it holds.
    pub const FIELDS: &[&str] = &[
        "category",
        "dishId",
        "menuId",
        "productId",
        "text",
        "portions",
        "quantity",
        "unitPrice",
        "plannedCost",
    ];

    /// Says of one field what the line says.
    pub fn take(self, field: &str, state: &State, line: &BudgetLine) {
        match field {
            "category" => {
                let word = CATEGORIES.iter().find(|(one, _)| *one == line.category);
                self.category.set(word.map_or("other", |(_, word)| word).to_owned());
            }
            "text" => self.text.set(line.text.clone()),
            "unitPrice" => self.price.set(typed_price(line.unit_price)),
            "plannedCost" => self.cost.set(typed_price(line.planned_cost)),
            "portions" | "quantity" => self.take_amount(line),
            _ => {
                let subject = Subject::of(line);
                self.subject.set(subject);
                self.name.set(subject.map(|subject| subject_name(state, subject)).unwrap_or_default());
                self.make.set(None);
                self.unit.set(product_unit(state, subject));
            }
        }
    }

    fn take_amount(self, line: &BudgetLine) {
        let (amount, group) = match (&line.portions, line.quantity) {
            (Some(Portions::Count(count)), _) => (count.to_string(), String::new()),
            (Some(Portions::Group(label)), _) => (String::new(), label.clone()),
            (None, Some(quantity)) => (quantity.amount(), String::new()),
            (None, None) => (String::new(), String::new()),
        };
        self.amount.set(amount);
        self.group.set(group);
    }

    pub fn line_category(self) -> LineCategory {
        self.category.with(|word| {
            CATEGORIES.iter().find(|(_, one)| one == word).map_or(LineCategory::Other, |&(one, _)| one)
        })
    }

    /// What its amount counts.
    pub fn counted(self) -> Counted {
        Counted::of(self.line_category(), self.subject.get(), self.unit.get())
    }

    /// What to call it in a list.
    pub fn title(self) -> String {
        let name = self.name.get();
        if name.is_empty() { self.text.get() } else { name }
    }

    /// What is wrong with the amount.
    pub fn amount_error(self) -> Option<String> {
        match self.counted() {
            Counted::Portions => self.amount.with(|typed| portions(typed).err()),
            Counted::In(unit) => {
                let typed = self.amount.with(|typed| parse_quantity(typed, unit));
                match typed {
                    Ok(Some(quantity)) if quantity.is_zero() => Some("More than nothing.".to_owned()),
                    Ok(_) => None,
                    Err(words) => Some(words),
                }
            }
        }
    }

    /// What it is for is not asked any more.
    fn is_clear(self) -> bool {
        !self.unclear.get() && self.making.with(Option::is_none)
    }

    /// Nothing is written yet.
    pub fn is_blank(self) -> bool {
        let fields = [self.name, self.text, self.amount, self.price, self.cost];
        self.is_clear() && fields.iter().all(|field| field.with(|typed| typed.trim().is_empty()))
    }

    /// Whether it can be taken as it is.
    pub fn is_ready(self) -> bool {
        let named = self.subject.with(Option::is_some) || self.text.with(|text| !text.trim().is_empty());
        named
            && self.is_clear()
            && self.amount_error().is_none()
            && self.price.with(|typed| parse_price(typed).is_ok())
            && self.cost.with(|typed| parse_price(typed).is_ok())
    }

    /// What the client pays for it, with so many guests of whom so many are in its group: at its own price, or at
    /// that of its menu.
    pub fn sum(self, live: &Live, guests: u32, in_group: Option<u32>) -> Money {
        let amount = self.quantity();
        let count = in_group.or_else(|| self.amount.with(|typed| portions(typed).ok().flatten()));
        let menu = || live.row::<Menu>(self.subject.get()?.menu()?)?.price_per_person;
        sum(price_in(self.price).or_else(menu), self.line_category(), self.counted(), count, amount, guests)
    }

    fn quantity(self) -> Option<Quantity> {
        match self.counted() {
            Counted::Portions => None,
            Counted::In(unit) => self.amount.with(|typed| parse_quantity(typed, unit).ok().flatten()),
        }
    }

    fn portions(self) -> Option<Portions> {
        let group = self.group.get_untracked();
        match self.counted() {
            Counted::In(_) => None,
            Counted::Portions if !group.is_empty() => Some(Portions::Group(group)),
            Counted::Portions => {
                let count = self.amount.with_untracked(|typed| portions(typed).ok().flatten());
                count.map(Portions::Count)
            }
        }
    }

    /// The commands that make the line, or say all of it anew.
    pub fn commands(self, budget: BudgetId, line: LineId) -> Vec<Command> {
        untrack(|| {
            let subject = self.subject.get();
            let put = PutBudgetLine {
                line_id: line,
                budget_id: budget,
                category: Some(self.line_category()),
                text: Some(self.text.get().trim().to_owned()),
                dish_id: subject.and_then(Subject::dish).into(),
                menu_id: subject.and_then(Subject::menu).into(),
                product_id: subject.and_then(Subject::product).into(),
                portions: self.portions().into(),
                quantity: self.quantity().into(),
                unit_price: price_in(self.price).into(),
                planned_cost: price_in(self.cost).into(),
            };
            self.make.get().into_iter().chain([put.into()]).collect()
        })
    }

    /// The one command that says what differs from a line that is there, where anything does.
    pub fn edit(self, line: &BudgetLine) -> Option<PutBudgetLine> {
        let put = self.commands(line.budget_id, line.id).pop();
        let Some(Command::PutBudgetLine(put)) = put else { return None };
        let edit = PutBudgetLine {
            line_id: line.id,
            budget_id: line.budget_id,
            category: put.category.filter(|&category| category != line.category),
            text: put.text.filter(|text| *text != line.text),
            dish_id: changed(put.dish_id, line.dish_id.as_ref()),
            menu_id: changed(put.menu_id, line.menu_id.as_ref()),
            product_id: changed(put.product_id, line.product_id.as_ref()),
            portions: changed(put.portions, line.portions.as_ref()),
            quantity: changed(put.quantity, line.quantity.as_ref()),
            unit_price: changed(put.unit_price, line.unit_price.as_ref()),
            planned_cost: changed(put.planned_cost, line.planned_cost.as_ref()),
        };
        let nothing = PutBudgetLine {
            category: None,
            text: None,
            dish_id: Patch::Keep,
            menu_id: Patch::Keep,
            product_id: Patch::Keep,
            portions: Patch::Keep,
            quantity: Patch::Keep,
            unit_price: Patch::Keep,
            planned_cost: Patch::Keep,
            ..edit.clone()
        };
        (edit != nothing).then_some(edit)
    }
}

fn changed<T: PartialEq>(new: Patch<T>, old: Option<&T>) -> Patch<T> {
    if new.change().flatten() == old { Patch::Keep } else { new }
}

/// Reads a number of portions. Nothing typed is all guests.
///
/// # Errors
/// What to say beside the field.
pub fn portions(typed: &str) -> Result<Option<u32>, String> {
    match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse() {
            Ok(count @ 1..=10_000) => Ok(Some(count)),
            Ok(_) | Err(_) => Err("A whole number from 1 to 10,000.".to_owned()),
        },
    }
}

/// The unit that a line's product is counted in.
pub fn product_unit(state: &State, subject: Option<Subject>) -> Unit {
    let product = subject.and_then(Subject::product).and_then(|id| state.get::<Product>(id));
    product.map_or(Unit::Piece, |product| product.unit)
}

//! How much was bought: a draft, with less, more, chips and keypad.

use leptos::prelude::*;

use super::wording;
use super::{List, use_list};
use crate::domain::consolidation::convert;
use crate::domain::ids::ItemId;
use crate::domain::rows::{Product, ShoppingItem};
use crate::domain::values::{Money, Quantity, Unit};
use crate::ui::parts::{Icon, Keypad, Step, Stepper, parse_quantity};
use crate::ui::words;

/// What is being said of a purchase; a draft until it is sent.
#[derive(Clone, Copy)]
pub struct Draft {
    pub amount: RwSignal<String>,
    pub unit: Unit,
    pub paid: RwSignal<String>,
    pub place: RwSignal<String>,
    pub note: RwSignal<String>,
}

impl Draft {
    /// The amount, where there is one.
    ///
    /// # Errors
    /// What to say beside the field.
    pub fn quantity(self) -> Result<Option<Quantity>, String> {
        self.amount
            .with(|amount| parse_quantity(amount, self.unit))
            .map(|quantity| quantity.filter(|quantity| !quantity.is_zero()))
    }
}

/// Reads a price as a person types it: `98.50`, `98,5`.
///
/// # Errors
/// What to say beside the field.
pub fn parse_money(text: &str) -> Result<Option<Money>, String> {
    match parse_quantity(text, Unit::Piece) {
        Ok(Some(amount)) if amount.thousandths() % 10 != 0 => Err("Two decimals at most.".to_owned()),
        Ok(amount) => Ok(amount.map(|amount| Money(amount.thousandths() / 10))),
        Err(why) => Err(why),
    }
}

/// A text, unless it is empty.
pub fn filled(text: RwSignal<String>) -> Option<String> {
    text.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// The amount: less, more, chips, keypad.
#[component]
pub fn Amount(id: ItemId, draft: Draft) -> impl IntoView {
    let list = use_list();
    let step = move |step: Step| {
        let now = draft.quantity().ok().flatten().map_or(0, Quantity::thousandths);
        let by = step_of(draft.unit, now);
        let next = match step {
            Step::Less => now.saturating_sub(by).max(0),
            Step::More => now.saturating_add(by),
            Step::To(text) => return draft.amount.set(text),
        };
        draft.amount.set(Quantity::new(next, draft.unit).amount());
    };
    // They follow what others buy meanwhile.
    let chips = Memo::new(move |_| chips(list, id));
    let chip = move |(text, quantity): (String, Quantity)| {
        let is_it =
            move || matches!(draft.quantity(), Ok(Some(now)) if now.thousandths() == quantity.thousandths());
        view! {
            <button
                class="chip"
                type="button"
                aria-pressed=move || is_it().to_string()
                on:click=move |_| draft.amount.set(quantity.amount())
            >
                {text}
            </button>
        }
    };
    let wrong =
        move || draft.quantity().err().map(|why| view! { <p class="error"><Icon name="warning" />{why}</p> });
    let label = format!("Bought now, {}", words::unit(draft.unit, false));
    view! {
        <div class="field">
            <span class="label">{label.clone()}</span>
            <Stepper value=draft.amount on_change=step label />
            {wrong}
        </div>
        <div class="cluster">{move || chips.get().into_iter().map(chip).collect_view()}</div>
        <details class="fold">
            <summary>"Keypad"</summary>
            <Keypad value=draft.amount />
        </details>
    }
    .into_any()
}

/// Amounts that are near at hand: all that is left, half of it, a pack. Tracked.
fn chips(list: List, id: ItemId) -> Vec<(String, Quantity)> {
    let live = list.live();
    let Some(item) = live.row::<ShoppingItem>(id) else { return Vec::new() };
    let product = live.row::<Product>(item.product_id);
    let left = wording::left(&item);
    let mut chips: Vec<(String, Quantity)> = Vec::new();
    if !left.is_zero() {
        chips.push((format!("All {} left", left.amount()), left));
        let half = Quantity::new(left.thousandths() / 2, item.unit);
        let whole = half.thousandths() % half.unit().thousandths() == 0;
        if whole || half.unit().thousandths() == 1_000_000 {
            chips.push((format!("Half, {}", half.amount()), half));
        }
    }
    if let Some(product) = product
        && let Some(size) = product.pack_size
    {
        let pack = Quantity::whole(1, product.pack_unit.unwrap_or(Unit::Pack));
        if let Some(one) = convert(&product, pack, item.unit) {
            chips.push((format!("{} of {}", words::quantity(pack), words::quantity(size)), one));
        }
    }
    chips
}

/// A sensible step around an amount, in thousandths.
fn step_of(unit: Unit, now: i64) -> i64 {
    match unit {
        Unit::Kg | Unit::L if now < 1_000_000 => 100_000,
        Unit::Kg | Unit::L => 500_000,
        Unit::G | Unit::Ml if now < 100_000 => 5_000,
        Unit::G | Unit::Ml => 50_000,
        Unit::Piece
        | Unit::Pack
        | Unit::Box
        | Unit::Bag
        | Unit::Bottle
        | Unit::Can
        | Unit::Bunch
        | Unit::Slice
        | Unit::Set => 1_000,
    }
}

//! Steps of less and more that suit an amount, and the keypad for any other one.

use leptos::prelude::*;

use super::use_kitchen;
use crate::browser::presence::mark;
use crate::domain::command::{RemoveIngredient, SetIngredientQuantity, TakeNewAmount};
use crate::domain::ids::{CommandId, IngredientId};
use crate::domain::json::ToJson as _;
use crate::domain::rows::{Budget, Ingredient, Product, Row, Table};
use crate::domain::values::{Quantity, Unit};
use crate::ui::parts::{Dialog, Edited, Editing, Held, Icon, Keypad, meanwhile, parse_quantity, row_name};
use crate::ui::words;

/// A sensible step for an amount of this size, in thousandths of the base unit.
fn step(size: i64, unit: Unit) -> i64 {
    let one = unit.thousandths();
    let in_units = size / one;
    match (unit, in_units) {
        (Unit::Kg | Unit::L | Unit::G | Unit::Ml, 0) => one / 10,
        (Unit::Kg | Unit::L, 1..=9) => one / 2,
        (Unit::Kg | Unit::L, 50..) => one * 5,
        (Unit::G | Unit::Ml, 10..=99) => one * 10,
        (Unit::G | Unit::Ml, 100..) => one * 50,
        _ => one,
    }
}

/// The next amount above, on the step's own marks.
pub fn more(quantity: Quantity) -> Quantity {
    let step = step(quantity.thousandths(), quantity.unit());
    Quantity::new((quantity.thousandths() / step + 1) * step, quantity.unit())
}

/// The next amount below, not less than nothing.
pub fn less(quantity: Quantity) -> Quantity {
    let below = (quantity.thousandths() - 1).max(0);
    let step = step(below, quantity.unit());
    Quantity::new(below / step * step, quantity.unit())
}

/// The dialog to type an ingredient's amount in, for the one in `editing`.
#[component]
pub fn AmountDialog(
    editing: RwSignal<Option<IngredientId>>,
    told: Callback<(IngredientId, CommandId, Quantity)>,
) -> impl IntoView {
    let kitchen = use_kitchen();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if editing.get().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            editing.set(None);
        }
        is
    });
    let row = Memo::new(move |_| editing.get().and_then(|id| kitchen.live().row::<Ingredient>(id)));
    let title = Signal::derive(move || {
        let product = row.get().and_then(|row| kitchen.live().row::<Product>(row.product_id));
        product.map_or_else(String::new, |product| product.name.clone())
    });
    let about = Signal::derive(move || {
        let row = row.get()?;
        let party = kitchen.live().row::<Budget>(row.budget_id).map(|budget| budget.name.clone());
        let was = format!("now {}", words::quantity(row.quantity));
        Some(party.map_or(was.clone(), |party| format!("{party} · {was}")))
    });
    view! {
        <Dialog open title about class="dialog kitchen-dialog">
            {move || editing.get().map(|id| view! { <Amount id open told /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Amount(
    id: IngredientId,
    open: RwSignal<bool>,
    told: Callback<(IngredientId, CommandId, Quantity)>,
) -> impl IntoView {
    let kitchen = use_kitchen();
    // What stood there when it was opened is what the person started from.
    let opened = kitchen.live().with(|state| state.live::<Ingredient>(id).cloned());
    let Some(editing) = Editing::begin(&kitchen.live(), Table::Ingredients, id) else { return ().into_any() };
    let unit = opened.as_ref().map_or(Unit::Piece, |row| row.quantity.unit());
    let first = opened.as_ref().map_or(Quantity::zero(unit), |row| row.quantity);
    // Goes on from what another cook has set meanwhile, once this one has seen it.
    let before = Memo::new(move |_| match editing.base() {
        Row::Ingredient(base) => base.amount.unwrap_or(first),
        _ => first,
    });
    let plan = opened.as_ref().and_then(|row| row.scaled).filter(|plan| *plan != first);
    let typed = RwSignal::new(first.amount());
    // An amount that was taken from somebody else is in the unit that they wrote.
    let unit = Memo::new(move |_| {
        match editing.base() {
            Row::Ingredient(base) => base.amount.filter(|theirs| theirs.amount() == *typed.read()),
            _ => None,
        }
        .map_or(unit, Quantity::unit)
    });
    let amount = move || parse_quantity(&typed.read(), unit.get()).ok().flatten();
    let set = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(quantity) = amount() else { return };
        let before = before.get_untracked();
        if quantity != before {
            let was = [("quantity".to_owned(), before.to_json())];
            let command = SetIngredientQuantity { ingredient_id: id, quantity };
            let act =
                kitchen.live().send_from(command, editing.seen(&["override"]), was.into_iter().collect());
            told.run((id, act, before));
        }
        open.set(false);
    };
    let take_plan = move |_| {
        kitchen.live().send_saying(TakeNewAmount { ingredient_id: id }, "Back to the plan");
        open.set(false);
    };
    let remove = move |_| {
        let live = kitchen.live();
        let name = untrack(|| row_name(&live, Table::Ingredients, id.0, None));
        live.send_saying(RemoveIngredient { ingredient_id: id }, ["Removed: ", &name].concat());
        open.set(false);
    };
    let effect = move || match amount() {
        None => "Type how much, like 1.5.".to_owned(),
        Some(quantity) => effect(before.get(), quantity).map_or_else(
            || "As it is now.".to_owned(),
            |effect| format!("The list will say {effect}, logistics will be told."),
        ),
    };
    view! {
        <Edited editing>
            <form on:submit=set data-row=mark(Table::Ingredients, id)>
                <div class="dialog-body">
                    <output class="big-value" aria-live="polite">
                        {typed}
                        <small>{move || words::unit(unit.get(), false)}</small>
                    </output>
                    <Keypad value=typed />
                    {meanwhile(editing, "override", Held::plain(typed), String::new())}
                    <p class="effect">
                        <Icon name="cart" />
                        <span>{effect}</span>
                    </p>
                </div>
                <footer class="dialog-foot">
                    <button class="button quiet danger" type="button" on:click=remove>
                        <Icon name="trash" />
                        "Remove"
                    </button>
                    {plan
                        .map(|plan| {
                            view! {
                                <button class="button quiet" type="button" on:click=take_plan>
                                    <Icon name="undo" />
                                    "Back to the plan, "
                                    {words::quantity(plan)}
                                </button>
                            }
                        })}
                    <button class="button primary" type="submit" disabled=move || amount().is_none()>
                        <Icon name="check" />
                        {move || amount().map_or_else(|| "Set".to_owned(), |quantity| format!("Set {}", words::quantity(quantity)))}
                    </button>
                </footer>
            </form>
        </Edited>
    }
    .into_any()
}

/// "2 kg more", "500 g less"; nothing where nothing changes.
pub fn effect(before: Quantity, after: Quantity) -> Option<String> {
    let change = after.thousandths() - before.thousandths();
    let size = Quantity::new(change.abs(), after.unit());
    match change {
        0 => None,
        1.. => Some(format!("{} more", words::quantity(size))),
        _ => Some(format!("{} less", words::quantity(size))),
    }
}

#[cfg(test)]
mod tests {
    use super::{less, more};
    use crate::domain::values::{Quantity, Unit};

    fn amount(text: &str, unit: Unit) -> Quantity {
        Quantity::parse(text, unit).unwrap_or(Quantity::zero(unit))
    }

    #[test]
    fn a_tap_changes_as_much_as_a_hand_would() {
        assert_eq!(more(amount("12", Unit::Piece)), amount("13", Unit::Piece));
        assert_eq!(more(amount("2.35", Unit::Kg)), amount("2.5", Unit::Kg));
        assert_eq!(more(amount("0.5", Unit::G)), amount("0.6", Unit::G));
        assert_eq!(less(amount("1", Unit::Kg)), amount("0.9", Unit::Kg));
        assert_eq!(less(amount("14", Unit::Kg)), amount("13", Unit::Kg));
        assert_eq!(less(amount("0", Unit::Bag)), amount("0", Unit::Bag));
    }
}

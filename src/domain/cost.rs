//! What amounts cost at list prices: rounded half up, once a line.

use super::rows::{Product, ShoppingItem};
use super::state::State;
use super::values::{Money, Quantity, Week};

/// So much of something at `price` for one of the quantity's unit.
#[must_use]
pub fn price_of(price: Money, quantity: Quantity) -> Money {
    price.times_thousandths(quantity.thousandths(), quantity.unit().thousandths())
}

/// The list price of so many thousandths of a line; `None` where its product has no price, or one
/// in another dimension.
#[must_use]
pub fn list_price(state: &State, item: &ShoppingItem, thousandths: i64) -> Option<Money> {
    let product = state.get::<Product>(item.product_id)?;
    let quantity = Quantity::new(thousandths, item.unit).shown_in(product.unit)?;
    Some(price_of(product.price?, quantity))
}

/// What a week's list is planned to cost: all that is needed, at list prices (rule 6).
#[must_use]
pub fn of_week(state: &State, week: Week) -> Money {
    state.items_of(week).filter_map(|item| list_price(state, item, item.needed.thousandths())).sum()
}

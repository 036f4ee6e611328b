//! Which line of a week's list an amount belongs to, and how much it counts for there (rule 6).
//!
//! Within a dimension amounts convert exactly. A product may say what a piece or a pack of it holds;
//! then those convert as well, for that product. What does not convert stands on a line of its own.

use super::ids::{ItemId, ProductId};
use super::rows::Product;
use super::state::State;
use super::values::{Quantity, Unit, Week};

/// The line that an amount finds, and what it counts for there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub item_id: ItemId,
    /// In the dimension of the line; what does not come out even is rounded up to the thousandth.
    pub counted: Quantity,
}

/// The line of `week` on which `quantity` of `product` is bought (rule 6). A product that is not
/// held here (a replica's guess) converts nothing.
#[must_use]
pub fn item_for(state: &State, product: ProductId, week: Week, quantity: Quantity) -> Place {
    let counted = match state.products().get(&product) {
        Some(row) => counted(row, quantity),
        None => quantity,
    };
    Place { item_id: ItemId::derived(week, product, counted.base()), counted }
}

/// The amount in the product's own unit where it converts, else as it is.
#[must_use]
pub fn counted(product: &Product, quantity: Quantity) -> Quantity {
    convert(product, quantity, product.unit).unwrap_or(quantity)
}

/// The amount in the dimension of `unit`, shown in it; `None` where the product's measures do not
/// lead there. Rounded up to the thousandth.
#[must_use]
pub fn convert(product: &Product, quantity: Quantity, unit: Unit) -> Option<Quantity> {
    if quantity.base() == unit.base() {
        return quantity.shown_in(unit);
    }
    let (times, per) = ratio(product, quantity.base(), unit.base())?;
    let exact = i128::from(quantity.thousandths()).checked_mul(times)?;
    let up = exact.checked_add(per - 1)?.div_euclid(per);
    Some(Quantity::new(i64::try_from(up).ok()?, unit))
}

/// What a product says of itself: so much of one dimension is so much of another, in thousandths.
struct Measure {
    from: (Unit, i64),
    to: (Unit, i64),
}

fn measures(product: &Product) -> [Option<Measure>; 3] {
    let pack = product.pack_size.map(|_| product.pack_unit.unwrap_or(Unit::Pack));
    let holds = |unit: Option<Unit>, size: Option<Quantity>| {
        let (unit, size) = (unit?, size?);
        let sound = size.thousandths() > 0 && unit.base() != size.base();
        let from = (unit.base(), unit.thousandths());
        sound.then_some(Measure { from, to: (size.base(), size.thousandths()) })
    };
    // A piece of what is counted in bottles or bunches is one of these, unless that is its pack.
    let own = match product.unit {
        Unit::G | Unit::Kg | Unit::Ml | Unit::L => None,
        unit if Some(unit) == pack => None,
        unit => Some(unit),
    };
    [
        holds(Some(Unit::Piece), product.piece_weight),
        holds(own.filter(|&unit| unit != Unit::Piece), product.piece_weight),
        holds(pack, product.pack_size),
    ]
}

/// How many of `to` there are `per` so many of `from`, over at most three of the product's measures.
fn ratio(product: &Product, from: Unit, to: Unit) -> Option<(i128, i128)> {
    let measures = measures(product);
    let mut used = [false; 3];
    walk(&measures, &mut used, from, to, (1, 1))
}

fn walk(
    measures: &[Option<Measure>; 3],
    used: &mut [bool; 3],
    at: Unit,
    to: Unit,
    (times, per): (i128, i128),
) -> Option<(i128, i128)> {
    if at == to {
        return Some((times, per));
    }
    for (index, measure) in measures.iter().enumerate() {
        let Some(measure) = measure else { continue };
        if used[index] {
            continue;
        }
        let (here, there) = if measure.from.0 == at {
            (measure.from, measure.to)
        } else if measure.to.0 == at {
            (measure.to, measure.from)
        } else {
            continue;
        };
        let next = reduced(times.checked_mul(i128::from(there.1))?, per.checked_mul(i128::from(here.1))?);
        used[index] = true;
        let found = walk(measures, used, there.0, to, next);
        used[index] = false;
        if found.is_some() {
            return found;
        }
    }
    None
}

fn reduced(times: i128, per: i128) -> (i128, i128) {
    let (mut a, mut b) = (times, per);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let divisor = a.max(1);
    (times / divisor, per / divisor)
}

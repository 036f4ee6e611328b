//! What the amount of a line counts, and what that comes to.

use super::Subject;
use crate::domain::cost::price_of;
use crate::domain::rows::LineCategory;
use crate::domain::values::{Money, Quantity, Unit};

/// What the amount of a line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Portions of food; none typed is all guests.
    Portions,
    In(Unit),
}

impl Counted {
    pub fn of(category: LineCategory, subject: Option<Subject>, product_unit: Unit) -> Self {
        match (subject, category) {
            (Some(Subject::Product(_)), _) => Self::In(product_unit),
            (Some(Subject::Dish(_) | Subject::Menu(_)), _) | (None, LineCategory::Food) => Self::Portions,
            (None, LineCategory::Drinks) => Self::In(Unit::Bottle),
            (
                None,
                LineCategory::Activity
                | LineCategory::Transport
                | LineCategory::Accommodation
                | LineCategory::Rental
                | LineCategory::Staff
                | LineCategory::Other,
            ) => Self::In(Unit::Piece),
        }
    }

    /// What to call the amount.
    pub fn label(self) -> &'static str {
        match self {
            Self::Portions => "Portions",
            Self::In(_) => "Quantity",
        }
    }
}

/// Whether nothing is bought of a product as long as its line names no amount: an empty one is unknown, and
/// only of drinks in bottles is there a rule for it (rule 5).
pub fn needs_amount(category: LineCategory, subject: Option<Subject>, counted: Counted) -> bool {
    let by_rule = category == LineCategory::Drinks && counted == Counted::In(Unit::Bottle);
    matches!(subject, Some(Subject::Product(_))) && !by_rule
}

/// What the client pays for a line, as the rules count it (rule 13): price times quantity, or where
/// it names none times its portions, its bottles, or one.
pub fn sum(
    price: Option<Money>,
    category: LineCategory,
    counted: Counted,
    portions: Option<u32>,
    quantity: Option<Quantity>,
    guests: u32,
) -> Money {
    let Some(price) = price else { return Money::ZERO };
    let times = |count: u32| price.times_thousandths(i64::from(count), 1);
    match (counted, quantity) {
        (Counted::In(_), Some(quantity)) => price_of(price, quantity),
        (Counted::Portions | Counted::In(_), _) => match category {
            LineCategory::Food => times(portions.unwrap_or(guests)),
            LineCategory::Drinks => times(guests.saturating_mul(3).div_ceil(2)),
            LineCategory::Activity
            | LineCategory::Transport
            | LineCategory::Accommodation
            | LineCategory::Rental
            | LineCategory::Staff
            | LineCategory::Other => times(1),
        },
    }
}

//! How amounts follow the number of people (rule 5).

use super::values::{Quantity, Unit};

/// What `portions` need of something of which `serves` need `quantity`, rounded up to the
/// thousandth of the base unit (DOMAIN rule 5). A dish that serves nobody counts as serving one.
#[must_use]
pub fn scaled(quantity: Quantity, portions: u32, serves: u32) -> Quantity {
    let exact = i128::from(quantity.thousandths()) * i128::from(portions);
    let serves = i128::from(serves.max(1));
    let up = (exact + serves - 1).div_euclid(serves);
    Quantity::new(i64::try_from(up).unwrap_or(i64::MAX), quantity.unit())
}

/// So many whole units for `guests` at `each` for `of` guests, rounded up: 1.5 bottles a guest is
/// `per_guests(guests, 3, 2, Unit::Bottle)`.
#[must_use]
pub fn per_guests(guests: u32, each: i64, of: i64, unit: Unit) -> Quantity {
    let of = of.max(1);
    Quantity::whole((i64::from(guests) * each + of - 1).div_euclid(of), unit)
}

#[cfg(test)]
mod tests {
    use super::{per_guests, scaled};
    use crate::domain::values::{Quantity, Unit};

    #[test]
    fn ingredients_round_up_to_the_thousandth_of_the_base_unit() {
        let kilo = Quantity::whole(1, Unit::Kg);
        assert_eq!(scaled(kilo, 12, 4), Quantity::whole(3, Unit::Kg));
        assert_eq!(scaled(kilo, 1, 3), Quantity::new(333_334, Unit::Kg));
        assert_eq!(scaled(kilo, 3, 0), Quantity::whole(3, Unit::Kg));
    }

    #[test]
    fn whole_units_for_guests_round_up() {
        assert_eq!(per_guests(15, 3, 2, Unit::Bottle), Quantity::whole(23, Unit::Bottle));
        assert_eq!(per_guests(21, 1, 20, Unit::Bag), Quantity::whole(2, Unit::Bag));
    }
}

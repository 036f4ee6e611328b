//! Exact amounts of things.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;
use thiserror::Error;

use crate::domain::json::{At, FromJson, Object, ToJson, through_serde};

/// What an amount is counted in. Grams and millilitres are the bases of their dimensions; each
/// counted unit is a dimension of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    G,
    Kg,
    Ml,
    L,
    Piece,
    Pack,
    Box,
    Bag,
    Bottle,
    Can,
    Bunch,
    Slice,
    Set,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 13] = [
        Self::G,
        Self::Kg,
        Self::Ml,
        Self::L,
        Self::Piece,
        Self::Pack,
        Self::Box,
        Self::Bag,
        Self::Bottle,
        Self::Can,
        Self::Bunch,
        Self::Slice,
        Self::Set,
    ];

    /// The word on the wire, in ids and in the store.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::G => "g",
            Self::Kg => "kg",
            Self::Ml => "ml",
            Self::L => "l",
            Self::Piece => "piece",
            Self::Pack => "pack",
            Self::Box => "box",
            Self::Bag => "bag",
            Self::Bottle => "bottle",
            Self::Can => "can",
            Self::Bunch => "bunch",
            Self::Slice => "slice",
            Self::Set => "set",
        }
    }

    /// The base unit, which names the dimension.
    #[must_use]
    pub fn base(self) -> Self {
        match self {
            Self::Kg => Self::G,
            Self::L => Self::Ml,
            other => other,
        }
    }

    /// Thousandths of the base unit in one of this unit.
    #[must_use]
    pub fn thousandths(self) -> i64 {
        match self {
            Self::Kg | Self::L => 1_000_000,
            Self::G
            | Self::Ml
            | Self::Piece
            | Self::Pack
            | Self::Box
            | Self::Bag
            | Self::Bottle
            | Self::Can
            | Self::Bunch
            | Self::Slice
            | Self::Set => 1_000,
        }
    }

    /// Decimals an amount in this unit may have.
    #[must_use]
    pub fn decimals(self) -> usize {
        match self.thousandths() {
            1_000_000 => 6,
            _ => 3,
        }
    }
}

impl FromStr for Unit {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        Self::ALL.into_iter().find(|unit| unit.symbol() == text).ok_or(QuantityError::Unit)
    }
}

impl ToJson for Unit {
    fn to_json(&self) -> Value {
        self.symbol().into()
    }
}

impl FromJson for Unit {
    fn from_json(at: &At<'_>) -> Self {
        at.text().parse().unwrap_or_else(|error: QuantityError| {
            at.wrong(error.words());
            Self::Piece
        })
    }
}

through_serde!(Unit, Quantity);

/// Why a text is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.words())]
pub enum QuantityError {
    Unit,
    Number,
    Decimals,
    TooMuch,
}

impl QuantityError {
    /// What to say of it; `limit: ` marks what is beyond a bound.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unit => "not a unit we know",
            Self::Number => "not a number",
            Self::Decimals => "more decimals than the unit has",
            Self::TooMuch => "limit: more than a million",
        }
    }
}

/// An exact amount: thousandths of the base unit of `unit`, shown in `unit`.
///
/// Two quantities of one dimension compare, add and subtract by [`Quantity::thousandths`]; equality
/// of the whole value includes the unit it is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    thousandths: i64,
    unit: Unit,
}

impl Quantity {
    /// The most that a command may say, in the unit given (PROTOCOL, Bounds).
    pub const MOST_IN_UNIT: i64 = 1_000_000;

    /// An amount from thousandths of the base unit of `unit`.
    #[must_use]
    pub fn new(thousandths: i64, unit: Unit) -> Self {
        Self { thousandths, unit }
    }

    /// None of it.
    #[must_use]
    pub fn zero(unit: Unit) -> Self {
        Self::new(0, unit)
    }

    /// `count` whole units.
    #[must_use]
    pub fn whole(count: i64, unit: Unit) -> Self {
        Self::new(count.saturating_mul(unit.thousandths()), unit)
    }

    /// Thousandths of the base unit.
    #[must_use]
    pub fn thousandths(self) -> i64 {
        self.thousandths
    }

    /// The unit it is shown in.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The base unit of its dimension.
    #[must_use]
    pub fn base(self) -> Unit {
        self.unit.base()
    }

    /// The same amount shown in another unit of the same dimension; `None` across dimensions.
    #[must_use]
    pub fn shown_in(self, unit: Unit) -> Option<Self> {
        (self.base() == unit.base()).then_some(Self::new(self.thousandths, unit))
    }

    /// Whether it is none.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.thousandths == 0
    }

    /// The amount in its unit, as a plain decimal without trailing zeros: `"1.5"`.
    #[must_use]
    pub fn amount(self) -> String {
        let per = self.unit.thousandths().unsigned_abs();
        let size = self.thousandths.unsigned_abs();
        let sign = if self.thousandths < 0 { "-" } else { "" };
        let (whole, part) = (size / per, size % per);
        if part == 0 {
            return format!("{sign}{whole}");
        }
        let part = format!("{part:0width$}", width = self.unit.decimals());
        format!("{sign}{whole}.{}", part.trim_end_matches('0'))
    }

    /// Reads a decimal as a person types it: `1.5` and `1,5`, no exponent, no thousands separator.
    ///
    /// # Errors
    /// When the text is no number, has more decimals than the unit, or is beyond a million.
    pub fn parse(amount: &str, unit: Unit) -> Result<Self, QuantityError> {
        let read = Self::exact(&amount.trim().replace(',', "."), unit)?;
        if read.thousandths.unsigned_abs() > (Self::MOST_IN_UNIT * unit.thousandths()).unsigned_abs() {
            return Err(QuantityError::TooMuch);
        }
        Ok(read)
    }

    /// Reads a decimal of any size that an amount can have.
    fn exact(amount: &str, unit: Unit) -> Result<Self, QuantityError> {
        let digits = amount.strip_prefix('-').unwrap_or(amount);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || !plain(whole)
            || !plain(part)
            || (part.is_empty() && digits.len() > whole.len())
        {
            return Err(QuantityError::Number);
        }
        let part = part.trim_end_matches('0');
        if part.len() > unit.decimals() {
            return Err(QuantityError::Decimals);
        }
        let mut size: i128 = 0;
        let places = unit.thousandths().ilog10() as usize;
        let zeros = std::iter::repeat_n(b'0', places - part.len());
        for digit in whole.trim_start_matches('0').bytes().chain(part.bytes()).chain(zeros) {
            size = size.saturating_mul(10).saturating_add(i128::from(digit - b'0'));
        }
        let size = if digits.len() < amount.len() { -size } else { size };
        Ok(Self::new(i64::try_from(size).map_err(|_| QuantityError::TooMuch)?, unit))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.unit.symbol())
    }
}

impl ToJson for Quantity {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("amount", &self.amount());
        object.put("unit", &self.unit);
        object.done()
    }
}

impl FromJson for Quantity {
    /// Rows may hold sums beyond what a command may say, and to the last decimal, so only the form is
    /// checked here and the bounds where a command is decided.
    #[inline(never)]
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        let place = fields.at("amount");
        let amount = place.text();
        let unit: Unit = fields.get("unit");
        if place.value().is_none() {
            return Self::zero(unit);
        }
        Self::exact(amount, unit).unwrap_or_else(|error| {
            at.wrong(error.words());
            Self::zero(unit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Quantity, QuantityError, Unit};

    #[test]
    fn comma_and_dot_are_the_same() {
        assert_eq!(Quantity::parse("1,5", Unit::Kg), Quantity::parse("1.5", Unit::Kg));
        assert_eq!(Quantity::parse("0.0005", Unit::Kg).map(Quantity::thousandths), Ok(500));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "x", "1e3", "1.", ".5", "--1", "NaN", "1 000"] {
            assert_eq!(Quantity::parse(text, Unit::Kg), Err(QuantityError::Number), "{text}");
        }
        assert_eq!(Quantity::parse("0.0001", Unit::Piece), Err(QuantityError::Decimals));
        assert_eq!(Quantity::parse("1000001", Unit::G), Err(QuantityError::TooMuch));
        assert_eq!(Quantity::parse("99999999999999999999", Unit::G), Err(QuantityError::TooMuch));
    }

    #[test]
    fn whatever_an_amount_is_it_reads_back_to_the_last_decimal() {
        use crate::domain::json::{ToJson, from_value};
        for unit in Unit::ALL {
            for thousandths in [0, 1, -1, 1_000_000_500, -2_000_000_500_001, i64::MAX, i64::MIN] {
                let quantity = Quantity::new(thousandths, unit);
                assert_eq!(from_value::<Quantity>(&quantity.to_json()), Ok(quantity), "{quantity}");
            }
        }
    }

    #[test]
    fn amounts_are_shown_without_trailing_zeros() {
        assert_eq!(Quantity::new(1_500_000, Unit::Kg).amount(), "1.5");
        assert_eq!(Quantity::new(1_500_000, Unit::G).amount(), "1500");
        assert_eq!(Quantity::new(12_000, Unit::Piece).amount(), "12");
        assert_eq!(Quantity::new(-250, Unit::Piece).amount(), "-0.25");
    }
}

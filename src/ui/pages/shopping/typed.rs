//! Reading "2 kg lemons".

use crate::domain::values::{Quantity, Unit};
use crate::ui::words;

/// What was typed: how much, in what, of which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub amount: Option<String>,
    pub unit: Option<Unit>,
    pub name: String,
    /// It begins with what was meant for an amount and is none: "½ kg flour", "-2 kg sand", "0 eggs".
    pub is_unclear: bool,
}

/// Reads "2 kg lemons", "2kg lemons", "lemons 2 kg", "3 lemons", "lemons".
pub fn read(text: &str) -> Typed {
    let mut typed = Typed { amount: None, unit: None, name: String::new(), is_unclear: false };
    let mut names: Vec<&str> = Vec::new();
    let mut after_amount = false;
    for word in text.split_whitespace() {
        let was_amount = std::mem::take(&mut after_amount);
        let digits = word.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','));
        let (number, rest) = word.split_at(digits.unwrap_or(word.len()));
        let is_number = typed.amount.is_none() && Quantity::parse(number, Unit::Kg).is_ok();
        if is_number && (rest.is_empty() || unit_named(rest).is_some()) {
            typed.amount = Some(number.to_owned());
            typed.unit = unit_named(rest);
            after_amount = rest.is_empty();
        } else if was_amount && typed.unit.is_none() && unit_named(word).is_some() {
            typed.unit = unit_named(word);
        } else if was_amount && matches!(word, "x" | "×") {
            // "12 x eggs"
        } else {
            names.push(word);
        }
    }
    typed.name = names.join(" ");
    let counts = |amount: &String| Quantity::parse(amount, Unit::Kg).is_ok_and(|amount| !amount.is_zero());
    typed.is_unclear =
        !typed.name.is_empty() && begins_with_amount(text) && !typed.amount.as_ref().is_some_and(counts);
    typed
}

/// Whether the first word is a number of some kind, alone or with its unit.
fn begins_with_amount(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let rest = first.trim_start_matches(|letter: char| letter.is_numeric() || "-.,".contains(letter));
    let is_number = first[..first.len() - rest.len()].contains(char::is_numeric);
    is_number && (rest.is_empty() || unit_named(rest).is_some())
}

fn unit_named(word: &str) -> Option<Unit> {
    let word = words::lowercase(word);
    Unit::ALL.into_iter().find(|unit| {
        unit.symbol() == word || words::unit(*unit, true) == word || words::unit(*unit, false) == word
    })
}

impl Typed {
    /// How much of a thing that is counted in `unit`: what was typed, else one.
    pub fn quantity(&self, unit: Unit) -> Option<Quantity> {
        let unit = self.unit.unwrap_or(unit);
        match &self.amount {
            Some(amount) => Quantity::parse(amount, unit).ok(),
            None => Some(Quantity::whole(1, unit)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Typed, read};
    use crate::domain::values::Unit;

    fn typed(amount: Option<&str>, unit: Option<Unit>, name: &str) -> Typed {
        Typed { amount: amount.map(str::to_owned), unit, name: name.to_owned(), is_unclear: false }
    }

    #[test]
    fn amount_unit_and_name_are_read_in_any_order() {
        assert_eq!(read("2 kg lemons"), typed(Some("2"), Some(Unit::Kg), "lemons"));
        assert_eq!(read("1,5kg cherry tomato"), typed(Some("1,5"), Some(Unit::Kg), "cherry tomato"));
        assert_eq!(read("lemons 3"), typed(Some("3"), None, "lemons"));
        assert_eq!(read("6 Bottles red wine"), typed(Some("6"), Some(Unit::Bottle), "red wine"));
    }

    #[test]
    fn what_was_meant_for_an_amount_is_no_name() {
        for text in ["½ kg flour", "-2 kg sand", "1000000000 l sea water", "1.2345678kg sand", "0 kg sand"] {
            assert!(read(text).is_unclear, "{text}");
        }
        for text in ["7up", "2 kg lemons", "lemons 3", "Vitamin B-12", "3 lemons"] {
            assert!(!read(text).is_unclear, "{text}");
        }
        assert_eq!(read("12 x eggs"), typed(Some("12"), None, "eggs"));
    }

    #[test]
    fn a_name_alone_stays_a_name() {
        assert_eq!(read("Water 1.5l bottles"), typed(Some("1.5"), Some(Unit::L), "Water bottles"));
        assert_eq!(read("pack"), typed(None, None, "pack"));
    }
}

//! Money as a person types it.

use leptos::prelude::*;

use crate::browser::use_live;
use crate::domain::values::Money;
use crate::ui::parts::{DecimalInput, Held, hold};
use crate::ui::words;

/// Reads `24`, `24.5`, `24,50`, `1,250.00` or `1.250,00`. Nothing typed is unknown.
///
/// # Errors
/// What to say beside the field.
pub fn parse_price(typed: &str) -> Result<Option<Money>, String> {
    const WRONG: &str = "An amount of money, like 24.50.";
    let typed: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
    if typed.is_empty() {
        return Ok(None);
    }
    // The last comma or dot is the decimal one where at most two digits follow it; those before it, of the other
    // kind, part thousands.
    let (whole, cents) = match typed.rsplit_once([',', '.']) {
        Some((whole, cents)) if cents.len() <= 2 => (whole, cents),
        Some(_) | None => (typed.as_str(), ""),
    };
    let decimal = typed[whole.len()..].chars().next();
    let mut parting = whole.chars().filter(|one| matches!(one, ',' | '.'));
    let sign = parting.next();
    let is_one_sign = parting.all(|one| Some(one) == sign) && (sign.is_none() || sign != decimal);
    let groups: Vec<&str> = whole.split([',', '.']).collect();
    let is_grouped = match &groups[..] {
        [first, rest @ ..] if !rest.is_empty() => {
            matches!(first.len(), 1..=3)
                && !first.starts_with('0')
                && rest.iter().all(|group| group.len() == 3)
        }
        _ => true,
    };
    let whole = groups.concat();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_empty = whole.is_empty() && cents.is_empty();
    if !digits(&whole) || !digits(cents) || is_empty || !is_grouped || !is_one_sign {
        return Err(WRONG.to_owned());
    }
    let number = [whole.as_str(), cents, &"0"[..usize::from(cents.len() < 2)]].concat();
    let number = if cents.is_empty() { [&number, "0"].concat() } else { number };
    match number.parse().map(Money) {
        Ok(money) if money <= Money::MOST => Ok(Some(money)),
        Ok(_) | Err(_) => Err("More money than fits.".to_owned()),
    }
}

/// The money in a field; nothing where the text is no amount.
#[must_use]
pub fn price_in(value: RwSignal<String>) -> Option<Money> {
    value.with(|typed| parse_price(typed).ok().flatten())
}

/// What is wrong in a field of money.
#[must_use]
pub fn price_error(value: RwSignal<String>) -> Signal<Option<String>> {
    Signal::derive(move || value.with(|typed| parse_price(typed).err()))
}

/// Money as it is put into a field: "24.00".
#[must_use]
pub fn typed_price(money: Option<Money>) -> String {
    money.map_or_else(String::new, |money| words::figure(money).replace(',', ""))
}

/// An amount of money with the currency behind it.
#[component]
pub fn PriceInput(value: RwSignal<String>) -> impl IntoView {
    let live = use_live();
    let currency = untrack(|| live.workspace()).map(|row| row.currency.clone()).unwrap_or_default();
    let view = view! {
        <div class="unit-input">
            <DecimalInput value=value />
            <span>{words::symbol(&currency).to_owned()}</span>
        </div>
    }
    .into_any();
    hold(Held { typed: value, text: |value| typed_price(value.as_i64().map(Money)) });
    view
}

#[cfg(test)]
mod tests {
    use super::parse_price;
    use crate::domain::values::Money;

    #[test]
    fn money_is_read_as_people_write_it() {
        let reads = [
            ("24", 2400),
            ("24.5", 2450),
            ("24,50", 2450),
            (",5", 50),
            ("7.", 700),
            ("1,250.00", 125_000),
            ("1.250,00", 125_000),
            ("1 250", 125_000),
            ("1.250", 125_000),
            ("1,234,567.8", 123_456_780),
            ("1250.5", 125_050),
            ("0.12", 12),
        ];
        for (typed, cents) in reads {
            assert_eq!(parse_price(typed), Ok(Some(Money(cents))), "{typed}");
        }
        assert_eq!(parse_price(" "), Ok(None));
        for typed in [
            "a",
            "-3",
            ".",
            "1e3",
            "99999999999999",
            "0.125",
            "0,125",
            "1.2345",
            "12,345.678",
            "1234,567",
            "1,25,0",
        ] {
            assert!(parse_price(typed).is_err(), "{typed}");
        }
    }
}

//! What a value may be at most (PROTOCOL, Bounds). Each check names the field it refuses.

use super::refusal::Refusal;
use super::values::{Money, Quantity};

/// Characters in a name.
pub const NAME: usize = 200;
/// Characters in any other text.
pub const TEXT: usize = 10_000;
/// Guests of one party.
pub const GUESTS: u32 = 10_000;
/// Lines of one party.
pub const LINES: usize = 200;
/// Prerequisites of one task.
pub const PREREQUISITES: usize = 100;
/// Minutes that anything may take: a week.
pub const MINUTES: u32 = 10_080;
/// Entries in any other list that a person fills.
pub const ENTRIES: usize = 200;

/// A name: 1 to 200 characters, not only white space. Returns it trimmed.
///
/// # Errors
/// `invalid` when empty, `limit` when too long.
pub fn name(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid(field, "This cannot be empty."));
    }
    if text.chars().count() > NAME {
        return Err(Refusal::limit(field, "At most 200 characters."));
    }
    written(field, text)
}

/// A text as a page and a database can hold it: with one kind of line end, and no U+0000.
fn written(field: &'static str, text: &str) -> Result<String, Refusal> {
    if text.contains('\0') {
        return Err(Refusal::invalid(field, "This holds a character that cannot be written."));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// An e-mail address, in the form in which it is compared.
///
/// # Errors
/// `invalid` when it is none, `limit` when too long.
pub fn email(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = name(field, text)?;
    let whole = text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
    });
    if whole {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(Refusal::invalid(field, "This is no e-mail address."))
    }
}

/// Any other text: up to 10,000 characters.
///
/// # Errors
/// `limit` when longer.
pub fn text(field: &'static str, text: &str) -> Result<String, Refusal> {
    if text.chars().count() > TEXT {
        return Err(Refusal::limit(field, "At most 10,000 characters."));
    }
    written(field, text)
}

/// A text that has to say something: a reason, a comment. Returns it trimmed.
///
/// # Errors
/// `invalid` when empty, `limit` when too long.
pub fn reason(field: &'static str, words: &str) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::invalid(field, "This cannot be empty."));
    }
    text(field, words)
}

/// An amount above 0 and up to a million in its unit.
///
/// # Errors
/// `invalid` when not above 0, `limit` when beyond.
pub fn amount(field: &'static str, quantity: Quantity) -> Result<Quantity, Refusal> {
    if quantity.thousandths() <= 0 {
        return Err(Refusal::invalid(field, "The amount has to be above 0."));
    }
    amount_from_zero(field, quantity)
}

/// An amount from 0 (marks and a cook's own amounts) up to a million in its unit.
///
/// # Errors
/// `invalid` when below 0, `limit` when beyond.
pub fn amount_from_zero(field: &'static str, quantity: Quantity) -> Result<Quantity, Refusal> {
    if quantity.thousandths() < 0 {
        return Err(Refusal::invalid(field, "The amount cannot be below 0."));
    }
    if quantity.thousandths() > Quantity::MOST_IN_UNIT * quantity.unit().thousandths() {
        return Err(Refusal::limit(field, "At most a million."));
    }
    Ok(quantity)
}

/// Money from 0 up to 10^12 minor units.
///
/// # Errors
/// `invalid` when below 0, `limit` when beyond.
pub fn money(field: &'static str, money: Money) -> Result<Money, Refusal> {
    if money < Money::ZERO {
        return Err(Refusal::invalid(field, "The amount cannot be below 0."));
    }
    if money > Money::MOST {
        return Err(Refusal::limit(field, "More money than fits."));
    }
    Ok(money)
}

/// A number of guests or portions, 1 to 10,000.
///
/// # Errors
/// `invalid` when 0, `limit` when beyond.
pub fn guests(field: &'static str, guests: u32) -> Result<u32, Refusal> {
    match guests {
        0 => Err(Refusal::invalid(field, "At least 1.")),
        guests if guests > GUESTS => Err(Refusal::limit(field, "At most 10,000.")),
        guests => Ok(guests),
    }
}

/// Minutes, up to a week.
///
/// # Errors
/// `limit` when beyond.
pub fn minutes(field: &'static str, minutes: u32) -> Result<u32, Refusal> {
    if minutes > MINUTES {
        return Err(Refusal::limit(field, "At most a week."));
    }
    Ok(minutes)
}

/// A list of so many entries at most.
///
/// # Errors
/// `limit` when longer.
pub fn entries(field: &'static str, length: usize, most: usize) -> Result<(), Refusal> {
    if length > most {
        return Err(Refusal::limit(field, format!("At most {most} entries.")));
    }
    Ok(())
}

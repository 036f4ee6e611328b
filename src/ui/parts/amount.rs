//! Amounts of things, typed.

use leptos::prelude::*;

use super::field::{DecimalInput, Field, SelectInput};
use crate::domain::values::{Quantity, QuantityError, Unit};
use crate::ui::words;

/// Reads an amount as a person types it: `1.5`, `1,5`, `.5`. Nothing typed is unknown.
///
/// # Errors
/// What to say beside the field.
pub fn parse_quantity(amount: &str, unit: Unit) -> Result<Option<Quantity>, String> {
    let typed = amount.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    // Half typed is fine: ".5" and "1."
    let led = if typed.starts_with(['.', ',']) { format!("0{typed}") } else { typed.to_owned() };
    match Quantity::parse(led.strip_suffix(['.', ',']).unwrap_or(&led), unit) {
        Ok(quantity) if quantity.thousandths() < 0 => Err("Not less than nothing.".to_owned()),
        Ok(quantity) => Ok(Some(quantity)),
        Err(QuantityError::Decimals) => Err("That is finer than the unit goes.".to_owned()),
        Err(QuantityError::TooMuch) => Err("At most a million.".to_owned()),
        Err(QuantityError::Number | QuantityError::Unit) => Err("A number, like 1.5.".to_owned()),
    }
}

/// An amount with its unit. What is wrong with the typed text shows by itself; read it with
/// [`parse_quantity`].
#[component]
pub fn QuantityField(
    amount: RwSignal<String>,
    unit: RwSignal<Unit>,
    #[prop(default = "Amount".to_owned(), into)] label: String,
    /// What else is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The units to choose from; none: all.
    #[prop(optional)]
    units: Vec<Unit>,
) -> impl IntoView {
    let wrong = Signal::derive(move || {
        error.get().or_else(|| amount.with(|amount| parse_quantity(amount, unit.get()).err()))
    });
    let units = if units.is_empty() { Unit::ALL.to_vec() } else { units };
    let options =
        units.into_iter().map(|unit| (unit.symbol().to_owned(), words::unit(unit, false).to_owned()));
    let word = RwSignal::new(unit.get_untracked().symbol().to_owned());
    Effect::new(move |_| word.set(unit.get().symbol().to_owned()));
    Effect::new(move |_| {
        let chosen = word.with(|word| word.parse::<Unit>());
        if let Ok(chosen) = chosen
            && chosen != unit.get_untracked()
        {
            unit.set(chosen);
        }
    });
    view! {
        <div class="fields">
            <Field label=label error=wrong>
                <DecimalInput value=amount />
            </Field>
            <Field label="Unit">
                <SelectInput value=word options=options.collect() />
            </Field>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::parse_quantity;
    use crate::domain::values::{Quantity, Unit};

    #[test]
    fn half_typed_amounts_are_read() {
        let half = Quantity::new(500_000, Unit::Kg);
        assert_eq!(parse_quantity(",5", Unit::Kg), Ok(Some(half)));
        assert_eq!(parse_quantity("2.", Unit::Piece), Ok(Some(Quantity::whole(2, Unit::Piece))));
        assert_eq!(parse_quantity("  ", Unit::Kg), Ok(None));
        assert!(parse_quantity("-1", Unit::Kg).is_err());
    }
}

//! What a line says of itself.

use super::sections::is_gone;
use crate::domain::consolidation::convert;
use crate::domain::ids::BudgetId;
use crate::domain::order::{self, Small};
use crate::domain::rows::{Demand, Product, ShoppingItem};
use crate::domain::state::State;
use crate::domain::tally::counts;
use crate::domain::values::{Date, Quantity, Unit};
use crate::ui::words;

/// The parties' names and dates, by id: compared, so that lines do not wake with their figures.
pub type Parties = Small<BudgetId, (String, Date)>;

pub fn parties(state: &State) -> Parties {
    let live = state.budgets().values().filter(|budget| budget.removed.is_none());
    live.map(|budget| (budget.id, (budget.name.clone(), budget.date))).collect()
}

/// Which parties need how much of a line by when: "Sat Company gala 8 · Sun Paella 4".
pub fn why(state: &State, item: &ShoppingItem, parties: &Parties, today: Date) -> String {
    let mut parts: Vec<(Option<Date>, String, i64)> = Vec::new();
    for demand in state.demands_on(item.id).filter(|demand| counts(demand)) {
        let (at, name) = behind(demand, parties);
        let amount = demand.counted.thousandths();
        match parts.iter_mut().find(|part| part.0 == at && part.1 == name) {
            Some(part) => part.2 = part.2.saturating_add(amount),
            None => parts.push((at, name, amount)),
        }
    }
    order::sort_by_key(&mut parts, |part| (part.0.is_none(), part.0));
    let part = |(at, name, amount): (Option<Date>, String, i64)| {
        let day = at.map(|at| near(at, today)).unwrap_or_default();
        [day, name, Quantity::new(amount, item.unit).amount()]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut words: Vec<String> = parts.into_iter().map(part).collect();
    if let Some(packs) = packs(state, item) {
        words.insert(0, packs);
    }
    if buyable(item.needed) != item.needed {
        words.insert(0, format!("{} needed", item.needed.amount()));
    }
    words.join(" · ")
}

fn behind(demand: &Demand, parties: &Parties) -> (Option<Date>, String) {
    let party = demand.budget_id.and_then(|id| parties.get(&id));
    let day = party.map(|party| party.1).or(demand.need_by.map(|at| at.date));
    let by_hand =
        || demand.text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| "by hand".to_owned());
    let name = match (party, demand.budget_id) {
        (Some(party), _) => party.0.clone(),
        (None, Some(_)) => "a party".to_owned(),
        (None, None) => by_hand(),
    };
    (day, name)
}

/// "Sat" within a week, else "28 Nov".
pub fn near(day: Date, today: Date) -> String {
    let words = words::date(day, today);
    if (0..7).contains(&day.days_since(today)) {
        return words::weekday(day.weekday()).to_owned();
    }
    words.split_once(' ').map_or(words.clone(), |(_, rest)| rest.to_owned())
}

/// What is left to buy in whole packs, where the product comes in packs: "3 bags of 5 kg".
fn packs(state: &State, item: &ShoppingItem) -> Option<String> {
    let product = state.live::<Product>(item.product_id)?;
    let (size, unit) = (product.pack_size?, product.pack_unit.unwrap_or(Unit::Pack));
    let left = left(item);
    if unit == item.unit || left.thousandths() <= 0 {
        return None;
    }
    let exact = convert(product, left, unit)?;
    let per = unit.thousandths();
    let count = exact.thousandths().checked_add(per - 1)?.div_euclid(per);
    let packs = words::quantity(Quantity::whole(count, unit));
    Some(format!("{packs} of {}", words::quantity(size)))
}

/// What is still to be bought of a line, as a shop sells it.
pub fn left(item: &ShoppingItem) -> Quantity {
    let left = item.needed.thousandths().saturating_sub(item.purchased.thousandths()).max(0);
    buyable(Quantity::new(left, item.unit))
}

/// Things that are counted are sold whole: 14.8 lettuces are 15 (rule 5).
pub fn buyable(quantity: Quantity) -> Quantity {
    match quantity.unit() {
        Unit::G | Unit::Kg | Unit::Ml | Unit::L => quantity,
        Unit::Piece
        | Unit::Pack
        | Unit::Box
        | Unit::Bag
        | Unit::Bottle
        | Unit::Can
        | Unit::Bunch
        | Unit::Slice
        | Unit::Set => {
            let per = quantity.unit().thousandths();
            Quantity::new(
                (quantity.thousandths().saturating_add(per - 1)).div_euclid(per) * per,
                quantity.unit(),
            )
        }
    }
}

/// Whether an amount left over is worth a word: less than one of what is sold whole is not.
pub fn is_worth_keeping(surplus: Quantity) -> bool {
    !surplus.is_zero()
        && (buyable(surplus) == surplus || surplus.thousandths() >= surplus.unit().thousandths())
}

/// The big figure of a line and what stands small beside it.
pub fn amount(item: &ShoppingItem) -> (String, String) {
    let whole = buyable(item.needed);
    let needed = whole.amount();
    let unit = |quantity: Quantity| words::unit(quantity.unit(), quantity.amount() == "1").to_owned();
    if item.needed.is_zero() {
        return (item.purchased.amount(), unit(item.purchased));
    }
    if item.purchased.is_zero() || item.is_purchased {
        return (needed, unit(whole));
    }
    let of = match item.unit {
        Unit::Piece => String::new(),
        _ => format!(" {}", unit(item.needed)),
    };
    (left(item).amount(), format!("of {needed}{of} left"))
}

/// What is still missing, read aloud: "8 of 12 pieces left".
pub fn spoken(item: &ShoppingItem) -> String {
    let (figure, small) = amount(item);
    if is_gone(item) {
        return format!("{}, nobody needs it any more: seen", item.name);
    }
    format!("{}, {figure} {small}: bought", item.name)
}

#[cfg(test)]
mod tests {
    use super::{buyable, is_worth_keeping};
    use crate::domain::values::{Quantity, Unit};

    #[test]
    fn what_is_counted_is_bought_whole() {
        let lettuces = Quantity::new(14_800, Unit::Piece);
        assert_eq!(buyable(lettuces), Quantity::whole(15, Unit::Piece));
        assert_eq!(buyable(Quantity::whole(3, Unit::Bag)), Quantity::whole(3, Unit::Bag));
        let tomatoes = Quantity::new(4_850_000, Unit::Kg);
        assert_eq!(buyable(tomatoes), tomatoes);
    }

    #[test]
    fn a_part_of_a_piece_is_no_surplus() {
        assert!(!is_worth_keeping(Quantity::new(200, Unit::Piece)));
        assert!(is_worth_keeping(Quantity::new(2_200, Unit::Piece)));
        assert!(is_worth_keeping(Quantity::new(500_000, Unit::Kg)));
    }
}

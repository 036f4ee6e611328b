//! A line of the offer as it is shown.

use super::line::{Counted, Subject, needs_amount, product_unit, subject_name, sum};
use super::party::Party;
use crate::browser::Live;
use crate::domain::ids::LineId;
use crate::domain::plan::portions;
use crate::domain::rows::{
    Budget, BudgetLine, BudgetMoney, Dish, LineCategory, Menu, Portions, Product, Table,
};
use crate::domain::values::{Money, Quantity, Unit};
use crate::ui::words;

/// A line as it is shown.
#[derive(Clone, PartialEq)]
pub struct Shown {
    pub title: String,
    pub about: String,
    pub counted: Counted,
    /// The group or the number of guests that it is for, where that is not all.
    pub whom: Option<String>,
    pub amount: String,
    /// What no amount means.
    pub otherwise: String,
    pub price: Option<Money>,
    pub sum: Money,
    pub cost: Option<Money>,
}

pub fn shown(party: Party, id: LineId) -> Option<Shown> {
    let budget = party.row()?;
    party.live(|live| {
        let line = live.row::<BudgetLine>(id)?;
        let subject = Subject::of(&line);
        // Wakes with what the line is for, too.
        match subject {
            Some(Subject::Dish(id)) => drop(live.row::<Dish>(id)),
            Some(Subject::Menu(id)) => drop(live.row::<Menu>(id)),
            Some(Subject::Product(id)) => drop(live.row::<Product>(id)),
            None => {}
        }
        let (name, unit, menu_price) = live.with(|state| {
            let name = subject.map(|subject| subject_name(state, subject)).unwrap_or_default();
            let menu = line.menu_id.and_then(|id| state.get::<Menu>(id));
            (name, product_unit(state, subject), menu.and_then(|menu| menu.price_per_person))
        });
        let counted = Counted::of(line.category, subject, unit);
        let price = line.unit_price.or(menu_price);
        let served = portions(&budget, &line);
        let (amount, mut otherwise) = amounts(&line, counted, &budget);
        let is_unknown = amount.is_empty() && needs_amount(line.category, subject, counted);
        if is_unknown {
            "?".clone_into(&mut otherwise);
        }
        let unit = match (counted, line.category, subject) {
            (Counted::In(unit), LineCategory::Drinks, _) | (Counted::In(unit), _, Some(_)) => {
                Some(["in ", words::unit(unit, false)].concat())
            }
            (Counted::In(_), _, None) | (Counted::Portions, ..) => None,
        };
        let mut about = vec![words::lowercase(words::line_category(line.category))];
        about.extend(subject.map(|subject| subject.word().to_owned()));
        about.extend(unit);
        about.extend(
            Some(line.text.clone()).filter(|text| !name.is_empty() && !text.is_empty() && *text != name),
        );
        about.extend(is_unknown.then(|| "no quantity yet, nothing is bought".to_owned()));
        let about = about.join(" · ");
        Some(Shown {
            title: if name.is_empty() { line.text.clone() } else { name },
            about,
            counted,
            whom: whom(&line, &budget, served),
            amount,
            otherwise,
            price,
            sum: sum(price, line.category, counted, Some(served), line.quantity, budget.guests),
            cost: line.planned_cost,
        })
    })
}

/// The party's figures: as the server counted them, or, as long as acts of one's own wait, with its lines as they
/// stand here.
pub fn figures(party: Party) -> Option<BudgetMoney> {
    let mut money = party.row()?.money?;
    if party.live(Live::waiting) > 0 {
        let ids = party.live(|live| {
            live.of(Table::BudgetLines, party.id, |state| {
                state.lines_of(party.id).map(|line| line.id).collect::<Vec<_>>()
            })
        });
        let lines: Vec<Shown> = ids.into_iter().filter_map(|id| shown(party, id)).collect();
        money.sold = lines.iter().map(|line| line.sum).sum();
        money.planned = lines.iter().filter_map(|line| line.cost).sum();
    }
    Some(money)
}

fn amounts(line: &BudgetLine, counted: Counted, budget: &Budget) -> (String, String) {
    match counted {
        Counted::Portions => {
            let own = match &line.portions {
                Some(Portions::Count(count)) => count.to_string(),
                Some(Portions::Group(_)) | None => String::new(),
            };
            (own, portions(budget, line).to_string())
        }
        Counted::In(_) => {
            // What the rules count where nothing is said.
            let bottles = budget.guests.saturating_mul(3).div_ceil(2);
            let otherwise = if line.category == LineCategory::Drinks { bottles } else { 1 };
            (line.quantity.map(Quantity::amount).unwrap_or_default(), otherwise.to_string())
        }
    }
}

/// "22 of 25 guests, group “meat”".
fn whom(line: &BudgetLine, budget: &Budget, served: u32) -> Option<String> {
    let of = [&served.to_string(), " of ", &budget.guests.to_string(), " guests"].concat();
    match &line.portions {
        Some(Portions::Group(label)) => Some([&of, ", group “", label, "”"].concat()),
        Some(Portions::Count(count)) if *count < budget.guests => Some(of),
        Some(Portions::Count(_)) | None => None,
    }
}

/// The amount with its unit, where nobody may change it.
pub fn amount_in_words(line: &Shown) -> String {
    let amount = if line.amount.is_empty() { &line.otherwise } else { &line.amount };
    match line.counted {
        _ if amount == "?" => "not said".to_owned(),
        Counted::Portions | Counted::In(Unit::Piece) => amount.clone(),
        Counted::In(unit) => [amount, " ", words::unit(unit, amount == "1")].concat(),
    }
}

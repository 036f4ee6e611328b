//! How the list is cut into aisles, suppliers or parties, and what it comes to.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::wording::{is_worth_keeping, left};
use crate::domain::cost::list_price;
use crate::domain::ids::{BudgetId, DemandId, ItemId, UserId};
use crate::domain::order::{self, Small};
use crate::domain::rows::{Demand, Product, ProductCategory, PurchaseKind, ShoppingItem};
use crate::domain::state::State;
use crate::domain::values::{Instant, LocalTime, Money, Quantity, Week};
use crate::ui::parts::is_told;
use crate::ui::words;

/// What the lines are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Aisle,
    Supplier,
    Party,
}

impl Group {
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Aisle, "aisle", "Aisle"),
        (Self::Supplier, "supplier", "Supplier"),
        (Self::Party, "party", "Party"),
    ];

    /// From the address.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|(_, word, _)| *word == name).map_or(Self::Aisle, |(group, _, _)| group)
    }
}

/// Which lines are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub group: Group,
    /// None: what is to be bought next, across weeks.
    pub week: Option<Week>,
    pub supplier: Option<String>,
    /// The week of today.
    pub this_week: Week,
    /// Who looks: what they have taken note of is not shown to them.
    pub me: UserId,
    /// When it was asked for: what was withdrawn is shown for a while.
    pub now: Instant,
}

impl Shown {
    /// The week that something new is added to.
    pub fn week(&self) -> Week {
        self.week.unwrap_or(self.this_week)
    }
}

/// One heading of the list. The order of the variants' fields is the order on screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heading {
    Aisle(ProductCategory),
    Supplier(String),
    /// By the time that the first of its lines is needed.
    Party(bool, Option<LocalTime>, Option<BudgetId>),
}

/// The lines under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub heading: Heading,
    pub title: String,
    /// Still in place, the earliest needed first.
    pub lines: Vec<ItemId>,
    /// Bought, of all that belong here.
    pub done: usize,
    pub total: usize,
}

/// The list, cut up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sections {
    pub sections: Vec<Section>,
    pub cart: Vec<ItemId>,
}

/// Whether nobody needs a line any more, and nothing of it was bought.
pub fn is_gone(item: &ShoppingItem) -> bool {
    item.needed.is_zero() && item.purchased.is_zero()
}

/// The needs of a line that its parties' plans took back and this person has not taken note of.
pub fn withdrawn(state: &State, item: ItemId, me: UserId, now: Instant) -> impl Iterator<Item = DemandId> {
    let unseen = move |need: &&Arc<Demand>| {
        need.withdrawn.as_ref().is_some_and(|withdrawn| is_told(withdrawn, me, now))
    };
    state.demands_on(item).filter(unseen).map(|need| need.id)
}

/// Whether something of the line is still to be bought.
pub fn is_open(item: &ShoppingItem) -> bool {
    !is_settled(item) && !is_gone(item)
}

/// Whether the line is settled: bought, closed short, or left over.
pub fn is_settled(item: &ShoppingItem) -> bool {
    (item.is_purchased || item.needed.is_zero()) && !is_gone(item)
}

/// Where a line is bought: its own supplier, else its product's.
pub fn supplier(state: &State, item: &ShoppingItem) -> Option<String> {
    let product = || state.live::<Product>(item.product_id).and_then(|product| product.supplier.clone());
    item.supplier.clone().or_else(product).filter(|name| !name.is_empty())
}

/// The lines that the address asks for.
pub fn shown<'a>(state: &'a State, shown: &'a Shown) -> impl Iterator<Item = &'a ShoppingItem> {
    let in_week = |item: &ShoppingItem| match shown.week {
        Some(week) => item.week == week,
        None => item.week >= shown.this_week || (is_open(item) && item.week.plus(1) >= shown.this_week),
    };
    state
        .shopping_items()
        .values()
        .map(AsRef::as_ref)
        .filter(|item| item.removed.is_none())
        .filter(|item| !is_gone(item) || withdrawn(state, item.id, shown.me, shown.now).next().is_some())
        .filter(move |item| in_week(item))
        .filter(|item| shown.supplier.is_none() || supplier(state, item) == shown.supplier)
}

/// The lines that are settled, of all that are held.
pub fn settled(state: &State) -> BTreeSet<ItemId> {
    let lines = state.shopping_items().values();
    lines.filter(|item| is_settled(item)).map(|item| item.id).collect()
}

/// Cuts the list up. What is in `sunk` lies in the cart.
pub fn cut(state: &State, asked: &Shown, sunk: &BTreeSet<ItemId>) -> Sections {
    let mut lines: Vec<&ShoppingItem> = shown(state, asked).collect();
    order::sort_by(&mut lines, &mut |a, b| order(a).cmp(&order(b)));
    let mut parts: Small<Heading, Option<Section>> = Small::default();
    let mut cart = Vec::new();
    for item in lines {
        let is_sunk = sunk.contains(&item.id);
        if is_sunk {
            cart.push(item.id);
        }
        for (heading, title) in headings(state, asked.group, item) {
            let section = parts.entry(heading.clone()).get_or_insert_with(|| Section {
                heading,
                title,
                lines: Vec::new(),
                done: 0,
                total: 0,
            });
            section.total += usize::from(!is_gone(item));
            section.done += usize::from(is_settled(item));
            if !is_sunk {
                section.lines.push(item.id);
            }
        }
    }
    Sections { sections: parts.into_iter().filter_map(|(_, section)| section).collect(), cart }
}

fn order(item: &ShoppingItem) -> (Week, bool, Option<LocalTime>, &str, ItemId) {
    (item.week, item.need_by.is_none(), item.need_by, &item.name, item.id)
}

fn headings(state: &State, group: Group, item: &ShoppingItem) -> Vec<(Heading, String)> {
    match group {
        Group::Aisle => {
            vec![(Heading::Aisle(item.category), words::product_category(item.category).to_owned())]
        }
        Group::Supplier => {
            let name = supplier(state, item);
            let title = name.clone().unwrap_or_else(|| "Anywhere".to_owned());
            vec![(Heading::Supplier(name.unwrap_or_else(|| "\u{10ffff}".to_owned())), title)]
        }
        Group::Party if item.budget_ids.is_empty() => {
            vec![(Heading::Party(true, None, None), "No party".to_owned())]
        }
        Group::Party => item.budget_ids.iter().map(|id| party(state, *id)).collect(),
    }
}

fn party(state: &State, id: BudgetId) -> (Heading, String) {
    match state.budgets().get(&id) {
        Some(budget) => (Heading::Party(false, Some(budget.serving()), Some(id)), budget.name.clone()),
        None => (Heading::Party(true, None, Some(id)), "Another party".to_owned()),
    }
}

/// What the list comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub lines: usize,
    pub bought: usize,
    pub planned: Money,
    pub spent: Money,
    /// Whether some of what was bought stands at list price.
    pub approximate: bool,
}

/// Reckons the list up; money only where it may be seen.
pub fn totals(state: &State, asked: &Shown) -> Totals {
    let mut totals = Totals::default();
    for item in shown(state, asked).filter(|item| !item.needed.is_zero()) {
        totals.lines += 1;
        totals.bought += usize::from(item.is_purchased);
        let planned = list_price(state, item, item.needed.thousandths()).unwrap_or(Money::ZERO);
        totals.planned = totals.planned.saturating_add(planned);
        let (spent, approximate) = spent(state, item);
        totals.spent = totals.spent.saturating_add(spent);
        totals.approximate |= approximate;
    }
    totals
}

/// What a line has cost: what was paid, or the list price where nobody said (rule 13).
pub fn spent(state: &State, item: &ShoppingItem) -> (Money, bool) {
    let records = || state.purchases_of(item.id).filter(|row| !row.voided && row.kind != PurchaseKind::Have);
    if records().any(|record| record.paid.is_some()) {
        return (records().filter_map(|record| record.paid).sum(), false);
    }
    if records().next().is_none() {
        return (Money::ZERO, false);
    }
    match list_price(state, item, item.purchased.thousandths()) {
        Some(price) => (price, true),
        None => (Money::ZERO, false),
    }
}

/// What lines could take from an earlier week: from which line of which week, and how much.
pub type Leftovers = Small<ItemId, Option<(ItemId, Week, Quantity)>>;

/// For every line with something left over, the open lines of later weeks that could use it.
pub fn leftovers(state: &State) -> Leftovers {
    let mut all = Leftovers::default();
    let sources = state.shopping_items().values().filter(|item| is_worth_keeping(item.surplus));
    for from in sources.filter(|item| item.removed.is_none()) {
        let lines = state.indexes().items_by_product.of(&from.product_id);
        let takers = state
            .each::<ShoppingItem>(lines)
            .filter(|item| item.week > from.week && item.unit.base() == from.unit.base() && is_open(item));
        for item in takers {
            let most = left(item).thousandths().min(from.surplus.thousandths());
            all.entry(item.id).get_or_insert((from.id, from.week, Quantity::new(most, item.unit)));
        }
    }
    all
}

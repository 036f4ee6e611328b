//! The lines of a party's offer.

use serde_json::{Map, Value};

use super::super::super::bounds;
use super::super::super::command::{PutBudgetLine, RemoveBudgetLine};
use super::super::super::fact::Fact;
use super::super::super::ids::{BudgetId, LineId};
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Budget, BudgetLine, Dish, Menu, Portions, Product, Settings, Severity};
use super::super::super::values::{Money, Patch, Quantity, Revision};
use super::super::super::work::{Work, updates};
use super::{is_booked, may_change, own, tell_crew, there};

/// Makes a line, or edits the one there is. A line is for one of dish, menu and product: naming
/// another one takes its place.
pub fn put(work: &mut Work<'_>, data: &PutBudgetLine) -> Result<(), Refusal> {
    let budget = own(work, data.budget_id)?;
    let checked = checked(work, &budget, data)?;
    let concerns_crew = if work.state().get::<BudgetLine>(data.line_id).is_none() {
        create(work, &budget, data, checked)?;
        true
    } else {
        edit(work, data, checked)?
    };
    if concerns_crew && is_booked(&budget) {
        tell_crew(work, &budget, Severity::Info, "party-changed");
    }
    Ok(())
}

/// Removes a line.
pub fn remove(work: &mut Work<'_>, data: &RemoveBudgetLine) -> Result<(), Refusal> {
    let line = work.see::<BudgetLine>(data.line_id)?;
    let budget = work.get::<Budget>(line.budget_id);
    if let Some(budget) = &budget {
        may_change(work, budget)?;
    }
    if work.remove(line.clone()) {
        tell_removed(work, &line);
    }
    Ok(())
}

fn tell_removed(work: &mut Work<'_>, line: &BudgetLine) {
    work.tell(Fact::new("budget-line-removed").with("lineId", line.id).with("budgetId", line.budget_id));
    tell_of_change(work, line);
}

/// Tells those who work on the party, where it is booked.
fn tell_of_change(work: &mut Work<'_>, line: &BudgetLine) {
    if let Some(budget) = work.get::<Budget>(line.budget_id).filter(is_booked) {
        tell_crew(work, &budget, Severity::Info, "party-changed");
    }
}

/// Tells of a line that has become otherwise, gone or come back but by its own commands, as these
/// would.
pub fn tell_line(work: &mut Work<'_>, before: &BudgetLine, after: &BudgetLine) {
    // Lines go and come back with their party without a word.
    if work.get::<Budget>(after.budget_id).is_none() {
        return;
    }
    let comes_back = before.removed.is_some() && after.removed.is_none();
    let updates = updates(before, after);
    if before.removed.is_none() && after.removed.is_some() {
        tell_removed(work, after);
    } else if comes_back || !updates.is_empty() {
        let concerns_crew = comes_back || concerns_crew(&updates);
        tell_put(work, after, updates);
        if concerns_crew {
            tell_of_change(work, after);
        }
    }
}

fn tell_put(work: &mut Work<'_>, line: &BudgetLine, updates: Map<String, Value>) {
    let fact = Fact::new("budget-line-put").with("lineId", line.id).with("budgetId", line.budget_id);
    work.tell(fact.with("updates", updates));
}

/// Whether anything but money differs.
fn concerns_crew(updates: &Map<String, Value>) -> bool {
    updates.keys().any(|field| !["unitPrice", "plannedCost"].contains(&field.as_str()))
}

/// The fields of a command that need a look before they are taken.
struct Checked {
    text: Option<String>,
    portions: Patch<Portions>,
    quantity: Patch<Quantity>,
    unit_price: Patch<Money>,
    planned_cost: Patch<Money>,
}

fn checked(work: &Work<'_>, budget: &Budget, data: &PutBudgetLine) -> Result<Checked, Refusal> {
    let named = [
        matches!(data.dish_id, Patch::Set(_)),
        matches!(data.menu_id, Patch::Set(_)),
        matches!(data.product_id, Patch::Set(_)),
    ];
    if named.iter().filter(|&&named| named).count() > 1 {
        return Err(Refusal::invalid(
            "dishId",
            "A line is for a dish, a menu or a product, not for several.",
        ));
    }
    there::<Dish>(work, data.dish_id.clone().value(), "dishId")?;
    there::<Menu>(work, data.menu_id.clone().value(), "menuId")?;
    there::<Product>(work, data.product_id.clone().value(), "productId")?;
    Ok(Checked {
        text: data.text.as_deref().map(|text| bounds::text("text", text)).transpose()?,
        portions: data.portions.try_map(|portions| check_portions(budget, portions))?,
        quantity: data.quantity.try_map(|&quantity| bounds::amount("quantity", quantity))?,
        unit_price: data.unit_price.try_map(|&price| bounds::money("unitPrice", price))?,
        planned_cost: data.planned_cost.try_map(|&cost| bounds::money("plannedCost", cost))?,
    })
}

fn check_portions(budget: &Budget, portions: &Portions) -> Result<Portions, Refusal> {
    match portions {
        Portions::Count(count) => {
            bounds::guests("portions", *count)?;
        }
        Portions::Group(label) => {
            if !budget.groups.iter().any(|group| group.label == *label) {
                return Err(Refusal::invalid("portions", "The party has no group of that name."));
            }
        }
    }
    Ok(portions.clone())
}

/// Whether a line that was removed has its place still: its party is there, with room for it.
///
/// # Errors
/// `not-found` without the party, `limit` where it has as many lines as it may.
pub fn may_come_back(work: &Work<'_>, id: LineId) -> Result<(), Refusal> {
    let Some(line) = work.state().get::<BudgetLine>(id).filter(|line| line.removed.is_some()) else {
        return Ok(());
    };
    there::<Budget>(work, Some(line.budget_id), "budgetId")?;
    has_room(work, line.budget_id)
}

fn has_room(work: &Work<'_>, budget: BudgetId) -> Result<(), Refusal> {
    if work.state().lines_of(budget).count() >= bounds::LINES {
        return Err(Refusal::new(Code::Limit, "At most 200 lines a party.").field("lineId"));
    }
    Ok(())
}

fn create(
    work: &mut Work<'_>,
    budget: &Budget,
    data: &PutBudgetLine,
    checked: Checked,
) -> Result<(), Refusal> {
    let Some(category) = data.category else {
        return Err(Refusal::invalid("category", "Say what the line is for."));
    };
    has_room(work, budget.id)?;
    let line = BudgetLine {
        id: data.line_id,
        rev: Revision::ZERO,
        category,
        text: checked.text.unwrap_or_default(),
        dish_id: data.dish_id.clone().value(),
        menu_id: data.menu_id.clone().value(),
        product_id: data.product_id.clone().value(),
        portions: checked.portions.value(),
        quantity: checked.quantity.value(),
        unit_price: checked.unit_price.value(),
        planned_cost: checked.planned_cost.value(),
        budget_id: budget.id,
        date: budget.date,
        booked: budget.booked,
        made: Some(work.made()),
        settings: Settings::new(),
        removed: None,
    };
    work.create(line);
    work.tell(Fact::new("budget-line-put").with("lineId", data.line_id).with("budgetId", budget.id));
    Ok(())
}

/// Returns whether anything but its money changed.
fn edit(work: &mut Work<'_>, data: &PutBudgetLine, checked: Checked) -> Result<bool, Refusal> {
    let before = work.see::<BudgetLine>(data.line_id)?;
    if before.budget_id != data.budget_id {
        return Err(Refusal::invalid("budgetId", "The line belongs to another party."));
    }
    let mut line = before.clone();
    work.set_some(&mut line, "category", data.category);
    work.set_some(&mut line, "text", checked.text);
    set_subject(work, &mut line, data);
    work.set_some(&mut line, "portions", checked.portions.change());
    work.set_some(&mut line, "quantity", checked.quantity.change());
    work.set_some(&mut line, "unitPrice", checked.unit_price.change());
    work.set_some(&mut line, "plannedCost", checked.planned_cost.change());
    work.put(line.clone());
    let updates = updates(&before, &line);
    let concerns_crew = concerns_crew(&updates);
    tell_put(work, &line, updates);
    Ok(concerns_crew)
}

/// Dish, menu or product: the one named takes the place of the others.
fn set_subject(work: &mut Work<'_>, line: &mut BudgetLine, data: &PutBudgetLine) {
    let subjects = [
        ("dishId", data.dish_id.map(|id| id.0), line.dish_id.is_some()),
        ("menuId", data.menu_id.map(|id| id.0), line.menu_id.is_some()),
        ("productId", data.product_id.map(|id| id.0), line.product_id.is_some()),
    ];
    let names_one = subjects.iter().any(|(_, named, _)| matches!(named, Patch::Set(_)));
    for (field, named, is_there) in subjects {
        let gives_way = names_one && is_there && named.is_keep();
        let change = if gives_way { Patch::Clear } else { named };
        work.set_some(line, field, change.change());
    }
}

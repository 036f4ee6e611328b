//! Allergens of a schedule, from its own ingredients (rule 15). Unknown shows as unknown, never as
//! free of any.

use super::super::diet::{Contents, ruled_out};
use super::super::fact::Fact;
use super::super::ids::{ProductId, ScheduleId};
use super::super::rows::{
    Allergens, Budget, BudgetLine, BudgetStatus, Clash, GuestGroup, Ingredient, LineCategory, Portions,
    Record, Role, Row, Schedule, ScheduleAllergens, Severity, Table,
};
use super::super::work::{Notice, Work};
use crate::domain::order;

/// Makes what a schedule contains fit its ingredients, and alerts where a clash with a diet appears (rule
/// 15).
pub fn recount(work: &mut Work<'_>, id: ScheduleId) {
    let Some(mut schedule) = work.get::<Schedule>(id) else { return };
    let (contents, unknown) = contents(work, id);
    let clashes = clashing(work, &schedule, &contents);
    let is_news = |clash: &&Clash| is_news(&schedule.allergens, clash);
    let new: Vec<String> = clashes.iter().filter(is_news).map(|clash| clash.group.clone()).collect();
    schedule.allergens.contains = contents.allergens;
    schedule.allergens.unknown = unknown;
    schedule.allergens.clashes = clashes.iter().map(|clash| clash.group.clone()).collect();
    schedule.allergens.because = clashes;
    if !new.is_empty() {
        schedule.allergens.acknowledged_by.clear();
        alert(work, &schedule, &new);
    }
    work.put(schedule);
}

/// Whether a group clashes with something that it did not clash with before.
fn is_news(known: &ScheduleAllergens, clash: &Clash) -> bool {
    match known.because.iter().find(|before| before.group == clash.group) {
        Some(before) => clash.contains.iter().any(|one| !before.contains.contains(one)),
        None => !(known.because.is_empty() && known.clashes.contains(&clash.group)),
    }
}

/// Whether there is any of it: of what a substitute has replaced as a whole there is none.
fn is_cooked(row: &Ingredient) -> bool {
    row.withdrawn.is_none() && !row.quantity.is_zero()
}

/// What the ingredients are known to contain, and the products of which nobody has said.
fn contents(work: &Work<'_>, id: ScheduleId) -> (Contents, Vec<ProductId>) {
    let mut contents = Contents::default();
    let mut unknown = Vec::new();
    for ingredient in work.state().ingredients_of(id).filter(|row| is_cooked(row)) {
        match work.state().products().get(&ingredient.product_id) {
            Some(product) => {
                contents.categories.push(product.category);
                match &product.allergens {
                    Allergens::Known(allergens) => contents.allergens.extend(allergens),
                    Allergens::Unknown => unknown.push(product.id),
                }
            }
            None => unknown.push(ingredient.product_id),
        }
    }
    order::sort(&mut contents.allergens);
    contents.allergens.dedup();
    order::sort(&mut unknown);
    unknown.dedup();
    (contents, unknown)
}

/// The groups that eat of it and whose diet it clashes with, and what it contains of that.
fn clashing(work: &Work<'_>, schedule: &Schedule, contents: &Contents) -> Vec<Clash> {
    let Some(budget) = work.get::<Budget>(schedule.budget_id) else { return Vec::new() };
    let line = schedule.line_id.and_then(|id| work.state().get::<BudgetLine>(id));
    let only = line.and_then(|line| group_of(line));
    let apart: Vec<&str> = work.state().lines_of(budget.id).filter_map(|line| group_of(line)).collect();
    let eats = |label: &str| match only {
        Some(only) => only == label,
        // A group that has food of its own does not eat what is cooked for all.
        None => !apart.contains(&label),
    };
    let groups = budget.groups.iter().filter(|group| eats(&group.label));
    let clash =
        |group: &GuestGroup| Clash { group: group.label.clone(), contains: ruled_out(&group.diet, contents) };
    groups.map(clash).filter(|clash| !clash.contains.is_empty()).collect()
}

fn group_of(line: &BudgetLine) -> Option<&str> {
    match (&line.category, &line.portions) {
        (LineCategory::Food, Some(Portions::Group(label))) => Some(label),
        _ => None,
    }
}

/// A clash that appears once the party is booked alerts cooks and owner, and has not been taken note of,
/// whatever that group clashed with before; those there at booking were warned of.
fn alert(work: &mut Work<'_>, schedule: &Schedule, labels: &[String]) {
    if !work.tells() {
        return;
    }
    let Some(budget) = work.get::<Budget>(schedule.budget_id) else { return };
    let was_booked = match work.row_before(Table::Budgets, budget.id.0) {
        Some(Row::Budget(before)) => before.status == BudgetStatus::Reserva,
        _ => false,
    };
    if !was_booked || budget.status != BudgetStatus::Reserva || schedule.withdrawn.is_some() {
        return;
    }
    let fact = Fact::new("allergen-clash").with("scheduleId", schedule.id);
    work.also(fact.with("budgetId", budget.id).with("groups", labels));
    let notice = Notice::new(Severity::Urgent, "allergen-clash")
        .with("scheduleId", schedule.id)
        .with("title", &schedule.title)
        .with("groups", labels)
        .about(Schedule::TABLE, schedule.id.0)
        .of_budget(Some(budget.id));
    work.notify_roles(&[Role::Cook], &notice);
    work.notify(&[budget.owner_id], &notice);
    let noted = |label: &String| !labels.contains(label);
    if !budget.acknowledged_clashes.iter().all(noted) {
        let mut budget = budget;
        budget.acknowledged_clashes.retain(noted);
        work.put(budget);
    }
}

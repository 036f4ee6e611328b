//! Amounts that a cook sets (rules 5 and 7).

use super::super::super::bounds;
use super::super::super::command::{PutIngredient, RemoveIngredient, SetIngredientQuantity, TakeNewAmount};
use super::super::super::fact::Fact;
use super::super::super::ids::IngredientId;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Ingredient, Product, Record, Role, Schedule, Severity};
use super::super::super::state::Held;
use super::super::super::values::Quantity;
use super::super::super::work::{Notice, Work, updates};
use crate::domain::order;

/// Makes an ingredient by hand, or sets the amount of the one that the schedule has of that product
/// already, so that a product added twice stands there once.
pub fn put_ingredient(work: &mut Work<'_>, data: &PutIngredient) -> Result<(), Refusal> {
    let quantity = bounds::amount("quantity", data.quantity)?;
    let notes = data.notes.as_deref().map(|notes| bounds::text("notes", notes)).transpose()?;
    let schedule = work.see::<Schedule>(data.schedule_id)?;
    work.refer::<Product>(data.product_id, "productId")?;
    let known = known(work, data);
    let fresh = known.is_none();
    let mut row = match known {
        Some(row) => row,
        None => made(work, data, &schedule)?,
    };
    let before = row.clone();
    work.set(&mut row, "override", Some(quantity));
    work.set_some(&mut row, "notes", notes);
    decided(work, &before, &mut row);
    tell(work, (!fresh).then_some(&before), Some(&row));
    if fresh {
        work.create(row);
    } else {
        work.put(row);
    }
    Ok(())
}

/// The ingredient that the command means: the one it names, or that of the same product.
fn known(work: &Work<'_>, data: &PutIngredient) -> Option<Ingredient> {
    let same = |row: &&std::sync::Arc<Ingredient>| row.product_id == data.product_id;
    let of_schedule = work.state().ingredients_of(data.schedule_id).filter(same);
    let mut rows = of_schedule.collect::<Vec<_>>();
    order::sort_by_key(&mut rows, |row| (row.id != data.ingredient_id, row.id));
    rows.first().map(|row| row.as_ref().clone())
}

/// A row under the id that the command names. The derived id of a removed ingredient comes back:
/// adding the product again is what the cook wants.
fn made(work: &Work<'_>, data: &PutIngredient, schedule: &Schedule) -> Result<Ingredient, Refusal> {
    if data.ingredient_id != IngredientId::derived(data.schedule_id, data.product_id) {
        work.fresh::<Ingredient>(data.ingredient_id, "ingredientId")?;
    }
    Ok(Ingredient::new(data.ingredient_id, schedule, data.product_id, data.quantity.unit()))
}

/// Sets the cook's own amount, which stays when guests change.
pub fn set_quantity(work: &mut Work<'_>, data: &SetIngredientQuantity) -> Result<(), Refusal> {
    let quantity = bounds::amount_from_zero("quantity", data.quantity)?;
    decide(work, data.ingredient_id, Some(quantity))
}

/// Gives up the cook's own amount for the scaled one.
pub fn take_new_amount(work: &mut Work<'_>, data: &TakeNewAmount) -> Result<(), Refusal> {
    let row = work.see::<Ingredient>(data.ingredient_id)?;
    if row.scaled.is_none() {
        return Err(Refusal::new(Code::Status, "No dish says how much of it is needed."));
    }
    decide(work, data.ingredient_id, None)
}

fn decide(work: &mut Work<'_>, id: IngredientId, amount: Option<Quantity>) -> Result<(), Refusal> {
    let mut row = work.see::<Ingredient>(id)?;
    let before = row.clone();
    work.set(&mut row, "override", amount);
    decided(work, &before, &mut row);
    tell(work, Some(&before), Some(&row));
    work.put(row);
    Ok(())
}

/// Keeps the scaled amount that the cook has decided against.
fn decided(work: &mut Work<'_>, before: &Ingredient, row: &mut Ingredient) {
    row.decided_on = row.scaled;
    row.quantity = row.effective();
    work.remember(&before.clone().into_row(), &row.clone().into_row(), "decidedOn");
}

/// Carries out `remove-ingredient`: its need goes with it (rule 7).
pub fn remove_ingredient(work: &mut Work<'_>, data: &RemoveIngredient) -> Result<(), Refusal> {
    let row = work.see::<Ingredient>(data.ingredient_id)?;
    if work.remove(row.clone()) {
        tell(work, Some(&row), None);
    }
    Ok(())
}

/// Tells of every amount that the decision has changed so far, as the commands of a cook would.
pub fn tell_amounts(work: &mut Work<'_>) {
    let changed = work.changed::<Ingredient>().map(|(before, after)| {
        let before = before.and_then(Ingredient::of).map(|row| row.as_ref().clone());
        (before, after.as_ref().clone())
    });
    for (before, after) in changed.collect::<Vec<_>>() {
        match before {
            Some(before) => tell_ingredient(work, &before, &after),
            None => tell(work, None, Some(&after)),
        }
    }
}

/// Tells of an ingredient that has become otherwise, gone or come back but by its own commands, as
/// these would.
pub fn tell_ingredient(work: &mut Work<'_>, before: &Ingredient, after: &Ingredient) {
    let cooked = |row: &Ingredient| Ingredient { quantity: row.effective(), ..row.clone() };
    let stands = |row: &Ingredient| row.removed.is_none().then(|| cooked(row));
    let (before, after) = (stands(before), stands(after));
    let differs = match (&before, &after) {
        (Some(before), Some(after)) => !updates(before, after).is_empty(),
        (before, after) => before.is_some() != after.is_some(),
    };
    if differs {
        tell(work, before.as_ref(), after.as_ref());
    }
}

/// The fact of rule 7; the lines it affects are added when all is settled.
fn tell(work: &mut Work<'_>, before: Option<&Ingredient>, after: Option<&Ingredient>) {
    let Some(row) = after.or(before) else { return };
    let updates = match (before, after) {
        (Some(before), Some(after)) => updates(before, after),
        _ => serde_json::Map::new(),
    };
    let (old, new) = (before.map(|row| row.quantity), after.map(|row| row.quantity));
    work.tell(
        Fact::new("ingredient-updated")
            .with("scheduleId", row.schedule_id)
            .with("ingredientId", row.id)
            .with("oldQuantity", old)
            .with("newQuantity", new)
            .with("updates", updates)
            .with("updatedBy", work.context.actor)
            .with("affectedShoppingItems", serde_json::json!([])),
    );
    if old != new {
        notify(work, row, old, new);
    }
}

/// Logistics and the other cooks are told; urgently when the goods are needed by tomorrow.
fn notify(work: &mut Work<'_>, row: &Ingredient, old: Option<Quantity>, new: Option<Quantity>) {
    if !work.tells() {
        return;
    }
    let need_by = work.get::<Schedule>(row.schedule_id).map(|schedule| schedule.start_at.date);
    let soon = need_by.is_some_and(|day| day <= work.local_now().date.plus_days(1));
    let product = work.state().products().get(&row.product_id).map(|product| product.name.clone());
    let severity = if soon { Severity::Urgent } else { Severity::Warning };
    let notice = Notice::new(severity, "need-changed")
        .with("productId", row.product_id)
        .with("product", product)
        .with("oldQuantity", old)
        .with("newQuantity", new)
        .with("scheduleId", row.schedule_id)
        .about(Ingredient::TABLE, row.id.0)
        .of_budget(Some(row.budget_id));
    work.notify_roles(&[Role::Logistics, Role::Cook], &notice);
}

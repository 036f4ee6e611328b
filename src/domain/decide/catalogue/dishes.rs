//! Dishes: cooks make and edit them, organizers make them.

use super::super::super::bounds;
use super::super::super::command::{PutDish, RemoveDish};
use super::super::super::fact::Fact;
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Course, Dish, DishIngredient, DishStep, Product, Settings, Table};
use super::super::super::values::Revision;
use super::super::super::work::{Work, updates};
use super::{in_use, may_set_all, party_with, required};

/// Makes a dish, or edits the one there is.
pub fn put(work: &mut Work<'_>, data: &PutDish) -> Result<(), Refusal> {
    let checked = checked(work, data)?;
    if work.state().get::<Dish>(data.dish_id).is_none() {
        create(work, data, checked)
    } else {
        edit(work, data, checked)
    }
}

/// Removes a dish that is neither on a menu nor sold to a party ahead.
pub fn remove(work: &mut Work<'_>, data: &RemoveDish) -> Result<(), Refusal> {
    let dish = work.see::<Dish>(data.dish_id)?;
    let mut menus = work.state().menus().values().filter(|menu| menu.removed.is_none());
    if let Some(menu) = menus.find(|menu| menu.dish_ids.contains(&dish.id)) {
        return Err(in_use("the menu", &menu.name));
    }
    if let Some(party) = party_with(work, |line| line.dish_id == Some(dish.id)) {
        return Err(in_use("the party", &party));
    }
    if work.remove(dish) {
        work.tell(Fact::new("dish-removed").with("dishId", data.dish_id));
    }
    Ok(())
}

struct Checked {
    name: Option<String>,
    serves: Option<u32>,
    prep_minutes: Option<u32>,
    cook_minutes: Option<u32>,
    notes: Option<String>,
}

fn checked(work: &Work<'_>, data: &PutDish) -> Result<Checked, Refusal> {
    check_ingredients(work, data.ingredients.as_deref().unwrap_or_default())?;
    check_steps(data.steps.as_deref().unwrap_or_default())?;
    let minutes = |field: &'static str, minutes: Option<u32>| {
        minutes.map(|minutes| bounds::minutes(field, minutes)).transpose()
    };
    Ok(Checked {
        name: data.name.as_deref().map(|name| bounds::name("name", name)).transpose()?,
        serves: data.serves.map(|serves| bounds::guests("serves", serves)).transpose()?,
        prep_minutes: minutes("prepMinutes", data.prep_minutes)?,
        cook_minutes: minutes("cookMinutes", data.cook_minutes)?,
        notes: data.notes.as_deref().map(|notes| bounds::text("notes", notes)).transpose()?,
    })
}

fn check_ingredients(work: &Work<'_>, ingredients: &[DishIngredient]) -> Result<(), Refusal> {
    bounds::entries("ingredients", ingredients.len(), bounds::ENTRIES)?;
    for (at, one) in ingredients.iter().enumerate() {
        bounds::amount("ingredients", one.quantity)?;
        if work.is_authority() && work.state().live::<Product>(one.product_id).is_none() {
            return Err(Refusal::not_found().field("ingredients"));
        }
        let clashes = |before: &DishIngredient| {
            before.product_id == one.product_id && before.quantity.base() != one.quantity.base()
        };
        if ingredients[..at].iter().any(clashes) {
            return Err(Refusal::invalid("ingredients", "One product is measured in one way in a dish."));
        }
    }
    Ok(())
}

fn check_steps(steps: &[DishStep]) -> Result<(), Refusal> {
    bounds::entries("steps", steps.len(), bounds::ENTRIES)?;
    for step in steps {
        bounds::text("steps", &step.text)?;
        bounds::minutes("steps", step.minutes)?;
    }
    Ok(())
}

fn create(work: &mut Work<'_>, data: &PutDish, checked: Checked) -> Result<(), Refusal> {
    let dish = Dish {
        id: data.dish_id,
        rev: Revision::ZERO,
        name: required(checked.name, "name")?,
        course: data.course.unwrap_or(Course::Main),
        serves: required(checked.serves, "serves")?,
        prep_minutes: checked.prep_minutes.unwrap_or_default(),
        cook_minutes: checked.cook_minutes.unwrap_or_default(),
        ingredients: data.ingredients.clone().unwrap_or_default(),
        steps: data.steps.clone().unwrap_or_default(),
        notes: checked.notes.unwrap_or_default(),
        settings: Settings::new(),
        removed: None,
    };
    work.create(dish);
    work.tell(Fact::new("dish-put").with("dishId", data.dish_id));
    Ok(())
}

fn edit(work: &mut Work<'_>, data: &PutDish, checked: Checked) -> Result<(), Refusal> {
    let before = work.see::<Dish>(data.dish_id)?;
    // All of a dish or nothing: it has no field of another role's.
    may_set_all(work, Table::Dishes, &[("name", true)])?;
    let mut dish = before.clone();
    work.set_some(&mut dish, "name", checked.name);
    work.set_some(&mut dish, "course", data.course);
    work.set_some(&mut dish, "serves", checked.serves);
    work.set_some(&mut dish, "prepMinutes", checked.prep_minutes);
    work.set_some(&mut dish, "cookMinutes", checked.cook_minutes);
    work.set_some(&mut dish, "ingredients", data.ingredients.as_ref());
    work.set_some(&mut dish, "steps", data.steps.as_ref());
    work.set_some(&mut dish, "notes", checked.notes);
    let updates = updates(&before, &dish);
    work.put(dish);
    work.tell(Fact::new("dish-put").with("dishId", data.dish_id).with("updates", updates));
    Ok(())
}

//! Menus: cooks make and edit them but for the price, which they never see; organizers make them.

use super::super::super::bounds;
use super::super::super::command::{PutMenu, RemoveMenu};
use super::super::super::fact::Fact;
use super::super::super::ids::DishId;
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Dish, Menu, Role, Settings, Table};
use super::super::super::values::{Money, Patch, Revision};
use super::super::super::work::{Work, updates};
use super::{in_use, may_set_all, party_with, required};

/// Makes a menu, or edits the one there is.
pub fn put(work: &mut Work<'_>, data: &PutMenu) -> Result<(), Refusal> {
    let checked = checked(work, data)?;
    if work.state().get::<Menu>(data.menu_id).is_none() {
        create(work, data, checked)
    } else {
        edit(work, data, checked)
    }
}

/// Removes a menu that is not sold to a party ahead.
pub fn remove(work: &mut Work<'_>, data: &RemoveMenu) -> Result<(), Refusal> {
    let menu = work.see::<Menu>(data.menu_id)?;
    if let Some(party) = party_with(work, |line| line.menu_id == Some(menu.id)) {
        return Err(in_use("the party", &party));
    }
    if work.remove(menu) {
        work.tell(Fact::new("menu-removed").with("menuId", data.menu_id));
    }
    Ok(())
}

struct Checked {
    name: Option<String>,
    price: Patch<Money>,
    min: Patch<u32>,
    max: Patch<u32>,
}

fn checked(work: &Work<'_>, data: &PutMenu) -> Result<Checked, Refusal> {
    check_dishes(work, data.dish_ids.as_deref().unwrap_or_default())?;
    Ok(Checked {
        name: data.name.as_deref().map(|name| bounds::name("name", name)).transpose()?,
        price: data.price_per_person.try_map(|&price| bounds::money("pricePerPerson", price))?,
        min: data.min.try_map(|&count| bounds::guests("min", count))?,
        max: data.max.try_map(|&count| bounds::guests("max", count))?,
    })
}

fn check_dishes(work: &Work<'_>, dishes: &[DishId]) -> Result<(), Refusal> {
    bounds::entries("dishIds", dishes.len(), bounds::ENTRIES)?;
    for (at, dish) in dishes.iter().enumerate() {
        if work.is_authority() && work.state().live::<Dish>(*dish).is_none() {
            return Err(Refusal::not_found().field("dishIds"));
        }
        if dishes[..at].contains(dish) {
            return Err(Refusal::invalid("dishIds", "The menu has this dish already."));
        }
    }
    Ok(())
}

fn check_range(min: Option<u32>, max: Option<u32>) -> Result<(), Refusal> {
    match (min, max) {
        (Some(min), Some(max)) if min > max => {
            Err(Refusal::invalid("max", "The most cannot be below the fewest."))
        }
        _ => Ok(()),
    }
}

fn create(work: &mut Work<'_>, data: &PutMenu, checked: Checked) -> Result<(), Refusal> {
    if work.context.role == Role::Cook && !data.price_per_person.is_keep() {
        return Err(Refusal::forbidden().field("pricePerPerson"));
    }
    let (min, max) = (checked.min.clone().value(), checked.max.clone().value());
    check_range(min, max)?;
    let menu = Menu {
        id: data.menu_id,
        rev: Revision::ZERO,
        name: required(checked.name, "name")?,
        dish_ids: data.dish_ids.clone().unwrap_or_default(),
        price_per_person: checked.price.value(),
        min,
        max,
        settings: Settings::new(),
        removed: None,
    };
    work.create(menu);
    work.tell(Fact::new("menu-put").with("menuId", data.menu_id));
    Ok(())
}

fn edit(work: &mut Work<'_>, data: &PutMenu, checked: Checked) -> Result<(), Refusal> {
    let before = work.see::<Menu>(data.menu_id)?;
    let named = [("name", true), ("pricePerPerson", !data.price_per_person.is_keep())];
    may_set_all(work, Table::Menus, &named)?;
    check_range(checked.min.over(before.min), checked.max.over(before.max))?;
    let mut menu = before.clone();
    work.set_some(&mut menu, "name", checked.name);
    work.set_some(&mut menu, "dishIds", data.dish_ids.as_ref());
    work.set_some(&mut menu, "pricePerPerson", checked.price.change());
    work.set_some(&mut menu, "min", checked.min.change());
    work.set_some(&mut menu, "max", checked.max.change());
    let updates = updates(&before, &menu);
    work.put(menu);
    work.tell(Fact::new("menu-put").with("menuId", data.menu_id).with("updates", updates));
    Ok(())
}

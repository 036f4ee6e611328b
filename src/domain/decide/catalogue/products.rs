//! Products: logistics make and edit them, cooks make them and say their allergens, organizers make
//! them.

use super::super::super::bounds;
use super::super::super::command::{PutProduct, RemoveProduct};
use super::super::super::fact::Fact;
use super::super::super::ids::ProductId;
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Allergens, Product, ProductCategory, Role, Settings, Table};
use super::super::super::values::{Money, Patch, Quantity, Revision, Unit};
use super::super::super::work::{Work, updates};
use super::{in_use, may_set_all, party_with, required};
use crate::domain::order;

/// Makes a product, or edits the one there is.
pub fn put(work: &mut Work<'_>, data: &PutProduct) -> Result<(), Refusal> {
    let checked = checked(data)?;
    if work.state().get::<Product>(data.product_id).is_none() {
        create(work, data, checked)
    } else {
        edit(work, data, checked)
    }
}

/// Removes a product that nothing stands on.
pub fn remove(work: &mut Work<'_>, data: &RemoveProduct) -> Result<(), Refusal> {
    let product = work.see::<Product>(data.product_id)?;
    not_used(work, product.id)?;
    if work.remove(product) {
        work.tell(Fact::new("product-removed").with("productId", data.product_id));
    }
    Ok(())
}

struct Checked {
    name: Option<String>,
    price: Patch<Money>,
    pack_size: Patch<Quantity>,
    piece_weight: Patch<Quantity>,
    supplier: Patch<String>,
    allergens: Option<Allergens>,
}

fn checked(data: &PutProduct) -> Result<Checked, Refusal> {
    let weight = data.piece_weight.try_map(|&weight| bounds::amount("pieceWeight", weight))?;
    if weight.clone().value().is_some_and(|weight| !matches!(weight.base(), Unit::G | Unit::Ml)) {
        return Err(Refusal::invalid("pieceWeight", "A piece holds a weight or a volume."));
    }
    if matches!(&data.pack_unit, Patch::Set(Unit::G | Unit::Kg | Unit::Ml | Unit::L)) {
        return Err(Refusal::invalid("packUnit", "A pack is counted."));
    }
    Ok(Checked {
        name: data.name.as_deref().map(|name| bounds::name("name", name)).transpose()?,
        price: data.price.try_map(|&price| bounds::money("price", price))?,
        pack_size: data.pack_size.try_map(|&size| bounds::amount("packSize", size))?,
        piece_weight: weight,
        supplier: data.supplier.try_map(|name| bounds::name("supplier", name))?,
        allergens: data.allergens.clone().map(in_order),
    })
}

fn in_order(allergens: Allergens) -> Allergens {
    match allergens {
        Allergens::Unknown => Allergens::Unknown,
        Allergens::Known(mut known) => {
            order::sort(&mut known);
            known.dedup();
            Allergens::Known(known)
        }
    }
}

fn create(work: &mut Work<'_>, data: &PutProduct, checked: Checked) -> Result<(), Refusal> {
    // Whoever may not see prices does not set them, either.
    if work.context.role == Role::Cook && !data.price.is_keep() {
        return Err(Refusal::forbidden().field("price"));
    }
    let product = Product {
        id: data.product_id,
        rev: Revision::ZERO,
        name: required(checked.name, "name")?,
        category: data.category.unwrap_or(ProductCategory::Other),
        unit: required(data.unit, "unit")?,
        price: checked.price.value(),
        pack_size: checked.pack_size.value(),
        pack_unit: data.pack_unit.clone().value(),
        piece_weight: checked.piece_weight.value(),
        supplier: checked.supplier.value(),
        allergens: checked.allergens.unwrap_or_default(),
        settings: Settings::new(),
        removed: None,
    };
    work.create(product);
    work.tell(Fact::new("product-put").with("productId", data.product_id));
    Ok(())
}

fn edit(work: &mut Work<'_>, data: &PutProduct, checked: Checked) -> Result<(), Refusal> {
    let before = work.see::<Product>(data.product_id)?;
    let named = [
        ("name", data.name.is_some()),
        ("category", data.category.is_some()),
        ("unit", data.unit.is_some()),
        ("price", !data.price.is_keep()),
        ("packSize", !data.pack_size.is_keep()),
        ("packUnit", !data.pack_unit.is_keep()),
        ("pieceWeight", !data.piece_weight.is_keep()),
        ("supplier", !data.supplier.is_keep()),
        ("allergens", data.allergens.is_some()),
    ];
    may_set_all(work, Table::Products, &named)?;
    let mut product = before.clone();
    work.set_some(&mut product, "name", checked.name);
    work.set_some(&mut product, "category", data.category);
    work.set_some(&mut product, "unit", data.unit);
    work.set_some(&mut product, "price", checked.price.change());
    work.set_some(&mut product, "packSize", checked.pack_size.change());
    work.set_some(&mut product, "packUnit", data.pack_unit.change());
    work.set_some(&mut product, "pieceWeight", checked.piece_weight.change());
    work.set_some(&mut product, "supplier", checked.supplier.change());
    work.set_some(&mut product, "allergens", checked.allergens);
    let updates = updates(&before, &product);
    work.put(product);
    work.tell(Fact::new("product-put").with("productId", data.product_id).with("updates", updates));
    Ok(())
}

fn not_used(work: &Work<'_>, product: ProductId) -> Result<(), Refusal> {
    let state = work.state();
    let dish = state
        .dishes()
        .values()
        .find(|dish| dish.removed.is_none() && dish.ingredients.iter().any(|one| one.product_id == product));
    if let Some(dish) = dish {
        return Err(in_use("the dish", &dish.name));
    }
    if let Some(party) = party_with(work, |line| line.product_id == Some(product)) {
        return Err(in_use("the party", &party));
    }
    let demands = state.indexes().demands_by_product.of(&product);
    let needed = state
        .each::<super::super::super::rows::Demand>(demands)
        .any(|demand| demand.withdrawn.is_none() && demand.quantity.thousandths() > 0);
    let name = state.products().get(&product).map_or("", |row| row.name.as_str());
    if needed { Err(in_use("the shopping list:", name)) } else { Ok(()) }
}

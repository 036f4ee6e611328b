//! Commands about products, dishes and menus. `put-…` makes a row or edits the one there is.

use crate::domain::json::{data, sparse};

use super::super::ids::{DishId, MenuId, ProductId};
use super::super::rows::{Allergens, Course, DishIngredient, DishStep, ProductCategory};
use super::super::values::{Money, Patch, Quantity, Unit};

sparse! {
    /// Makes or edits a product; of one that is there a cook sets the allergens only (DOMAIN, Roles).
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutProduct {
        pub product_id: ProductId,
        pub name: Option<String>,
        pub category: Option<ProductCategory>,
        pub unit: Option<Unit>,
        pub price: Patch<Money>,
        pub pack_size: Patch<Quantity>,
        pub pack_unit: Patch<Unit>,
        pub piece_weight: Patch<Quantity>,
        pub supplier: Patch<String>,
        pub allergens: Option<Allergens>,
    }
}

impl PutProduct {
    /// A new product of which nothing but its name and unit is known.
    #[must_use]
    pub fn new(product_id: ProductId, name: String, unit: Unit) -> Self {
        Self {
            product_id,
            name: Some(name),
            category: Some(ProductCategory::Other),
            unit: Some(unit),
            price: Patch::Keep,
            pack_size: Patch::Keep,
            pack_unit: Patch::Keep,
            piece_weight: Patch::Keep,
            supplier: Patch::Keep,
            allergens: None,
        }
    }
}

data! {
    /// Removes a product that nothing ahead needs.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveProduct {
        pub product_id: ProductId,
    }
}

sparse! {
    /// Makes or edits a dish; booked parties that have it follow (rule 2).
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutDish {
        pub dish_id: DishId,
        pub name: Option<String>,
        pub course: Option<Course>,
        pub serves: Option<u32>,
        pub prep_minutes: Option<u32>,
        pub cook_minutes: Option<u32>,
        pub ingredients: Option<Vec<DishIngredient>>,
        pub steps: Option<Vec<DishStep>>,
        pub notes: Option<String>,
    }
}

data! {
    /// Removes a dish that neither a menu nor a party ahead has.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveDish {
        pub dish_id: DishId,
    }
}

sparse! {
    /// Makes or edits a menu; booked parties that have it follow (rule 2).
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutMenu {
        pub menu_id: MenuId,
        pub name: Option<String>,
        pub dish_ids: Option<Vec<DishId>>,
        pub price_per_person: Patch<Money>,
        pub min: Patch<u32>,
        pub max: Patch<u32>,
    }
}

data! {
    /// Removes a menu that no party ahead has.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveMenu {
        pub menu_id: MenuId,
    }
}

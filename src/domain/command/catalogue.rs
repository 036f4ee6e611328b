//! Commands about products, dishes and menus. `put-…` makes a row or edits the one there is.

use serde::{Deserialize, Serialize};

use super::super::ids::{DishId, MenuId, ProductId};
use super::super::rows::{Allergens, Course, DishIngredient, DishStep, ProductCategory};
use super::super::values::{Money, Patch, Quantity, Unit};

/// Makes or edits a product; of one that is there a cook sets the allergens only (DOMAIN, Roles).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PutProduct {
    pub product_id: ProductId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<ProductCategory>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub price: Patch<Money>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub pack_size: Patch<Quantity>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub pack_unit: Patch<Unit>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub piece_weight: Patch<Quantity>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub supplier: Patch<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allergens: Option<Allergens>,
}

/// Removes a product that nothing ahead needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveProduct {
    pub product_id: ProductId,
}

/// Makes or edits a dish; booked parties that have it follow (rule 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PutDish {
    pub dish_id: DishId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serves: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prep_minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cook_minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ingredients: Option<Vec<DishIngredient>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<DishStep>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// Removes a dish that neither a menu nor a party ahead has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveDish {
    pub dish_id: DishId,
}

/// Makes or edits a menu; booked parties that have it follow (rule 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PutMenu {
    pub menu_id: MenuId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dish_ids: Option<Vec<DishId>>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub price_per_person: Patch<Money>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub min: Patch<u32>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub max: Patch<u32>,
}

/// Removes a menu that no party ahead has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveMenu {
    pub menu_id: MenuId,
}

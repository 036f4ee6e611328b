//! Commands about the shopping list.

use serde::{Deserialize, Serialize};

use super::super::ids::{
    BudgetId, ConflictId, DemandId, ItemId, ProductId, PurchaseId, SubstituteId, TransferId,
};
use super::super::rows::ProductCategory;
use super::super::values::{LocalTime, Money, Patch, Quantity, Week};

/// "In the cart, so much in all" (rule 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MarkPurchased {
    pub item_id: ItemId,
    pub purchase_id: PurchaseId,
    pub quantity: Quantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// So much more was bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddPurchase {
    pub item_id: ItemId,
    pub purchase_id: PurchaseId,
    pub quantity: Quantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// We have so much already, at no cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HaveAlready {
    pub item_id: ItemId,
    pub purchase_id: PurchaseId,
    pub quantity: Quantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Leaves a record out, as if it had not been made (rule 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoidPurchase {
    pub purchase_id: PurchaseId,
}

/// One line of a bulk purchase: a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BulkPurchase {
    pub item_id: ItemId,
    pub purchase_id: PurchaseId,
    pub quantity: Quantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// All or nothing (rule 10).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MarkManyPurchased {
    pub items: Vec<BulkPurchase>,
}

/// The goods have arrived in the kitchen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receive {
    pub purchase_ids: Vec<PurchaseId>,
}

/// Sets the price, the place or the note of a record (rule 13).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditPurchase {
    pub purchase_id: PurchaseId,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub paid: Patch<Money>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub place: Patch<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub note: Patch<String>,
}

/// Moves what one line has too much of to another line of the product (rule 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakeSurplus {
    pub transfer_id: TransferId,
    pub from_item_id: ItemId,
    pub to_item_id: ItemId,
    pub quantity: Quantity,
}

/// Whether two concurrent marks stated the same goods (rule 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerSameGoods {
    pub conflict_id: ConflictId,
    pub same: bool,
}

/// Makes or edits a need by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PutDemand {
    pub demand_id: DemandId,
    pub week: Week,
    pub product_id: ProductId,
    pub quantity: Quantity,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub need_by: Patch<LocalTime>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub budget_id: Patch<BudgetId>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub text: Patch<String>,
}

/// Takes back a need by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveDemand {
    pub demand_id: DemandId,
}

/// Sets the notes or the supplier of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditShoppingItem {
    pub item_id: ItemId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub supplier: Patch<String>,
}

/// Claims a line, or all lines of a category in a week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimItem {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_id: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<Week>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<ProductCategory>,
    pub claimed: bool,
}

/// Accepts that no more is bought; `needed` is the need that was on screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloseShort {
    pub item_id: ItemId,
    pub needed: Quantity,
}

/// Offers another product for a line that is not to be had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposeSubstitute {
    pub item_id: ItemId,
    pub substitute_id: SubstituteId,
    pub product_id: ProductId,
    pub quantity: Quantity,
}

/// Says whether an offered product will do; if so the kitchen cooks with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerSubstitute {
    pub substitute_id: SubstituteId,
    pub accepted: bool,
}

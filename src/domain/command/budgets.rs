//! Commands about parties, their lines and payments.

use serde::{Deserialize, Serialize};

use super::super::ids::{BudgetId, ClientId, DishId, LineId, MenuId, PaymentId, ProductId, UserId};
use super::super::rows::{BudgetStatus, GuestGroup, LineCategory, PaymentKind, Portions};
use super::super::values::{Date, Money, Patch, Quantity, TimeOfDay};

/// Makes a party, as a draft of its author's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateBudget {
    pub budget_id: BudgetId,
    pub name: String,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub client_id: Patch<ClientId>,
    pub date: Date,
    pub serving_time: TimeOfDay,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub end_time: Patch<TimeOfDay>,
    pub guests: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GuestGroup>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub limit: Patch<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// `owner_id` is taken from an admin only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditBudget {
    pub budget_id: BudgetId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub client_id: Patch<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serving_time: Option<TimeOfDay>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub end_time: Patch<TimeOfDay>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GuestGroup>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub limit: Patch<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
}

/// Moves a party to another status; into `reserva` books it (rule 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetBudgetStatus {
    pub budget_id: BudgetId,
    pub status: BudgetStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Sets how many guests come; the rows of a booked party follow (rule 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetGuestCount {
    pub budget_id: BudgetId,
    pub guests: u32,
}

/// Removes a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveBudget {
    pub budget_id: BudgetId,
}

/// Makes or edits a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PutBudgetLine {
    pub line_id: LineId,
    pub budget_id: BudgetId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<LineCategory>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub dish_id: Patch<DishId>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub menu_id: Patch<MenuId>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub product_id: Patch<ProductId>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub portions: Patch<Portions>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub quantity: Patch<Quantity>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub unit_price: Patch<Money>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub planned_cost: Patch<Money>,
}

/// Removes a line; what only it asked for is withdrawn (rule 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveBudgetLine {
    pub line_id: LineId,
}

/// Records money that the client paid, or got back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordPayment {
    pub payment_id: PaymentId,
    pub budget_id: BudgetId,
    pub amount: Money,
    pub kind: PaymentKind,
    pub method: String,
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Says that a payment was not one; it stays on the books, and counts no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoidPayment {
    pub payment_id: PaymentId,
}

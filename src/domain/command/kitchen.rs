//! Commands about cooking schedules, their ingredients and timers.

use serde::{Deserialize, Serialize};

use super::super::ids::{BudgetId, IngredientId, ProductId, ScheduleId, TimerId};
use super::super::rows::{DishStep, ScheduleStatus};
use super::super::values::{Instant, LocalTime, Patch, Quantity};

/// Without times the party's serving time and rule 4 give them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSchedule {
    pub schedule_id: ScheduleId,
    pub budget_id: BudgetId,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serve_at: Option<LocalTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_at: Option<LocalTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<DishStep>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub station: Patch<String>,
}

/// Edits a schedule; the times so set stay when the party moves (rule 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditSchedule {
    pub schedule_id: ScheduleId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serve_at: Option<LocalTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_at: Option<LocalTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<DishStep>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub station: Patch<String>,
}

/// Says how far the cooking is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetScheduleStatus {
    pub schedule_id: ScheduleId,
    pub status: ScheduleStatus,
}

/// `step` counts from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetStep {
    pub schedule_id: ScheduleId,
    pub step: u32,
    pub done: bool,
}

/// Starts, changes or (with a null end) stops a timer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetTimer {
    pub timer_id: TimerId,
    pub schedule_id: ScheduleId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub ends_at: Patch<Instant>,
}

/// Makes an ingredient by hand, or edits one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PutIngredient {
    pub ingredient_id: IngredientId,
    pub schedule_id: ScheduleId,
    pub product_id: ProductId,
    pub quantity: Quantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// Sets the cook's own amount; the list follows at once (rule 7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetIngredientQuantity {
    pub ingredient_id: IngredientId,
    pub quantity: Quantity,
}

/// Gives up the cook's own amount for the scaled one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakeNewAmount {
    pub ingredient_id: IngredientId,
}

/// Leaves a product out of a schedule; its need goes with it (rule 7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveIngredient {
    pub ingredient_id: IngredientId,
}

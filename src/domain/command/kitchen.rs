//! Commands about cooking schedules, their ingredients and timers.

use crate::domain::json::{data, sparse};

use super::super::ids::{BudgetId, IngredientId, ProductId, ScheduleId, TimerId};
use super::super::rows::{DishStep, ScheduleStatus};
use super::super::values::{Instant, LocalTime, Patch, Quantity};

sparse! {
    /// Without times the party's serving time and rule 4 give them.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreateSchedule {
        pub schedule_id: ScheduleId,
        pub budget_id: BudgetId,
        pub title: String,
        pub serve_at: Option<LocalTime>,
        pub start_at: Option<LocalTime>,
        pub guests: Option<u32>,
        pub minutes: Option<u32>,
        pub steps: Option<Vec<DishStep>>,
        pub instructions: Option<String>,
        pub station: Patch<String>,
    }

    /// Edits a schedule; the times so set stay when the party moves (rule 2).
    #[derive(Clone, Debug, PartialEq)]
    pub struct EditSchedule {
        pub schedule_id: ScheduleId,
        pub title: Option<String>,
        pub serve_at: Option<LocalTime>,
        pub start_at: Option<LocalTime>,
        pub guests: Option<u32>,
        pub minutes: Option<u32>,
        pub steps: Option<Vec<DishStep>>,
        pub instructions: Option<String>,
        pub station: Patch<String>,
    }
}

data! {
    /// Says how far the cooking is.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SetScheduleStatus {
        pub schedule_id: ScheduleId,
        pub status: ScheduleStatus,
    }

    /// `step` counts from 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SetStep {
        pub schedule_id: ScheduleId,
        pub step: u32,
        pub done: bool,
    }
}

sparse! {
    /// Starts, changes or (with a null end) stops a timer.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SetTimer {
        pub timer_id: TimerId,
        pub schedule_id: ScheduleId,
        pub step: Option<u32>,
        pub label: Option<String>,
        pub ends_at: Patch<Instant>,
    }

    /// Makes an ingredient by hand, or edits one.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutIngredient {
        pub ingredient_id: IngredientId,
        pub schedule_id: ScheduleId,
        pub product_id: ProductId,
        pub quantity: Quantity,
        pub notes: Option<String>,
    }
}

data! {
    /// Sets the cook's own amount; the list follows at once (rule 7).
    #[derive(Clone, Debug, PartialEq)]
    pub struct SetIngredientQuantity {
        pub ingredient_id: IngredientId,
        pub quantity: Quantity,
    }

    /// Gives up the cook's own amount for the scaled one.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TakeNewAmount {
        pub ingredient_id: IngredientId,
    }

    /// Leaves a product out of a schedule; its need goes with it (rule 7).
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveIngredient {
        pub ingredient_id: IngredientId,
    }
}

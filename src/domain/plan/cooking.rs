//! What the kitchen cooks for a party, how long it takes, and of what (rules 4 and 5).

use super::super::ids::{DishId, LineId, ProductId, ScheduleId};
use super::super::rows::{Budget, BudgetLine, Dish, DishIngredient, LineCategory, Step};
use super::super::scaling::scaled;
use super::super::state::State;
use super::super::values::{LocalTime, Quantity};
use super::{DefaultProduct, Plan, defaults, portions};
use crate::domain::order;

/// Food is ready so many minutes before it is served.
const READY_BEFORE: i64 = 15;
/// The most that a guess of the cooking time may be; what a dish says of itself is no guess.
const LONGEST_GUESS: u32 = 480;

/// What the kitchen cooks for a line: one dish of it, or the line as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedSchedule {
    pub id: ScheduleId,
    pub line_id: LineId,
    pub dish_id: Option<DishId>,
    pub title: String,
    pub instructions: String,
    pub guests: u32,
    pub serve_at: LocalTime,
    pub start_at: LocalTime,
    pub minutes: u32,
    pub steps: Vec<Step>,
    pub recipe: Recipe,
}

/// The amounts of a dish, for all that it serves; each product once.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    pub serves: u32,
    pub amounts: Vec<(ProductId, Quantity)>,
}

impl Recipe {
    /// A dish's amounts. A product named twice is summed within its dimension.
    #[must_use]
    pub fn of(serves: u32, ingredients: &[DishIngredient]) -> Self {
        let mut amounts: Vec<(ProductId, Quantity)> = Vec::with_capacity(ingredients.len());
        for one in ingredients {
            match amounts.iter_mut().find(|(product, _)| *product == one.product_id) {
                Some((_, sum)) if sum.base() == one.quantity.base() => {
                    let thousandths = sum.thousandths().saturating_add(one.quantity.thousandths());
                    *sum = Quantity::new(thousandths, sum.unit());
                }
                // Refused when a dish is put; an ingredient has one dimension.
                Some(_) => {}
                None => amounts.push((one.product_id, one.quantity)),
            }
        }
        Self { serves, amounts }
    }

    /// What so many portions need (rule 5).
    #[must_use]
    pub fn scaled_to(&self, guests: u32) -> Vec<(ProductId, Quantity)> {
        self.amounts.iter().map(|&(product, amount)| (product, scaled(amount, guests, self.serves))).collect()
    }
}

/// Minutes that cooking for so many takes where no dish says it (rule 4).
#[must_use]
pub fn guessed_minutes(guests: u32) -> u32 {
    guests.saturating_sub(10).saturating_mul(5).saturating_add(120).min(LONGEST_GUESS)
}

/// Minutes from beginning to cook to serving: the lead for so many guests, or what the cooking
/// takes and a quarter of an hour, whichever is more (rule 4).
#[must_use]
pub fn minutes_ahead(guests: u32, minutes: u32) -> i64 {
    let lead = match guests {
        0..=20 => 120,
        21..=50 => 180,
        _ => 240,
    };
    (i64::from(minutes) + READY_BEFORE).max(lead)
}

/// Adds what the kitchen cooks for a line: each dish of it, or for a food line that names neither
/// dish nor menu nor product, rice, chicken and vegetables (rule 5).
pub(super) fn plan_line(state: &State, budget: &Budget, line: &BudgetLine, plan: &mut Plan) {
    if let Some(dish) = line.dish_id {
        plan_dish(state, budget, line, dish, plan);
    } else if let Some(menu) = line.menu_id {
        let mut dishes = state.menus().get(&menu).map_or_else(Vec::new, |menu| menu.dish_ids.clone());
        order::sort(&mut dishes);
        dishes.dedup();
        for dish in dishes {
            plan_dish(state, budget, line, dish, plan);
        }
    } else if line.category == LineCategory::Food && line.product_id.is_none() {
        plan_default(state, budget, line, plan);
    }
}

fn plan_dish(state: &State, budget: &Budget, line: &BudgetLine, dish: DishId, plan: &mut Plan) {
    // Also a removed one: what has been sold is cooked.
    let Some(dish) = state.dishes().get(&dish) else { return };
    let guests = portions(budget, line);
    let minutes = dish.prep_minutes.saturating_add(dish.cook_minutes);
    plan.schedules.push(PlannedSchedule {
        id: ScheduleId::derived(line.id, Some(dish.id)),
        line_id: line.id,
        dish_id: Some(dish.id),
        title: dish.name.clone(),
        instructions: dish.notes.clone(),
        guests,
        serve_at: budget.serving(),
        start_at: budget.serving().plus_minutes(-minutes_ahead(guests, minutes)),
        minutes,
        steps: steps_of(dish),
        recipe: Recipe::of(dish.serves, &dish.ingredients),
    });
}

fn steps_of(dish: &Dish) -> Vec<Step> {
    let step = |step: &super::super::rows::DishStep| Step {
        text: step.text.clone(),
        minutes: step.minutes,
        done: false,
    };
    dish.steps.iter().map(step).collect()
}

fn plan_default(state: &State, budget: &Budget, line: &BudgetLine, plan: &mut Plan) {
    let Some(workspace) = state.workspace() else { return };
    let guests = portions(budget, line);
    let minutes = guessed_minutes(guests);
    let amounts = defaults::A_PORTION
        .into_iter()
        .map(|(product, grams)| (product.id(workspace.id), Quantity::new(grams * 1000, product.unit())))
        .collect();
    plan.products.extend(defaults::A_PORTION.map(|(product, _): (DefaultProduct, i64)| product));
    plan.schedules.push(PlannedSchedule {
        id: ScheduleId::derived(line.id, None),
        line_id: line.id,
        dish_id: None,
        title: if line.text.trim().is_empty() { "Food".to_owned() } else { first_words(&line.text) },
        instructions: String::new(),
        guests,
        serve_at: budget.serving(),
        start_at: budget.serving().plus_minutes(-minutes_ahead(guests, minutes)),
        minutes,
        steps: Vec::new(),
        recipe: Recipe { serves: 1, amounts },
    });
}

/// A line's text may be longer than a title.
fn first_words(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().chars().take(super::super::bounds::NAME).collect()
}

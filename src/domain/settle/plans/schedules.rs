//! The generated cooking schedules of a party, and their ingredients.

use super::super::super::ids::{BudgetId, IngredientId, ScheduleId};
use super::super::super::plan::PlannedSchedule;
use super::super::super::rows::{
    Budget, Ingredient, Row, Schedule, ScheduleAllergens, SchedulePlan, ScheduleStatus, Settings, Table,
    WithdrawnReason,
};
use super::super::super::values::{Date, Revision};
use super::super::super::work::Work;
use super::{is_set, is_touched, stamp, take};

/// Makes the schedules of the plan and their ingredients, or lets those there are follow it.
pub fn follow(work: &mut Work<'_>, budget: &Budget, planned: &[PlannedSchedule]) {
    for one in planned {
        let row = match work.state().get::<Schedule>(one.id) {
            None => made(budget, one),
            Some(row) if row.removed.is_some() => continue,
            Some(row) => followed(row.as_ref().clone(), one, budget.date, is_worked_on(work, row)),
        };
        work.put(row.clone());
        // The amounts of something begun stay, unless a cook has said for how many she cooks.
        if !row.is_begun() || is_touched(&row.settings, "guests") {
            follow_ingredients(work, &row, one);
        }
    }
    let kept: Vec<ScheduleId> = planned.iter().map(|schedule| schedule.id).collect();
    withdraw(work, budget.id, WithdrawnReason::NotPlanned, &kept);
    move_by_hand(work, budget);
}

/// Whether a cook has set something of a schedule's ingredients or steps: an amount, a note, one added or
/// taken out, another list of steps. Then the schedule counts as touched (rule 2).
fn is_worked_on(work: &Work<'_>, schedule: &Schedule) -> bool {
    let ids = work.state().indexes().ingredients_by_schedule.of(&schedule.id);
    let mut rows = ids.filter_map(|id| work.state().get::<Ingredient>(id));
    schedule.has_steps_set() || rows.any(|row| row.is_worked_on())
}

/// What cooks have planned by hand moves with the party's day, unless it is begun.
fn move_by_hand(work: &mut Work<'_>, budget: &Budget) {
    let before = match work.row_before(Table::Budgets, budget.id.0) {
        Some(Row::Budget(before)) => before.date,
        _ => budget.date,
    };
    let schedules = work.state().schedules_of(budget.id).rows();
    let days = |row: &Schedule| budget.date.days_since(row.day.unwrap_or(before));
    let moves = |row: &Schedule| row.plan.is_none() && !row.is_begun() && days(row) != 0;
    work.change_each(schedules, moves, |row| {
        row.move_days(days(row));
        row.day = Some(budget.date);
    });
}

/// Takes back the unfinished generated schedules of a party but for those kept.
pub fn withdraw(work: &mut Work<'_>, budget: BudgetId, reason: WithdrawnReason, kept: &[ScheduleId]) {
    let withdrawn = Some(stamp(work, reason));
    let schedules = work.state().schedules_of(budget).rows();
    let gone = |row: &Schedule| {
        let stands = row.withdrawn.is_none() && is_unfinished(row.status);
        row.plan.is_some() && stands && !kept.contains(&row.id)
    };
    work.change_each(schedules, gone, |row| row.withdrawn.clone_from(&withdrawn));
}

fn is_unfinished(status: ScheduleStatus) -> bool {
    match status {
        ScheduleStatus::Planned | ScheduleStatus::Cooking | ScheduleStatus::Ready => true,
        ScheduleStatus::Served | ScheduleStatus::Canceled => false,
    }
}

fn plan_of(planned: &PlannedSchedule) -> SchedulePlan {
    SchedulePlan {
        serve_at: planned.serve_at,
        start_at: planned.start_at,
        minutes: planned.minutes,
        guests: planned.guests,
    }
}

fn made(budget: &Budget, planned: &PlannedSchedule) -> Schedule {
    Schedule {
        id: planned.id,
        rev: Revision::ZERO,
        title: planned.title.clone(),
        guests: planned.guests,
        serve_at: planned.serve_at,
        start_at: planned.start_at,
        minutes: planned.minutes,
        status: ScheduleStatus::Planned,
        instructions: planned.instructions.clone(),
        station: None,
        steps: planned.steps.clone(),
        budget_id: budget.id,
        line_id: Some(planned.line_id),
        dish_id: planned.dish_id,
        plan: Some(plan_of(planned)),
        day: Some(budget.date),
        allergens: ScheduleAllergens::default(),
        withdrawn: None,
        settings: Settings::new(),
        removed: None,
    }
}

/// `touched`: a cook has worked on it. Then, as when it is begun, its times stay; the portions still
/// follow, so that its other amounts do, until it is begun. A party that moves to another `day` takes
/// them along, at their time of day.
fn followed(mut row: Schedule, planned: &PlannedSchedule, day: Date, touched: bool) -> Schedule {
    let plan = plan_of(planned);
    let mut before = row.plan.clone().unwrap_or_else(|| plan.clone());
    let begun = row.is_begun();
    row.withdrawn = None;
    if !begun {
        row.move_days(day.days_since(row.day.unwrap_or(before.serve_at.date)));
        row.day = Some(day);
        let days = day.days_since(before.serve_at.date);
        before.serve_at.date = before.serve_at.date.plus_days(days);
        before.start_at.date = before.start_at.date.plus_days(days);
    }
    if !begun && !is_set(&row.settings, "guests", &row.guests, &before.guests) {
        take(&mut row.settings, "guests", &mut row.guests, plan.guests);
    }
    if !begun && !touched {
        if !is_set(&row.settings, "serveAt", &row.serve_at, &before.serve_at) {
            take(&mut row.settings, "serveAt", &mut row.serve_at, plan.serve_at);
        }
        if !is_set(&row.settings, "startAt", &row.start_at, &before.start_at) {
            take(&mut row.settings, "startAt", &mut row.start_at, plan.start_at);
        }
        if !is_set(&row.settings, "minutes", &row.minutes, &before.minutes) {
            take(&mut row.settings, "minutes", &mut row.minutes, plan.minutes);
        }
    }
    if !is_touched(&row.settings, "title") {
        row.title.clone_from(&planned.title);
    }
    if !is_touched(&row.settings, "instructions") {
        row.instructions.clone_from(&planned.instructions);
    }
    if !begun && !row.has_steps_set() {
        row.steps.clone_from(&planned.steps);
    }
    row.plan = Some(plan);
    row
}

fn follow_ingredients(work: &mut Work<'_>, schedule: &Schedule, planned: &PlannedSchedule) {
    let amounts = planned.recipe.scaled_to(schedule.guests);
    let mut kept = Vec::with_capacity(amounts.len());
    for (product, scaled) in amounts {
        let id = IngredientId::derived(schedule.id, product);
        kept.push(id);
        let row = match work.state().get::<Ingredient>(id) {
            Some(row) if row.removed.is_some() => continue,
            Some(row) => {
                let mut row = row.as_ref().clone();
                row.scaled = Some(scaled);
                row.quantity = row.effective();
                row.withdrawn = None;
                row
            }
            None => Ingredient {
                quantity: scaled,
                scaled: Some(scaled),
                ..Ingredient::new(id, schedule, product, scaled.unit())
            },
        };
        work.put(row);
    }
    let withdrawn = Some(stamp(work, WithdrawnReason::NotPlanned));
    let ingredients = work.state().ingredients_of(schedule.id).rows();
    let gone = |row: &Ingredient| row.scaled.is_some() && row.withdrawn.is_none() && !kept.contains(&row.id);
    work.change_each(ingredients, gone, |row| row.withdrawn.clone_from(&withdrawn));
}

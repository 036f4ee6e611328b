//! Cooking schedules made or changed by hand.

use super::super::super::bounds;
use super::super::super::command::{CreateSchedule, EditSchedule, SetScheduleStatus};
use super::super::super::fact::Fact;
use super::super::super::plan::{guessed_minutes, minutes_ahead};
use super::super::super::refusal::Refusal;
use super::super::super::rows::{
    Budget, DishStep, Record, Role, Row, Schedule, ScheduleAllergens, ScheduleStatus, Settings, Severity,
    Step,
};
use super::super::super::values::Revision;
use super::super::super::work::{Notice, Work, updates};

/// Makes a schedule by hand. What is not said comes from the party and rule 4.
pub fn create(work: &mut Work<'_>, data: &CreateSchedule) -> Result<(), Refusal> {
    let title = bounds::name("title", &data.title)?;
    let budget = work.refer::<Budget>(data.budget_id, "budgetId")?;
    let guests = data.guests.or(budget.as_ref().map(|budget| budget.guests)).unwrap_or(1);
    let guests = bounds::guests("guests", guests)?;
    let minutes = bounds::minutes("minutes", data.minutes.unwrap_or_else(|| guessed_minutes(guests)))?;
    let serve_at = data.serve_at.or(budget.as_ref().map(|budget| budget.serving()));
    let serve_at = serve_at.unwrap_or_else(|| work.local_now());
    let start_at = data.start_at.unwrap_or_else(|| serve_at.plus_minutes(-minutes_ahead(guests, minutes)));
    let steps = data.steps.as_deref().map(|steps| checked(steps, &[])).transpose()?.unwrap_or_default();
    let instructions = bounds::text("instructions", data.instructions.as_deref().unwrap_or_default())?;
    let station = station(data.station.change().flatten())?;
    work.fresh::<Schedule>(data.schedule_id, "scheduleId")?;
    work.create(Schedule {
        id: data.schedule_id,
        rev: Revision::ZERO,
        title,
        guests,
        serve_at,
        start_at,
        minutes,
        status: ScheduleStatus::Planned,
        instructions,
        station,
        steps,
        budget_id: data.budget_id,
        line_id: None,
        dish_id: None,
        plan: None,
        day: budget.map(|budget| budget.date),
        allergens: ScheduleAllergens::default(),
        withdrawn: None,
        settings: Settings::new(),
        removed: None,
    });
    let fact = Fact::new("schedule-created").with("scheduleId", data.schedule_id);
    work.tell(fact.with("budgetId", data.budget_id));
    Ok(())
}

/// Carries out `edit-schedule`.
pub fn edit(work: &mut Work<'_>, data: &EditSchedule) -> Result<(), Refusal> {
    let mut schedule = work.see::<Schedule>(data.schedule_id)?;
    let before = schedule.clone().into_row();
    let title = data.title.as_deref().map(|title| bounds::name("title", title)).transpose()?;
    let guests = data.guests.map(|guests| bounds::guests("guests", guests)).transpose()?;
    let minutes = data.minutes.map(|minutes| bounds::minutes("minutes", minutes)).transpose()?;
    let steps = data.steps.as_deref().map(|steps| checked(steps, &schedule.steps)).transpose()?;
    let instructions = data.instructions.as_deref();
    let instructions = instructions.map(|text| bounds::text("instructions", text)).transpose()?;
    let station = data.station.change().map(station).transpose()?;
    work.set_some(&mut schedule, "title", title);
    work.set_some(&mut schedule, "serveAt", data.serve_at);
    work.set_some(&mut schedule, "startAt", data.start_at);
    work.set_some(&mut schedule, "guests", guests);
    work.set_some(&mut schedule, "minutes", minutes);
    work.set_some(&mut schedule, "instructions", instructions);
    work.set_some(&mut schedule, "station", station);
    if work.set_some(&mut schedule, "steps", steps) {
        // The ticks went along with the list; a setting of a place in the old one means nothing.
        schedule.settings.retain(|field, _| !Schedule::is_step_field(field));
    }
    let row = schedule.clone().into_row();
    tell(work, &before, &row, schedule.id);
    work.put(schedule);
    Ok(())
}

fn tell(work: &mut Work<'_>, before: &Row, after: &Row, id: super::super::super::ids::ScheduleId) {
    let updates = updates(before, after);
    work.tell(Fact::new("schedule-updated").with("scheduleId", id).with("updates", updates));
}

/// The steps of a new list; those that were done under the same words still are.
fn checked(steps: &[DishStep], old: &[Step]) -> Result<Vec<Step>, Refusal> {
    bounds::entries("steps", steps.len(), bounds::ENTRIES)?;
    let mut done: Vec<&str> = old.iter().filter(|step| step.done).map(|step| step.text.as_str()).collect();
    let mut checked = Vec::with_capacity(steps.len());
    for step in steps {
        let text = bounds::reason("steps", &step.text)?;
        let minutes = bounds::minutes("steps", step.minutes)?;
        let at = done.iter().position(|&known| known == text);
        checked.push(Step { text, minutes, done: at.is_some() });
        if let Some(at) = at {
            done.swap_remove(at);
        }
    }
    Ok(checked)
}

fn station(station: Option<&String>) -> Result<Option<String>, Refusal> {
    station.map(|station| bounds::name("station", station)).transpose()
}

/// Any status may follow any other. The other cooks and the party's owner are told.
pub fn set_status(work: &mut Work<'_>, data: &SetScheduleStatus) -> Result<(), Refusal> {
    let mut schedule = work.see::<Schedule>(data.schedule_id)?;
    let before = schedule.clone().into_row();
    let changed = work.set(&mut schedule, "status", data.status);
    tell(work, &before, &schedule.clone().into_row(), schedule.id);
    if changed {
        tell_status(work, &schedule);
    }
    work.put(schedule);
    Ok(())
}

fn tell_status(work: &mut Work<'_>, schedule: &Schedule) {
    let notice = Notice::new(Severity::Info, "schedule-status")
        .with("scheduleId", schedule.id)
        .with("title", &schedule.title)
        .with("status", schedule.status)
        .about(Schedule::TABLE, schedule.id.0)
        .of_budget(Some(schedule.budget_id));
    work.notify_roles(&[Role::Cook], &notice);
    if let Some(budget) = work.get::<Budget>(schedule.budget_id) {
        work.notify(&[budget.owner_id], &notice);
    }
}

/// Tells of a schedule that has become otherwise but by its own commands, as these would.
pub fn tell_schedule(work: &mut Work<'_>, before: &Schedule, after: &Schedule) {
    if updates(before, after).is_empty() {
        return;
    }
    tell(work, &before.clone().into_row(), &after.clone().into_row(), after.id);
    if before.status != after.status {
        tell_status(work, after);
    }
}

//! Kitchen timers. The end is an instant, so that a timer survives any reload.

use super::super::super::bounds;
use super::super::super::command::SetTimer;
use super::super::super::fact::Fact;
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Schedule, Settings, Timer};
use super::super::super::values::{Instant, Revision};
use super::super::super::work::Work;

/// The furthest a timer runs: a week.
const LONGEST: i64 = 7 * 24 * 60 * 60_000;

/// Starts a timer, changes one, or stops it; stopping one that nobody started is harmless.
pub fn set_timer(work: &mut Work<'_>, data: &SetTimer) -> Result<(), Refusal> {
    let schedule = work.see::<Schedule>(data.schedule_id)?;
    let ends_at = data.ends_at.change().flatten().copied();
    if let Some(end) = ends_at {
        check_end(work, end)?;
    }
    let label = data.label.as_deref().map(|label| bounds::name("label", label)).transpose()?;
    if work.state().get::<Timer>(data.timer_id).is_some() {
        change(work, data, label)?;
    } else {
        start(work, data, &schedule, label, ends_at)?;
    }
    let fact = Fact::new("timer-set").with("timerId", data.timer_id).with("scheduleId", data.schedule_id);
    work.tell(fact.with_some("step", data.step).with("endsAt", ends_at));
    Ok(())
}

fn check_end(work: &Work<'_>, end: Instant) -> Result<(), Refusal> {
    let distance = end.0.checked_sub(work.context.now.0).map(i64::unsigned_abs);
    match distance {
        Some(distance) if distance <= LONGEST.unsigned_abs() => Ok(()),
        _ => Err(Refusal::limit("endsAt", "At most a week from now.")),
    }
}

fn change(work: &mut Work<'_>, data: &SetTimer, label: Option<String>) -> Result<(), Refusal> {
    let mut timer = work.see::<Timer>(data.timer_id)?;
    if timer.schedule_id != data.schedule_id {
        return Err(Refusal::invalid("scheduleId", "This timer belongs to another schedule."));
    }
    work.set_some(&mut timer, "label", label);
    work.set_some(&mut timer, "endsAt", data.ends_at.change());
    work.put(timer);
    Ok(())
}

fn start(
    work: &mut Work<'_>,
    data: &SetTimer,
    schedule: &Schedule,
    label: Option<String>,
    ends_at: Option<Instant>,
) -> Result<(), Refusal> {
    let step = data.step.map(usize::try_from).transpose().ok().flatten();
    if data.step.is_some() && step.is_none_or(|step| step >= schedule.steps.len()) {
        return Err(Refusal::invalid("step", "There is no such step."));
    }
    if ends_at.is_none() {
        return Ok(());
    }
    work.create(Timer {
        id: data.timer_id,
        rev: Revision::ZERO,
        label: label.unwrap_or_default(),
        ends_at,
        schedule_id: schedule.id,
        step: data.step,
        budget_id: schedule.budget_id,
        date: schedule.serve_at.date,
        settings: Settings::new(),
        removed: None,
    });
    Ok(())
}

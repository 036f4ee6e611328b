//! Ticking the steps of a schedule. Each step is a setting of its own, so two cooks who tick
//! different ones do not meet.

use super::super::super::command::SetStep;
use super::super::super::fact::Fact;
use super::super::super::refusal::Refusal;
use super::super::super::rows::Schedule;
use super::super::super::work::Work;

/// A tick in a list that somebody else has replaced unseen gives way, since it may mean another
/// step.
pub fn set_step(work: &mut Work<'_>, data: &SetStep) -> Result<(), Refusal> {
    let mut schedule = work.see::<Schedule>(data.schedule_id)?;
    let field = Schedule::step_field(data.step);
    let replaced = work.is_concurrent(&schedule, "steps");
    let known = usize::try_from(data.step).is_ok_and(|step| step < schedule.steps.len());
    if replaced {
        work.give_way(&schedule, "steps", &field, data.done.into());
    } else if known {
        work.set(&mut schedule, &field, data.done);
    } else {
        return Err(Refusal::invalid("step", "There is no such step."));
    }
    let mut updates = serde_json::Map::new();
    updates.insert(field, data.done.into());
    let fact = Fact::new("schedule-updated").with("scheduleId", schedule.id);
    work.tell(fact.with("updates", updates));
    work.put(schedule);
    Ok(())
}

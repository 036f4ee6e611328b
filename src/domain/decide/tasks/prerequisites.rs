//! What has to be done before a task (rule 11). Each prerequisite is a setting of its own, so two
//! people who add different ones do not meet.

use super::super::super::bounds;
use super::super::super::circle::circle;
use super::super::super::command::{AddPrerequisite, RemovePrerequisite};
use super::super::super::fact::Fact;
use super::super::super::ids::TaskId;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::Task;
use super::super::super::state::State;
use super::super::super::work::Work;
use super::own_task;

/// The prerequisite may be of any role: everybody sees its title, role and status.
pub fn add_prerequisite(work: &mut Work<'_>, data: &AddPrerequisite) -> Result<(), Refusal> {
    let mut task = own_task(work, data.task_id)?;
    let (id, prerequisite) = (data.task_id, data.prerequisite_id);
    if work.is_authority() && work.get::<Task>(prerequisite).is_none() {
        return Err(Refusal::not_found().field("prerequisiteId"));
    }
    if !task.prerequisites.contains(&prerequisite) {
        let length = task.prerequisites.len() + 1;
        bounds::entries("prerequisiteId", length, bounds::PREREQUISITES)?;
    }
    if let Some(path) = circle(work.state(), id, prerequisite) {
        return Err(cycle(work.state(), &path));
    }
    work.set(&mut task, &Task::prerequisite_field(prerequisite), true);
    tell(work, "prerequisite-added", &task, prerequisite);
    work.put(task);
    Ok(())
}

/// Carries out `remove-prerequisite` (rule 11).
pub fn remove_prerequisite(work: &mut Work<'_>, data: &RemovePrerequisite) -> Result<(), Refusal> {
    let mut task = own_task(work, data.task_id)?;
    work.set(&mut task, &Task::prerequisite_field(data.prerequisite_id), false);
    tell(work, "prerequisite-removed", &task, data.prerequisite_id);
    work.put(task);
    Ok(())
}

fn tell(work: &mut Work<'_>, kind: &'static str, task: &Task, prerequisite: TaskId) {
    work.tell(Fact::new(kind).with("taskId", task.id).with("prerequisiteId", prerequisite));
}

fn cycle(state: &State, path: &[TaskId]) -> Refusal {
    let title = |id: &TaskId| state.tasks().get(id).map_or("…", |task| task.title.as_str());
    let titles: Vec<&str> = path.iter().map(title).collect();
    let message = format!("These would wait for each other: {}.", titles.join(" → "));
    Refusal::new(Code::Cycle, message).field("prerequisiteId")
}

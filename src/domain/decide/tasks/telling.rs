//! Who is told what of a task (rule 11): its role, its assignee, the party's owner, the roles of
//! those that wait for it; never the author.

use crate::domain::order::Small;

use super::super::super::fact::Fact;
use super::super::super::ids::{TaskId, UserId};
use super::super::super::rows::{Record, Role, Row, Severity, Task};
use super::super::super::work::{Notice, Work};
use super::notice;

/// Tells everybody whom a change of the task concerns. Who does not see it is led to the task of
/// theirs that waits for it.
pub fn tell_people(work: &mut Work<'_>, task: &Task, about: &Notice) {
    if !work.tells() {
        return;
    }
    let people = people(work, task);
    work.notify(&people, about);
    let waiting: Small<Role, TaskId> = work
        .state()
        .dependents_of(task.id)
        .filter(|dependent| dependent.role != task.role && dependent.is_open())
        .map(|dependent| (dependent.role, dependent.id))
        .collect();
    for (role, dependent) in waiting {
        let mut others = of_role(work, role);
        others.retain(|user| !people.contains(user));
        work.notify(&others, &about.clone().about(Task::TABLE, dependent.0));
    }
}

fn people(work: &Work<'_>, task: &Task) -> Vec<UserId> {
    let mut people = of_role(work, task.role);
    people.extend(task.assignee_id);
    let owner = task.budget_id.and_then(|id| work.state().budgets().get(&id)).map(|budget| budget.owner_id);
    people.extend(owner);
    people
}

fn of_role(work: &Work<'_>, role: Role) -> Vec<UserId> {
    let users = work.state().users().values();
    users.filter(|user| user.role == role).map(|user| user.id).collect()
}

/// Names the tasks that no longer wait for anything, and tells those who can now begin; called
/// when everything has settled.
pub fn tell_enabled(work: &mut Work<'_>) {
    let enabled: Vec<(Task, TaskId)> = work
        .changed::<Task>()
        .filter_map(|(before, after)| Some((after.as_ref().clone(), enabled_by(before?, after)?)))
        .collect();
    for (task, by) in enabled {
        work.also(Fact::new("task-enabled").with("taskId", task.id).with("enabledBy", by));
        let mut people = of_role(work, task.role);
        people.extend(task.assignee_id);
        work.notify(&people, &notice(Severity::Success, "task-enabled", &task));
    }
}

/// The prerequisite that was the last one open, where the task now waits for none.
fn enabled_by(before: &Row, after: &Task) -> Option<TaskId> {
    let Row::Task(before) = before else { return None };
    let begins =
        before.is_waiting() && after.is_open() && !after.is_waiting() && after.status == before.status;
    let last = before.waits_for.iter().rfind(|one| one.status.is_open())?;
    begins.then_some(last.task_id)
}

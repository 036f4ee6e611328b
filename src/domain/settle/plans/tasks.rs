//! The generated tasks of a party.

use super::super::super::circle::circle;
use super::super::super::ids::{BudgetId, TaskId};
use super::super::super::plan::PlannedTask;
use super::super::super::rows::{Budget, Role, Settings, Task, TaskPlan, TaskStatus, WithdrawnReason};
use super::super::super::values::{LocalTime, Revision};
use super::super::super::work::Work;
use super::{is_set, is_touched, stamp, take};

/// Makes the tasks of the plan, or lets those there are follow it. Returns those newly made or
/// called back that are late already.
pub fn follow(work: &mut Work<'_>, budget: &Budget, planned: &[PlannedTask]) -> Vec<(TaskId, Role)> {
    let now = work.local_now();
    let mut late = Vec::new();
    for one in planned {
        let row = match work.state().get::<Task>(one.id) {
            None => made(budget, one, now),
            Some(row) if row.removed.is_some() || row.budget_id != Some(budget.id) => continue,
            Some(row) => followed(work, row.as_ref().clone(), one, now),
        };
        let is_new = work.state().get::<Task>(one.id).is_none_or(|before| before.withdrawn.is_some());
        if is_new && row.late && row.is_open() {
            late.push((row.id, row.role));
        }
        work.put(row);
    }
    let kept: Vec<TaskId> = planned.iter().map(|task| task.id).collect();
    withdraw(work, budget.id, WithdrawnReason::NotPlanned, &kept);
    late
}

/// Takes back the unfinished generated tasks of a party but for those kept.
pub fn withdraw(work: &mut Work<'_>, budget: BudgetId, reason: WithdrawnReason, kept: &[TaskId]) {
    let withdrawn = Some(stamp(work, reason));
    let tasks = work.state().tasks_of(budget).rows();
    let gone = |task: &Task| task.plan.is_some() && task.is_open() && !kept.contains(&task.id);
    work.change_each(tasks, gone, |task| task.withdrawn.clone_from(&withdrawn));
}

fn made(budget: &Budget, planned: &PlannedTask, now: LocalTime) -> Task {
    Task {
        id: planned.id,
        rev: Revision::ZERO,
        title: planned.title.to_owned(),
        kind: planned.task_type,
        role: planned.role,
        assignee_id: None,
        status: TaskStatus::Todo,
        block: None,
        priority: planned.priority,
        start: planned.start.max(now),
        minutes: planned.minutes,
        budget_id: Some(budget.id),
        prerequisites: planned.prerequisites.clone(),
        waits_for: Vec::new(),
        blocked: false,
        plan: Some(plan_of(planned, now)),
        late: planned.start < now,
        offered_done: false,
        alert: None,
        anyway: None,
        withdrawn: None,
        created_by: None,
        settings: Settings::new(),
        removed: None,
    }
}

/// What the plan says, with "now" as it was when the row was made.
fn plan_of(planned: &PlannedTask, made: LocalTime) -> TaskPlan {
    TaskPlan { kind: planned.kind.to_owned(), start: planned.start.max(made), minutes: planned.minutes, made }
}

fn followed(work: &Work<'_>, mut task: Task, planned: &PlannedTask, now: LocalTime) -> Task {
    let before = task.plan.clone().unwrap_or_else(|| plan_of(planned, now));
    // "Now" is fixed when the row is first made, also for one that comes back.
    let made = before.made;
    let plan = plan_of(planned, made);
    let begun = task.status != TaskStatus::Todo;
    task.withdrawn = None;
    task.late = planned.start < made;
    if !begun && !is_set(&task.settings, "start", &task.start, &before.start) {
        take(&mut task.settings, "start", &mut task.start, plan.start);
    }
    if !begun && !is_set(&task.settings, "minutes", &task.minutes, &before.minutes) {
        take(&mut task.settings, "minutes", &mut task.minutes, plan.minutes);
    }
    follow_prerequisites(work, &mut task, &planned.prerequisites);
    task.plan = Some(plan);
    task
}

/// Those that a person has added or taken out stay so; the others are the plan's, but for one that
/// would by now wait for this task itself.
fn follow_prerequisites(work: &Work<'_>, task: &mut Task, planned: &[TaskId]) {
    let (id, settings, known) = (task.id, &task.settings, &task.prerequisites);
    let touched = |one: &TaskId| is_touched(settings, &Task::prerequisite_field(*one));
    let follows = |one: &TaskId| !touched(one) && circle(work.state(), id, *one).is_none();
    let stays = |one: &TaskId| known.contains(one);
    let of_plan = planned.iter().filter(|one| stays(one) || follows(one));
    let by_hand = known.iter().filter(|one| touched(one) && !planned.contains(one));
    task.prerequisites = of_plan.chain(by_hand).copied().collect();
}

//! Commands about tasks (rule 11).

mod block;
mod prerequisites;
mod status;
mod telling;

use super::super::bounds;
use super::super::command::{CreateTask, EditTask, RemoveTask};
use super::super::fact::Fact;
use super::super::ids::{BudgetId, TaskId, UserId};
use super::super::refusal::Refusal;
use super::super::rows::{
    Budget, Priority, Record, Role, Settings, Severity, Task, TaskStatus, TaskType, User,
};
use super::super::values::Revision;
use super::super::work::{Notice, Work, updates};
use super::own::{is_own_party, owned};

pub use block::{block, unblock};
pub use prerequisites::{add_prerequisite, remove_prerequisite};
pub use status::set_status;
pub use telling::tell_enabled;

/// A task that the actor may change.
fn own_task(work: &Work<'_>, id: TaskId) -> Result<Task, Refusal> {
    let task = work.see::<Task>(id)?;
    owned(work, &task.clone().into_row())?;
    Ok(task)
}

/// Makes a task: of type `other`, medium, starting now and taking an hour unless said otherwise.
pub fn create(work: &mut Work<'_>, data: &CreateTask) -> Result<(), Refusal> {
    let title = bounds::name("title", &data.title)?;
    let minutes = bounds::minutes("minutes", data.minutes.unwrap_or(60))?;
    may_give_to(work, data.role)?;
    let budget = data.budget_id.change().flatten().copied();
    let assignee = data.assignee_id.change().flatten().copied();
    may_be_of(work, budget)?;
    may_be_assigned(work, assignee, data.role)?;
    work.fresh::<Task>(data.task_id, "taskId")?;
    let task = Task {
        id: data.task_id,
        rev: Revision::ZERO,
        title,
        kind: data.kind.unwrap_or(TaskType::Other),
        role: data.role,
        assignee_id: assignee,
        status: TaskStatus::Todo,
        block: None,
        priority: data.priority.unwrap_or(Priority::Medium),
        start: data.start.unwrap_or_else(|| work.local_now()),
        minutes,
        budget_id: budget,
        prerequisites: Vec::new(),
        waits_for: Vec::new(),
        blocked: false,
        plan: None,
        late: false,
        offered_done: false,
        alert: None,
        anyway: None,
        withdrawn: None,
        created_by: Some(work.context.actor),
        settings: Settings::new(),
        removed: None,
    };
    work.create(task.clone());
    tell_created(work, &task);
    Ok(())
}

fn tell_created(work: &mut Work<'_>, task: &Task) {
    work.tell(
        Fact::new("task-created")
            .with("taskId", task.id)
            .with("role", task.role)
            .with_some("budgetId", task.budget_id),
    );
    match task.assignee_id {
        Some(assignee) => tell_assigned(work, task, assignee),
        None => work.notify_roles(&[task.role], &notice(Severity::Info, "task-created", task)),
    }
}

/// Tells of a task that has become otherwise, gone or come back but by its own commands, as these
/// would.
pub fn tell_task(work: &mut Work<'_>, before: &Task, after: &Task) {
    match (before.removed.is_some(), after.removed.is_some()) {
        (true, true) => return,
        (false, true) => return tell_removed(work, after),
        (true, false) => return tell_created(work, after),
        (false, false) => {}
    }
    if before.status != after.status {
        status::tell(work, before, after, None);
    }
    if before.block != after.block {
        block::tell(work, after);
    }
    let before = Task { status: after.status, block: after.block.clone(), ..before.clone() };
    let updates = updates(&before, after);
    if !updates.is_empty() {
        tell_edit(work, &updates, after);
    }
    if let Some(assignee) = after.assignee_id.filter(|_| before.assignee_id != after.assignee_id) {
        tell_assigned(work, after, assignee);
    }
}

/// Edits, moves, takes and hands on a task. One that goes to another role leaves an assignee
/// behind who would no longer see it.
pub fn edit(work: &mut Work<'_>, data: &EditTask) -> Result<(), Refusal> {
    let mut task = own_task(work, data.task_id)?;
    let before = task.clone().into_row();
    let title = data.title.as_deref().map(|title| bounds::name("title", title)).transpose()?;
    let minutes = data.minutes.map(|minutes| bounds::minutes("minutes", minutes)).transpose()?;
    let role = data.role.unwrap_or(task.role);
    if role != task.role {
        may_give_to(work, role)?;
    }
    let budget = data.budget_id.change().map(Option::<&_>::copied);
    may_be_of(work, budget.flatten())?;
    let mut assignee = data.assignee_id.change().map(Option::<&_>::copied);
    may_be_assigned(work, assignee.flatten(), role)?;
    if role != task.role && assignee.is_none() && may_be_assigned(work, task.assignee_id, role).is_err() {
        assignee = Some(None);
    }
    let assignee_before = task.assignee_id;
    work.set_some(&mut task, "title", title);
    work.set_some(&mut task, "type", data.kind);
    work.set_some(&mut task, "role", data.role);
    work.set_some(&mut task, "assigneeId", assignee);
    work.set_some(&mut task, "priority", data.priority);
    work.set_some(&mut task, "start", data.start);
    work.set_some(&mut task, "minutes", minutes);
    work.set_some(&mut task, "budgetId", budget);
    // Told as it is now: who sees it goes by its role.
    work.put(task.clone());
    tell_edit(work, &updates(&before, &task.clone().into_row()), &task);
    if let Some(assignee) = task.assignee_id.filter(|_| task.assignee_id != assignee_before) {
        tell_assigned(work, &task, assignee);
    }
    Ok(())
}

fn tell_edit(work: &mut Work<'_>, updates: &serde_json::Map<String, serde_json::Value>, task: &Task) {
    if updates.contains_key("assigneeId") {
        work.tell(Fact::new("task-assigned").with("taskId", task.id).with("assigneeId", task.assignee_id));
        if updates.len() == 1 {
            return;
        }
    }
    let edited = Fact::new("task-edited");
    work.tell(edited.with("taskId", task.id).with("role", task.role).with("updates", updates));
}

/// Carries out `remove-task`.
pub fn remove(work: &mut Work<'_>, data: &RemoveTask) -> Result<(), Refusal> {
    let task = own_task(work, data.task_id)?;
    if work.remove(task.clone()) {
        tell_removed(work, &task);
    }
    Ok(())
}

fn tell_removed(work: &mut Work<'_>, task: &Task) {
    let fact = Fact::new("task-removed").with("taskId", task.id).with("role", task.role);
    work.tell(fact.with_some("budgetId", task.budget_id));
    telling::tell_people(work, task, &notice(Severity::Info, "task-removed", task));
}

/// Logistics and cooks make tasks of their own role only, and hand none to another.
fn may_give_to(work: &Work<'_>, role: Role) -> Result<(), Refusal> {
    match work.context.role {
        Role::Admin | Role::Organizer => Ok(()),
        own @ (Role::Logistics | Role::Cook) if own == role => Ok(()),
        Role::Logistics | Role::Cook => Err(Refusal::forbidden().field("role")),
    }
}

/// The party of a task is there; an organizer's is their own.
fn may_be_of(work: &Work<'_>, budget: Option<BudgetId>) -> Result<(), Refusal> {
    let Some(id) = budget else { return Ok(()) };
    work.refer::<Budget>(id, "budgetId")?;
    if work.context.role == Role::Organizer && !is_own_party(work, id) {
        return Err(Refusal::forbidden().field("budgetId"));
    }
    Ok(())
}

/// Whoever is to do a task is active and sees it.
fn may_be_assigned(work: &Work<'_>, assignee: Option<UserId>, role: Role) -> Result<(), Refusal> {
    let Some(id) = assignee else { return Ok(()) };
    let Some(user) = work.refer::<User>(id, "assigneeId")? else { return Ok(()) };
    if !user.active {
        return Err(Refusal::invalid("assigneeId", "This person is no longer active."));
    }
    match user.role {
        Role::Admin | Role::Organizer => Ok(()),
        own @ (Role::Logistics | Role::Cook) if own == role => Ok(()),
        Role::Logistics | Role::Cook => {
            Err(Refusal::invalid("assigneeId", "This person does not see tasks of that role."))
        }
    }
}

fn tell_assigned(work: &mut Work<'_>, task: &Task, assignee: UserId) {
    if !work.tells() {
        return;
    }
    work.notify(&[assignee], &notice(Severity::Info, "task-assigned", task));
}

/// A notice about a task.
fn notice(severity: Severity, code: &'static str, task: &Task) -> Notice {
    Notice::new(severity, code)
        .with("taskId", task.id)
        .with("title", &task.title)
        .about(Task::TABLE, task.id.0)
        .of_budget(task.budget_id)
}

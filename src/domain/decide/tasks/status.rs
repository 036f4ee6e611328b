//! A task's status, and what stands in its way (rule 11).

use super::super::super::bounds;
use super::super::super::command::SetTaskStatus;
use super::super::super::fact::Fact;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Anyway, Block, Record, Severity, Task, TaskStatus, WaitsFor};
use super::super::super::work::Work;
use super::super::notes;
use super::{block, notice, own_task, telling};

/// Any status may follow any other. Starting or finishing over what was in the way in its author's
/// sight takes "anyway" with a reason, which is kept; what came unseen is only told.
pub fn set_status(work: &mut Work<'_>, data: &SetTaskStatus) -> Result<(), Refusal> {
    let mut task = own_task(work, data.task_id)?;
    let before = task.clone();
    let text = data.note.as_deref().map(|text| bounds::text("note", text)).transpose()?;
    let reason = data.anyway.as_deref().map(|reason| bounds::reason("anyway", reason)).transpose()?;
    let in_way = InWay::of(work, &task, data.status);
    if in_way.is_known() && reason.is_none() {
        return Err(in_way.refusal());
    }
    if let Some(reason) = reason.filter(|_| begins(data.status)) {
        task.anyway = Some(Anyway { reason, by: work.context.actor, at: work.context.now });
        block::overrule(work, &mut task);
    }
    work.set(&mut task, "status", data.status);
    block::give_way(work, &mut task);
    let row = task.clone().into_row();
    if task.anyway != before.anyway {
        work.remember(&before.clone().into_row(), &row, "anyway");
    }
    tell(work, &before, &task, text.as_deref());
    notes::leave(work, &row, text.as_deref())?;
    in_way.warn(work, &task);
    work.put(task);
    Ok(())
}

/// Whether a status starts or finishes a task.
fn begins(status: TaskStatus) -> bool {
    match status {
        TaskStatus::InProgress | TaskStatus::Done => true,
        TaskStatus::Todo | TaskStatus::Canceled => false,
    }
}

/// What stands in the way of a status.
#[derive(Default)]
struct InWay {
    /// Open prerequisites that the author had seen so.
    known: Vec<WaitsFor>,
    /// Prerequisites that were opened unseen.
    unseen: Vec<WaitsFor>,
    /// A block by hand that the author had seen.
    block: Option<Block>,
}

impl InWay {
    fn of(work: &Work<'_>, task: &Task, next: TaskStatus) -> Self {
        if !begins(next) || next == task.status {
            return Self::default();
        }
        let open = task.waits_for.iter().filter(|one| one.status.is_open()).cloned();
        let had_seen = |one: &WaitsFor| one.by == work.context.replica || one.since <= work.context.seen;
        let (known, unseen) = open.partition(had_seen);
        Self { known, unseen, block: block::seen_by_author(work, task) }
    }

    fn is_known(&self) -> bool {
        !self.known.is_empty() || self.block.is_some()
    }

    fn refusal(&self) -> Refusal {
        let mut message = String::new();
        if let Some(block) = &self.block {
            message.push_str("It is blocked: ");
            message.push_str(&block.reason);
            message.push_str(". ");
        }
        if !self.known.is_empty() {
            let titles: Vec<&str> = self.known.iter().map(|one| one.title.as_str()).collect();
            message.push_str("It waits for: ");
            message.push_str(&titles.join(", "));
            message.push_str(". ");
        }
        message.push_str("Say why, to go on anyway.");
        Refusal::new(Code::Blocked, message).field("status")
    }

    /// Prerequisites that were opened unseen do not stop anybody, but are told.
    fn warn(&self, work: &mut Work<'_>, task: &Task) {
        if self.unseen.is_empty() {
            return;
        }
        let ids: Vec<_> = self.unseen.iter().map(|one| one.task_id).collect();
        let fact = Fact::new("prerequisites-opened-unseen");
        work.also(fact.with("taskId", task.id).with("prerequisiteIds", ids));
    }
}

/// Tells of a status that follows another.
pub fn tell(work: &mut Work<'_>, before: &Task, task: &Task, text: Option<&str>) {
    work.tell(
        Fact::new("task-status-changed")
            .with("taskId", task.id)
            .with("role", task.role)
            .with("oldStatus", before.status)
            .with("newStatus", task.status)
            .with("updatedBy", work.context.actor)
            .with("budgetId", task.budget_id)
            .with_some("note", text),
    );
    if before.status == task.status {
        return;
    }
    let severity = match task.status {
        TaskStatus::Done => Severity::Success,
        TaskStatus::Todo | TaskStatus::InProgress | TaskStatus::Canceled => Severity::Info,
    };
    let notice =
        notice(severity, "task-status", task).with("oldStatus", before.status).with("newStatus", task.status);
    telling::tell_people(work, task, &notice);
}

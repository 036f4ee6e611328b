//! What tasks wait for, and whether they show as blocked (rule 11).

use super::super::ids::TaskId;
use super::super::merge::blocks;
use super::super::rows::{BlockAlert, Comment, Table, Task, WaitsFor};
use super::super::work::Work;
use super::keys;

/// Makes the derived fields of a task fit. A replica recomputes from what it holds; of a
/// prerequisite that it does not hold it keeps what the row says.
pub fn recount(work: &mut Work<'_>, id: TaskId) {
    let Some(mut task) = work.get::<Task>(id) else { return };
    task.waits_for = task.prerequisites.iter().filter_map(|&one| waits_for(work, &task, one)).collect();
    task.blocked = task.status.is_open() && (task.block.is_some() || task.is_waiting());
    task.alert = alert(&task);
    let (row, role) = (task.id.0, Some(task.role));
    work.put(task);
    // Who sees the task sees what is said of it.
    let comments = work.state().comments_of(row).rows();
    let differs = |comment: &Comment| comment.table == Table::Tasks && comment.role != role;
    work.change_each(comments, differs, |comment| comment.role = role);
    let conflicts = work.state().conflicts_of(row).rows();
    keys::tell_apart(work, conflicts, &[Table::Tasks]);
}

/// A prerequisite as the task shows it: none where it was removed or withdrawn.
fn waits_for(work: &Work<'_>, task: &Task, id: TaskId) -> Option<WaitsFor> {
    let known = task.waits_for.iter().find(|one| one.task_id == id);
    let Some(row) = work.state().tasks().get(&id) else {
        return known.filter(|_| !work.is_authority()).cloned();
    };
    if row.removed.is_some() || row.withdrawn.is_some() {
        return None;
    }
    let context = work.context;
    let (since, by) = match known {
        Some(known) if known.status.is_open() || !row.status.is_open() => (known.since, known.by),
        _ => (context.revision, context.replica),
    };
    Some(WaitsFor { task_id: id, title: row.title.clone(), role: row.role, status: row.status, since, by })
}

/// The block that lost to a status; of several the choice is arbitrary, but the same in every
/// order of arrival.
fn alert(task: &Task) -> Option<BlockAlert> {
    let lost = blocks(task.settings.get("block")?).filter(|block| block.lost);
    let block = lost.max_by(|one, other| (one.by, &one.reason).cmp(&(other.by, &other.reason)))?;
    let known = task.alert.as_ref().filter(|alert| alert.block == block);
    let acknowledged_by = known.map(|alert| alert.acknowledged_by.clone()).unwrap_or_default();
    Some(BlockAlert { block, acknowledged_by })
}

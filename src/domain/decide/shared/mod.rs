//! Commands about any row.

mod acknowledge;
mod conflicts;
mod plain;
mod undo;
mod undone;

use super::super::bounds;
use super::super::command::{CommentOn, MarkRead};
use super::super::fact::Fact;
use super::super::ids::{CommentId, UserId};
use super::super::refusal::Refusal;
use super::super::rows::{Comment, Notification, Row, Severity, Table};
use super::super::sight;
use super::super::work::{Notice, Work};
use super::notes;

pub use acknowledge::acknowledge;
pub use conflicts::resolve_conflict;
pub use undo::undo;

/// Notifications that are marked as read at once.
const NOTIFICATIONS: usize = 1_000;

/// Characters of a remark that a notice of it repeats.
const BEGINNING: usize = 80;

/// Whoever sees a row may comment on it. What is one person's own, or says something of another
/// row itself, has no comments.
pub fn comment(work: &mut Work<'_>, data: &CommentOn) -> Result<(), Refusal> {
    let row = work.see_row(data.table, data.row_id)?;
    if matches!(data.table, Table::Notifications | Table::Comments | Table::Conflicts | Table::Invites) {
        return Err(Refusal::invalid("table", "These have no comments."));
    }
    let text = bounds::reason("text", &data.text)?;
    work.fresh::<Comment>(data.comment_id, "commentId")?;
    let begins = beginning(&text);
    notes::comment(work, data.comment_id, &row, text);
    let fact = Fact::new("commented").with("table", data.table).with("rowId", data.row_id);
    work.tell(fact.with("commentId", data.comment_id));
    tell(work, &row, data.comment_id, &begins);
    Ok(())
}

/// As much of a text as one reads in passing.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(BEGINNING) {
        Some((end, _)) => [text[..end].trim_end(), "…"].concat(),
        None => text.to_owned(),
    }
}

/// The task's assignee and the party's owner are told of a remark, where they may read it.
fn tell(work: &mut Work<'_>, row: &Row, comment: CommentId, begins: &str) {
    if !work.tells() {
        return;
    }
    let budget = sight::budget_of(row);
    let owner = budget.and_then(|id| work.state().budgets().get(&id)).map(|budget| budget.owner_id);
    let assignee = match row {
        Row::Task(task) => task.assignee_id,
        _ => None,
    };
    let notice = Notice::new(Severity::Info, "commented")
        .with("table", row.table())
        .with("by", work.context.actor)
        .with("text", begins)
        .about(row.table(), row.key())
        .of_budget(budget);
    let Some(said) = work.state().row(Table::Comments, comment.0) else { return };
    let reads =
        |id: &UserId| work.state().users().get(id).is_some_and(|user| sight::sees(user.role, user.id, &said));
    let people: Vec<UserId> = owner.into_iter().chain(assignee).filter(reads).collect();
    work.notify(&people, &notice);
}

/// One's own only: those of others do not exist for the actor.
pub fn mark_read(work: &mut Work<'_>, data: &MarkRead) -> Result<(), Refusal> {
    bounds::entries("notificationIds", data.notification_ids.len(), NOTIFICATIONS)?;
    for &id in &data.notification_ids {
        match work.see::<Notification>(id) {
            Ok(mut row) => {
                work.set(&mut row, "read", true);
                work.put(row);
            }
            Err(refusal) if work.is_authority() => return Err(refusal.field("notificationIds")),
            Err(_) => {}
        }
    }
    work.tell(Fact::new("notifications-read").with("notificationIds", &data.notification_ids));
    Ok(())
}

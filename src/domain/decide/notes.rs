//! A note sent along with a status or a purchase: a comment on the row, which never conflicts.

use super::super::bounds;
use super::super::ids::CommentId;
use super::super::refusal::Refusal;
use super::super::rows::{Budget, Comment, Row, Settings};
use super::super::sight;
use super::super::values::Revision;
use super::super::work::Work;

/// Leaves the note, where there is one, as a comment of the actor's on the row.
///
/// # Errors
/// `limit` when it is too long.
pub fn leave(work: &mut Work<'_>, row: &Row, note: Option<&str>) -> Result<(), Refusal> {
    let Some(text) = note.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(()) };
    let text = bounds::text("note", text)?;
    let id = CommentId(work.next_id());
    comment(work, id, row, text);
    Ok(())
}

/// Puts a comment of the actor's on the row.
pub fn comment(work: &mut Work<'_>, id: CommentId, row: &Row, text: String) {
    let budget_id = sight::budget_of(row);
    let budget = budget_id.and_then(|id| work.state().get::<Budget>(id));
    let booked = match row {
        Row::Client(client) => client.booked,
        // Who sees a task, of any party, sees what is said of it.
        Row::Task(_) => true,
        _ => budget.is_none_or(|budget| budget.booked),
    };
    work.create(Comment {
        id,
        rev: Revision::ZERO,
        table: row.table(),
        row_id: row.key(),
        text,
        author_id: work.context.actor,
        at: work.context.now,
        booked,
        budget_id,
        role: if let Row::Task(task) = row { Some(task.role) } else { None },
        settings: Settings::new(),
        removed: None,
    });
}

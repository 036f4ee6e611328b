//! Commands about any row.

use super::super::bounds;
use super::super::command::{Acknowledge, CommentOn, MarkRead, ResolveConflict, Undo};
use super::super::fact::Fact;
use super::super::refusal::Refusal;
use super::super::rows::Comment;
use super::super::work::Work;
use super::notes;

pub fn comment(work: &mut Work<'_>, data: &CommentOn) -> Result<(), Refusal> {
    let row = work.see_row(data.table, data.row_id)?;
    let text = bounds::reason("text", &data.text)?;
    work.fresh::<Comment>(data.comment_id, "commentId")?;
    notes::comment(work, data.comment_id, &row, text);
    work.tell(Fact::new("commented").with("table", data.table).with("rowId", data.row_id));
    Ok(())
}

pub fn mark_read(_work: &mut Work<'_>, _data: &MarkRead) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn acknowledge(_work: &mut Work<'_>, _data: &Acknowledge) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn resolve_conflict(_work: &mut Work<'_>, _data: &ResolveConflict) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn undo(_work: &mut Work<'_>, _data: &Undo) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

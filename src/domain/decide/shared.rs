//! Commands about shared.

use super::super::command::{Acknowledge, CommentOn, MarkRead, ResolveConflict, Undo};
use super::super::refusal::Refusal;
use super::super::work::Work;

pub fn comment(_work: &mut Work<'_>, _data: &CommentOn) -> Result<(), Refusal> {
    Err(Refusal::not_found())
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

//! What tasks wait for (rule 11).

use super::super::ids::TaskId;
use super::super::work::Work;

pub fn recount(_work: &mut Work<'_>, _task: TaskId) {}

//! The figures of a party (rule 13).

use super::super::ids::BudgetId;
use super::super::work::Work;

pub fn recount(_work: &mut Work<'_>, _budget: BudgetId) {}

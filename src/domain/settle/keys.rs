//! A party's keys on the rows it governs, for sight and filters.

use super::super::ids::BudgetId;
use super::super::work::Work;

pub fn spread(_work: &mut Work<'_>, _budget: BudgetId) {}

//! Lines of the list: sums, purchases, coverage (rules 6, 8, 9).

use super::super::ids::ItemId;
use super::super::work::Work;

pub fn recount(_work: &mut Work<'_>, _item: ItemId) {}

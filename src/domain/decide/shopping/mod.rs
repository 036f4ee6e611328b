//! Commands about shopping.

mod buy;
mod lines;
mod needs;
mod records;
mod substitutes;
mod surplus;

pub use buy::{add, have, mark, mark_many};
pub use lines::{claim, close_short, edit_item};
pub use needs::{put_demand, remove_demand, tell_demand};
pub use records::{edit_purchase, receive, tell_purchase, void};
pub use substitutes::{answer_substitute, propose_substitute};
pub use surplus::{answer_same_goods, take_surplus};

use super::super::consolidation::convert;
use super::super::ids::{BudgetId, ScheduleId};
use super::super::order;
use super::super::refusal::Refusal;
use super::super::rows::{Product, ShoppingItem};
use super::super::values::Quantity;
use super::super::work::Work;

/// An amount as a person gives it, in the dimension and unit of the line.
fn in_line(work: &Work<'_>, item: &ShoppingItem, quantity: Quantity) -> Result<Quantity, Refusal> {
    let converted = match work.state().get::<Product>(item.product_id) {
        Some(product) => convert(product, quantity, item.unit),
        None => quantity.shown_in(item.unit),
    };
    converted.ok_or_else(|| Refusal::invalid("quantity", "This line is counted in another unit."))
}

/// The schedules and parties behind lines, each once.
fn behind<'a>(items: impl Iterator<Item = &'a ShoppingItem>) -> (Vec<ScheduleId>, Vec<BudgetId>) {
    let (mut schedules, mut budgets) = (Vec::new(), Vec::new());
    for item in items {
        schedules.extend(&item.schedule_ids);
        budgets.extend(&item.budget_ids);
    }
    (order::distinct(schedules), order::distinct(budgets))
}

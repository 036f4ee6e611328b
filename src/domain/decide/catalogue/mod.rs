//! Commands about products, dishes and menus. Each makes the row or edits the one there is.

mod dishes;
mod menus;
mod products;

pub use dishes::{put as put_dish, remove as remove_dish};
pub use menus::{put as put_menu, remove as remove_menu};
pub use products::{put as put_product, remove as remove_product};

use super::super::access;
use super::super::refusal::{Code, Refusal};
use super::super::rows::{BudgetLine, BudgetStatus, Table};
use super::super::work::Work;

/// Refuses fields that the actor's role does not set in rows of a table.
///
/// # Errors
/// `forbidden`, naming the first one.
fn may_set_all(work: &Work<'_>, table: Table, named: &[(&'static str, bool)]) -> Result<(), Refusal> {
    for &(field, is_named) in named {
        if is_named && !access::may_set(work.context.role, table, field) {
            return Err(Refusal::forbidden().field(field));
        }
    }
    Ok(())
}

/// A field without which no row can be made.
///
/// # Errors
/// `invalid`, naming it.
fn required<T>(value: Option<T>, field: &'static str) -> Result<T, Refusal> {
    value.ok_or_else(|| Refusal::invalid(field, "This is needed."))
}

/// Refuses a removal while something still stands on the row, and says what.
fn in_use(by: &str, name: &str) -> Refusal {
    Refusal::new(Code::Status, format!("It is still used by {by} “{name}”."))
}

/// The name of a party not over yet that has a line like this.
fn party_with(work: &Work<'_>, on: impl Fn(&BudgetLine) -> bool) -> Option<String> {
    let state = work.state();
    let lines = state.budget_lines().values().filter(|line| line.removed.is_none() && on(line));
    lines
        .filter_map(|line| state.live::<super::super::rows::Budget>(line.budget_id))
        .find(|budget| is_ahead(budget.status))
        .map(|budget| budget.name.clone())
}

fn is_ahead(status: BudgetStatus) -> bool {
    match status {
        BudgetStatus::Draft | BudgetStatus::Pending | BudgetStatus::Approved | BudgetStatus::Reserva => true,
        BudgetStatus::Completed | BudgetStatus::Rejected | BudgetStatus::Canceled => false,
    }
}

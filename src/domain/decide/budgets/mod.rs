//! Commands about parties, their lines and payments.

mod lines;
mod party;
mod payments;
mod status;

pub use lines::{may_come_back, put as put_line, remove as remove_line, tell_line};
pub use party::{create, edit, remove, set_guests};
pub use payments::{record as record_payment, tell as tell_payment, void as void_payment};
pub use status::{moves, set as set_status};

use super::super::ids::BudgetId;
use super::super::refusal::{Code, Refusal};
use super::super::rows::{Budget, BudgetStatus, Role, Severity, Table};
use super::super::state::Held;
use super::super::work::{Notice, Work, updates};

/// Tells of a party that has become otherwise but by its own commands, as these would.
pub fn tell_party(work: &mut Work<'_>, before: &Budget, after: &Budget) {
    if before.status != after.status {
        status::tell(work, after, before.status);
    }
    let before = Budget { status: after.status, ..before.clone() };
    if !updates(&before, after).is_empty() {
        party::tell_edit(work, &before, after);
    }
}

/// The party, where the actor may change it: an admin any, an organizer her own.
///
/// # Errors
/// `not-found` out of sight, `forbidden` where it is somebody else's.
fn own(work: &Work<'_>, budget: BudgetId) -> Result<Budget, Refusal> {
    let budget = work.see::<Budget>(budget)?;
    may_change(work, &budget)?;
    Ok(budget)
}

fn may_change(work: &Work<'_>, budget: &Budget) -> Result<(), Refusal> {
    if work.context.role == Role::Admin || budget.owner_id == work.context.actor {
        Ok(())
    } else {
        Err(Refusal::new(Code::Forbidden, "This party is somebody else's."))
    }
}

/// Refuses a reference to a row that is not there. A replica cannot know.
///
/// # Errors
/// `not-found`, naming the field.
fn there<R: Held>(work: &Work<'_>, id: Option<R::Id>, field: &'static str) -> Result<(), Refusal> {
    match id {
        Some(id) if work.is_authority() && work.state().live::<R>(id).is_none() => {
            Err(Refusal::not_found().field(field))
        }
        Some(_) | None => Ok(()),
    }
}

/// Tells those who work on a booked party.
fn tell_crew(work: &mut Work<'_>, budget: &Budget, severity: Severity, code: &'static str) {
    if !work.tells() {
        return;
    }
    let notice = about(budget, severity, code);
    work.notify_roles(&[Role::Logistics, Role::Cook], &notice);
}

/// Tells the party's owner.
fn tell_owner(work: &mut Work<'_>, budget: &Budget, severity: Severity, code: &'static str) {
    if !work.tells() {
        return;
    }
    let notice = about(budget, severity, code).with("status", budget.status);
    work.notify(&[budget.owner_id], &notice);
}

fn about(budget: &Budget, severity: Severity, code: &'static str) -> Notice {
    Notice::new(severity, code)
        .with("name", &budget.name)
        .with("date", budget.date)
        .with("servingTime", budget.serving_time)
        .with("guests", budget.guests)
        .about(Table::Budgets, budget.id.0)
        .of_budget(Some(budget.id))
}

/// Whether changes of the party reach those who work on it.
fn is_booked(budget: &Budget) -> bool {
    budget.status == BudgetStatus::Reserva
}

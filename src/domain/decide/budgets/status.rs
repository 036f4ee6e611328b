//! Where a party stands, and how it may move (DOMAIN, Rows, Budget; rules 1 and 12).

use super::super::super::command::SetBudgetStatus;
use super::super::super::fact::Fact;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Budget, BudgetStatus, Record, Severity};
use super::super::super::work::Work;
use super::super::notes;
use super::{own, tell_crew, tell_owner};

/// Moves a party along. The same status again changes nothing.
pub fn set(work: &mut Work<'_>, data: &SetBudgetStatus) -> Result<(), Refusal> {
    let mut budget = own(work, data.budget_id)?;
    let before = budget.status;
    // A move that somebody else's has overtaken unseen is told of that, not of the rule it breaks.
    if data.status != before && !work.is_concurrent(&budget, "status") {
        allowed(before, data.status)?;
    }
    work.set(&mut budget, "status", data.status);
    budget.booked |= budget.status == BudgetStatus::Reserva;
    work.put(budget.clone());
    notes::leave(work, &budget.clone().into_row(), data.note.as_deref())?;
    tell(work, &budget, before);
    Ok(())
}

/// Tells where a party stands now.
pub fn tell(work: &mut Work<'_>, budget: &Budget, before: BudgetStatus) {
    let fact = Fact::new("budget-status-changed")
        .with("budgetId", budget.id)
        .with("oldStatus", before)
        .with("newStatus", budget.status);
    work.tell(fact);
    if budget.status != before {
        tell_people(work, budget, before);
    }
}

fn tell_people(work: &mut Work<'_>, budget: &Budget, before: BudgetStatus) {
    if budget.status == BudgetStatus::Reserva {
        tell_crew(work, budget, Severity::Info, "party-booked");
    } else if before == BudgetStatus::Reserva && budget.status != BudgetStatus::Completed {
        tell_crew(work, budget, Severity::Warning, "party-withdrawn");
    }
    tell_owner(work, budget, Severity::Info, "party-status");
}

/// Where a party may move from a status, the usual way first.
#[must_use]
pub fn moves(from: BudgetStatus) -> &'static [BudgetStatus] {
    use BudgetStatus::{Approved, Canceled, Completed, Draft, Pending, Rejected, Reserva};
    match from {
        Draft => &[Pending, Reserva, Rejected, Canceled],
        Pending => &[Approved, Reserva, Rejected, Canceled],
        Approved => &[Reserva, Rejected, Canceled],
        Reserva => &[Completed, Approved, Canceled],
        Rejected => &[Draft, Canceled],
        Canceled => &[Draft],
        Completed => &[],
    }
}

/// Whether a party may move from one status to another.
///
/// # Errors
/// `status`, with the reason.
pub fn allowed(from: BudgetStatus, to: BudgetStatus) -> Result<(), Refusal> {
    use BudgetStatus::{Approved, Canceled, Completed, Draft, Pending, Rejected, Reserva};
    if moves(from).contains(&to) {
        return Ok(());
    }
    let reason = match from {
        Completed => "A completed party stays completed.",
        Canceled => "A canceled party can only become a draft again.",
        Rejected => "A rejected party can only become a draft again, or be canceled.",
        Reserva => "A booked party can be completed, canceled, or go back to approved.",
        Draft => "A draft can be sent, booked, rejected or canceled.",
        Pending => "A pending party can be approved, booked, rejected or canceled.",
        Approved => "An approved party can be booked, rejected or canceled.",
    };
    Err(Refusal::new(Code::Status, reason).field("status"))
}

//! Whose a row is: what a role may do, a person may do to their own rows only (DOMAIN, Roles).

use super::super::ids::BudgetId;
use super::super::refusal::Refusal;
use super::super::rows::{Role, Row, Task};
use super::super::work::Work;

/// Whether the row is the actor's to change, as far as this side can tell; whether their role
/// changes such rows at all is [`access`](super::super::access)'s to say.
#[must_use]
pub fn is_own(work: &Work<'_>, row: &Row) -> bool {
    let (actor, role) = (work.context.actor, work.context.role);
    if role == Role::Admin {
        return true;
    }
    match row {
        Row::Budget(row) => row.owner_id == actor,
        Row::BudgetLine(row) => is_own_party(work, row.budget_id),
        Row::Payment(row) => is_own_party(work, row.budget_id),
        Row::Task(row) => is_own_task(work, row),
        Row::Demand(row) => role == Role::Logistics || row.user_id == Some(actor),
        Row::User(row) => row.id == actor,
        Row::Comment(row) => row.author_id == actor,
        Row::Notification(row) => row.user_id == actor,
        Row::Workspace(_)
        | Row::Invite(_)
        | Row::Client(_)
        | Row::Product(_)
        | Row::Dish(_)
        | Row::Menu(_)
        | Row::Schedule(_)
        | Row::Ingredient(_)
        | Row::Timer(_)
        | Row::ShoppingItem(_)
        | Row::Purchase(_)
        | Row::Transfer(_)
        | Row::Substitute(_)
        | Row::Conflict(_) => true,
    }
}

/// Refuses what is not the actor's.
///
/// # Errors
/// `forbidden`.
pub fn owned(work: &Work<'_>, row: &Row) -> Result<(), Refusal> {
    if is_own(work, row) { Ok(()) } else { Err(Refusal::forbidden()) }
}

/// Organizers have the tasks of their own parties, and those of no party that they made; logistics
/// and cooks have their role's.
fn is_own_task(work: &Work<'_>, task: &Task) -> bool {
    match work.context.role {
        Role::Admin => true,
        Role::Organizer => match task.budget_id {
            Some(budget) => is_own_party(work, budget),
            None => task.created_by == Some(work.context.actor),
        },
        role @ (Role::Logistics | Role::Cook) => task.role == role,
    }
}

/// Whether the party is the actor's; a replica that does not hold it believes so.
#[must_use]
pub fn is_own_party(work: &Work<'_>, budget: BudgetId) -> bool {
    match work.state().budgets().get(&budget) {
        Some(budget) => work.context.role == Role::Admin || budget.owner_id == work.context.actor,
        None => !work.is_authority(),
    }
}

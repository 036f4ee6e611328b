//! A party itself: made, edited, removed.

use super::super::super::bounds;
use super::super::super::command::{CreateBudget, EditBudget, RemoveBudget, SetGuestCount};
use super::super::super::fact::Fact;
use super::super::super::ids::UserId;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{
    Budget, BudgetStatus, Client, GuestGroup, Role, Settings, Severity, Supplies, User,
};
use super::super::super::values::{Money, Patch, Revision};
use super::super::super::work::{Work, updates};
use super::{is_booked, own, tell_crew, there};

/// Makes a party: a draft of its author's.
pub fn create(work: &mut Work<'_>, data: &CreateBudget) -> Result<(), Refusal> {
    work.fresh::<Budget>(data.budget_id, "budgetId")?;
    let client_id = data.client_id.clone().value();
    there::<Client>(work, client_id, "clientId")?;
    let guests = bounds::guests("guests", data.guests)?;
    let budget = Budget {
        id: data.budget_id,
        rev: Revision::ZERO,
        name: bounds::name("name", &data.name)?,
        client_id,
        status: BudgetStatus::Draft,
        date: data.date,
        serving_time: data.serving_time,
        end_time: data.end_time.clone().value(),
        venue: bounds::text("venue", data.venue.as_deref().unwrap_or_default())?,
        guests,
        groups: groups(data.groups.clone().unwrap_or_default())?,
        limit: limit(&data.limit)?.value(),
        notes: bounds::text("notes", data.notes.as_deref().unwrap_or_default())?,
        owner_id: work.context.actor,
        booked: false,
        money: None,
        supplies: Supplies::default(),
        acknowledged_clashes: Vec::new(),
        settings: Settings::new(),
        removed: None,
    };
    fits(budget.guests, &budget.groups, "groups")?;
    work.create(budget);
    work.tell(Fact::new("budget-created").with("budgetId", data.budget_id));
    Ok(())
}

/// Edits a party. What a completed one was (date, times, guests) stays; its words may be mended.
pub fn edit(work: &mut Work<'_>, data: &EditBudget) -> Result<(), Refusal> {
    let before = own(work, data.budget_id)?;
    check_owner(work, data.owner_id)?;
    if data.date.is_some()
        || data.serving_time.is_some()
        || !data.end_time.is_keep()
        || data.guests.is_some()
        || data.groups.is_some()
    {
        not_completed(&before)?;
    }
    there::<Client>(work, data.client_id.clone().value(), "clientId")?;
    let name = data.name.as_deref().map(|name| bounds::name("name", name)).transpose()?;
    let venue = data.venue.as_deref().map(|venue| bounds::text("venue", venue)).transpose()?;
    let notes = data.notes.as_deref().map(|notes| bounds::text("notes", notes)).transpose()?;
    let guests = data.guests.map(|guests| bounds::guests("guests", guests)).transpose()?;
    let groups = data.groups.clone().map(groups).transpose()?;

    let mut budget = before.clone();
    work.set_some(&mut budget, "name", name);
    work.set_some(&mut budget, "clientId", data.client_id.change());
    work.set_some(&mut budget, "date", data.date);
    work.set_some(&mut budget, "servingTime", data.serving_time);
    work.set_some(&mut budget, "endTime", data.end_time.change());
    work.set_some(&mut budget, "venue", venue);
    work.set_some(&mut budget, "guests", guests);
    work.set_some(&mut budget, "groups", groups);
    work.set_some(&mut budget, "limit", limit(&data.limit)?.change());
    work.set_some(&mut budget, "notes", notes);
    work.set_some(&mut budget, "ownerId", data.owner_id);
    groups_fit(&before, &budget, if data.guests.is_some() { "guests" } else { "groups" })?;
    work.put(budget.clone());
    tell_edit(work, &before, &budget);
    Ok(())
}

/// Changes how many come.
pub fn set_guests(work: &mut Work<'_>, data: &SetGuestCount) -> Result<(), Refusal> {
    let before = own(work, data.budget_id)?;
    not_completed(&before)?;
    let guests = bounds::guests("guests", data.guests)?;
    let mut budget = before.clone();
    work.set(&mut budget, "guests", guests);
    groups_fit(&before, &budget, "guests")?;
    work.put(budget.clone());
    tell_guests(work, &before, &budget);
    Ok(())
}

/// Removes a draft with its lines; what was paid for it would be lost, so that is refused.
pub fn remove(work: &mut Work<'_>, data: &RemoveBudget) -> Result<(), Refusal> {
    let budget = own(work, data.budget_id)?;
    if budget.status != BudgetStatus::Draft {
        return Err(Refusal::new(Code::Status, "Only a draft can be removed; cancel the party instead."));
    }
    if work.state().payments_of(budget.id).any(|payment| !payment.voided) {
        return Err(Refusal::new(Code::Status, "It has payments; void them first."));
    }
    let id = budget.id;
    let lines = work.state().lines_of(id).rows();
    if !work.remove_with(budget, &lines) {
        return Ok(());
    }
    work.tell(Fact::new("budget-removed").with("budgetId", id));
    Ok(())
}

fn not_completed(budget: &Budget) -> Result<(), Refusal> {
    match budget.status {
        BudgetStatus::Completed => Err(Refusal::new(
            Code::Status,
            "The party is completed; its date, times and guests stay as they were.",
        )),
        BudgetStatus::Draft
        | BudgetStatus::Pending
        | BudgetStatus::Approved
        | BudgetStatus::Reserva
        | BudgetStatus::Rejected
        | BudgetStatus::Canceled => Ok(()),
    }
}

/// Only an admin hands a party over, and only to somebody who may run one.
fn check_owner(work: &Work<'_>, owner: Option<UserId>) -> Result<(), Refusal> {
    let Some(owner) = owner else { return Ok(()) };
    if work.context.role != Role::Admin {
        return Err(Refusal::forbidden().field("ownerId"));
    }
    there::<User>(work, Some(owner), "ownerId")?;
    match work.state().live::<User>(owner) {
        Some(user) if !user.active || !matches!(user.role, Role::Admin | Role::Organizer) => {
            Err(Refusal::invalid("ownerId", "This person does not run parties."))
        }
        Some(_) | None => Ok(()),
    }
}

fn limit(limit: &Patch<Money>) -> Result<Patch<Money>, Refusal> {
    limit.try_map(|&limit| bounds::money("limit", limit))
}

/// Refuses a change that leaves fewer guests than the groups have people. By what the rows say once it
/// has been merged: what two people set of the two fields may not fit together.
fn groups_fit(before: &Budget, after: &Budget, field: &'static str) -> Result<(), Refusal> {
    if before.guests == after.guests && before.groups == after.groups {
        return Ok(());
    }
    fits(after.guests, &after.groups, field)
}

fn fits(guests: u32, groups: &[GuestGroup], field: &'static str) -> Result<(), Refusal> {
    let together = groups.iter().fold(0, |sum: u32, group| sum.saturating_add(group.count));
    if together <= guests {
        return Ok(());
    }
    let are = if guests == 1 { "guest is" } else { "guests are" };
    let people = if together == 1 { "person" } else { "people" };
    let words = format!("The groups have {together} {people}; {guests} {are} fewer.");
    Err(Refusal::invalid(field, words))
}

/// Groups of guests, each with a name of its own.
fn groups(mut groups: Vec<GuestGroup>) -> Result<Vec<GuestGroup>, Refusal> {
    bounds::entries("groups", groups.len(), bounds::ENTRIES)?;
    for at in 0..groups.len() {
        let label = bounds::name("groups", &groups[at].label)?;
        if groups[..at].iter().any(|group| group.label == label) {
            return Err(Refusal::invalid("groups", "Two groups have the same name."));
        }
        bounds::guests("groups", groups[at].count)?;
        groups[at].diet = if groups[at].diet.trim().is_empty() {
            String::new()
        } else {
            bounds::name("groups", &groups[at].diet)?
        };
        groups[at].label = label;
    }
    Ok(groups)
}

/// Tells what was edited of a party.
pub fn tell_edit(work: &mut Work<'_>, before: &Budget, after: &Budget) {
    let updates = updates(before, after);
    work.tell(Fact::new("budget-edited").with("budgetId", after.id).with("updates", updates));
    if before.guests != after.guests {
        tell_guests(work, before, after);
    }
    if is_booked(after) && (before.serving() != after.serving() || before.end() != after.end()) {
        tell_crew(work, after, Severity::Warning, "party-moved");
    }
}

fn tell_guests(work: &mut Work<'_>, before: &Budget, after: &Budget) {
    let fact = Fact::new("guest-count-changed")
        .with("budgetId", after.id)
        .with("oldGuests", before.guests)
        .with("newGuests", after.guests);
    work.tell(fact);
    if before.guests != after.guests && is_booked(after) {
        tell_crew(work, after, Severity::Warning, "guests-changed");
    }
}

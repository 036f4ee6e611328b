//! A party's rows and its plan, made to fit (rules 1, 2, 12).
//!
//! Touch is per field: what a person set, and the times and amounts of something begun, stay with
//! the plan's value beside them; everything else follows. Rows the plan no longer has are withdrawn
//! and only these come back with it; rows made by hand are never withdrawn, but their demand
//! follows the party.

mod demands;
mod schedules;
mod tasks;

use super::super::ids::{BudgetId, TaskId};
use super::super::plan;
use super::super::rows::{
    Budget, BudgetStatus, Record, Role, Settings, Severity, Table, Withdrawn, WithdrawnReason,
};
use super::super::work::{Notice, Work};

/// Makes a party's rows fit its plan, or takes them back.
pub fn reconcile(work: &mut Work<'_>, budget: BudgetId) {
    let Some(budget) = work.state().get::<Budget>(budget).cloned() else { return };
    let status = if budget.removed.is_some() { BudgetStatus::Canceled } else { budget.status };
    match status {
        BudgetStatus::Reserva => follow(work, &budget),
        // Demand, coverage and money stay as they are, and open tasks open.
        BudgetStatus::Completed => {}
        BudgetStatus::Draft
        | BudgetStatus::Pending
        | BudgetStatus::Approved
        | BudgetStatus::Rejected
        | BudgetStatus::Canceled => {
            tasks::withdraw(work, budget.id, WithdrawnReason::NotBooked, &[]);
            schedules::withdraw(work, budget.id, WithdrawnReason::NotBooked, &[]);
            demands::withdraw(work, budget.id, WithdrawnReason::NotBooked, &[]);
        }
    }
}

/// Whether a party's rows follow it: it is booked and its serving time is not past (rule 2).
#[must_use]
pub fn is_followed(work: &Work<'_>, budget: &Budget) -> bool {
    budget.removed.is_none() && budget.status == BudgetStatus::Reserva && budget.serving() >= work.local_now()
}

fn follow(work: &mut Work<'_>, budget: &Budget) {
    if !is_followed(work, budget) {
        return;
    }
    let plan = plan::plan(work.state(), budget);
    make_products(work, &plan.products);
    let late = tasks::follow(work, budget, &plan.tasks);
    schedules::follow(work, budget, &plan.schedules);
    demands::follow(work, budget, &plan.demands);
    tell_late(work, budget, &late);
}

/// Default products are made when a plan first needs them, and brought back when one needs them
/// again.
fn make_products(work: &mut Work<'_>, products: &[plan::DefaultProduct]) {
    let Some(workspace) = work.state().workspace().map(|workspace| workspace.id) else { return };
    for product in products {
        match work.state().products().get(&product.id(workspace)) {
            Some(row) if row.removed.is_some() => {
                let row = row.as_ref().clone().into_row().with_removed(None);
                work.put_row(row);
            }
            Some(_) => {}
            None => work.put(product.product(workspace)),
        }
    }
}

fn tell_late(work: &mut Work<'_>, budget: &Budget, late: &[(TaskId, Role)]) {
    if late.is_empty() || !work.tells() {
        return;
    }
    let tasks: Vec<TaskId> = late.iter().map(|(task, _)| *task).collect();
    let notice = Notice::new(Severity::Urgent, "tasks-late")
        .with("name", &budget.name)
        .with("tasks", tasks)
        .about(Table::Budgets, budget.id.0)
        .of_budget(Some(budget.id));
    let told = |user: &super::super::rows::User| {
        user.id == budget.owner_id || late.iter().any(|(_, role)| *role == user.role)
    };
    let to: Vec<_> = work.state().users().values().filter(|user| told(user)).map(|user| user.id).collect();
    work.notify(&to, &notice);
}

/// Whether a person has set the field to something other than what the plan said.
fn is_set<T: PartialEq>(settings: &Settings, field: &str, value: &T, planned: &T) -> bool {
    is_touched(settings, field) && value != planned
}

/// Whether a person has set the field at all.
fn is_touched(settings: &Settings, field: &str) -> bool {
    settings.get(field).is_some_and(|settings| !settings.is_empty())
}

/// Gives a field the plan's value; what a person set before has then been given up.
fn take<T: PartialEq>(settings: &mut Settings, field: &str, value: &mut T, planned: T) {
    if *value != planned {
        *value = planned;
        settings.remove(field);
    }
}

fn stamp(work: &Work<'_>, reason: WithdrawnReason) -> Withdrawn {
    Withdrawn { reason, at: work.context.now, acknowledged_by: Vec::new() }
}

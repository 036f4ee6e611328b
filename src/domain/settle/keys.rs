//! A party's keys on the rows it governs, for sight and filters.
//!
//! Who may see a row, and which filter covers it, is told by the row alone (DESIGN, PROTOCOL). So
//! the party's date and whether it was ever booked stand on all that belongs to it.

use std::sync::Arc;

use super::super::ids::{BudgetId, ClientId};
use super::super::rows::{
    Budget, BudgetLine, Client, Comment, Conflict, Ingredient, Payment, Schedule, Table, Timer,
};
use super::super::sight;
use super::super::state::Held;
use super::super::work::Work;

/// Puts the party's keys on its rows.
pub fn spread(work: &mut Work<'_>, budget: BudgetId) {
    let Some(budget) = work.state().get::<Budget>(budget).cloned() else { return };
    on_lines(work, &budget);
    on_payments(work, &budget);
    on_kitchen(work, budget.id);
    if budget.booked {
        on_comments(work, &budget);
        if let Some(client) = budget.client_id {
            on_client(work, client);
        }
    }
    on_conflicts(work, budget.id);
}

fn copies<'a, R: Held + 'a>(rows: impl Iterator<Item = &'a Arc<R>>) -> Vec<R> {
    rows.map(|row| row.as_ref().clone()).collect()
}

fn on_lines(work: &mut Work<'_>, budget: &Budget) {
    let keys = (budget.date, budget.booked);
    let lines = work.state().lines_of(budget.id).rows();
    let differs = |row: &BudgetLine| (row.date, row.booked) != keys;
    work.change_each(lines, differs, |row| (row.date, row.booked) = keys);
}

fn on_payments(work: &mut Work<'_>, budget: &Budget) {
    let keys = (budget.date, budget.booked);
    let payments = work.state().payments_of(budget.id).rows();
    let differs = |row: &Payment| (row.party_date, row.booked) != keys;
    work.change_each(payments, differs, |row| (row.party_date, row.booked) = keys);
}

/// Ingredients and timers belong to the day that their schedule is served.
fn on_kitchen(work: &mut Work<'_>, budget: BudgetId) {
    let schedules: Vec<Arc<Schedule>> = work.state().schedules_of(budget).cloned().collect();
    for schedule in schedules {
        let date = schedule.serve_at.date;
        let ingredients = work.state().ingredients_of(schedule.id).rows();
        work.change_each(ingredients, |row: &Ingredient| row.date != date, |row| row.date = date);
        let timers = work.state().timers_of(schedule.id).rows();
        work.change_each(timers, |row: &Timer| row.date != date, |row| row.date = date);
    }
}

/// Once booked, what was said of the party is open to those who work on it.
fn on_comments(work: &mut Work<'_>, budget: &Budget) {
    let ids = work.state().indexes().comments_by_budget.of(&budget.id);
    let rows = copies(work.state().each::<Comment>(ids).filter(|row| !row.booked));
    for comment in rows {
        work.put(Comment { booked: true, ..comment });
    }
}

/// A client one of whose parties was ever booked is known to logistics for good.
fn on_client(work: &mut Work<'_>, client: ClientId) {
    let Some(row) = work.get::<Client>(client).filter(|row| !row.booked) else { return };
    work.put(Client { booked: true, ..row });
    let comments = work.state().comments_on(Table::Clients, client.0);
    for comment in copies(comments.filter(|row| !row.booked)) {
        work.put(Comment { booked: true, ..comment });
    }
    let conflicts = copies(work.state().conflicts_on(Table::Clients, client.0));
    for conflict in conflicts {
        tell_apart(work, conflict);
    }
}

fn on_conflicts(work: &mut Work<'_>, budget: BudgetId) {
    let ids = work.state().indexes().conflicts_by_budget.of(&budget);
    let governed =
        |row: &&Arc<Conflict>| matches!(row.table, Table::Budgets | Table::BudgetLines | Table::Payments);
    for conflict in copies(work.state().each::<Conflict>(ids).filter(governed)) {
        tell_apart(work, conflict);
    }
}

/// A conflict is seen by those who see its field.
fn tell_apart(work: &mut Work<'_>, mut conflict: Conflict) {
    if let Some(row) = work.state().row(conflict.table, conflict.row_id) {
        conflict.audience = sight::audience(&row.with_removed(None), &conflict.field);
        work.put(conflict);
    }
}

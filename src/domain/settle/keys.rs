//! A party's keys on the rows it governs, for sight and filters.
//!
//! Who may see a row, and which filter covers it, is told by the row alone (DESIGN, PROTOCOL). So
//! the party's date and whether it was ever booked stand on all that belongs to it.

use std::sync::Arc;

use super::super::ids::{BudgetId, ClientId};
use super::super::rows::{
    Budget, BudgetLine, Client, Comment, Conflict, Ingredient, Payment, Row, Schedule, Table, Timer,
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
    let comments = work.state().comments_about(budget.id).rows();
    work.change_each(comments, |row: &Comment| !row.booked, |row| row.booked = true);
}

/// A client one of whose parties was ever booked is known to logistics for good.
fn on_client(work: &mut Work<'_>, client: ClientId) {
    let Some(mut row) = work.get::<Client>(client).filter(|row| !row.booked) else { return };
    row.booked = true;
    work.put(row);
    let comments = work.state().comments_of(client.0).rows();
    let differs = |row: &Comment| row.table == Table::Clients && !row.booked;
    work.change_each(comments, differs, |row| row.booked = true);
    let conflicts = work.state().conflicts_of(client.0).rows();
    tell_apart(work, conflicts, &[Table::Clients]);
}

fn on_conflicts(work: &mut Work<'_>, budget: BudgetId) {
    let conflicts = work.state().conflicts_about(budget).rows();
    tell_apart(work, conflicts, &[Table::Budgets, Table::BudgetLines, Table::Payments]);
}

/// A conflict about a row of one of these tables is seen by those who see its field.
pub fn tell_apart(work: &mut Work<'_>, conflicts: Vec<Row>, tables: &[Table]) {
    for row in conflicts {
        let Some(conflict) = Conflict::of(&row).filter(|row| tables.contains(&row.table)) else { continue };
        if let Some(about) = work.state().row(conflict.table, conflict.row_id) {
            let mut conflict = conflict.as_ref().clone();
            conflict.audience = sight::audience(&about.with_removed(None), &conflict.field);
            work.put(conflict);
        }
    }
}

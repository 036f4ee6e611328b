//! Taking note of something: what was withdrawn, a block that lost, a clash of allergens. Each
//! person for themselves.

use super::super::super::command::Acknowledge;
use super::super::super::fact::Fact;
use super::super::super::ids::UserId;
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Budget, Record, Row, Schedule, Withdrawn};
use super::super::super::work::Work;
use crate::domain::order;

/// Whoever sees a row may acknowledge; where there is nothing to take note of, nothing happens.
pub fn acknowledge(work: &mut Work<'_>, data: &Acknowledge) -> Result<(), Refusal> {
    let before = work.see_row(data.table, data.row_id)?;
    let after = noted(work, &before);
    for key in ["withdrawn", "alert", "allergens", "acknowledgedClashes"] {
        work.remember(&before, &after, key);
    }
    work.tell(Fact::new("acknowledged").with("table", data.table).with("rowId", data.row_id));
    work.put_row(after);
    Ok(())
}

fn noted(work: &Work<'_>, row: &Row) -> Row {
    let actor = work.context.actor;
    match row {
        Row::Task(row) => {
            let mut row = row.as_ref().clone();
            withdrawn(&mut row.withdrawn, actor);
            if let Some(alert) = &mut row.alert {
                sign(&mut alert.acknowledged_by, actor);
            }
            row.into_row()
        }
        Row::Schedule(row) => noted_schedule(row.as_ref().clone(), actor).into_row(),
        Row::Ingredient(row) => {
            let mut row = row.as_ref().clone();
            withdrawn(&mut row.withdrawn, actor);
            row.into_row()
        }
        Row::Demand(row) => {
            let mut row = row.as_ref().clone();
            withdrawn(&mut row.withdrawn, actor);
            row.into_row()
        }
        Row::Budget(row) => noted_budget(work, row.as_ref().clone()).into_row(),
        Row::Workspace(_)
        | Row::User(_)
        | Row::Invite(_)
        | Row::Client(_)
        | Row::BudgetLine(_)
        | Row::Payment(_)
        | Row::Product(_)
        | Row::Dish(_)
        | Row::Menu(_)
        | Row::Comment(_)
        | Row::Timer(_)
        | Row::ShoppingItem(_)
        | Row::Purchase(_)
        | Row::Transfer(_)
        | Row::Substitute(_)
        | Row::Notification(_)
        | Row::Conflict(_) => row.clone(),
    }
}

fn noted_schedule(mut row: Schedule, actor: UserId) -> Schedule {
    withdrawn(&mut row.withdrawn, actor);
    if !row.allergens.clashes.is_empty() {
        sign(&mut row.allergens.acknowledged_by, actor);
    }
    row
}

/// On a party: the clashes of all that is cooked for it.
fn noted_budget(work: &Work<'_>, mut row: Budget) -> Budget {
    for schedule in work.state().schedules_of(row.id) {
        row.acknowledged_clashes.extend_from_slice(&schedule.allergens.clashes);
    }
    row.acknowledged_clashes = order::distinct(row.acknowledged_clashes);
    row
}

fn withdrawn(withdrawn: &mut Option<Withdrawn>, actor: UserId) {
    if let Some(withdrawn) = withdrawn {
        sign(&mut withdrawn.acknowledged_by, actor);
    }
}

fn sign(list: &mut Vec<UserId>, actor: UserId) {
    if !list.contains(&actor) {
        list.push(actor);
    }
}

//! Undoing an earlier command (DOMAIN, Conflicts).

use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::super::access;
use super::super::super::command::{
    Kind, RemoveBudget, RemoveClient, RemoveDish, RemoveMenu, RemoveProduct, Undo,
};
use super::super::super::context::Act;
use super::super::super::fact::Fact;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{BudgetLine, Row, Table};
use super::super::super::sight;
use super::super::super::work::{FieldOutcome, Work};
use super::super::own::owned;
use super::super::{budgets, catalogue, people};
use super::plain::{carry, is_said, saying};
use super::undone;

/// Takes an act out again. Whoever sees its rows and might say by hand now what they become may undo
/// it; a replica that does not know the act waits for the server.
pub fn undo(work: &mut Work<'_>, data: &Undo) -> Result<(), Refusal> {
    let Some(act) = work.context.undone.clone() else {
        return if work.is_authority() { Err(Refusal::not_found().field("commandId")) } else { Ok(()) };
    };
    may_undo(work, &act)?;
    might_be_said(work, &act)?;
    work.tell(Fact::new("undone").with("undoneCommandId", data.command_id).with("commandType", &act.kind));
    work.undo_edits(&act);
    for &(table, id) in act.created.iter().rev() {
        let row = work.state().row(table, id).filter(|row| row.removed().is_none());
        if let Some(row) = row {
            undo_creation(work, &act, row)?;
        }
    }
    work.undo_removals(&act);
    undone::tell(work);
    Ok(())
}

fn may_undo(work: &Work<'_>, act: &Act) -> Result<(), Refusal> {
    let kind = Kind::named(&act.kind).ok_or_else(Refusal::not_found)?;
    let (role, actor) = (work.context.role, work.context.actor);
    if kind == Kind::Undo {
        return Err(Refusal::new(Code::Status, "An undo cannot be undone; make the change again."));
    }
    if !access::may_do(role, kind) {
        return Err(Refusal::forbidden());
    }
    for edit in &act.edits {
        let Some(row) = seen(work, edit.table, edit.row_id)? else { continue };
        owned(work, &row)?;
        // A key without settings goes along with a field that has them.
        let is_field = edit.value_after.is_none();
        if is_field && !goes_along(kind) && !access::may_set(role, edit.table, &edit.field) {
            return Err(Refusal::forbidden().field(edit.field.clone()));
        }
    }
    for &(table, id) in &act.removed {
        if let Some(row) = seen(work, table, id)? {
            owned(work, &row)?;
        }
        if !access::may_remove(role, table) {
            return Err(Refusal::forbidden());
        }
    }
    for &(table, id) in &act.created {
        let row = seen(work, table, id)?;
        // An answer makes needs in the name of who proposed; it is the answerer's to take back.
        let is_answer = kind == Kind::AnswerSubstitute && act.author == Some(actor);
        if let Some(row) = row.filter(|_| !is_answer) {
            owned(work, &row)?;
        }
        // What somebody made is theirs to take back; that of others is removed by who may do so.
        if act.author != Some(actor) && !access::may_remove(role, table) {
            return Err(Refusal::forbidden());
        }
    }
    Ok(())
}

/// Whether what a command of this kind sets may be set by whoever gives it, although the role does
/// not set such fields otherwise.
fn goes_along(kind: Kind) -> bool {
    matches!(kind, Kind::AnswerSubstitute | Kind::Acknowledge | Kind::MarkRead)
}

/// Refuses what the plain command with the values to come back would be refused for as things stand:
/// an address that somebody else has by now, the guests of a completed party, a price by a cook.
fn might_be_said(work: &mut Work<'_>, act: &Act) -> Result<(), Refusal> {
    let rows = work.try_out(|trial| {
        trial.undo_edits(act);
        trial.differing()
    });
    for (before, after) in rows {
        // What somebody has removed meanwhile is nobody's to say anything of.
        let Some(before) = before.filter(|row| row.removed().is_none()) else { continue };
        let mut fields = differing(&before, &after);
        fields.retain(|field, _| is_said(before.table(), field));
        if fields.is_empty() {
            continue;
        }
        if let Some((kind, data)) = saying(&before, &fields) {
            work.try_out(|trial| carry(trial, kind, data))?;
        }
    }
    if Kind::named(&act.kind) == Some(Kind::RemoveBudgetLine) {
        for &(_, id) in &act.removed {
            budgets::may_come_back(work, id.into())?;
        }
    }
    Ok(())
}

/// The fields that people set and that differ, with what they become.
fn differing(before: &Row, after: &Row) -> Map<String, Value> {
    let names = after.fields().iter().filter(|&&name| before.field(name) != after.field(name));
    names.map(|&name| (name.to_owned(), after.field(name).unwrap_or_default())).collect()
}

/// A row of the act, removed or not; a replica need not hold it.
fn seen(work: &Work<'_>, table: Table, id: Uuid) -> Result<Option<Row>, Refusal> {
    let row = work.state().row(table, id).map(|row| row.with_removed(None));
    match row {
        Some(row) if sight::sees(work.context.role, work.context.actor, &row) => Ok(Some(row)),
        None if !work.is_authority() => Ok(None),
        Some(_) | None => Err(Refusal::not_found()),
    }
}

/// What the act made goes, as it would by hand: not where something stands on it. Money is voided,
/// since it was on the books.
fn undo_creation(work: &mut Work<'_>, act: &Act, mut row: Row) -> Result<(), Refusal> {
    if matches!(row, Row::Purchase(_) | Row::Payment(_)) {
        if row.set_field("voided", true.into()) {
            work.put_row(row);
        }
        return Ok(());
    }
    if others_have_set(work, act, &row) {
        work.field_outcome(row.table().name(), FieldOutcome::ChangedSince);
        return Ok(());
    }
    match &row {
        Row::Budget(budget) => budgets::remove(work, &RemoveBudget { budget_id: budget.id }),
        Row::Product(product) => catalogue::remove_product(work, &RemoveProduct { product_id: product.id }),
        Row::Dish(dish) => catalogue::remove_dish(work, &RemoveDish { dish_id: dish.id }),
        Row::Menu(menu) => catalogue::remove_menu(work, &RemoveMenu { menu_id: menu.id }),
        Row::Client(client) => people::remove_client(work, &RemoveClient { client_id: client.id }),
        Row::Workspace(_)
        | Row::User(_)
        | Row::Invite(_)
        | Row::BudgetLine(_)
        | Row::Payment(_)
        | Row::Task(_)
        | Row::Comment(_)
        | Row::Schedule(_)
        | Row::Ingredient(_)
        | Row::Timer(_)
        | Row::ShoppingItem(_)
        | Row::Demand(_)
        | Row::Purchase(_)
        | Row::Transfer(_)
        | Row::Substitute(_)
        | Row::Notification(_)
        | Row::Conflict(_) => {
            work.remove_row(row);
            Ok(())
        }
    }
}

/// Whether somebody but the author and the one who undoes has set a field of it, or of what goes with it.
fn others_have_set(work: &Work<'_>, act: &Act, row: &Row) -> bool {
    let own = [Some(work.context.actor), act.author];
    let is_others = |user| !own.contains(&Some(user));
    let set = |row: &Row| row.settings().values().flatten().any(|setting| is_others(setting.user_id));
    let made = |line: &BudgetLine| line.made.as_ref().is_some_and(|made| is_others(made.user_id));
    set(row)
        || match row {
            Row::Budget(budget) => {
                let mut lines = work.state().lines_of(budget.id);
                lines.any(|line| made(line) || set(&Row::BudgetLine(Arc::clone(line))))
            }
            Row::Schedule(schedule) => {
                let mut parts = work.state().ingredients_of(schedule.id);
                parts.any(|part| set(&Row::Ingredient(Arc::clone(part))))
            }
            _ => false,
        }
}

//! Undoing an earlier command (DOMAIN, Conflicts).

use uuid::Uuid;

use super::super::super::access;
use super::super::super::command::{
    Kind, RemoveBudget, RemoveClient, RemoveDish, RemoveMenu, RemoveProduct, Undo,
};
use super::super::super::context::Act;
use super::super::super::fact::Fact;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Role, Row, Table};
use super::super::super::sight;
use super::super::super::work::{FieldOutcome, Work};
use super::super::own::owned;
use super::super::{budgets, catalogue, people};

/// Takes an act out again. Whoever sees its rows and might have done it may undo it; a replica that
/// does not know the act waits for the server.
pub fn undo(work: &mut Work<'_>, data: &Undo) -> Result<(), Refusal> {
    let Some(act) = work.context.undone.clone() else {
        return if work.is_authority() { Err(Refusal::not_found().field("commandId")) } else { Ok(()) };
    };
    may_undo(work, &act)?;
    work.tell(Fact::new("undone").with("undoneCommandId", data.command_id).with("commandType", &act.kind));
    let admins = admins(work);
    work.undo_edits(&act);
    for &(table, id) in act.created.iter().rev() {
        let row = work.state().row(table, id).filter(|row| row.removed().is_none());
        if let Some(row) = row {
            undo_creation(work, &act, row)?;
        }
    }
    work.undo_removals(&act);
    if admins > 0 && self::admins(work) == 0 {
        return Err(Refusal::new(Code::Status, "The workspace would have no admin left."));
    }
    Ok(())
}

fn may_undo(work: &Work<'_>, act: &Act) -> Result<(), Refusal> {
    let kind = Kind::named(&act.kind).ok_or_else(Refusal::not_found)?;
    if kind == Kind::Undo {
        return Err(Refusal::new(Code::Status, "An undo cannot be undone; make the change again."));
    }
    if !access::may_do(work.context.role, kind) {
        return Err(Refusal::forbidden());
    }
    let edited = act.edits.iter().map(|edit| (edit.table, edit.row_id));
    for (table, id) in edited.chain(act.removed.iter().copied()) {
        if let Some(row) = seen(work, table, id)? {
            owned(work, &row)?;
        }
    }
    for &(table, id) in &act.created {
        // What somebody made is theirs to take back, also where it says another's name.
        let row = seen(work, table, id)?;
        if let Some(row) = row.filter(|_| act.author != Some(work.context.actor)) {
            owned(work, &row)?;
        }
    }
    Ok(())
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

/// Whether somebody but the author and the one who undoes has set a field of it.
fn others_have_set(work: &Work<'_>, act: &Act, row: &Row) -> bool {
    let own = [Some(work.context.actor), act.author];
    row.settings().values().flatten().any(|setting| !own.contains(&Some(setting.user_id)))
}

fn admins(work: &Work<'_>) -> usize {
    let users = work.state().users().values();
    users.filter(|user| user.active && user.removed.is_none() && user.role == Role::Admin).count()
}

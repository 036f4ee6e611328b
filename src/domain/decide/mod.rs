//! Carrying out a command, one file an area.
//!
//! [`decide`] is the only way a state changes: it checks the role, lets the area do what the person
//! asked for, settles what follows, and returns what happened; or takes everything back and says
//! why not. It knows no clock and no I/O; server, browser and simulator run the same code.

mod budgets;
mod catalogue;
mod kitchen;
mod notes;
mod own;
mod people;
mod shared;
mod shopping;
mod tasks;
mod told;

pub use budgets::moves as budget_moves;

use serde_json::json;

use super::access;
use super::command::{Command, Kind};
use super::context::Context;
use super::refusal::{Code, Refusal};
use super::rows::Row;
use super::settle;
use super::state::State;
use super::work::{Decision, Work};

/// Carries out a command on `state`, as the context's actor.
///
/// # Errors
/// Why not; `state` is then as it was.
pub fn decide(state: &mut State, context: &Context, command: &Command) -> Result<Decision, Refusal> {
    if !access::may(context.role, command) {
        return Err(Refusal::forbidden());
    }
    let mut work = Work::new(state, context);
    let refusal = match carry_out(&mut work, command) {
        Ok(()) => {
            settle::settle(&mut work);
            told::complete(&mut work);
            return Ok(work.finish(command.kind()));
        }
        Err(refusal) => refusal,
    };
    let removed = work.met_removal().filter(|row| asks_back(&work, command, &refusal, row));
    work.take_back();
    match removed {
        Some(row) => Ok(after_removal(state, context, command, &row)),
        None => Err(refusal),
    }
}

/// Whether a refusal is that of a change to a row whose removal its author had not seen, and which
/// they might have made: then a person decides. What is removed twice is gone.
fn asks_back(work: &Work<'_>, command: &Command, refusal: &Refusal, row: &Row) -> bool {
    let changes = match command.which() {
        Kind::RemoveBudget
        | Kind::RemoveBudgetLine
        | Kind::RemoveTask
        | Kind::RemoveIngredient
        | Kind::RemoveDemand
        | Kind::RemoveProduct
        | Kind::RemoveDish
        | Kind::RemoveMenu
        | Kind::RemoveClient
        | Kind::RemovePrerequisite
        | Kind::Acknowledge
        | Kind::MarkRead
        | Kind::ResolveConflict
        | Kind::Undo => false,
        Kind::CreateBudget
        | Kind::EditBudget
        | Kind::SetBudgetStatus
        | Kind::SetGuestCount
        | Kind::PutBudgetLine
        | Kind::RecordPayment
        | Kind::VoidPayment
        | Kind::CreateTask
        | Kind::EditTask
        | Kind::SetTaskStatus
        | Kind::BlockTask
        | Kind::UnblockTask
        | Kind::AddPrerequisite
        | Kind::CreateSchedule
        | Kind::EditSchedule
        | Kind::SetScheduleStatus
        | Kind::SetStep
        | Kind::SetTimer
        | Kind::PutIngredient
        | Kind::SetIngredientQuantity
        | Kind::TakeNewAmount
        | Kind::MarkPurchased
        | Kind::AddPurchase
        | Kind::HaveAlready
        | Kind::VoidPurchase
        | Kind::MarkManyPurchased
        | Kind::Receive
        | Kind::EditPurchase
        | Kind::TakeSurplus
        | Kind::AnswerSameGoods
        | Kind::PutDemand
        | Kind::EditShoppingItem
        | Kind::ClaimItem
        | Kind::CloseShort
        | Kind::ProposeSubstitute
        | Kind::AnswerSubstitute
        | Kind::PutProduct
        | Kind::PutDish
        | Kind::PutMenu
        | Kind::PutClient
        | Kind::CommentOn
        | Kind::PutUser
        | Kind::InvitePerson
        | Kind::RevokeInvite
        | Kind::EditWorkspace => true,
    };
    let alive = row.clone().with_removed(None);
    changes && work.is_authority() && refusal.code == Code::NotFound && own::is_own(work, &alive)
}

/// The change of somebody who had not seen that the row was removed: a question, not a refusal.
fn after_removal(state: &mut State, context: &Context, command: &Command, row: &Row) -> Decision {
    let mut work = Work::new(state, context);
    work.change_after_removal(row, json!({"type": command.kind(), "data": command.data()}));
    work.finish(command.kind())
}

fn carry_out(work: &mut Work<'_>, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::CreateBudget(data) => budgets::create(work, data),
        Command::EditBudget(data) => budgets::edit(work, data),
        Command::SetBudgetStatus(data) => budgets::set_status(work, data),
        Command::SetGuestCount(data) => budgets::set_guests(work, data),
        Command::RemoveBudget(data) => budgets::remove(work, data),
        Command::PutBudgetLine(data) => budgets::put_line(work, data),
        Command::RemoveBudgetLine(data) => budgets::remove_line(work, data),
        Command::RecordPayment(data) => budgets::record_payment(work, data),
        Command::VoidPayment(data) => budgets::void_payment(work, data),
        Command::CreateTask(data) => tasks::create(work, data),
        Command::EditTask(data) => tasks::edit(work, data),
        Command::RemoveTask(data) => tasks::remove(work, data),
        Command::SetTaskStatus(data) => tasks::set_status(work, data),
        Command::BlockTask(data) => tasks::block(work, data),
        Command::UnblockTask(data) => tasks::unblock(work, data),
        Command::AddPrerequisite(data) => tasks::add_prerequisite(work, data),
        Command::RemovePrerequisite(data) => tasks::remove_prerequisite(work, data),
        Command::CreateSchedule(data) => kitchen::create(work, data),
        Command::EditSchedule(data) => kitchen::edit(work, data),
        Command::SetScheduleStatus(data) => kitchen::set_status(work, data),
        Command::SetStep(data) => kitchen::set_step(work, data),
        Command::SetTimer(data) => kitchen::set_timer(work, data),
        Command::PutIngredient(data) => kitchen::put_ingredient(work, data),
        Command::SetIngredientQuantity(data) => kitchen::set_quantity(work, data),
        Command::TakeNewAmount(data) => kitchen::take_new_amount(work, data),
        Command::RemoveIngredient(data) => kitchen::remove_ingredient(work, data),
        Command::MarkPurchased(data) => shopping::mark(work, data),
        Command::AddPurchase(data) => shopping::add(work, data),
        Command::HaveAlready(data) => shopping::have(work, data),
        Command::VoidPurchase(data) => shopping::void(work, data),
        Command::MarkManyPurchased(data) => shopping::mark_many(work, data),
        Command::Receive(data) => shopping::receive(work, data),
        Command::EditPurchase(data) => shopping::edit_purchase(work, data),
        Command::TakeSurplus(data) => shopping::take_surplus(work, data),
        Command::AnswerSameGoods(data) => shopping::answer_same_goods(work, data),
        Command::PutDemand(data) => shopping::put_demand(work, data),
        Command::RemoveDemand(data) => shopping::remove_demand(work, data),
        Command::EditShoppingItem(data) => shopping::edit_item(work, data),
        Command::ClaimItem(data) => shopping::claim(work, data),
        Command::CloseShort(data) => shopping::close_short(work, data),
        Command::ProposeSubstitute(data) => shopping::propose_substitute(work, data),
        Command::AnswerSubstitute(data) => shopping::answer_substitute(work, data),
        Command::PutProduct(data) => catalogue::put_product(work, data),
        Command::PutDish(data) => catalogue::put_dish(work, data),
        Command::PutMenu(data) => catalogue::put_menu(work, data),
        Command::PutClient(data) => people::put_client(work, data),
        Command::RemoveProduct(data) => catalogue::remove_product(work, data),
        Command::RemoveDish(data) => catalogue::remove_dish(work, data),
        Command::RemoveMenu(data) => catalogue::remove_menu(work, data),
        Command::RemoveClient(data) => people::remove_client(work, data),
        Command::CommentOn(data) => shared::comment(work, data),
        Command::MarkRead(data) => shared::mark_read(work, data),
        Command::Acknowledge(data) => shared::acknowledge(work, data),
        Command::ResolveConflict(data) => shared::resolve_conflict(work, data),
        Command::Undo(data) => shared::undo(work, data),
        Command::PutUser(data) => people::put_user(work, data),
        Command::InvitePerson(data) => people::invite(work, data),
        Command::RevokeInvite(data) => people::revoke_invite(work, data),
        Command::EditWorkspace(data) => people::edit_workspace(work, data),
    }
}

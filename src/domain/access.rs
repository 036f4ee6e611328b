//! Which role may give which command (DOMAIN, Roles). Checked before anything else; what depends on
//! the row (one's own parties, a task's role) is checked where the command is decided.

use super::command::Command;
use super::rows::{Role, Table};

/// Whether the role may give a command of this kind at all.
#[must_use]
pub fn may(role: Role, command: &Command) -> bool {
    use Role::{Cook, Logistics, Organizer};
    if role == Role::Admin {
        return true;
    }
    match command {
        Command::CreateBudget(_)
        | Command::EditBudget(_)
        | Command::SetBudgetStatus(_)
        | Command::SetGuestCount(_)
        | Command::RemoveBudget(_)
        | Command::PutBudgetLine(_)
        | Command::RemoveBudgetLine(_)
        | Command::RecordPayment(_)
        | Command::VoidPayment(_)
        | Command::PutClient(_) => role == Organizer,
        Command::CreateTask(_)
        | Command::EditTask(_)
        | Command::SetTaskStatus(_)
        | Command::BlockTask(_)
        | Command::UnblockTask(_)
        | Command::AddPrerequisite(_)
        | Command::RemovePrerequisite(_)
        | Command::RemoveTask(_)
        | Command::CommentOn(_)
        | Command::MarkRead(_)
        | Command::Acknowledge(_)
        | Command::ResolveConflict(_)
        | Command::Undo(_)
        | Command::PutDemand(_)
        | Command::RemoveDemand(_)
        | Command::PutProduct(_)
        | Command::PutUser(_) => true,
        Command::CreateSchedule(_)
        | Command::EditSchedule(_)
        | Command::SetScheduleStatus(_)
        | Command::SetStep(_)
        | Command::SetTimer(_)
        | Command::PutIngredient(_)
        | Command::SetIngredientQuantity(_)
        | Command::TakeNewAmount(_)
        | Command::RemoveIngredient(_)
        | Command::AnswerSubstitute(_) => role == Cook,
        Command::MarkPurchased(_)
        | Command::AddPurchase(_)
        | Command::HaveAlready(_)
        | Command::VoidPurchase(_)
        | Command::MarkManyPurchased(_)
        | Command::EditPurchase(_)
        | Command::TakeSurplus(_)
        | Command::AnswerSameGoods(_)
        | Command::EditShoppingItem(_)
        | Command::ClaimItem(_)
        | Command::CloseShort(_)
        | Command::ProposeSubstitute(_) => role == Logistics,
        Command::Receive(_) => matches!(role, Logistics | Cook),
        Command::PutDish(_) | Command::PutMenu(_) => matches!(role, Organizer | Cook),
        Command::RemoveDish(_) | Command::RemoveMenu(_) => role == Cook,
        Command::RemoveProduct(_) => role == Logistics,
        Command::RemoveClient(_)
        | Command::InvitePerson(_)
        | Command::RevokeInvite(_)
        | Command::EditWorkspace(_) => false,
    }
}

/// Whether the role may change a field of an existing row of a table; used where a conflict over
/// the field is resolved, and by `put-…` commands that both make and edit.
#[must_use]
pub fn may_set(role: Role, table: Table, field: &str) -> bool {
    use Role::{Cook, Logistics, Organizer};
    if role == Role::Admin {
        return true;
    }
    match table {
        Table::Budgets => role == Organizer && field != "ownerId",
        Table::BudgetLines | Table::Payments | Table::Clients => role == Organizer,
        Table::Tasks => true,
        Table::Schedules | Table::Ingredients | Table::Timers | Table::Dishes => role == Cook,
        Table::Menus => role == Cook && field != "pricePerPerson",
        Table::Products => match role {
            Logistics => true,
            Cook => field == "allergens",
            Role::Admin | Organizer => false,
        },
        Table::ShoppingItems | Table::Transfers => role == Logistics,
        Table::Purchases => role == Logistics || (role == Cook && field == "received"),
        Table::Substitutes => role == Cook,
        Table::Demands | Table::Notifications | Table::Comments => true,
        Table::Users => matches!(field, "name" | "colour" | "language"),
        Table::Workspaces | Table::Invites | Table::Conflicts => false,
    }
}

//! Which role may give which command (DOMAIN, Roles). Checked before anything else; what depends on
//! the row (one's own parties, a task's role) is checked where the command is decided.

use super::command::{Command, Kind};
use super::rows::{Role, Table};

/// Whether the role may give a command of this kind at all.
#[must_use]
pub fn may(role: Role, command: &Command) -> bool {
    may_do(role, command.which())
}

/// [`may`] by the kind alone.
#[must_use]
#[expect(clippy::match_same_arms, reason = "an arm is a row of the table of roles")]
pub fn may_do(role: Role, kind: Kind) -> bool {
    use Role::{Cook, Logistics, Organizer};
    if role == Role::Admin {
        return true;
    }
    match kind {
        Kind::CreateBudget
        | Kind::EditBudget
        | Kind::SetBudgetStatus
        | Kind::SetGuestCount
        | Kind::RemoveBudget
        | Kind::PutBudgetLine
        | Kind::RemoveBudgetLine
        | Kind::RecordPayment
        | Kind::VoidPayment
        | Kind::PutClient => role == Organizer,
        Kind::CreateTask
        | Kind::EditTask
        | Kind::SetTaskStatus
        | Kind::BlockTask
        | Kind::UnblockTask
        | Kind::AddPrerequisite
        | Kind::RemovePrerequisite
        | Kind::RemoveTask
        | Kind::CommentOn
        | Kind::MarkRead
        | Kind::Acknowledge
        | Kind::ResolveConflict
        | Kind::Undo
        | Kind::PutDemand
        | Kind::RemoveDemand
        | Kind::PutProduct
        | Kind::PutUser => true,
        Kind::CreateSchedule
        | Kind::EditSchedule
        | Kind::SetScheduleStatus
        | Kind::SetStep
        | Kind::SetTimer
        | Kind::PutIngredient
        | Kind::SetIngredientQuantity
        | Kind::TakeNewAmount
        | Kind::RemoveIngredient
        | Kind::AnswerSubstitute => role == Cook,
        Kind::MarkPurchased
        | Kind::AddPurchase
        | Kind::HaveAlready
        | Kind::VoidPurchase
        | Kind::MarkManyPurchased
        | Kind::EditPurchase
        | Kind::TakeSurplus
        | Kind::AnswerSameGoods
        | Kind::EditShoppingItem
        | Kind::ClaimItem
        | Kind::CloseShort
        | Kind::ProposeSubstitute => role == Logistics,
        Kind::Receive => matches!(role, Logistics | Cook),
        Kind::PutDish | Kind::PutMenu => matches!(role, Organizer | Cook),
        Kind::RemoveDish | Kind::RemoveMenu => role == Cook,
        Kind::RemoveProduct => role == Logistics,
        Kind::RemoveClient | Kind::InvitePerson | Kind::RevokeInvite | Kind::EditWorkspace => false,
    }
}

/// Whether the role may change a field of an existing row of a table; used where a conflict over
/// the field is resolved, and by `put-…` commands that both make and edit.
#[must_use]
#[expect(clippy::match_same_arms, reason = "an arm is a row of the table of roles")]
pub fn may_set(role: Role, table: Table, field: &str) -> bool {
    use Role::{Cook, Logistics, Organizer};
    if role == Role::Admin {
        return true;
    }
    match table {
        Table::Budgets => role == Organizer && field != "ownerId",
        Table::BudgetLines | Table::Payments | Table::Clients => role == Organizer,
        Table::Tasks => role == Organizer || field != "role",
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

/// Whether the role takes back what somebody else has made in a table: removes it, or voids it.
#[must_use]
pub fn may_remove(role: Role, table: Table) -> bool {
    let kind = match table {
        Table::Budgets => Kind::RemoveBudget,
        Table::BudgetLines => Kind::RemoveBudgetLine,
        Table::Payments => Kind::VoidPayment,
        Table::Tasks => Kind::RemoveTask,
        Table::Ingredients => Kind::RemoveIngredient,
        Table::Demands => Kind::RemoveDemand,
        Table::Purchases => Kind::VoidPurchase,
        Table::Products => Kind::RemoveProduct,
        Table::Dishes => Kind::RemoveDish,
        Table::Menus => Kind::RemoveMenu,
        Table::Clients => Kind::RemoveClient,
        Table::Invites => Kind::RevokeInvite,
        Table::Schedules => Kind::EditSchedule,
        Table::Timers => Kind::SetTimer,
        Table::Transfers => Kind::TakeSurplus,
        Table::Substitutes => Kind::ProposeSubstitute,
        // Whose it is decides.
        Table::Comments => Kind::CommentOn,
        Table::Workspaces | Table::Users | Table::ShoppingItems | Table::Notifications | Table::Conflicts => {
            return role == Role::Admin;
        }
    };
    may_do(role, kind)
}

//! What a person can do: the commands of PROTOCOL, one struct of data each.
//!
//! A field that an edit does not name is unchanged: `Option` for fields that always hold a value,
//! [`Patch`](super::values::Patch) for those that may be cleared.

mod budgets;
mod catalogue;
mod kitchen;
mod people;
mod shared;
mod shopping;
mod tasks;

use serde_json::Value;

use super::json::{self, Fault, FromJson, ToJson};
use super::refusal::{Code, Refusal};

pub use budgets::*;
pub use catalogue::*;
pub use kitchen::*;
pub use people::*;
pub use shared::*;
pub use shopping::*;
pub use tasks::*;

macro_rules! commands {
    ($($name:literal $command:ident,)+) => {
        /// An act of a person.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Command {
            $($command($command),)+
        }

        /// What an act of a person is, without its data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($command,)+
        }

        impl Kind {
            /// The kind of a `type` on the wire.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$command),)+ _ => None }
            }
        }

        $(impl From<$command> for Command {
            fn from(data: $command) -> Self {
                Self::$command(data)
            }
        })+

        impl Command {
            /// Every `type` there is.
            pub const KINDS: &'static [&'static str] = &[$($name,)+];

            /// Its kind.
            #[must_use]
            pub fn which(&self) -> Kind {
                match self { $(Self::$command(_) => Kind::$command,)+ }
            }

            /// The `type` on the wire.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$command(_) => $name,)+ }
            }

            /// The `data` on the wire.
            #[must_use]
            pub fn data(&self) -> Value {
                match self {
                    $(Self::$command(data) => data.to_json(),)+
                }
            }

            /// Reads a command.
            ///
            /// # Errors
            /// `unsupported` for an unknown type; `invalid` or `limit`, naming the field, for data
            /// of the wrong shape.
            pub fn read(kind: &str, data: Value) -> Result<Self, Refusal> {
                let Some(kind) = Kind::named(kind) else {
                    return Err(Refusal::new(Code::Unsupported, "This program does not know that command."));
                };
                let read = json::read_said(&data, |at| match kind {
                    $(Kind::$command => Self::$command(FromJson::from_json(at)),)+
                });
                read.map_err(unreadable)
            }
        }
    };
}

commands! {
    "create-budget" CreateBudget,
    "edit-budget" EditBudget,
    "set-budget-status" SetBudgetStatus,
    "set-guest-count" SetGuestCount,
    "remove-budget" RemoveBudget,
    "put-budget-line" PutBudgetLine,
    "remove-budget-line" RemoveBudgetLine,
    "record-payment" RecordPayment,
    "void-payment" VoidPayment,
    "create-task" CreateTask,
    "edit-task" EditTask,
    "remove-task" RemoveTask,
    "set-task-status" SetTaskStatus,
    "block-task" BlockTask,
    "unblock-task" UnblockTask,
    "add-prerequisite" AddPrerequisite,
    "remove-prerequisite" RemovePrerequisite,
    "create-schedule" CreateSchedule,
    "edit-schedule" EditSchedule,
    "set-schedule-status" SetScheduleStatus,
    "set-step" SetStep,
    "set-timer" SetTimer,
    "put-ingredient" PutIngredient,
    "set-ingredient-quantity" SetIngredientQuantity,
    "take-new-amount" TakeNewAmount,
    "remove-ingredient" RemoveIngredient,
    "mark-purchased" MarkPurchased,
    "add-purchase" AddPurchase,
    "have-already" HaveAlready,
    "void-purchase" VoidPurchase,
    "mark-many-purchased" MarkManyPurchased,
    "receive" Receive,
    "edit-purchase" EditPurchase,
    "take-surplus" TakeSurplus,
    "answer-same-goods" AnswerSameGoods,
    "put-demand" PutDemand,
    "remove-demand" RemoveDemand,
    "edit-shopping-item" EditShoppingItem,
    "claim-item" ClaimItem,
    "close-short" CloseShort,
    "propose-substitute" ProposeSubstitute,
    "answer-substitute" AnswerSubstitute,
    "put-product" PutProduct,
    "put-dish" PutDish,
    "put-menu" PutMenu,
    "put-client" PutClient,
    "remove-product" RemoveProduct,
    "remove-dish" RemoveDish,
    "remove-menu" RemoveMenu,
    "remove-client" RemoveClient,
    "comment" CommentOn,
    "mark-read" MarkRead,
    "acknowledge" Acknowledge,
    "resolve-conflict" ResolveConflict,
    "undo" Undo,
    "put-user" PutUser,
    "invite" InvitePerson,
    "revoke-invite" RevokeInvite,
    "edit-workspace" EditWorkspace,
}

fn unreadable(fault: Fault) -> Refusal {
    let refusal = match fault.words.strip_prefix("limit: ") {
        Some(words) => Refusal::new(Code::Limit, words.to_owned()),
        None => Refusal::new(Code::Invalid, fault.words),
    };
    if fault.path.is_empty() { refusal } else { refusal.field(fault.path) }
}

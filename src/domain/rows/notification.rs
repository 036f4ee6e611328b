//! Messages to one person each.

use crate::domain::json::{data, words};
use serde_json::Value;

use super::super::ids::{BudgetId, NotificationId, UserId};
use super::super::merge::Rule;
use super::super::values::Instant;
use super::{Role, Table, row};

words! {
    kebab
    /// How much it matters; only urgent ones make a sound (rule 14).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Severity {
        Info,
        Success,
        Warning,
        Urgent,
    }
}

data! {
    /// Where a notification leads: a row.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Link {
        pub table: Table,
        pub row_id: uuid::Uuid,
    }
}

row! {
    /// A message to one person. The reader's language makes the sentence from `code` and `data`.
    Notification(NotificationId) in Notifications {
        set { "read" read: bool = Rule::ServerWins, }
        also {
            user_id: UserId,
            /// The recipient's role when it was made: why they were told.
            role: Role,
            severity: Severity,
            code: String,
            data: Value,
            link: Option<Link>,
            budget_id: Option<BudgetId>,
            /// How many changes it stands for (rule 14).
            count: u32,
            at: Instant,
            /// When it was first made; within two minutes of it further changes update it in place.
            since: Instant,
        }
    }
}

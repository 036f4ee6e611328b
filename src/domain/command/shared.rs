//! Commands about any row.

use crate::domain::json::data;
use serde_json::Value;
use uuid::Uuid;

use super::super::ids::{CommandId, CommentId, ConflictId, NotificationId};
use super::super::rows::Table;

data! {
    /// Says something of a row.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CommentOn {
        pub comment_id: CommentId,
        pub table: Table,
        pub row_id: Uuid,
        pub text: String,
    }

    /// Marks one's own notifications as read.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MarkRead {
        pub notification_ids: Vec<NotificationId>,
    }

    /// Takes note of something withdrawn, of a block that lost, or of a clash of allergens.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Acknowledge {
        pub table: Table,
        pub row_id: Uuid,
    }

    /// Decides an open conflict by a value: mine, theirs or a third one.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ResolveConflict {
        pub conflict_id: ConflictId,
        pub value: Value,
    }

    /// Takes the settings of an earlier command out again.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Undo {
        pub command_id: CommandId,
    }
}

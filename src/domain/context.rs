//! What a decision may know besides the state: who acts, when, and what they had seen.

use std::sync::Arc;

use crate::domain::json::{data, sparse};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::ids::{CommandId, ReplicaId, UserId};
use super::rows::{Role, Setting, Table};
use super::values::{Instant, Revision};

/// Whether the decision is the server's or a browser's guess of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All rows are there; derived rows are recomputed.
    Authority,
    /// Only what the replica's subscriptions cover is there: needed is predicted by difference,
    /// allocation and completeness wait for the server (DESIGN, The way of a change).
    Prediction,
}

/// Everything that a decision may know besides the state.
#[derive(Clone, Debug)]
pub struct Context {
    pub mode: Mode,
    pub actor: UserId,
    pub role: Role,
    pub replica: ReplicaId,
    pub command: CommandId,
    /// The server's clock, set once a command.
    pub now: Instant,
    /// The revision delivered to the author when the act began; 0 under another epoch.
    pub seen: Revision,
    /// The revision that the change will have.
    pub revision: Revision,
    /// The values the author started from, by field name; shown in a conflict, never checked.
    pub was: Map<String, Value>,
    /// The act that an `undo` names, where it is known.
    pub undone: Option<Arc<Act>>,
}

data! {
    /// What a command did to the fields of rows, kept so that it can be undone.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Act {
        pub command: Option<CommandId>,
        /// Who did it.
        pub author: Option<UserId>,
        pub kind: String,
        pub revision: Revision,
        pub edits: Vec<Edit>,
        /// Rows that a person's command made by the ids it named.
        pub created: Vec<(Table, Uuid)>,
        /// Rows that it removed.
        pub removed: Vec<(Table, Uuid)>,
    }
}

sparse! {
    /// One field set by an act.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Edit {
        pub table: Table,
        pub row_id: Uuid,
        pub field: String,
        /// The value before, for a field that nobody had set.
        pub value_before: Value,
        /// For a key without settings: what the act made of it. An undo puts `value_before` back only
        /// where it still says so.
        pub value_after: Option<Value>,
        /// The settings it superseded.
        pub superseded: Vec<Setting>,
    }
}

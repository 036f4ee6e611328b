//! Two settings of one field that met.

use crate::domain::json::words;
use serde_json::Value;

use super::super::ids::{BudgetId, ConflictId, UserId};
use super::super::merge::{ConflictKind, Resolution};
use super::super::values::Instant;
use super::{Role, Setting, Table, row};

words! {
    kebab
    /// How settings that met stand (DOMAIN, Conflicts).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum ConflictState {
        /// A person has to decide.
        Open,
        /// A rule decided; can be undone.
        Merged,
        /// A person decided.
        Resolved,
        /// Somebody who had seen all settings changed the field since.
        Moot,
    }
}

row! {
    /// Two or more settings of one field that were made without sight of each other.
    Conflict(ConflictId) in Conflicts {
        set { }
        also {
            table: Table,
            row_id: uuid::Uuid,
            /// The field's name on the wire; `removed` for removal against change.
            field: String,
            kind: ConflictKind,
            /// The value the later author started from, where they said.
            was: Option<Value>,
            /// The values that met, the first one first.
            values: Vec<Setting>,
            state: ConflictState,
            /// What was kept; none where nothing was.
            kept: Option<Value>,
            /// How a rule decided it.
            resolution: Option<Resolution>,
            resolved_by: Option<UserId>,
            at: Instant,
            /// The roles that see the field.
            audience: Vec<Role>,
            budget_id: Option<BudgetId>,
        }
    }
}

impl Conflict {
    /// Notes what was kept. An empty value is none, as it is when the row is read back.
    pub fn keep(&mut self, value: Value) {
        self.kept = Some(value).filter(|value| !value.is_null());
    }
}

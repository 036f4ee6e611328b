//! What came of a command: how it was taken, what happened, and the rows that differ.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::context::Act;
use crate::domain::fact::Fact;
use crate::domain::json::words;
use crate::domain::merge::Resolution;
use crate::domain::rows::{Row, Table};
use crate::domain::state::State;

words! {
    kebab
    /// What became of one field of a command that met others' settings.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum FieldOutcome {
        HigherQuantity,
        StatusPriority,
        PurchasedWins,
        ServerWins,
        /// A person has to decide.
        Conflict,
        /// An undo left it, since somebody else has set it since.
        ChangedSince,
    }
}

impl From<Resolution> for FieldOutcome {
    fn from(resolution: Resolution) -> Self {
        match resolution {
            Resolution::HigherQuantity => Self::HigherQuantity,
            Resolution::StatusPriority => Self::StatusPriority,
            Resolution::PurchasedWins => Self::PurchasedWins,
            Resolution::ServerWins => Self::ServerWins,
        }
    }
}

words! {
    kebab
    /// How a command that was carried out came out.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Acceptance {
        Accepted,
        Merged,
        Conflict,
    }
}

/// A row as it was and as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// None: it was made.
    pub before: Option<Row>,
    /// None: it was taken out again (only when a decision is taken back).
    pub after: Option<Row>,
}

/// What a command did.
#[derive(Clone, Debug)]
pub struct Decision {
    pub acceptance: Acceptance,
    pub fact: Fact,
    /// What follows from it.
    pub also: Vec<Fact>,
    /// The rows that differ, by table and id.
    pub changes: Vec<Change>,
    pub fields: BTreeMap<String, FieldOutcome>,
    pub act: Act,
}

impl Decision {
    /// Takes the decision back out of the state it was made in; later ones first.
    pub fn take_back(&self, state: &mut State) {
        for change in &self.changes {
            let Some(row) = change.after.as_ref().or(change.before.as_ref()) else { continue };
            restore(state, row.table(), row.key(), change.before.clone());
        }
    }
}

/// Puts a row back to what it was.
pub fn restore(state: &mut State, table: Table, id: Uuid, before: Option<Row>) {
    match before {
        Some(row) => {
            state.put(row);
        }
        None => {
            state.forget(table, id);
        }
    }
}

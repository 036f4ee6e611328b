//! One entry of a workspace's log: a command that was carried out, or an act of the server itself.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::context::Act;
use crate::domain::fact::Fact;
use crate::domain::ids::{CommandId, ReplicaId, UserId};
use crate::domain::rows::{Role, Row, Table};
use crate::domain::values::{Instant, Revision};
use crate::domain::work::Change;

/// What happened in one revision, and the rows it touched as they were and as they became.
#[derive(Clone, Debug)]
pub struct Entry {
    pub revision: Revision,
    pub command: CommandId,
    /// The command's `type`.
    pub kind: String,
    pub actor: UserId,
    /// The actor's role at that time.
    pub role: Role,
    pub replica: ReplicaId,
    /// When its author acted, by their clock.
    pub at: Instant,
    /// When it was decided, by the server's.
    pub now: Instant,
    pub fact: Fact,
    pub also: Vec<Fact>,
    pub changes: Vec<Change>,
    pub act: Arc<Act>,
}

/// The part of an entry that the log keeps as JSON.
#[derive(Serialize, Deserialize)]
struct Body {
    fact: Fact,
    also: Vec<Fact>,
    changes: Vec<StoredChange>,
    act: Arc<Act>,
}

#[derive(Serialize, Deserialize)]
struct StoredChange {
    #[serde(rename = "table")]
    table: Table,
    before: Option<Value>,
    after: Option<Value>,
}

/// The facts and rows of an entry, read back.
pub struct EntryBody {
    pub fact: Fact,
    pub also: Vec<Fact>,
    pub changes: Vec<Change>,
    pub act: Arc<Act>,
}

impl Entry {
    /// What the log keeps besides the columns it can be asked by.
    ///
    /// # Errors
    /// When a value is no JSON, which none of ours is.
    pub fn body(&self) -> Result<String, serde_json::Error> {
        let stored = |change: &Change| {
            let row = change.after.as_ref().or(change.before.as_ref())?;
            Some(StoredChange {
                table: row.table(),
                before: change.before.as_ref().map(Row::body),
                after: change.after.as_ref().map(Row::body),
            })
        };
        serde_json::to_string(&Body {
            fact: self.fact.clone(),
            also: self.also.clone(),
            changes: self.changes.iter().filter_map(stored).collect(),
            act: Arc::clone(&self.act),
        })
    }
}

impl EntryBody {
    /// Reads what [`Entry::body`] wrote.
    ///
    /// # Errors
    /// When it is not of that shape.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        let body: Body = serde_json::from_str(text)?;
        let mut changes = Vec::with_capacity(body.changes.len());
        for change in body.changes {
            let read = |row: Option<Value>| row.map(|row| Row::read(change.table, row)).transpose();
            changes.push(Change { before: read(change.before)?, after: read(change.after)? });
        }
        Ok(Self { fact: body.fact, also: body.also, changes, act: body.act })
    }
}

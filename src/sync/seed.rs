//! The rows that a server-rendered page brings along: once, as JSON, with their revision, so that
//! the replica shows the page's rows before the first frame arrives and subscriptions go on from
//! there.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::replica::{Reader, Replica};
use super::topic::Scope;
use super::wire::RowsFrame;
use crate::domain::ids::{UserId, WorkspaceId};
use crate::domain::rows::{Role, Row, Table};
use crate::domain::values::{Instant, Revision};

/// A subscription that the page's rows answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seeded {
    pub id: String,
    #[serde(flatten)]
    pub scope: Scope,
}

/// What a page brings along.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seed {
    pub user_id: UserId,
    pub user_role: Role,
    pub workspace_id: WorkspaceId,
    pub epoch: String,
    pub rights: String,
    /// The rows are as of this revision.
    pub revision: Revision,
    /// The server's clock when it rendered; the first render of the browser uses the same.
    pub now: Instant,
    pub build: String,
    pub subscriptions: Vec<Seeded>,
    /// Each row once, whichever subscriptions cover it, cut to the reader.
    pub rows: Vec<Row>,
}

impl Seed {
    /// Reads a seed; rows of unknown tables are passed over.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut value: Value = serde_json::from_str(text).ok()?;
        let Value::Array(rows) = value.get_mut("rows")?.take() else { return None };
        let rows = rows
            .into_iter()
            .filter_map(|mut row| {
                let table = Table::named(row.get("table")?.as_str()?)?;
                Row::read(table, row.get_mut("row")?.take()).ok()
            })
            .collect();
        let mut take = |name: &str| value.get_mut(name).map(Value::take).unwrap_or_default();
        Some(Self {
            user_id: serde_json::from_value(take("userId")).ok()?,
            user_role: serde_json::from_value(take("userRole")).ok()?,
            workspace_id: serde_json::from_value(take("workspaceId")).ok()?,
            epoch: serde_json::from_value(take("epoch")).ok()?,
            rights: serde_json::from_value(take("rights")).ok()?,
            revision: serde_json::from_value(take("revision")).ok()?,
            now: serde_json::from_value(take("now")).ok()?,
            build: serde_json::from_value(take("build")).ok()?,
            subscriptions: serde_json::from_value(take("subscriptions")).ok()?,
            rows,
        })
    }

    /// A replica that holds the page's rows.
    #[must_use]
    pub fn replica(&self, reader: Reader) -> Replica {
        let mut replica = Replica::new(reader);
        self.plant(&mut replica);
        replica
    }

    /// Gives the page's rows to a replica, as the answers to its subscriptions.
    pub fn plant(&self, replica: &mut Replica) {
        replica.begin(&self.epoch, &self.rights);
        for seeded in &self.subscriptions {
            replica.subscribe(&seeded.id, seeded.scope.clone());
            let rows = self.rows.iter().filter(|row| seeded.scope.covers(row)).cloned().collect();
            replica.rows(RowsFrame {
                id: seeded.id.clone(),
                revision: self.revision,
                complete: true,
                rows,
                gone: Vec::new(),
            });
        }
    }
}

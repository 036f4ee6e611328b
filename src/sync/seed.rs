//! The rows that a server-rendered page brings along: once, as JSON, with their revision, so that
//! the replica shows the page's rows before the first frame arrives and subscriptions go on from
//! there.

use serde_json::Value;

use super::replica::{Reader, Replica};
use super::topic::Scope;
use super::wire::{RowsFrame, known_rows};
use crate::domain::ids::{UserId, WorkspaceId};
use crate::domain::json::{At, FromJson, Object, ToJson, from_value, text, through_serde};
use crate::domain::rows::{Role, Row};
use crate::domain::values::{Instant, Revision};

/// A subscription that the page's rows answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Seeded {
    pub id: String,
    pub scope: Scope,
}

impl FromJson for Seeded {
    fn from_json(at: &At<'_>) -> Self {
        Self { id: at.fields().get("id"), scope: Scope::from_json(at) }
    }
}

impl ToJson for Seeded {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("id", &self.id);
        self.scope.put_in(&mut object);
        object.done()
    }
}

/// What a page brings along.
#[derive(Clone, Debug, PartialEq)]
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

impl FromJson for Seed {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self {
            user_id: fields.get("userId"),
            user_role: fields.get("userRole"),
            workspace_id: fields.get("workspaceId"),
            epoch: fields.get("epoch"),
            rights: fields.get("rights"),
            revision: fields.get("revision"),
            now: fields.get("now"),
            build: fields.get("build"),
            subscriptions: fields.get("subscriptions"),
            rows: known_rows(&fields.at("rows")),
        }
    }
}

impl ToJson for Seed {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("userId", &self.user_id);
        object.put("userRole", &self.user_role);
        object.put("workspaceId", &self.workspace_id);
        object.put("epoch", &self.epoch);
        object.put("rights", &self.rights);
        object.put("revision", &self.revision);
        object.put("now", &self.now);
        object.put("build", &self.build);
        object.put("subscriptions", &self.subscriptions);
        object.put("rows", &self.rows);
        object.done()
    }
}

through_serde!(Seed);

impl Seed {
    /// Reads a seed; rows of unknown tables are passed over.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        from_value(&text::parse(text)?).ok()
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

//! What the server says.

use serde_json::Value;
use uuid::Uuid;

use super::{known, known_rows, only, tagged};
use crate::domain::fact::Fact;
use crate::domain::ids::{CommandId, UserId, WorkspaceId};
use crate::domain::json::{At, FromJson, Object, ToJson, data, from_value, sparse, text, through_serde};
use crate::domain::rows::{Role, Row, Table};
use crate::domain::values::{Instant, Revision};
use crate::sync::submit::Outcome;

data! {
    /// The answer to `hello`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Welcome {
        pub user_id: UserId,
        pub user_role: Role,
        pub workspace_id: WorkspaceId,
        /// Changes when the database is restored.
        pub epoch: String,
        /// Changes when what this person may see does.
        pub rights: String,
        pub head: Revision,
        pub build: String,
        /// What became of the commands that `hello` named.
        pub outcomes: Vec<Outcome>,
    }

    /// The name of a row.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct RowName {
        pub table: Table,
        pub id: Uuid,
    }
}

/// The rows of one subscription, once after each `subscribe`.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsFrame {
    pub id: String,
    pub revision: Revision,
    /// Everything the subscription covers; else what changed since the revision named.
    pub complete: bool,
    pub rows: Vec<Row>,
    pub gone: Vec<RowName>,
}

impl FromJson for RowsFrame {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self {
            id: fields.get("id"),
            revision: fields.get("revision"),
            complete: fields.get("complete"),
            rows: known_rows(&fields.at("rows")),
            gone: known(&fields.at("gone")),
        }
    }
}

impl ToJson for RowsFrame {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("id", &self.id);
        object.put("revision", &self.revision);
        object.put("complete", &self.complete);
        object.put("rows", &self.rows);
        object.put("gone", &self.gone);
        object.done()
    }
}

/// A row as it is now, or that it is out of this connection's sight.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChange {
    Put(Row),
    Removed(RowName),
}

impl FromJson for RowChange {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        let removed = fields.at("removed");
        if removed.value().is_some() {
            return Self::Removed(RowName { table: fields.get("table"), id: Uuid::from_json(&removed) });
        }
        Self::Put(Row::from_json(at))
    }
}

impl ToJson for RowChange {
    fn to_json(&self) -> Value {
        match self {
            Self::Put(row) => row.to_json(),
            Self::Removed(name) => {
                let mut object = Object::new();
                object.put("table", &name.table);
                object.put("removed", &name.id);
                object.done()
            }
        }
    }
}

/// What happened in one revision, cut to one connection.
#[derive(Clone, Debug, PartialEq)]
pub struct FactFrame {
    pub fact: Fact,
    pub revision: Revision,
    pub command_id: CommandId,
    pub timestamp: Instant,
    pub user_id: UserId,
    pub user_role: Role,
    /// What follows from it.
    pub also: Vec<Fact>,
    pub changes: Vec<RowChange>,
}

impl FromJson for FactFrame {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self {
            fact: Fact::from_json(at),
            revision: fields.get("revision"),
            command_id: fields.get("commandId"),
            timestamp: fields.get("timestamp"),
            user_id: fields.get("userId"),
            user_role: fields.get("userRole"),
            also: fields.get_or_default("also"),
            changes: known(&fields.at("changes")),
        }
    }
}

impl ToJson for FactFrame {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("type", &self.fact.kind);
        object.put("data", &self.fact.data);
        object.put("revision", &self.revision);
        object.put("commandId", &self.command_id);
        object.put("timestamp", &self.timestamp);
        object.put("userId", &self.user_id);
        object.put("userRole", &self.user_role);
        object.put("also", &self.also);
        object.put("changes", &self.changes);
        object.done()
    }
}

sparse! {
    /// Somebody who is connected, and where, as far as the reader may know.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Present {
        pub user_id: UserId,
        /// The page, without what it shows.
        pub route: String,
        pub table: Option<Table>,
        pub row_id: Option<Uuid>,
        pub editing: bool = default,
    }
}

/// A frame of the server.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerFrame {
    Welcome(Welcome),
    Rows(RowsFrame),
    Fact(FactFrame),
    /// What waited for this connection, oldest first.
    Batch(Vec<ServerFrame>),
    /// Delivered up to here.
    Head(Revision),
    Heartbeat {
        timestamp: Instant,
        revision: Revision,
    },
    /// Everybody who is connected, each once.
    Presence {
        users: Vec<Present>,
    },
    /// This connection was too slow: fresh `rows` follow.
    Behind,
    Error(FrameError),
    Goodbye {
        reason: String,
        retry_after_ms: u64,
    },
}

sparse! {
    /// What was wrong with a frame; the socket lives, unless a close code follows.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct FrameError {
        pub code: String,
        pub message: String,
        /// The subscription it is about.
        pub id: Option<String>,
    }
}

impl ToJson for ServerFrame {
    fn to_json(&self) -> Value {
        match self {
            Self::Welcome(data) => tagged("welcome", data.to_json()),
            Self::Rows(data) => tagged("rows", data.to_json()),
            Self::Fact(fact) => fact.to_json(),
            Self::Batch(messages) => tagged("batch", only("messages", messages)),
            Self::Head(revision) => tagged("head", only("revision", revision)),
            Self::Heartbeat { timestamp, revision } => {
                let mut object = Object::new();
                object.put("timestamp", timestamp);
                object.put("revision", revision);
                tagged("heartbeat", object.done())
            }
            Self::Presence { users } => tagged("presence", only("users", users)),
            Self::Behind => tagged("behind", Object::new().done()),
            Self::Error(data) => tagged("error", data.to_json()),
            Self::Goodbye { reason, retry_after_ms } => {
                let mut object = Object::new();
                object.put("reason", reason);
                object.put("retryAfterMs", retry_after_ms);
                tagged("goodbye", object.done())
            }
        }
    }
}

impl FromJson for ServerFrame {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        let (kind, data) = (fields.at("type"), fields.at("data"));
        if fields.at("changes").value().is_some() {
            return Self::Fact(FactFrame::from_json(at));
        }
        match kind.text() {
            "welcome" => Self::Welcome(Welcome::from_json(&data)),
            "rows" => Self::Rows(RowsFrame::from_json(&data)),
            "batch" => {
                let mut messages: Vec<Self> = known(&data.fields().at("messages"));
                // A batch within a batch is no frame of ours.
                messages.retain(|one| !matches!(one, Self::Batch(_)));
                Self::Batch(messages)
            }
            "head" => Self::Head(data.fields().get("revision")),
            "heartbeat" => {
                let fields = data.fields();
                Self::Heartbeat { timestamp: fields.get("timestamp"), revision: fields.get("revision") }
            }
            "presence" => Self::Presence { users: data.fields().get("users") },
            "error" => Self::Error(FrameError::from_json(&data)),
            "goodbye" => {
                let fields = data.fields();
                Self::Goodbye { reason: fields.get("reason"), retry_after_ms: fields.get("retryAfterMs") }
            }
            other => {
                if other != "behind" {
                    kind.wrong("unknown variant");
                }
                Self::Behind
            }
        }
    }
}

impl ServerFrame {
    /// Reads a frame; `None` for one that this program does not know or that is malformed.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        from_value(&text::parse(text)?).ok()
    }
}

through_serde!(RowsFrame, RowChange, FactFrame, ServerFrame);

//! The frames of the one WebSocket (PROTOCOL, Facts).
//!
//! Every frame is `{"type": …, "data": {…}}`; a fact has its envelope's keys beside these. Unknown
//! tables and frames are passed over, so that an older page keeps working beside a newer server.

use serde_json::Value;
use uuid::Uuid;

use super::submit::Outcome;
use super::topic::Scope;
use crate::domain::fact::Fact;
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::json::{At, FromJson, Object, ToJson, data, from_value, sparse, text, through_serde};
use crate::domain::rows::{Role, Row, Table};
use crate::domain::values::{Instant, Revision};

/// The protocol this program speaks.
pub const PROTOCOL: u32 = 1;

/// What a browser says.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientFrame {
    /// The first frame.
    Hello(Hello),
    Subscribe(Subscribe),
    Unsubscribe {
        id: String,
    },
    Heartbeat {
        timestamp: Instant,
    },
    Presence(Presence),
}

impl FromJson for ClientFrame {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        let (kind, data) = (fields.at("type"), fields.at("data"));
        match kind.text() {
            "hello" => Self::Hello(Hello::from_json(&data)),
            "subscribe" => Self::Subscribe(Subscribe::from_json(&data)),
            "heartbeat" => Self::Heartbeat { timestamp: data.fields().get("timestamp") },
            "presence" => Self::Presence(Presence::from_json(&data)),
            other => {
                if other != "unsubscribe" {
                    kind.wrong("unknown variant");
                }
                Self::Unsubscribe { id: data.fields().get("id") }
            }
        }
    }
}

impl ToJson for ClientFrame {
    fn to_json(&self) -> Value {
        match self {
            Self::Hello(data) => tagged("hello", data.to_json()),
            Self::Subscribe(data) => tagged("subscribe", data.to_json()),
            Self::Unsubscribe { id } => tagged("unsubscribe", only("id", id)),
            Self::Heartbeat { timestamp } => tagged("heartbeat", only("timestamp", timestamp)),
            Self::Presence(data) => tagged("presence", data.to_json()),
        }
    }
}

impl ClientFrame {
    /// The frame as the socket sends it.
    #[must_use]
    pub fn text(&self) -> String {
        text::print(&self.to_json())
    }
}

fn tagged(kind: &str, data: Value) -> Value {
    let mut object = Object::new();
    object.put("type", &kind);
    object.put("data", &data);
    object.done()
}

fn only(name: &str, value: &dyn ToJson) -> Value {
    let mut object = Object::new();
    object.put(name, value);
    object.done()
}

data! {
    /// The first frame of a socket: who is there, and what is still unanswered.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Hello {
        pub protocol: u32,
        pub replica: ReplicaId,
        /// Tells tabs of one browser profile apart.
        pub tab: String,
        /// Commands whose answer is not known.
        pub pending: Vec<CommandId> = default,
    }
}

/// Asks for the rows of a scope, and for what changes in it from then on.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscribe {
    /// The client's own name for this subscription.
    pub id: String,
    pub scope: Scope,
    /// Up to where the client holds the rows of this scope, under which epoch and rights.
    pub since: Option<Revision>,
    pub epoch: Option<String>,
    pub rights: Option<String>,
}

impl FromJson for Subscribe {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self {
            id: fields.get("id"),
            scope: Scope::from_json(at),
            since: fields.get("since"),
            epoch: fields.get("epoch"),
            rights: fields.get("rights"),
        }
    }
}

impl ToJson for Subscribe {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("id", &self.id);
        self.scope.put_in(&mut object);
        object.put_said("since", &self.since);
        object.put_said("epoch", &self.epoch);
        object.put_said("rights", &self.rights);
        object.done()
    }
}

sparse! {
    /// Where somebody is and whether they edit.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Presence {
        pub route: String,
        pub table: Option<Table>,
        pub row_id: Option<Uuid>,
        pub editing: bool = default,
    }

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

/// The items of a list that this program knows; those of a newer one are passed over.
fn known<T: FromJson>(at: &At<'_>) -> Vec<T> {
    at.items().iter().filter_map(|item| from_value(item).ok()).collect()
}

/// The rows of a list, without those of tables that this program does not know.
pub(super) fn known_rows(at: &At<'_>) -> Vec<Row> {
    known(at)
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

/// What the server says.
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

through_serde!(ClientFrame, Subscribe, RowsFrame, RowChange, FactFrame, ServerFrame);

//! The frames of the one WebSocket (PROTOCOL, Facts).
//!
//! Every frame is `{"type": …, "data": {…}}`; a fact has its envelope's keys beside these. Unknown
//! tables and frames are passed over, so that an older page keeps working beside a newer server.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

use super::submit::Outcome;
use super::topic::Scope;
use crate::domain::fact::Fact;
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::rows::{Role, Row, Table};
use crate::domain::values::{Instant, Revision};

/// The protocol this program speaks.
pub const PROTOCOL: u32 = 1;

/// What a browser says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "kebab-case")]
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

/// The first frame of a socket: who is there, and what is still unanswered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    pub protocol: u32,
    pub replica: ReplicaId,
    /// Tells tabs of one browser profile apart.
    pub tab: String,
    /// Commands whose answer is not known.
    #[serde(default)]
    pub pending: Vec<CommandId>,
}

/// Asks for the rows of a scope, and for what changes in it from then on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subscribe {
    /// The client's own name for this subscription.
    pub id: String,
    #[serde(flatten)]
    pub scope: Scope,
    /// Up to where the client holds the rows of this scope, under which epoch and rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Revision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
}

/// Where somebody is and whether they edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Presence {
    pub route: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_id: Option<Uuid>,
    #[serde(default)]
    pub editing: bool,
}

/// Somebody who is connected, and where, as far as the reader may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Present {
    pub user_id: UserId,
    /// The page, without what it shows.
    pub route: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_id: Option<Uuid>,
    #[serde(default)]
    pub editing: bool,
}

/// The answer to `hello`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowName {
    pub table: Table,
    pub id: Uuid,
}

/// The rows of one subscription, once after each `subscribe`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowsFrame {
    pub id: String,
    pub revision: Revision,
    /// Everything the subscription covers; else what changed since the revision named.
    pub complete: bool,
    pub rows: Vec<Row>,
    pub gone: Vec<RowName>,
}

/// A row as it is now, or that it is out of this connection's sight.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChange {
    Put(Row),
    Removed(RowName),
}

impl Serialize for RowChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Gone {
            table: Table,
            removed: Uuid,
        }
        match self {
            Self::Put(row) => row.serialize(serializer),
            Self::Removed(name) => Gone { table: name.table, removed: name.id }.serialize(serializer),
        }
    }
}

/// What happened in one revision, cut to one connection.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FactFrame {
    #[serde(flatten)]
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

/// What was wrong with a frame; the socket lives, unless a close code follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameError {
    pub code: String,
    pub message: String,
    /// The subscription it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

#[derive(Serialize)]
struct Tagged<T> {
    r#type: &'static str,
    data: T,
}

impl Serialize for ServerFrame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Messages<'a> {
            messages: &'a [ServerFrame],
        }
        #[derive(Serialize)]
        struct At {
            revision: Revision,
        }
        #[derive(Serialize)]
        struct Beat {
            timestamp: Instant,
            revision: Revision,
        }
        #[derive(Serialize)]
        struct Everybody<'a> {
            users: &'a [Present],
        }
        #[derive(Serialize)]
        struct Nothing {}
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Bye<'a> {
            reason: &'a str,
            retry_after_ms: u64,
        }
        match self {
            Self::Welcome(data) => Tagged { r#type: "welcome", data }.serialize(serializer),
            Self::Rows(data) => Tagged { r#type: "rows", data }.serialize(serializer),
            Self::Fact(fact) => fact.serialize(serializer),
            Self::Batch(messages) => {
                Tagged { r#type: "batch", data: Messages { messages } }.serialize(serializer)
            }
            Self::Head(revision) => {
                Tagged { r#type: "head", data: At { revision: *revision } }.serialize(serializer)
            }
            Self::Heartbeat { timestamp, revision } => {
                let data = Beat { timestamp: *timestamp, revision: *revision };
                Tagged { r#type: "heartbeat", data }.serialize(serializer)
            }
            Self::Presence { users } => {
                Tagged { r#type: "presence", data: Everybody { users } }.serialize(serializer)
            }
            Self::Behind => Tagged { r#type: "behind", data: Nothing {} }.serialize(serializer),
            Self::Error(data) => Tagged { r#type: "error", data }.serialize(serializer),
            Self::Goodbye { reason, retry_after_ms } => {
                let data = Bye { reason, retry_after_ms: *retry_after_ms };
                Tagged { r#type: "goodbye", data }.serialize(serializer)
            }
        }
    }
}

impl ServerFrame {
    /// Reads a frame; `None` for one that this program does not know or that is malformed.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str::<Value>(text).ok().and_then(Self::read_value)
    }

    fn read_value(mut frame: Value) -> Option<Self> {
        let kind = frame.get("type")?.as_str()?.to_owned();
        if frame.get("changes").is_some() {
            return read_fact(frame).map(Self::Fact);
        }
        let mut data = frame.get_mut("data").map(Value::take).unwrap_or_default();
        match kind.as_str() {
            "welcome" => serde_json::from_value(data).ok().map(Self::Welcome),
            "rows" => RowsFrame::read(data).map(Self::Rows),
            "batch" => {
                let Value::Array(messages) = data.get_mut("messages")?.take() else { return None };
                // A batch within a batch is no frame of ours.
                let messages = messages.into_iter().filter_map(Self::read_value);
                Some(Self::Batch(messages.filter(|one| !matches!(one, Self::Batch(_))).collect()))
            }
            "head" => revision(&data).map(Self::Head),
            "heartbeat" => Some(Self::Heartbeat {
                timestamp: Instant(data.get("timestamp")?.as_i64()?),
                revision: revision(&data)?,
            }),
            "presence" => {
                let users = serde_json::from_value(data.get_mut("users")?.take()).ok()?;
                Some(Self::Presence { users })
            }
            "behind" => Some(Self::Behind),
            "error" => serde_json::from_value(data).ok().map(Self::Error),
            "goodbye" => Some(Self::Goodbye {
                reason: data.get("reason")?.as_str()?.to_owned(),
                retry_after_ms: data.get("retryAfterMs")?.as_u64()?,
            }),
            _ => None,
        }
    }
}

impl RowsFrame {
    /// Reads the data of a `rows` frame; rows of unknown tables are passed over.
    #[must_use]
    pub fn read(mut data: Value) -> Option<Self> {
        let rows = match data.get_mut("rows")?.take() {
            Value::Array(rows) => rows.into_iter().filter_map(read_row).collect(),
            _ => return None,
        };
        let gone = match data.get_mut("gone")?.take() {
            Value::Array(gone) => {
                gone.into_iter().filter_map(|name| serde_json::from_value(name).ok()).collect()
            }
            _ => return None,
        };
        Some(Self {
            id: data.get("id")?.as_str()?.to_owned(),
            revision: revision(&data)?,
            complete: data.get("complete")?.as_bool()?,
            rows,
            gone,
        })
    }
}

fn revision(data: &Value) -> Option<Revision> {
    data.get("revision")?.as_u64().map(Revision)
}

/// Reads `{"table": …, "row": …}`.
fn read_row(mut value: Value) -> Option<Row> {
    let table = Table::named(value.get("table")?.as_str()?)?;
    Row::read(table, value.get_mut("row")?.take()).ok()
}

fn read_fact(mut frame: Value) -> Option<FactFrame> {
    let take = |frame: &mut Value, name: &str| frame.get_mut(name).map(Value::take).unwrap_or_default();
    let Value::Array(changes) = take(&mut frame, "changes") else { return None };
    let changes = changes
        .into_iter()
        .filter_map(|change| {
            let table = Table::named(change.get("table")?.as_str()?)?;
            match change.get("removed") {
                Some(id) => {
                    let id = id.as_str()?.parse().ok()?;
                    Some(RowChange::Removed(RowName { table, id }))
                }
                None => read_row(change).map(RowChange::Put),
            }
        })
        .collect();
    Some(FactFrame {
        revision: revision(&frame)?,
        command_id: serde_json::from_value(take(&mut frame, "commandId")).ok()?,
        timestamp: Instant(frame.get("timestamp")?.as_i64()?),
        user_id: serde_json::from_value(take(&mut frame, "userId")).ok()?,
        user_role: serde_json::from_value(take(&mut frame, "userRole")).ok()?,
        also: serde_json::from_value(take(&mut frame, "also")).unwrap_or_default(),
        fact: serde_json::from_value(frame).ok()?,
        changes,
    })
}

//! What a browser says.

use serde_json::Value;
use uuid::Uuid;

use super::{only, tagged};
use crate::domain::ids::{CommandId, ReplicaId};
use crate::domain::json::{At, FromJson, Object, ToJson, data, sparse, text, through_serde};
use crate::domain::rows::Table;
use crate::domain::values::{Instant, Revision};
use crate::sync::topic::Scope;

/// A frame of a browser.
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
}

through_serde!(ClientFrame, Subscribe);

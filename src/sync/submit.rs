//! Commands on their way in: `POST /api/submit` (PROTOCOL, Commands).

use std::collections::BTreeMap;

use crate::domain::json::{
    At, FromJson, Object, ToJson, data, from_value, sparse, text, through_serde, words,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::command::Command;
use crate::domain::ids::{CommandId, ReplicaId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::values::{Instant, Revision};
use crate::domain::work::{Acceptance, FieldOutcome};

/// The most commands in one request.
pub const COMMANDS: usize = 100;
/// The most bytes in one request.
pub const BYTES: usize = 256 * 1024;
/// The version of commands that this program speaks.
pub const VERSION: u32 = 1;

/// A command as it travels. What is not an envelope at all (no id, no type) refuses the request;
/// what the command itself gets wrong refuses only that command.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    pub id: CommandId,
    pub v: u32,
    /// When its author acted, by their clock; shown, never used for order.
    pub at: Instant,
    /// The revision delivered to its author when the act began, and that revision's epoch.
    pub seen: Revision,
    pub epoch: String,
    /// The values its author started from.
    pub was: Map<String, Value>,
    pub kind: String,
    pub data: Value,
}

impl FromJson for Envelope {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self {
            id: fields.get("id"),
            v: fields.get::<Option<u32>>("v").unwrap_or(VERSION),
            at: fields.get_or_default("at"),
            seen: fields.get_or_default("seen"),
            epoch: fields.get_or_default("epoch"),
            was: fields.get_or_default("was"),
            kind: fields.get("type"),
            data: fields.get_or_default("data"),
        }
    }
}

impl ToJson for Envelope {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("id", &self.id);
        object.put("v", &self.v);
        object.put("at", &self.at);
        object.put("seen", &self.seen);
        object.put("epoch", &self.epoch);
        object.put_said("was", &self.was);
        object.put("type", &self.kind);
        object.put("data", &self.data);
        object.done()
    }
}

through_serde!(Envelope);

impl Envelope {
    /// The rows that the command names.
    pub fn subjects(&self) -> impl Iterator<Item = Uuid> + '_ {
        let fields = self.data.as_object().into_iter().flatten();
        let ids = fields.filter(|(name, _)| name.ends_with("Id")).filter_map(|(_, id)| id.as_str());
        ids.filter_map(|id| Uuid::try_parse(id).ok())
    }

    /// A command of this program, ready to travel.
    #[must_use]
    pub fn new(id: CommandId, command: &Command, at: Instant, seen: Revision, epoch: &str) -> Self {
        Self {
            id,
            v: VERSION,
            at,
            seen,
            epoch: epoch.to_owned(),
            was: Map::new(),
            kind: command.kind().to_owned(),
            data: command.data(),
        }
    }
}

data! {
    /// What a browser sends.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Submission {
        pub replica: ReplicaId,
        pub user: UserId,
        pub commands: Vec<Envelope>,
    }
}

words! {
    kebab
    /// What became of a command.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Verdict {
        Accepted,
        Merged,
        Conflict,
        Rejected,
        /// It needs a row that a refused one would have made; not remembered.
        Held,
    }
}

impl From<Acceptance> for Verdict {
    fn from(acceptance: Acceptance) -> Self {
        match acceptance {
            Acceptance::Accepted => Self::Accepted,
            Acceptance::Merged => Self::Merged,
            Acceptance::Conflict => Self::Conflict,
        }
    }
}

sparse! {
    /// The answer to one command, the same for ever.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Outcome {
        pub id: CommandId,
        pub outcome: Verdict,
        /// The log entry it became; none where it was refused.
        pub revision: Option<Revision>,
        /// What became of fields that met others' settings.
        pub fields: BTreeMap<String, FieldOutcome>,
        pub reason: Option<Refusal>,
    }
}

impl Outcome {
    /// What became of a command, and no more.
    #[must_use]
    pub fn of(id: CommandId, outcome: Verdict) -> Self {
        Self { id, outcome, revision: None, fields: BTreeMap::new(), reason: None }
    }
}

data! {
    /// The answer to a request, in the order of its commands.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Answer {
        /// What the revisions count in; changes when the database is restored.
        pub epoch: String = default,
        pub head: Revision,
        pub outcomes: Vec<Outcome>,
    }
}

sparse! {
    /// Why a request as a whole was not taken.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RequestError {
        pub code: String,
        pub message: String,
        pub retry_after_ms: Option<u64>,
        /// Of `unauthorized`: why the session is over, `wire::CLOSED` or `wire::ENDED`.
        pub reason: Option<String>,
    }
}

data! {
    /// The body that goes with it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RequestErrorBody {
        pub error: RequestError,
    }
}

impl Submission {
    /// The request's body.
    #[must_use]
    pub fn text(&self) -> String {
        text::print(&self.to_json())
    }
}

impl Answer {
    /// Reads the body of an answer; `None` where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        from_value(&text::parse(text)?).ok()
    }
}

impl RequestErrorBody {
    /// Reads the body of a refused request; `None` where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        from_value(&text::parse(text)?).ok()
    }
}

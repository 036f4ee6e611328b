//! Commands on their way in: `POST /api/submit` (PROTOCOL, Commands).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    pub id: CommandId,
    #[serde(default = "version")]
    pub v: u32,
    /// When its author acted, by their clock; shown, never used for order.
    #[serde(default)]
    pub at: Instant,
    /// The revision delivered to its author when the act began, and that revision's epoch.
    #[serde(default)]
    pub seen: Revision,
    #[serde(default)]
    pub epoch: String,
    /// The values its author started from.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub was: Map<String, Value>,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub data: Value,
}

fn version() -> u32 {
    VERSION
}

impl Envelope {
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

/// What a browser sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    pub replica: ReplicaId,
    pub user: UserId,
    pub commands: Vec<Envelope>,
}

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Accepted,
    Merged,
    Conflict,
    Rejected,
    /// It needs a row that a refused one would have made; not remembered.
    Held,
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

/// The answer to one command, the same for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub id: CommandId,
    pub outcome: Verdict,
    /// The log entry it became; none where it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// What became of fields that met others' settings.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldOutcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Refusal>,
}

/// The answer to a request, in the order of its commands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub head: Revision,
    pub outcomes: Vec<Outcome>,
}

/// Why a request as a whole was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestError {
    pub code: String,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

/// The body that goes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestErrorBody {
    pub error: RequestError,
}

//! What happened, as it is told to everybody who may know.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A fact: a name in kebab-case and its figures (PROTOCOL, Facts). `docs/protocol.md` shows each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    pub data: Map<String, Value>,
}

impl Fact {
    /// A fact of a kind, as PROTOCOL names it, without figures yet.
    #[must_use]
    pub fn new(kind: &'static str) -> Self {
        Self { kind: Cow::Borrowed(kind), data: Map::new() }
    }

    /// Adds a figure under its name on the wire.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.data.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// Adds a figure where there is one.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

//! What happened, as it is told to everybody who may know.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::json::{ToJson, data};

data! {
    /// A fact: a name in kebab-case and its figures (PROTOCOL, Facts). `docs/protocol.md` shows each.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Fact {
        pub kind: Cow<'static, str> = "type",
        pub data: Map<String, Value>,
    }
}

impl Fact {
    /// A fact of a kind, as PROTOCOL names it, without figures yet.
    #[must_use]
    pub fn new(kind: &'static str) -> Self {
        Self { kind: Cow::Borrowed(kind), data: Map::new() }
    }

    /// Adds a figure under its name on the wire.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToJson) -> Self {
        self.data.insert(name.to_owned(), value.to_json());
        self
    }

    /// Adds a figure where there is one.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl ToJson>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

//! What happened, as it is told to everybody who may know.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::json::{ToJson, data};

/// Whether what happens is told. A browser only guesses what becomes of rows; what is told of it comes
/// from the server, so that its download is without everything that words facts and notices.
pub const TELLS: bool = cfg!(not(target_arch = "wasm32"));

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
    #[expect(clippy::inline_always, reason = "where nothing is told, what would be told goes, too")]
    #[inline(always)]
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToJson) -> Self {
        if TELLS {
            self.data.insert(name.to_owned(), value.to_json());
        }
        self
    }

    /// Adds a figure where there is one.
    #[expect(clippy::inline_always, reason = "where nothing is told, what would be told goes, too")]
    #[inline(always)]
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl ToJson>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

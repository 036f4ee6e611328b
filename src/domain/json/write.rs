//! Writing a value.

use serde_json::{Map, Value};

/// What can be written as JSON.
pub trait ToJson {
    /// The value in JSON.
    fn to_json(&self) -> Value;

    /// Whether a field with this value is left out of an object that names only what it says
    /// (see [`sparse!`](super::sparse)).
    fn says_nothing(&self) -> bool {
        false
    }
}

/// An object that is being written.
#[derive(Debug, Default)]
pub struct Object(Map<String, Value>);

impl Object {
    /// One without fields yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[inline(never)]
    pub fn put(&mut self, name: &str, value: &dyn ToJson) {
        self.0.insert(name.to_owned(), value.to_json());
    }

    /// Adds a field, unless it says nothing.
    #[inline(never)]
    pub fn put_said(&mut self, name: &str, value: &dyn ToJson) {
        if !value.says_nothing() {
            self.put(name, value);
        }
    }

    /// The object as it stands.
    #[must_use]
    pub fn done(self) -> Value {
        Value::Object(self.0)
    }
}

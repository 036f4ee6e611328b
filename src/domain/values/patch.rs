//! What a command says of one field that may be empty: nothing, "clear it", or a value.

use serde_json::Value;

use crate::domain::json::{At, FromJson, ToJson};

/// A field in an edit. On the wire an absent key keeps, `null` clears, a value sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the command does not name the field.
    #[must_use]
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// What the field shall be, where the edit names it at all.
    #[must_use]
    pub fn change(&self) -> Option<Option<&T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }

    /// The same edit with its value made another.
    #[must_use]
    pub fn map<U>(&self, make: impl FnOnce(&T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(make(value)),
        }
    }

    /// The same edit with its value made another, where that can be.
    ///
    /// # Errors
    /// Where it cannot.
    pub fn try_map<U, E>(&self, make: impl FnOnce(&T) -> Result<U, E>) -> Result<Patch<U>, E> {
        Ok(match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(make(value)?),
        })
    }

    /// What the field will be where it is `before` now.
    #[must_use]
    pub fn over(&self, before: Option<T>) -> Option<T>
    where
        T: Clone,
    {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value.clone()),
        }
    }

    /// The value for a row that is being made: an absent field is an empty one.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Keep | Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

impl<T: ToJson> ToJson for Patch<T> {
    fn to_json(&self) -> Value {
        match self {
            Self::Keep | Self::Clear => Value::Null,
            Self::Set(value) => value.to_json(),
        }
    }

    fn says_nothing(&self) -> bool {
        self.is_keep()
    }
}

impl<T: FromJson> FromJson for Patch<T> {
    fn from_json(at: &At<'_>) -> Self {
        match at.value() {
            None => Self::Keep,
            Some(Value::Null) => Self::Clear,
            Some(_) => Self::Set(T::from_json(at)),
        }
    }
}

//! Why a command was not carried out.

use std::borrow::Cow;
use std::ops::Deref;

use serde_json::Value;

use super::json::{At, FromJson, ToJson, sparse, through_serde, words};

words! {
    kebab
    /// The reason codes of PROTOCOL.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Code {
        Forbidden,
        NotFound,
        Invalid,
        Limit,
        Cycle,
        Status,
        Blocked,
        IdReused,
        Unsupported,
        ChangedSince,
    }
}

/// Why a command was not carried out, in words a person can act on.
///
/// It is boxed: nearly every rule may end with one, and a pointer is quick to hand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(Box<Why>);

sparse! {
    /// What a [`Refusal`] says.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Why {
        pub code: Code,
        pub message: Cow<'static, str>,
        /// The field it is about, by its name on the wire.
        pub field: Option<Cow<'static, str>>,
    }
}

impl Deref for Refusal {
    type Target = Why;

    fn deref(&self) -> &Why {
        &self.0
    }
}

impl FromJson for Refusal {
    fn from_json(at: &At<'_>) -> Self {
        Self(Box::new(Why::from_json(at)))
    }
}

impl ToJson for Refusal {
    fn to_json(&self) -> Value {
        self.0.to_json()
    }
}

through_serde!(Refusal);

impl Refusal {
    /// A refusal with a sentence for the person.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self::because(code, message.into())
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    #[inline(never)]
    fn because(code: Code, message: Cow<'static, str>) -> Self {
        Self(Box::new(Why { code, message, field: None }))
    }

    /// The role, or whose row it is, does not allow it.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(Code::Forbidden, "Your role does not do this.")
    }

    /// It is not there, or out of sight: nobody is told which.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "This is not there any more.")
    }

    /// A value of the wrong shape.
    pub fn invalid(field: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Invalid, message).field(field)
    }

    /// A value out of bounds.
    pub fn limit(field: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Limit, message).field(field)
    }
}

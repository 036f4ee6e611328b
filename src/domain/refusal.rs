//! Why a command was not carried out.

use std::borrow::Cow;

use crate::domain::json::{sparse, words};

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

sparse! {
    /// Why a command was not carried out, in words a person can act on.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Refusal {
        pub code: Code,
        pub message: Cow<'static, str>,
        /// The field it is about, by its name on the wire.
        pub field: Option<Cow<'static, str>>,
    }
}

impl Refusal {
    /// A refusal with a sentence for the person.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), field: None }
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(field.into());
        self
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

//! The one error at the edge: a status, a code and a sentence for people. The cause is logged where
//! it is met, and never shown.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::engine::Failure;
use super::store::StoreError;
use crate::domain::refusal::{Code, Refusal};
use crate::sync::submit::{RequestError, RequestErrorBody};
use crate::sync::wire::{CLOSED, ENDED};

/// How soon to come back when the store is away.
const AWAY: u64 = 2_000;

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppError {
    /// What was sent is not of the shape it should have.
    Malformed(&'static str),
    /// A value is wrong; the sentence says which and how.
    Refused(Refusal),
    NoSession,
    /// The session belonged to somebody whose account is closed.
    AccountClosed,
    /// The same sentence whoever they are.
    WrongPassword,
    OtherOrigin,
    OtherUser,
    /// An invitation or a first link that does not hold (any more).
    LinkExpired,
    TooLarge,
    TooOften {
        retry_after_ms: u64,
    },
    Unavailable,
}

impl AppError {
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoSession | Self::AccountClosed | Self::WrongPassword => StatusCode::UNAUTHORIZED,
            Self::OtherOrigin => StatusCode::FORBIDDEN,
            Self::OtherUser => StatusCode::CONFLICT,
            Self::LinkExpired => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Refused(refusal) => match refusal.code {
                Code::Limit => "limit",
                Code::Forbidden
                | Code::NotFound
                | Code::Invalid
                | Code::Cycle
                | Code::Status
                | Code::Blocked
                | Code::IdReused
                | Code::Unsupported
                | Code::ChangedSince => "invalid",
            },
            Self::NoSession | Self::AccountClosed => "unauthorized",
            Self::WrongPassword => "wrong-password",
            Self::OtherOrigin => "other-origin",
            Self::OtherUser => "other-user",
            Self::LinkExpired => "link-expired",
            Self::TooLarge => "too-large",
            Self::TooOften { .. } => "too-often",
            Self::Unavailable => "unavailable",
        }
    }

    /// A sentence that a person can act on.
    #[must_use]
    pub fn sentence(&self) -> String {
        let sentence: &str = match self {
            Self::Malformed(words) => words,
            Self::Refused(refusal) => &refusal.message,
            Self::NoSession => "Please sign in.",
            Self::AccountClosed => "This account was closed.",
            Self::WrongPassword => "E-mail address and password do not fit together.",
            Self::OtherOrigin => "This request came from another site.",
            Self::OtherUser => "Somebody else is signed in here.",
            Self::LinkExpired => "This link was used, taken back or has expired. Ask for a new one.",
            Self::TooLarge => "This is more than fits into one request.",
            Self::TooOften { .. } => "Too many attempts. Please wait a moment.",
            Self::Unavailable => "The server cannot do this right now. Nothing was changed.",
        };
        sentence.to_owned()
    }

    /// How soon to try again, where that helps.
    #[must_use]
    pub fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Self::TooOften { retry_after_ms } => Some(*retry_after_ms),
            Self::Unavailable => Some(AWAY),
            Self::Malformed(_)
            | Self::Refused(_)
            | Self::NoSession
            | Self::AccountClosed
            | Self::WrongPassword
            | Self::OtherOrigin
            | Self::OtherUser
            | Self::LinkExpired
            | Self::TooLarge => None,
        }
    }

    /// Why the session is over, where that is the error.
    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::NoSession => Some(ENDED),
            Self::AccountClosed => Some(CLOSED),
            Self::Malformed(_)
            | Self::Refused(_)
            | Self::WrongPassword
            | Self::OtherOrigin
            | Self::OtherUser
            | Self::LinkExpired
            | Self::TooLarge
            | Self::TooOften { .. }
            | Self::Unavailable => None,
        }
    }

    /// What is sent as JSON.
    #[must_use]
    pub fn body(&self) -> RequestErrorBody {
        RequestErrorBody {
            error: RequestError {
                code: self.code().to_owned(),
                message: self.sentence(),
                retry_after_ms: self.retry_after_ms(),
                reason: self.reason().map(str::to_owned),
            },
        }
    }

    /// `Retry-After`, in whole seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<HeaderValue> {
        self.retry_after_ms().map(|ms| HeaderValue::from(ms.div_ceil(1000)))
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.body())).into_response();
        if let Some(retry) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, retry);
        }
        response
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::Unavailable
    }
}

impl From<Failure> for AppError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unknown => Self::AccountClosed,
            Failure::Unavailable => Self::Unavailable,
            Failure::Refused(refusal) if refusal.code == Code::NotFound => Self::LinkExpired,
            Failure::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

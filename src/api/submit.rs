//! `POST /api/submit`: commands in, outcomes out (PROTOCOL, Commands).

#[cfg(not(feature = "ssr"))]
use gloo_net::http::Request;
#[cfg(feature = "ssr")]
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos::server_fn::codec::{Json, JsonEncoding};
#[cfg(feature = "ssr")]
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
#[cfg(feature = "ssr")]
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::domain::ids::{ReplicaId, UserId};
#[cfg(feature = "ssr")]
use crate::sync::submit::Envelope;
#[cfg(not(feature = "ssr"))]
use crate::sync::submit::Submission;
use crate::sync::submit::{Answer, RequestError, RequestErrorBody};
use crate::sync::wire::CLOSED;

/// Why a request came to nothing. On the wire `{"error": {"code", "message", "retryAfterMs"?}}`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "ssr", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "ssr", serde(from = "RequestErrorBody", into = "RequestErrorBody"))]
pub enum SubmitError {
    /// The session is over (401).
    Unauthorized,
    /// The session is over because its person's account was closed (401).
    Closed,
    /// Somebody else is signed in now (409); the queue stays with the one who made it.
    OtherUser,
    /// The server cannot take it now (429, 503).
    Later { retry_after_ms: u64 },
    /// Nothing came back, or nothing that could be read.
    Unreachable,
    /// The request itself was wrong.
    Refused(RequestError),
}

impl From<RequestErrorBody> for SubmitError {
    fn from(RequestErrorBody { error }: RequestErrorBody) -> Self {
        match (error.code.as_str(), error.retry_after_ms) {
            ("unauthorized", _) if error.reason.as_deref() == Some(CLOSED) => Self::Closed,
            ("unauthorized", _) => Self::Unauthorized,
            ("other-user", _) => Self::OtherUser,
            (_, Some(retry_after_ms)) => Self::Later { retry_after_ms },
            (_, None) => Self::Refused(error),
        }
    }
}

impl From<SubmitError> for RequestErrorBody {
    fn from(error: SubmitError) -> Self {
        let reason = matches!(error, SubmitError::Closed).then(|| CLOSED.to_owned());
        let plain = |code: &str, message: &str, retry_after_ms| RequestError {
            code: code.to_owned(),
            message: message.to_owned(),
            retry_after_ms,
            reason: reason.clone(),
        };
        let error = match error {
            SubmitError::Unauthorized => plain("unauthorized", "Sign in first.", None),
            SubmitError::Closed => plain("unauthorized", "This account was closed.", None),
            SubmitError::OtherUser => plain("other-user", "Somebody else is signed in.", None),
            SubmitError::Later { retry_after_ms } => {
                plain("unavailable", "Try again in a moment.", Some(retry_after_ms))
            }
            SubmitError::Unreachable => plain("unreachable", "The server cannot be reached.", None),
            SubmitError::Refused(error) => error,
        };
        Self { error }
    }
}

#[cfg(feature = "ssr")]
impl FromServerFnError for SubmitError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unreachable
    }
}

/// Carries out commands as the session's person and answers once they are durable.
///
/// # Errors
/// See [`SubmitError`].
#[cfg(feature = "ssr")]
#[server(endpoint = "submit", input = Json, output = Json)]
pub async fn submit(
    replica: ReplicaId,
    user: UserId,
    commands: Vec<Envelope>,
) -> Result<Answer, SubmitError> {
    use crate::server::{AppError, answer};
    use crate::sync::submit::Submission;

    let done = answer(Submission { replica, user, commands }).await;
    done.map_err(|error: AppError| {
        if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(error.status());
            if let Some(retry) = error.retry_after() {
                response.insert_header(http::header::RETRY_AFTER, retry);
            }
        }
        error.body().into()
    })
}

/// A request without an answer is given up after so many milliseconds.
#[cfg(not(feature = "ssr"))]
const PATIENCE: u32 = 20_000;

/// Asks the server function. Not by the stub that `#[server]` would write, which brings a second JSON
/// reader along, a tenth of the download.
///
/// # Errors
/// See [`SubmitError`].
#[cfg(not(feature = "ssr"))]
pub async fn submit(submission: &Submission) -> Result<Answer, SubmitError> {
    let request = Request::post("/api/submit")
        .header("content-type", "application/json")
        .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(PATIENCE)))
        .body(submission.text());
    let unreachable = |_| SubmitError::Unreachable;
    let response = request.map_err(unreachable)?.send().await.map_err(unreachable)?;
    let text = response.text().await.map_err(unreachable)?;
    if response.ok() {
        return Answer::read(&text).ok_or(SubmitError::Unreachable);
    }
    Err(RequestErrorBody::read(&text).map_or(SubmitError::Unreachable, SubmitError::from))
}

//! What stands before `POST /api/submit`: size, session, shape and rate, which the server function
//! behind it cannot answer for with the right status.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::context::use_context;

use super::app::App;
use super::clock;
use super::error::AppError;
use super::people::sessions;
use super::store::Session;
use crate::sync::submit::{Answer, Submission};

/// Where the server function is mounted.
pub const PATH: &str = "/api/submit";

/// Lets a request for commands through to the server function, with its session; answers all
/// others itself.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.uri().path() != PATH || request.method() != Method::POST {
        return next.run(request).await;
    }
    let request = match admit(&app, request).await {
        Ok(request) => request,
        Err(error) => return error.into_response(),
    };
    let response = next.run(request).await;
    // Of those who were let through, only somebody whose account was closed meanwhile is refused so; the
    // server function's own error has no room to say it.
    if response.status() == StatusCode::UNAUTHORIZED {
        return AppError::AccountClosed.into_response();
    }
    response
}

async fn admit(app: &App, request: Request) -> Result<Request, AppError> {
    let (mut parts, body) = request.into_parts();
    let session = match sessions::require(app, &parts.headers).await {
        Ok(session) => session,
        Err(AppError::AccountClosed) => {
            // A page of somebody else, left open in the same browser, is not to forget its own person.
            let closed = sessions::closed_person(app, &parts.headers).await;
            let sent = read(app, &parts, body).await.ok().and_then(|bytes| submission(&bytes).ok());
            let is_theirs = sent.is_none_or(|sent| Some(sent.user) == closed);
            return Err(if is_theirs { AppError::AccountClosed } else { AppError::OtherUser });
        }
        Err(error) => return Err(error),
    };
    if *app.stopping.borrow() {
        return Err(AppError::Unavailable);
    }
    let spent = app.submissions.spend(session.user, clock::moment());
    spent.map_err(|retry_after_ms| AppError::TooOften { retry_after_ms })?;
    let bytes = read(app, &parts, body).await?;
    let submission = submission(&bytes)?;
    if submission.user != session.user {
        return Err(AppError::OtherUser);
    }
    if submission.commands.len() > app.limits.commands_per_request {
        return Err(AppError::TooLarge);
    }
    // A browser's form would be sent back to where it came from; commands never are.
    parts.headers.insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
    parts.extensions.insert(session);
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

async fn read(app: &App, parts: &Parts, body: Body) -> Result<Bytes, AppError> {
    let most = app.limits.request_bytes;
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|text| text.parse::<usize>().ok()).is_some_and(|length| length > most) {
        return Err(AppError::TooLarge);
    }
    to_bytes(body, most).await.map_err(|_| AppError::TooLarge)
}

fn submission(bytes: &[u8]) -> Result<Submission, AppError> {
    serde_json::from_slice(bytes)
        .map_err(|_| AppError::Malformed("This is no list of commands with a replica and a user."))
}

/// Carries out what the guard has let through.
///
/// # Errors
/// When its author is not here any more, or nothing can be written.
pub async fn answer(submission: Submission) -> Result<Answer, AppError> {
    let app = use_context::<App>().ok_or(AppError::Unavailable)?;
    let parts = use_context::<Parts>().ok_or(AppError::NoSession)?;
    let session = parts.extensions.get::<Session>().ok_or(AppError::NoSession)?;
    if submission.user != session.user {
        return Err(AppError::OtherUser);
    }
    let engine = app.engines.of(session.workspace).await?;
    Ok(engine.submit(submission).await?)
}

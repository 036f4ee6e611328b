//! Who is calling: a random token in a cookie, its hash in the store.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};

use super::tokens;
use crate::domain::ids::{UserId, WorkspaceId};
use crate::domain::values::Instant;
use crate::server::app::App;
use crate::server::clock;
use crate::server::error::AppError;
use crate::server::store::{Session, StoreError};

/// The cookie's name.
pub const COOKIE: &str = "bliss_session";
const DAY: i64 = 86_400_000;
/// A session that is not used for so long ends.
const LASTS: i64 = 30 * DAY;
/// How often its use is noted.
const NOTED: i64 = 3_600_000;

/// Opens a session and returns the cookie that carries it.
///
/// # Errors
/// When the store is away.
pub async fn open(
    app: &App,
    user: UserId,
    workspace: WorkspaceId,
    headers: &HeaderMap,
) -> Result<HeaderValue, StoreError> {
    let token = tokens::fresh();
    let now = clock::now();
    let session = Session {
        token_hash: tokens::hash(&token),
        user,
        workspace,
        created: now,
        seen: now,
        expires: Instant(now.0 + LASTS),
    };
    app.store.open_session(&session).await?;
    // Rotated at sign-in: the one that the browser brought along ends.
    end(app, headers).await?;
    Ok(cookie(&token, LASTS / 1000, app.is_secure(headers)))
}

/// Ends the session that a request carries, if any, and closes its sockets.
///
/// # Errors
/// When the store is away.
pub async fn end(app: &App, headers: &HeaderMap) -> Result<(), StoreError> {
    let Some(session) = find(app, headers).await? else { return Ok(()) };
    app.store.end_session(&session.token_hash).await?;
    if let Ok(engine) = app.engines.of(session.workspace).await {
        engine.end_session(session.token_hash).await;
    }
    Ok(())
}

/// The session that a request carries, where it has not ended.
///
/// # Errors
/// When the store is away.
pub async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Session>, StoreError> {
    let Some(token) = token(headers) else { return Ok(None) };
    let now = clock::now();
    let Some(session) = app.store.session(&tokens::hash(token), now).await? else { return Ok(None) };
    if now.0 - session.seen.0 > NOTED {
        app.store.keep_session(&session.token_hash, now, Instant(now.0 + LASTS)).await?;
    }
    Ok(Some(session))
}

/// The session that a request carries.
///
/// # Errors
/// When it carries none, saying where its person's account was closed; when the store is away.
pub async fn require(app: &App, headers: &HeaderMap) -> Result<Session, AppError> {
    match find(app, headers).await? {
        Some(session) => Ok(session),
        None => Err(match token(headers) {
            Some(token) => over(app, &tokens::hash(token)).await,
            None => AppError::NoSession,
        }),
    }
}

/// Why a session is over, by the hash of its token.
pub async fn over(app: &App, token_hash: &str) -> AppError {
    match closed(app, token_hash).await {
        Some(_) => AppError::AccountClosed,
        None => AppError::NoSession,
    }
}

/// Whose account was closed with the session that a request carries.
pub async fn closed_person(app: &App, headers: &HeaderMap) -> Option<UserId> {
    closed(app, &tokens::hash(token(headers)?)).await
}

/// Whose account was closed with a session. One that was opened again is not closed, though its sessions of
/// before stay ended.
async fn closed(app: &App, token_hash: &str) -> Option<UserId> {
    let (user, workspace) = app.store.closed_session(token_hash).await.ok()??;
    let engine = app.engines.of(workspace).await.ok()?;
    let is_open = engine.look(move |engine| engine.person(user).is_some()).await;
    is_open.is_ok_and(|is_open| !is_open).then_some(user)
}

/// The cookie of a request's session anew: who comes back within its time stays signed in.
#[must_use]
pub fn prolonged(app: &App, headers: &HeaderMap) -> Option<HeaderValue> {
    token(headers).map(|token| cookie(token, LASTS / 1000, app.is_secure(headers)))
}

/// The cookie that takes a session's away.
#[must_use]
pub fn no_cookie(secure: bool) -> HeaderValue {
    cookie("", 0, secure)
}

fn cookie(token: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::try_from(text).expect("a token is hex")
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == COOKIE && !value.is_empty())
        .map(|(_, value)| value)
}

/// A handler that takes a `Caller` is for those who are signed in.
#[derive(Clone, Debug)]
pub struct Caller(pub Session);

impl FromRequestParts<App> for Caller {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        require(app, &parts.headers).await.map(Self)
    }
}

//! Signing in and out, and setting one's own password: plain forms, so that they work without WASM.

use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::sessions::{self, Caller};
use super::{Peer, passwords, tokens};
use crate::server::app::App;
use crate::server::clock;
use crate::server::engine::{Engine, address};
use crate::server::error::AppError;

#[derive(Deserialize)]
pub struct SignIn {
    email: String,
    password: String,
    /// The page to go on to.
    next: Option<String>,
}

/// `POST /api/sign-in`
pub async fn sign_in(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    form: Result<Form<SignIn>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return AppError::Malformed("A form with e-mail address and password is needed.").into_response();
    };
    let next = next_page(form.next.as_deref());
    let kept = [("next", next.clone()), ("email", form.email.clone())];
    match admit(&app, &peer, &headers, form).await {
        Ok(cookie) => enter(cookie, &next),
        Err(error) if wants_page(&headers) => refusal_page(&app, &error, "/sign-in", &kept),
        Err(error) => error.into_response(),
    }
}

async fn admit(
    app: &App,
    peer: &Peer,
    headers: &HeaderMap,
    form: SignIn,
) -> Result<header::HeaderValue, AppError> {
    let email = address(&form.email);
    let now = clock::moment();
    let too_often = |retry_after_ms| AppError::TooOften { retry_after_ms };
    app.failures_by_account.check(&email, now).map_err(too_often)?;
    app.failures_by_address.check(&peer.address(headers), now).map_err(too_often)?;
    let account = app.store.account_by_email(&email).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let fits = passwords::fits(form.password, hash).await;
    let welcome = match &account {
        Some(account) if fits => {
            let user = account.user;
            let engine = app.engines.of(account.workspace).await?;
            let is_here = move |engine: &Engine| engine.person(user).map(|_| ());
            if engine.look(is_here).await?.is_none() {
                // Let in from the terminal a moment ago, perhaps.
                engine.catch_up().await;
            }
            engine.look(is_here).await?.is_some()
        }
        _ => false,
    };
    let Some(account) = account.filter(|_| welcome) else {
        // Only failures count: a right password never locks anybody out.
        let _ = app.failures_by_account.spend(email, now);
        let _ = app.failures_by_address.spend(peer.address(headers), now);
        return Err(AppError::WrongPassword);
    };
    Ok(sessions::open(app, account.user, account.workspace, headers).await?)
}

/// `POST /api/sign-out`
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, AppError> {
    sessions::end(&app, &headers).await?;
    let cookie = sessions::no_cookie(app.is_secure(&headers));
    let clear = AppendHeaders([(header::SET_COOKIE, cookie)]);
    Ok((clear, Redirect::to("/sign-in")).into_response())
}

#[derive(Deserialize)]
pub struct SetPassword {
    current: String,
    password: String,
}

/// `POST /api/set-password`: one's own; the other sessions of the person end.
pub async fn set_password(
    State(app): State<App>,
    Caller(session): Caller,
    form: Result<Form<SetPassword>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(form) = form.map_err(|_| AppError::Malformed("The current and the new password are needed."))?;
    passwords::check(&form.password).map_err(AppError::Refused)?;
    let account = app.store.account(session.user).await?.ok_or(AppError::NoSession)?;
    let now = clock::moment();
    let too_often = |retry_after_ms| AppError::TooOften { retry_after_ms };
    app.failures_by_account.check(&account.email, now).map_err(too_often)?;
    if !passwords::fits(form.current, Some(account.password_hash)).await {
        let _ = app.failures_by_account.spend(account.email, now);
        return Err(AppError::WrongPassword);
    }
    let hash = passwords::hash(form.password).await.ok_or(AppError::Unavailable)?;
    app.store.set_password(session.user, &hash).await?;
    app.store.end_other_sessions(session.user, &session.token_hash).await?;
    let engine = app.engines.of(session.workspace).await?;
    engine.end_others(session.user, session.token_hash).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The way in, with the session's cookie.
pub fn enter(cookie: header::HeaderValue, next: &str) -> Response {
    (AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(next)).into_response()
}

/// Only pages of our own: a path from the root, and no second slash that would name a host.
#[must_use]
pub fn next_page(next: Option<&str>) -> String {
    let own = |next: &&str| {
        let mut characters = next.chars();
        characters.next() == Some('/')
            && !matches!(characters.next(), Some('/' | '\\'))
            && next.chars().all(|one| one.is_ascii_graphic())
    };
    next.filter(own).unwrap_or("/").to_owned()
}

/// Whether a browser's form was sent, rather than a program's request.
#[must_use]
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Bytes of what was typed that go back to the form; longer is refused for its length.
const KEPT: usize = 800;

/// The refusal of a form that was sent without WASM: the status says it to programs, the page takes
/// a person back to the form, which shows the sentence and what they had typed.
#[must_use]
pub fn refusal_page(app: &App, error: &AppError, form: &str, kept: &[(&str, String)]) -> Response {
    let sentence = error.sentence();
    let seal = tokens::seal(&app.secret, &sentence);
    let mut again = format!("{form}?refused={}&amp;of={seal}", percent(&sentence));
    for (name, value) in kept.iter().filter(|(_, value)| value.len() <= KEPT) {
        again.push_str("&amp;");
        again.push_str(name);
        again.push('=');
        again.push_str(&percent(value));
    }
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <title>Party Budget Bliss</title>\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <meta http-equiv=\"refresh\" content=\"0; url={again}\"></head>\
         <body><p>{sentence}</p><p><a href=\"{again}\">Try again</a></p></body></html>"
    );
    let mut response = (error.status(), Html(page)).into_response();
    if let Some(retry) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    response
}

/// Text as a part of an address, and harmless within HTML.
#[must_use]
pub fn percent(text: &str) -> String {
    const ESCAPED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
    utf8_percent_encode(text, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::{next_page, percent};

    #[test]
    fn only_pages_of_our_own_are_gone_on_to() {
        assert_eq!(next_page(Some("/shopping?week=2026-W48")), "/shopping?week=2026-W48");
        for foreign in ["//evil.example", "/\\evil.example", "https://evil.example", "tasks", "/a\nb", ""] {
            assert_eq!(next_page(Some(foreign)), "/", "{foreign:?}");
        }
    }

    #[test]
    fn text_in_an_address_holds_no_markup() {
        assert_eq!(percent("/a?b=\"<x>"), "/a%3Fb%3D%22%3Cx%3E");
    }
}

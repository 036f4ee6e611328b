//! Coming in for the first time: the one-time link that makes a workspace and its admin, and
//! invitations into one.

use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Form, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::sign_in::{enter, refusal_page, wants_page};
use super::{Peer, passwords, sessions, tokens};
use crate::domain::ids::{InviteId, UserId, WorkspaceId};
use crate::domain::refusal::Refusal;
use crate::domain::rows::Role;
use crate::server::app::App;
use crate::server::clock;
use crate::server::engine::{Founding, Joining, Newcomer, SystemAct, address, check_address, is_open};
use crate::server::error::AppError;
use crate::server::store::StoreError;

/// Under this name the hash of the first link's token is kept until it is used.
pub const START_TOKEN: &str = "start-token";

#[derive(Deserialize)]
pub struct Start {
    token: String,
    workspace: String,
    name: String,
    email: String,
    password: String,
    currency: Option<String>,
    zone: Option<String>,
}

/// `POST /api/start`: makes the first workspace and its admin, once.
pub async fn start(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<Start>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return AppError::Malformed("The form is not complete.").into_response();
    };
    let kept = [
        ("token", form.token.clone()),
        ("workspace", form.workspace.clone()),
        ("name", form.name.clone()),
        ("email", form.email.clone()),
        ("currency", form.currency.clone().unwrap_or_default()),
        ("zone", form.zone.clone().unwrap_or_default()),
    ];
    answer(&app, found(&app, &headers, form).await, &headers, "/start", &kept)
}

/// Whether the first link has this token and was not used yet.
pub async fn may_start(app: &App, token: &str) -> Result<bool, StoreError> {
    let stored = app.store.meta(START_TOKEN).await?;
    Ok(stored.as_deref() == Some(tokens::hash(token).as_str()))
}

async fn found(app: &App, headers: &HeaderMap, form: Start) -> Result<HeaderValue, AppError> {
    let _alone = app.starting.lock().await;
    if !may_start(app, &form.token).await? {
        return Err(AppError::LinkExpired);
    }
    let workspace = WorkspaceId(clock::uuid());
    let founding = Founding {
        workspace,
        name: form.workspace,
        currency: form.currency.unwrap_or_else(|| "EUR".to_owned()),
        zone: form.zone.unwrap_or_else(|| "Europe/Berlin".to_owned()),
        admin: Some(newcomer(app, &form.name, Role::Admin, &form.email, form.password).await?),
    };
    let user = founding.admin.as_ref().map_or(UserId::NIL, |admin| admin.user);
    app.engines.found(founding).await?;
    app.store.set_meta(START_TOKEN, None).await?;
    Ok(sessions::open(app, user, workspace, headers).await?)
}

#[derive(Deserialize)]
pub struct AcceptInvite {
    token: String,
    name: String,
    email: String,
    password: String,
}

/// `POST /api/accept-invite`: comes in by an invitation, in the role that it names.
pub async fn accept_invite(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    form: Result<Form<AcceptInvite>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return AppError::Malformed("The form is not complete.").into_response();
    };
    let kept = [("token", form.token.clone()), ("name", form.name.clone()), ("email", form.email.clone())];
    answer(&app, join(&app, &peer, &headers, form).await, &headers, "/invite", &kept)
}

async fn join(
    app: &App,
    peer: &Peer,
    headers: &HeaderMap,
    form: AcceptInvite,
) -> Result<HeaderValue, AppError> {
    let too_often = |retry_after_ms| AppError::TooOften { retry_after_ms };
    app.failures_by_address.check(&peer.address(headers), clock::moment()).map_err(too_often)?;
    let Some((workspace, invite, role)) = find_invite(app, &form.token).await? else {
        let _ = app.failures_by_address.spend(peer.address(headers), clock::moment());
        return Err(AppError::LinkExpired);
    };
    let newcomer = newcomer(app, &form.name, role, &form.email, form.password).await?;
    let user = newcomer.user;
    let act = SystemAct::Join(Joining { newcomer, invite: Some(invite) });
    app.engines.of(workspace).await?.system(clock::command_id(), act).await?;
    Ok(sessions::open(app, user, workspace, headers).await?)
}

/// The open invitation that a token belongs to: where, which and in what role.
///
/// # Errors
/// When the store is away.
pub async fn find_invite(app: &App, token: &str) -> Result<Option<(WorkspaceId, InviteId, Role)>, AppError> {
    let hash = tokens::hash(token);
    for workspace in app.store.workspaces().await? {
        let hash = hash.clone();
        let now = clock::now();
        let engine = app.engines.of(workspace).await?;
        let found = engine.look(move |engine| {
            let invites = engine.state().invites().values();
            let mut open = invites.filter(|invite| is_open(invite, now) && invite.token_hash == hash);
            open.next().map(|invite| (invite.id, invite.role))
        });
        if let Some((invite, role)) = found.await? {
            return Ok(Some((workspace, invite, role)));
        }
    }
    Ok(None)
}

/// A person with what they typed, checked before anything is made.
///
/// # Errors
/// Naming the field.
pub async fn newcomer(
    app: &App,
    name: &str,
    role: Role,
    email: &str,
    password: String,
) -> Result<Newcomer, AppError> {
    let email = address(email);
    check_address(&email).map_err(AppError::Refused)?;
    passwords::check(&password).map_err(AppError::Refused)?;
    if app.store.account_by_email(&email).await?.is_some() {
        let words = "Somebody else signs in with this address.";
        return Err(AppError::Refused(Refusal::invalid("email", words)));
    }
    let password_hash = passwords::hash(password).await.ok_or(AppError::Unavailable)?;
    Ok(Newcomer {
        user: UserId(clock::uuid()),
        name: name.to_owned(),
        role,
        email,
        password_hash,
        language: "en".to_owned(),
    })
}

fn answer(
    app: &App,
    done: Result<HeaderValue, AppError>,
    headers: &HeaderMap,
    page: &str,
    kept: &[(&str, String)],
) -> Response {
    match done {
        Ok(cookie) => enter(cookie, "/"),
        Err(error) if wants_page(headers) => refusal_page(app, &error, page, kept),
        Err(error) => error.into_response(),
    }
}

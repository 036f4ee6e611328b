//! What whoever runs the server does from the terminal: copies, checks, people, workspaces.
//!
//! All but restoring can be done while the server runs, which notices what is written beside it, reads the
//! workspaces anew, and closes the sockets of sessions that were ended.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use leptos::config::LeptosOptions;

use super::app::App;
use super::clock;
use super::config::{Config, DatabaseUrl};
use super::engine::{Failure, Founding, Joining, SystemAct, address};
use super::error::AppError;
use super::people::{entry, passwords, tokens};
use super::store::{self, StoreError};
use crate::domain::ids::WorkspaceId;
use crate::domain::rows::Role;
use crate::ui::Build;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum ManageError {
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Wrong(String),
}

impl From<AppError> for ManageError {
    fn from(error: AppError) -> Self {
        Self::Wrong(error.sentence())
    }
}

impl From<Failure> for ManageError {
    fn from(failure: Failure) -> Self {
        AppError::from(failure).into()
    }
}

/// Writes a whole copy of the database while the server may run.
pub async fn back_up(database: &DatabaseUrl, file: &Path) -> Result<(), ManageError> {
    let store = store::open(database).await?;
    let done = store.back_up(file).await;
    store.close().await;
    Ok(done?)
}

/// Puts a copy in the place of the database; the server must not run.
pub async fn restore(database: &DatabaseUrl, copy: &Path) -> Result<(), ManageError> {
    let epoch = clock::uuid().to_string();
    Ok(store::restore(copy, store::file(database)?, &epoch).await?)
}

/// Checks the database and says what it holds.
pub async fn check(database: &DatabaseUrl) -> Result<String, ManageError> {
    let (workspaces, entries, rows) = store::check(store::file(database)?).await?;
    Ok(format!("all is well: {workspaces} workspaces, {entries} log entries, {rows} rows"))
}

/// Who can sign in: address, role, name, workspace.
pub async fn list_users(config: &Config) -> Result<Vec<String>, ManageError> {
    let app = open(config).await?;
    let mut lines = Vec::new();
    for account in app.store.accounts().await? {
        let engine = app.engines.of(account.workspace).await?;
        let user = account.user;
        let person = engine.look(move |engine| {
            let user = engine.state().users().get(&user)?;
            let inactive = if user.active { "" } else { " (inactive)" };
            Some(format!("{}\t{}{inactive}", user.role.name(), user.name))
        });
        let person = person.await?.unwrap_or_default();
        lines.push(format!("{}\t{person}\t{}", account.email, account.workspace));
    }
    close(app).await;
    Ok(lines)
}

/// Somebody new.
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub role: Role,
    /// None where there is only one.
    pub workspace: Option<WorkspaceId>,
    /// None: one is made and returned.
    pub password: Option<String>,
}

/// Lets somebody in; returns the password that was made.
pub async fn add_user(config: &Config, new: NewUser) -> Result<Option<String>, ManageError> {
    let app = open(config).await?;
    let workspace = match (new.workspace, app.store.workspaces().await?.as_slice()) {
        (Some(workspace), _) => workspace,
        (None, [only]) => *only,
        (None, []) => return Err(ManageError::Wrong("there is no workspace yet".to_owned())),
        (None, _) => return Err(ManageError::Wrong("name one of the workspaces".to_owned())),
    };
    let made = new.password.is_none().then(password);
    let password = new.password.or_else(|| made.clone()).unwrap_or_default();
    let newcomer = entry::newcomer(&app, &new.name, new.role, &new.email, password).await?;
    let act = SystemAct::Join(Joining { newcomer, invite: None });
    app.engines.of(workspace).await?.system(clock::command_id(), act).await?;
    close(app).await;
    Ok(made)
}

/// Sets somebody's password and ends their sessions; returns the password that was made.
pub async fn set_password(
    config: &Config,
    email: &str,
    given: Option<String>,
) -> Result<Option<String>, ManageError> {
    let app = open(config).await?;
    let account = app.store.account_by_email(&address(email)).await?;
    let account =
        account.ok_or_else(|| ManageError::Wrong("nobody signs in with this address".to_owned()))?;
    let made = given.is_none().then(password);
    let password = given.or_else(|| made.clone()).unwrap_or_default();
    passwords::check(&password).map_err(AppError::Refused)?;
    let hash = passwords::hash(password).await.ok_or(AppError::Unavailable)?;
    app.store.set_password(account.user, &hash).await?;
    app.store.end_other_sessions(account.user, "").await?;
    close(app).await;
    Ok(made)
}

/// Makes a workspace without people; returns its id.
pub async fn add_workspace(
    config: &Config,
    name: String,
    currency: String,
    zone: String,
) -> Result<WorkspaceId, ManageError> {
    let app = open(config).await?;
    let workspace = WorkspaceId(clock::uuid());
    app.engines.found(Founding { workspace, name, currency, zone, admin: None }).await?;
    close(app).await;
    Ok(workspace)
}

/// A password to hand over: sixteen hex digits.
#[must_use]
pub fn password() -> String {
    let mut password = tokens::fresh();
    password.truncate(16);
    password
}

async fn open(config: &Config) -> Result<App, ManageError> {
    let store = store::open(&config.server.database).await?;
    let options = LeptosOptions::builder().output_name("bliss").build();
    let build = Build { name: "terminal".to_owned(), options, parts: BTreeMap::new() };
    Ok(App::new(Arc::clone(&store), config.limits, build, false))
}

async fn close(app: App) {
    app.engines.goodbye().await;
    app.store.close().await;
}

//! What is kept: rows, log, answers, accounts, sessions. Behind one trait, so that a second
//! database can come beside SQLite; the SQL of each lives in its own module.

mod sqlite;

use std::path::Path;
use std::sync::Arc;

use futures::future::BoxFuture;

pub use sqlite::{Sqlite, check, restore};

use super::config::DatabaseUrl;
use super::engine::{Batch, Entry, Known, Needs};
use crate::domain::ids::{CommandId, UserId, WorkspaceId};
use crate::domain::rows::Row;
use crate::domain::values::{Instant, Revision};
use crate::sync::submit::Outcome;

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database's own words, for the log and never for a person.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Something stored is not of the shape this program writes.
    #[error("stored data cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Another program has moved the head: this one's picture of the workspace is stale.
    #[error("the head of the workspace was moved by somebody else")]
    Stale,
    /// The file cannot be used.
    #[error("{0}")]
    Unusable(String),
}

/// Whether a batch that was not written may have been.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Nothing was written.
    #[error(transparent)]
    Failed(StoreError),
    /// The answer to COMMIT was lost: only the store knows.
    #[error("the outcome of a commit is not known: {0}")]
    Unknown(StoreError),
}

/// What the store promises.
pub type Stored<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// A workspace as it is stored.
#[derive(Debug)]
pub struct Loaded {
    pub epoch: String,
    pub head: Revision,
    pub rows: Vec<Row>,
}

/// Who may sign in.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub user: UserId,
    pub workspace: WorkspaceId,
    pub email: String,
    pub password_hash: String,
}

/// A session, by the hash of its token.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub token_hash: String,
    pub user: UserId,
    pub workspace: WorkspaceId,
    pub created: Instant,
    pub seen: Instant,
    pub expires: Instant,
}

/// Where everything is kept.
pub trait Store: Send + Sync {
    /// Whether it can be reached.
    fn ready(&self) -> Stored<'_, ()>;
    /// A number that is another one once another program has written.
    fn written_beside(&self) -> Stored<'_, i64>;
    fn workspaces(&self) -> Stored<'_, Vec<WorkspaceId>>;
    /// Makes room for a workspace, without a row yet.
    fn add_workspace<'a>(&'a self, workspace: WorkspaceId, epoch: &'a str) -> Stored<'a, ()>;
    fn load(&self, workspace: WorkspaceId) -> Stored<'_, Loaded>;
    /// Up to `most` of the latest entries after a revision, in their order.
    fn entries(&self, workspace: WorkspaceId, after: Revision, most: u32) -> Stored<'_, Vec<Entry>>;
    fn known<'a>(&'a self, workspace: WorkspaceId, needs: &'a Needs) -> Stored<'a, Known>;
    /// What became of commands of one person.
    fn outcomes<'a>(
        &'a self,
        workspace: WorkspaceId,
        actor: UserId,
        ids: &'a [CommandId],
    ) -> Stored<'a, Vec<Outcome>>;
    /// Writes a batch in one transaction.
    fn commit<'a>(
        &'a self,
        workspace: WorkspaceId,
        batch: &'a Batch,
    ) -> BoxFuture<'a, Result<(), CommitError>>;

    fn account_by_email<'a>(&'a self, email: &'a str) -> Stored<'a, Option<Account>>;
    fn account(&self, user: UserId) -> Stored<'_, Option<Account>>;
    fn accounts(&self) -> Stored<'_, Vec<Account>>;
    fn set_password<'a>(&'a self, user: UserId, password_hash: &'a str) -> Stored<'a, ()>;

    fn open_session<'a>(&'a self, session: &'a Session) -> Stored<'a, ()>;
    /// The session, where it has neither expired nor ended.
    fn session<'a>(&'a self, token_hash: &'a str, now: Instant) -> Stored<'a, Option<Session>>;
    /// Whose session it was that ended because their account was closed.
    fn closed_session<'a>(&'a self, token_hash: &'a str) -> Stored<'a, Option<(UserId, WorkspaceId)>>;
    fn keep_session<'a>(&'a self, token_hash: &'a str, seen: Instant, expires: Instant) -> Stored<'a, ()>;
    fn end_session<'a>(&'a self, token_hash: &'a str) -> Stored<'a, ()>;
    /// Ends the sessions of a person but for one; of nobody's token all.
    fn end_other_sessions<'a>(&'a self, user: UserId, kept: &'a str) -> Stored<'a, ()>;

    fn meta<'a>(&'a self, name: &'a str) -> Stored<'a, Option<String>>;
    /// Sets a value, or takes it out.
    fn set_meta<'a>(&'a self, name: &'a str, value: Option<&'a str>) -> Stored<'a, ()>;

    /// Writes a whole copy into a file that is not there yet.
    fn back_up<'a>(&'a self, file: &'a Path) -> Stored<'a, ()>;
    /// Finishes what is under way and lets go of the files.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// Opens the store that an address names.
///
/// # Errors
/// When it cannot be opened, or was written by a newer program.
pub async fn open(url: &DatabaseUrl) -> Result<Arc<dyn Store>, StoreError> {
    match url.reveal().strip_prefix("sqlite:") {
        Some(rest) => Ok(Arc::new(Sqlite::open(file_of(rest)).await?)),
        None => Err(StoreError::Unusable("only sqlite://FILE is known as a database".to_owned())),
    }
}

/// The file in `sqlite://FILE` or `sqlite:FILE`.
fn file_of(rest: &str) -> &Path {
    Path::new(rest.strip_prefix("//").unwrap_or(rest))
}

/// The file of an address.
///
/// # Errors
/// For another kind of database.
pub fn file(url: &DatabaseUrl) -> Result<&Path, StoreError> {
    url.reveal()
        .strip_prefix("sqlite:")
        .map(file_of)
        .ok_or_else(|| StoreError::Unusable("only sqlite://FILE can be copied by this program".to_owned()))
}

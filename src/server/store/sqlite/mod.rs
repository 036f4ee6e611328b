//! SQLite: one file beside the program, one process a file.
//!
//! One connection writes, a few read. Every commit is on the disk before it is answered (WAL with
//! synchronous=FULL), and many commands share one.

mod accounts;
mod commit;
mod copies;
mod log;
mod migrations;

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row as _, SqlitePool};

pub use copies::{check, restore};

use super::{Account, CommitError, Loaded, Session, Store, StoreError, Stored};
use crate::domain::ids::{CommandId, UserId, WorkspaceId};
use crate::domain::values::{Instant, Revision};
use crate::server::engine::{Batch, Entry, Known, Needs};
use crate::sync::submit::Outcome;

/// Readers beside the one writer.
const READERS: u32 = 4;

/// A database file that is open.
#[derive(Debug)]
pub struct Sqlite {
    /// A pool of one: who holds its connection is the writer.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the file, or makes it; brings it up to this program's shape, after a copy of what
    /// was there.
    ///
    /// # Errors
    /// When it is no database, or a newer program's.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = options(file);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone().create_if_missing(true))
            .await?;
        migrations::bring_up(&writer, file).await?;
        let readers =
            SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self { writer, readers })
    }
}

/// How every connection to a file is made.
fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-16384")
        .statement_cache_capacity(100)
}

/// A file's name with something put behind it.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Instants and revisions fit SQLite's integers.
fn whole(revision: Revision) -> i64 {
    i64::try_from(revision.0).unwrap_or(i64::MAX)
}

fn revision(number: i64) -> Revision {
    Revision(u64::try_from(number).unwrap_or_default())
}

/// An id that this program wrote.
fn id<T: std::str::FromStr<Err = uuid::Error>>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error: uuid::Error| StoreError::Unusable(format!("no id: {error}")))
}

impl Store for Sqlite {
    fn ready(&self) -> Stored<'_, ()> {
        Box::pin(async move {
            sqlx::query("SELECT 1 FROM heads LIMIT 1").fetch_optional(&self.readers).await?;
            Ok(())
        })
    }

    fn written_beside(&self) -> Stored<'_, i64> {
        Box::pin(async move {
            // It counts the commits of all connections but the one that asks: the only one that writes here.
            Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(&self.writer).await?)
        })
    }

    fn workspaces(&self) -> Stored<'_, Vec<WorkspaceId>> {
        Box::pin(async move {
            let rows = sqlx::query("SELECT workspace FROM heads ORDER BY workspace")
                .fetch_all(&self.readers)
                .await?;
            rows.iter().map(|row| id(row.try_get("workspace")?)).collect()
        })
    }

    fn add_workspace<'a>(&'a self, workspace: WorkspaceId, epoch: &'a str) -> Stored<'a, ()> {
        Box::pin(async move {
            sqlx::query("INSERT INTO heads (workspace, epoch, head) VALUES (?1, ?2, 0)")
                .bind(workspace.to_string())
                .bind(epoch)
                .execute(&self.writer)
                .await?;
            Ok(())
        })
    }

    fn load(&self, workspace: WorkspaceId) -> Stored<'_, Loaded> {
        Box::pin(log::load(&self.readers, workspace))
    }

    fn entries(&self, workspace: WorkspaceId, after: Revision, most: u32) -> Stored<'_, Vec<Entry>> {
        Box::pin(log::entries(&self.readers, workspace, after, most))
    }

    fn known<'a>(&'a self, workspace: WorkspaceId, needs: &'a Needs) -> Stored<'a, Known> {
        Box::pin(log::known(&self.writer, workspace, needs))
    }

    fn outcomes<'a>(
        &'a self,
        workspace: WorkspaceId,
        actor: UserId,
        ids: &'a [CommandId],
    ) -> Stored<'a, Vec<Outcome>> {
        Box::pin(log::outcomes(&self.readers, workspace, actor, ids))
    }

    fn commit<'a>(
        &'a self,
        workspace: WorkspaceId,
        batch: &'a Batch,
    ) -> BoxFuture<'a, Result<(), CommitError>> {
        Box::pin(commit::commit(&self.writer, workspace, batch))
    }

    fn account_by_email<'a>(&'a self, email: &'a str) -> Stored<'a, Option<Account>> {
        Box::pin(accounts::by_email(&self.readers, email))
    }

    fn account(&self, user: UserId) -> Stored<'_, Option<Account>> {
        Box::pin(accounts::by_user(&self.readers, user))
    }

    fn accounts(&self) -> Stored<'_, Vec<Account>> {
        Box::pin(accounts::all(&self.readers))
    }

    fn set_password<'a>(&'a self, user: UserId, password_hash: &'a str) -> Stored<'a, ()> {
        Box::pin(accounts::set_password(&self.writer, user, password_hash))
    }

    fn open_session<'a>(&'a self, session: &'a Session) -> Stored<'a, ()> {
        Box::pin(accounts::open_session(&self.writer, session))
    }

    fn session<'a>(&'a self, token_hash: &'a str, now: Instant) -> Stored<'a, Option<Session>> {
        Box::pin(accounts::session(&self.readers, token_hash, now))
    }

    fn closed_session<'a>(&'a self, token_hash: &'a str) -> Stored<'a, Option<(UserId, WorkspaceId)>> {
        Box::pin(accounts::closed_session(&self.readers, token_hash))
    }

    fn keep_session<'a>(&'a self, token_hash: &'a str, seen: Instant, expires: Instant) -> Stored<'a, ()> {
        Box::pin(accounts::keep_session(&self.writer, token_hash, seen, expires))
    }

    fn end_session<'a>(&'a self, token_hash: &'a str) -> Stored<'a, ()> {
        Box::pin(accounts::end_session(&self.writer, token_hash))
    }

    fn end_other_sessions<'a>(&'a self, user: UserId, kept: &'a str) -> Stored<'a, ()> {
        Box::pin(accounts::end_other_sessions(&self.writer, user, kept))
    }

    fn meta<'a>(&'a self, name: &'a str) -> Stored<'a, Option<String>> {
        Box::pin(async move {
            let row = sqlx::query("SELECT value FROM meta WHERE name = ?1")
                .bind(name)
                .fetch_optional(&self.readers)
                .await?;
            Ok(row.map(|row| row.try_get("value")).transpose()?)
        })
    }

    fn set_meta<'a>(&'a self, name: &'a str, value: Option<&'a str>) -> Stored<'a, ()> {
        Box::pin(async move {
            let query = match value {
                Some(value) => sqlx::query(
                    "INSERT INTO meta (name, value) VALUES (?1, ?2) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                )
                .bind(name)
                .bind(value),
                None => sqlx::query("DELETE FROM meta WHERE name = ?1").bind(name),
            };
            query.execute(&self.writer).await?;
            Ok(())
        })
    }

    fn back_up<'a>(&'a self, file: &'a Path) -> Stored<'a, ()> {
        Box::pin(copies::copy(&self.readers, file))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.readers.close().await;
            self.writer.close().await;
        })
    }
}

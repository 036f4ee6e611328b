//! Writing a batch: rows, log, answers, accounts and head in one transaction.
//!
//! Commands were decided in memory, each with its own journal, so a refused one has left nothing
//! behind before anything is written, and no savepoint a command is needed: the statements of a
//! whole batch are sent together, a few for all its rows. A statement that fails fails the batch;
//! the engine takes it back and everybody in it hears 503.

use serde_json::value::RawValue;
use sqlx::{Connection as _, Sqlite, SqliteConnection, SqlitePool, Transaction};

use super::super::{CommitError, StoreError};
use super::whole;
use crate::domain::ids::WorkspaceId;
use crate::server::engine::{AccountWrite, Batch};

/// Writes a batch; all of it is on the disk when this returns.
///
/// After a failure the connection is let go of and the next batch opens another: on a full disk SQLite
/// ends the transaction by itself, sqlx counts it as still open, and nothing could be begun on that
/// connection ever again.
pub async fn commit(writer: &SqlitePool, workspace: WorkspaceId, batch: &Batch) -> Result<(), CommitError> {
    let failed = |error: sqlx::Error| CommitError::Failed(error.into());
    let mut connection = writer.acquire().await.map_err(failed)?;
    let done = transact(&mut connection, workspace, batch).await;
    if done.is_err() {
        // The error that counts is the batch's.
        let _ = connection.close().await;
    }
    done
}

async fn transact(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    batch: &Batch,
) -> Result<(), CommitError> {
    let failed = CommitError::Failed;
    let begun = connection.begin_with("BEGIN IMMEDIATE").await;
    let mut transaction = begun.map_err(|error| failed(error.into()))?;
    write(&mut transaction, workspace, batch).await.map_err(failed)?;
    transaction.commit().await.map_err(|error| CommitError::Unknown(error.into()))
}

async fn write(
    transaction: &mut Transaction<'_, Sqlite>,
    workspace: WorkspaceId,
    batch: &Batch,
) -> Result<(), StoreError> {
    let workspace = workspace.to_string();
    if !batch.entries.is_empty() {
        move_head(transaction, &workspace, batch).await?;
        write_rows(transaction, &workspace, batch).await?;
        write_log(transaction, &workspace, batch).await?;
    }
    if !batch.remembered.is_empty() {
        write_answers(transaction, &workspace, batch).await?;
    }
    for account in &batch.accounts {
        write_account(transaction, &workspace, account).await?;
    }
    Ok(())
}

/// Only from where this program believes the head to be: a second one on the same file would
/// otherwise fork the order.
async fn move_head(
    transaction: &mut Transaction<'_, Sqlite>,
    workspace: &str,
    batch: &Batch,
) -> Result<(), StoreError> {
    let moved = sqlx::query("UPDATE heads SET head = ?3 WHERE workspace = ?1 AND head = ?2")
        .bind(workspace)
        .bind(whole(batch.from))
        .bind(whole(batch.head()))
        .execute(&mut **transaction)
        .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The rows as the batch leaves them, each once, as one JSON list.
async fn write_rows(
    transaction: &mut Transaction<'_, Sqlite>,
    workspace: &str,
    batch: &Batch,
) -> Result<(), StoreError> {
    let mut rows = std::collections::BTreeMap::new();
    for change in batch.entries.iter().flat_map(|entry| &entry.changes) {
        if let Some(row) = &change.after {
            rows.insert((row.table(), row.key()), row);
        }
    }
    let list: Vec<_> =
        rows.into_iter().map(|((table, id), row)| (table.name(), id, row.rev(), row.body())).collect();
    sqlx::query(
        "INSERT INTO rows (workspace, tbl, id, rev, body) \
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value -> 3 FROM json_each(?2) WHERE TRUE \
         ON CONFLICT (workspace, tbl, id) DO UPDATE SET rev = excluded.rev, body = excluded.body",
    )
    .bind(workspace)
    .bind(serde_json::to_string(&list)?)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn write_log(
    transaction: &mut Transaction<'_, Sqlite>,
    workspace: &str,
    batch: &Batch,
) -> Result<(), StoreError> {
    let mut list = Vec::with_capacity(batch.entries.len());
    for entry in &batch.entries {
        list.push((
            entry.revision,
            entry.command,
            &entry.kind,
            entry.actor,
            entry.role.name(),
            entry.replica,
            entry.at,
            entry.now,
            RawValue::from_string(entry.body()?)?,
        ));
    }
    sqlx::query(
        "INSERT INTO log (workspace, revision, command, kind, actor, role, replica, at, now, body) \
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
         value ->> 6, value ->> 7, value -> 8 FROM json_each(?2)",
    )
    .bind(workspace)
    .bind(serde_json::to_string(&list)?)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn write_answers(
    transaction: &mut Transaction<'_, Sqlite>,
    workspace: &str,
    batch: &Batch,
) -> Result<(), StoreError> {
    let list: Vec<_> = batch
        .remembered
        .iter()
        .map(|one| (one.outcome.id, one.actor, one.fingerprint, &one.outcome))
        .collect();
    sqlx::query(
        "INSERT INTO commands (workspace, id, actor, fingerprint, outcome) \
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value -> 3 FROM json_each(?2)",
    )
    .bind(workspace)
    .bind(serde_json::to_string(&list)?)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn write_account(
    transaction: &mut Transaction<'_, Sqlite>,
    workspace: &str,
    account: &AccountWrite,
) -> Result<(), StoreError> {
    let query = match account {
        AccountWrite::Open { user, email, password_hash } => {
            sqlx::query("INSERT INTO accounts (user, workspace, email, password) VALUES (?1, ?2, ?3, ?4)")
                .bind(user.to_string())
                .bind(workspace)
                .bind(email)
                .bind(password_hash)
        }
        AccountWrite::Rename { user, email } => {
            sqlx::query("UPDATE accounts SET email = ?2 WHERE user = ?1").bind(user.to_string()).bind(email)
        }
        AccountWrite::EndSessions { user } => {
            sqlx::query("UPDATE sessions SET closed = 1 WHERE user = ?1").bind(user.to_string())
        }
    };
    query.execute(&mut **transaction).await?;
    Ok(())
}

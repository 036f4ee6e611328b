//! Reading a workspace back: its rows, its log, its answers.

use std::sync::Arc;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqlitePool};
use uuid::Uuid;

use super::super::{Loaded, StoreError};
use super::{id, revision, whole};
use crate::domain::ids::{CommandId, UserId, WorkspaceId};
use crate::domain::rows::{Role, Row, Table};
use crate::domain::values::{Instant, Revision};
use crate::server::engine::{Entry, EntryBody, Known, Needs, Remembered};
use crate::sync::submit::Outcome;

/// All rows of a workspace, at one point of its order.
pub async fn load(pool: &SqlitePool, workspace: WorkspaceId) -> Result<Loaded, StoreError> {
    let workspace = workspace.to_string();
    let mut transaction = pool.begin().await?;
    let head = sqlx::query("SELECT epoch, head FROM heads WHERE workspace = ?1")
        .bind(&workspace)
        .fetch_one(&mut *transaction)
        .await?;
    let stored = sqlx::query("SELECT tbl, body FROM rows WHERE workspace = ?1")
        .bind(&workspace)
        .fetch_all(&mut *transaction)
        .await?;
    let mut rows = Vec::with_capacity(stored.len());
    for row in &stored {
        // A table of a later program was given up again: what it held is left alone.
        if let Some(table) = Table::named(row.try_get("tbl")?) {
            rows.push(Row::read(table, serde_json::from_str(row.try_get("body")?)?)?);
        }
    }
    Ok(Loaded { epoch: head.try_get("epoch")?, head: revision(head.try_get("head")?), rows })
}

/// Up to `most` of the latest entries after a revision, in their order.
pub async fn entries(
    pool: &SqlitePool,
    workspace: WorkspaceId,
    after: Revision,
    most: u32,
) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query(
        "SELECT revision, command, kind, actor, role, replica, at, now, body FROM log \
         WHERE workspace = ?1 AND revision > ?2 ORDER BY revision DESC LIMIT ?3",
    )
    .bind(workspace.to_string())
    .bind(whole(after))
    .bind(most)
    .fetch_all(pool)
    .await?;
    rows.iter().rev().map(entry).collect()
}

fn entry(row: &SqliteRow) -> Result<Entry, StoreError> {
    let body = EntryBody::read(row.try_get("body")?)?;
    let role: &str = row.try_get("role")?;
    Ok(Entry {
        revision: revision(row.try_get("revision")?),
        command: id(row.try_get("command")?)?,
        kind: row.try_get("kind")?,
        actor: id(row.try_get("actor")?)?,
        role: serde_json::from_value::<Role>(role.into())?,
        replica: id(row.try_get("replica")?)?,
        at: Instant(row.try_get("at")?),
        now: Instant(row.try_get("now")?),
        fact: body.fact,
        also: body.also,
        changes: body.changes,
        act: body.act,
    })
}

/// What is known of the commands, acts and addresses that a batch names.
pub async fn known(pool: &SqlitePool, workspace: WorkspaceId, needs: &Needs) -> Result<Known, StoreError> {
    let workspace = workspace.to_string();
    let mut known = Known::default();
    let answers = sqlx::query(
        "SELECT id, actor, fingerprint, outcome FROM commands \
         WHERE workspace = ?1 AND id IN (SELECT value FROM json_each(?2))",
    )
    .bind(&workspace)
    .bind(serde_json::to_string(&needs.commands)?)
    .fetch_all(pool)
    .await?;
    for row in &answers {
        let remembered = Remembered {
            actor: id(row.try_get("actor")?)?,
            fingerprint: id::<Uuid>(row.try_get("fingerprint")?)?,
            outcome: serde_json::from_str(row.try_get("outcome")?)?,
        };
        known.answers.insert(id(row.try_get("id")?)?, remembered);
    }
    let own = sqlx::query(
        "SELECT command FROM log \
         WHERE workspace = ?1 AND command IN (SELECT value FROM json_each(?2)) \
         AND NOT EXISTS (SELECT 1 FROM commands \
         WHERE commands.workspace = log.workspace AND commands.id = log.command)",
    )
    .bind(&workspace)
    .bind(serde_json::to_string(&needs.commands)?)
    .fetch_all(pool)
    .await?;
    for row in &own {
        known.own.insert(id(row.try_get("command")?)?);
    }
    for command in &needs.acts {
        let row = sqlx::query("SELECT body FROM log WHERE workspace = ?1 AND command = ?2")
            .bind(&workspace)
            .bind(command.to_string())
            .fetch_optional(pool)
            .await?;
        if let Some(row) = row {
            let body = EntryBody::read(row.try_get("body")?)?;
            known.acts.insert(*command, Arc::clone(&body.act));
        }
    }
    for email in &needs.emails {
        let row = sqlx::query("SELECT user FROM accounts WHERE email = ?1")
            .bind(email)
            .fetch_optional(pool)
            .await?;
        if let Some(row) = row {
            known.emails.insert(email.clone(), id(row.try_get("user")?)?);
        }
    }
    Ok(known)
}

/// What became of commands, as far as they are this person's.
pub async fn outcomes(
    pool: &SqlitePool,
    workspace: WorkspaceId,
    actor: UserId,
    ids: &[CommandId],
) -> Result<Vec<Outcome>, StoreError> {
    let rows = sqlx::query(
        "SELECT outcome FROM commands \
         WHERE workspace = ?1 AND id IN (SELECT value FROM json_each(?2)) AND actor = ?3",
    )
    .bind(workspace.to_string())
    .bind(serde_json::to_string(ids)?)
    .bind(actor.to_string())
    .fetch_all(pool)
    .await?;
    rows.iter().map(|row| Ok(serde_json::from_str(row.try_get("outcome")?)?)).collect()
}

/// The `most` entries that follow a revision, in their order.
pub async fn entries_from(
    pool: &SqlitePool,
    workspace: WorkspaceId,
    after: Revision,
    most: i64,
) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query(
        "SELECT revision, command, kind, actor, role, replica, at, now, body FROM log \
         WHERE workspace = ?1 AND revision > ?2 ORDER BY revision LIMIT ?3",
    )
    .bind(workspace.to_string())
    .bind(whole(after))
    .bind(most)
    .fetch_all(pool)
    .await?;
    rows.iter().map(entry).collect()
}

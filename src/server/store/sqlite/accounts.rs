//! Who may come in, and who is in.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqlitePool};

use super::super::{Account, Session, StoreError};
use super::id;
use crate::domain::ids::{UserId, WorkspaceId};
use crate::domain::values::Instant;

pub async fn by_email(pool: &SqlitePool, email: &str) -> Result<Option<Account>, StoreError> {
    let row = sqlx::query("SELECT user, workspace, email, password FROM accounts WHERE email = ?1")
        .bind(email)
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(account).transpose()
}

pub async fn by_user(pool: &SqlitePool, user: UserId) -> Result<Option<Account>, StoreError> {
    let row = sqlx::query("SELECT user, workspace, email, password FROM accounts WHERE user = ?1")
        .bind(user.to_string())
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(account).transpose()
}

pub async fn all(pool: &SqlitePool) -> Result<Vec<Account>, StoreError> {
    let rows = sqlx::query("SELECT user, workspace, email, password FROM accounts ORDER BY email")
        .fetch_all(pool)
        .await?;
    rows.iter().map(account).collect()
}

fn account(row: &SqliteRow) -> Result<Account, StoreError> {
    Ok(Account {
        user: id(row.try_get("user")?)?,
        workspace: id(row.try_get("workspace")?)?,
        email: row.try_get("email")?,
        password_hash: row.try_get("password")?,
    })
}

pub async fn set_password(pool: &SqlitePool, user: UserId, password_hash: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET password = ?2 WHERE user = ?1")
        .bind(user.to_string())
        .bind(password_hash)
        .execute(pool)
        .await?;
    Ok(())
}

/// Opens a session and forgets those that have expired.
pub async fn open_session(pool: &SqlitePool, session: &Session) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    sqlx::query("DELETE FROM sessions WHERE expires <= ?1")
        .bind(session.created.0)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "INSERT INTO sessions (token, user, workspace, created, seen, expires) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(&session.token_hash)
    .bind(session.user.to_string())
    .bind(session.workspace.to_string())
    .bind(session.created.0)
    .bind(session.seen.0)
    .bind(session.expires.0)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}

pub async fn session(
    pool: &SqlitePool,
    token_hash: &str,
    now: Instant,
) -> Result<Option<Session>, StoreError> {
    let row = sqlx::query(
        "SELECT token, user, workspace, created, seen, expires FROM sessions \
         WHERE token = ?1 AND expires > ?2 AND closed = 0",
    )
    .bind(token_hash)
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Session {
        token_hash: row.try_get("token")?,
        user: id(row.try_get("user")?)?,
        workspace: id(row.try_get("workspace")?)?,
        created: Instant(row.try_get("created")?),
        seen: Instant(row.try_get("seen")?),
        expires: Instant(row.try_get("expires")?),
    }))
}

pub async fn closed_session(
    pool: &SqlitePool,
    token_hash: &str,
) -> Result<Option<(UserId, WorkspaceId)>, StoreError> {
    let row = sqlx::query("SELECT user, workspace FROM sessions WHERE token = ?1 AND closed = 1")
        .bind(token_hash)
        .fetch_optional(pool)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((id(row.try_get("user")?)?, id(row.try_get("workspace")?)?)))
}

pub async fn keep_session(
    pool: &SqlitePool,
    token_hash: &str,
    seen: Instant,
    expires: Instant,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET seen = ?2, expires = ?3 WHERE token = ?1")
        .bind(token_hash)
        .bind(seen.0)
        .bind(expires.0)
        .execute(pool)
        .await?;
    Ok(())
}

pub async fn end_session(pool: &SqlitePool, token_hash: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE token = ?1").bind(token_hash).execute(pool).await?;
    Ok(())
}

pub async fn end_other_sessions(pool: &SqlitePool, user: UserId, kept: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE user = ?1 AND token <> ?2")
        .bind(user.to_string())
        .bind(kept)
        .execute(pool)
        .await?;
    Ok(())
}

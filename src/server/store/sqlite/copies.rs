//! Copies of the whole file: taken while the server runs, put back while it does not.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Row as _, SqlitePool};
use uuid::Uuid;

use super::super::StoreError;
use super::{Sqlite, beside, id, log, options};
use crate::domain::ids::WorkspaceId;
use crate::domain::rows::{Row, Table};
use crate::domain::values::Revision;

/// Writes a consistent copy into a file that is not there yet.
pub async fn copy(pool: &SqlitePool, file: &Path) -> Result<(), StoreError> {
    if file.exists() {
        return Err(StoreError::Unusable(format!("{} is there already", file.display())));
    }
    sqlx::query("VACUUM INTO ?1").bind(file.display().to_string()).execute(pool).await?;
    Ok(())
}

/// Puts a copy in the place of the database, under a new epoch: browsers discard what they hold of
/// the time since the copy was taken, and send what it does not know again. Everybody signs in
/// anew.
///
/// # Errors
/// When the copy is not whole, or a server still runs on the file.
pub async fn restore(copy: &Path, file: &Path, epoch: &str) -> Result<(), StoreError> {
    check(copy).await?;
    refuse_running(file).await?;
    let fresh = beside(file, ".restoring");
    let unusable = |error: std::io::Error| StoreError::Unusable(error.to_string());
    std::fs::copy(copy, &fresh).map_err(unusable)?;
    let store = Sqlite::open(&fresh).await?;
    sqlx::query("UPDATE heads SET epoch = ?1").bind(epoch).execute(&store.writer).await?;
    sqlx::query("DELETE FROM sessions").execute(&store.writer).await?;
    store.readers.close().await;
    store.writer.close().await;
    if file.exists() {
        std::fs::rename(file, beside(file, ".replaced")).map_err(unusable)?;
    }
    for ending in ["-wal", "-shm"] {
        let left = beside(file, ending);
        if left.exists() {
            std::fs::remove_file(left).map_err(unusable)?;
        }
    }
    std::fs::rename(&fresh, file).map_err(unusable)
}

/// A file that another process has open cannot be locked as a whole.
async fn refuse_running(file: &Path) -> Result<(), StoreError> {
    if !file.exists() {
        return Ok(());
    }
    let alone =
        options(file).pragma("locking_mode", "EXCLUSIVE").busy_timeout(std::time::Duration::from_millis(200));
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(alone).await;
    let busy = || StoreError::Unusable(format!("{} is in use: stop the server first", file.display()));
    let Ok(pool) = pool else { return Err(busy()) };
    let locked = sqlx::raw_sql("BEGIN EXCLUSIVE; COMMIT").execute(&pool).await;
    pool.close().await;
    locked.map(drop).map_err(|_| busy())
}

/// Checks a file: SQLite's own checks, the log without gaps, and every row as the log left it.
/// Returns the number of workspaces, log entries and rows.
///
/// # Errors
/// Naming the first thing that is wrong.
pub async fn check(file: &Path) -> Result<(usize, u64, usize), StoreError> {
    if !file.exists() {
        return Err(StoreError::Unusable(format!("{} is not there", file.display())));
    }
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options(file)).await?;
    let found = check_pool(&pool).await;
    pool.close().await;
    found
}

async fn check_pool(pool: &SqlitePool) -> Result<(usize, u64, usize), StoreError> {
    let row = sqlx::query("PRAGMA integrity_check").fetch_one(pool).await?;
    let said: String = row.try_get(0)?;
    if said != "ok" {
        return Err(StoreError::Unusable(format!("the file is damaged: {said}")));
    }
    let heads = sqlx::query("SELECT workspace FROM heads ORDER BY workspace").fetch_all(pool).await?;
    let (mut entries, mut rows) = (0, 0);
    for head in &heads {
        let (more_entries, more_rows) = check_workspace(pool, id(head.try_get("workspace")?)?).await?;
        entries += more_entries;
        rows += more_rows;
    }
    Ok((heads.len(), entries, rows))
}

/// The rows have to be the fold of the log.
async fn check_workspace(pool: &SqlitePool, workspace: WorkspaceId) -> Result<(u64, usize), StoreError> {
    const PAGE: i64 = 500;
    let loaded = log::load(pool, workspace).await?;
    let mut folded = BTreeMap::<(Table, Uuid), Row>::new();
    let mut last = Revision::ZERO;
    while last < loaded.head {
        let page = log::entries_from(pool, workspace, last, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            if entry.revision != last.next() {
                return Err(wrong(workspace, &format!("the log has a gap after revision {}", last.0)));
            }
            last = entry.revision;
            for row in entry.changes.into_iter().filter_map(|change| change.after) {
                folded.insert((row.table(), row.key()), row);
            }
        }
    }
    if last != loaded.head {
        return Err(wrong(workspace, "the log ends before the head"));
    }
    let stored: BTreeMap<_, _> = loaded.rows.into_iter().map(|row| ((row.table(), row.key()), row)).collect();
    if let Some(((table, row), _)) = stored.iter().find(|(key, row)| folded.get(key) != Some(row)) {
        return Err(wrong(workspace, &format!("row {row} of {} is not as the log left it", table.name())));
    }
    if let Some((table, row)) = folded.keys().find(|key| !stored.contains_key(key)) {
        return Err(wrong(workspace, &format!("row {row} of {} is missing", table.name())));
    }
    Ok((last.0, stored.len()))
}

fn wrong(workspace: WorkspaceId, words: &str) -> StoreError {
    StoreError::Unusable(format!("workspace {workspace}: {words}"))
}

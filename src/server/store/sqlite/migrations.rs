//! Bringing a file up to this program's shape, one numbered step after another.

use std::path::Path;

use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

use super::super::StoreError;
use super::{beside, copies};

/// The steps, in their order; `user_version` counts those taken.
const STEPS: [&str; 1] = [include_str!("../../../../migrations/sqlite/0001_begin.sql")];

/// Takes the steps that are missing, after a copy of what was there.
pub async fn bring_up(writer: &SqlitePool, file: &Path) -> Result<(), StoreError> {
    let row = sqlx::query("PRAGMA user_version").fetch_one(writer).await?;
    let taken = usize::try_from(row.try_get::<i64, _>(0)?).unwrap_or(usize::MAX);
    if taken > STEPS.len() {
        let words = "was written by a newer version of this program; use that, or restore a backup";
        return Err(StoreError::Unusable(format!("{} {words}", file.display())));
    }
    if taken > 0 && taken < STEPS.len() {
        let copy = beside(file, &format!(".before-{}", STEPS.len()));
        if !copy.exists() {
            copies::copy(writer, &copy).await?;
        }
    }
    for (number, step) in STEPS.iter().enumerate().skip(taken) {
        let mut transaction = writer.begin().await?;
        sqlx::raw_sql(*step).execute(&mut *transaction).await?;
        // A pragma takes no parameters; the number is our own.
        let count = format!("PRAGMA user_version = {}", number + 1);
        sqlx::raw_sql(AssertSqlSafe(count)).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

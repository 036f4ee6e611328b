//! Bringing a file up to this program's shape, one numbered step after another.

use std::path::Path;

use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

use super::super::StoreError;
use super::{beside, copies};

/// The steps, in their order; `user_version` counts those taken.
const STEPS: [&str; 2] = [
    include_str!("../../../../migrations/sqlite/0001_begin.sql"),
    include_str!("../../../../migrations/sqlite/0002_closed_accounts.sql"),
];

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

#[cfg(test)]
mod tests {
    use super::super::super::Store as _;
    use super::super::Sqlite;
    use super::*;
    use crate::domain::values::Instant;

    #[tokio::test]
    async fn a_file_of_the_first_step_is_brought_up_and_those_who_are_in_stay_in() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bliss.db");
        let older = SqlitePool::connect(&format!("sqlite://{}?mode=rwc", file.display())).await.unwrap();
        sqlx::raw_sql(STEPS[0]).execute(&older).await.unwrap();
        sqlx::raw_sql(
            "INSERT INTO sessions VALUES ('hash', '0193a1b2-0000-7000-8000-000000000001', \
             '0193a1b2-0000-7000-8000-000000000002', 1, 1, 100); PRAGMA user_version = 1",
        )
        .execute(&older)
        .await
        .unwrap();
        older.close().await;
        let store = Sqlite::open(&file).await.unwrap();
        assert!(store.session("hash", Instant(50)).await.unwrap().is_some());
        assert_eq!(store.closed_session("hash").await.unwrap(), None);
        store.close().await;
        assert!(beside(&file, ".before-2").exists(), "a copy of what was there");
    }
}

//! Rows of any table, for what is said of all of them alike.

use uuid::Uuid;

use super::Live;
use crate::browser::triggers::Key;
use crate::domain::rows::{Row, Table};

impl Live {
    /// A row of any table, where the replica holds it. Tracked: wakes with this row alone.
    #[must_use]
    pub fn row_in(&self, table: Table, id: Uuid) -> Option<Row> {
        self.0.triggers.track(Key::Row(table, id));
        let row = self.replica().state().row(table, id);
        row.filter(|row| row.removed().is_none())
    }
}

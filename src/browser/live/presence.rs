//! Where the others are, for the rows on screen.

use uuid::Uuid;

use super::{Connection, Live};
use crate::browser::triggers::{Key, owners};
use crate::domain::ids::UserId;
use crate::domain::rows::Row;
use crate::domain::sight;
use crate::sync::wire::Present;

/// Somebody at a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Other {
    pub user_id: UserId,
    pub editing: bool,
}

/// Everybody at each row, and at what it belongs to.
pub(super) type Others = Vec<(Uuid, Other)>;

impl Live {
    /// Who else is at a row or at something that belongs to it; nobody, while nothing is heard of them.
    /// Tracked: wakes with this alone, and with the connection.
    #[must_use]
    pub fn others_at(&self, row: Uuid) -> Vec<Other> {
        if self.0.connection.get() != Connection::Live {
            return Vec::new();
        }
        self.0.triggers.track(Key::Others(row));
        let others = super::lock(&self.0.others);
        others.iter().filter(|(at, _)| *at == row).map(|(_, other)| *other).collect()
    }

    /// Takes in where everybody is; wakes the rows that somebody came to or left.
    pub(super) fn present(&self, users: &[Present]) {
        let now = self.others_among(users);
        let before = std::mem::replace(&mut *super::lock(&self.0.others), now.clone());
        let came = now.iter().filter(|one| !before.contains(one));
        let went = before.iter().filter(|one| !now.contains(one));
        let mut rows: Vec<Uuid> = came.chain(went).map(|(row, _)| *row).collect();
        rows.dedup();
        for row in rows {
            self.0.triggers.wake(Key::Others(row));
        }
    }

    fn others_among(&self, users: &[Present]) -> Others {
        let replica = self.replica();
        let me = replica.reader().user;
        let mut others = Others::new();
        for one in users.iter().filter(|one| one.user_id != me) {
            let (Some(table), Some(id)) = (one.table, one.row_id) else { continue };
            let mut at = vec![id];
            // A line of the list is many parties' at once: nobody who buys it is at all of them.
            if let Some(row) =
                replica.state().row(table, id).filter(|row| !matches!(row, Row::ShoppingItem(_)))
            {
                at.extend(owners(&row));
                at.extend(sight::budget_of(&row).map(|budget| budget.0));
            }
            for row in at {
                let entry = (row, Other { user_id: one.user_id, editing: one.editing });
                if !others.contains(&entry) {
                    others.push(entry);
                }
            }
        }
        others
    }

    /// The page or the focus is another one: the others are told where this person is now.
    #[cfg(feature = "hydrate")]
    pub fn moved(&self) {
        self.moves().moved();
    }

    /// On the server nobody is told.
    #[cfg(not(feature = "hydrate"))]
    pub fn moved(&self) {}

    #[cfg(feature = "hydrate")]
    pub(in crate::browser) fn moves(&self) -> &crate::browser::presence::Moves {
        &self.0.moves
    }
}

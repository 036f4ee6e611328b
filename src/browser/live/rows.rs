//! The rows as they are shown, each tracked as finely as it is read.

use std::sync::Arc;

use uuid::Uuid;

use super::{Live, local_date};
use crate::browser::triggers::Key;
use crate::domain::ids::UserId;
use crate::domain::rows::{Row, Table, User, Workspace};
use crate::domain::state::{Held, State};
use crate::sync::replica::Replica;
use crate::sync::topic::Scope;
use crate::sync::views::{self, View};

impl Live {
    /// A row by its id, where the replica holds it. Tracked: wakes with this row alone.
    #[must_use]
    pub fn row<R: Held>(&self, id: R::Id) -> Option<Arc<R>>
    where
        R::Id: Into<Uuid>,
    {
        self.0.triggers.track(Key::Row(R::TABLE, id.into()));
        self.replica().state().live::<R>(id).cloned()
    }

    /// Reads the rows after tracking a whole table: for lists, in a `Memo` that gives ids.
    pub fn table<T>(&self, table: Table, read: impl FnOnce(&State) -> T) -> T {
        self.0.triggers.track(Key::Table(table));
        self.with(read)
    }

    /// Reads the rows after tracking those of `table` that belong to the row `owner`: purchases of
    /// a line, ingredients of a schedule, tasks of a party.
    pub fn of<T>(&self, table: Table, owner: impl Into<Uuid>, read: impl FnOnce(&State) -> T) -> T {
        self.0.triggers.track(Key::Of(table, owner.into()));
        self.with(read)
    }

    /// Reads the rows without tracking anything: for event handlers.
    pub fn with<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(self.replica().state())
    }

    /// The workspace. Tracked.
    #[must_use]
    pub fn workspace(&self) -> Option<Arc<Workspace>> {
        self.table(Table::Workspaces, |state| state.workspace().cloned())
    }

    /// A person's name. Tracked.
    #[must_use]
    pub fn user_name(&self, id: UserId) -> String {
        self.row::<User>(id).map_or_else(|| "Somebody".to_owned(), |user| user.name.clone())
    }

    /// Whether there is something of all that the view listens to. Tracked.
    #[must_use]
    pub fn is_ready(&self, view: &View) -> bool {
        self.0.triggers.track(Key::Delivered);
        let replica = self.replica();
        self.listens_to(&replica, view)
            .iter()
            .all(|scope| replica.holds_all(scope) || replica.holds_some(scope))
    }

    /// Whether rows that the shown view listens to are not here: what it shows and counts is a part.
    /// Tracked.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.0.triggers.track(Key::Delivered);
        let view = self.0.view.get();
        view.is_some_and(|view| {
            let replica = self.replica();
            !self.listens_to(&replica, &view).iter().all(|scope| replica.holds_all(scope))
        })
    }

    fn listens_to(&self, replica: &Replica, view: &View) -> Vec<Scope> {
        let today = self.0.now.with_untracked(|now| local_date(replica.state(), *now));
        views::view(replica.reader().role, view, today)
    }

    /// A row of any table, where the replica holds it. Tracked: wakes with this row alone.
    #[must_use]
    pub fn row_in(&self, table: Table, id: Uuid) -> Option<Row> {
        self.0.triggers.track(Key::Row(table, id));
        let row = self.replica().state().row(table, id);
        row.filter(|row| row.removed().is_none())
    }
}

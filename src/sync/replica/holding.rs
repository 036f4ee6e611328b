//! Which rows a replica holds: the newest form of each that a subscription covers, and no other.

use uuid::Uuid;

use super::super::topic::Scope;
use super::Replica;
use crate::domain::order;
use crate::domain::rows::{Row, Table};
use crate::domain::state::State;
use crate::domain::work::Before;

impl Replica {
    /// Whether there is any row of a scope, whoever brought it.
    #[must_use]
    pub fn holds_some(&self, scope: &Scope) -> bool {
        !self.state.names(&|row| scope.covers(row)).is_empty()
    }

    /// Whether any subscription covers a row.
    pub(super) fn covers(&self, row: &Row) -> bool {
        self.subscriptions.iter().any(|one| one.scope.covers(row))
    }

    pub(super) fn put_newer(&mut self, row: Row, before: &mut Before) {
        let held = self.state.row(row.table(), row.key());
        if held.is_none_or(|held| held.rev() < row.rev()) {
            note(before, &self.state, row.table(), row.key());
            order::insert(&mut self.unkept, (row.table(), row.key()));
            self.state.put(row);
        }
    }

    pub(super) fn forget(&mut self, table: Table, id: Uuid, before: &mut Before) {
        note(before, &self.state, table, id);
        order::insert(&mut self.unkept, (table, id));
        self.state.forget(table, id);
    }

    /// Drops a row that a subscription no longer covers. Another one keeps it only in the form that
    /// has left this one: a form that this one still covers is out of date for all of them, and who
    /// covers the new one is sent it.
    pub(super) fn drop_row(&mut self, table: Table, id: Uuid, subscription: &str, before: &mut Before) {
        let Some(row) = self.state.row(table, id) else { return };
        let is_kept =
            self.covers(&row) && !self.subscription(subscription).is_some_and(|one| one.scope.covers(&row));
        if !is_kept {
            self.forget(table, id, before);
        }
    }

    /// Everything a subscription covers was named, in order: what was not is gone.
    pub(super) fn drop_missing(&mut self, id: &str, named: &[(Table, Uuid)], before: &mut Before) {
        let Some(scope) = self.subscription(id).map(|one| one.scope.clone()) else { return };
        let missing =
            |row: &Row| scope.covers(row) && named.binary_search(&(row.table(), row.key())).is_err();
        self.forget_those(&missing, before);
    }

    pub(super) fn drop_uncovered(&mut self, before: &mut Before) {
        let scopes: Vec<Scope> = self.subscriptions.iter().map(|one| one.scope.clone()).collect();
        self.forget_those(&|row| !scopes.iter().any(|scope| scope.covers(row)), before);
    }

    fn forget_those(&mut self, gone: &dyn Fn(&Row) -> bool, before: &mut Before) {
        for (table, id) in self.state.names(gone) {
            self.forget(table, id, before);
        }
    }

    /// Nothing is delivered any more before the rows of each subscription have come.
    pub(super) fn owe_all(&mut self) {
        for subscription in &mut self.subscriptions {
            subscription.owed = true;
        }
    }

    pub(super) fn discard_rows(&mut self, before: &mut Before) {
        self.forget_those(&|_| true, before);
        for subscription in &mut self.subscriptions {
            subscription.delivered = None;
        }
    }
}

/// Notes what was shown of a row that a rebase touches.
pub(super) fn note(before: &mut Before, state: &State, table: Table, id: Uuid) {
    before.entry_or((table, id), || state.row(table, id));
}

//! Removing rows, and removal that meets change.

use serde_json::{Value, json};

use super::super::ids::ConflictId;
use super::super::merge::ConflictKind;
use super::super::rows::{Conflict, ConflictState, Made, Record, Removed, Row, Setting, Table};
use super::super::sight;
use super::super::values::Revision;
use super::{FieldOutcome, Work};

/// The name under which removal against change is a conflict's field.
pub const REMOVAL: &str = "removed";

/// What the removing side of such a conflict says.
pub const GONE: &str = "gone";

/// What the side says that did not touch the row's being there (the changer's value is the command).
pub const KEPT: &str = "kept";

impl Work<'_> {
    /// Removes a row as the actor: it stays in the store and leaves the wire. Where somebody else
    /// has changed it unseen, the row stays and a person decides. Returns whether it is gone: only
    /// then is its removal told.
    #[must_use]
    pub fn remove<R: Record>(&mut self, row: R) -> bool {
        self.remove_or_ask(row.into_row(), &[])
    }

    /// [`remove`](Self::remove) along with the rows that go with it: one of them changed or made unseen
    /// asks as well.
    #[must_use]
    pub fn remove_with<R: Record>(&mut self, row: R, parts: &[Row]) -> bool {
        self.remove_or_ask(row.into_row(), parts)
    }

    fn remove_or_ask(&mut self, row: Row, parts: &[Row]) -> bool {
        let Some(setting) = std::iter::once(&row).chain(parts).find_map(|row| self.unseen_change(row)) else {
            self.remove_row(row);
            for part in parts {
                self.remove_row(part.clone());
            }
            return true;
        };
        let theirs = Setting { value: json!(KEPT), ..setting };
        let mine = self.setting(json!(GONE));
        self.removal_conflict(&row, vec![theirs, mine]);
        false
    }

    /// What somebody else has set of a row, or that they made it, without the actor having seen it.
    fn unseen_change(&self, row: &Row) -> Option<Setting> {
        let made = match row {
            Row::BudgetLine(line) => line.made.as_ref().map(|made| Setting {
                value: Value::Null,
                user_id: made.user_id,
                replica: made.replica,
                rev: made.rev,
                seen: Revision::ZERO,
                at: made.at,
                command: made.command,
            }),
            _ => None,
        };
        row.settings().values().flatten().chain(&made).find(|setting| self.unseen(setting)).cloned()
    }

    /// That the actor makes a row now.
    #[must_use]
    pub fn made(&self) -> Made {
        Made {
            at: self.context.now,
            user_id: self.context.actor,
            replica: self.context.replica,
            rev: self.context.revision,
            command: self.context.command,
        }
    }

    /// Stamps a row as removed, without asking.
    pub fn remove_row(&mut self, row: Row) {
        self.act.removed.push((row.table(), row.key()));
        let stamp = Removed {
            at: self.context.now,
            user_id: self.context.actor,
            replica: self.context.replica,
            rev: self.context.revision,
            command: self.context.command,
        };
        self.close_removal_question(&row);
        self.put_row(row.with_removed(Some(stamp)));
    }

    /// Somebody has decided otherwise whether the row stays.
    fn close_removal_question(&mut self, row: &Row) {
        if let Some(mut conflict) = self.open_conflict_on(row.table(), row.key(), REMOVAL) {
            conflict.state = ConflictState::Moot;
            self.put(conflict);
        }
    }

    /// Whether `see` has met a row that was removed without the actor having seen it.
    #[must_use]
    pub fn removed_unseen(&self, table: Table, id: uuid::Uuid) -> Option<Row> {
        let row = self.state.row(table, id)?;
        let removed = row.removed()?;
        let unseen = removed.replica != self.context.replica && removed.rev > self.context.seen;
        let alive = row.clone().with_removed(None);
        (unseen && sight::sees(self.context.role, self.context.actor, &alive)).then_some(row)
    }

    /// Opens the question whether a removed row comes back for a change made without having seen
    /// the removal.
    pub fn change_after_removal(&mut self, row: &Row, change: Value) {
        let Some(removed) = row.removed().cloned() else { return };
        let theirs = Setting {
            value: json!(GONE),
            user_id: removed.user_id,
            replica: removed.replica,
            rev: removed.rev,
            seen: Revision::ZERO,
            at: removed.at,
            command: removed.command,
        };
        let mine = self.setting(change);
        self.removal_conflict(row, vec![theirs, mine]);
    }

    fn removal_conflict(&mut self, row: &Row, values: Vec<Setting>) {
        self.field_outcome(REMOVAL, FieldOutcome::Conflict);
        let open = self
            .state
            .conflicts_on(row.table(), row.key())
            .find(|conflict| conflict.field == REMOVAL && conflict.state == ConflictState::Open)
            .map(|conflict| conflict.as_ref().clone());
        let id = ConflictId(self.next_id());
        let mut conflict = open.unwrap_or_else(|| Conflict {
            id,
            rev: Revision::ZERO,
            table: row.table(),
            row_id: row.key(),
            field: REMOVAL.to_owned(),
            kind: ConflictKind::Removed,
            was: None,
            values: Vec::new(),
            state: ConflictState::Open,
            kept: values.first().map(|setting| setting.value.clone()),
            resolution: None,
            resolved_by: None,
            at: self.context.now,
            audience: sight::audience(&row.clone().with_removed(None), REMOVAL),
            budget_id: sight::budget_of(row),
            settings: super::super::rows::Settings::new(),
            removed: None,
        });
        for setting in values {
            match conflict.values.iter_mut().find(|one| one.replica == setting.replica) {
                Some(own) => *own = setting,
                None => conflict.values.push(setting),
            }
        }
        self.detected(&conflict);
        self.put(conflict);
    }

    /// Brings a removed row back, with a new revision.
    pub fn bring_back(&mut self, row: &Row) -> Row {
        let alive = row.clone().with_removed(None);
        self.close_removal_question(&alive);
        self.put_row(alive.clone());
        alive
    }
}

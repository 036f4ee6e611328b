//! What settings that met make of each other: a merge, a question to a person, nothing.

use serde_json::Value;

use super::super::fact::Fact;
use super::super::ids::ConflictId;
use super::super::merge::{ConflictKind, Resolution, Rule, agree};
use super::super::rows::{Conflict, ConflictState, Setting, Settings, Table};
use super::super::sight;
use super::super::values::Revision;
use super::edit::{Fields, said};
use super::{FieldOutcome, Work};

impl Work<'_> {
    /// Says what the settings of a field make of each other now that the actor's has joined.
    /// `current` are those before, `settings` those after, `next` the value shown.
    pub(super) fn meet(
        &mut self,
        row: &dyn Fields,
        field: &str,
        rule: Rule,
        current: &[Setting],
        settings: &[Setting],
        next: &Value,
    ) {
        let open = self.open_conflict(row, field);
        if agree(settings) {
            if let Some(mut conflict) = open {
                // One setting is left: its author had seen all others. Several that say the same
                // leave nothing to ask.
                let alone = settings.len() == 1;
                conflict.state = if alone { ConflictState::Moot } else { ConflictState::Merged };
                conflict.values = if alone { conflict.values } else { settings.to_vec() };
                conflict.keep(next.clone());
                self.put(conflict);
            }
            return;
        }
        let known = open.or_else(|| self.merged_conflict(row, field, current));
        let mut conflict = known.unwrap_or_else(|| self.new_conflict(row, field, rule.kind()));
        conflict.values = settings.to_vec();
        conflict.keep(next.clone());
        self.judge(&mut conflict, rule.resolution().filter(|_| !rule.asks(settings)));
        self.detected(&conflict);
        self.put(conflict);
    }

    /// The server's value stays: the author of the later one is told.
    pub(super) fn server_wins(&mut self, row: &dyn Fields, field: &str, current: &[Setting], value: Value) {
        let mine = self.setting(value);
        self.gave_way(row, field, Rule::ServerWins, current, mine);
    }

    /// Leaves word that `loser` gave way to `winners` by the rule.
    pub fn gave_way(
        &mut self,
        row: &dyn Fields,
        field: &str,
        rule: Rule,
        winners: &[Setting],
        loser: Setting,
    ) {
        let known = self.merged_conflict(row, field, winners);
        let mut conflict = known.unwrap_or_else(|| self.new_conflict(row, field, rule.kind()));
        let losers = conflict.values.drain(..).filter(|one| {
            one.replica != loser.replica && !winners.iter().any(|winner| winner.replica == one.replica)
        });
        let mut values = winners.to_vec();
        values.extend(losers.collect::<Vec<_>>());
        values.push(loser);
        conflict.values = values;
        conflict.keep(row.read(field).unwrap_or_default());
        self.judge(&mut conflict, rule.resolution());
        self.detected(&conflict);
        self.put(conflict);
    }

    fn judge(&mut self, conflict: &mut Conflict, resolution: Option<Resolution>) {
        conflict.resolution = resolution;
        conflict.resolved_by = None;
        let (state, outcome) = match resolution {
            Some(resolution) => (ConflictState::Merged, resolution.into()),
            None => (ConflictState::Open, FieldOutcome::Conflict),
        };
        conflict.state = state;
        self.field_outcome(said(&conflict.field), outcome);
    }

    /// The open question about a field, if there is one.
    #[must_use]
    pub fn open_conflict(&self, row: &dyn Fields, field: &str) -> Option<Conflict> {
        self.open_conflict_on(row.table(), row.key(), field)
    }

    /// [`open_conflict`](Self::open_conflict) by the row's table and id.
    #[must_use]
    pub fn open_conflict_on(&self, table: Table, row: uuid::Uuid, field: &str) -> Option<Conflict> {
        self.state
            .conflicts_on(table, row)
            .find(|conflict| conflict.field == field && conflict.state == ConflictState::Open)
            .map(|conflict| conflict.as_ref().clone())
    }

    /// The word left of a merge that one of these settings was in: it goes on there.
    fn merged_conflict(&self, row: &dyn Fields, field: &str, settings: &[Setting]) -> Option<Conflict> {
        let shared = |conflict: &Conflict| conflict.values.iter().any(|one| settings.contains(one));
        self.state
            .conflicts_on(row.table(), row.key())
            .find(|conflict| {
                conflict.field == field && conflict.state == ConflictState::Merged && shared(conflict)
            })
            .map(|conflict| conflict.as_ref().clone())
    }

    /// A conflict over a field of a row, without its settings yet.
    pub fn new_conflict(&mut self, row: &dyn Fields, field: &str, kind: ConflictKind) -> Conflict {
        let row = row.to_row();
        Conflict {
            id: ConflictId(self.next_id()),
            rev: Revision::ZERO,
            table: row.table(),
            row_id: row.key(),
            field: field.to_owned(),
            kind,
            was: self.context.was.get(said(field)).filter(|value| !value.is_null()).cloned(),
            values: Vec::new(),
            state: ConflictState::Open,
            kept: None,
            resolution: None,
            resolved_by: None,
            at: self.context.now,
            audience: sight::audience(&row, field),
            budget_id: sight::budget_of(&row),
            settings: Settings::new(),
            removed: None,
        }
    }

    /// Tells that two settings met.
    pub fn detected(&mut self, conflict: &Conflict) {
        let fact = conflict_fact("conflict-detected", conflict);
        self.also(fact.with_some("resolution", conflict.resolution));
    }
}

/// A fact about a conflict (PROTOCOL, Facts).
#[must_use]
pub fn conflict_fact(kind: &'static str, conflict: &Conflict) -> Fact {
    Fact::new(kind)
        .with("conflictId", conflict.id)
        .with("conflictType", conflict.kind)
        .with("table", conflict.table)
        .with("rowId", conflict.row_id)
        .with("field", &conflict.field)
}

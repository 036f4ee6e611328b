//! Setting one field as a person: settings, rules for concurrent ones, conflicts.

use serde::Serialize;
use serde_json::Value;

use super::super::context::Edit;
use super::super::fact::Fact;
use super::super::ids::ConflictId;
use super::super::merge::{ConflictKind, Rule, shown};
use super::super::rows::{Conflict, ConflictState, Record, Setting, Settings};
use super::super::sight;
use super::super::values::Revision;
use super::{FieldOutcome, Work};

/// What commands call a field: a cook's `override` is the `quantity` she sets.
pub(super) fn said(field: &str) -> &str {
    match field {
        "override" => "quantity",
        other => other,
    }
}

impl Work<'_> {
    /// Sets a field of `row` as the actor: by the field's rule against concurrent settings. The
    /// caller [`put`](Self::put)s the row afterwards. Returns whether the value shown changed.
    ///
    /// # Panics
    /// When the row has no such field, which is a mistake in the program.
    pub fn set<R: Record, T: Serialize>(&mut self, row: &mut R, field: &'static str, value: T) -> bool {
        let value = serde_json::to_value(value).expect("a field's value is plain data");
        let rule = R::rule(field).expect("a field that people set is declared with its rule");
        self.set_value(row, field, rule, value)
    }

    /// [`set`](Self::set) where the edit names the field at all.
    pub fn set_some<R: Record, T: Serialize>(
        &mut self,
        row: &mut R,
        field: &'static str,
        value: Option<T>,
    ) -> bool {
        value.is_some_and(|value| self.set(row, field, value))
    }

    /// Whether somebody else has set the field without the actor having seen it.
    #[must_use]
    pub fn is_concurrent<R: Record>(&self, row: &R, field: &str) -> bool {
        row.settings().get(field).is_some_and(|all| all.iter().any(|one| self.unseen(one)))
    }

    /// Whether a setting is another replica's and was not seen by the actor.
    pub(super) fn unseen(&self, setting: &Setting) -> bool {
        setting.replica != self.context.replica && setting.rev > self.context.seen
    }

    fn setting(&self, value: Value) -> Setting {
        Setting {
            value,
            user_id: self.context.actor,
            replica: self.context.replica,
            rev: self.context.revision,
            seen: self.context.seen,
            at: self.context.now,
            command: self.context.command,
        }
    }

    fn set_value<R: Record>(&mut self, row: &mut R, field: &str, rule: Rule, value: Value) -> bool {
        let before = row.field(field).unwrap_or(Value::Null);
        let current = row.settings().get(field).cloned().unwrap_or_default();
        let concurrent = current.iter().any(|setting| self.unseen(setting));
        // A merging field keeps also what says the same: it counts once another value gives way.
        let merges = matches!(rule, Rule::Highest | Rule::StatusPriority);
        if !concurrent && !merges && before == value {
            return false;
        }
        if concurrent && rule == Rule::ServerWins {
            if before != value {
                self.server_wins(row, field, &current, value);
            }
            return false;
        }
        let mine = self.setting(value.clone());
        let settings = self.joined(&current, mine.clone());
        let Some(next) = shown(rule, &settings).cloned() else { return false };
        self.act.edits.push(Edit {
            table: R::TABLE,
            row_id: row.key(),
            field: field.to_owned(),
            value_before: before.clone(),
            superseded: current.clone(),
        });
        self.meet(row, field, rule, &settings, &next);
        let taken = row.set_field(field, next.clone());
        debug_assert!(taken, "a value of the field's own type fits");
        row.settings_mut().insert(field.to_owned(), settings);
        next != before
    }

    /// The settings with the actor's new one: it takes the place of the replica's own and removes
    /// those its author had seen.
    fn joined(&self, current: &[Setting], mine: Setting) -> Vec<Setting> {
        let mut settings = Vec::with_capacity(current.len() + 1);
        let mut mine = Some(mine);
        for setting in current {
            if setting.replica == self.context.replica {
                // In its own place: the first value stays the first.
                settings.extend(mine.take());
            } else if setting.rev > self.context.seen {
                settings.push(setting.clone());
            }
        }
        settings.extend(mine);
        settings
    }

    /// Says what the settings of a field make of each other: nothing, a merge, or a question.
    fn meet<R: Record>(&mut self, row: &R, field: &str, rule: Rule, settings: &[Setting], next: &Value) {
        let open = self.open_conflict::<R>(row, field);
        let differ = settings.iter().any(|setting| setting.value != settings[0].value);
        if !differ {
            if let Some(mut conflict) = open {
                conflict.state = ConflictState::Moot;
                conflict.kept = Some(next.clone());
                self.put(conflict);
            }
            return;
        }
        let asks = rule.winner(settings).is_none();
        let kind = if asks && rule == Rule::Highest { ConflictKind::IngredientQuantity } else { rule.kind() };
        let (state, resolution) = match rule.resolution() {
            Some(resolution) if !asks => (ConflictState::Merged, Some(resolution)),
            _ => (ConflictState::Open, None),
        };
        match resolution {
            Some(resolution) => self.field_outcome(said(field), resolution.into()),
            None => self.field_outcome(said(field), FieldOutcome::Conflict),
        }
        let mut conflict = match open {
            Some(conflict) => conflict,
            None => self.new_conflict(row, field, kind),
        };
        conflict.values = settings.to_vec();
        conflict.state = state;
        conflict.resolution = resolution;
        conflict.kept = Some(next.clone());
        if state == ConflictState::Merged {
            conflict.resolved_by = None;
        }
        self.detected(&conflict);
        self.put(conflict);
    }

    fn server_wins<R: Record>(&mut self, row: &R, field: &str, current: &[Setting], value: Value) {
        self.field_outcome(said(field), FieldOutcome::ServerWins);
        let mut conflict = self.new_conflict(row, field, ConflictKind::Text);
        conflict.values = current.to_vec();
        conflict.values.push(self.setting(value));
        conflict.state = ConflictState::Merged;
        conflict.resolution = Some(super::super::merge::Resolution::ServerWins);
        conflict.kept = row.field(field);
        self.detected(&conflict);
        self.put(conflict);
    }

    /// The open question about a field, if there is one.
    pub fn open_conflict<R: Record>(&self, row: &R, field: &str) -> Option<Conflict> {
        self.state
            .conflicts_on(R::TABLE, row.key())
            .find(|conflict| conflict.field == field && conflict.state == ConflictState::Open)
            .map(|conflict| conflict.as_ref().clone())
    }

    /// A conflict over a field of a row, without its settings yet.
    pub fn new_conflict<R: Record>(&mut self, row: &R, field: &str, kind: ConflictKind) -> Conflict {
        let row = row.clone().into_row();
        Conflict {
            id: ConflictId(self.next_id()),
            rev: Revision::ZERO,
            table: row.table(),
            row_id: row.key(),
            field: field.to_owned(),
            kind,
            was: self.context.was.get(said(field)).cloned(),
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
        let fact = Fact::new("conflict-detected")
            .with("conflictId", conflict.id)
            .with("conflictType", conflict.kind)
            .with("table", conflict.table)
            .with("rowId", conflict.row_id)
            .with("field", &conflict.field)
            .with_some("resolution", conflict.resolution);
        self.also(fact);
    }
}

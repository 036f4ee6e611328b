//! Setting one field as a person: settings, and the rules for concurrent ones (DOMAIN, Conflicts).

use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::context::Edit;
use super::super::fact::TELLS;
use super::super::json::ToJson;
use super::super::merge::Rule;
use super::super::rows::{Record, Row, Setting, Settings, Table};
use super::Work;

/// What commands call a field: a cook's `override` is the `quantity` she sets.
pub(super) fn said(field: &str) -> &str {
    match field {
        "override" => "quantity",
        other => other,
    }
}

/// The fields of a row by name, whatever its table: one body of code serves them all.
pub trait Fields {
    /// The table it is a row of.
    fn table(&self) -> Table;
    /// Its id in the store.
    fn key(&self) -> Uuid;
    /// The names of the fields that people set.
    fn names(&self) -> &'static [&'static str];
    /// The value of a field that people set, as on the wire.
    fn read(&self, field: &str) -> Option<Value>;
    /// Sets such a field; false where the name or the value does not fit.
    fn write(&mut self, field: &str, value: Value) -> bool;
    /// How concurrent settings of such a field merge.
    fn rule(&self, field: &str) -> Option<Rule>;
    /// What people have set, by field.
    fn settings(&self) -> &Settings;
    /// The same, to change.
    fn settings_mut(&mut self) -> &mut Settings;
    /// The row among those of all tables.
    fn to_row(&self) -> Row;
}

impl<R: Record> Fields for R {
    fn table(&self) -> Table {
        R::TABLE
    }

    fn key(&self) -> Uuid {
        Record::key(self)
    }

    fn names(&self) -> &'static [&'static str] {
        R::FIELDS
    }

    fn read(&self, field: &str) -> Option<Value> {
        self.field(field)
    }

    fn write(&mut self, field: &str, value: Value) -> bool {
        self.set_field(field, value)
    }

    fn rule(&self, field: &str) -> Option<Rule> {
        <R as Record>::rule(field)
    }

    fn settings(&self) -> &Settings {
        Record::settings(self)
    }

    fn settings_mut(&mut self) -> &mut Settings {
        Record::settings_mut(self)
    }

    fn to_row(&self) -> Row {
        self.clone().into_row()
    }
}

impl Fields for Row {
    fn table(&self) -> Table {
        self.table()
    }

    fn key(&self) -> Uuid {
        self.key()
    }

    fn names(&self) -> &'static [&'static str] {
        self.fields()
    }

    fn read(&self, field: &str) -> Option<Value> {
        self.field(field)
    }

    fn write(&mut self, field: &str, value: Value) -> bool {
        self.set_field(field, value)
    }

    fn rule(&self, field: &str) -> Option<Rule> {
        self.rule(field)
    }

    fn settings(&self) -> &Settings {
        self.settings()
    }

    fn settings_mut(&mut self) -> &mut Settings {
        self.settings_mut()
    }

    fn to_row(&self) -> Row {
        self.clone()
    }
}

impl Work<'_> {
    /// Sets a field of `row` as the actor: by the field's rule against concurrent settings. The
    /// caller [`put`](Self::put)s the row afterwards. Returns whether the value shown changed.
    ///
    /// # Panics
    /// When the row has no such field, which is a mistake in the program.
    pub fn set<T: ToJson>(&mut self, row: &mut dyn Fields, field: &str, value: T) -> bool {
        self.set_value(row, field, value.to_json())
    }

    /// [`set`](Self::set) where the edit names the field at all.
    pub fn set_some<T: ToJson>(&mut self, row: &mut dyn Fields, field: &str, value: Option<T>) -> bool {
        value.is_some_and(|value| self.set(row, field, value))
    }

    /// Whether somebody else has set the field without the actor having seen it.
    #[must_use]
    pub fn is_concurrent(&self, row: &dyn Fields, field: &str) -> bool {
        row.settings().get(field).is_some_and(|all| all.iter().any(|one| self.unseen(one)))
    }

    /// Whether a setting is another replica's and was not seen by the actor.
    #[must_use]
    pub fn unseen(&self, setting: &Setting) -> bool {
        setting.replica != self.context.replica && setting.rev > self.context.seen
    }

    /// The actor's setting of a value.
    pub(super) fn setting(&self, value: Value) -> Setting {
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

    /// [`set`](Self::set) for a value that is data already.
    pub fn set_value(&mut self, row: &mut dyn Fields, field: &str, value: Value) -> bool {
        let rule = row.rule(field).expect("a field that people set is declared with its rule");
        let before = row.read(field).unwrap_or(Value::Null);
        let current = row.settings().get(field).cloned().unwrap_or_default();
        let concurrent = current.iter().any(|setting| self.unseen(setting));
        // A merging field keeps also what says the same: it counts once another value gives way.
        // So does a choice between settings that met.
        if !concurrent && !rule.merges() && current.len() <= 1 && before == value {
            return false;
        }
        if concurrent && rule == Rule::ServerWins {
            if before != value {
                self.server_wins(row, field, &current, value);
            }
            return false;
        }
        let mine = self.setting(value);
        let settings = self.joined(&current, mine);
        let Some(next) = rule.shown(&settings) else { return false };
        self.meet(row, field, rule, &current, &settings, &next);
        self.note_edit(row, field, before.clone(), current);
        let taken = row.write(field, next.clone());
        debug_assert!(taken, "a value of the field's own type fits");
        row.settings_mut().insert(field.to_owned(), settings);
        next != before
    }

    /// Leaves a value that is not taken, since the actor had not seen `winner` being set.
    pub fn give_way(&mut self, row: &dyn Fields, winner: &str, field: &str, value: Value) {
        let current = row.settings().get(winner).cloned().unwrap_or_default();
        self.server_wins(row, field, &current, value);
    }

    /// Keeps what an undo of this command puts back.
    fn note_edit(&mut self, row: &dyn Fields, field: &str, value_before: Value, superseded: Vec<Setting>) {
        self.act.edits.push(Edit {
            table: row.table(),
            row_id: row.key(),
            field: field.to_owned(),
            value_before,
            value_after: None,
            superseded,
        });
    }

    /// Keeps for an undo what a command has made of a key that goes along with a field and has no
    /// settings of its own (the amount a cook decided on, the reason of an "anyway").
    pub fn remember(&mut self, before: &Row, after: &Row, key: &str) {
        let (value_before, value_after) = (plain(before, key), plain(after, key));
        if value_before == value_after {
            return;
        }
        self.act.edits.push(Edit {
            table: after.table(),
            row_id: after.key(),
            field: key.to_owned(),
            value_before,
            value_after: Some(value_after),
            superseded: Vec::new(),
        });
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
}

/// A key of the row as it is on the wire.
pub(super) fn plain(row: &Row, key: &str) -> Value {
    row.body().get(key).cloned().unwrap_or(Value::Null)
}

/// The fields that people set and that differ between two forms of a row, as they are now and as
/// commands call them: the `updates` of a fact; none where nothing is told.
#[must_use]
pub fn updates(before: &dyn Fields, after: &dyn Fields) -> Map<String, Value> {
    let mut updates = Map::new();
    if !TELLS {
        return updates;
    }
    for &name in after.names() {
        let (was, is) = (before.read(name), after.read(name));
        if was != is {
            updates.insert(said(name).to_owned(), is.unwrap_or(Value::Null));
        }
    }
    updates
}

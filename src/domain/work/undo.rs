//! Taking the settings of an earlier act out again (DOMAIN, Conflicts).

use serde_json::Value;

use super::super::circle::circle;
use super::super::context::{Act, Edit};
use super::super::json::{ToJson, from_value};
use super::super::merge::{Rule, agree};
use super::super::rows::{Conflict, ConflictState, Row, Schedule, Setting, Step, Task};
use super::edit::{plain, said};
use super::{FieldOutcome, Work};

/// The list of a schedule's steps as a whole.
const STEPS: &str = "steps";

impl Work<'_> {
    /// Takes the settings of `act` out and puts back those they had superseded, where no later one
    /// has. What has been set since stays, and is named as `changed-since`.
    pub fn undo_edits(&mut self, act: &Act) {
        for edit in act.edits.iter().rev() {
            let Some(row) = self.state.row(edit.table, edit.row_id) else { continue };
            match (&edit.value_after, row.rule(&edit.field)) {
                (Some(after), _) => self.undo_plain(edit, row, after),
                (None, Some(rule)) => self.undo_setting(act, edit, row, rule),
                (None, None) => {}
            }
        }
    }

    /// Brings back what `act` removed, where nobody has removed it again.
    pub fn undo_removals(&mut self, act: &Act) {
        for &(table, id) in act.removed.iter().rev() {
            let Some(row) = self.state.row(table, id) else { continue };
            if row.removed().is_some_and(|removed| Some(removed.command) == act.command) {
                self.bring_back(&row);
            }
        }
    }

    /// A key without settings goes back where it still says what the act made of it.
    fn undo_plain(&mut self, edit: &Edit, row: Row, after: &Value) {
        if plain(&row, &edit.field) != *after {
            return;
        }
        let mut body = row.body();
        body[&edit.field] = edit.value_before.clone();
        if let Ok(row) = Row::read(edit.table, body) {
            self.put_row(row);
        }
    }

    fn undo_setting(&mut self, act: &Act, edit: &Edit, mut row: Row, rule: Rule) {
        let mut remaining = row.settings().get(&edit.field).cloned().unwrap_or_default();
        let Some(at) = remaining.iter().position(|setting| Some(setting.command) == act.command) else {
            // Where all there is was there before, it has been undone already.
            if !remaining.iter().all(|one| edit.superseded.contains(one)) {
                self.field_outcome(said(&edit.field), FieldOutcome::ChangedSince);
            }
            return;
        };
        remaining.remove(at);
        let settings = put_back(&edit.superseded, remaining);
        let value = rule.shown(&settings).unwrap_or_else(|| edit.value_before.clone());
        let Some(value) = with_ticks(&row, &edit.field, value) else {
            self.field_outcome(said(&edit.field), FieldOutcome::ChangedSince);
            return;
        };
        if self.goes_round(edit, &value) || !row.set_field(&edit.field, value.clone()) {
            self.field_outcome(said(&edit.field), FieldOutcome::ChangedSince);
            return;
        }
        self.forget_merges(act, edit, &settings, &value);
        self.reconsider(edit, rule, &settings, value);
        if edit.field == STEPS {
            // A tick's setting means a place in the list that goes.
            row.settings_mut().retain(|field, _| !Schedule::is_step_field(field));
        }
        if settings.is_empty() {
            row.settings_mut().remove(&edit.field);
        } else {
            row.settings_mut().insert(edit.field.clone(), settings);
        }
        self.put_row(row);
    }

    /// Whether a prerequisite that would come back waits for the task by now.
    fn goes_round(&self, edit: &Edit, value: &Value) -> bool {
        let prerequisite = Task::prerequisite_named(&edit.field).filter(|_| value == &Value::Bool(true));
        prerequisite.is_some_and(|id| circle(self.state, edit.row_id.into(), id).is_some())
    }

    /// What a rule has made of a setting that is taken out says nothing any more, unless others that
    /// met are left.
    fn forget_merges(&mut self, act: &Act, edit: &Edit, settings: &[Setting], kept: &Value) {
        let conflicts = self.state.conflicts_on(edit.table, edit.row_id).map(AsRef::as_ref);
        let about = |conflict: &&Conflict| {
            conflict.field == edit.field
                && conflict.state == ConflictState::Merged
                && conflict.values.iter().any(|one| Some(one.command) == act.command)
        };
        let told: Vec<Conflict> = conflicts.filter(about).cloned().collect();
        for mut conflict in told {
            if agree(settings) {
                conflict.state = ConflictState::Moot;
            } else {
                conflict.values = settings.to_vec();
            }
            conflict.keep(kept.clone());
            self.put(conflict);
        }
    }

    /// A question whose settings agree again is moot; one whose settings differ again is open.
    fn reconsider(&mut self, edit: &Edit, rule: Rule, settings: &[Setting], kept: Value) {
        let about = |conflict: &&Conflict| {
            let shared = || conflict.values.iter().any(|one| settings.contains(one));
            conflict.field == edit.field
                && match conflict.state {
                    ConflictState::Open => true,
                    ConflictState::Resolved | ConflictState::Moot => rule.asks(settings) && shared(),
                    ConflictState::Merged => false,
                }
        };
        let conflicts = self.state.conflicts_on(edit.table, edit.row_id).map(AsRef::as_ref);
        let Some(mut conflict) = conflicts.filter(about).max_by_key(|conflict| conflict.rev).cloned() else {
            return;
        };
        if rule.asks(settings) {
            conflict.state = ConflictState::Open;
            conflict.values = settings.to_vec();
            conflict.resolved_by = None;
        } else {
            conflict.state = ConflictState::Moot;
        }
        conflict.keep(kept);
        self.put(conflict);
    }
}

/// A list of steps that comes back keeps the ticks that were set since; `None` where a step was done that
/// it does not have.
fn with_ticks(row: &Row, field: &str, value: Value) -> Option<Value> {
    let (Row::Schedule(schedule), STEPS) = (row, field) else { return Some(value) };
    let steps = from_value::<Vec<Step>>(&value).ok()?;
    schedule.ticks_on(steps).map(|steps| steps.to_json())
}

/// The settings that were superseded, but for those that a later one has superseded since, and the
/// later ones; each in its place, so that the first stays the first.
fn put_back(superseded: &[Setting], remaining: Vec<Setting>) -> Vec<Setting> {
    let stands = |old: &&Setting| !remaining.iter().any(|later| supersedes(later, old));
    let mut settings: Vec<Setting> = superseded.iter().filter(stands).cloned().collect();
    settings.extend(remaining.into_iter().filter(|one| !superseded.contains(one)));
    settings
}

/// Whether `later` has taken the place of `earlier`.
fn supersedes(later: &Setting, earlier: &Setting) -> bool {
    later.rev > earlier.rev && (later.replica == earlier.replica || later.seen >= earlier.rev)
}

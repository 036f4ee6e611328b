//! Taking an earlier act out again (DOMAIN, Conflicts).

use super::super::context::{Act, Edit};
use super::super::rows::{Row, Setting, Table};
use super::{FieldOutcome, Work};

impl Work<'_> {
    /// Takes the settings of `act` out and puts back those they had superseded, where no later one
    /// has; removes what it made, voids what it bought, brings back what it removed. What somebody
    /// has set since stays, and is named as `changed-since`.
    pub fn undo(&mut self, act: &Act) {
        for edit in act.edits.iter().rev() {
            self.undo_edit(act, edit);
        }
        for &(table, id) in act.created.iter().rev() {
            let Some(row) = self.state.row(table, id).filter(|row| row.removed().is_none()) else { continue };
            if table == Table::Purchases {
                self.void(row);
            } else if others_have_set(&row, self.context.actor) {
                self.field_outcome(table.name(), FieldOutcome::ChangedSince);
            } else {
                self.remove_row(row);
            }
        }
        for &(table, id) in act.removed.iter().rev() {
            let Some(row) = self.state.row(table, id) else { continue };
            if row.removed().is_some_and(|removed| Some(removed.command) == act.command) {
                self.put_row(row.with_removed(None));
            }
        }
    }

    fn void(&mut self, row: Row) {
        let mut row = row;
        if row.set_field("voided", true.into()) {
            self.put_row(row);
        }
    }

    fn undo_edit(&mut self, act: &Act, edit: &Edit) {
        let Some(mut row) = self.state.row(edit.table, edit.row_id) else { return };
        let Some(rule) = row.rule(&edit.field) else { return };
        let current = row.settings().get(&edit.field).cloned().unwrap_or_default();
        let Some(at) = current.iter().position(|setting| Some(setting.command) == act.command) else {
            self.field_outcome(&edit.field, FieldOutcome::ChangedSince);
            return;
        };
        let mut remaining = current;
        remaining.remove(at);
        let mut settings: Vec<Setting> = edit
            .superseded
            .iter()
            .filter(|old| !remaining.iter().any(|later| supersedes(later, old)))
            .cloned()
            .collect();
        settings.extend(remaining.into_iter().filter(|one| !edit.superseded.contains(one)));
        settings.sort_by_key(|setting| setting.rev);
        let value = rule.shown(&settings).unwrap_or_else(|| edit.value_before.clone());
        if row.set_field(&edit.field, value) {
            if settings.is_empty() {
                row.settings_mut().remove(&edit.field);
            } else {
                row.settings_mut().insert(edit.field.clone(), settings);
            }
            self.put_row(row);
        }
    }
}

/// Whether `later` has taken the place of `earlier`.
fn supersedes(later: &Setting, earlier: &Setting) -> bool {
    later.rev > earlier.rev && (later.replica == earlier.replica || later.seen >= earlier.rev)
}

fn others_have_set(row: &Row, actor: super::super::ids::UserId) -> bool {
    row.settings().values().flatten().any(|setting| setting.user_id != actor)
}

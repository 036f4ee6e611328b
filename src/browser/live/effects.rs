//! What the server told beside the rows: what own acts did to the shopping list, and who removed what is gone.

use serde_json::Value;
use uuid::Uuid;

use super::{Live, lock};
use crate::domain::ids::{CommandId, UserId};
use crate::domain::json;
use crate::domain::rows::{Row, Table};
use crate::domain::values::Quantity;
use crate::sync::wire::{FactFrame, RowChange};

/// As many as a person looks back at.
const KEPT: usize = 20;

impl Live {
    /// What the shopping list says since an own act: its lines' needs before and after, oldest act
    /// first forgotten. To be read where something wakes with the row that the act was about.
    #[must_use]
    pub fn list_since(&self, id: CommandId) -> Vec<(Option<Quantity>, Quantity)> {
        let effects = lock(&self.0.effects);
        let told = effects.iter().find(|(act, _)| *act == id);
        let lines = told.and_then(|(_, told)| told.as_array()).into_iter().flatten();
        lines.filter_map(|line| Some((amount(line, "oldNeeded"), amount(line, "newNeeded")?))).collect()
    }

    /// Keeps what the server told of the list beside an own act.
    pub(super) fn note_effect(&self, id: CommandId, told: &Value) {
        let mut effects = lock(&self.0.effects);
        effects.retain(|(act, _)| *act != id);
        if effects.len() >= KEPT {
            effects.remove(0);
        }
        effects.push((id, told.clone()));
    }

    /// Who removed a row that is gone, where this page has heard it. To be read where something wakes with
    /// the row.
    #[must_use]
    pub fn remover(&self, row: Uuid) -> Option<UserId> {
        let own = self.with(|state| Table::ALL.iter().find_map(|table| state.row(*table, row)));
        let stamp = own.as_ref().and_then(Row::removed).map(|removed| removed.user_id);
        let removals = lock(&self.0.removals);
        stamp.or_else(|| removals.iter().rev().find(|(gone, _)| *gone == row).map(|(_, user)| *user))
    }

    /// Keeps who removed the rows that a fact takes away. A row can go out of sight otherwise, too.
    pub(super) fn note_removals(&self, frame: &FactFrame) {
        let kind = &*frame.fact.kind;
        if !kind.ends_with("-removed") && kind != "ingredient-updated" {
            return;
        }
        let mut removals = lock(&self.0.removals);
        for change in &frame.changes {
            if let RowChange::Removed(name) = change {
                if removals.len() >= KEPT {
                    removals.remove(0);
                }
                removals.push((name.id, frame.user_id));
            }
        }
    }
}

fn amount(line: &Value, name: &str) -> Option<Quantity> {
    json::from_value(line.get(name)?).ok()
}

//! What own acts did to the shopping list, as the server told.

use serde_json::Value;

use super::{Live, lock};
use crate::domain::ids::CommandId;
use crate::domain::json;
use crate::domain::values::Quantity;

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
}

fn amount(line: &Value, name: &str) -> Option<Quantity> {
    json::from_value(line.get(name)?).ok()
}

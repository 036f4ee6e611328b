//! What this person has done here lately, so that it can be undone later.

use std::sync::Arc;

use super::Live;
use crate::browser::triggers::Key;
use crate::domain::context::Act;
use crate::domain::ids::CommandId;

impl Live {
    /// The own acts of this page that can be undone with no signal too, the latest first. Tracked.
    #[must_use]
    pub fn acts(&self) -> Vec<(CommandId, Arc<Act>)> {
        self.0.triggers.track(Key::Outbox);
        self.replica().acts().rev().cloned().collect()
    }
}

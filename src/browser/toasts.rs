//! Short messages that come and go.

use crate::domain::ids::{CommandId, ConflictId, NotificationId};

/// A message on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Counts up within the page.
    pub id: u64,
    pub body: ToastBody,
}

/// What it says.
#[derive(Clone, Debug, PartialEq)]
pub enum ToastBody {
    /// One's own act, with the way to take it back.
    Done { text: String, undo: Option<CommandId> },
    /// One's own act was refused; what was typed is in the outbox.
    Refused { text: String, command: CommandId },
    /// A rule has decided between one's own act and somebody else's.
    Merged(ConflictId),
    /// Something somebody else did that concerns this role.
    Notification(NotificationId),
}

//! What a person does, and where it stands.

use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::Live;
use crate::browser::device;
use crate::browser::toasts::ToastBody;
use crate::browser::triggers::Key;
use crate::domain::command::{Command, Undo};
use crate::domain::context::Act;
use crate::domain::ids::CommandId;
use crate::domain::rules::Rules;
use crate::domain::values::Revision;
use crate::sync::outbox::Standing;
use crate::sync::replica::Replica;
use crate::sync::submit::Envelope;

impl Live {
    /// Does what a person asked for: shows it at once and sends it.
    pub fn send(&self, command: impl Into<Command>) -> CommandId {
        let seen = self.seen();
        self.send_from(command, seen, Map::new())
    }

    /// The revision on screen now; to be kept when a field is opened, and given to
    /// [`send_from`](Self::send_from).
    #[must_use]
    pub fn seen(&self) -> Revision {
        self.replica().seen()
    }

    /// [`send`](Self::send) of an edit that began at `seen`, with the values it started from by the
    /// command's field names.
    pub fn send_from(
        &self,
        command: impl Into<Command>,
        seen: Revision,
        was: Map<String, Value>,
    ) -> CommandId {
        self.act(command.into(), seen, was)
    }

    #[inline(never)]
    fn act(&self, command: Command, seen: Revision, was: Map<String, Value>) -> CommandId {
        let now = device::now();
        let id = self.replica().outbox().next_id(now, &device::random());
        let woken = self.replica().act(id, command, now, seen, was);
        #[cfg(feature = "hydrate")]
        self.stash(id);
        self.wake(&woken);
        self.wake_standing(id);
        self.keep_acts();
        id
    }

    /// Does it, and says so with the way to take it back.
    pub fn send_saying(&self, command: impl Into<Command>, text: impl Into<String>) -> CommandId {
        self.act_saying(command.into(), text.into())
    }

    #[inline(never)]
    fn act_saying(&self, command: Command, text: String) -> CommandId {
        let id = self.send(command);
        self.toast(ToastBody::Done { text, undo: Some(id) });
        id
    }

    /// Takes an act back.
    pub fn undo(&self, command_id: CommandId) {
        self.send(Undo { command_id });
    }

    /// A fresh id for a row that a person makes.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        device::new_id()
    }

    /// Acts that are not on the server yet, with those still under somebody's hand. Tracked.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.triggers.track(Key::Outbox);
        let under_hand = self.0.under_hand.get();
        under_hand + self.replica().outbox().waiting()
    }

    /// Something is shown that becomes an act in a moment; until then it counts as waiting.
    pub fn take_in_hand(&self) {
        self.0.under_hand.update(|count| *count += 1);
    }

    /// It has become an act, or nothing.
    pub fn let_go(&self) {
        self.0.under_hand.update(|count| *count = count.saturating_sub(1));
    }

    /// Acts that were refused, with why. Tracked.
    #[must_use]
    pub fn refused(&self) -> Vec<(CommandId, Envelope, String)> {
        self.0.triggers.track(Key::Outbox);
        refused(&self.replica(), None)
    }

    /// Refused acts about a row, with why. Tracked.
    #[must_use]
    pub fn refused_about(&self, row: impl Into<Uuid>) -> Vec<(CommandId, Envelope, String)> {
        let row = row.into();
        self.0.triggers.track(Key::Standing(row));
        refused(&self.replica(), Some(row))
    }

    /// Whether an act about a row is on this device only. Tracked.
    #[must_use]
    pub fn is_waiting(&self, row: impl Into<Uuid>) -> bool {
        let row = row.into();
        self.0.triggers.track(Key::Standing(row));
        let replica = self.replica();
        let mut entries = replica.outbox().entries().iter();
        entries.any(|entry| entry.is_waiting() && entry.subjects().any(|one| one == row))
    }

    /// The rules, once their code has come. Tracked.
    #[must_use]
    pub fn rules(&self) -> Option<&'static Rules> {
        self.0.triggers.track(Key::Rules);
        self.replica().rules()
    }

    /// Shows what has been done before the rules were here.
    #[cfg(feature = "hydrate")]
    pub(in crate::browser) fn learn(&self, rules: &'static Rules) {
        let woken = self.replica().learn(rules);
        self.wake(&woken);
        self.0.triggers.wake(Key::Rules);
        device::mark_document("data-rules", true);
        self.0.triggers.wake(Key::Outbox);
    }

    /// Takes a refused act out of the outbox; returns it so that it can be edited.
    pub fn discard(&self, id: CommandId) -> Option<Command> {
        let subjects = self.subjects(id);
        let command = self.replica().discard(id);
        self.wake_subjects(&subjects);
        self.tell_discarded(id);
        command
    }

    /// Sends a refused act once more, as a new one.
    pub fn retry(&self, id: CommandId) {
        if let Some(command) = self.discard(id) {
            self.send(command);
        }
    }

    /// The own acts of this page that can be undone with no signal too, the latest first. Tracked.
    #[must_use]
    pub fn acts(&self) -> Vec<(CommandId, Arc<Act>)> {
        self.0.triggers.track(Key::Outbox);
        self.replica().acts().rev().cloned().collect()
    }
}

fn refused(replica: &Replica, about: Option<Uuid>) -> Vec<(CommandId, Envelope, String)> {
    let entries = replica.outbox().refused();
    entries
        .filter(|entry| about.is_none_or(|row| entry.subjects().any(|one| one == row)))
        .filter_map(|entry| match &entry.standing {
            Standing::Refused(outcome) => {
                let why = outcome.reason.as_ref().map_or_else(
                    || "It waits for a change that was refused.".to_owned(),
                    |reason| reason.message.to_string(),
                );
                Some((entry.envelope.id, entry.envelope.clone(), why))
            }
            Standing::Unwritten | Standing::Waiting | Standing::UnderWay | Standing::Answered(_) => None,
        })
        .collect()
}

//! What comes from the server: frames and answers.

use uuid::Uuid;

use super::Live;
use crate::browser::toasts::ToastBody;
use crate::browser::triggers::Key;
use crate::browser::{device, presence};
use crate::domain::ids::CommandId;
use crate::domain::merge::ConflictKind;
#[cfg(feature = "hydrate")]
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rows::{ConflictState, Row, Table};
use crate::sync::replica::Woken;
use crate::sync::submit::Outcome;
#[cfg(feature = "hydrate")]
use crate::sync::submit::{Answer, Verdict};
use crate::sync::wire::{FactFrame, RowChange, ServerFrame};

impl Live {
    /// Applies a frame and wakes what it changed.
    pub fn receive(&self, frame: ServerFrame) {
        self.apply(frame);
        #[cfg(feature = "hydrate")]
        crate::browser::keeper::rows_changed(self);
    }

    fn apply(&self, frame: ServerFrame) {
        match frame {
            ServerFrame::Welcome(mut welcome) => {
                welcome.outcomes.retain(|outcome| !self.replica().outbox().is_old(outcome));
                let unanswered = self.replica().unanswered();
                let subjects: Vec<Uuid> = unanswered.into_iter().flat_map(|id| self.subjects(id)).collect();
                let role = self.role();
                let woken = self.replica().welcomed(&welcome);
                self.wake(&woken);
                self.0.triggers.wake(Key::Delivered);
                if role != welcome.user_role {
                    self.role_changed();
                }
                self.wake_subjects(&subjects);
                self.toast_refusals(&welcome.outcomes);
                self.heard(welcome.epoch, welcome.outcomes);
            }
            ServerFrame::Rows(rows) => {
                let woken = self.replica().rows(rows);
                self.wake(&woken);
                self.0.triggers.wake(Key::Delivered);
                self.0.triggers.wake(Key::Outbox);
            }
            ServerFrame::Fact(fact) => {
                let subjects = self.subjects(fact.command_id);
                let own = self.replica().outbox().get(fact.command_id).is_some();
                self.note_removals(&fact);
                let woken = self.replica().fact(&fact);
                if let Some(list) = fact.fact.data.get("list").filter(|_| own) {
                    self.note_effect(fact.command_id, list);
                }
                self.wake(&woken);
                self.wake_subjects(&subjects);
                self.toast_merges(&fact);
                if !own && fact.user_id != self.user_id() {
                    self.arrived(&woken);
                }
            }
            ServerFrame::Batch(frames) => {
                for frame in frames {
                    self.apply(frame);
                }
            }
            ServerFrame::Head(revision) => {
                let woken = self.replica().head(revision);
                self.wake(&woken);
                self.0.triggers.wake(Key::Outbox);
            }
            ServerFrame::Heartbeat { timestamp, revision } => {
                device::server_says(timestamp);
                #[cfg(feature = "hydrate")]
                self.tick();
                let woken = self.replica().head(revision);
                self.wake(&woken);
            }
            // A refused subscription is never delivered: nothing may wait for it.
            ServerFrame::Error(error) => {
                if let Some(id) = error.id {
                    let woken = self.replica().unsubscribe(&id);
                    self.wake(&woken);
                    self.0.triggers.wake(Key::Outbox);
                }
            }
            ServerFrame::Presence { users } => self.present(&users),
            // Fresh rows follow by themselves.
            ServerFrame::Behind | ServerFrame::Goodbye { .. } => {}
        }
    }

    /// The page is made anew for the role, at once where nobody is writing in it; else they are told.
    fn role_changed(&self) {
        self.0.triggers.wake(Key::Role);
        if !presence::is_writing() {
            self.show_role();
        }
    }

    /// Notes what became of commands; false where the answer is of another epoch.
    #[cfg(feature = "hydrate")]
    pub(in crate::browser) fn answered(&self, answer: Answer) -> bool {
        self.learned(answer.epoch, answer.outcomes)
    }

    /// The server does not take a request, for what is in it; where that is one act alone, it is refused.
    #[cfg(feature = "hydrate")]
    pub(in crate::browser) fn refused_whole(&self, why: String) {
        let alone = self.replica().outbox_mut().refused_whole();
        let epoch = self.replica().epoch().to_owned();
        let reason = Some(Refusal::new(Code::Limit, why));
        let refused = alone.map(|id| Outcome { reason, ..Outcome::of(id, Verdict::Rejected) });
        self.learned(epoch, refused.into_iter().collect());
    }

    #[cfg(feature = "hydrate")]
    fn learned(&self, epoch: String, outcomes: Vec<Outcome>) -> bool {
        let subjects: Vec<Uuid> = outcomes.iter().flat_map(|outcome| self.subjects(outcome.id)).collect();
        let woken = self.replica().answered(&epoch, &outcomes);
        self.wake(&woken);
        self.wake_subjects(&subjects);
        self.toast_refusals(&outcomes);
        let counts = [&epoch, ""].contains(&self.replica().epoch());
        self.heard(epoch, outcomes);
        counts
    }

    pub(super) fn toast_refusals(&self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            if let Some(reason) = &outcome.reason {
                let body = ToastBody::Refused { text: reason.message.to_string(), command: outcome.id };
                self.toast(body);
            }
        }
    }

    /// Tells those whose values a rule has just decided between, the one that was kept and the one
    /// that gave way, and those of whom one has removed what the other changed. By what the server says alone: a guess of it comes before, and again.
    fn toast_merges(&self, fact: &FactFrame) {
        let me = self.user_id();
        for change in &fact.changes {
            let RowChange::Put(Row::Conflict(row)) = change else { continue };
            let is_mine = row.values.iter().any(|one| one.user_id == me);
            // A task says itself that a block has lost.
            let is_merged = row.state == ConflictState::Merged && row.field != "block";
            let is_removed = row.state == ConflictState::Open && row.kind == ConflictKind::Removed;
            if is_mine && (is_merged || is_removed) {
                self.toast(ToastBody::Merged(row.id));
            }
        }
    }

    /// Lets what somebody else changed glow, and shows what this person is told.
    fn arrived(&self, woken: &Woken) {
        for &(table, id) in woken.keys() {
            let glow = super::lock(&self.0.glows).get(&(table, id)).cloned();
            if let Some(glow) = glow {
                glow.set(true);
            }
            if table == Table::Notifications {
                let notification = self.replica().state().row(table, id);
                if let Some(Row::Notification(row)) = notification
                    && !row.read
                {
                    self.toast(ToastBody::Notification(row.id));
                }
            }
        }
    }

    pub(in crate::browser) fn wake(&self, woken: &Woken) {
        for (&(table, id), shown) in woken {
            let row = self.replica().state().row(table, id);
            self.0.triggers.wake_row(table, id, row.as_ref());
            if shown.is_some() {
                // What it belonged to before has lost it, perhaps.
                self.0.triggers.wake_row(table, id, shown.as_ref());
            }
        }
    }

    pub(super) fn subjects(&self, id: CommandId) -> Vec<Uuid> {
        self.replica().outbox().get(id).map(|entry| entry.subjects().collect()).unwrap_or_default()
    }

    pub(super) fn wake_standing(&self, id: CommandId) {
        let subjects = self.subjects(id);
        self.wake_subjects(&subjects);
    }

    pub(in crate::browser) fn wake_subjects(&self, subjects: &[Uuid]) {
        self.0.triggers.wake(Key::Outbox);
        for subject in subjects {
            self.0.triggers.wake(Key::Standing(*subject));
        }
    }
}

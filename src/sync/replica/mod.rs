//! What a browser holds: the rows its subscriptions cover, and its person's pending acts replayed
//! on top of them (DESIGN, One idea).
//!
//! There is one state, the one shown. Whatever comes in takes the pending acts out, changes the
//! confirmed rows underneath, and replays the acts that are still pending; the rows that differ
//! afterwards are named, so that a view wakes exactly them.

mod holding;
mod keeping;
mod listening;

use std::collections::VecDeque;
use std::sync::Arc;

use holding::note;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::outbox::Outbox;
use super::submit::{Envelope, Outcome};
use super::topic::Scope;
use super::wire::{FactFrame, RowChange, RowsFrame, Welcome};
use crate::domain::command::Command;
use crate::domain::context::{Act, Context, Mode};
use crate::domain::ids::{CommandId, ReplicaId, UserId};
use crate::domain::order;
use crate::domain::rows::{Role, Table};
use crate::domain::rules::Rules;
use crate::domain::state::State;
use crate::domain::values::{Instant, Revision};
use crate::domain::work::{Before, Decision};

/// The rows that are shown differently, each with what was shown before.
pub type Woken = Before;

/// Whose replica it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    pub user: UserId,
    pub role: Role,
    pub replica: ReplicaId,
}

/// A subscription and how far it has been delivered.
#[derive(Clone, Debug, PartialEq)]
struct Subscription {
    id: String,
    scope: Scope,
    /// None before its first `rows`.
    delivered: Option<Revision>,
    /// A `rows` frame is owed since it was (re)subscribed.
    owed: bool,
}

/// The rows and pending acts of one person in one browser.
#[derive(Clone, Debug)]
pub struct Replica {
    reader: Reader,
    /// None until their code has come: what is done then waits to be shown, and is sent all the same.
    rules: Option<&'static Rules>,
    epoch: String,
    rights: String,
    state: State,
    subscriptions: Vec<Subscription>,
    outbox: Outbox,
    /// What the pending acts are shown to have done, in their order.
    predictions: Vec<(CommandId, Decision)>,
    /// What this replica's own latest acts did, so that they can be undone before and after they
    /// are confirmed.
    acts: VecDeque<(CommandId, Arc<Act>)>,
    /// Confirmed rows that the device does not keep as they are, in order.
    unkept: Vec<(Table, Uuid)>,
}

impl Replica {
    /// An empty replica, which has subscribed to nothing and knows no rules.
    #[must_use]
    pub fn new(reader: Reader) -> Self {
        Self {
            reader,
            rules: None,
            epoch: String::new(),
            rights: String::new(),
            state: State::default(),
            subscriptions: Vec::new(),
            outbox: Outbox::default(),
            predictions: Vec::new(),
            acts: VecDeque::new(),
            unkept: Vec::new(),
        }
    }

    /// Whose replica it is.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader
    }

    /// Learns the rules, and shows what has been done without.
    pub fn learn(&mut self, rules: &'static Rules) -> Woken {
        self.rebase(|replica, _| replica.rules = Some(rules))
    }

    /// The rules, once it knows them.
    #[must_use]
    pub fn rules(&self) -> Option<&'static Rules> {
        self.rules
    }

    /// The epoch that its revisions count in; empty before any.
    #[must_use]
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The rows as they are shown.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What its person has done that the server has not yet shown.
    #[must_use]
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The same, to send from.
    pub fn outbox_mut(&mut self) -> &mut Outbox {
        &mut self.outbox
    }

    /// The revision delivered to its person: the lowest over the subscriptions whose rows have come,
    /// or 0 before any. One that is just being opened shows nothing, and takes nothing out of sight.
    #[must_use]
    pub fn seen(&self) -> Revision {
        self.subscriptions.iter().filter_map(|one| one.delivered).min().unwrap_or_default()
    }

    /// Up to where all that is listened to has been delivered: what an act did is shown by then.
    fn delivered(&self) -> Revision {
        let delivered = self.subscriptions.iter().map(|one| one.delivered.unwrap_or_default());
        delivered.min().unwrap_or_default()
    }

    /// Takes on the epoch and rights that the rows embedded in a page were made under.
    pub fn begin(&mut self, epoch: &str, rights: &str) {
        epoch.clone_into(&mut self.epoch);
        rights.clone_into(&mut self.rights);
    }

    /// Shows what a command would do and queues it for the server.
    pub fn act(
        &mut self,
        id: CommandId,
        command: Command,
        at: Instant,
        seen: Revision,
        was: Map<String, Value>,
    ) -> Woken {
        let mut envelope = Envelope::new(id, &command, at, seen, &self.epoch);
        envelope.was = was;
        let mut woken = Woken::new();
        self.predict(&envelope, &command, &mut woken);
        self.outbox.push(envelope, command);
        woken
    }

    /// Notes the answers of the server. Those of another epoch count nothing here: a restored
    /// database does not know what the stopped one said.
    pub fn answered(&mut self, epoch: &str, outcomes: &[Outcome]) -> Woken {
        self.rebase(|replica, _| {
            if epoch != replica.epoch && !replica.epoch.is_empty() {
                replica.outbox.failed();
                return;
            }
            for outcome in outcomes {
                replica.outbox.answered(outcome);
            }
            replica.outbox.settle(replica.delivered());
        })
    }

    /// Takes a refused act out for good; returns it so that it can be edited.
    pub fn discard(&mut self, id: CommandId) -> Option<Command> {
        self.outbox.take(id).and_then(|entry| entry.command)
    }

    /// The answer to `hello`. Another epoch or other rights: everything held is discarded. The rows of
    /// every subscription are owed, and nothing else delivers anything before they have come.
    pub fn welcomed(&mut self, welcome: &Welcome) -> Woken {
        self.rebase(|replica, touched| {
            let other_epoch = replica.epoch != welcome.epoch;
            if other_epoch || replica.rights != welcome.rights {
                replica.discard_rows(touched);
            }
            if other_epoch {
                replica.outbox.forget_answers();
            }
            replica.begin(&welcome.epoch, &welcome.rights);
            replica.owe_all();
            replica.reader.role = welcome.user_role;
            for outcome in &welcome.outcomes {
                replica.outbox.answered(outcome);
            }
            replica.outbox.settle(replica.delivered());
        })
    }

    /// The rows of one subscription.
    pub fn rows(&mut self, frame: RowsFrame) -> Woken {
        self.rebase(|replica, touched| {
            if !replica.is_subscribed(&frame.id) {
                return;
            }
            let mut named: Vec<_> = frame.rows.iter().map(|row| (row.table(), row.key())).collect();
            order::sort(&mut named);
            for row in frame.rows {
                replica.put_newer(row, touched);
            }
            for name in frame.gone {
                replica.drop_row(name.table, name.id, &frame.id, touched);
            }
            if frame.complete {
                replica.drop_missing(&frame.id, &named, touched);
            }
            if let Some(subscription) = replica.subscriptions.iter_mut().find(|one| one.id == frame.id) {
                subscription.delivered = Some(frame.revision);
                subscription.owed = false;
            }
            replica.outbox.settle(replica.delivered());
        })
    }

    /// A fact: its rows, and that everything up to its revision is delivered.
    pub fn fact(&mut self, frame: &FactFrame) -> Woken {
        self.rebase(|replica, touched| {
            for change in &frame.changes {
                match change {
                    RowChange::Put(row) if replica.covers(row) => replica.put_newer(row.clone(), touched),
                    // Told before the server had heard that nobody listens to it any more.
                    RowChange::Put(row) => replica.forget(row.table(), row.key(), touched),
                    RowChange::Removed(name) => replica.forget(name.table, name.id, touched),
                }
            }
            replica.outbox.confirmed(frame.command_id, frame.revision);
            replica.deliver(frame.revision);
        })
    }

    /// Delivered up to here, with nothing of it for this reader.
    pub fn head(&mut self, revision: Revision) -> Woken {
        self.rebase(|replica, _| replica.deliver(revision))
    }

    fn deliver(&mut self, revision: Revision) {
        for subscription in self.subscriptions.iter_mut().filter(|one| !one.owed) {
            subscription.delivered = subscription.delivered.max(Some(revision));
        }
        self.outbox.settle(self.delivered());
    }

    /// Takes the pending acts out, lets `change` work on the confirmed rows, replays what is still
    /// pending, and names the rows that are shown differently.
    fn rebase(&mut self, change: impl FnOnce(&mut Self, &mut Before)) -> Woken {
        let mut before = self.take_out();
        change(self, &mut before);
        self.replay(before)
    }

    /// The first half of a [`rebase`](Self::rebase): the confirmed rows alone.
    #[inline(never)]
    fn take_out(&mut self) -> Before {
        let mut before = Before::default();
        for (_, decision) in std::mem::take(&mut self.predictions).iter().rev() {
            for row in decision.changes.iter().filter_map(|change| change.after.as_ref()) {
                note(&mut before, &self.state, row.table(), row.key());
            }
            decision.take_back(&mut self.state);
        }
        before
    }

    /// The second half: what is still pending, on top of them.
    #[inline(never)]
    fn replay(&mut self, before: Before) -> Woken {
        let mut woken = Woken::new();
        // A guess looks at rows and not at what else waits.
        let outbox = std::mem::take(&mut self.outbox);
        for entry in outbox.entries().iter().filter(|entry| entry.is_predicted()) {
            if let Some(command) = &entry.command {
                self.predict(&entry.envelope, command, &mut woken);
            }
        }
        self.outbox = outbox;
        // What was shown is what stood before anything was taken out, not what a replay found.
        for (key, shown) in before {
            woken.insert(key, shown);
        }
        woken.retain(|&(table, id), shown| *shown != self.state.row(table, id));
        woken
    }

    fn predict(&mut self, envelope: &Envelope, command: &Command, woken: &mut Woken) {
        let Some(rules) = self.rules else { return };
        let undone = match command {
            Command::Undo(undo) => {
                let mut acts = self.acts.iter();
                acts.find(|(id, _)| *id == undo.command_id).map(|(_, act)| Arc::clone(act))
            }
            _ => None,
        };
        let context = Context {
            mode: Mode::Prediction,
            actor: self.reader.user,
            role: self.reader.role,
            replica: self.reader.replica,
            command: envelope.id,
            now: envelope.at,
            seen: if envelope.epoch == self.epoch { envelope.seen } else { Revision::ZERO },
            revision: self.seen().next(),
            was: envelope.was.clone(),
            undone,
        };
        // A refusal here is no answer: the server may know better.
        let Ok(decision) = (rules.decide)(&mut self.state, &context, command) else { return };
        for change in &decision.changes {
            if let Some(row) = change.after.as_ref().or(change.before.as_ref()) {
                woken.entry_or((row.table(), row.key()), || change.before.clone());
            }
        }
        self.remember(envelope.id, &decision.act);
        self.predictions.push((envelope.id, decision));
    }

    /// Keeps what the latest acts did, for undo.
    fn remember(&mut self, id: CommandId, act: &Act) {
        const KEPT: usize = 200;
        self.acts.retain(|(known, _)| *known != id);
        self.acts.push_back((id, Arc::new(act.clone())));
        if self.acts.len() > KEPT {
            self.acts.pop_front();
        }
    }

    /// What its person's latest acts did, the oldest first: what can be undone with no signal too.
    pub fn acts(&self) -> impl DoubleEndedIterator<Item = &(CommandId, Arc<Act>)> {
        self.acts.iter()
    }

    /// Ids of commands whose answer `hello` asks for: the first ones, as many as a frame takes. The others
    /// are answered when they are sent.
    #[must_use]
    pub fn unanswered(&self) -> Vec<CommandId> {
        const MOST: usize = 1_000;
        self.outbox.unanswered().take(MOST).collect()
    }
}

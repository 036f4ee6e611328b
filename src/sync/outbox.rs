//! The acts of a person that the server has not settled yet, in their order (DESIGN, The way of a
//! change). One request is under way at a time; what gathers meanwhile goes together in the next.

use uuid::Uuid;

use super::submit::{Envelope, Outcome, Verdict};
use crate::domain::command::Command;
use crate::domain::ids::CommandId;
use crate::domain::values::Revision;

/// The most commands a browser puts in one request.
pub const GROUP: usize = 10;

/// Where an act stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// On this device only.
    Waiting,
    /// Sent; the answer is not known.
    UnderWay,
    /// On the server; shown as a guess until its rows are delivered.
    Answered(Outcome),
    /// Refused, or held by one that was; stays until its author retries, edits or discards it.
    Refused(Outcome),
}

/// An act with its standing.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub envelope: Envelope,
    pub command: Command,
    pub standing: Standing,
}

impl Entry {
    /// The rows that the command names, so that each can show where it stands.
    pub fn subjects(&self) -> impl Iterator<Item = Uuid> + '_ {
        let fields = self.envelope.data.as_object().into_iter().flatten();
        let ids = fields.filter(|(name, _)| name.ends_with("Id")).filter_map(|(_, id)| id.as_str());
        ids.filter_map(|id| Uuid::try_parse(id).ok())
    }

    /// Whether the replica shows what it would do.
    #[must_use]
    pub fn is_predicted(&self) -> bool {
        !matches!(self.standing, Standing::Refused(_))
    }
}

/// The queue.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
}

impl Outbox {
    /// The acts in the order they were made.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// An act that is still here.
    #[must_use]
    pub fn get(&self, id: CommandId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.envelope.id == id)
    }

    /// Acts whose answer is not known: none came, or `held`, which the server does not remember.
    pub fn unanswered(&self) -> impl Iterator<Item = CommandId> + '_ {
        let open = |entry: &&Entry| match &entry.standing {
            Standing::Waiting | Standing::UnderWay => true,
            Standing::Refused(outcome) => outcome.outcome == Verdict::Held,
            Standing::Answered(_) => false,
        };
        self.entries.iter().filter(open).map(|entry| entry.envelope.id)
    }

    /// Acts that are not on the server yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let waiting = |entry: &&Entry| matches!(entry.standing, Standing::Waiting | Standing::UnderWay);
        self.entries.iter().filter(waiting).count()
    }

    /// Acts that their author has to look at.
    pub fn refused(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.is_predicted())
    }

    /// Queues an act for the server.
    pub fn push(&mut self, envelope: Envelope, command: Command) {
        self.entries.push(Entry { envelope, command, standing: Standing::Waiting });
    }

    /// The next group to send; none while one is under way.
    pub fn next_group(&mut self) -> Vec<Envelope> {
        if self.entries.iter().any(|entry| entry.standing == Standing::UnderWay) {
            return Vec::new();
        }
        let mut group = Vec::new();
        for entry in &mut self.entries {
            if entry.standing == Standing::Waiting && group.len() < GROUP {
                entry.standing = Standing::UnderWay;
                group.push(entry.envelope.clone());
            }
        }
        group
    }

    /// The request came to nothing: its commands wait again.
    pub fn failed(&mut self) {
        for entry in &mut self.entries {
            if entry.standing == Standing::UnderWay {
                entry.standing = Standing::Waiting;
            }
        }
    }

    /// Notes the answer to a command.
    pub fn answered(&mut self, outcome: &Outcome) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.envelope.id == outcome.id) else {
            return;
        };
        entry.standing = match outcome.outcome {
            Verdict::Accepted | Verdict::Merged | Verdict::Conflict => Standing::Answered(outcome.clone()),
            Verdict::Rejected | Verdict::Held => Standing::Refused(outcome.clone()),
        };
    }

    /// The fact of a command came in before its answer, or in spite of one: it is on the server. What
    /// was held may come there by a copy of its request, once the row it waited for is made.
    pub fn confirmed(&mut self, id: CommandId, revision: Revision) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.envelope.id == id) else { return };
        if !matches!(entry.standing, Standing::Answered(_)) {
            entry.standing = Standing::Answered(Outcome {
                id,
                outcome: Verdict::Accepted,
                revision: Some(revision),
                fields: std::collections::BTreeMap::new(),
                reason: None,
            });
        }
    }

    /// Drops what is answered and delivered.
    pub fn settle(&mut self, delivered: Revision) {
        self.entries.retain(|entry| match &entry.standing {
            Standing::Answered(outcome) => outcome.revision.is_some_and(|revision| revision > delivered),
            Standing::Waiting | Standing::UnderWay | Standing::Refused(_) => true,
        });
    }

    /// Takes a refused act out, to be discarded, retried or edited under a new id.
    pub fn take(&mut self, id: CommandId) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.envelope.id == id)?;
        Some(self.entries.remove(at))
    }

    /// Another epoch: what it answered counts no more, and goes out again.
    pub fn forget_answers(&mut self) {
        for entry in &mut self.entries {
            if matches!(entry.standing, Standing::Answered(_)) {
                entry.standing = Standing::Waiting;
            }
        }
    }
}

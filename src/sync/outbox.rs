//! The acts of a person that the server has not settled yet, in their order (DESIGN, The way of a
//! change). One request is under way at a time; what gathers meanwhile goes together in the next.

use uuid::Uuid;

use super::held::Missing;
use super::kept::{KeptAct, print};
use super::submit::{BYTES, Envelope, Outcome, Verdict};
use crate::domain::command::Command;
use crate::domain::ids::CommandId;
use crate::domain::order;
use crate::domain::rows::Table;
use crate::domain::values::{Instant, Revision};

/// The most commands a browser puts in one request.
pub const GROUP: usize = 10;
/// The most bytes of commands in it; what stands around them has the rest.
const GROUP_BYTES: usize = BYTES - 1024;

/// Where an act stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Not yet on the device's disk, and therefore not to be sent.
    Unwritten,
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
    /// None where another build wrote it in words that this one does not know; the server may.
    pub command: Option<Command>,
    pub standing: Standing,
}

impl Entry {
    /// The rows that the command names, so that each can show where it stands.
    pub fn subjects(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.envelope.subjects()
    }

    /// Whether the replica shows what it would do.
    #[must_use]
    pub fn is_predicted(&self) -> bool {
        !matches!(self.standing, Standing::Refused(_))
    }

    /// Whether it is on this device only.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        matches!(self.standing, Standing::Unwritten | Standing::Waiting | Standing::UnderWay)
    }

    /// The form that the device keeps.
    #[must_use]
    pub fn kept(&self) -> KeptAct {
        let refused = match &self.standing {
            Standing::Refused(outcome) => Some(outcome.clone()),
            Standing::Unwritten | Standing::Waiting | Standing::UnderWay | Standing::Answered(_) => None,
        };
        KeptAct { envelope: self.envelope.clone(), refused }
    }
}

/// The queue, in the order of the commands' ids, which is the order in which they were made: so all
/// tabs of a device have the same.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    /// Acts that are not kept as they are here: made, refused, let go.
    unkept: Vec<CommandId>,
    /// Acts that are settled, and kept until the rows that show them are.
    settled: Vec<CommandId>,
    /// The server has refused a request as a whole: the next one carries one command.
    singly: bool,
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

    /// Acts whose answer is to be asked for: those without one, and those that were refused. Another tab's
    /// copy of such an act may have been accepted since, by a database that was set back and does not
    /// remember the refusal, or after what it was held for.
    pub fn unanswered(&self) -> impl Iterator<Item = CommandId> + '_ {
        let open = self.entries.iter().filter(|entry| !matches!(entry.standing, Standing::Answered(_)));
        open.map(|entry| entry.envelope.id)
    }

    /// Whether an answer says no more than what is known: that an act is refused.
    #[must_use]
    pub fn is_old(&self, outcome: &Outcome) -> bool {
        self.get(outcome.id).is_some_and(
            |entry| matches!(&entry.standing, Standing::Refused(known) if known.outcome == outcome.outcome),
        )
    }

    /// Acts that are not on the server yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_waiting()).count()
    }

    /// Acts that their author has to look at.
    pub fn refused(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.is_predicted())
    }

    /// The id of a new act (`UUIDv7`): after all that are here, whatever the device's clock does.
    #[must_use]
    pub fn next_id(&self, now: Instant, random: &[u8; 10]) -> CommandId {
        let last = self.entries.last().map_or(0, |entry| millis(entry.envelope.id));
        let millis = u64::try_from(now.0).unwrap_or_default().max(last + 1);
        CommandId(uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid())
    }

    /// Queues an act; it is sent once it is [`written`](Self::written).
    pub fn push(&mut self, envelope: Envelope, command: Command) {
        order::insert(&mut self.unkept, envelope.id);
        self.insert(Entry { envelope, command: Some(command), standing: Standing::Unwritten });
    }

    /// Takes in an act that the device has kept, or another tab has made, unless it is here already.
    pub fn take_in(&mut self, act: KeptAct) {
        let KeptAct { envelope, refused } = act;
        // One that was settled here a moment ago is not new.
        if self.get(envelope.id).is_some() || self.settled.contains(&envelope.id) {
            return;
        }
        let command = Command::read(&envelope.kind, envelope.data.clone()).ok();
        let standing = refused.map_or(Standing::Waiting, Standing::Refused);
        self.insert(Entry { envelope, command, standing });
    }

    /// Takes in an act that a page has left behind before it was on the disk, unless it is here already.
    pub fn take_in_unwritten(&mut self, act: KeptAct) {
        let id = act.envelope.id;
        if self.get(id).is_some() {
            return;
        }
        self.take_in(act);
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.envelope.id == id) {
            if entry.is_waiting() {
                entry.standing = Standing::Unwritten;
            }
            order::insert(&mut self.unkept, id);
        }
    }

    /// Has all acts written down anew.
    pub fn keep_all(&mut self) {
        self.unkept = self.entries.iter().map(|entry| entry.envelope.id).collect();
    }

    fn insert(&mut self, entry: Entry) {
        let id = entry.envelope.id;
        let at = self.entries.partition_point(|one| one.envelope.id < id);
        self.entries.insert(at, entry);
    }

    /// Acts are on the disk, or never will be: they may leave.
    pub fn written(&mut self, ids: &[CommandId]) {
        for entry in &mut self.entries {
            if entry.standing == Standing::Unwritten && ids.contains(&entry.envelope.id) {
                entry.standing = Standing::Waiting;
            }
        }
    }

    /// Takes out what is to be written of acts now: none for one that is to be forgotten.
    pub fn to_keep(&mut self) -> Vec<(CommandId, Option<KeptAct>)> {
        let unkept = std::mem::take(&mut self.unkept);
        unkept.into_iter().map(|id| (id, self.get(id).map(Entry::kept))).collect()
    }

    /// Takes out the acts that are to be forgotten once the rows that show them are kept.
    pub fn settled_to_keep(&mut self) -> Vec<CommandId> {
        std::mem::take(&mut self.settled)
    }

    /// The next group to send; none while one is under way. What comes after an act that is being
    /// written waits with it: it may build on it.
    pub fn next_group(&mut self) -> Vec<Envelope> {
        if self.entries.iter().any(|entry| entry.standing == Standing::UnderWay) {
            return Vec::new();
        }
        let most = if self.singly { 1 } else { GROUP };
        let (mut group, mut bytes) = (Vec::new(), 0);
        let written = self.entries.iter_mut().take_while(|entry| entry.standing != Standing::Unwritten);
        for entry in written.filter(|entry| entry.standing == Standing::Waiting).take(most) {
            bytes += print(&entry.envelope).len();
            if bytes > GROUP_BYTES && !group.is_empty() {
                break;
            }
            entry.standing = Standing::UnderWay;
            group.push(entry.envelope.clone());
        }
        group
    }

    /// Which acts have to be held for a row that a refused one was to make, or one that comes after them
    /// since it was tried again; and which not any longer. With what each becomes.
    #[must_use]
    pub fn to_sort_out(&self, is_there: &dyn Fn(Table, Uuid) -> bool) -> Vec<(CommandId, bool)> {
        let (mut refused, mut later, mut found) = (Missing::default(), Missing::default(), Vec::new());
        for entry in &self.entries {
            match &entry.standing {
                Standing::Answered(_) => {}
                Standing::Refused(outcome) if outcome.outcome != Verdict::Held => {
                    refused.note(is_there, &entry.envelope);
                }
                Standing::Refused(_) | Standing::Unwritten | Standing::Waiting | Standing::UnderWay => {
                    later.note(is_there, &entry.envelope);
                }
            }
        }
        for entry in &self.entries {
            let was_held = !entry.is_predicted();
            match &entry.standing {
                Standing::Answered(_) => {}
                Standing::Refused(outcome) if outcome.outcome != Verdict::Held => {}
                Standing::Unwritten | Standing::UnderWay => later.strike(&entry.envelope),
                Standing::Refused(_) | Standing::Waiting => {
                    later.strike(&entry.envelope);
                    let is_held = refused.concerns(&entry.envelope) || later.concerns(&entry.envelope);
                    if is_held {
                        refused.note(is_there, &entry.envelope);
                    }
                    if is_held != was_held {
                        found.push((entry.envelope.id, is_held));
                    }
                }
            }
        }
        found
    }

    /// Holds acts, or lets them go out.
    pub fn hold(&mut self, acts: &[(CommandId, bool)]) {
        for (id, is_held) in acts {
            let Some(entry) = self.entries.iter_mut().find(|entry| entry.envelope.id == *id) else {
                continue;
            };
            entry.standing =
                if *is_held { Standing::Refused(Outcome::of(*id, Verdict::Held)) } else { Standing::Waiting };
            order::insert(&mut self.unkept, *id);
        }
    }

    /// The server refuses the request under way as a whole, for what is in it. Its commands go out one by
    /// one, so that no other waits for the one that is meant; that one is returned, to be refused.
    pub fn refused_whole(&mut self) -> Option<CommandId> {
        let mut group = self.entries.iter().filter(|entry| entry.standing == Standing::UnderWay);
        let alone = group.next().map(|entry| entry.envelope.id).filter(|_| group.next().is_none());
        self.singly = alone.is_none();
        self.failed();
        alone
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
        let was_refused = !entry.is_predicted();
        entry.standing = match outcome.outcome {
            Verdict::Accepted | Verdict::Merged | Verdict::Conflict => Standing::Answered(outcome.clone()),
            Verdict::Rejected | Verdict::Held => Standing::Refused(outcome.clone()),
        };
        if was_refused || !entry.is_predicted() {
            order::insert(&mut self.unkept, outcome.id);
        }
    }

    /// The fact of a command came in before its answer, or in spite of one: it is on the server. What
    /// was held may come there by a copy of its request, once the row it waited for is made.
    pub fn confirmed(&mut self, id: CommandId, revision: Revision) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.envelope.id == id) else { return };
        if !matches!(entry.standing, Standing::Answered(_)) {
            let outcome = Outcome { revision: Some(revision), ..Outcome::of(id, Verdict::Accepted) };
            entry.standing = Standing::Answered(outcome);
        }
    }

    /// Drops what is answered and delivered. Whatever else was to be written of it, it is forgotten
    /// with the rows that show it and not before.
    pub fn settle(&mut self, delivered: Revision) {
        let (settled, unkept) = (&mut self.settled, &mut self.unkept);
        self.entries.retain(|entry| match &entry.standing {
            Standing::Answered(outcome) if outcome.revision.is_none_or(|revision| revision <= delivered) => {
                unkept.retain(|id| *id != entry.envelope.id);
                settled.push(entry.envelope.id);
                false
            }
            Standing::Unwritten
            | Standing::Waiting
            | Standing::UnderWay
            | Standing::Answered(_)
            | Standing::Refused(_) => true,
        });
    }

    /// Takes a refused act out, to be discarded, retried or edited under a new id.
    pub fn take(&mut self, id: CommandId) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.envelope.id == id)?;
        order::insert(&mut self.unkept, id);
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

/// The time in an id, in milliseconds.
fn millis(id: CommandId) -> u64 {
    u64::try_from(id.0.as_u128() >> 80).unwrap_or_default()
}

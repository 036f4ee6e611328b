//! The order of a workspace's changes: decides commands on top of each other, without any I/O.

use std::sync::Arc;

use super::batch::{AccountWrite, Answered, Batch, Known, Remembered, account_writes, is_welcome};
use super::fingerprint::fingerprint;
use super::system::SystemAct;
use super::{Entry, Zones};
use crate::domain::command::Command;
use crate::domain::context::{Act, Context, Mode};
use crate::domain::decide::decide;
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rows::{Role, Row, User};
use crate::domain::state::State;
use crate::domain::values::{Instant, Revision};
use crate::domain::work::Decision;
use crate::sync::held::Missing;
use crate::sync::submit::{Answer, Envelope, Outcome, Submission, VERSION, Verdict};

/// The state of one workspace and its place in the order.
///
/// A batch is decided on the state itself, each command on top of those before it; the caller
/// either writes it, after which it stands, or calls [`roll_back`](Self::roll_back). Between the
/// two nobody else may look: the actor, which owns the engine, does nothing else meanwhile.
#[derive(Debug)]
pub struct Engine {
    workspace: WorkspaceId,
    epoch: String,
    head: Revision,
    state: State,
}

/// What a decision may know besides the state and the commands.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub now: Instant,
    pub zones: &'a dyn Zones,
}

/// A submission being carried out.
struct Turn<'a> {
    author: UserId,
    replica: ReplicaId,
    known: &'a Known,
    surroundings: Surroundings<'a>,
}

impl Engine {
    #[must_use]
    pub fn new(workspace: WorkspaceId, epoch: String, head: Revision, state: State) -> Self {
        Self { workspace, epoch, head, state }
    }

    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    #[must_use]
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    #[must_use]
    pub fn head(&self) -> Revision {
        self.head
    }

    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The person, where they may come in.
    #[must_use]
    pub fn person(&self, user: UserId) -> Option<&Arc<User>> {
        self.state.live::<User>(user).filter(|user| is_welcome(user))
    }

    /// Decides submissions in their order.
    pub fn decide(
        &mut self,
        submissions: &[Submission],
        known: &Known,
        surroundings: Surroundings<'_>,
    ) -> Batch {
        let mut batch = Batch { from: self.head, ..Batch::default() };
        let mut answered = Answered::new();
        for submission in submissions {
            let turn = Turn { author: submission.user, replica: submission.replica, known, surroundings };
            let answer = self
                .person(submission.user)
                .is_some()
                .then(|| self.carry_out(&turn, &submission.commands, &mut batch, &mut answered));
            batch.answers.push(answer);
        }
        for answer in batch.answers.iter_mut().flatten() {
            answer.head = self.head;
        }
        batch
    }

    /// Carries out an act of the server itself as a batch of its own.
    ///
    /// # Errors
    /// Why not; nothing has changed then.
    pub fn decide_system(
        &mut self,
        id: CommandId,
        act: &SystemAct,
        surroundings: Surroundings<'_>,
    ) -> Result<Batch, Refusal> {
        let from = self.head;
        let (actor, role) = act.author();
        let context = self.context(id, actor, role, ReplicaId::NIL, surroundings.now);
        let decision = act.carry_out(&mut self.state, &context, surroundings.zones)?;
        let entry = self.enter(&context, surroundings.now, decision);
        let mut accounts = account_writes(&entry.changes);
        accounts.extend(act.account());
        Ok(Batch { from, entries: vec![entry], accounts, ..Batch::default() })
    }

    /// Takes a batch back that could not be written.
    pub fn roll_back(&mut self, batch: &Batch) {
        for entry in batch.entries.iter().rev() {
            for change in &entry.changes {
                let Some(row) = change.after.as_ref().or(change.before.as_ref()) else { continue };
                match &change.before {
                    Some(before) => drop(self.state.put(before.clone())),
                    None => drop(self.state.forget(row.table(), row.key())),
                }
            }
        }
        self.head = batch.from;
    }

    fn carry_out(
        &mut self,
        turn: &Turn<'_>,
        commands: &[Envelope],
        batch: &mut Batch,
        answered: &mut Answered,
    ) -> Answer {
        let mut outcomes = Vec::with_capacity(commands.len());
        let mut missing = Missing::default();
        for envelope in commands {
            let outcome = self.answer(turn, envelope, &missing, batch, answered);
            match outcome.outcome {
                Verdict::Rejected | Verdict::Held => {
                    missing.note(&|table, id| self.state.row(table, id).is_some(), envelope);
                }
                Verdict::Accepted | Verdict::Merged | Verdict::Conflict => {}
            }
            outcomes.push(outcome);
        }
        Answer { epoch: self.epoch.clone(), head: self.head, outcomes }
    }

    /// The first answer to this id, or a new one.
    fn answer(
        &mut self,
        turn: &Turn<'_>,
        envelope: &Envelope,
        missing: &Missing,
        batch: &mut Batch,
        answered: &mut Answered,
    ) -> Outcome {
        let print = fingerprint(turn.author, envelope);
        let earlier = answered.get(&envelope.id).or_else(|| turn.known.answers.get(&envelope.id));
        if let Some(earlier) = earlier {
            if earlier.fingerprint == print {
                return earlier.outcome.clone();
            }
            return refused(envelope.id, reused());
        }
        if turn.known.own.contains(&envelope.id) {
            return refused(envelope.id, reused());
        }
        if missing.concerns(envelope) {
            return held(envelope.id);
        }
        let outcome = match self.attempt(turn, envelope, batch) {
            Ok(outcome) => outcome,
            Err(refusal) => {
                let unsupported = refusal.code == Code::Unsupported;
                let outcome = refused(envelope.id, refusal);
                if unsupported {
                    // A newer program may know it: the question stays open.
                    return outcome;
                }
                outcome
            }
        };
        let remembered = Remembered { actor: turn.author, fingerprint: print, outcome: outcome.clone() };
        answered.insert(envelope.id, remembered.clone());
        batch.remembered.push(remembered);
        outcome
    }

    fn attempt(
        &mut self,
        turn: &Turn<'_>,
        envelope: &Envelope,
        batch: &mut Batch,
    ) -> Result<Outcome, Refusal> {
        if envelope.v != VERSION {
            let words = "This program does not know that version of commands.";
            return Err(Refusal::new(Code::Unsupported, words));
        }
        let command = Command::read(&envelope.kind, envelope.data.clone())?;
        self.check(turn, envelope, &command)?;
        // A command before it, of the same request even, may have given them another role or closed their account.
        let Some(role) = self.person(turn.author).map(|user| user.role) else {
            return Err(Refusal::new(Code::Forbidden, "This account is closed."));
        };
        let now = turn.surroundings.now;
        let mut context = self.context(envelope.id, turn.author, role, turn.replica, now);
        context.seen = self.seen(envelope);
        context.was.clone_from(&envelope.was);
        if let Command::Undo(undo) = &command {
            context.undone =
                act_of(batch, undo.command_id).or_else(|| turn.known.acts.get(&undo.command_id).cloned());
        }
        let mut decision = decide(&mut self.state, &context, &command)?;
        let accounts = account_writes(&decision.changes);
        if turn.known.takes_an_address(&batch.accounts, &accounts) {
            decision.take_back(&mut self.state);
            return Err(Refusal::invalid("email", "Somebody else signs in with this address."));
        }
        self.fill_offsets(&mut decision, turn.surroundings);
        let outcome = Outcome {
            id: envelope.id,
            outcome: decision.acceptance.into(),
            revision: Some(context.revision),
            fields: decision.fields.clone(),
            reason: None,
        };
        batch.accounts.extend(accounts);
        batch.entries.push(self.enter(&context, envelope.at, decision));
        Ok(outcome)
    }

    /// What only the server can know to be wrong.
    fn check(&self, turn: &Turn<'_>, envelope: &Envelope, command: &Command) -> Result<(), Refusal> {
        if envelope.epoch == self.epoch && envelope.seen > self.head {
            return Err(Refusal::invalid("seen", "Nobody has been shown this revision."));
        }
        match command {
            Command::EditWorkspace(data) => {
                let zone = data.zone.as_deref();
                match zone.map(|zone| turn.surroundings.zones.offsets(zone, turn.surroundings.now)) {
                    Some(None) => Err(Refusal::invalid("zone", "No such time zone is known.")),
                    Some(Some(_)) | None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// What the author had seen; under another epoch nothing.
    fn seen(&self, envelope: &Envelope) -> Revision {
        if envelope.epoch == self.epoch { envelope.seen } else { Revision::ZERO }
    }

    fn context(
        &self,
        command: CommandId,
        actor: UserId,
        role: Role,
        replica: ReplicaId,
        now: Instant,
    ) -> Context {
        Context {
            mode: Mode::Authority,
            actor,
            role,
            replica,
            command,
            now,
            seen: self.head,
            revision: self.head.next(),
            was: serde_json::Map::new(),
            undone: None,
        }
    }

    /// A decision that set the workspace's zone gets the offsets of that zone.
    fn fill_offsets(&mut self, decision: &mut Decision, surroundings: Surroundings<'_>) {
        for change in &mut decision.changes {
            let Some(Row::Workspace(row)) = &mut change.after else { continue };
            let Some(offsets) = surroundings.zones.offsets(&row.zone, surroundings.now) else { continue };
            Arc::make_mut(row).offsets = offsets;
            self.state.put(Row::Workspace(Arc::clone(row)));
        }
    }

    /// Makes a decision the next entry.
    fn enter(&mut self, context: &Context, at: Instant, decision: Decision) -> Arc<Entry> {
        self.head = context.revision;
        Arc::new(Entry {
            revision: context.revision,
            command: context.command,
            kind: decision.act.kind.clone(),
            actor: context.actor,
            role: context.role,
            replica: context.replica,
            at,
            now: context.now,
            fact: decision.fact,
            also: decision.also,
            changes: decision.changes,
            act: Arc::new(decision.act),
        })
    }
}

fn act_of(batch: &Batch, command: CommandId) -> Option<Arc<Act>> {
    let entry = batch.entries.iter().find(|entry| entry.command == command)?;
    Some(Arc::clone(&entry.act))
}

fn reused() -> Refusal {
    Refusal::new(Code::IdReused, "This id was used for another change.")
}

fn refused(id: CommandId, refusal: Refusal) -> Outcome {
    Outcome {
        id,
        outcome: Verdict::Rejected,
        revision: None,
        fields: std::collections::BTreeMap::new(),
        reason: Some(refusal),
    }
}

fn held(id: CommandId) -> Outcome {
    Outcome {
        id,
        outcome: Verdict::Held,
        revision: None,
        fields: std::collections::BTreeMap::new(),
        reason: None,
    }
}

impl SystemAct {
    /// What it writes besides rows.
    fn account(&self) -> Option<AccountWrite> {
        match self {
            Self::Found(founding) => founding.admin.as_ref().map(super::system::Newcomer::account),
            Self::Join(joining) => Some(joining.newcomer.account()),
            Self::RefreshOffsets => None,
        }
    }
}

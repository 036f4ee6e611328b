//! The task that owns a workspace: one order for commands, snapshots and subscriptions.
//!
//! It drains what waits, decides the commands together, writes them in one transaction, and only
//! then answers, tells the hub and lets anybody look. What comes in meanwhile waits and shares the
//! next commit.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::MissedTickBehavior;

use super::handle::{Failure, Handle, Message, Opening, PageRows};
use super::{Batch, Needs, Surroundings, SystemAct, Tzdb, Zones};
use crate::domain::ids::{CommandId, UserId, WorkspaceId};
use crate::domain::values::{Instant, LocalTime, Revision};
use crate::server::clock;
use crate::server::desk::{Desk, Greeting, NotWritten, Stored};
use crate::server::hub::{ConnectionId, Hub, Outbound, Reader, TAIL};
use crate::server::socket::Queue;
use crate::server::store::{CommitError, Store, StoreError};
use crate::sync::seed::{Seed, Seeded};
use crate::sync::submit::{Answer, Submission};
use crate::sync::views::{self, View};

/// Commands that share a commit, at most.
const TOGETHER: usize = 64;
/// What may wait for the actor before senders have to.
const INBOX: usize = 4_096;
/// The offsets shipped with a workspace are renewed when they end within so many years.
const OFFSET_YEARS: i64 = 4;

/// What an actor is given besides its workspace.
#[derive(Clone)]
pub struct Means {
    pub store: Arc<dyn Store>,
    pub build: String,
    pub subscriptions_per_socket: usize,
}

/// Loads a workspace and starts its actor.
///
/// # Errors
/// When the workspace cannot be read.
pub async fn start(means: Means, workspace: WorkspaceId) -> Result<Handle, StoreError> {
    let stored = load(&means, workspace).await?;
    let desk = Desk::new(workspace, stored, means.build.clone(), means.subscriptions_per_socket);
    let (sender, inbox) = mpsc::channel(INBOX);
    let mut actor = Actor { means, desk, queues: BTreeMap::new() };
    actor.renew_offsets().await;
    tokio::spawn(actor.run(inbox));
    Ok(Handle::new(sender))
}

async fn load(means: &Means, workspace: WorkspaceId) -> Result<Stored, StoreError> {
    let most = u32::try_from(TAIL).unwrap_or(u32::MAX);
    let loaded = means.store.load(workspace).await?;
    let entries = means.store.entries(workspace, Revision::ZERO, most).await?;
    Ok(Stored { epoch: loaded.epoch, head: loaded.head, rows: loaded.rows, entries })
}

struct Actor {
    means: Means,
    desk: Desk,
    queues: BTreeMap<ConnectionId, Arc<Queue>>,
}

type Submitted = (Submission, oneshot::Sender<Result<Answer, Failure>>);

impl Actor {
    async fn run(mut self, mut inbox: mpsc::Receiver<Message>) {
        let mut messages = Vec::new();
        let mut second = tokio::time::interval(Duration::from_secs(1));
        second.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                many = inbox.recv_many(&mut messages, 256) => if many == 0 { return },
                _ = second.tick() => {
                    let (hub, engine) = self.desk.hub();
                    let out = hub.tell_presence(engine, clock::moment());
                    self.send(out);
                    continue;
                }
            }
            if self.desk.is_stale() {
                self.reload().await;
            }
            let mut submitted = Vec::new();
            let mut leaving = None;
            for message in messages.drain(..) {
                match message {
                    Message::Submit(submission, answer) => submitted.push((submission, answer)),
                    Message::Goodbye(answer) => leaving = Some(answer),
                    other => self.hear(other).await,
                }
            }
            self.carry_out(submitted).await;
            if let Some(answer) = leaving {
                let out = self.desk.hub().0.goodbye();
                self.send(out);
                let _ = answer.send(());
                return;
            }
        }
    }

    async fn hear(&mut self, message: Message) {
        match message {
            // Gathered before by the caller.
            Message::Submit(..) | Message::Goodbye(_) => {}
            Message::System(id, act, answer) => {
                let _ = answer.send(self.act(id, &act).await);
            }
            Message::Open(id, opening, answer) => {
                let _ = answer.send(self.open(id, opening).await);
            }
            Message::Heard(id, frame) => {
                let (hub, engine) = self.desk.hub();
                let out = hub.heard(id, frame, engine, clock::now());
                self.send(out);
            }
            Message::Refill(id) => {
                let (hub, engine) = self.desk.hub();
                let frames = hub.afresh(id, engine);
                if let Some(queue) = self.queues.get(&id) {
                    queue.refill(frames);
                }
            }
            Message::Left(id) => {
                self.desk.hub().0.leave(id);
                self.queues.remove(&id);
            }
            Message::EndSession(session) => {
                let out = self.desk.hub().0.end_session(&session);
                self.send(out);
            }
            Message::EndOthers(user, kept) => {
                let out = self.desk.hub().0.end_others(user, &kept);
                self.send(out);
            }
            Message::Page(user, view, answer) => {
                let _ = answer.send(self.page(user, &view));
            }
            Message::CatchUp => self.reload().await,
            Message::Look(look) => {
                if !self.desk.is_stale() {
                    look(self.desk.engine());
                }
            }
        }
    }

    /// Carries submissions out, so many commands to a commit.
    async fn carry_out(&mut self, submitted: Vec<Submitted>) {
        let mut waiting = submitted.into_iter().peekable();
        while waiting.peek().is_some() {
            let (mut submissions, mut answers) = (Vec::new(), Vec::new());
            let mut commands = 0;
            while let Some((submission, answer)) =
                waiting.next_if(|(next, _)| commands == 0 || commands + next.commands.len() <= TOGETHER)
            {
                commands += submission.commands.len().max(1);
                submissions.push(submission);
                answers.push(answer);
            }
            let done = self.carry_out_together(&submissions).await;
            match done {
                Ok(given) => {
                    for (answer, given) in answers.into_iter().zip(given) {
                        let _ = answer.send(given.ok_or(Failure::Unknown));
                    }
                }
                Err(failure) => {
                    tracing::error!(error = %failure, commands, "commands were not carried out");
                    for answer in answers {
                        let _ = answer.send(Err(Failure::Unavailable));
                    }
                }
            }
        }
    }

    async fn carry_out_together(
        &mut self,
        submissions: &[Submission],
    ) -> Result<Vec<Option<Answer>>, StoreError> {
        if self.desk.is_stale() {
            return Err(StoreError::Stale);
        }
        match self.attempt(submissions).await {
            // Somebody has written beside this program (`bliss user add`): decided anew on top.
            Err(StoreError::Stale) => {
                self.reload().await;
                self.attempt(submissions).await
            }
            done => done,
        }
    }

    async fn attempt(&mut self, submissions: &[Submission]) -> Result<Vec<Option<Answer>>, StoreError> {
        let needs = Needs::of(submissions);
        let workspace = self.desk.engine().workspace();
        let mut known = self.means.store.known(workspace, &needs).await?;
        let emails = known.addresses();
        if !emails.is_empty() {
            let needs = Needs { emails, ..Needs::default() };
            known.emails.extend(self.means.store.known(workspace, &needs).await?.emails);
        }
        let surroundings = Surroundings { now: clock::now(), zones: &Tzdb };
        let mut batch = self.desk.decide(submissions, &known, surroundings);
        let answers = std::mem::take(&mut batch.answers);
        self.write(batch).await?;
        Ok(answers)
    }

    async fn act(&mut self, id: CommandId, act: &SystemAct) -> Result<Revision, Failure> {
        if self.desk.is_stale() {
            return Err(Failure::Unavailable);
        }
        let surroundings = Surroundings { now: clock::now(), zones: &Tzdb };
        let batch = self.desk.decide_system(id, act, surroundings).map_err(Failure::Refused)?;
        let head = batch.head();
        self.write(batch).await.map_err(|error| {
            tracing::error!(%error, "an act of the server was not carried out");
            Failure::Unavailable
        })?;
        Ok(head)
    }

    /// Writes a batch and tells of it, or takes it back.
    async fn write(&mut self, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        match self.means.store.commit(self.desk.engine().workspace(), &batch).await {
            Ok(()) => {
                let out = self.desk.written(&batch);
                self.send(out);
                Ok(())
            }
            Err(CommitError::Failed(error)) => {
                let overtaken = matches!(error, StoreError::Stale);
                let how = if overtaken { NotWritten::Overtaken } else { NotWritten::Failed };
                self.desk.not_written(&batch, how);
                Err(error)
            }
            Err(CommitError::Unknown(error)) => {
                self.desk.not_written(&batch, NotWritten::Unknown);
                self.reload().await;
                Err(error)
            }
        }
    }

    /// Reads the workspace anew and tells of what was written without this actor knowing.
    async fn reload(&mut self) {
        match load(&self.means, self.desk.engine().workspace()).await {
            Ok(stored) => {
                let out = self.desk.reloaded(stored);
                self.send(out);
            }
            Err(error) => tracing::error!(%error, "the workspace cannot be read anew"),
        }
    }

    async fn open(&mut self, id: ConnectionId, opening: Opening) -> Result<(), Failure> {
        let Opening { user, session, hello, queue } = opening;
        if self.desk.engine().person(user).is_none() {
            return Err(Failure::Unknown);
        }
        let outcomes = if hello.pending.is_empty() {
            Vec::new()
        } else {
            let workspace = self.desk.engine().workspace();
            let found = self.means.store.outcomes(workspace, user, &hello.pending).await;
            found.map_err(|_| Failure::Unavailable)?
        };
        let greeting = Greeting { user, replica: hello.replica, tab: hello.tab, session, outcomes };
        let out = self.desk.greet(id, greeting).ok_or(Failure::Unknown)?;
        self.queues.insert(id, queue);
        self.send(out);
        Ok(())
    }

    fn page(&self, user: UserId, view: &View) -> Result<PageRows, Failure> {
        if self.desk.is_stale() {
            return Err(Failure::Unavailable);
        }
        let engine = self.desk.engine();
        let person = engine.person(user).ok_or(Failure::Unknown)?;
        let reader = Reader { user, role: person.role };
        let state = engine.state();
        let now = clock::now();
        let offsets = state.workspace().map_or(&[][..], |workspace| &workspace.offsets);
        let today = LocalTime::at(now, offsets).date;
        let scopes = views::scopes(reader.role, view, today);
        let rows = Hub::page(state, reader, &scopes);
        let seed = Seed {
            user_id: user,
            user_role: reader.role,
            workspace_id: engine.workspace(),
            epoch: engine.epoch().to_owned(),
            rights: reader.rights(),
            revision: engine.head(),
            now,
            build: self.means.build.clone(),
            subscriptions: scopes.into_iter().map(|scope| Seeded { id: scope.name(), scope }).collect(),
            rows,
        };
        Ok(PageRows { seed, language: person.language.clone() })
    }

    fn send(&mut self, out: Outbound) {
        for (id, out) in out {
            if let Some(queue) = self.queues.get(&id) {
                queue.put(out);
            }
        }
    }

    async fn renew_offsets(&mut self) {
        let Some(workspace) = self.desk.engine().state().workspace() else { return };
        let now = clock::now();
        let horizon = Instant(now.0 + OFFSET_YEARS * 365 * 86_400_000);
        let ahead = Tzdb.offsets(&workspace.zone, now).unwrap_or_default();
        let reaches = |changes: &[crate::domain::values::OffsetChange]| {
            changes.iter().filter(|change| change.at > now && change.at < horizon).count()
        };
        if reaches(&ahead) > reaches(&workspace.offsets) {
            let id = clock::command_id();
            if let Err(error) = self.act(id, &SystemAct::RefreshOffsets).await {
                tracing::warn!(%error, "the zone's offsets could not be renewed");
            }
        }
    }
}

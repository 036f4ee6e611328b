//! Engine and hub of one workspace at one desk: what of a batch may be seen, and when.
//!
//! Pure. The actor looks up, writes and sends, and tells the desk how the writing ended; nothing is
//! published before it is durable, and nothing is decided on a picture that may not be the store's.

use std::sync::Arc;

use super::engine::{Batch, Engine, Entry, Known, Surroundings, SystemAct};
use super::hub::{Connection, ConnectionId, Hub, Outbound, Tail};
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::refusal::Refusal;
use crate::domain::rows::Row;
use crate::domain::state::State;
use crate::domain::values::Revision;
use crate::sync::submit::{Outcome, Submission};

/// A workspace as a store knows it.
#[derive(Debug)]
pub struct Stored {
    pub epoch: String,
    pub head: Revision,
    pub rows: Vec<Row>,
    /// The latest entries, in their order; those beyond the head, written meanwhile, are left out.
    pub entries: Vec<Entry>,
}

/// How a batch was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// Nothing of it is in the store.
    Failed,
    /// Nothing of it is, since somebody else has written there.
    Overtaken,
    /// Perhaps it is, perhaps not.
    Unknown,
}

/// Somebody who has said hello.
#[derive(Clone, Debug)]
pub struct Greeting {
    pub user: UserId,
    pub replica: ReplicaId,
    pub tab: String,
    /// The hash of the session's token.
    pub session: String,
    /// What became of the commands that the hello named.
    pub outcomes: Vec<Outcome>,
}

/// One workspace.
#[derive(Debug)]
pub struct Desk {
    engine: Engine,
    hub: Hub,
    /// The store may hold more than the engine: nothing is decided before it has been read anew.
    stale: bool,
}

impl Desk {
    /// A desk nobody is at yet.
    #[must_use]
    pub fn new(
        workspace: WorkspaceId,
        stored: Stored,
        build: String,
        subscriptions_per_socket: usize,
    ) -> Self {
        let (engine, entries) = read(workspace, stored);
        let tail = Tail::new(engine.head(), entries);
        let hub = Hub::new(build, subscriptions_per_socket, tail);
        Self { engine, hub, stale: false }
    }

    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Hub and engine, to hear what connections say.
    pub fn hub(&mut self) -> (&mut Hub, &Engine) {
        (&mut self.hub, &self.engine)
    }

    /// Whether the store has to be read anew before anything is decided.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Decides submissions; the batch stands or falls with [`written`](Self::written) and
    /// [`not_written`](Self::not_written), before which nobody may look.
    pub fn decide(
        &mut self,
        submissions: &[Submission],
        known: &Known,
        surroundings: Surroundings<'_>,
    ) -> Batch {
        self.engine.decide(submissions, known, surroundings)
    }

    /// [`decide`](Self::decide) for an act of the server itself.
    ///
    /// # Errors
    /// Why not; nothing has changed then.
    pub fn decide_system(
        &mut self,
        id: CommandId,
        act: &SystemAct,
        surroundings: Surroundings<'_>,
    ) -> Result<Batch, Refusal> {
        self.engine.decide_system(id, act, surroundings)
    }

    /// The batch is durable: everybody it concerns is told.
    pub fn written(&mut self, batch: &Batch) -> Outbound {
        let mut out = Outbound::new();
        for entry in &batch.entries {
            out.extend(self.hub.publish(entry, &self.engine));
        }
        out
    }

    /// The batch is not written, as far as anybody knows: it is taken back.
    pub fn not_written(&mut self, batch: &Batch, how: NotWritten) {
        self.engine.roll_back(batch);
        self.stale = match how {
            NotWritten::Failed => false,
            NotWritten::Overtaken | NotWritten::Unknown => true,
        };
    }

    /// The store was read anew: everybody is told of what was written since the last that was told
    /// of.
    pub fn reloaded(&mut self, stored: Stored) -> Outbound {
        let told = self.engine.head();
        let workspace = self.engine.workspace();
        let (engine, entries) = read(workspace, stored);
        self.engine = engine;
        self.stale = false;
        let mut out = Outbound::new();
        for entry in entries.iter().filter(|entry| entry.revision > told) {
            out.extend(self.hub.publish(entry, &self.engine));
        }
        out
    }

    /// Lets a connection in; none where its person is nobody here (any more).
    pub fn greet(&mut self, id: ConnectionId, greeting: Greeting) -> Option<Outbound> {
        let role = self.engine.person(greeting.user)?.role;
        let Greeting { user, replica, tab, session, outcomes } = greeting;
        let connection = Connection::new(user, role, replica, tab, session);
        Some(self.hub.join(id, connection, &self.engine, outcomes))
    }
}

fn read(workspace: WorkspaceId, stored: Stored) -> (Engine, Vec<Arc<Entry>>) {
    let mut state = State::default();
    for row in stored.rows {
        state.put(row);
    }
    let head = stored.head;
    let entries = stored.entries.into_iter().filter(|entry| entry.revision <= head).map(Arc::new).collect();
    (Engine::new(workspace, stored.epoch, head, state), entries)
}

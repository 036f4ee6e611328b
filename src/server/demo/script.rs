//! Acting as the demonstration people, one command after another.

use crate::domain::command::Command;
use crate::domain::ids::{CommandId, ReplicaId, UserId};
use crate::domain::state::State;
use crate::domain::values::{Date, LocalTime, Revision};
use crate::server::clock;
use crate::server::engine::{Failure, Handle, Newcomer};
use crate::sync::submit::{Envelope, Submission, Verdict};

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum By {
    David,
    Alice,
    Bob,
    Bea,
    Carla,
    Cai,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            Self::David => "David",
            Self::Alice => "Alice",
            Self::Bob => "Bob",
            Self::Bea => "Bea",
            Self::Carla => "Carla",
            Self::Cai => "Cai",
        }
    }
}

/// The crew at work.
pub struct Script {
    engine: Handle,
    people: Vec<(Newcomer, ReplicaId)>,
    epoch: String,
    head: Revision,
    pub today: Date,
}

impl Script {
    /// # Errors
    /// When the engine is gone.
    pub async fn new(engine: Handle, people: Vec<Newcomer>) -> Result<Self, Failure> {
        let look = engine.look(|engine| {
            let workspace = engine.state().workspace();
            let offsets = workspace.map(|workspace| workspace.offsets.clone()).unwrap_or_default();
            let today = LocalTime::at(clock::now(), &offsets).date;
            (engine.epoch().to_owned(), engine.head(), today)
        });
        let (epoch, head, today) = look.await?;
        let people = people.into_iter().map(|person| (person, ReplicaId(clock::uuid()))).collect();
        Ok(Self { engine, people, epoch, head, today })
    }

    pub fn user(&self, by: By) -> UserId {
        self.person(by).map_or(UserId::NIL, |(person, _)| person.user)
    }

    fn person(&self, by: By) -> Option<&(Newcomer, ReplicaId)> {
        self.people.iter().find(|(person, _)| person.name == by.name())
    }

    /// Carries out one command of somebody who has seen everything. A refusal is a mistake in the
    /// script: it is logged, and the demonstration goes on without what it would have made.
    ///
    /// # Errors
    /// When nothing can be written.
    pub async fn act(&mut self, by: By, command: impl Into<Command>) -> Result<(), Failure> {
        let Some((person, replica)) = self.person(by) else { return Err(Failure::Unknown) };
        let command = command.into();
        let id = CommandId(clock::uuid());
        let envelope = Envelope::new(id, &command, clock::now(), self.head, &self.epoch);
        let submission = Submission { replica: *replica, user: person.user, commands: vec![envelope] };
        let answer = self.engine.submit(submission).await?;
        self.head = answer.head;
        for outcome in answer.outcomes.iter().filter(|outcome| outcome.outcome == Verdict::Rejected) {
            let reason = outcome.reason.as_ref();
            tracing::error!(kind = command.kind(), ?reason, "a command of the demonstration was refused");
        }
        Ok(())
    }

    /// Reads something of the state.
    ///
    /// # Errors
    /// When the engine is gone.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&State) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        self.engine.look(|engine| read(engine.state())).await
    }
}

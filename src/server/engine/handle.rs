//! The way to the actor of a workspace: what it can be asked and told, and what it answers.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::{Engine, SystemAct};
use crate::domain::ids::{CommandId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::values::Revision;
use crate::server::hub::ConnectionId;
use crate::server::socket::Queue;
use crate::sync::seed::Seed;
use crate::sync::submit::{Answer, Submission};
use crate::sync::views::View;
use crate::sync::wire::{ClientFrame, Hello};

/// Why the engine did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The person is not here (any more).
    #[error("nobody of this workspace")]
    Unknown,
    /// The store cannot be reached, or the server is going down: nothing has changed.
    #[error("not available")]
    Unavailable,
    #[error("refused: {}", .0.message)]
    Refused(Refusal),
}

/// A socket that has said hello.
pub struct Opening {
    pub user: UserId,
    pub session: String,
    pub hello: Hello,
    pub queue: Arc<Queue>,
}

/// What a page is rendered with.
pub struct PageRows {
    pub seed: Seed,
    pub language: String,
}

/// What everybody says to the actor.
pub enum Message {
    Submit(Submission, oneshot::Sender<Result<Answer, Failure>>),
    System(CommandId, Box<SystemAct>, oneshot::Sender<Result<Revision, Failure>>),
    Open(ConnectionId, Opening, oneshot::Sender<Result<(), Failure>>),
    Heard(ConnectionId, ClientFrame),
    Refill(ConnectionId),
    Left(ConnectionId),
    EndSession(String),
    EndOthers(UserId, String),
    Page(UserId, View, oneshot::Sender<Result<PageRows, Failure>>),
    Look(Box<dyn FnOnce(&Engine) + Send>),
    CatchUp,
    Goodbye(oneshot::Sender<()>),
}

/// A way to the actor of one workspace.
#[derive(Clone)]
pub struct Handle {
    inbox: mpsc::Sender<Message>,
}

impl Handle {
    /// The sending end of an actor's inbox.
    #[must_use]
    pub fn new(inbox: mpsc::Sender<Message>) -> Self {
        Self { inbox }
    }

    async fn ask<T>(
        &self,
        message: impl FnOnce(oneshot::Sender<Result<T, Failure>>) -> Message,
    ) -> Result<T, Failure> {
        let (answer, answered) = oneshot::channel();
        self.inbox.send(message(answer)).await.map_err(|_| Failure::Unavailable)?;
        answered.await.map_err(|_| Failure::Unavailable)?
    }

    async fn say(&self, message: Message) {
        // An actor that is gone has closed its sockets, too.
        let _ = self.inbox.send(message).await;
    }

    /// Carries commands out; the answer is durable.
    ///
    /// # Errors
    /// `Unknown` for somebody who is not here any more, `Unavailable` where nothing was done.
    pub async fn submit(&self, submission: Submission) -> Result<Answer, Failure> {
        self.ask(|answer| Message::Submit(submission, answer)).await
    }

    /// Carries out an act of the server itself.
    ///
    /// # Errors
    /// As the act says.
    pub async fn system(&self, id: CommandId, act: SystemAct) -> Result<Revision, Failure> {
        self.ask(|answer| Message::System(id, Box::new(act), answer)).await
    }

    /// Lets a socket in that has said hello; its queue then holds the `welcome`.
    ///
    /// # Errors
    /// `Unknown` for somebody who is not here any more.
    pub async fn open(&self, id: ConnectionId, opening: Opening) -> Result<(), Failure> {
        self.ask(|answer| Message::Open(id, opening, answer)).await
    }

    pub async fn heard(&self, id: ConnectionId, frame: ClientFrame) {
        self.say(Message::Heard(id, frame)).await;
    }

    /// Asks for fresh rows after a queue was dropped.
    pub async fn refill(&self, id: ConnectionId) {
        self.say(Message::Refill(id)).await;
    }

    pub async fn left(&self, id: ConnectionId) {
        self.say(Message::Left(id)).await;
    }

    /// Closes the sockets of a session that has ended.
    pub async fn end_session(&self, token_hash: String) {
        self.say(Message::EndSession(token_hash)).await;
    }

    /// Closes the sockets of a person's other sessions.
    pub async fn end_others(&self, user: UserId, kept: String) {
        self.say(Message::EndOthers(user, kept)).await;
    }

    /// What a page shows, as of now.
    ///
    /// # Errors
    /// `Unknown` for somebody who is not here any more.
    pub async fn page(&self, user: UserId, view: View) -> Result<PageRows, Failure> {
        self.ask(|answer| Message::Page(user, view, answer)).await
    }

    /// Reads something of the workspace, between two batches.
    ///
    /// # Errors
    /// `Unavailable` when the actor is gone.
    pub async fn look<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (answer, answered) = oneshot::channel();
        let look = Box::new(move |engine: &Engine| drop(answer.send(read(engine))));
        self.inbox.send(Message::Look(look)).await.map_err(|_| Failure::Unavailable)?;
        answered.await.map_err(|_| Failure::Unavailable)
    }

    /// Reads what was written beside this program.
    pub async fn catch_up(&self) {
        self.say(Message::CatchUp).await;
    }

    /// Finishes what waits, says goodbye to the sockets, and ends the actor.
    pub async fn goodbye(&self) {
        let (answer, answered) = oneshot::channel();
        self.say(Message::Goodbye(answer)).await;
        let _ = answered.await;
    }
}

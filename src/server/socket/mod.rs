//! `GET /ws`: one task a socket, between its queue and its browser.

mod queue;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant as Moment, sleep_until, timeout};

pub use queue::Queue;

use super::app::App;
use super::clock;
use super::engine::{Handle, Opening};
use super::error::AppError;
use super::hub::{Close, ConnectionId, Gate, Next, Passage, TOGETHER, json, together};
use super::origin;
use super::people::sessions;
use super::store::Session;
use crate::sync::beat;
use crate::sync::wire::{FrameError, ServerFrame};

/// How long a socket may take to say hello.
const HELLO: Duration = Duration::from_secs(10);
/// After so long without a word it is dropped, and so is one that takes nothing.
const SILENCE: Duration = Duration::from_millis(beat::SILENT.unsigned_abs());
/// tungstenite's own default is 128 KiB, which thousands of idle sockets would pay for.
const BUFFER: usize = 4 * 1024;

/// `GET /ws`
pub async fn upgrade(
    State(app): State<App>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    if !origin::is_own(&headers) {
        return AppError::OtherOrigin.into_response();
    }
    let session = match sessions::require(&app, &headers).await {
        Ok(session) => session,
        Err(error) => return error.into_response(),
    };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let engine = match app.engines.of(session.workspace).await {
        Ok(engine) => engine,
        Err(failure) => return AppError::from(failure).into_response(),
    };
    let largest = app.limits.frame_bytes;
    // The buffer for writing has no bound of its own: every message is waited for until the system has
    // taken it, so that no more than one is ever in it, and the rows of a subscription are one message
    // however many they are.
    upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(0)
        .max_message_size(largest)
        .max_frame_size(largest)
        .on_upgrade(move |socket| converse(app, engine, session, socket))
}

/// What a socket's task knows.
struct Conversation {
    app: App,
    engine: Handle,
    session: Session,
    id: ConnectionId,
    queue: Arc<Queue>,
    gate: Gate,
}

async fn converse(app: App, engine: Handle, session: Session, mut socket: WebSocket) {
    let queue = Arc::new(Queue::new(app.limits.queue_bytes));
    let gate = Gate::new(app.limits.frames_per_second);
    let id = app.next_connection();
    let mut conversation = Conversation { app, engine, session, id, queue, gate };
    let close = match timeout(HELLO, conversation.greet(&mut socket)).await {
        Ok(Some(None)) => conversation.talk(&mut socket).await,
        Ok(Some(Some(close))) => Some(close),
        Ok(None) => None,
        Err(_) => Some(Close::Malformed),
    };
    conversation.engine.left(id).await;
    if let Some(close) = close {
        let frame = CloseFrame { code: close.code(), reason: Utf8Bytes::from_static(close.reason()) };
        if timeout(HELLO, socket.send(Message::Close(Some(frame)))).await.is_ok() {
            // Whoever closes waits for the answer, or the reason may be lost on the way.
            let _ = timeout(HELLO, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
        }
    }
}

/// What became of one message from the browser.
enum Heard {
    Nothing,
    Passage(Passage),
    Gone,
}

impl Conversation {
    /// Waits for `hello`. None: the socket is gone; `Some(None)`: it is let in.
    async fn greet(&mut self, socket: &mut WebSocket) -> Option<Option<Close>> {
        loop {
            let message = socket.recv().await?;
            match self.hear(message) {
                Heard::Nothing => {}
                Heard::Gone => return None,
                Heard::Passage(Passage::Hello(hello)) => {
                    return Some(self.let_in(hello).await);
                }
                Heard::Passage(Passage::Refuse(error, close)) => {
                    send(socket, &text(&ServerFrame::Error(error))).await?;
                    return Some(Some(close));
                }
                Heard::Passage(Passage::Close(close)) => return Some(Some(close)),
                Heard::Passage(Passage::Frame(_) | Passage::Error(_)) => {
                    return Some(Some(Close::Malformed));
                }
            }
        }
    }

    async fn let_in(&mut self, hello: crate::sync::wire::Hello) -> Option<Close> {
        let opening = Opening {
            user: self.session.user,
            session: self.session.token_hash.clone(),
            hello,
            queue: Arc::clone(&self.queue),
        };
        if let Err(failure) = self.engine.open(self.id, opening).await {
            return Some(match failure {
                super::engine::Failure::Unknown => Close::AccountClosed,
                super::engine::Failure::Unavailable | super::engine::Failure::Refused(_) => Close::Restarting,
            });
        }
        // It may have ended between the upgrade and now, when the hub did not know the socket yet.
        self.over().await
    }

    /// Why the session has ended, where it has.
    async fn over(&mut self) -> Option<Close> {
        match self.app.store.session(&self.session.token_hash, clock::now()).await {
            Ok(Some(session)) => self.session = session,
            Ok(None) => {
                let closed =
                    sessions::over(&self.app, &self.session.token_hash).await == AppError::AccountClosed;
                return Some(if closed { Close::AccountClosed } else { Close::SignedOut });
            }
            // Asked again before long.
            Err(_) => {}
        }
        None
    }

    /// When to look at the session again: when its time is over, as far as is known here.
    fn check_at(&self) -> Moment {
        let left = self.session.expires.0.saturating_sub(clock::now().0);
        let left = Duration::from_millis(u64::try_from(left).unwrap_or_default());
        Moment::now() + left.clamp(Duration::from_secs(1), SILENCE * 8)
    }

    async fn talk(&mut self, socket: &mut WebSocket) -> Option<Close> {
        let mut silent_at = Moment::now() + SILENCE;
        let mut check_at = self.check_at();
        let queue = Arc::clone(&self.queue);
        let mut beside = self.app.beside.subscribe();
        loop {
            tokio::select! {
                message = socket.recv() => {
                    silent_at = Moment::now() + SILENCE;
                    let heard = self.hear(message?);
                    if let Some(end) = self.react(socket, heard).await {
                        return end;
                    }
                }
                next = queue.next(TOGETHER) => match next {
                    Next::Texts(texts) => send(socket, &together(&texts)).await?,
                    Next::Behind => {
                        send(socket, &text(&ServerFrame::Behind)).await?;
                        self.catch_up().await?;
                    }
                    Next::Close(close) => return Some(close),
                },
                () = sleep_until(silent_at) => return Some(Close::Silent),
                Ok(()) = beside.changed() => {
                    if let Some(close) = self.over().await {
                        return Some(close);
                    }
                }
                () = sleep_until(check_at) => {
                    if let Some(close) = self.over().await {
                        return Some(close);
                    }
                    check_at = self.check_at();
                }
            }
        }
    }

    /// Asks for fresh rows and waits until they are in the queue.
    async fn catch_up(&self) -> Option<()> {
        self.engine.refill(self.id).await;
        // Answered after the refill, which the actor takes first.
        self.engine.look(|_| ()).await.ok()
    }

    fn hear(&mut self, message: Result<Message, axum::Error>) -> Heard {
        match message {
            Ok(Message::Text(text)) => Heard::Passage(self.gate.pass(text.as_str(), clock::now())),
            // No binary frames in this protocol: judged like any text that is not JSON.
            Ok(Message::Binary(_)) => Heard::Passage(self.gate.pass("", clock::now())),
            Ok(Message::Ping(_) | Message::Pong(_)) if self.gate.is_flooded(clock::now()) => {
                Heard::Passage(Passage::Close(Close::TooOften))
            }
            Ok(Message::Ping(_) | Message::Pong(_)) => Heard::Nothing,
            Err(error) => match fault(&error) {
                Some(close) => Heard::Passage(Passage::Close(close)),
                None => Heard::Gone,
            },
            Ok(Message::Close(_)) => Heard::Gone,
        }
    }

    /// Some: the conversation is over.
    async fn react(&mut self, socket: &mut WebSocket, heard: Heard) -> Option<Option<Close>> {
        match heard {
            // A second hello has been judged as an error.
            Heard::Nothing | Heard::Passage(Passage::Hello(_)) => None,
            Heard::Gone => Some(None),
            Heard::Passage(Passage::Frame(frame)) => {
                self.engine.heard(self.id, frame).await;
                None
            }
            Heard::Passage(Passage::Error(error)) => self.complain(socket, error).await,
            Heard::Passage(Passage::Refuse(error, close)) => {
                let over = self.complain(socket, error).await;
                Some(over.unwrap_or(Some(close)))
            }
            Heard::Passage(Passage::Close(close)) => Some(Some(close)),
        }
    }

    async fn complain(&self, socket: &mut WebSocket, error: FrameError) -> Option<Option<Close>> {
        match send(socket, &text(&ServerFrame::Error(error))).await {
            Some(()) => None,
            None => Some(None),
        }
    }
}

/// What the browser has done wrong, where the socket is not just gone.
fn fault(error: &axum::Error) -> Option<Close> {
    // axum hides tungstenite's error type; its texts are stable.
    let words = error.to_string();
    let is_nonsense = words.contains("UTF-8") || words.contains("WebSocket protocol error");
    match () {
        () if words.contains("too long") => Some(Close::TooLarge),
        // A connection that breaks off is told as an error of the protocol, too.
        () if is_nonsense && !words.contains("without closing handshake") => Some(Close::Malformed),
        () => None,
    }
}

fn text(frame: &ServerFrame) -> Arc<str> {
    json(frame).into()
}

/// A shared text as the bytes of a message.
struct Shared(Arc<str>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Sends a text; none where the socket is gone or takes nothing any more.
async fn send(socket: &mut WebSocket, frame: &Arc<str>) -> Option<()> {
    let bytes = Bytes::from_owner(Shared(Arc::clone(frame)));
    let message = Message::Text(Utf8Bytes::try_from(bytes).ok()?);
    timeout(SILENCE, socket.send(message)).await.ok()?.ok()
}

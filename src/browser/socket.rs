//! The one WebSocket of the page: connects, says hello, feeds the replica, beats, and comes back
//! for ever (PROTOCOL, Reconnecting).

use std::cell::Cell;
use std::pin::pin;
use std::sync::Mutex;

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::{Either, FutureExt as _, pending, poll_fn, select};
use futures::stream::SplitSink;
use futures::{SinkExt as _, StreamExt as _, select_biased};
use gloo_net::websocket::State;
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, WebSocketError};
use gloo_timers::future::{IntervalStream, TimeoutFuture};
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::task::spawn_local;

use super::device;
use super::keeper::Order;
use super::live::{Connection, Live};
use crate::api::submit::{SubmitError, submit};
use crate::domain::values::Instant;
use crate::sync::backoff::Backoff;
use crate::sync::beat;
use crate::sync::submit::Submission;
use crate::sync::views::{self, View};
use crate::sync::wire::{CLOSED, ClientFrame, Hello, PROTOCOL, ServerFrame};

/// How long a socket may take to open, and from `hello` to `welcome`, in milliseconds.
const PATIENCE: u32 = 10_000;
/// A page that has not heard of the server for so long after it began says so, in milliseconds.
const QUIET: u32 = 3_000;
/// Events that wake the page come in bursts so long: the attempt that the first one asks for is the
/// others' too. In milliseconds.
const BURST: u32 = 300;
/// How long a scope is still listened to after its view has gone, in milliseconds.
const GRACE: u32 = 60_000;

/// The ways into the running tasks.
#[derive(Debug, Default)]
pub struct Links {
    outgoing: Mutex<Option<UnboundedSender<ClientFrame>>>,
    waker: Mutex<Option<UnboundedSender<()>>>,
    sending: Mutex<bool>,
    /// Wakes the sender that waits after a failed request.
    hurry: Mutex<Option<UnboundedSender<()>>>,
    /// What the shown view listens to, by name; what is not among it goes after the grace.
    wanted: Mutex<Vec<String>>,
}

impl Links {
    /// Cuts the wait before the next attempt short, or an attempt that hangs.
    pub fn wake(&self) {
        if let Some(waker) = lock(&self.waker).as_ref() {
            let _ = waker.unbounded_send(());
        }
    }

    pub fn send(&self, frame: ClientFrame) {
        if let Some(outgoing) = lock(&self.outgoing).as_ref() {
            // A closed socket resumes every subscription when it comes back.
            let _ = outgoing.unbounded_send(frame);
        }
    }

    /// Whether nobody sends yet; who does is told not to wait any longer.
    pub fn begin_sending(&self) -> Option<UnboundedReceiver<()>> {
        if std::mem::replace(&mut *lock(&self.sending), true) {
            if let Some(hurry) = lock(&self.hurry).as_ref() {
                let _ = hurry.unbounded_send(());
            }
            return None;
        }
        let (hurry, hurried) = unbounded();
        *lock(&self.hurry) = Some(hurry);
        Some(hurried)
    }

    pub fn end_sending(&self) {
        *lock(&self.sending) = false;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Why a socket ended.
enum End {
    /// Come back after the delay.
    Lost,
    /// The server asked to come back after so many milliseconds.
    Later(u64),
    /// Do not come back without a person.
    Stop(Connection),
    /// Come back when somebody looks at the page.
    Until,
    /// Somebody else is signed in by now: this page is not theirs.
    Other,
    /// The person's account was closed.
    Closed,
}

/// Starts the socket, the clock, and the ears for what the device says of its network.
pub fn start(live: Live) {
    let (waker, wakes) = unbounded();
    *lock(&live.links().waker) = Some(waker);
    for event in ["online", "pageshow", "focus", "visibilitychange"] {
        let live = live.clone();
        // Lives as long as the page.
        let _ = window_event_listener_untyped(event, move |_| {
            live.tick();
            // A page that has just been hidden is in no hurry to hear.
            if device::is_visible() {
                live.links().wake();
                live.keeping().order(Order::Look);
            }
            super::sender::flush(&live);
        });
    }
    // A socket may outlive the network for long; the page says at once how it stands.
    for (event, connection) in [("offline", Connection::Offline), ("online", Connection::Live)] {
        let live = live.clone();
        let _ = window_event_listener_untyped(event, move |_| {
            if lock(&live.links().outgoing).is_some() {
                live.connected(connection);
            }
        });
    }
    {
        let live = live.clone();
        spawn_local(async move {
            TimeoutFuture::new(QUIET).await;
            live.is_late();
        });
    }
    {
        let live = live.clone();
        spawn_local(async move {
            live.tick();
            let mut ticks = IntervalStream::new(beat::EVERY);
            while ticks.next().await.is_some() {
                live.tick();
            }
        });
    }
    spawn_local(run(live, wakes));
}

async fn run(live: Live, mut wakes: UnboundedReceiver<()>) {
    let mut backoff = Backoff::default();
    loop {
        let begun = Cell::new(false);
        // A wake from here on is news: whoever calls while an attempt fails gets another at once.
        while wakes.next().now_or_never().flatten().is_some() {}
        let end = match select(pin!(connect(&live, &begun)), pin!(called(&begun, &mut wakes))).await {
            Either::Left((end, _)) => end,
            // Whoever calls is not kept waiting for an attempt that may never end.
            Either::Right(_) => continue,
        };
        *lock(&live.links().outgoing) = None;
        if begun.get() {
            backoff.succeeded();
        }
        let delay = match end {
            End::Stop(connection) => {
                live.connected(connection);
                if connection != Connection::SignedOut {
                    return;
                }
                // Whoever looks at the page again may have signed in on another one meanwhile.
                wakes.next().await;
                continue;
            }
            End::Until => {
                live.connected(Connection::Reconnecting(device::now()));
                wakes.next().await;
                continue;
            }
            End::Other => return super::start::make_way(&live).await,
            End::Closed => return super::start::forget(&live).await,
            End::Later(delay) => delay,
            End::Lost => backoff.delay(device::draw()),
        };
        backoff.failed();
        live.connected(if device::is_online() {
            Connection::Reconnecting(Instant(device::now().0 + i64::try_from(delay).unwrap_or_default()))
        } else {
            Connection::Offline
        });
        let wait = TimeoutFuture::new(u32::try_from(delay).unwrap_or(u32::MAX));
        match select(wait, wakes.next()).await {
            Either::Left(_) | Either::Right(_) => {}
        }
    }
}

/// Ends when somebody calls while an attempt has not been welcomed; after its welcome it never does.
async fn called(begun: &Cell<bool>, wakes: &mut UnboundedReceiver<()>) {
    TimeoutFuture::new(BURST).await;
    while wakes.next().now_or_never().flatten().is_some() {}
    while wakes.next().await.is_some() {
        if !begun.get() {
            return;
        }
    }
    pending::<()>().await;
}

fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/ws", location.host().ok()?))
}

async fn connect(live: &Live, begun: &Cell<bool>) -> End {
    let Some(Ok(mut socket)) = address().map(|address| WebSocket::open(&address)) else { return End::Lost };
    // A socket that could not be opened is ready as well; the console complains if it is spoken to.
    let ready = poll_fn(|context| socket.poll_ready_unpin(context));
    // A network that swallows everything never says so.
    let Either::Left((ready, _)) = select(ready, TimeoutFuture::new(PATIENCE)).await else {
        return End::Lost;
    };
    if ready.is_err() || !matches!(socket.state(), State::Open) {
        return not_opened(live).await;
    }
    let (mut sink, stream) = socket.split();
    let hello = {
        let replica = live.replica();
        ClientFrame::Hello(Hello {
            protocol: PROTOCOL,
            replica: replica.reader().replica,
            tab: tab(),
            pending: replica.unanswered(),
        })
    };
    if say(&mut sink, &hello).await.is_err() {
        return End::Lost;
    }
    let (outgoing, frames) = unbounded();
    let mut frames = frames.fuse();
    let mut stream = stream.fuse();
    let mut beats = IntervalStream::new(beat::EVERY).fuse();
    let mut unanswered: Option<Instant> = None;
    let mut checks = IntervalStream::new(5_000).fuse();
    let mut patience = TimeoutFuture::new(PATIENCE).fuse();
    let mut later = None;
    loop {
        select_biased! {
            message = stream.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    unanswered = None;
                    let Some(frame) = ServerFrame::read(&text) else { continue };
                    match &frame {
                        ServerFrame::Welcome(welcome) => {
                            if welcome.user_id != live.user_id() {
                                return End::Other;
                            }
                            begun.set(true);
                            live.served_by(&welcome.build);
                            live.receive(frame);
                            *lock(&live.links().outgoing) = Some(outgoing.clone());
                            for subscribe in live.replica().resume() {
                                live.links().send(ClientFrame::Subscribe(subscribe));
                            }
                            // Its answer tells the server's time.
                            live.links().send(ClientFrame::Heartbeat { timestamp: device::now() });
                            live.connected(Connection::Live);
                            super::sender::flush(live);
                        }
                        ServerFrame::Goodbye { retry_after_ms, .. } => later = Some(*retry_after_ms),
                        _ => live.receive(frame),
                    }
                }
                Some(Ok(Message::Bytes(_))) => {}
                Some(Err(WebSocketError::ConnectionClose(close))) => {
                    // Before its welcome a socket may be of somebody else's session.
                    let is_theirs = begun.get();
                    return closed(close.code, is_theirs && close.reason == CLOSED, later);
                }
                Some(Err(_)) | None => return later.map_or(End::Lost, End::Later),
            },
            frame = frames.next() => {
                if let Some(frame) = frame && say(&mut sink, &frame).await.is_err() {
                    return End::Lost;
                }
            },
            _ = beats.next() => {
                let now = device::now();
                unanswered.get_or_insert(now);
                if say(&mut sink, &ClientFrame::Heartbeat { timestamp: now }).await.is_err() {
                    return End::Lost;
                }
            },
            () = patience => {
                if !begun.get() {
                    return End::Lost;
                }
            },
            _ = checks.next() => {
                if unanswered.is_some_and(|since| device::now().0 - since.0 > beat::UNANSWERED) {
                    return End::Lost;
                }
            },
        }
    }
}

/// Why a socket did not open is hidden from a page: a request without commands asks whether the
/// session is over.
async fn not_opened(live: &Live) -> End {
    let reader = live.replica().reader();
    let nothing = Submission { replica: reader.replica, user: reader.user, commands: Vec::new() };
    match submit(&nothing).await {
        Err(SubmitError::Unauthorized | SubmitError::OtherUser) => End::Stop(Connection::SignedOut),
        Err(SubmitError::Closed) => End::Closed,
        Err(SubmitError::Refused(_) | SubmitError::Unreachable | SubmitError::Later { .. }) | Ok(_) => {
            End::Lost
        }
    }
}

/// What a close code asks for: 4400 to 4499 do not come back without a person.
fn closed(code: u16, is_account: bool, later: Option<u64>) -> End {
    match code {
        4401 if is_account => End::Closed,
        4401 => End::Stop(Connection::SignedOut),
        4406 => End::Stop(Connection::Outdated),
        4400..=4499 => End::Until,
        _ => later.map_or(End::Lost, End::Later),
    }
}

async fn say(sink: &mut SplitSink<WebSocket, Message>, frame: &ClientFrame) -> Result<(), WebSocketError> {
    sink.send(Message::Text(frame.text())).await
}

/// The name of this tab, made once a page.
fn tab() -> String {
    thread_local!(static TAB: String = device::new_id().to_string());
    TAB.with(Clone::clone)
}

/// Listens to what a view needs and lets go of what the last one needed, after the grace.
pub fn enter(live: &Live, view: &View) {
    let role = live.role();
    let scopes = views::scopes(role, view, live.today_untracked());
    let names: Vec<String> = scopes.iter().map(crate::sync::topic::Scope::name).collect();
    lock(&live.links().wanted).clone_from(&names);
    for (name, scope) in names.iter().zip(scopes) {
        if live.replica().is_subscribed(name) {
            continue;
        }
        let subscribe = live.replica().subscribe(name, scope);
        live.links().send(ClientFrame::Subscribe(subscribe));
    }
    let live = live.clone();
    spawn_local(async move {
        TimeoutFuture::new(GRACE).await;
        let wanted = lock(&live.links().wanted).clone();
        let held: Vec<String> = live.replica().subscribed().map(str::to_owned).collect();
        for id in held.into_iter().filter(|id| !wanted.contains(id)) {
            let woken = live.replica().unsubscribe(&id);
            live.wake(&woken);
            live.links().send(ClientFrame::Unsubscribe { id });
        }
    });
}

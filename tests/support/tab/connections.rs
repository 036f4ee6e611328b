//! How a tab reaches the server: one socket that comes back for ever, and one request at a time.

use std::sync::Arc;
use std::time::Duration;

use bliss::domain::values::{Instant, Revision};
use bliss::sync::submit::{Answer, RequestErrorBody, Submission};
use bliss::sync::wire::{ClientFrame, Hello, PROTOCOL, ServerFrame};
use futures::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant as Moment;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{Inner, PATIENCE};

/// Between two heartbeats.
const BEAT: Duration = Duration::from_millis(250);
/// Before the next attempt.
const PAUSE: Duration = Duration::from_millis(25);

/// Holds a socket open for ever, unless the session is over.
pub async fn listen(inner: Arc<Inner>) {
    loop {
        let end = converse(&inner).await;
        inner.history.note(&format!("socket ended: {end:?}"));
        if end == End::Closed(4401) {
            inner.signed_out.send_replace(true);
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// How a socket came to its end.
#[derive(Debug, PartialEq)]
enum End {
    /// Closed by the server with this code.
    Closed(u16),
    /// It did not open: why.
    NotOpened(String),
    /// Open, and not a word for longer than the tab's patience.
    Silent,
    Broken(String),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Broken(error.to_string())
    }
}

async fn converse(inner: &Inner) -> End {
    match open(inner).await {
        Ok(stream) => match talk(inner, stream).await {
            Ok(end) => end,
            Err(error) => error.into(),
        },
        Err(end) => end,
    }
}

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn open(inner: &Inner) -> Result<Stream, End> {
    let address = inner.address.replace("http://", "ws://");
    let mut request = format!("{address}/ws").into_client_request().unwrap();
    request.headers_mut().insert("cookie", inner.cookie.parse().unwrap());
    match tokio::time::timeout(PATIENCE, connect_async(request)).await {
        Ok(Ok((stream, _))) => Ok(stream),
        Ok(Err(Error::Http(refused))) if refused.status() == 401 => Err(End::Closed(4401)),
        Ok(Err(error)) => Err(End::NotOpened(error.to_string())),
        Err(_) => Err(End::NotOpened("no answer".to_owned())),
    }
}

/// One socket, until it ends or says nothing any more.
async fn talk(inner: &Inner, mut stream: Stream) -> Result<End, Error> {
    inner.history.note("socket open");
    let hello = {
        let replica = inner.replica();
        ClientFrame::Hello(Hello {
            protocol: PROTOCOL,
            replica: replica.reader().replica,
            tab: inner.name.clone(),
            pending: replica.unanswered(),
        })
    };
    stream.send(Message::text(hello.text())).await?;
    let mut last = Revision::ZERO;
    let mut beats = tokio::time::interval(BEAT);
    let mut heard = Moment::now();
    loop {
        tokio::select! {
            message = stream.next() => match message.unwrap_or(Err(Error::ConnectionClosed))? {
                Message::Text(text) => {
                    heard = Moment::now();
                    let frame = ServerFrame::read(&text).expect("a server speaks the protocol");
                    inner.history.note(&text[..text.len().min(70)]);
                    let welcomed = matches!(frame, ServerFrame::Welcome(_));
                    inner.receive(frame, &mut last);
                    let resumed = if welcomed { inner.replica().resume() } else { Vec::new() };
                    for subscribe in resumed {
                        stream.send(Message::text(ClientFrame::Subscribe(subscribe).text())).await?;
                    }
                    inner.happens();
                }
                Message::Close(frame) => return Ok(End::Closed(frame.map_or(1005, |frame| frame.code.into()))),
                _ => {}
            },
            _ = beats.tick() => {
                if heard.elapsed() > PATIENCE {
                    return Ok(End::Silent);
                }
                let beat = ClientFrame::Heartbeat { timestamp: Instant(0) };
                stream.send(Message::text(beat.text())).await?;
            }
        }
    }
}

/// Empties the outbox, one request at a time, with the same ids until there is an answer.
pub async fn send(inner: Arc<Inner>) {
    let mut happened = inner.happened.subscribe();
    loop {
        happened.borrow_and_update();
        let group = inner.replica().outbox_mut().next_group();
        if group.is_empty() {
            if happened.changed().await.is_err() {
                return;
            }
            continue;
        }
        let reader = inner.replica().reader();
        let submission = Submission { replica: reader.replica, user: reader.user, commands: group };
        match post(&inner, &submission).await {
            Ok(answer) => {
                inner.answered(&answer.outcomes);
                inner.replica().answered(&answer.epoch, &answer.outcomes);
                inner.happens();
            }
            Err(NotTaken::SignedOut) => {
                inner.replica().outbox_mut().failed();
                inner.signed_out.send_replace(true);
                return;
            }
            Err(NotTaken::Later(wait)) => {
                inner.history.note("a request was not answered");
                inner.replica().outbox_mut().failed();
                tokio::time::sleep(wait).await;
            }
        }
    }
}

/// Why a request brought no outcomes.
enum NotTaken {
    Later(Duration),
    /// The queue stays with its maker.
    SignedOut,
}

/// Sends commands.
async fn post(inner: &Inner, submission: &Submission) -> Result<Answer, NotTaken> {
    let later = |_| NotTaken::Later(PAUSE);
    let request = inner
        .client
        .post(format!("{}/api/submit", inner.address))
        .header("cookie", &inner.cookie)
        .header("content-type", "application/json")
        .body(submission.text());
    let response = request.send().await.map_err(later)?;
    let status = response.status().as_u16();
    let text = response.text().await.map_err(later)?;
    if status == 200 {
        return Ok(Answer::read(&text).expect("an answer of the protocol"));
    }
    let refused = RequestErrorBody::read(&text).unwrap_or_else(|| panic!("{status}: {text}"));
    match status {
        401 => Err(NotTaken::SignedOut),
        429 | 503 => Err(NotTaken::Later(refused.error.retry_after_ms.map_or(PAUSE, Duration::from_millis))),
        _ => panic!("{status}: {text}"),
    }
}

//! A browser's tab without a screen: the replica and the outbox that ship, over real HTTP and a real
//! socket, coming back for ever as PROTOCOL asks. Only its patience is shorter than a browser's.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bliss::domain::command::Command;
use bliss::domain::ids::CommandId;
use bliss::domain::rows::{Role, Row, Table};
use bliss::domain::rules::RULES;
use bliss::domain::values::{Instant, Revision};
use bliss::sync::outbox::Standing;
use bliss::sync::replica::{Reader, Replica};
use bliss::sync::submit::{Answer, Outcome, RequestErrorBody, Submission, Verdict};
use bliss::sync::topic::Scope;
use bliss::sync::wire::{ClientFrame, Hello, PROTOCOL, ServerFrame};
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use uuid::Uuid;

use super::Person;
use super::person::uuid;

/// Between two heartbeats.
const BEAT: Duration = Duration::from_millis(250);
/// How long a request or a silent socket is waited for.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Before the next attempt.
const PAUSE: Duration = Duration::from_millis(25);
/// How long a test waits for something to come about.
const LONG: Duration = Duration::from_mins(1);

/// A tab that is open. Dropped, it is gone like a closed laptop.
pub struct Tab {
    inner: Arc<Inner>,
    tasks: [JoinHandle<()>; 2],
}

struct Inner {
    address: String,
    cookie: String,
    name: String,
    client: reqwest::Client,
    replica: Mutex<Replica>,
    /// Every act in its order, with what was first answered to it.
    acts: Mutex<Vec<Act>>,
    answers: Mutex<BTreeMap<CommandId, Outcome>>,
    /// Rises with whatever happens.
    happened: watch::Sender<u64>,
    /// Why it does not come back by itself.
    signed_out: watch::Sender<bool>,
}

/// What its person did.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: CommandId,
    pub kind: String,
    pub data: Value,
}

/// The rows a tab shows, without their revisions: a change of what a reader does not see is not told,
/// nor is its revision.
pub type Shown = BTreeMap<(Table, Uuid), Row>;

impl Tab {
    /// Opens a tab of somebody at an address, listening to scopes.
    pub fn open(person: &Person, address: &str, scopes: &[Scope]) -> Self {
        let reader = Reader {
            user: person.user.parse().unwrap(),
            role: Role::ALL.into_iter().find(|role| role.name() == person.role).unwrap(),
            replica: person.replica.parse().unwrap(),
        };
        let mut replica = Replica::new(reader);
        replica.learn(&RULES);
        for scope in scopes {
            replica.subscribe(&scope.name(), scope.clone());
        }
        let client = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
        let inner = Arc::new(Inner {
            address: address.to_owned(),
            cookie: person.cookie().to_owned(),
            name: uuid(),
            client,
            replica: Mutex::new(replica),
            acts: Mutex::default(),
            answers: Mutex::default(),
            happened: watch::Sender::new(0),
            signed_out: watch::Sender::new(false),
        });
        let tasks = [tokio::spawn(listen(Arc::clone(&inner))), tokio::spawn(send(Arc::clone(&inner)))];
        Self { inner, tasks }
    }

    /// Does something: shown at once, sent when it can be.
    pub fn act(&self, kind: &str, data: Value) -> CommandId {
        let id: CommandId = uuid().parse().unwrap();
        let command = Command::read(kind, data.clone()).unwrap_or_else(|error| panic!("{kind}: {error:?}"));
        self.inner.acts.lock().unwrap().push(Act { id, kind: kind.to_owned(), data });
        let mut replica = self.inner.replica();
        let seen = replica.seen();
        replica.act(id, command, Instant(0), seen, Map::new());
        // It keeps nothing: what it has not sent is lost with it.
        replica.written(&[id]);
        drop(replica);
        self.inner.happens();
        id
    }

    pub fn acts(&self) -> Vec<Act> {
        self.inner.acts.lock().unwrap().clone()
    }

    /// What was first answered to each act.
    pub fn answers(&self) -> BTreeMap<CommandId, Outcome> {
        self.inner.answers.lock().unwrap().clone()
    }

    /// Reads something of the replica.
    pub fn look<T>(&self, read: impl FnOnce(&Replica) -> T) -> T {
        read(&self.inner.replica())
    }

    /// The rows that are shown now.
    pub fn shown(&self) -> Shown {
        let without = |row: Row| ((row.table(), row.key()), row.with_rev(Revision::ZERO));
        self.look(|replica| replica.state().all().map(without).collect())
    }

    /// Waits until the replica is so, or fails.
    pub async fn until(&self, what: &str, mut is_so: impl FnMut(&Replica) -> bool) {
        let mut happened = self.inner.happened.subscribe();
        let so = happened.wait_for(|_| is_so(&self.inner.replica()));
        let came = tokio::time::timeout(LONG, so).await.is_ok();
        assert!(
            came,
            "it did not come about that {what}: {:?}",
            self.look(|replica| { replica.outbox().entries().to_vec() })
        );
    }

    /// Waits until every act was answered and what it did is shown.
    pub async fn settled(&self) {
        let refused = |standing: &Standing| matches!(standing, Standing::Refused(_));
        self.until("nothing waits", |replica| {
            replica.outbox().entries().iter().all(|entry| refused(&entry.standing))
        })
        .await;
    }

    /// Waits until the rows of all subscriptions have come.
    pub async fn delivered(&self) {
        let all = |replica: &Replica| replica.subscribed().all(|id| replica.is_delivered(id));
        self.until("all rows are there", all).await;
    }

    /// Waits until it is told to sign in again.
    pub async fn signed_out(&self) {
        let mut signed_out = self.inner.signed_out.subscribe();
        let told = signed_out.wait_for(|is_out| *is_out);
        tokio::time::timeout(LONG, told).await.expect("told in time").expect("the tab is open");
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Inner {
    fn replica(&self) -> MutexGuard<'_, Replica> {
        self.replica.lock().unwrap()
    }

    fn happens(&self) {
        self.happened.send_modify(|count| *count += 1);
    }

    /// Notes answers: whichever way one comes, it is the first answer again.
    fn answered(&self, outcomes: &[Outcome]) {
        let mut answers = self.answers.lock().unwrap();
        for outcome in outcomes.iter().filter(|outcome| outcome.outcome != Verdict::Held) {
            let first = answers.entry(outcome.id).or_insert_with(|| outcome.clone());
            assert_eq!(first, outcome, "another answer to the same command");
        }
    }

    fn receive(&self, frame: ServerFrame, last: &mut Revision) {
        match frame {
            ServerFrame::Welcome(welcome) => {
                self.answered(&welcome.outcomes);
                self.replica().welcomed(&welcome);
            }
            ServerFrame::Rows(rows) => drop(self.replica().rows(rows)),
            ServerFrame::Fact(fact) => {
                assert!(fact.revision > *last, "{:?} after {last:?} on one connection", fact.revision);
                *last = fact.revision;
                self.replica().fact(&fact);
            }
            ServerFrame::Batch(frames) => frames.into_iter().for_each(|frame| self.receive(frame, last)),
            ServerFrame::Head(revision) | ServerFrame::Heartbeat { revision, .. } => {
                self.replica().head(revision);
            }
            ServerFrame::Error(error) => {
                if let Some(id) = error.id {
                    self.replica().unsubscribe(&id);
                }
            }
            ServerFrame::Presence { .. } | ServerFrame::Behind | ServerFrame::Goodbye { .. } => {}
        }
    }
}

/// Holds a socket open for ever, unless the session is over.
async fn listen(inner: Arc<Inner>) {
    loop {
        if converse(&inner).await == Some(4401) {
            inner.signed_out.send_replace(true);
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// One socket, until it ends or says nothing any more; the close code, where there was one.
async fn converse(inner: &Inner) -> Option<u16> {
    let address = inner.address.replace("http://", "ws://");
    let mut request = format!("{address}/ws").into_client_request().unwrap();
    request.headers_mut().insert("cookie", inner.cookie.parse().unwrap());
    let opening = tokio::time::timeout(PATIENCE, tokio_tungstenite::connect_async(request));
    let mut stream = match opening.await.ok()? {
        Ok((stream, _)) => stream,
        Err(Error::Http(refused)) if refused.status() == 401 => return Some(4401),
        Err(_) => return None,
    };
    let hello = {
        let replica = inner.replica();
        ClientFrame::Hello(Hello {
            protocol: PROTOCOL,
            replica: replica.reader().replica,
            tab: inner.name.clone(),
            pending: replica.unanswered(),
        })
    };
    stream.send(Message::text(hello.text())).await.ok()?;
    let mut last = Revision::ZERO;
    let mut beats = tokio::time::interval(BEAT);
    let mut heard = tokio::time::Instant::now();
    loop {
        tokio::select! {
            message = stream.next() => match message?.ok()? {
                Message::Text(text) => {
                    heard = tokio::time::Instant::now();
                    let frame = ServerFrame::read(&text).expect("a server speaks the protocol");
                    let welcomed = matches!(frame, ServerFrame::Welcome(_));
                    inner.receive(frame, &mut last);
                    let resumed = if welcomed { inner.replica().resume() } else { Vec::new() };
                    for subscribe in resumed {
                        stream.send(Message::text(ClientFrame::Subscribe(subscribe).text())).await.ok()?;
                    }
                    inner.happens();
                }
                Message::Close(frame) => return frame.map(|frame| frame.code.into()),
                _ => {}
            },
            _ = beats.tick() => {
                if heard.elapsed() > PATIENCE {
                    return None;
                }
                let beat = ClientFrame::Heartbeat { timestamp: Instant(0) };
                stream.send(Message::text(beat.text())).await.ok()?;
            }
        }
    }
}

/// Empties the outbox, one request at a time, with the same ids until there is an answer.
async fn send(inner: Arc<Inner>) {
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

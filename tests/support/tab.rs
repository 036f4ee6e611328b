//! A browser's tab without a screen: the replica and the outbox that ship, over real HTTP and a real
//! socket, coming back for ever as PROTOCOL asks. Only its patience is shorter than a browser's.

mod connections;
mod history;

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
use bliss::sync::submit::{Outcome, Verdict};
use bliss::sync::topic::Scope;
use bliss::sync::wire::ServerFrame;
use connections::{listen, send};
use history::History;
use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::Person;
use super::person::uuid;

/// How long a request or a silent socket is waited for.
const PATIENCE: Duration = Duration::from_millis(1_500);
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
    history: History,
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
            history: History::new(),
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
        assert!(came, "it did not come about that {what}: {}", self.stands());
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

    /// How it stands, to be read where a test has failed: what waits, what it has been delivered, and
    /// what it went through lately.
    pub fn stands(&self) -> String {
        let replica = self.look(|replica| {
            let delivered = |id: &str| format!("{id}: {}", replica.is_delivered(id));
            let subscribed: Vec<String> = replica.subscribed().map(delivered).collect();
            format!("{:?}, delivered {subscribed:?}", replica.outbox().entries())
        });
        format!("{replica}{}", self.inner.history.read())
    }

    /// Whether it was told to sign in again.
    pub fn is_signed_out(&self) -> bool {
        *self.inner.signed_out.borrow()
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
            ServerFrame::Batch(frames) => {
                let welcomes = frames.iter().any(|one| matches!(one, ServerFrame::Welcome(_)));
                assert!(!welcomes, "a welcome comes by itself: {frames:?}");
                for frame in frames {
                    self.receive(frame, last);
                }
            }
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

//! What a change costs that a thousand sockets are told of, through the real binary, beside a server
//! that only writes to sockets; and what one that never reads does to the others.
#![allow(clippy::unwrap_used, reason = "a measurement may fail loudly")]

mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use measure::bare::{Bare, serve_if_asked};
use measure::raw::{Raw, count};
use measure::{computed, millis, quantile, rate, table, wanted};
use serde_json::{Value, json};
use support::{Person, Server, command, uuid};
use tokio::sync::Notify;
use tokio::task::JoinSet;

const SOCKETS: u64 = 1_000;
/// With and without a stalled reader, in turn.
const RUNS: usize = 4;

#[tokio::main]
async fn main() {
    serve_if_asked().await;
    if wanted("fan-out") {
        fan_out().await;
    }
    if wanted("stalled") {
        stalled().await;
    }
}

/// What all sockets together have heard.
struct Tally {
    base: Instant,
    heard: AtomicU64,
    target: AtomicU64,
    bytes: AtomicU64,
    /// When the round began, in nanoseconds since `base`.
    began: AtomicU64,
    reached: Notify,
    waits: Mutex<Vec<Duration>>,
}

/// Sockets that read as fast as they can.
struct Crowd {
    tally: Arc<Tally>,
    _readers: JoinSet<()>,
}

impl Crowd {
    /// `deliveries` says how many changes a message tells of.
    fn of(sockets: Vec<Raw>, deliveries: fn(&[u8]) -> u64) -> Self {
        let tally = Arc::new(Tally {
            base: Instant::now(),
            heard: AtomicU64::new(0),
            target: AtomicU64::new(u64::MAX),
            bytes: AtomicU64::new(0),
            began: AtomicU64::new(0),
            reached: Notify::new(),
            waits: Mutex::default(),
        });
        let mut readers = JoinSet::new();
        for mut socket in sockets {
            let tally = Arc::clone(&tally);
            readers.spawn(async move {
                while let Ok(message) = socket.next().await {
                    tally.hear(deliveries(&message), message.len() as u64);
                }
            });
        }
        Self { tally, _readers: readers }
    }

    /// Has everybody told `each` changes by `tell`, and waits until they have heard of them.
    async fn round(&self, each: u64, tell: impl Future<Output = ()>) {
        let tally = &self.tally;
        tally.target.store(tally.heard.load(Ordering::SeqCst) + each * SOCKETS, Ordering::SeqCst);
        tally.began.store(tally.now(), Ordering::SeqCst);
        tokio::join!(tell, async {
            let all = tokio::time::timeout(Duration::from_secs(30), tally.reached.notified()).await;
            all.expect("everybody is told");
        });
    }

    fn waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.tally.waits.lock().unwrap())
    }
}

impl Tally {
    fn now(&self) -> u64 {
        u64::try_from(self.base.elapsed().as_nanos()).unwrap()
    }

    fn hear(&self, deliveries: u64, bytes: u64) {
        if deliveries == 0 {
            return;
        }
        let waited = Duration::from_nanos(self.now() - self.began.load(Ordering::SeqCst));
        self.waits.lock().unwrap().push(waited);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        let heard = self.heard.fetch_add(deliveries, Ordering::SeqCst) + deliveries;
        if heard == self.target.load(Ordering::SeqCst) {
            self.reached.notify_one();
        }
    }
}

fn facts(message: &[u8]) -> u64 {
    count(message, "\"commandId\":\"") as u64
}

/// A message of the peer stands for one change, or for ten together.
fn one(_: &[u8]) -> u64 {
    1
}

fn ten(_: &[u8]) -> u64 {
    10
}

/// Sockets of one person that listen to all tasks.
async fn listening(person: &Person) -> Vec<Raw> {
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        let mut socket = Raw::open(&person.address, person.cookie()).await.unwrap();
        greet(&mut socket, &["tasks"]).await;
        sockets.push(socket);
    }
    sockets
}

async fn greet(socket: &mut Raw, topics: &[&str]) {
    let hello = json!({"type": "hello", "data": {"protocol": 1, "replica": uuid(), "tab": "t"}});
    socket.say(&hello.to_string()).await.unwrap();
    socket.until("\"welcome\"").await.unwrap();
    for topic in topics {
        let subscribe = json!({"type": "subscribe", "data": {"id": topic, "topic": topic}});
        socket.say(&subscribe.to_string()).await.unwrap();
        socket.until("\"rows\"").await.unwrap();
    }
}

fn edits(task: &str, round: u64, many: u64) -> Vec<Value> {
    let edit = |number| {
        command("edit-task", json!({"taskId": task, "title": format!("Round {round}, change {number}")}))
    };
    (0..many).map(edit).collect()
}

/// Makes a task; where a crowd listens, waits until all have heard of it.
async fn new_task(person: &Person, crowd: Option<&Crowd>) -> String {
    let task = uuid();
    let create = async {
        person.must("create-task", json!({"taskId": task, "title": "Told", "role": "logistics"})).await;
    };
    match crowd {
        Some(crowd) => crowd.round(1, create).await,
        None => create.await,
    }
    task
}

/// Rounds of `each` changes at once; what the server computed for them, and how long they took.
async fn rounds(
    crowd: Option<&Crowd>,
    server: &Server,
    bob: &Person,
    each: u64,
    many: u64,
) -> (Duration, Duration) {
    let task = new_task(bob, crowd).await;
    if let Some(crowd) = crowd {
        // The new task itself is not measured.
        crowd.waits();
        crowd.tally.bytes.store(0, Ordering::Relaxed);
    }
    let (cpu, began) = (computed(server.id()), Instant::now());
    for round in 0..many {
        let commands = edits(&task, round, each);
        let tell = async {
            bob.submit(&commands).await;
        };
        match crowd {
            Some(crowd) => crowd.round(each, tell).await,
            None => tell.await,
        }
    }
    (computed(server.id()).saturating_sub(cpu), began.elapsed())
}

async fn fan_out() {
    let mut rows = Vec::new();
    for (name, each, many) in [("one by one", 1_u64, 200_u64), ("in groups of ten", 10, 60)] {
        let server = Server::demo();
        let (alice, bob) = (server.person("alice").await, server.person("bob").await);
        let (alone, _) = rounds(None, &server, &bob, each, many).await;
        let crowd = Crowd::of(listening(&alice).await, facts);
        let (cpu, took) = rounds(Some(&crowd), &server, &bob, each, many).await;
        let deliveries = each * many * SOCKETS;
        let bytes = usize::try_from(crowd.tally.bytes.load(Ordering::Relaxed) / (many * SOCKETS)).unwrap();
        rows.push(line(
            &format!("{name}, Party Budget Bliss"),
            deliveries,
            cpu,
            Some(alone),
            took,
            crowd.waits(),
        ));
        drop(crowd);
        rows.push(bare(name, each, many, bytes).await);
    }
    let head =
        ["to 1,000 sockets", "deliveries/s", "CPU a delivery", "of it the change itself", "median", "p99"];
    table("Deliveries (target: 3.5 µs one by one, 0.9 µs in groups of ten)", &head, &rows);
}

async fn bare(name: &str, each: u64, many: u64, bytes: usize) -> Vec<String> {
    let peer = Bare::start();
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        sockets.push(Raw::open(&peer.address, "").await.unwrap());
    }
    let crowd = Crowd::of(sockets, if each == 1 { one } else { ten });
    let client = reqwest::Client::new();
    let (cpu, began) = (computed(peer.id()), Instant::now());
    for _ in 0..many {
        crowd.round(each, peer.tell(&client, bytes)).await;
    }
    let (cpu, took) = (computed(peer.id()).saturating_sub(cpu), began.elapsed());
    let name = format!("{name}, bare axum, {bytes} B a message");
    line(&name, each * many * SOCKETS, cpu, None, took, crowd.waits())
}

fn line(
    name: &str,
    deliveries: u64,
    cpu: Duration,
    alone: Option<Duration>,
    took: Duration,
    mut waits: Vec<Duration>,
) -> Vec<String> {
    let each = |cpu: Duration| format!("{:.2} µs", cpu.as_secs_f64() * 1e6 / measure::real(deliveries));
    vec![
        name.to_owned(),
        format!("{:.0}", rate(deliveries, took)),
        each(cpu),
        alone.map_or("–".to_owned(), each),
        millis(quantile(&mut waits, 0.5)),
        millis(quantile(&mut waits, 0.99)),
    ]
}

/// The same crowd with and without one among it that never reads, in turn.
async fn stalled() {
    let server = Server::demo();
    let (alice, bob, bea) =
        (server.person("alice").await, server.person("bob").await, server.person("bea").await);
    let crowd = Crowd::of(listening(&alice).await, facts);
    let (mut without, mut with) = (Vec::new(), Vec::new());
    rounds(Some(&crowd), &server, &bob, 1, 50).await;
    for run in 0..2 * RUNS {
        // First without, then with; the next time the other way round.
        let is_stalled = run % 4 == 1 || run % 4 == 2;
        let mut deaf = None;
        if is_stalled {
            let mut socket = Raw::with_window(&alice.address, alice.cookie(), Some(8_192)).await.unwrap();
            greet(&mut socket, &["tasks", "activity"]).await;
            deaf = Some(socket);
        }
        // In both cases, so that the disk and the log have the same behind them.
        overflow(&bea, &crowd).await;
        crowd.waits();
        rounds(Some(&crowd), &server, &bob, 1, 100).await;
        let waits = crowd.waits();
        if is_stalled { &mut with } else { &mut without }.push(waits);
        if let Some(mut deaf) = deaf {
            deaf.until("\"behind\"").await.expect("it was behind all the while");
        }
    }
    let tail = |runs: &mut [Vec<Duration>], share| -> Duration {
        let mut tails: Vec<Duration> = runs.iter_mut().map(|waits| quantile(waits, share)).collect();
        quantile(&mut tails, 0.5)
    };
    let (before, after) = (tail(&mut without, 0.99), tail(&mut with, 0.99));
    let rows = [
        vec![
            "all read".into(),
            millis(tail(&mut without, 0.5)),
            millis(tail(&mut without, 0.9)),
            millis(before),
            String::new(),
        ],
        vec![
            "one never reads".into(),
            millis(tail(&mut with, 0.5)),
            millis(tail(&mut with, 0.9)),
            millis(after),
            format!("{:+.1} %", 100.0 * (after.as_secs_f64() / before.as_secs_f64() - 1.0)),
        ],
    ];
    let head = ["a change to 1,000 sockets", "median", "p90", "p99", "p99 moved by (target: under 5 %)"];
    table("One stalled reader among 1,000 (the middle of four runs each, in turn)", &head, &rows);
}

/// More than the queue and the system's buffers hold, told to who listens to comments.
async fn overflow(person: &Person, crowd: &Crowd) {
    let task = new_task(person, Some(crowd)).await;
    let text = "x".repeat(9_900);
    for _ in 0..40 {
        let comment = || {
            command("comment", json!({"commentId": uuid(), "table": "tasks", "rowId": task, "text": text}))
        };
        person.submit(&(0..20).map(|_| comment()).collect::<Vec<_>>()).await;
    }
}

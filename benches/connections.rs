//! Many who are connected: what an idle one holds in memory, how a client catches up on what it missed,
//! and how thousands come back after a restart. Through the real binary.
#![allow(clippy::unwrap_used, reason = "a measurement may fail loudly")]

mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use bliss::domain::ids::ReplicaId;
use bliss::domain::rows::Role;
use bliss::domain::values::LocalTime;
use bliss::sync::replica::{Reader, Replica};
use bliss::sync::topic::{Scope, Topic};
use bliss::sync::views::{View, scopes};
use bliss::sync::wire::{ClientFrame, RowsFrame, ServerFrame};
use futures::StreamExt as _;
use measure::bare::{Bare, serve_if_asked};
use measure::raw::Raw;
use measure::{millis, quantile, real, resident, table, wanted};
use serde_json::{Value, json};
use support::{Person, Server, command, uuid};

#[tokio::main]
async fn main() {
    serve_if_asked().await;
    if wanted("memory") {
        memory().await;
    }
    if wanted("catch-up") {
        catch_up().await;
    }
    if wanted("restart") {
        restart().await;
    }
}

/// Sockets that are opened at once, so many under way at a time.
const UNDER_WAY: usize = 100;

async fn open(address: &str, cookie: &str, first: &[String], many: usize) -> Vec<Raw> {
    let opening = (0..many).map(|_| async move {
        let mut socket = Raw::open(address, cookie).await.unwrap();
        for (place, text) in first.iter().enumerate() {
            socket.say(&text.replace("REPLICA", &uuid())).await.unwrap();
            let answer = if place == 0 { "\"welcome\"" } else { "\"rows\"" };
            socket.until(answer).await.unwrap();
        }
        socket
    });
    futures::stream::iter(opening).buffer_unordered(UNDER_WAY).collect().await
}

/// A hello, for a replica that is named when it is sent.
fn hello() -> String {
    json!({"type": "hello", "data": {"protocol": 1, "replica": "REPLICA", "tab": "t"}}).to_string()
}

fn subscribe(scope: &Scope) -> String {
    let mut data = serde_json::to_value(scope).unwrap();
    data["id"] = json!(scope.name());
    json!({"type": "subscribe", "data": data}).to_string()
}

async fn memory() {
    let mut rows = Vec::new();
    let today: LocalTime = "2026-11-23T09:00".parse().unwrap();
    let all = scopes(Role::Organizer, &View::Shopping(None), today.date);
    let page: Vec<String> = std::iter::once(hello()).chain(all.iter().map(subscribe)).collect();
    let tasks = [hello(), subscribe(&Scope::all(Topic::Tasks))];
    let cases: [(&str, &[String], usize); 4] = [
        ("said hello", &page[..1], 10_000),
        ("listen to tasks", &tasks[..], 10_000),
        ("listen to all that the shopping page does", &page[..], 1_000),
        ("the same, 50 people", &page[..], 50),
    ];
    for (name, first, many) in cases {
        let server = Server::demo();
        let alice = server.person("alice").await;
        let before = resident(server.id());
        let sockets = open(&alice.address, alice.cookie(), first, many).await;
        rows.push(held(name, sockets.len(), before, resident(server.id())));
    }
    let peer = Bare::start();
    let before = resident(peer.id());
    let sockets = open(&peer.address, "", &[], 10_000).await;
    rows.push(held("bare axum sockets with the same buffers", sockets.len(), before, resident(peer.id())));
    let head = ["connections that", "how many", "before", "with them", "each (target 8 kB)"];
    table("Resident memory", &head, &rows);
}

fn held(name: &str, many: usize, before: u64, after: u64) -> Vec<String> {
    let megabytes = |bytes: u64| format!("{:.1} MB", real(bytes) / 1e6);
    let each = real(after.saturating_sub(before)) / real(many as u64) / 1e3;
    vec![name.to_owned(), many.to_string(), megabytes(before), megabytes(after), format!("{each:.1} kB")]
}

/// Changes of tasks, a hundred a request.
async fn change(person: &Person, tasks: usize, changes: usize) {
    let ids: Vec<String> = (0..tasks).map(|_| uuid()).collect();
    let mut commands: Vec<Value> = ids
        .iter()
        .map(|id| command("create-task", json!({"taskId": id, "title": "T", "role": "logistics"})))
        .collect();
    commands.extend((tasks..changes).map(|number| {
        let id = &ids[number % tasks];
        command("edit-task", json!({"taskId": id, "title": format!("Change {number}")}))
    }));
    for chunk in commands.chunks(100) {
        person.submit(chunk).await;
    }
}

/// The rows of a message, alone or together with what came before them.
fn rows_in(message: &[u8]) -> RowsFrame {
    let frames = match ServerFrame::read(std::str::from_utf8(message).unwrap()) {
        Some(ServerFrame::Batch(frames)) => frames,
        one => one.into_iter().collect(),
    };
    let rows = frames.into_iter().find_map(|frame| match frame {
        ServerFrame::Rows(rows) => Some(rows),
        _ => None,
    });
    rows.expect("the message holds rows")
}

/// One client that was away while others changed something 500 times.
async fn catch_up() {
    let mut table_rows = Vec::new();
    for (name, tasks, changes) in
        [("500 changes of 500 rows", 500, 500), ("500 changes of 20 rows", 20, 500), ("5 changes", 5, 5)]
    {
        let server = Server::demo();
        let (alice, bob) = (server.person("alice").await, server.person("bob").await);
        let scope = Scope::all(Topic::Tasks);
        let reader = Reader {
            user: alice.user.parse().unwrap(),
            role: Role::Organizer,
            replica: alice.replica.parse::<ReplicaId>().unwrap(),
        };
        let mut replica = Replica::new(reader);
        let fresh = replica.subscribe("tasks", scope.clone());
        let mut socket = open(&alice.address, alice.cookie(), &[hello()], 1).await.remove(0);
        replica.begin(&alice.epoch, "organizer-1");
        socket.say(&ClientFrame::Subscribe(fresh).text()).await.unwrap();
        let whole = socket.until("\"rows\"").await.unwrap();
        replica.rows(rows_in(&whole));
        drop(socket);
        change(&bob, tasks, changes).await;
        let (mut took, mut bytes) = (Vec::new(), 0);
        for _ in 0..20 {
            // Each time the replica as it was before.
            let mut replica = replica.clone();
            let began = Instant::now();
            let mut socket = open(&alice.address, alice.cookie(), &[hello()], 1).await.remove(0);
            for frame in replica.resume() {
                socket.say(&ClientFrame::Subscribe(frame).text()).await.unwrap();
            }
            let missed = socket.until("\"rows\"").await.unwrap();
            let frame = rows_in(&missed);
            assert!(!frame.complete && frame.rows.len() == tasks, "only what was missed");
            replica.rows(frame);
            took.push(began.elapsed());
            bytes = missed.len();
        }
        table_rows.push(vec![
            name.to_owned(),
            format!("{:.1} kB", real(bytes as u64) / 1e3),
            millis(quantile(&mut took, 0.5)),
            millis(quantile(&mut took, 1.0)),
            "200 ms".to_owned(),
        ]);
    }
    let head = ["missed", "sent", "median of 20", "slowest", "target for 500"];
    table("Catching up: connect, hello, subscribe since, rows taken in", &head, &table_rows);
}

/// Everybody's server is killed and started again; all come back within the second that their first
/// delay is drawn from, and ask for what they missed.
async fn restart() {
    let mut rows = Vec::new();
    for many in [1_000, 5_000] {
        let server = Server::demo();
        let alice = server.person("alice").await;
        let first = [hello(), subscribe(&Scope::all(Topic::Tasks))];
        let sockets = open(&alice.address, alice.cookie(), &first, many).await;
        let head = alice.seed("/tasks").await["revision"].clone();
        let mut since: Value = serde_json::from_str(&first[1]).unwrap();
        since["data"]["since"] = head;
        since["data"]["epoch"] = json!(alice.epoch);
        since["data"]["rights"] = json!("organizer-1");
        let home = server.kill();
        drop(sockets);
        let began = Instant::now();
        let server = Server::start(home, &[]);
        let started = began.elapsed();
        let listening = Instant::now();
        let back = (0..many).map(|number| {
            let (address, cookie, since) =
                (server.address.clone(), alice.cookie().to_owned(), since.to_string());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(number as u64 * 7_919 % 1_000)).await;
                let mut socket = Raw::open(&address, &cookie).await.unwrap();
                socket.say(&hello().replace("REPLICA", &uuid())).await.unwrap();
                socket.say(&since).await.unwrap();
                let rows = socket.until("\"rows\"").await.unwrap();
                assert!(rows_in(&rows).rows.is_empty(), "nothing was missed");
                (listening.elapsed(), socket)
            })
        });
        let mut took = Vec::new();
        let mut sockets = Vec::new();
        for one in back.collect::<Vec<_>>() {
            let (time, socket) = one.await.unwrap();
            took.push(time);
            sockets.push(socket);
        }
        rows.push(vec![
            many.to_string(),
            millis(started),
            millis(quantile(&mut took, 0.5)),
            millis(quantile(&mut took, 0.99)),
            millis(quantile(&mut took, 1.0)),
            "5 s".to_owned(),
        ]);
    }
    let head =
        ["clients", "the server starts in", "half are back", "99 % are", "all are", "target for 5,000"];
    table("Back after a restart, from the moment it listens (each waits 0 to 1 s first)", &head, &rows);
}

//! A thousand sockets on one workspace, of which one never reads.
#![cfg(target_os = "linux")]

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use serde_json::{Value, json};
use tokio::net::TcpSocket;

use crate::support::{Server, Socket, command, uuid};

const OTHERS: usize = 999;
/// What one socket is told that only one subscribes to: far more than its queue and the system's
/// buffers hold.
const COMMENTS: usize = 720;
const TEXT: usize = 9_900;
/// What everybody is told meanwhile.
const TASKS: usize = 8;

/// The default of `queue-bytes` in `Leptos.toml`.
const QUEUE: usize = 1024 * 1024;

#[tokio::test]
async fn one_of_a_thousand_that_never_reads_costs_its_queue_and_disturbs_nobody() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let opening = (0..OTHERS).map(async |number| {
        let mut socket = bob.connect().await;
        socket.say(&bob.hello(&number.to_string(), &[])).await;
        assert_eq!(socket.subscribe("ours", "tasks", json!({})).await["type"], "rows");
        socket
    });
    let mut others: Vec<Socket> = futures::stream::iter(opening).buffer_unordered(20).collect().await;
    // Last, since one that neither speaks nor takes anything is given up after a while.
    // A small window, so that the system's own buffers hold little.
    let address = server.address.trim_start_matches("http://").parse().unwrap();
    let narrow = TcpSocket::new_v4().unwrap();
    narrow.set_recv_buffer_size(65_536).unwrap();
    let mut deaf = Socket::over(narrow.connect(address).await.unwrap(), &server.address, bob.cookie()).await;
    deaf.say(&bob.hello("deaf", &[])).await;
    deaf.frame("welcome").await;
    for topic in ["activity", "tasks"] {
        deaf.subscribe(topic, topic, json!({})).await;
    }
    let before = server.resident();

    let (task, mut told) = (uuid(), Vec::new());
    bob.must("create-task", json!({"taskId": task, "title": "Told to all", "role": "logistics"})).await;
    for round in 0..TASKS {
        for chunk in comments(&task, COMMENTS / TASKS).chunks(20) {
            let answer = bob.submit(chunk).await;
            assert!(answer["outcomes"].as_array().unwrap().iter().all(|one| one["outcome"] == "accepted"));
        }
        let title = format!("Round {round}");
        told.push(bob.must("edit-task", json!({"taskId": task, "title": title})).await);
    }
    // The others have heard every change once and in its order, though one took nothing.
    let hearing: FuturesUnordered<_> = others.iter_mut().map(|socket| heard(socket, told.len())).collect();
    let all: Vec<Vec<u64>> = hearing.collect().await;
    assert!(all.iter().all(|revisions| *revisions == told), "somebody heard something else");

    // State, log and the texts under way hold each comment a few times; a queue without a bound would
    // grow with what is told and not with what is kept.
    let growth = server.resident().saturating_sub(before);
    let kept = COMMENTS * TEXT;
    println!("{OTHERS} sockets: {before} bytes, {growth} more for {kept} bytes of comments");
    assert!(growth < 10 * kept as u64, "{growth} more");

    // It reads again: at most what was under way, then that it was behind, then everything afresh.
    let mut stale = 0;
    while deaf_frame(&mut deaf, &mut stale).await != "behind" {}
    assert!(stale < QUEUE + system_keeps() + 256 * 1024, "{stale} bytes had waited for it");
    for topic in ["activity", "tasks"] {
        let rows = deaf.frame("rows").await;
        assert_eq!((&rows["data"]["id"], &rows["data"]["complete"]), (&json!(topic), &json!(true)));
        let expected = if topic == "activity" { COMMENTS } else { 1 };
        let ours = rows["data"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["row"]["rowId"] == json!(task) || row["row"]["id"] == json!(task));
        assert_eq!(ours.count(), expected, "{topic}");
    }
    let next = bob.must("edit-task", json!({"taskId": task, "title": "After all"})).await;
    assert_eq!(heard(&mut deaf, 1).await, [next]);
}

/// What the system itself keeps back for one connection at most, before the server has to.
fn system_keeps() -> usize {
    let bounds = std::fs::read_to_string("/proc/sys/net/ipv4/tcp_wmem").unwrap();
    bounds.split_whitespace().last().unwrap().parse().unwrap()
}

fn comments(task: &str, many: usize) -> Vec<Value> {
    let text = "x".repeat(TEXT);
    let comment =
        |_| command("comment", json!({"commentId": uuid(), "table": "tasks", "rowId": task, "text": text}));
    (0..many).map(comment).collect()
}

/// The revisions of the next `many` edits that a socket hears of.
async fn heard(socket: &mut Socket, many: usize) -> Vec<u64> {
    let mut revisions = Vec::new();
    while revisions.len() < many {
        let frame = socket.frame("task-edited").await;
        revisions.push(frame["revision"].as_u64().unwrap());
    }
    revisions
}

/// The type of the next frame; counts its bytes.
async fn deaf_frame(socket: &mut Socket, bytes: &mut usize) -> String {
    let frame = tokio::time::timeout(Duration::from_secs(30), socket.next()).await;
    let frame = frame.expect("it is told something").expect("it is not closed");
    *bytes += frame.to_string().len();
    frame["type"].as_str().unwrap().to_owned()
}

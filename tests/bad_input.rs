//! Bad input of the live layer beyond the table of PROTOCOL: frames out of order, values of a wrong
//! shape, ids of others, floods. Answered, bounded, and never in anybody else's way.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::{Value, json};
use support::{Person, Server, Socket, command, uuid};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

fn subscribe(id: &str, topic: &str) -> Value {
    json!({"type": "subscribe", "data": {"id": id, "topic": topic}})
}

#[tokio::test]
async fn whoever_asks_before_hello_hears_nothing_but_the_close() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let early = [
        subscribe("early", "tasks").to_string(),
        json!({"type": "unsubscribe", "data": {"id": "early"}}).to_string(),
        json!({"type": "presence", "data": {"route": "/tasks"}}).to_string(),
        json!({"type": "hello", "data": {"protocol": 1, "replica": "nobody", "tab": "t"}}).to_string(),
        json!({"type": "hello", "data": {"protocol": 1, "replica": uuid(), "tab": "t", "pending": ["x"]}})
            .to_string(),
    ];
    for first in early {
        let mut socket = bob.connect().await;
        socket.say_text(&first).await;
        assert_eq!(socket.next().await, Err(4400), "{first}");
    }
}

#[tokio::test]
async fn frames_of_a_wrong_shape_are_named_and_change_nothing() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    assert_eq!(socket.subscribe("mine", "tasks", json!({})).await["type"], "rows");
    // Nobody knows it: nothing to answer, nothing to complain of.
    socket.say(&json!({"type": "unsubscribe", "data": {"id": "never subscribed"}})).await;
    assert_eq!(socket.until_now().await.len(), 1);
    let wrong = [
        r#"{"type":"batch","data":{"messages":[{"type":"heartbeat","data":{"timestamp":0}}]}}"#,
        r#"{"type":"subscribe","data":{"id":5,"topic":"tasks"}}"#,
        r#"{"type":"heartbeat","data":{"timestamp":"now"}}"#,
        r#"{"type":"presence","data":{"route":7}}"#,
        "[1,2,3]",
        "null",
    ];
    for text in wrong {
        socket.say_text(text).await;
        let frames = socket.until_now().await;
        assert_eq!(frames.len(), 2, "{text}: {frames:?}");
        assert_eq!(frames[0]["data"]["code"], "invalid", "{text}");
    }
    for more in [json!({"since": -1}), json!({"since": "all"}), json!({"filters": {"week": "next"}})] {
        let answer = socket.subscribe("mine", "tasks", more.clone()).await;
        assert_eq!(answer["data"]["code"], "invalid", "{more}");
    }
    // What was subscribed before is still told.
    let made = json!({"taskId": uuid(), "title": "Still told", "role": "logistics"});
    let revision = bob.must("create-task", made).await;
    assert_eq!(socket.frame("task-created").await["revision"], revision);
}

#[tokio::test]
async fn a_frame_nested_too_deeply_is_no_json_and_a_binary_one_neither() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    let deep = format!(r#"{{"type":"presence","data":{}"#, "[".repeat(60_000));
    socket.say_text(&deep).await;
    assert_eq!(socket.frame("error").await["data"]["code"], "invalid");
    socket.send(Message::binary(b"{}".to_vec())).await;
    assert_eq!(socket.frame("error").await["data"]["code"], "invalid");
    let body =
        format!(r#"{{"replica":"{}","user":"{}","commands":{}"#, uuid(), bob.user, "[".repeat(100_000));
    let request = bob.client.post(bob.url("/api/submit")).header("content-type", "application/json");
    assert_eq!(request.body(body).send().await.unwrap().status(), 400);
    socket.until_now().await;
}

#[tokio::test]
async fn text_that_is_no_text_ends_a_socket_with_its_reason() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    let broken = Frame::message(vec![b'"', 0xff, 0xfe, b'"'], OpCode::Data(Data::Text), true);
    socket.send(Message::Frame(broken)).await;
    assert_eq!(socket.closed().await, 4400);
}

#[tokio::test]
async fn pings_are_frames_like_others() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    for _ in 0..300 {
        socket.send(Message::Ping(Vec::new().into())).await;
    }
    assert_eq!(socket.closed().await, 4429);
}

#[tokio::test]
async fn a_megabyte_is_too_large_in_one_frame_and_in_many() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    socket.say_text(&"x".repeat(1_000_000)).await;
    assert_eq!(socket.closed().await, 1009);
    let (mut socket, _) = bob.listen().await;
    let part = |code: Data| Message::Frame(Frame::message("x".repeat(30_000), OpCode::Data(code), false));
    socket.send(part(Data::Text)).await;
    for _ in 0..30 {
        socket.send(part(Data::Continue)).await;
    }
    assert_eq!(socket.closed().await, 1009);
}

#[tokio::test]
async fn ten_thousand_subscriptions_are_fifty_and_a_close() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut bystander, _) = bob.listen().await;
    let (mut socket, _) = bob.listen().await;
    for number in 0..10_000 {
        socket.say(&subscribe(&format!("s{number}"), "tasks")).await;
    }
    let (mut rows, mut limits) = (0, 0);
    let code = loop {
        match socket.next().await {
            Ok(frame) if frame["type"] == "rows" => rows += 1,
            Ok(frame) if frame["data"]["code"] == "limit" => limits += 1,
            Ok(_) => {}
            Err(code) => break code,
        }
    };
    assert!(rows <= 50 && limits <= 150, "{rows} times rows, {limits} times limit");
    // Who goes on sending into a closed socket may lose the close itself.
    assert!(code == 4429 || code == 1006, "{code}");
    bystander.until_now().await;
    // A name that is subscribed again takes the place of the first: no second share of the limit.
    let (mut socket, _) = bob.listen().await;
    for _ in 0..60 {
        assert_eq!(socket.subscribe("same", "tasks", json!({})).await["type"], "rows");
    }
    let made = json!({"taskId": uuid(), "title": "Told once", "role": "logistics"});
    let revision = bob.must("create-task", made).await;
    let frames = socket.until_now().await;
    assert_eq!(
        frames.iter().filter(|frame| frame["revision"] == revision && frame["type"] != "heartbeat").count(),
        1
    );
}

#[tokio::test]
async fn an_id_of_somebody_else_tells_nothing_and_does_nothing() {
    let server = Server::demo();
    let (bob, bea) = (server.person("bob").await, server.person("bea").await);
    let id = uuid();
    let made = command("create-task", json!({"taskId": id, "title": "Bob's", "role": "logistics"}));
    let first = bob.submit(std::slice::from_ref(&made)).await["outcomes"][0].clone();
    // The very same command, from another person.
    let outcome = bea.submit(std::slice::from_ref(&made)).await["outcomes"][0].clone();
    assert_eq!(outcome["reason"]["code"], "id-reused");
    assert!(outcome["revision"].is_null(), "{outcome}");
    // The same id twice in one request, with another content.
    let (one, mut other) = (command("edit-task", json!({"taskId": id, "title": "A"})), Value::Null);
    other.clone_from(&one);
    other["data"]["title"] = json!("B");
    let outcomes = bob.submit(&[one.clone(), other, one]).await["outcomes"].clone();
    assert_eq!(outcomes[1]["reason"]["code"], "id-reused");
    assert_eq!(outcomes[0], outcomes[2]);
    assert_eq!(bob.submit(&[made]).await["outcomes"][0], first, "and the first answer stands");
}

/// Somebody of another crew on the same server, who may do everything there.
async fn stranger(server: &Server) -> Person {
    let run = |arguments: &[&str]| {
        let done = server.home.program(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    let workspace = run(&["workspace", "add", "Other crew"]);
    let mail = "olga@other.example";
    let arguments =
        ["user", "add", mail, "--name", "Olga", "--role", "admin", "--workspace", workspace.trim()];
    let password = run(&arguments).split_whitespace().last().unwrap().to_owned();
    Person::sign_in(server, mail, &password).await
}

#[tokio::test]
async fn another_workspaces_ids_are_nobodys() {
    let server = Server::demo();
    let (david, bob) = (server.person("david").await, server.person("bob").await);
    let olga = stranger(&server).await;
    let first = |seed: &Value, table: &str| {
        let rows = seed["rows"].as_array().unwrap();
        rows.iter().find(|row| row["table"] == table).unwrap()["row"].clone()
    };
    let seed = david.seed("/").await;
    let (party, task) = (first(&seed, "budgets")["id"].clone(), first(&seed, "tasks")["id"].clone());
    let item = first(&bob.seed("/shopping").await, "shopping-items");
    let made = command("create-task", json!({"taskId": uuid(), "title": "Theirs", "role": "cook"}));
    david.submit(std::slice::from_ref(&made)).await;
    let before = david.seed("/").await;

    let quantity = json!({"amount": "1", "unit": item["unit"]});
    for (kind, data) in [
        ("set-task-status", json!({"taskId": task, "status": "done"})),
        ("remove-task", json!({"taskId": task})),
        ("edit-budget", json!({"budgetId": party, "name": "Ours"})),
        ("add-purchase", json!({"itemId": item["id"], "purchaseId": uuid(), "quantity": quantity})),
        ("comment", json!({"commentId": uuid(), "table": "tasks", "rowId": task, "text": "Hello"})),
        ("put-user", json!({"userId": bob.user, "role": "admin"})),
        ("create-task", json!({"taskId": uuid(), "title": "Ours", "role": "cook", "budgetId": party})),
        ("create-task", json!({"taskId": uuid(), "title": "Ours", "role": "cook", "assigneeId": bob.user})),
        ("undo", json!({"commandId": made["id"]})),
    ] {
        let outcome = olga.act(kind, data).await;
        assert_eq!(outcome["reason"]["code"], "not-found", "{kind}: {outcome}");
    }
    // The address that somebody there signs in with.
    let taken = olga.act("put-user", json!({"userId": olga.user, "email": "bob@demo.example"})).await;
    assert_eq!(taken["reason"]["field"], "email");
    let mut socket = olga.connect().await;
    socket.say(&olga.hello(&uuid(), &[made["id"].as_str().unwrap().to_owned()])).await;
    let welcome = socket.frame("welcome").await;
    assert!(welcome["data"]["outcomes"].as_array().is_none_or(Vec::is_empty), "{welcome}");
    let rows = socket.subscribe("theirs", "budgets", json!({"filters": {"budgetId": party}})).await;
    assert_eq!(rows["data"]["rows"], json!([]));
    let rows_of = |seed: &Value| seed["rows"].clone();
    assert_eq!(rows_of(&david.seed("/").await), rows_of(&before));
}

#[tokio::test]
async fn rows_of_any_size_come_in_one_frame() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let id = uuid();
    bob.must("create-task", json!({"taskId": id, "title": "Discussed", "role": "logistics"})).await;
    let text = "x".repeat(10_000);
    for _ in 0..15 {
        let comment =
            || command("comment", json!({"commentId": uuid(), "table": "tasks", "rowId": id, "text": text}));
        bob.submit(&(0..20).map(|_| comment()).collect::<Vec<_>>()).await;
    }
    let (mut socket, _): (Socket, Value) = bob.listen().await;
    let rows = socket.subscribe("all", "activity", json!({})).await;
    assert!(rows["data"]["rows"].as_array().unwrap().len() >= 300);
    socket.until_now().await;
}

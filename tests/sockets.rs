//! `GET /ws`: the table of bad input, rows and facts, what happens to sockets when people change.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::{Value, json};
use support::{Person, Server, Socket, uuid};

fn ids(rows: &Value) -> Vec<String> {
    let rows = rows["data"]["rows"].as_array().unwrap();
    rows.iter().map(|row| row["row"]["id"].as_str().unwrap().to_owned()).collect()
}

async fn new_task(person: &Person, title: &str, role: &str) -> (String, u64) {
    let id = uuid();
    let revision = person.must("create-task", json!({"taskId": id, "title": title, "role": role})).await;
    (id, revision)
}

#[tokio::test]
async fn nobody_gets_a_socket() {
    let server = Server::demo();
    assert_eq!(Socket::open(&server.address, &[]).await.err(), Some(401));
}

#[tokio::test]
async fn a_conversation_begins_with_hello() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    for first in [r#"{"type":"heartbeat","data":{"timestamp":0}}"#, "nonsense", r#"{"type":"hello"}"#] {
        let mut socket = bob.connect().await;
        socket.say_text(first).await;
        assert_eq!(socket.closed().await, 4400, "{first}");
    }
    let mut silent = bob.connect().await;
    let mut newer = bob.connect().await;
    newer.say(&json!({"type": "hello", "data": {"protocol": 99, "replica": uuid(), "tab": "t"}})).await;
    let error = newer.frame("error").await;
    assert_eq!(error["data"]["code"], "unsupported");
    assert_eq!(newer.closed().await, 4406);
    assert_eq!(tokio::time::timeout(std::time::Duration::from_secs(15), silent.closed()).await, Ok(4400));
}

#[tokio::test]
async fn nonsense_is_answered_and_too_much_of_it_ends_the_conversation() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    let nonsense =
        ["nonsense", r#"{"type":"dance"}"#, r#"{"type":"unsubscribe","data":{}}"#, r#"{"type":"hello"}"#];
    for text in nonsense {
        socket.say_text(text).await;
        assert_eq!(socket.frame("error").await["data"]["code"], "invalid", "{text}");
    }
    for _ in 0..6 {
        socket.say_text("nonsense").await;
    }
    assert_eq!(socket.closed().await, 4400);
}

#[tokio::test]
async fn a_wrong_subscription_is_refused_by_its_name_and_the_socket_lives() {
    let server = Server::demo();
    let carla = server.person("carla").await;
    let (mut socket, _) = carla.listen().await;
    let wrong = [
        ("tasks", json!({"filters": {"role": "logistics"}}), "forbidden"),
        ("shopping", json!({"filters": {"role": "cook"}}), "invalid"),
        ("weather", json!({}), "invalid"),
        ("tasks", json!({"filters": {"colour": "red"}}), "invalid"),
    ];
    for (topic, more, code) in wrong {
        let answer = socket.subscribe("mine", topic, more).await;
        assert_eq!(answer["type"], "error", "{topic}");
        assert_eq!(answer["data"]["code"], code, "{topic}");
    }
    assert_eq!(socket.subscribe("mine", "tasks", json!({})).await["type"], "rows");
}

#[tokio::test]
async fn there_are_bounds_to_what_a_socket_may_ask() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    for number in 0..50 {
        let rows = socket.subscribe(&format!("s{number}"), "presence", json!({})).await;
        assert_eq!(rows["type"], "rows");
    }
    let refused = socket.subscribe("one more", "presence", json!({})).await;
    assert_eq!(refused["data"]["code"], "limit");
    let (mut large, _) = bob.listen().await;
    large.say_text(&"x".repeat(70_000)).await;
    assert_eq!(large.closed().await, 1009);
    let (mut flood, _) = bob.listen().await;
    for _ in 0..250 {
        flood.say(&json!({"type": "heartbeat", "data": {"timestamp": 0}})).await;
    }
    assert_eq!(flood.closed().await, 4429);
}

#[tokio::test]
async fn a_welcome_comes_by_itself_whatever_else_is_due() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    // Its author's own browser is told of every act, whatever it listens to.
    let acting = async {
        loop {
            new_task(&bob, "Meanwhile", "logistics").await;
        }
    };
    let opening = async {
        for tab in 0..400 {
            let mut socket = bob.connect().await;
            socket.say(&bob.hello(&tab.to_string(), &[])).await;
            let first = socket.next_whole().await.unwrap();
            assert_eq!(first["type"], "welcome", "{first}");
        }
    };
    tokio::select! {
        () = acting => {}
        () = opening => {}
    }
}

#[tokio::test]
async fn the_same_tab_again_replaces_the_first() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let mut first = bob.connect().await;
    first.say(&bob.hello("tab", &[])).await;
    first.frame("welcome").await;
    let mut other = bob.connect().await;
    other.say(&bob.hello("other tab", &[])).await;
    other.frame("welcome").await;
    let mut again = bob.connect().await;
    again.say(&bob.hello("tab", &[])).await;
    again.frame("welcome").await;
    assert_eq!(first.closed().await, 4409);
    other.until_now().await;
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    let stopping = tokio::task::spawn_blocking(|| server.stop());
    let goodbye = socket.frame("goodbye").await;
    assert!(goodbye["data"]["retryAfterMs"].as_u64().unwrap() > 0);
    assert_eq!(socket.closed().await, 1012);
    stopping.await.unwrap();
}

#[tokio::test]
async fn hello_hears_what_became_of_its_commands() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let done = support::command("create-task", json!({"taskId": uuid(), "title": "T", "role": "logistics"}));
    let outcome = bob.submit(std::slice::from_ref(&done)).await["outcomes"][0].clone();
    let id = |command: &Value| command["id"].as_str().unwrap().to_owned();
    let mut socket = bob.connect().await;
    socket.say(&bob.hello("tab", &[id(&done), uuid()])).await;
    let welcome = socket.frame("welcome").await;
    assert_eq!(welcome["data"]["outcomes"], json!([outcome]));
    assert_eq!(welcome["data"]["userRole"], "logistics");
    // Somebody else learns nothing of them.
    let bea = server.person("bea").await;
    let mut socket = bea.connect().await;
    socket.say(&bea.hello("tab", &[id(&done)])).await;
    assert_eq!(socket.frame("welcome").await["data"]["outcomes"], json!([]));
}

#[tokio::test]
async fn one_fact_a_revision_to_those_it_concerns_and_head_to_its_author() {
    let server = Server::demo();
    let (bob, bea, carla) =
        (server.person("bob").await, server.person("bea").await, server.person("carla").await);
    let (mut bobs, _) = bob.listen().await;
    let (mut beas, _) = bea.listen().await;
    let (mut carlas, _) = carla.listen().await;
    // Two subscriptions that cover the same row.
    beas.subscribe("all", "tasks", json!({})).await;
    beas.subscribe("ours", "tasks", json!({"filters": {"role": "logistics"}})).await;
    carlas.subscribe("all", "tasks", json!({})).await;
    let (id, revision) = new_task(&bob, "Fetch the ice", "logistics").await;
    let heard = beas.until_now().await;
    let facts: Vec<&Value> = heard.iter().filter(|frame| frame["revision"] == revision).collect();
    assert_eq!(facts.len(), 1, "{heard:?}");
    assert_eq!(facts[0]["type"], "task-created");
    assert_eq!(facts[0]["changes"].as_array().unwrap().len(), 1);
    assert_eq!(facts[0]["changes"][0]["row"]["id"], json!(id));
    assert_eq!(facts[0]["changes"][0]["row"]["rev"], revision);
    // The author listens to nothing and still learns that it is delivered.
    assert_eq!(bobs.frame("head").await["data"]["revision"], revision);
    // A cook hears nothing of it but in the heartbeat.
    let heard = carlas.until_now().await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0]["data"]["revision"], revision);
}

#[tokio::test]
async fn rows_come_whole_or_since_a_revision() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let (first, _) = new_task(&bob, "Before", "logistics").await;
    let (mut socket, welcome) = bob.listen().await;
    let whole = socket.subscribe("tasks", "tasks", json!({})).await;
    assert_eq!(whole["data"]["complete"], true);
    let since = whole["data"]["revision"].clone();
    let (second, _) = new_task(&bob, "After", "logistics").await;
    bob.must("remove-task", json!({"taskId": first})).await;
    let held =
        json!({"since": since, "epoch": welcome["data"]["epoch"], "rights": welcome["data"]["rights"]});
    let (mut socket, _) = bob.listen().await;
    let missed = socket.subscribe("tasks", "tasks", held.clone()).await;
    assert_eq!(missed["data"]["complete"], false);
    assert_eq!(ids(&missed), std::slice::from_ref(&second));
    assert_eq!(missed["data"]["gone"], json!([{"table": "tasks", "id": first}]));
    for (name, value) in
        [("epoch", json!("another")), ("rights", json!("cook-1")), ("since", json!(1_000_000))]
    {
        let mut stale = held.clone();
        stale[name] = value;
        let all = socket.subscribe("tasks", "tasks", stale).await;
        assert_eq!(all["data"]["complete"], true, "{name}");
        assert!(ids(&all).contains(&second) && !ids(&all).contains(&first));
    }
}

#[tokio::test]
async fn a_row_that_leaves_a_filter_is_removed_from_it() {
    let server = Server::demo();
    let david = server.person("david").await;
    let bob = server.person("bob").await;
    let (id, _) = new_task(&david, "Wanders", "logistics").await;
    let (mut bobs, _) = bob.listen().await;
    bobs.subscribe("ours", "tasks", json!({})).await;
    let (mut davids, _) = david.listen().await;
    davids.subscribe("theirs", "tasks", json!({"filters": {"role": "logistics"}})).await;
    let revision = david.must("edit-task", json!({"taskId": id, "role": "cook"})).await;
    for socket in [&mut bobs, &mut davids] {
        let fact = socket.until_now().await.into_iter().find(|frame| frame["revision"] == revision).unwrap();
        let changes = fact["changes"].as_array().unwrap();
        assert!(changes.contains(&json!({"table": "tasks", "removed": id})), "{fact}");
    }
}

#[tokio::test]
async fn another_role_gets_a_new_welcome_and_its_rows_anew() {
    let server = Server::demo();
    let (david, bob) = (server.person("david").await, server.person("bob").await);
    let (mut socket, welcome) = bob.listen().await;
    socket.subscribe("tasks", "tasks", json!({})).await;
    socket.subscribe("ours", "tasks", json!({"filters": {"role": "logistics"}})).await;
    david.must("put-user", json!({"userId": bob.user, "role": "cook"})).await;
    let again = socket.frame("welcome").await;
    assert_eq!(again["data"]["userRole"], "cook");
    assert_ne!(again["data"]["rights"], welcome["data"]["rights"]);
    let frames = socket.until_now().await;
    let refused = frames.iter().find(|frame| frame["type"] == "error").unwrap();
    assert_eq!(refused["data"]["id"], "ours");
    let rows = frames.iter().find(|frame| frame["type"] == "rows").unwrap();
    assert_eq!(rows["data"]["complete"], true);
    let roles = rows["data"]["rows"].as_array().unwrap().iter().map(|row| &row["row"]["role"]);
    assert!(roles.clone().count() > 0 && roles.into_iter().all(|role| role == "cook"));
}

#[tokio::test]
async fn somebody_who_is_no_longer_here_is_signed_out_within_a_second() {
    let server = Server::demo();
    let (david, cai) = (server.person("david").await, server.person("cai").await);
    let (mut socket, _) = cai.listen().await;
    david.must("put-user", json!({"userId": cai.user, "active": false})).await;
    let closed = tokio::time::timeout(std::time::Duration::from_secs(1), socket.closed_for()).await;
    assert_eq!(closed, Ok((4401, "closed".to_owned())), "not only the session is over");
    assert_eq!(cai.post(&cai.submission(&[])).await.status(), 401);
    let form = [("email", "cai@demo.example"), ("password", &server.password())];
    let answer = server.client().post(server.url("/api/sign-in")).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 401);
}

#[tokio::test]
async fn presence_says_who_is_where_as_far_as_one_may_see() {
    let server = Server::demo();
    let (alice, bob, carla) =
        (server.person("alice").await, server.person("bob").await, server.person("carla").await);
    let (id, _) = new_task(&alice, "Edited", "logistics").await;
    let (mut bobs, _) = bob.listen().await;
    let (mut carlas, _) = carla.listen().await;
    bobs.subscribe("here", "presence", json!({})).await;
    carlas.subscribe("here", "presence", json!({})).await;
    let (mut alices, _) = alice.listen().await;
    let at = json!({"route": "/tasks", "table": "tasks", "rowId": id, "editing": true});
    alices.say(&json!({"type": "presence", "data": at})).await;
    let of_alice = async |socket: &mut Socket| loop {
        let frame = socket.frame("presence").await;
        let users = frame["data"]["users"].as_array().unwrap().clone();
        if let Some(one) = users.into_iter().find(|one| one["userId"] == alice.user && one["route"] != "") {
            return one;
        }
    };
    let seen = of_alice(&mut bobs).await;
    assert_eq!((&seen["rowId"], &seen["editing"]), (&json!(id), &json!(true)));
    let seen = of_alice(&mut carlas).await;
    assert_eq!((&seen["rowId"], &seen["editing"]), (&Value::Null, &json!(false)));
}

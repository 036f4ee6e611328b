//! A disk that is full: what cannot be written is answered 503 and has not happened, and goes through
//! once when there is room again.
#![cfg(target_os = "linux")]

use serde_json::{Value, json};

use super::books::Books;
use crate::support::{Home, Person, Server, Socket, command, uuid};

fn tasks(title: &str) -> Vec<Value> {
    let task = |_| command("create-task", json!({"taskId": uuid(), "title": title, "role": "logistics"}));
    (0..20).map(task).collect()
}

async fn is_not_taken(person: &Person, commands: &[Value]) {
    let answer = person.post(&person.submission(commands)).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
    let error: Value = answer.json().await.unwrap();
    assert!(error["error"]["retryAfterMs"].as_u64().unwrap() > 0, "{error}");
    assert!(!error.to_string().to_lowercase().contains("disk"), "never a database's words: {error}");
}

async fn is_taken_once(person: &Person, commands: &[Value]) {
    let first = person.submit(commands).await["outcomes"].clone();
    for outcome in first.as_array().unwrap() {
        assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    }
    assert_eq!(person.submit(commands).await["outcomes"], first);
}

/// The revisions of the facts that a socket hears until now.
async fn facts(socket: &mut Socket) -> Vec<u64> {
    let frames = socket.until_now().await;
    frames.iter().filter_map(|frame| frame["revision"].as_u64()).collect()
}

#[tokio::test]
async fn what_finds_no_room_has_not_happened_and_goes_through_once_when_there_is_room_again() {
    let server = Server::start_on_a_small_disk(Home::new(), &["--demo"]);
    let password = server.password();
    let (bob, bea) = (server.person("bob").await, server.person("bea").await);
    bob.must("create-task", json!({"taskId": uuid(), "title": "Before", "role": "logistics"})).await;
    let (mut socket, _) = bea.listen().await;
    socket.subscribe("tasks", "tasks", json!({})).await;

    let (begun, refused) = (tasks("Begun"), tasks("Refused"));
    server.files_up_to(Some(1));
    is_not_taken(&bob, &begun).await;
    is_not_taken(&bob, &refused).await;
    assert_eq!(facts(&mut socket).await, [0_u64; 0], "nobody is told of what is not kept");
    let page = bob.page("/tasks").await;
    assert!(page.contains("Before") && !page.contains("Begun"), "what is there can still be read");
    let form = [("email", "cai@demo.example"), ("password", &password)];
    let answer = server.client().post(server.url("/api/sign-in")).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 503, "a session that cannot be kept is not opened");

    // A little more room each time: none of a commit's pages find it, then some, then all. The server
    // goes on as if nothing had been.
    let (mut refusals, mut taken) = (0, false);
    for room in (1..500).map(|step| step * 40_000) {
        server.files_up_to(Some(room));
        taken = bob.post(&bob.submission(&begun)).await.status() == 200;
        if taken {
            break;
        }
        is_not_taken(&bob, &begun).await;
        refusals += 1;
    }
    assert!(taken, "there is room, and still nothing is taken");
    assert!(refusals > 2, "the disk was full for a while");
    server.files_up_to(None);
    is_taken_once(&bob, &begun).await;
    assert_eq!(facts(&mut socket).await.len(), begun.len());

    // Full again, and this time the server is killed in it.
    server.files_up_to(Some(1));
    is_not_taken(&bob, &refused).await;
    let home = server.kill();
    let server = Server::start(home, &[]);
    let bob = Person::sign_in(&server, "bob@demo.example", &password).await;
    is_taken_once(&bob, &begun).await;
    is_taken_once(&bob, &refused).await;
    let home = server.stop();
    let books = Books::open(&home).await;
    for command in begun.iter().chain(&refused) {
        let id = command["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(books.count(id), 1);
    }
    assert!(home.program(&["check"]).status().unwrap().success());
}

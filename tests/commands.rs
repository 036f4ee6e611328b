//! `POST /api/submit`: the table of bad input, one answer to one id, refusals that hold others.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::{Value, json};
use support::{Home, Server, command, uuid};

fn task(id: &str, title: &str) -> Value {
    json!({"taskId": id, "title": title, "role": "logistics"})
}

#[tokio::test]
async fn what_is_no_list_of_commands_is_refused_as_a_whole() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let good = command("create-task", task(&uuid(), "Good"));
    let without = |name: &str| {
        let mut command = good.clone();
        command.as_object_mut().unwrap().remove(name);
        bob.submission(&[good.clone(), command])
    };
    let mut bad_id = good.clone();
    bad_id["id"] = json!("not-a-uuid");
    let bodies = [
        "not json".to_owned(),
        "{}".to_owned(),
        json!({"user": bob.user, "commands": []}).to_string(),
        json!({"user": bob.user, "replica": bob.replica}).to_string(),
        without("id").to_string(),
        without("type").to_string(),
        bob.submission(&[bad_id]).to_string(),
    ];
    for body in bodies {
        let request = bob.client.post(bob.url("/api/submit")).header("content-type", "application/json");
        let answer = request.body(body.clone()).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{body}");
        let error: Value = answer.json().await.unwrap();
        assert!(error["error"]["code"].is_string() && error["error"]["message"].is_string(), "{error}");
    }
    let tasks = bob.seed("/tasks").await.to_string();
    assert!(!tasks.contains("\"Good\""), "nothing of a refused request is done");
}

#[tokio::test]
async fn size_session_and_person_are_answered_with_their_status() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let alice = server.person("alice").await;
    let nobody = server.client().post(server.url("/api/submit")).json(&bob.submission(&[]));
    assert_eq!(nobody.send().await.unwrap().status(), 401);
    assert_eq!(bob.post(&alice.submission(&[])).await.status(), 409);
    let many: Vec<Value> = (0..101).map(|_| command("create-task", task(&uuid(), "x"))).collect();
    assert_eq!(bob.post(&bob.submission(&many)).await.status(), 413);
    let large = command("create-task", task(&uuid(), &"x".repeat(300_000)));
    assert_eq!(bob.post(&bob.submission(&[large])).await.status(), 413);
}

#[tokio::test]
async fn too_often_says_when_to_come_back() {
    // So few that no machine is too slow to send more.
    let home = Home::new();
    std::fs::write(home.path().join("Leptos.toml"), "[limits]\nrequests-per-second = 1\n").unwrap();
    let server = Server::start(home, &["--demo"]);
    let bob = server.person("bob").await;
    let body = bob.submission(&[]);
    let mut refused = None;
    for _ in 0..30 {
        let answer = bob.post(&body).await;
        if answer.status() == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a flood is refused");
    assert!(refused.headers().contains_key("retry-after"));
    let body: Value = refused.json().await.unwrap();
    assert!(body["error"]["retryAfterMs"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn each_command_is_judged_by_itself() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let mut future = command("create-task", task(&uuid(), "Seen too much"));
    future["seen"] = json!(1_000_000);
    future["epoch"] = json!(bob.epoch);
    let mut version = command("create-task", task(&uuid(), "New version"));
    version["v"] = json!(2);
    let answer = bob
        .submit(&[
            command("no-such-command", json!({})),
            version,
            command("create-task", json!({"taskId": uuid(), "role": "logistics"})),
            command("create-task", task(&uuid(), &"x".repeat(201))),
            future,
            command("set-task-status", json!({"taskId": uuid(), "status": "done"})),
            command(
                "create-budget",
                json!({"budgetId": uuid(), "name": "x", "date": "2026-12-01",
                "servingTime": "12:00", "guests": 3}),
            ),
            command("create-task", task(&uuid(), "Good after all")),
        ])
        .await;
    let outcomes = answer["outcomes"].as_array().unwrap();
    let codes: Vec<&str> =
        outcomes.iter().map(|one| one["reason"]["code"].as_str().unwrap_or("accepted")).collect();
    assert_eq!(
        codes,
        ["unsupported", "unsupported", "invalid", "limit", "invalid", "not-found", "forbidden", "accepted"]
    );
    assert_eq!(outcomes[2]["reason"]["field"], "title");
    assert_eq!(outcomes[3]["reason"]["field"], "title");
    assert_eq!(outcomes[4]["reason"]["field"], "seen");
    assert_eq!(outcomes[7]["revision"], answer["head"]);
}

#[tokio::test]
async fn the_same_id_gets_the_first_answer_for_ever() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let made = command("create-task", task(&uuid(), "Once"));
    let refused = command("create-task", task(&uuid(), ""));
    let both = [made.clone(), refused.clone()];
    let first = bob.submit(&both).await;
    let mut later = made.clone();
    later["at"] = json!(5);
    later["seen"] = first["head"].clone();
    assert_eq!(bob.submit(&[later, refused.clone()]).await["outcomes"], first["outcomes"]);
    let mut other = made.clone();
    other["data"]["title"] = json!("Twice");
    let outcome = bob.submit(&[other]).await["outcomes"][0].clone();
    assert_eq!(outcome["reason"]["code"], "id-reused");

    let password = server.password();
    let server = Server::start(server.stop(), &[]);
    let bob = support::Person::sign_in(&server, "bob@demo.example", &password).await;
    let again = bob.submit(&both).await;
    assert_eq!(again["outcomes"], first["outcomes"]);
    assert_eq!(again["head"], first["head"]);
}

#[tokio::test]
async fn an_id_sent_many_times_at_once_has_one_effect() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let body = bob.submission(&[command("create-task", task(&uuid(), "At once"))]);
    let requests = (0..20).map(|_| bob.post(&body));
    let mut revisions = Vec::new();
    for answer in futures::future::join_all(requests).await {
        let answer: Value = answer.json().await.unwrap();
        revisions.push(answer["outcomes"][0]["revision"].as_u64().unwrap());
    }
    revisions.dedup();
    assert_eq!(revisions.len(), 1);
}

#[tokio::test]
async fn what_needs_a_refused_row_is_held_and_not_remembered() {
    let server = Server::demo();
    let alice = server.person("alice").await;
    let (budget, line) = (uuid(), uuid());
    let party = |guests: u32| {
        json!({"budgetId": budget, "name": "Held", "date": "2026-12-01", "servingTime": "12:00",
               "guests": guests})
    };
    let on_it = command(
        "put-budget-line",
        json!({"lineId": line, "budgetId": budget, "category": "food", "text": "Soup"}),
    );
    let on_the_line = command("remove-budget-line", json!({"lineId": line}));
    let other = command("create-task", task(&uuid(), "Goes on"));
    let queue = [command("create-budget", party(0)), on_it.clone(), on_the_line.clone(), other];
    let outcomes = alice.submit(&queue).await["outcomes"].clone();
    let verdicts: Vec<&str> =
        outcomes.as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["rejected", "held", "held", "accepted"]);
    // The person mends the first and the rest follows under its old ids.
    let mended = [command("create-budget", party(8)), on_it, on_the_line];
    let outcomes = alice.submit(&mended).await["outcomes"].clone();
    assert!(outcomes.as_array().unwrap().iter().all(|one| one["outcome"] == "accepted"), "{outcomes}");
}

#[tokio::test]
async fn an_undo_finds_the_act_in_its_batch_and_in_the_store() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let id = uuid();
    let made = command("create-task", task(&id, "Undone at once"));
    let undo = command("undo", json!({"commandId": made["id"]}));
    let outcomes = bob.submit(&[made, undo]).await["outcomes"].clone();
    assert_eq!(outcomes[1]["outcome"], "accepted", "{outcomes}");

    let made = command("create-task", task(&uuid(), "Undone later"));
    bob.submit(std::slice::from_ref(&made)).await;
    let password = server.password();
    let server = Server::start(server.stop(), &[]);
    let bob = support::Person::sign_in(&server, "bob@demo.example", &password).await;
    assert!(bob.seed("/tasks").await.to_string().contains("Undone later"));
    bob.must("undo", json!({"commandId": made["id"]})).await;
    assert!(!bob.seed("/tasks").await.to_string().contains("Undone later"));
}

#[tokio::test]
async fn a_zone_comes_with_its_offsets_and_an_unknown_one_is_refused() {
    let server = Server::demo();
    let david = server.person("david").await;
    david.must("edit-workspace", json!({"zone": "America/New_York"})).await;
    let seed = david.seed("/").await;
    let rows = seed["rows"].as_array().unwrap();
    let workspace = rows.iter().find(|row| row["table"] == "workspaces").unwrap();
    let offsets = workspace["row"]["offsets"].as_array().unwrap();
    assert!(offsets.iter().any(|change| change["seconds"] == -18_000), "{offsets:?}");
    let refused = david.act("edit-workspace", json!({"zone": "Europe/Atlantis"})).await;
    assert_eq!(refused["reason"]["field"], "zone");
}

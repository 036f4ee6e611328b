//! What was answered is on the disk: accidents in the middle of work, copies, restores.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use support::{Home, Person, Server, command, uuid};
use tokio::sync::watch;

fn checked(home: &Home) -> String {
    let output = home.program(&["check"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Makes tasks until the server is gone, counting what is answered; returns that, with the commands.
async fn make_tasks(person: &Person, count: &watch::Sender<usize>) -> Vec<(Value, Value)> {
    let mut answered = Vec::new();
    loop {
        let commands: Vec<Value> = (0..7)
            .map(|_| command("create-task", json!({"taskId": uuid(), "title": "T", "role": "logistics"})))
            .collect();
        let body = person.submission(&commands);
        let sent = person.client.post(person.url("/api/submit")).json(&body).send().await;
        let Ok(answer) = sent else { return answered };
        let Ok(answer) = answer.json::<Value>().await else { return answered };
        let Some(outcomes) = answer["outcomes"].as_array() else { return answered };
        answered.extend(commands.into_iter().zip(outcomes.iter().cloned()));
        count.send_modify(|count| *count += outcomes.len());
    }
}

#[tokio::test]
async fn an_accident_in_the_middle_of_work_loses_nothing_that_was_answered() {
    let server = Server::demo();
    let password = server.password();
    let (bob, bea, david) =
        (server.person("bob").await, server.person("bea").await, server.person("david").await);
    let count = watch::Sender::new(0);
    let mut counted = count.subscribe();
    let accident = async {
        counted.wait_for(|count| *count >= 300).await.unwrap();
        tokio::task::spawn_blocking(|| server.kill()).await.unwrap()
    };
    let (home, bobs, beas, davids) = tokio::join!(
        accident,
        make_tasks(&bob, &count),
        make_tasks(&bea, &count),
        make_tasks(&david, &count)
    );
    assert!(bobs.len() + beas.len() + davids.len() >= 300, "all that was counted was answered");
    checked(&home);
    let server = Server::start(home, &[]);
    let all = [("bob", bobs), ("bea", beas), ("david", davids)];
    let mut revisions = BTreeMap::new();
    for (name, answered) in all {
        let person = Person::sign_in(&server, &format!("{name}@demo.example"), &password).await;
        for chunk in answered.chunks(100) {
            let commands: Vec<Value> = chunk.iter().map(|(command, _)| command.clone()).collect();
            let again = person.submit(&commands).await;
            for ((_, first), again) in chunk.iter().zip(again["outcomes"].as_array().unwrap()) {
                assert_eq!(first, again, "the first answer holds");
                assert_eq!(revisions.insert(first["revision"].as_u64().unwrap(), name), None);
            }
        }
        let seed = person.seed("/tasks").await;
        let there: std::collections::BTreeSet<&str> =
            seed["rows"].as_array().unwrap().iter().filter_map(|row| row["row"]["id"].as_str()).collect();
        for (command, _) in &answered {
            assert!(there.contains(command["data"]["taskId"].as_str().unwrap()));
        }
    }
}

#[tokio::test]
async fn a_restored_copy_begins_another_epoch() {
    let server = Server::demo();
    let password = server.password();
    let bob = server.person("bob").await;
    let before = command("create-task", json!({"taskId": uuid(), "title": "Kept", "role": "logistics"}));
    bob.submit(std::slice::from_ref(&before)).await;
    let copy = server.home.path().join("copy.db");
    let copy = copy.to_str().unwrap().to_owned();
    assert!(server.home.program(&["backup", &copy]).status().unwrap().success());
    assert!(!server.home.program(&["backup", &copy]).status().unwrap().success(), "never over another");
    assert!(!server.home.program(&["restore", &copy]).status().unwrap().success(), "never while it runs");
    let after = command("create-task", json!({"taskId": uuid(), "title": "Lost", "role": "logistics"}));
    bob.submit(std::slice::from_ref(&after)).await;
    let epoch = bob.epoch.clone();
    let home = server.stop();
    assert!(home.program(&["restore", &copy]).status().unwrap().success());
    checked(&home);
    let server = Server::start(home, &[]);
    assert_eq!(bob.client.get(server.url("/tasks")).send().await.unwrap().status(), 303);
    let bob = Person::sign_in(&server, "bob@demo.example", &password).await;
    assert_ne!(bob.epoch, epoch);
    let tasks = bob.seed("/tasks").await.to_string();
    assert!(tasks.contains("\"Kept\"") && !tasks.contains("\"Lost\""));
    // What the copy does not know is carried out when it is sent again.
    assert_eq!(bob.submit(&[after]).await["outcomes"][0]["outcome"], "accepted");
}

#[tokio::test]
async fn people_can_be_added_from_the_terminal_while_the_server_runs() {
    let server = Server::demo();
    let bob = server.person("bob").await;
    let add = ["user", "add", "eve@test.example", "--name", "Eve", "--role", "cook"];
    let output = server.home.program(&add).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).unwrap().to_owned();
    let eve = Person::sign_in(&server, "eve@test.example", &password).await;
    assert_eq!(eve.role, "cook");
    let add = ["user", "add", "finn@test.example", "--name", "Finn", "--role", "cook"];
    assert!(server.home.program(&add).output().unwrap().status.success());
    // The next commit finds that the head has moved, and goes on from there.
    bob.must("create-task", json!({"taskId": uuid(), "title": "T", "role": "logistics"})).await;
    assert!(bob.seed("/people").await.to_string().contains("\"Finn\""));
}

#[tokio::test]
async fn an_invitation_lets_one_person_in_once() {
    let server = Server::demo();
    let david = server.person("david").await;
    let token = "one-time-token";
    let sha = sha256(token);
    david.must("invite", json!({"inviteId": uuid(), "role": "logistics", "tokenHash": sha})).await;
    let join = async |token: &str, name: &str| {
        let email = format!("{name}@test.example");
        let form = [("token", token), ("name", name), ("email", &email), ("password", "correct horse")];
        let client = server.client();
        let answer = client.post(server.url("/api/accept-invite")).form(&form).send().await.unwrap();
        (answer.status().as_u16(), client)
    };
    assert_eq!(join("another-token", "eve").await.0, 410);
    let (status, client) = join(token, "finn").await;
    assert_eq!(status, 303);
    assert_eq!(Person::of(&server, client).await.role, "logistics");
    assert_eq!(join(token, "gil").await.0, 410);
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(text);
    digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

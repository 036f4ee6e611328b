//! Coming in: sign-in, sessions, the first link, invitations.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::json;
use support::{Server, Socket, command};

#[tokio::test]
async fn the_first_link_makes_a_workspace_once() {
    let server = Server::empty();
    let ada = server.founded().await;
    assert_eq!(ada.role, "admin");
    let link = server.said.iter().find_map(|line| line.split("/start?token=").nth(1)).unwrap();
    let form = [
        ("token", link),
        ("workspace", "Again"),
        ("name", "Eve"),
        ("email", "eve@test.example"),
        ("password", "correct horse"),
    ];
    let again = server.client().post(server.url("/api/start")).form(&form).send().await.unwrap();
    assert_eq!(again.status(), 410);
}

#[tokio::test]
async fn the_demonstration_people_sign_in_with_the_printed_password() {
    let server = Server::demo();
    for (name, role) in [("david", "admin"), ("alice", "organizer"), ("bob", "logistics"), ("carla", "cook")]
    {
        assert_eq!(server.person(name).await.role, role);
    }
}

#[tokio::test]
async fn a_wrong_password_gets_the_same_sentence_whoever_it_is() {
    let server = Server::demo();
    let mut sentences = Vec::new();
    for email in ["alice@demo.example", "nobody@demo.example"] {
        let form = [("email", email), ("password", "wrong")];
        let answer = server.client().post(server.url("/api/sign-in")).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 401);
        assert!(answer.headers().get("set-cookie").is_none());
        sentences.push(answer.text().await.unwrap());
    }
    assert_eq!(sentences[0], sentences[1]);
}

#[tokio::test]
async fn guessing_is_slowed_down_without_locking_out_the_rest() {
    let server = Server::demo();
    let client = server.client();
    let guess = async || {
        let form = [("email", "alice@demo.example"), ("password", "wrong")];
        client.post(server.url("/api/sign-in")).form(&form).send().await.unwrap()
    };
    for _ in 0..10 {
        assert_eq!(guess().await.status(), 401);
    }
    let refused = guess().await;
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().get("retry-after").is_some());
    let body: serde_json::Value = refused.json().await.unwrap();
    assert!(body["error"]["retryAfterMs"].as_u64().unwrap() > 0);
    server.person("bob").await;
}

#[tokio::test]
async fn nobody_is_sent_to_sign_in_and_back() {
    let server = Server::demo();
    let answer = server.client().get(server.url("/shopping?week=2026-W48")).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/sign-in?next=/shopping%3Fweek%3D2026-W48");
    let form = [
        ("email", "bob@demo.example"),
        ("password", &server.password()),
        ("next", "/shopping?week=2026-W48"),
    ];
    let answer = server.client().post(server.url("/api/sign-in")).form(&form).send().await.unwrap();
    assert_eq!(answer.headers()["location"], "/shopping?week=2026-W48");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_sockets() {
    let server = Server::demo();
    let alice = server.person("alice").await;
    let (mut socket, _) = alice.listen().await;
    let answer = alice.client.post(alice.url("/api/sign-out")).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    assert_eq!(socket.closed_for().await, (4401, "ended".to_owned()));
    let refused = Socket::open(&server.address, &[("cookie", alice.cookie())]).await;
    assert_eq!(refused.err(), Some(401));
    assert_eq!(alice.post(&alice.submission(&[])).await.status(), 401);
}

/// Why a session is over, as somebody is told who comes with its cookie: by a request for commands and by
/// one for a socket.
async fn over(server: &Server, cookie: Option<&str>) -> serde_json::Value {
    let client = server.client();
    let mut reasons = Vec::new();
    for request in [client.get(server.url("/ws")), client.post(server.url("/api/submit"))] {
        let request = cookie.into_iter().fold(request, |request, cookie| request.header("cookie", cookie));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 401);
        let body: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(body["error"]["code"], "unauthorized");
        reasons.push(body["error"]["reason"].clone());
    }
    assert_eq!(reasons[0], reasons[1]);
    reasons.remove(0)
}

#[tokio::test]
async fn a_device_that_was_away_is_told_later_that_the_account_was_closed() {
    let server = Server::demo();
    let password = server.password();
    let (david, cai) = (server.person("david").await, server.person("cai").await);
    let signed_out = server.person("cai").await;
    signed_out.client.post(signed_out.url("/api/sign-out")).send().await.unwrap();
    let closing = david.must("put-user", json!({"userId": cai.user, "active": false})).await;
    assert_eq!(over(&server, Some(cai.cookie())).await, "closed");
    assert_eq!(over(&server, Some(signed_out.cookie())).await, "ended", "what is forgotten cannot say more");
    assert_eq!(over(&server, None).await, "ended");
    // A page of Carla's, left open in the same browser, hears that she is not the one.
    let carla = server.person("carla").await;
    let hers = cai.post(&carla.submission(&[])).await;
    assert_eq!(hers.status(), 409);
    let page = server.client().get(server.url("/tasks")).header("cookie", cai.cookie()).send().await.unwrap();
    assert_eq!(page.status(), 303, "the way to the sign-in page");
    let mut server = Server::start(server.stop(), &[]);
    server.said.push(format!("password: {password}"));
    assert_eq!(over(&server, Some(cai.cookie())).await, "closed");
    // Opened again, the account is not closed; what had ended stays so.
    let david = server.person("david").await;
    let mut opening = command("put-user", json!({"userId": cai.user, "active": true}));
    (opening["seen"], opening["epoch"]) = (json!(closing), json!(david.epoch));
    assert_eq!(david.submit(&[opening]).await["outcomes"][0]["outcome"], "accepted");
    assert_eq!(over(&server, Some(cai.cookie())).await, "ended");
    let back = server.person("cai").await;
    assert_eq!(back.post(&back.submission(&[])).await.status(), 200);
    assert_eq!(over(&server, Some(cai.cookie())).await, "ended");
}

#[tokio::test]
async fn signing_in_again_rotates_the_session() {
    let server = Server::demo();
    let alice = server.person("alice").await;
    let form = [("email", "alice@demo.example"), ("password", &server.password())];
    let answer = alice.client.post(alice.url("/api/sign-in")).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    let refused = Socket::open(&server.address, &[("cookie", alice.cookie())]).await;
    assert_eq!(refused.err(), Some(401));
}

#[tokio::test]
async fn who_comes_back_stays_signed_in() {
    let server = Server::demo();
    let alice = server.person("alice").await;
    let answer = alice.client.get(alice.url("/budgets")).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with(alice.cookie()) && cookie.contains("Max-Age=2592000"), "{cookie}");
    let nobody = reqwest::get(server.url("/sign-in")).await.unwrap();
    assert!(nobody.headers().get("set-cookie").is_none());
}

#[tokio::test]
async fn another_site_can_do_nothing() {
    let server = Server::demo();
    let alice = server.person("alice").await;
    let evil = ("origin", "https://evil.example");
    let request = alice.client.post(alice.url("/api/submit")).header(evil.0, evil.1);
    let answer = request.json(&alice.submission(&[])).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    let socket = Socket::open(&server.address, &[("cookie", alice.cookie()), evil]).await;
    assert_eq!(socket.err(), Some(403));
    let own = [("cookie", alice.cookie()), ("origin", server.address.as_str())];
    assert!(Socket::open(&server.address, &own).await.is_ok());
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let server = Server::demo();
    let password = server.password();
    let here = server.person("alice").await;
    let there = server.person("alice").await;
    let (mut socket, _) = there.listen().await;
    let wrong = [("current", "wrong"), ("password", "a new password")];
    let answer = here.client.post(here.url("/api/set-password")).form(&wrong).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let form = [("current", password.as_str()), ("password", "a new password")];
    let answer = here.client.post(here.url("/api/set-password")).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    assert_eq!(socket.closed_for().await, (4401, "ended".to_owned()));
    assert_eq!(here.post(&here.submission(&[])).await.status(), 200);
    assert_eq!(there.post(&there.submission(&[])).await.status(), 401);
}

#[tokio::test]
async fn what_a_door_says_of_a_refusal_is_the_servers_alone() {
    let server = Server::demo();
    let client = server.client();
    let made_up = client.get(server.url("/sign-in?next=%2Ftasks&refused=Call%20555")).send().await.unwrap();
    assert_eq!(
        (made_up.status().as_u16(), made_up.headers()["location"].to_str().unwrap()),
        (303, "/sign-in?next=%2Ftasks")
    );
    let form = [("email", "alice@demo.example"), ("password", "wrong")];
    let refused = client
        .post(server.url("/api/sign-in"))
        .header("accept", "text/html")
        .form(&form)
        .send()
        .await
        .unwrap();
    let page = refused.text().await.unwrap();
    let again = page.split("url=").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let form = client.get(server.url(&again)).send().await.unwrap();
    assert_eq!(form.status(), 200);
    assert!(form.text().await.unwrap().contains("do not fit together"));
}

#[tokio::test]
async fn what_is_done_from_the_terminal_reaches_who_is_there() {
    let server = Server::demo();
    let (cai, carla) = (server.person("cai").await, server.person("carla").await);
    let (mut ended, _) = cai.listen().await;
    let (mut stays, _) = carla.listen().await;
    stays.subscribe("crew", "people", json!({})).await;
    let run = |arguments: &[&str]| {
        let done = server.home.program(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    run(&["user", "set-password", "cai@demo.example"]);
    assert_eq!(ended.closed_for().await, (4401, "ended".to_owned()));
    run(&["user", "add", "nora@demo.example", "--name", "Nora", "--role", "cook"]);
    let fact = stays.frame("user-joined").await;
    assert!(fact["changes"].to_string().contains("Nora"), "{fact}");
}

#[tokio::test]
async fn the_store_and_the_process_say_that_they_are_well() {
    let server = Server::empty();
    for path in ["/healthz", "/readyz"] {
        let answer = server.client().get(server.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    let head = server.client().get(server.url("/healthz")).send().await.unwrap();
    for name in ["x-content-type-options", "referrer-policy", "x-request-id"] {
        assert!(head.headers().contains_key(name), "{name}");
    }
}

//! Addresses that are no page: said to a person in a page, to a program in a status.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use reqwest::redirect::Policy;
use support::Server;

const PERSON: &str = "text/html,application/xhtml+xml";

#[tokio::test]
async fn an_address_that_is_no_page_is_answered_with_one_that_leads_home() {
    let server = Server::demo();
    let client = reqwest::Client::new();
    for path in ["/nowhere", "/budgets/1/2", "/nowhere/"] {
        let answer = client.get(server.url(path)).header("accept", PERSON).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
        let text = answer.text().await.unwrap();
        assert!(text.contains("There is no such page") && text.contains(r#"href="/""#), "{path}: {text}");
    }
    let program = client.get(server.url("/nowhere.png")).send().await.unwrap();
    assert_eq!((program.status().as_u16(), program.text().await.unwrap().as_str()), (404, ""));
}

#[tokio::test]
async fn a_slash_too_much_leads_to_the_page_without() {
    let server = Server::demo();
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let answer =
        client.get(server.url("/shopping/?week=2026-W48")).header("accept", PERSON).send().await.unwrap();
    assert_eq!(answer.status(), 308);
    assert_eq!(answer.headers()["location"], "/shopping?week=2026-W48");
}

//! What happens to people while nothing comes through to their device: another role, the end of a
//! session.

use serde_json::json;

use super::books::Books;
use super::shoppers::scopes;
use crate::support::{Proxy, Server, Tab, eventually, uuid};

#[tokio::test]
async fn another_role_that_came_while_nothing_came_through_leaves_no_row_of_the_old_one() {
    let server = Server::demo();
    let (david, bob) = (server.person("david").await, server.person("bob").await);
    let proxy = Proxy::before(&server.address).await;
    let tab = Tab::open(&bob, &proxy.address, &scopes());
    tab.delivered().await;
    let of_logistics = tab.shown();
    proxy.stall();
    david.must("put-user", json!({"userId": bob.user, "role": "cook"})).await;
    david.must("create-task", json!({"taskId": uuid(), "title": "Not for cooks", "role": "logistics"})).await;
    proxy.flow();
    let cook = server.person("bob").await;
    assert_eq!(cook.role, "cook");
    let fresh = Tab::open(&cook, &server.address, &scopes());
    fresh.delivered().await;
    assert_ne!(fresh.shown(), of_logistics);
    eventually("the tab shows what a cook's does", async || tab.shown() == fresh.shown()).await;
    assert!(tab.look(|replica| replica.reader().role == fresh.look(|fresh| fresh.reader().role)));
}

#[tokio::test]
async fn a_session_that_ended_while_nothing_came_through_keeps_the_queue_and_does_nothing_of_it() {
    let server = Server::demo();
    let (david, cai) = (server.person("david").await, server.person("cai").await);
    let proxy = Proxy::before(&server.address).await;
    let tab = Tab::open(&cai, &proxy.address, &scopes());
    tab.delivered().await;
    proxy.stall();
    let act = tab.act("create-task", json!({"taskId": uuid(), "title": "Too late", "role": "cook"}));
    david.must("put-user", json!({"userId": cai.user, "active": false})).await;
    // What was under way arrives after the end of the session.
    proxy.flow();
    tab.signed_out().await;
    tab.until("the act waits on the device", |replica| replica.outbox().waiting() == 1).await;
    drop(tab);
    let books = Books::open(&server.stop()).await;
    assert_eq!(books.count(act), 0);
}

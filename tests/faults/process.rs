//! The server dies and comes back elsewhere, again and again, while people work on.

use super::books::{Books, all_show_the_same};
use super::shoppers::{answered, lines, tabs, work};
use crate::support::{Home, Proxy, Server};

const ACTS: usize = 80;

/// Ends the server in one way and starts it again; the network leads to where it is now.
async fn again(server: Server, end: fn(Server) -> Home, proxy: &Proxy) -> Server {
    let started = tokio::task::spawn_blocking(move || Server::start(end(server), &[])).await.unwrap();
    proxy.lead_to(&started.address);
    started
}

async fn through(ends: &[fn(Server) -> Home]) {
    let server = Server::demo();
    let password = server.password();
    let david = server.person("david").await;
    let lines = lines(&david, 3).await;
    let proxy = Proxy::before(&server.address).await;
    let tabs = tabs(&server, &proxy).await;
    let accidents = async {
        let (mut server, many) = (server, tabs.len() * ACTS);
        for (time, end) in ends.iter().enumerate() {
            answered(&tabs, many * (time + 1) / (ends.len() + 2)).await;
            server = again(server, *end, &proxy).await;
        }
        server
    };
    let load = futures::future::join_all(tabs.iter().map(|tab| work(tab, &lines, ACTS)));
    let (mut server, _) = tokio::join!(accidents, load);
    server.said.push(format!("password: {password}"));
    all_show_the_same(&server, &tabs, &["bob", "bea", "alice", "bob"]).await;
    let home = server.stop();
    Books::open(&home).await.check(&tabs, &lines);
}

#[tokio::test]
async fn a_server_that_is_killed_again_and_again_has_done_every_act_once() {
    through(&[Server::kill, Server::kill, Server::kill]).await;
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_in_the_middle_of_work_has_done_every_act_once() {
    through(&[Server::stop, Server::stop]).await;
}

//! Between browser and server everything can fail; what people did is done once.

use super::books::{Books, all_show_the_same};
use super::shoppers::{answered, lines, tabs, work};
use crate::support::{Direction, Proxy, Server};

const ACTS: usize = 80;

/// Whose the tabs are, in the order of [`tabs`].
const NAMES: [&str; 4] = ["bob", "bea", "alice", "bob"];

/// Runs the load with faults that come after every so many answers, and holds the books against it.
async fn under<F: AsyncFn(&Proxy)>(fault: F, times: usize) {
    let server = Server::demo();
    let david = server.person("david").await;
    let lines = lines(&david, 3).await;
    let proxy = Proxy::before(&server.address).await;
    let tabs = tabs(&server, &proxy).await;
    let faults = async {
        let many = tabs.len() * ACTS;
        for time in 1..=times {
            answered(&tabs, many * time / (times + 2)).await;
            fault(&proxy).await;
        }
    };
    let load = futures::future::join_all(tabs.iter().map(|tab| work(tab, &lines, ACTS)));
    tokio::join!(faults, load);
    all_show_the_same(&server, &tabs, &NAMES).await;
    let home = server.stop();
    Books::open(&home).await.check(&tabs, &lines);
}

#[tokio::test]
async fn connections_that_are_cut_in_the_middle_lose_nothing_and_repeat_nothing() {
    under(async |proxy| proxy.cut(), 12).await;
}

#[tokio::test]
async fn bytes_that_come_late_beside_their_own_repetition_count_once() {
    under(
        async |proxy| {
            proxy.stall();
            // Both kinds of connection were given up and tried again before anything moves: what was
            // kept back then arrives beside what was sent anew.
            proxy.has_accepted(proxy.accepted() + 6).await;
            proxy.flow();
        },
        3,
    )
    .await;
}

#[tokio::test]
async fn a_connection_that_carries_only_requests_loses_answers_and_no_changes() {
    under(async |proxy| proxy.half_close(Direction::ToClient), 6).await;
}

#[tokio::test]
async fn a_connection_that_carries_only_answers_is_given_up() {
    under(async |proxy| proxy.half_close(Direction::ToServer), 6).await;
}

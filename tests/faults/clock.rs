//! Clocks that are wrong. Those of browsers, years off: `at` is shown, and changes neither order nor
//! effect. That of the server, set while people work: what they do counts once all the same, nobody is
//! signed out or kept waiting, and who is where stays known.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::books::{Books, all_show_the_same};
use super::shoppers::{answered, lines, tabs, work};
use crate::support::{Home, Person, Proxy, Server, Socket, WallClock, command, uuid};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// Where the server's clock is set, one after the other, from the right time: an hour ahead, from there a
/// day back, then a year behind, forward by a few days, nearly right again, and a fortnight ahead.
const JUMPS: [i64; 6] = [HOUR, HOUR - DAY, -YEAR, 6 * DAY - YEAR, -HOUR, 14 * DAY];

/// The right time, in milliseconds.
fn right() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    i64::try_from(now).unwrap()
}

fn at(mut command: Value, at: i64) -> Value {
    command["at"] = json!(at);
    command
}

#[tokio::test]
async fn what_was_done_first_comes_first_whatever_the_clocks_said() {
    let server = Server::demo();
    let (david, bob, bea) =
        (server.person("david").await, server.person("bob").await, server.person("bea").await);
    let line = lines(&david, 1).await[0];
    let buy = |kind: &str, amount: &str| {
        let quantity = json!({"amount": amount, "unit": "kg"});
        command(kind, json!({"itemId": line, "purchaseId": uuid(), "quantity": quantity}))
    };
    let year = YEAR * 1000;
    let now = right();
    // Bob's clock is a century ahead, Bea's before 1970, one broken altogether. Bea's mark was made with
    // Bob's purchase on her screen: it states the whole, however much later he says he bought.
    let bought = bob.submit(&[at(buy("add-purchase", "3"), now + 100 * year)]).await;
    let mut mark = at(buy("mark-purchased", "5"), -year);
    mark["seen"] = bought["head"].clone();
    mark["epoch"] = json!(bea.epoch);
    let marked = bea.submit(&[mark]).await;
    let later =
        bob.submit(&[at(buy("add-purchase", "1"), i64::MAX), at(buy("add-purchase", "2"), i64::MIN)]).await;
    let revision = |answer: &Value, at: usize| answer["outcomes"][at]["revision"].as_u64().unwrap();
    let order = [revision(&bought, 0), revision(&marked, 0), revision(&later, 0), revision(&later, 1)];
    assert!(order.is_sorted(), "{order:?}");
    for answer in [&bought, &marked, &later] {
        for outcome in answer["outcomes"].as_array().unwrap() {
            assert_eq!(outcome["outcome"], "accepted", "{outcome}");
        }
    }
    let books = Books::open(&server.stop()).await;
    let item = books.state.shopping_items().get(&line).unwrap();
    assert_eq!(item.purchased.thousandths(), 8_000_000, "5 kg in all, then 1 and 2 more");
    for record in books.state.purchases_of(line) {
        assert!((record.at.0 - now).abs() < 600_000, "a record has the server's time: {record:?}");
    }
    let logged: Vec<i64> = books.log.iter().rev().take(4).map(|entry| entry.at.0).collect();
    assert_eq!(logged, [i64::MIN, i64::MAX, -year, now + 100 * year], "what they said is kept to be shown");
}

/// A demonstration whose clock can be set; none where that cannot be tried here.
fn demo_by_a_clock() -> Option<(Server, WallClock)> {
    let home = Home::new();
    let clock = WallClock::of(&home, "what a clock that is set does to a running server")?;
    Some((Server::start_by(&clock, home, &["--demo"]), clock))
}

/// Sets the clock, and makes sure by the next heartbeat that the server goes by it.
async fn set(clock: &WallClock, seconds: i64, socket: &mut Socket) {
    clock.set(seconds);
    let beat = socket.until_now().await.pop().unwrap();
    let off = beat["data"]["timestamp"].as_i64().unwrap() - right() - seconds * 1000;
    assert!(off.abs() < 60_000, "the server's clock is {off} ms from where it was set");
}

#[tokio::test]
async fn a_server_whose_clock_is_set_while_people_work_has_done_every_act_once() {
    const ACTS: usize = 80;
    let Some((server, clock)) = demo_by_a_clock() else { return };
    let (david, bea) = (server.person("david").await, server.person("bea").await);
    let lines = lines(&david, 3).await;
    let proxy = Proxy::before(&server.address).await;
    let tabs = tabs(&server, &proxy).await;
    let setting = async {
        let (mut socket, _) = bea.listen().await;
        for (time, jump) in (1..).zip(JUMPS) {
            answered(&tabs, tabs.len() * ACTS * time / (JUMPS.len() + 2)).await;
            set(&clock, jump, &mut socket).await;
        }
    };
    let load = futures::future::join_all(tabs.iter().map(|tab| work(tab, &lines, ACTS)));
    tokio::join!(setting, load);
    assert!(tabs.iter().all(|tab| !tab.is_signed_out()));
    all_show_the_same(&server, &tabs, &["bob", "bea", "alice", "bob"]).await;
    let books = Books::open(&server.stop()).await;
    books.check(&tabs, &lines);
    let times: Vec<i64> = books.log.iter().map(|entry| entry.now.0).collect();
    let back = times.windows(2).filter(|pair| pair[1] < pair[0] - HOUR * 1000).count();
    assert_eq!(back, 2, "by a day and by a year the times of the log went back, and its revisions never");
}

#[tokio::test]
async fn a_clock_that_is_set_closes_no_socket_and_shuts_nobody_out() {
    let Some((server, clock)) = demo_by_a_clock() else { return };
    let password = server.password();
    let (bob, bea) = (server.person("bob").await, server.person("bea").await);
    let (mut bobs, _) = bob.listen().await;
    let (mut beas, _) = bea.listen().await;
    let (task, mut last) = (uuid(), 0);
    bob.must("create-task", json!({"taskId": task, "title": "First", "role": "logistics"})).await;
    beas.subscribe("tasks", "tasks", json!({})).await;
    let sign_in = async |password: &str| {
        let form = [("email", "alice@demo.example"), ("password", password)];
        server.client().post(server.url("/api/sign-in")).form(&form).send().await.unwrap().status()
    };
    for jump in JUMPS {
        // She mistypes it once; that must not count for as long as the clock was set back.
        assert_eq!(sign_in("mistyped").await, 401);
        let edit = command("edit-task", json!({"taskId": task, "title": format!("At {jump}")}));
        let before = bob.submit(std::slice::from_ref(&edit)).await["outcomes"][0].clone();
        set(&clock, jump, &mut bobs).await;
        assert_eq!(sign_in(&password).await, 303, "{jump}");
        let again = bob.submit(std::slice::from_ref(&edit)).await["outcomes"][0].clone();
        assert_eq!(again, before, "the first answer again");
        let undone = bob.must("undo", json!({"commandId": edit["id"]})).await;
        let mut heard = Vec::new();
        while heard.last() != Some(&undone) {
            let fact = beas.next().await.expect("the socket is open");
            heard.extend(fact["revision"].as_u64());
        }
        assert_eq!(heard, [before["revision"].as_u64().unwrap(), undone], "{jump}");
        assert!(undone > last);
        last = undone;
    }
}

/// Waits until a socket is told that these people are there; whoever does not move stays where they are.
async fn told_of(socket: &mut Socket, moved: (&Person, &str), stays: Option<(&Person, &str)>) {
    loop {
        let frame = socket.frame("presence").await;
        let users = frame["data"]["users"].as_array().unwrap();
        let at = |person: &Person| {
            let found = users.iter().find(|one| one["userId"] == person.user);
            found.and_then(|one| one["route"].as_str()).unwrap_or_default()
        };
        if let Some((person, route)) = stays {
            assert_eq!(at(person), route, "{frame}");
        }
        if at(moved.0) == moved.1 {
            return;
        }
    }
}

#[tokio::test]
async fn where_people_are_stays_known_and_is_told_whatever_the_clock_says() {
    let Some((server, clock)) = demo_by_a_clock() else { return };
    let (alice, bob, bea) =
        (server.person("alice").await, server.person("bob").await, server.person("bea").await);
    let (mut alices, _) = alice.listen().await;
    let (mut bobs, _) = bob.listen().await;
    let (mut beas, _) = bea.listen().await;
    beas.subscribe("here", "presence", json!({})).await;
    alices.say(&json!({"type": "presence", "data": {"route": "/budgets", "editing": false}})).await;
    told_of(&mut beas, (&alice, "/budgets"), None).await;
    for (jump, route) in JUMPS.into_iter().zip(["/tasks", "/shopping"].into_iter().cycle()) {
        set(&clock, jump, &mut beas).await;
        bobs.say(&json!({"type": "presence", "data": {"route": route, "editing": false}})).await;
        told_of(&mut beas, (&bob, route), Some((&alice, "/budgets"))).await;
    }
}

#[tokio::test]
async fn a_clock_set_ahead_by_more_than_a_month_ends_sessions_and_keeps_the_queue() {
    let Some((server, clock)) = demo_by_a_clock() else { return };
    let password = server.password();
    let bob = server.person("bob").await;
    let (mut socket, _) = bob.listen().await;
    let act = command("create-task", json!({"taskId": uuid(), "title": "Waits", "role": "logistics"}));
    set(&clock, 29 * DAY, &mut socket).await;
    assert_eq!(bob.post(&bob.submission(&[])).await.status(), 200, "kept for another month");
    set(&clock, 61 * DAY, &mut socket).await;
    assert_eq!(bob.post(&bob.submission(std::slice::from_ref(&act))).await.status(), 401);
    assert_eq!(Socket::open(&server.address, &[("cookie", bob.cookie())]).await.err(), Some(401));
    let mut again = Person::sign_in(&server, "bob@demo.example", &password).await;
    again.replica = bob.replica.clone();
    let first = again.submit(std::slice::from_ref(&act)).await["outcomes"][0].clone();
    assert_eq!(first["outcome"], "accepted");
    // Set right again, who has signed in meanwhile stays in, but not who has while it was far behind.
    set(&clock, -YEAR, &mut socket).await;
    let early = server.person("bea").await;
    assert_eq!(early.post(&early.submission(&[])).await.status(), 200);
    set(&clock, 0, &mut socket).await;
    assert_eq!(early.post(&early.submission(&[])).await.status(), 401);
    assert_eq!(again.submit(std::slice::from_ref(&act)).await["outcomes"][0], first);
    let books = Books::open(&server.stop()).await;
    assert_eq!(books.count(act["id"].as_str().unwrap().parse().unwrap()), 1);
}

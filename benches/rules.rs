//! The rules alone, without network and disk: booking a large party, one change among many lines, and
//! what a browser does when a fact meets its pending acts.
#![allow(clippy::unwrap_used, reason = "a measurement may fail loudly")]

mod measure;

use std::time::{Duration, Instant};

use bliss::domain::ids::ReplicaId;
use bliss::domain::rows::Role;
use bliss::domain::rules::RULES;
use bliss::domain::values::Revision;
use bliss::server::hub::{Connection, ConnectionId, Hub, Out, Reader, Tail, all};
use bliss::sync::replica::{Reader as Person, Replica};
use bliss::sync::topic::{Filters, Scope, Topic};
use bliss::sync::wire::{ClientFrame, RowsFrame, ServerFrame, Subscribe};
use measure::kitchen::{EPOCH, Kitchen, NOW, WEEK, purchase};
use measure::{millis, quantile, table, wanted};
use serde_json::{Map, json};
use uuid::Uuid;

fn main() {
    if wanted("booking") {
        booking();
    }
    if wanted("one-change") {
        one_change();
    }
    if wanted("rebase") {
        rebase();
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let done = work();
    (began.elapsed(), done)
}

/// A party of 60 dishes with 300 ingredients becomes tasks, schedules, ingredients and a list.
fn booking() {
    let mut kitchen = Kitchen::founded();
    let products: Vec<Uuid> = (0..300).map(|number| kitchen.product(&format!("Ware {number}"))).collect();
    let mut dishes = Vec::new();
    for (number, wares) in products.chunks(5).enumerate() {
        let id = kitchen.ids.next();
        let ingredients: Vec<_> = wares
            .iter()
            .map(|product| json!({"productId": product, "quantity": {"amount": "1.2", "unit": "kg"}}))
            .collect();
        let dish = json!({"dishId": id, "name": format!("Dish {number}"), "course": "main", "serves": 10,
                          "prepMinutes": 20, "cookMinutes": 40, "ingredients": ingredients});
        kitchen.act("put-dish", dish);
        dishes.push(id);
    }
    let (mut took, mut rows) = (Vec::new(), 0);
    for party in 0..9 {
        let budget = kitchen.ids.next();
        let made = json!({"budgetId": budget, "name": format!("Party {party}"), "date": "2026-11-28",
                          "servingTime": "19:00", "guests": 120});
        kitchen.act("create-budget", made);
        for dish in &dishes {
            let line = json!({"lineId": kitchen.ids.next(), "budgetId": budget, "category": "food",
                              "dishId": dish});
            kitchen.act("put-budget-line", line);
        }
        let booked = json!({"budgetId": budget, "status": "reserva"});
        let submission = kitchen.submission("set-budget-status", booked);
        let (time, batch) = timed(|| kitchen.decide(submission));
        took.push(time);
        rows = batch.entries.first().map_or(0, |entry| entry.changes.len());
    }
    assert!(rows > 600, "a schedule a dish, an ingredient and a need each: {rows}");
    let (middle, worst) = (quantile(&mut took, 0.5), quantile(&mut took, 1.0));
    table(
        "Booking a party of 60 dishes and 300 ingredients",
        &["bookings", "rows touched by one", "median", "slowest", "target"],
        &[vec!["9".into(), rows.to_string(), millis(middle), millis(worst), "50 ms".into()]],
    );
}

/// A hub with one connection that listens to the week.
fn listening(kitchen: &Kitchen) -> Hub {
    let mut hub = Hub::new("build".to_owned(), 50, Tail::new(kitchen.engine.head(), Vec::new()));
    let id = ConnectionId(1);
    let replica = ReplicaId(Uuid::from_u128(8));
    let connection =
        Connection::new(kitchen.admin, Role::Admin, replica, "tab".to_owned(), "session".to_owned());
    hub.join(id, connection, &kitchen.engine, Vec::new());
    let subscribe =
        Subscribe { id: "week".to_owned(), scope: week(), since: None, epoch: None, rights: None };
    hub.heard(id, ClientFrame::Subscribe(subscribe), &kitchen.engine, NOW);
    hub
}

fn week() -> Scope {
    let filters = Filters { week: Some(WEEK.parse().unwrap()), ..Filters::default() };
    Scope::new(Topic::Shopping, filters)
}

/// Changes of one line each, on lists of different lengths: the cost must not follow the list.
fn one_change() {
    let mut rows = Vec::new();
    for many in [100, 1_000, 10_000] {
        let mut kitchen = Kitchen::founded();
        let items = kitchen.lines(many);
        let mut hub = listening(&kitchen);
        let (mut decided, mut told, mut touched, mut bytes) = (Vec::new(), Vec::new(), 0, 0);
        for number in 0..500 {
            let data = purchase(&mut kitchen.ids, items[number * 7 % items.len()]);
            let submission = kitchen.submission("add-purchase", data);
            let (time, batch) = timed(|| kitchen.decide(submission));
            decided.push(time);
            let entry = &batch.entries[0];
            touched = touched.max(entry.changes.len());
            let (time, out) = timed(|| hub.publish(entry, &kitchen.engine));
            told.push(time);
            bytes = out.iter().map(|(_, out)| size(out)).max().unwrap_or_default().max(bytes);
        }
        let reader = Reader { user: kitchen.admin, role: Role::Admin };
        let (whole, list) = timed(|| all(kitchen.engine.state(), reader, &week()));
        rows.push(vec![
            many.to_string(),
            micros(quantile(&mut decided, 0.5)),
            micros(quantile(&mut decided, 0.99)),
            micros(quantile(&mut told, 0.5)),
            touched.to_string(),
            format!("{bytes} B"),
            format!("{} in {}", list.len(), millis(whole)),
        ]);
    }
    let head = [
        "lines",
        "decide, median",
        "decide, p99",
        "tell, median",
        "most rows",
        "largest frame (target 2 kB)",
        "all rows of the week instead",
    ];
    table("One purchase among many lines", &head, &rows);
}

fn size(out: &Out) -> usize {
    match out {
        Out::Text(text) | Out::Welcome(text) | Out::Rows(text) => text.len(),
        Out::Close(_) => 0,
    }
}

fn micros(duration: Duration) -> String {
    format!("{:.1} µs", duration.as_secs_f64() * 1e6)
}

/// What a browser's replica does with a fact of somebody else while acts of its own are pending.
fn rebase() {
    let mut rows = Vec::new();
    for pending in [0, 20, 200] {
        let mut kitchen = Kitchen::founded();
        let items = kitchen.lines(1_000);
        let mut hub = listening(&kitchen);
        let reader =
            Person { user: kitchen.admin, role: Role::Admin, replica: ReplicaId(Uuid::from_u128(9)) };
        let mut replica = Replica::new(reader);
        replica.learn(&RULES);
        replica.begin(EPOCH, "admin-1");
        replica.subscribe("week", week());
        let there = all(kitchen.engine.state(), Reader { user: reader.user, role: reader.role }, &week());
        let frame = RowsFrame {
            id: "week".to_owned(),
            revision: kitchen.engine.head(),
            complete: true,
            rows: there,
            gone: Vec::new(),
        };
        let held = frame.rows.len();
        let (filled, _) = timed(|| replica.rows(frame));
        for number in 0..pending {
            let data = purchase(&mut kitchen.ids, items[number * 5 % items.len()]);
            let envelope =
                measure::kitchen::envelope(kitchen.ids.next(), Revision::ZERO, "add-purchase", data);
            let command = bliss::domain::command::Command::read(&envelope.kind, envelope.data).unwrap();
            replica.act(envelope.id, command, NOW, kitchen.engine.head(), Map::new());
        }
        let mut took = Vec::new();
        for number in 0..200 {
            let data = purchase(&mut kitchen.ids, items[number * 3 % items.len()]);
            let entry = kitchen.act("add-purchase", data);
            let out = hub.publish(&entry, &kitchen.engine);
            let texts = out.iter().filter_map(|(_, out)| match out {
                Out::Text(text) => Some(text),
                Out::Welcome(_) | Out::Rows(_) | Out::Close(_) => None,
            });
            for text in texts {
                let (time, woken) = timed(|| match ServerFrame::read(text) {
                    Some(ServerFrame::Fact(fact)) => replica.fact(&fact),
                    other => panic!("no fact: {other:?}"),
                });
                assert!(!woken.is_empty(), "a row is shown differently");
                took.push(time);
            }
        }
        rows.push(vec![
            pending.to_string(),
            held.to_string(),
            millis(quantile(&mut took, 0.5)),
            millis(quantile(&mut took, 0.99)),
            millis(filled),
        ]);
    }
    let head = ["pending acts", "rows held", "a fact, median", "a fact, p99", "taking all rows in, once"];
    table("A fact meets pending acts (read, taken out, put in, replayed), 1,000 lines", &head, &rows);
}

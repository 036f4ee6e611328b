//! What the hub sends, tried without a socket.

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::domain::ids::ReplicaId;
use crate::server::engine::tests::{ADA, BOB, CARLA, NOW, envelope, founded, submission, surroundings, task};
use crate::server::engine::{Batch, Known};
use crate::sync::topic::Filters;

struct Room {
    engine: Engine,
    hub: Hub,
}

impl Room {
    fn new() -> Self {
        let engine = founded();
        let hub = Hub::new("build".to_owned(), 50, Tail::new(engine.head(), Vec::new()));
        Self { engine, hub }
    }

    fn join(&mut self, number: u64, user: UserId) -> ConnectionId {
        let id = ConnectionId(number);
        let role = self.engine.person(user).unwrap().role;
        let connection =
            Connection::new(user, role, ReplicaId(user.0), number.to_string(), "session".to_owned());
        self.hub.join(id, connection, &self.engine, Vec::new());
        id
    }

    fn listen(&mut self, id: ConnectionId, name: &str, scope: Scope) -> Outbound {
        let subscribe = Subscribe { id: name.to_owned(), scope, since: None, epoch: None, rights: None };
        self.hub.heard(id, ClientFrame::Subscribe(subscribe), &self.engine, NOW)
    }

    fn act(&mut self, user: UserId, number: u128, kind: &str, data: Value) -> Outbound {
        let commands = vec![envelope(number, kind, data)];
        let submission = submission(user, commands);
        let batch: Batch = self.engine.decide(&[submission], &Known::default(), surroundings());
        assert_eq!(batch.entries.len(), 1, "{:?}", batch.answers);
        self.hub.publish(&batch.entries[0], &self.engine)
    }
}

fn to(id: ConnectionId, out: &Outbound) -> Vec<Value> {
    let texts = out.iter().filter(|(to, _)| *to == id).filter_map(|(_, out)| match out {
        Out::Text(text) | Out::Welcome(text) | Out::Rows(text) => Some(serde_json::from_str(text).unwrap()),
        Out::Close(_) => None,
    });
    texts.collect()
}

#[test]
fn many_who_see_the_same_share_one_text() {
    let mut room = Room::new();
    let ids = [room.join(1, BOB), room.join(2, BOB), room.join(3, BOB)];
    for id in ids {
        room.listen(id, "tasks", Scope::all(Topic::Tasks));
    }
    let out = room.act(ADA, 10, "create-task", task(1, "One"));
    let texts: Vec<&Arc<str>> = out
        .iter()
        .filter_map(|(_, out)| match out {
            Out::Text(text) => Some(text),
            Out::Welcome(_) | Out::Rows(_) | Out::Close(_) => None,
        })
        .collect();
    assert_eq!(texts.len(), 3);
    assert!(texts.iter().all(|text| Arc::ptr_eq(text, texts[0])));
}

#[test]
fn a_notification_reaches_nobody_but_its_recipient() {
    let mut room = Room::new();
    let (ada, bob, carla) = (room.join(1, ADA), room.join(2, BOB), room.join(3, CARLA));
    for id in [ada, bob, carla] {
        room.listen(id, "news", Scope::all(Topic::Notifications));
    }
    let assigned =
        json!({"taskId": Uuid::from_u128(1), "title": "T", "role": "logistics", "assigneeId": BOB});
    let out = room.act(ADA, 10, "create-task", assigned);
    assert_eq!(to(bob, &out)[0]["changes"][0]["row"]["userId"], json!(BOB));
    assert!(to(carla, &out).is_empty());
    assert_eq!(to(ada, &out), [json!({"type": "head", "data": {"revision": 4}})]);
}

#[test]
fn an_address_is_seen_by_its_owner_and_admins() {
    let mut room = Room::new();
    let ids = [room.join(1, ADA), room.join(2, BOB), room.join(3, CARLA)];
    for id in ids {
        room.listen(id, "people", Scope::all(Topic::People));
    }
    let out = room.act(BOB, 10, "put-user", json!({"userId": BOB, "name": "Robert"}));
    let emails: Vec<bool> = ids.map(|id| to(id, &out)[0]["changes"][0]["row"]["email"].is_string()).to_vec();
    assert_eq!(emails, [true, true, false]);
    // A change of what the others do not see is not sent to them at all.
    let out = room.act(ADA, 11, "put-user", json!({"userId": BOB, "email": "robert@test.example"}));
    assert_eq!((to(ids[1], &out).len(), to(ids[2], &out).len()), (1, 0));
}

#[test]
fn an_own_subscription_ends_without_ending_its_twin() {
    let mut room = Room::new();
    let bob = room.join(1, BOB);
    room.listen(bob, "one", Scope::all(Topic::Tasks));
    room.listen(bob, "two", Scope::all(Topic::Tasks));
    room.hub.heard(bob, ClientFrame::Unsubscribe { id: "one".to_owned() }, &room.engine, NOW);
    assert_eq!(to(bob, &room.act(ADA, 10, "create-task", task(1, "One"))).len(), 1);
    room.hub.heard(bob, ClientFrame::Unsubscribe { id: "two".to_owned() }, &room.engine, NOW);
    assert!(to(bob, &room.act(ADA, 11, "create-task", task(2, "Two"))).is_empty());
}

#[test]
fn who_was_behind_gets_the_rows_of_every_subscription() {
    let mut room = Room::new();
    let bob = room.join(1, BOB);
    room.listen(bob, "tasks", Scope::all(Topic::Tasks));
    room.listen(bob, "people", Scope::all(Topic::People));
    room.act(ADA, 10, "create-task", task(1, "One"));
    let frames = room.hub.afresh(bob, &room.engine);
    let frames: Vec<Value> = frames.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    assert_eq!(frames.len(), 2);
    assert!(frames.iter().all(|frame| frame["data"]["complete"] == true));
    assert!(frames.iter().all(|frame| frame["data"]["revision"] == 4));
}

#[test]
fn what_is_longer_past_than_the_tail_comes_whole() {
    let mut room = Room::new();
    room.hub.tail = Tail::new(room.engine.head(), Vec::new());
    let reader = Reader { user: BOB, role: Role::Logistics };
    let scope = Scope::new(Topic::Tasks, Filters::default());
    room.act(ADA, 10, "create-task", task(1, "One"));
    let missed = |room: &Room, since| {
        room.hub.tail.missed(room.engine.state(), reader, &scope, crate::domain::values::Revision(since))
    };
    assert!(missed(&room, 2).is_none());
    assert_eq!(missed(&room, 3).unwrap().rows.len(), 1);
    assert_eq!(missed(&room, 4).unwrap(), rows::Missed::default());
}

#[test]
fn each_is_told_another_delay_at_a_goodbye() {
    let mut room = Room::new();
    let ids = [room.join(1, ADA), room.join(2, BOB)];
    let out = room.hub.goodbye();
    let delays = ids.map(|id| to(id, &out)[0]["data"]["retryAfterMs"].clone());
    assert_ne!(delays[0], delays[1]);
    assert!(room.hub.is_empty());
}

#[test]
fn what_the_rows_of_a_new_role_hold_is_not_told_once_more() {
    let mut room = Room::new();
    let bob = room.join(1, BOB);
    room.listen(bob, "people", Scope::all(Topic::People));
    let commands = vec![
        envelope(10, "put-user", json!({"userId": BOB, "role": "cook"})),
        envelope(11, "put-user", json!({"userId": CARLA, "name": "Clara"})),
    ];
    let batch = room.engine.decide(&[submission(ADA, commands)], &Known::default(), surroundings());
    let out: Outbound =
        batch.entries.iter().flat_map(|entry| room.hub.publish(entry, &room.engine)).collect();
    let frames = to(bob, &out);
    let last = frames.last().unwrap();
    assert_eq!((&last["type"], &last["data"]["revision"]), (&json!("rows"), &json!(5)));
}

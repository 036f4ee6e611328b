//! What the hub sends, tried without a socket.

use std::time::{Duration, Instant as Moment};

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
    began: Moment,
}

impl Room {
    fn new() -> Self {
        let engine = founded();
        let hub = Hub::new("build".to_owned(), 50, Tail::new(engine.head(), Vec::new()));
        Self { engine, hub, began: Moment::now() }
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
fn one_who_is_being_closed_is_not_told_that_the_head_was_delivered() {
    let mut room = Room::new();
    let bob = room.join(1, BOB);
    let beat = ClientFrame::Heartbeat { timestamp: NOW };
    assert_eq!(room.hub.heard(bob, beat.clone(), &room.engine, NOW).len(), 1);
    room.hub.end_session("session");
    room.act(ADA, 10, "create-task", task(1, "One"));
    let out = room.hub.heard(bob, beat, &room.engine, NOW);
    assert!(out.is_empty(), "a page that keeps its rows would never ask for that task again");
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

impl Room {
    fn says(&mut self, id: ConnectionId, at: Value) {
        let frame = serde_json::from_value(json!({"type": "presence", "data": at})).unwrap();
        self.hub.heard(id, frame, &self.engine, NOW);
    }

    /// What one is told of where the others are, so many milliseconds after the beginning.
    fn presence(&mut self, id: ConnectionId, millis: u64) -> Option<Value> {
        let out = self.hub.tell_presence(&self.engine, self.began + Duration::from_millis(millis));
        to(id, &out).pop().map(|frame| frame["data"]["users"].clone())
    }

    /// Bob and Carla in the room, both listening, and a task of Bob's role.
    fn with_two() -> (Self, ConnectionId, ConnectionId) {
        let mut room = Self::new();
        let (bob, carla) = (room.join(1, BOB), room.join(2, CARLA));
        for id in [bob, carla] {
            room.listen(id, "here", Scope::all(Topic::Presence));
        }
        room.act(ADA, 10, "create-task", task(1, "One"));
        room.presence(bob, 0);
        (room, bob, carla)
    }
}

fn on_task(editing: bool) -> Value {
    json!({"route": "/tasks", "table": "tasks", "rowId": Uuid::from_u128(1), "editing": editing})
}

#[test]
fn nobody_is_told_of_a_place_at_a_row_they_do_not_see() {
    let (mut room, bob, carla) = Room::with_two();
    room.says(bob, json!({"route": "/tasks?task=secret", "table": "tasks", "rowId": Uuid::from_u128(1)}));
    let out = room.hub.tell_presence(&room.engine, room.began);
    let place = |id| to(id, &out)[0]["data"]["users"][0].clone();
    assert_eq!(place(bob)["rowId"], json!(Uuid::from_u128(1)));
    assert_eq!((&place(carla)["rowId"], &place(carla)["table"]), (&Value::Null, &Value::Null));
    assert!(!place(carla).to_string().contains("secret"));
}

#[test]
fn a_place_is_forgotten_after_half_a_minute_without_a_word() {
    let (mut room, bob, carla) = Room::with_two();
    room.says(bob, on_task(true));
    assert_eq!(room.presence(bob, 0).unwrap()[0]["editing"], json!(true));
    room.hub.heard(bob, ClientFrame::Heartbeat { timestamp: NOW }, &room.engine, NOW);
    room.hub.heard(carla, ClientFrame::Heartbeat { timestamp: NOW }, &room.engine, NOW);
    assert_eq!(room.presence(bob, 20_000), None);
    assert_eq!(room.presence(bob, 49_999), None, "a heartbeat is a word");
    let users = room.presence(bob, 50_000).unwrap();
    assert_eq!((&users[0]["rowId"], &users[0]["editing"]), (&Value::Null, &json!(false)));
    room.says(bob, on_task(true));
    assert_eq!(room.presence(bob, 60_000).unwrap()[0]["editing"], json!(true), "back with a word");
}

#[test]
fn a_place_that_changes_all_the_time_is_told_once_a_second_and_ends_at_the_last() {
    let (mut room, bob, _) = Room::with_two();
    room.says(bob, on_task(false));
    assert!(room.presence(bob, 0).is_some());
    for change in 1..20 {
        room.says(bob, on_task(change % 2 == 1));
    }
    assert_eq!(room.presence(bob, 1_000).unwrap()[0]["editing"], json!(true));
    assert_eq!(room.presence(bob, 2_000), None, "nothing has changed since");
    room.says(bob, on_task(false));
    room.says(bob, on_task(true));
    assert_eq!(room.presence(bob, 3_000), None, "back where it was");
}

#[test]
fn of_two_browsers_the_one_that_edits_says_where_its_person_is() {
    let (mut room, bob, carla) = Room::with_two();
    let phone = room.join(3, BOB);
    room.says(bob, on_task(true));
    room.says(phone, json!({"route": "/shopping"}));
    let users = room.presence(carla, 10).unwrap();
    assert_eq!(users.as_array().unwrap().len(), 2);
    assert_eq!(users[0]["route"], json!("/tasks"));
    room.says(bob, json!({"route": ""}));
    let users = room.presence(carla, 2_000).unwrap();
    assert_eq!(users[0]["route"], json!("/shopping"), "left the desk");
}

#[test]
fn of_two_browsers_that_only_show_the_last_to_move_says_where_its_person_is() {
    let (mut room, bob, carla) = Room::with_two();
    let phone = room.join(3, BOB);
    room.says(phone, json!({"route": "/shopping"}));
    room.says(bob, json!({"route": "/tasks"}));
    assert_eq!(room.presence(carla, 0).unwrap()[0]["route"], json!("/tasks"));
    room.says(phone, json!({"route": "/budgets"}));
    assert_eq!(room.presence(carla, 1_000).unwrap()[0]["route"], json!("/budgets"));
}

#[test]
fn those_of_a_role_share_one_text_of_who_is_where() {
    let (mut room, bob, carla) = Room::with_two();
    let other = room.join(3, BOB);
    room.listen(other, "here", Scope::all(Topic::Presence));
    let out = room.hub.tell_presence(&room.engine, room.began);
    let text = |id| {
        out.iter().find_map(|(to, out)| {
            matches!(out, Out::Text(_)).then_some((to, out)).filter(|(to, _)| **to == id)
        })
    };
    let (Some((_, Out::Text(one))), Some((_, Out::Text(two))), Some((_, Out::Text(three)))) =
        (text(bob), text(other), text(carla))
    else {
        panic!("each is told");
    };
    assert!(Arc::ptr_eq(one, two) && !Arc::ptr_eq(one, three));
}

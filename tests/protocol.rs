//! The wire, held still: the examples of `docs/protocol.md` are what this program reads and writes.
//!
//! `BLISS_BLESS=1 cargo test --test protocol` writes what the server now says into
//! `tests/golden/server-frames.json`, and all examples into `docs/protocol.md`.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

use bliss::domain::command::Command;
use bliss::domain::ids::{
    BudgetId, CommandId, DishId, IngredientId, LineId, ProductId, ReplicaId, ScheduleId, TaskId, UserId,
    WorkspaceId,
};
use bliss::domain::rows::Role;
use bliss::domain::state::State;
use bliss::domain::values::{Instant, OffsetChange, Revision};
use bliss::server::engine::{
    Batch, Engine, Founding, Joining, Known, Newcomer, Surroundings, SystemAct, Zones,
};
use bliss::server::hub::{Connection, ConnectionId, Hub, Out, Outbound, Tail, error, json as text, together};
use bliss::sync::submit::{Answer, RequestError, RequestErrorBody, Submission, Verdict};
use bliss::sync::wire::{ClientFrame, ServerFrame};
use serde_json::{Map, Value, json};
use uuid::Uuid;

type Examples = Map<String, Value>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn golden(name: &str) -> PathBuf {
    root().join("tests/golden").join(name)
}

fn read(name: &str) -> Examples {
    serde_json::from_str(&std::fs::read_to_string(golden(name)).unwrap()).unwrap()
}

fn blesses() -> bool {
    std::env::var_os("BLISS_BLESS").is_some()
}

#[test]
fn every_command_has_an_example_that_reads_and_writes_the_same() {
    let examples = read("commands.json");
    for kind in Command::KINDS {
        let data = examples.get(*kind).unwrap_or_else(|| panic!("{kind} has no example"));
        let command = Command::read(kind, data.clone());
        let command = command.unwrap_or_else(|refusal| panic!("{kind}: {refusal:?}"));
        assert_eq!(command.data(), *data, "{kind}");
    }
    assert_eq!(examples.len(), Command::KINDS.len());
}

#[test]
fn every_frame_of_a_browser_reads_and_writes_the_same() {
    for (kind, data) in read("client-frames.json") {
        let frame = json!({"type": kind, "data": data});
        let read: ClientFrame = serde_json::from_value(frame.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), frame);
    }
}

#[test]
fn the_server_says_what_the_examples_show() {
    let said = server_frames();
    let file = golden("server-frames.json");
    if blesses() {
        let pretty = serde_json::to_string_pretty(&said).unwrap();
        std::fs::write(&file, format!("{pretty}\n")).unwrap();
    }
    let kept = read("server-frames.json");
    for (name, frame) in &said {
        assert_eq!(kept.get(name), Some(frame), "{name} has changed: BLISS_BLESS=1 shows how");
    }
    assert_eq!(kept.len(), said.len());
}

#[test]
fn the_facts_of_a_party_say_what_the_examples_show() {
    let said = facts();
    if blesses() {
        let pretty = serde_json::to_string_pretty(&said).unwrap();
        std::fs::write(golden("facts.json"), format!("{pretty}\n")).unwrap();
    }
    assert_eq!(read("facts.json"), said, "BLISS_BLESS=1 shows what has changed");
}

#[test]
fn a_request_is_answered_as_the_examples_show() {
    let said = answers();
    if blesses() {
        let pretty = serde_json::to_string_pretty(&said).unwrap();
        std::fs::write(golden("answers.json"), format!("{pretty}\n")).unwrap();
    }
    assert_eq!(read("answers.json"), said, "BLISS_BLESS=1 shows what has changed");
    let read: Answer = serde_json::from_value(said["its answer"].clone()).unwrap();
    let verdicts: Vec<Verdict> = read.outcomes.iter().map(|outcome| outcome.outcome).collect();
    let every = [Verdict::Accepted, Verdict::Merged, Verdict::Conflict, Verdict::Rejected, Verdict::Held];
    assert_eq!(verdicts, every);
}

/// Browsers read what the server writes by other code: both have to agree.
#[test]
fn a_browser_reads_what_the_server_says() {
    for (name, frame) in server_frames() {
        let read = ServerFrame::read(&frame.to_string()).unwrap_or_else(|| panic!("{name} is not read"));
        assert_eq!(serde_json::to_value(&read).unwrap(), frame, "{name}");
    }
}

#[test]
fn the_document_shows_the_examples() {
    let file = root().join("docs/protocol.md");
    let document = std::fs::read_to_string(&file).unwrap();
    let mut shown = document.clone();
    for (part, examples) in [
        ("commands", read("commands.json")),
        ("client frames", read("client-frames.json")),
        ("server frames", server_frames()),
        ("facts", facts()),
        ("answers", answers()),
    ] {
        shown = put_in(&shown, part, &examples);
    }
    if blesses() {
        std::fs::write(&file, &shown).unwrap();
    } else {
        assert!(document == shown, "docs/protocol.md shows other examples: BLISS_BLESS=1 writes them");
    }
}

/// Puts examples between `<!-- PART -->` and `<!-- end of PART -->`.
fn put_in(document: &str, part: &str, examples: &Examples) -> String {
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- end of {part} -->"));
    let (before, rest) = document.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    let mut shown = String::new();
    for (name, example) in examples {
        let block = match part {
            "server frames" | "answers" => serde_json::to_string_pretty(example).unwrap(),
            _ => format!("{{\"type\": \"{name}\", \"data\": {example}}}"),
        };
        let heading =
            if ["server frames", "answers"].contains(&part) { format!("{name}:\n\n") } else { String::new() };
        shown += &[&heading, "```json\n", &block, "\n```\n\n"].concat();
    }
    format!("{before}{begin}\n{shown}{end}{after}")
}

struct Utc;

impl Zones for Utc {
    fn offsets(&self, _: &str, _: Instant) -> Option<Vec<OffsetChange>> {
        Some(vec![OffsetChange { at: Instant(0), seconds: 0 }])
    }
}

const NOW: Instant = Instant(1_795_338_000_000);
const BUILD: &str = "5f2c";

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_a1b2_0000_7000_8000_0000_0000_0000 + number)
}

/// A kitchen of three, and what they hear of each other.
struct Kitchen {
    engine: Engine,
    hub: Hub,
    commands: u128,
}

const ADA: u128 = 0xa;
const BOB: u128 = 0xb;

impl Kitchen {
    fn new() -> Self {
        let workspace = WorkspaceId(id(0x1));
        let mut engine = Engine::new(workspace, "0193a1b2".to_owned(), Revision::ZERO, State::default());
        let newcomer = |user, name: &str, role| Newcomer {
            user: UserId(id(user)),
            name: name.to_owned(),
            role,
            email: format!("{}@test.example", name.to_lowercase()),
            password_hash: String::new(),
            language: "en".to_owned(),
        };
        let founding = Founding {
            workspace,
            name: "Test Kitchen".to_owned(),
            currency: "EUR".to_owned(),
            zone: "UTC".to_owned(),
            admin: Some(newcomer(ADA, "Ada", Role::Admin)),
        };
        let joining = Joining { newcomer: newcomer(BOB, "Bob", Role::Logistics), invite: None };
        for (number, act) in [(1, SystemAct::Found(founding)), (2, SystemAct::Join(joining))] {
            engine.decide_system(CommandId(id(0xc000 + number)), &act, surroundings()).unwrap();
        }
        let hub = Hub::new(BUILD.to_owned(), 50, Tail::new(engine.head(), Vec::new()));
        Self { engine, hub, commands: 0xc010 }
    }

    fn act(&mut self, user: u128, kind: &str, data: Value) -> (Value, Outbound) {
        let batch = self.decide(user, kind, data);
        let answer = serde_json::to_value(batch.answers[0].as_ref().unwrap()).unwrap();
        let entries = batch.entries.iter();
        let out = entries.flat_map(|entry| self.hub.publish(entry, &self.engine)).collect();
        (answer, out)
    }

    fn decide(&mut self, user: u128, kind: &str, data: Value) -> Batch {
        self.commands += 1;
        let command = json!({"id": id(self.commands), "at": NOW, "type": kind, "data": data,
            "seen": self.engine.head(), "epoch": self.engine.epoch()});
        let submission = Submission {
            replica: ReplicaId(id(user)),
            user: UserId(id(user)),
            commands: vec![serde_json::from_value(command).unwrap()],
        };
        self.engine.decide(&[submission], &Known::default(), surroundings())
    }

    fn say(&mut self, to: ConnectionId, frame: Value) -> Value {
        let frame: ClientFrame = serde_json::from_value(frame).unwrap();
        first(&self.hub.heard(to, frame, &self.engine, NOW))
    }
}

fn surroundings() -> Surroundings<'static> {
    Surroundings { now: NOW, zones: &Utc }
}

fn first(out: &Outbound) -> Value {
    match &out[0].1 {
        Out::Text(text) | Out::Welcome(text) | Out::Rows(text) => serde_json::from_str(text).unwrap(),
        Out::Close(close) => panic!("closed: {close:?}"),
    }
}

/// One of each, as a member of logistics hears them.
fn server_frames() -> Examples {
    let mut kitchen = Kitchen::new();
    let mut said = Examples::new();
    let bob = ConnectionId(1);
    let user = UserId(id(BOB));
    let socket = Connection::new(user, Role::Logistics, ReplicaId(id(0x2b)), "f3".to_owned(), String::new());
    let task = json!({"taskId": id(0x70), "title": "Fetch the ice", "role": "logistics",
        "start": "2026-11-28T09:00", "minutes": 30});
    let (answer, _) = kitchen.act(ADA, "create-task", task.clone());
    let outcome = serde_json::from_value(answer["outcomes"][0].clone()).unwrap();
    let out = kitchen.hub.join(bob, socket, &kitchen.engine, vec![outcome]);
    said.insert("welcome".to_owned(), first(&out));
    let subscribe = json!({"type": "subscribe", "data": {"id": "tasks", "topic": "tasks"}});
    said.insert("rows".to_owned(), kitchen.say(bob, subscribe));
    let since = json!({"type": "subscribe", "data": {"id": "tasks", "topic": "tasks", "since": 2,
        "epoch": "0193a1b2", "rights": "logistics-1"}});
    said.insert("rows since a revision".to_owned(), kitchen.say(bob, since));
    let wrong = json!({"type": "subscribe", "data": {"id": "theirs", "topic": "tasks",
        "filters": {"role": "cook"}}});
    said.insert("error".to_owned(), kitchen.say(bob, wrong));
    let status = json!({"taskId": id(0x70), "status": "done"});
    let (_, out) = kitchen.act(ADA, "set-task-status", status);
    let fact = first(&out);
    said.insert("a fact".to_owned(), fact.clone());
    let (_, out) = kitchen.act(ADA, "edit-task", json!({"taskId": id(0x70), "role": "cook"}));
    let gone = first(&out);
    said.insert("a fact that takes a row out of sight".to_owned(), gone.clone());
    let batch = together(&[fact.to_string().into(), gone.to_string().into()]);
    said.insert("batch".to_owned(), serde_json::from_str(&batch).unwrap());
    let beat = json!({"type": "heartbeat", "data": {"timestamp": NOW}});
    said.insert("heartbeat".to_owned(), kitchen.say(bob, beat));
    kitchen.hub.heard(bob, listen("here", "presence"), &kitchen.engine, NOW);
    let at = json!({"type": "presence", "data": {"route": "/tasks", "editing": false}});
    kitchen.hub.heard(bob, serde_json::from_value(at).unwrap(), &kitchen.engine, NOW);
    said.insert(
        "presence".to_owned(),
        first(&kitchen.hub.tell_presence(&kitchen.engine, std::time::Instant::now())),
    );
    let plain = |frame: ServerFrame| serde_json::from_str(&text(&frame)).unwrap();
    said.insert("head".to_owned(), plain(ServerFrame::Head(Revision(5))));
    said.insert("behind".to_owned(), plain(ServerFrame::Behind));
    let other = error("unsupported", "This server speaks protocol 1.", None);
    said.insert("error without a subscription".to_owned(), plain(ServerFrame::Error(other)));
    said.insert("goodbye".to_owned(), first(&kitchen.hub.goodbye()));
    said
}

/// A request with a command for each verdict, the answer to it, and the bodies of refused requests.
fn answers() -> Examples {
    let mut kitchen = Kitchen::new();
    let task = json!({"taskId": id(0x70), "title": "Fetch the ice", "role": "logistics",
        "start": "2026-11-28T09:00", "minutes": 30});
    kitchen.act(ADA, "create-task", task);
    let seen = kitchen.engine.head();
    kitchen.act(ADA, "edit-task", json!({"taskId": id(0x70), "title": "Fetch ten bags of ice"}));
    kitchen.act(ADA, "edit-task", json!({"taskId": id(0x70), "start": "2026-11-28T10:00"}));
    let commands = [
        ("set-task-status", json!({"taskId": id(0x70), "status": "done"})),
        ("edit-task", json!({"taskId": id(0x70), "title": "Ice"})),
        ("edit-task", json!({"taskId": id(0x70), "start": "2026-11-28T08:00"})),
        ("create-task", json!({"taskId": id(0x71), "title": "", "role": "logistics"})),
        ("edit-task", json!({"taskId": id(0x71), "minutes": 45})),
    ];
    let commands = commands.into_iter().zip(0xd0..).map(|((kind, data), number)| {
        json!({"id": id(number), "v": 1, "at": NOW, "seen": seen, "epoch": kitchen.engine.epoch(),
            "type": kind, "data": data})
    });
    let request = json!({"replica": id(0x2b), "user": id(BOB), "commands": commands.collect::<Vec<_>>()});
    let submission: Submission = serde_json::from_value(request.clone()).unwrap();
    let batch = kitchen.engine.decide(&[submission], &Known::default(), surroundings());
    let answer = serde_json::to_value(batch.answers[0].as_ref().unwrap()).unwrap();
    let error = |code: &str, message: &str, retry_after_ms: Option<u64>, reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        let error =
            RequestError { code: code.to_owned(), message: message.to_owned(), retry_after_ms, reason };
        serde_json::to_value(RequestErrorBody { error }).unwrap()
    };
    let over = error("unauthorized", "Please sign in.", None, Some("ended"));
    let away =
        error("unavailable", "The server cannot do this right now. Nothing was changed.", Some(2_000), None);
    let said =
        [("a request", request), ("its answer", answer), ("a session that is over", over), ("later", away)];
    said.into_iter().map(|(name, example)| (name.to_owned(), example)).collect()
}

/// What is told when a party is booked, an amount changed, goods bought and a task finished: the data of each fact.
fn facts() -> Examples {
    let mut kitchen = Kitchen::new();
    let mut said = Examples::new();
    let mut act = |kind: &str, data: Value| {
        let batch = kitchen.decide(ADA, kind, data);
        let outcome = &batch.answers[0].as_ref().unwrap().outcomes[0];
        assert!(outcome.revision.is_some(), "{kind}: {outcome:?}");
        for entry in &batch.entries {
            for fact in std::iter::once(&entry.fact).chain(&entry.also) {
                said.insert(fact.kind.to_string(), Value::Object(fact.data.clone()));
            }
        }
        kitchen.engine.state().shopping_items().keys().map(|id| id.to_string()).collect::<Vec<_>>()
    };
    let kg = |amount: &str| json!({"amount": amount, "unit": "kg"});
    let (rice, saffron, dish, party, line) = (id(0x9), id(0xa9), id(0x17), id(0x1b), id(0x2));
    for (product, name) in [(rice, "Rice"), (saffron, "Saffron")] {
        act(
            "put-product",
            json!({"productId": product, "name": name, "unit": "kg", "category": "dry-goods"}),
        );
    }
    act(
        "put-dish",
        json!({"dishId": dish, "name": "Paella", "course": "main", "serves": 10,
            "prepMinutes": 40, "cookMinutes": 50, "ingredients": [
                {"productId": rice, "quantity": kg("1")}, {"productId": saffron, "quantity": kg("0.002")}]}),
    );
    act("put-client", json!({"clientId": id(0x19), "name": "Familie Brandt"}));
    act(
        "create-budget",
        json!({"budgetId": party, "name": "Birthday paella", "clientId": id(0x19),
            "date": "2026-11-28", "servingTime": "13:30", "guests": 10}),
    );
    act(
        "put-budget-line",
        json!({"lineId": line, "budgetId": party, "category": "food", "dishId": dish, "text": "Paella"}),
    );
    let items = act("set-budget-status", json!({"budgetId": party, "status": "reserva"}));
    let schedule = ScheduleId::derived(LineId(line), Some(DishId(dish)));
    let ingredient = IngredientId::derived(schedule, ProductId(rice));
    act("set-ingredient-quantity", json!({"ingredientId": ingredient, "quantity": kg("1.5")}));
    act(
        "add-purchase",
        json!({"itemId": items[0], "purchaseId": id(0x13), "quantity": kg("0.001"), "note": "The last ones."}),
    );
    let many = items
        .iter()
        .zip(0x20..)
        .map(|(item, at)| json!({"itemId": item, "purchaseId": id(at), "quantity": kg("2")}));
    act("mark-many-purchased", json!({"items": many.collect::<Vec<_>>()}));
    act("receive", json!({"purchaseIds": [id(0x13)]}));
    act("void-purchase", json!({"purchaseId": id(0x13)}));
    act("edit-budget", json!({"budgetId": party, "guests": 12}));
    let task = TaskId::derived(BudgetId(party), "shopping");
    act("set-task-status", json!({"taskId": task, "status": "done", "note": "All in the van."}));
    act("create-task", json!({"taskId": id(0x70), "title": "Fetch the ice", "role": "logistics"}));
    act("edit-task", json!({"taskId": id(0x70), "minutes": 30}));
    act("edit-task", json!({"taskId": id(0x70), "assigneeId": id(BOB)}));
    act("edit-schedule", json!({"scheduleId": schedule, "instructions": "Keep it warm."}));
    // Two who did not see each other, and what they settle on.
    let at = |start: &str| json!({"taskId": id(0x70), "start": start});
    act("edit-task", at("2026-11-28T09:00"));
    let unseen = json!({"id": id(0xe0), "type": "edit-task", "data": at("2026-11-28T08:00"), "seen": 3,
        "epoch": kitchen.engine.epoch()});
    let unseen = Submission {
        replica: ReplicaId(id(BOB)),
        user: UserId(id(BOB)),
        commands: vec![serde_json::from_value(unseen).unwrap()],
    };
    let batch = kitchen.engine.decide(&[unseen], &Known::default(), surroundings());
    let detected = batch.entries[0].also.iter().find(|fact| fact.kind == "conflict-detected").unwrap();
    let conflict = detected.data["conflictId"].clone();
    said.insert(detected.kind.to_string(), Value::Object(detected.data.clone()));
    let resolve = json!({"conflictId": conflict, "value": "2026-11-28T08:30"});
    let batch = kitchen.decide(ADA, "resolve-conflict", resolve);
    for fact in std::iter::once(&batch.entries[0].fact).chain(&batch.entries[0].also) {
        said.insert(fact.kind.to_string(), Value::Object(fact.data.clone()));
    }
    said
}

fn listen(id: &str, topic: &str) -> ClientFrame {
    serde_json::from_value(json!({"type": "subscribe", "data": {"id": id, "topic": topic}})).unwrap()
}

//! One run: a workspace, its server, its people with their devices, and the network in between.

use std::collections::{BTreeMap, VecDeque};
use std::sync::LazyLock;

use bliss::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use bliss::domain::rows::{Role, Table};
use bliss::domain::values::{Instant, OffsetChange};
use bliss::server::desk::Desk;
use bliss::server::engine::{Founding, Joining, Known, Newcomer, Surroundings, SystemAct, Zones};
use bliss::server::hub::ConnectionId;
use bliss::sync::submit::{Envelope, Submission};
use serde_json::{Value, json};
use uuid::Uuid;

use super::acts::command;
use super::agenda::Agenda;
use super::device::{Device, Tab};
use super::disk::{Disk, Place, Said};
use super::draw::Draw;
use super::ledger::Ledger;
use super::links::Link;
use super::plan::Step;
use super::server::{Fate, Process};
use super::store::{Store, Versions};

/// Sunday 22 November 2026, 09:00: the start of every run.
pub const START: i64 = 1_795_338_000_000;
pub const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(0x1));
/// After the last step everything works again; by then all have to agree.
const CALM: i64 = 5 * 60_000;

pub const DAVID: UserId = UserId(Uuid::from_u128(0x11));
pub const ALICE: UserId = UserId(Uuid::from_u128(0x12));
pub const BOB: UserId = UserId(Uuid::from_u128(0x13));
pub const BEA: UserId = UserId(Uuid::from_u128(0x14));
pub const CARLA: UserId = UserId(Uuid::from_u128(0x15));
pub const CAI: UserId = UserId(Uuid::from_u128(0x16));

/// A world without summer time.
pub struct Utc;

impl Zones for Utc {
    fn offsets(&self, _: &str, _: Instant) -> Option<Vec<OffsetChange>> {
        Some(vec![OffsetChange { at: Instant(0), seconds: 0 }])
    }
}

/// What comes up at its time.
#[derive(Debug)]
pub enum Event {
    Step(Step),
    /// Everything is mended after the last step.
    Calm,
    LetIn,
    // At the server.
    Started,
    Committed(u64),
    Request(Request),
    PageAsked(usize, u64),
    Up(ConnectionId, String),
    UpClosed(ConnectionId),
    Drain(ConnectionId),
    Silence(ConnectionId),
    // In a browser.
    Answer(ReplyTo, Reply),
    GaveUp(ReplyTo),
    RetrySending(usize, u64),
    PageCame(usize, u64, String),
    PageFailed(usize, u64),
    /// The rules' code has come to a page.
    Learn(usize, u64),
    Connect(usize, u64),
    Down(ConnectionId, String),
    DownClosed(ConnectionId, Option<u16>),
    Beat(ConnectionId),
    GraceOver(usize, u64),
    SignIn(usize),
    LoadAgain(usize, u64),
    // On a device.
    Disk(usize),
    DiskSaid(usize, u64, Box<Said>),
    KeepRows(usize, u64),
    Granted(usize, u64),
    LockLost(usize, u64),
    Watch(usize, u64),
    Posted(usize, u64),
}

/// The request of a tab's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTo {
    pub tab: usize,
    pub page: u64,
    pub number: u64,
}

/// A request with commands, as text.
#[derive(Clone, Debug)]
pub struct Request {
    pub to: ReplyTo,
    pub session: Option<String>,
    /// What the store's epoch was: no request outlives the server that was stopped for a restore.
    pub epoch: String,
    pub body: String,
}

/// What comes back for a request.
#[derive(Clone, Debug)]
pub enum Reply {
    Answer(String),
    /// 401 or 409: not without a person.
    SignedOut,
    /// 503, or nobody there.
    Later,
}

/// A run under way.
pub struct World {
    pub now: i64,
    pub agenda: Agenda<Event>,
    /// The chance that the network and the server draw from.
    pub draw: Draw,
    pub devices: Vec<Device>,
    pub tabs: Vec<Tab>,
    pub links: BTreeMap<ConnectionId, Link>,
    pub opened: u64,
    pub server: Option<Process>,
    /// Counts the builds that the server has run.
    pub builds: u32,
    /// Counts the server's lives; what an earlier one began does not end.
    pub life: u64,
    pub store: Store,
    pub backup: Option<Store>,
    /// The row versions of epochs that are over.
    pub past: BTreeMap<String, BTreeMap<(Table, Uuid), Versions>>,
    pub store_away_until: i64,
    /// What becomes of the next commit.
    pub fate: Fate,
    /// The bytes that may wait for a connection.
    pub queue_bytes: usize,
    /// Requests that an unhappy network may bring once more.
    pub old_requests: VecDeque<Request>,
    pub ledger: Ledger,
    pub calm: bool,
    /// The story is written down only where somebody is going to read it.
    pub told: bool,
}

static FOUNDED: LazyLock<Store> = LazyLock::new(found);

impl World {
    /// Carries out steps; panics where a promise is broken.
    pub fn run(&mut self, steps: &[Step]) {
        for step in steps {
            self.agenda.put(START + step.at, Event::Step(*step));
        }
        let last = START + steps.last().map_or(0, |step| step.at);
        self.agenda.put(last + 1, Event::Calm);
        while let Some((at, event)) = self.agenda.next() {
            if at > last + CALM {
                return self.check_end();
            }
            self.now = self.now.max(at);
            self.happen(event);
        }
        panic!("everything stopped before the end");
    }

    pub fn new(seed: u64, told: bool) -> Self {
        let mut draw = Draw::new(seed ^ 0x5eed);
        let people = [vec![DAVID], vec![ALICE], vec![BOB], vec![BEA], vec![CARLA], vec![CAI, BEA]];
        let mut devices = Vec::new();
        let mut tabs = Vec::new();
        for people in people {
            let number = devices.len();
            let count = if people[0] == BOB || people.len() > 1 { 2 } else { 1 };
            let own: Vec<usize> = (0..count).map(|at| tabs.len() + at).collect();
            tabs.extend(own.iter().map(|_| Tab::new(number)));
            let place = |user: &UserId| {
                let replica = ReplicaId(Uuid::from_u128(user.0.as_u128() << 8 | number as u128));
                (*user, Place::new(replica, role_at_first(*user)))
            };
            devices.push(Device {
                user: people[0],
                session: None,
                disk: Disk::new(people.iter().map(place).collect(), draw.chance(5)),
                shell: "build-1".to_owned(),
                people,
                tabs: own,
                locks: BTreeMap::new(),
                asleep_until: 0,
                up_cut_until: 0,
                down_cut_until: 0,
            });
        }
        let queue_bytes = if draw.chance(30) { 6_000 } else { 1_000_000 };
        let mut world = Self {
            now: START,
            agenda: Agenda::new(),
            draw,
            devices,
            tabs,
            links: BTreeMap::new(),
            opened: 0,
            server: None,
            builds: 1,
            life: 0,
            store: FOUNDED.clone(),
            backup: None,
            past: BTreeMap::new(),
            store_away_until: 0,
            fate: Fate::Written,
            queue_bytes,
            old_requests: VecDeque::new(),
            ledger: Ledger::default(),
            calm: false,
            told,
        };
        world.start_server();
        for device in 0..world.devices.len() {
            world.sign_in(device);
        }
        world
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Step(step) => self.befall(step),
            Event::Calm => self.mend(),
            Event::LetIn => self.let_in(),
            Event::Started => self.start_server(),
            Event::Committed(life) => self.committed(life),
            Event::Request(request) => self.asked(request),
            Event::PageAsked(tab, page) => self.page_asked(tab, page),
            Event::Up(id, text) => self.heard(id, &text),
            Event::UpClosed(id) => self.left(id),
            Event::Drain(id) => self.drain(id),
            Event::Silence(id) => self.silence(id),
            Event::Answer(to, reply) => self.answered(to, reply),
            Event::GaveUp(to) => self.answered(to, Reply::Later),
            Event::RetrySending(tab, page) => self.retry_sending(tab, page),
            Event::PageCame(tab, page, seed) => self.page_came(tab, page, &seed),
            Event::PageFailed(tab, page) => self.page_failed(tab, page),
            Event::Learn(tab, page) => self.learn(tab, page),
            Event::Connect(tab, page) => self.connect(tab, page),
            Event::Down(id, text) => self.came(id, &text),
            Event::DownClosed(id, code) => self.socket_closed(id, code),
            Event::Beat(id) => self.beat(id),
            Event::GraceOver(tab, page) => self.grace_over(tab, page),
            Event::SignIn(device) => self.sign_in(device),
            Event::LoadAgain(tab, page) => self.load_again(tab, page),
            Event::Disk(device) => self.disk_turns(device),
            Event::DiskSaid(tab, page, said) => self.disk_said(tab, page, *said),
            Event::KeepRows(tab, page) => self.keep_rows(tab, page),
            Event::Granted(tab, page) => self.granted(tab, page),
            Event::LockLost(tab, page) => self.lock_lost(tab, page),
            Event::Watch(tab, page) => self.look_at_watched(tab, page),
            Event::Posted(tab, page) => self.posted(tab, page),
        }
    }

    pub fn after(&mut self, delay: i64, event: Event) {
        self.agenda.put(self.now + delay, event);
    }

    /// How long a message is under way.
    pub fn latency(&mut self) -> i64 {
        if self.calm || self.draw.chance(90) {
            self.draw.between(1, 30)
        } else {
            self.draw.between(30, 1_500)
        }
    }

    pub fn instant(&self) -> Instant {
        Instant(self.now)
    }

    pub fn tell(&mut self, words: impl FnOnce(&Self) -> String) {
        if self.told {
            let line = format!("{:>9} ms  {}", self.now - START, words(self));
            self.ledger.story.push(line);
        }
    }

    /// The person of a tab, and what they are called in the story.
    pub fn name(&self, tab: usize) -> &'static str {
        let user = self.tabs[tab].user.unwrap_or(self.devices[self.tabs[tab].device].user);
        let names =
            [(DAVID, "David"), (ALICE, "Alice"), (BOB, "Bob"), (BEA, "Bea"), (CARLA, "Carla"), (CAI, "Cai")];
        names.iter().find(|(one, _)| *one == user).map_or("somebody", |(_, name)| name)
    }
}

pub fn role_at_first(user: UserId) -> Role {
    match user {
        DAVID => Role::Admin,
        ALICE => Role::Organizer,
        BOB | BEA => Role::Logistics,
        _ => Role::Cook,
    }
}

/// A workspace with people, two parties of one week that share lines, and a draft.
fn found() -> Store {
    let mut founding = Beginning { store: Store::new(), count: 0 };
    let newcomer = |user: UserId, name: &str| Newcomer {
        user,
        name: name.to_owned(),
        role: role_at_first(user),
        email: format!("{}@test.example", name.to_lowercase()),
        password_hash: String::new(),
        language: "en".to_owned(),
    };
    founding.act(&SystemAct::Found(Founding {
        workspace: WORKSPACE,
        name: "Test Kitchen".to_owned(),
        currency: "EUR".to_owned(),
        zone: "UTC".to_owned(),
        admin: Some(newcomer(DAVID, "David")),
    }));
    for (user, name) in [(ALICE, "Alice"), (BOB, "Bob"), (BEA, "Bea"), (CARLA, "Carla"), (CAI, "Cai")] {
        founding.act(&SystemAct::Join(Joining { newcomer: newcomer(user, name), invite: None }));
    }
    let id = |number: u128| Uuid::from_u128(0x100 + number);
    for (number, name, unit) in [(1, "Rice", "kg"), (2, "Chicken", "kg"), (3, "Wine", "bottle")] {
        let product = json!({"productId": id(number), "name": name, "category": "other", "unit": unit,
            "price": 900});
        founding.say("put-product", product);
    }
    let ingredient =
        |number, amount: &str| json!({"productId": id(number), "quantity": {"amount": amount, "unit": "kg"}});
    founding.say(
        "put-dish",
        json!({"dishId": id(4), "name": "Paella", "course": "main", "serves": 10, "prepMinutes": 30,
            "cookMinutes": 60, "steps": [{"text": "Fry", "minutes": 10}, {"text": "Simmer", "minutes": 50}],
            "ingredients": [ingredient(1, "1.5"), ingredient(2, "2")]}),
    );
    for (number, name, date) in
        [(10, "Gala", "2026-11-28"), (20, "Birthday", "2026-11-27"), (30, "Later", "2026-11-29")]
    {
        let party = id(number);
        founding.say(
            "create-budget",
            json!({"budgetId": party, "name": name, "date": date, "servingTime": "19:00", "guests": 20,
                "limit": 90_000}),
        );
        founding.say(
            "put-budget-line",
            json!({"lineId": id(number + 1), "budgetId": party, "category": "food", "dishId": id(4),
                "unitPrice": 4_500}),
        );
        founding.say(
            "put-budget-line",
            json!({"lineId": id(number + 2), "budgetId": party, "category": "drinks", "productId": id(3),
                "quantity": {"amount": "12", "unit": "bottle"}}),
        );
        if number < 30 {
            founding.say("set-budget-status", json!({"budgetId": party, "status": "reserva"}));
        }
    }
    founding.store
}

/// The workspace before anybody is there.
struct Beginning {
    store: Store,
    count: u128,
}

impl Beginning {
    fn id(&mut self) -> CommandId {
        self.count += 1;
        CommandId(Uuid::from_u128(0xbe61_0000 + self.count))
    }

    fn desk(&self) -> Desk {
        Desk::new(WORKSPACE, self.store.load(), String::new(), 50)
    }

    fn act(&mut self, act: &SystemAct) {
        let surroundings = Surroundings { now: Instant(START), zones: &Utc };
        let id = self.id();
        let batch = self.desk().decide_system(id, act, surroundings).expect("a beginning");
        assert!(self.store.commit(&batch));
    }

    fn say(&mut self, kind: &str, data: Value) {
        let surroundings = Surroundings { now: Instant(START), zones: &Utc };
        let command = command(kind, data);
        let envelope =
            Envelope::new(self.id(), &command, Instant(START), self.store.head, &self.store.epoch.clone());
        let submission = Submission { replica: ReplicaId::NIL, user: DAVID, commands: vec![envelope] };
        let batch = self.desk().decide(&[submission], &Known::default(), surroundings);
        assert_eq!(batch.entries.len(), 1, "{kind}: {:?}", batch.answers);
        assert!(self.store.commit(&batch));
    }
}

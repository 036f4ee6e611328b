//! The browser's shell: pages, the socket, the sender, as `src/browser` does it, in virtual time,
//! around the replica and outbox that ship. The disk under it is a model of what is to come.

use std::collections::BTreeSet;

use bliss::domain::ids::CommandId;
use bliss::domain::rows::Table;
use bliss::domain::values::LocalTime;
use bliss::server::hub::ConnectionId;
use bliss::sync::outbox::Standing;
use bliss::sync::replica::{Reader, Replica};
use bliss::sync::seed::Seed;
use bliss::sync::submit::{Answer, Submission};
use bliss::sync::topic::Scope;
use bliss::sync::views::{self, View};
use bliss::sync::wire::{ClientFrame, Hello, PROTOCOL, ServerFrame};
use serde_json::Map;

use super::acts::{Desktop, draw_acts};
use super::device::{Line, kept, put_back};
use super::draw::Draw;
use super::ledger::Made;
use super::world::{Event, Reply, ReplyTo, Request, World};

const HEARTBEAT: i64 = 30_000;
const SILENCE: i64 = 15_000;
const GRACE: i64 = 60_000;
/// A request has so long.
const PATIENCE: i64 = 20_000;

impl World {
    // Pages.

    /// Somebody signs in on a device; its tabs show their pages.
    pub fn sign_in(&mut self, device: usize) {
        let user = self.devices[device].user;
        let reachable = self.devices[device].up_cut_until <= self.now
            && self.devices[device].down_cut_until <= self.now
            && self.devices[device].asleep_until <= self.now;
        let known = self
            .server
            .as_ref()
            .is_some_and(|server| server.writing.is_none() && server.desk.engine().person(user).is_some());
        if !reachable || !known {
            self.after(3_000, Event::SignIn(device));
            return;
        }
        let session = format!("session-{}", self.draw.next());
        self.store.sessions.insert(session.clone(), user);
        self.devices[device].session = Some(session);
        for tab in self.devices[device].tabs.clone() {
            self.load(tab);
        }
    }

    /// Loads the page of a tab anew: from the server, else from the device.
    pub fn load(&mut self, tab: usize) {
        self.hang_up(tab);
        self.tabs[tab].close();
        let page = self.tabs[tab].page;
        let delay = self.latency();
        self.after(delay, Event::PageAsked(tab, page));
        self.after(4_000, Event::PageFailed(tab, page));
    }

    pub fn page_came(&mut self, tab: usize, page: u64, seed: &str) {
        let device = &self.devices[self.tabs[tab].device];
        let lost = device.down_cut_until > self.now || device.asleep_until > self.now;
        if self.tabs[tab].page != page || self.tabs[tab].replica.is_some() || lost {
            return;
        }
        let seed = Seed::read(seed).expect("a server sends its own words");
        let reader = Reader { role: seed.user_role, ..device.reader() };
        if seed.user_id != reader.user {
            return;
        }
        let scopes = seed.subscriptions.iter().map(|one| (one.id.clone(), one.scope.clone()));
        self.tabs[tab].scopes = scopes.collect();
        self.tabs[tab].delivered = (seed.epoch.clone(), seed.revision.0);
        self.check_rows(&seed.rows, reader, &seed.epoch);
        self.begin(tab, seed.replica(reader));
    }

    /// No page came: the device opens its own, without rows, which it does not keep yet.
    pub fn page_failed(&mut self, tab: usize, page: u64) {
        let device = &self.devices[self.tabs[tab].device];
        if self.tabs[tab].page != page || self.tabs[tab].replica.is_some() {
            return;
        }
        if device.asleep_until > self.now {
            let until = self.doze(tab);
            self.agenda.put(until, Event::PageFailed(tab, page));
            return;
        }
        self.begin(tab, Replica::new(device.reader()));
    }

    fn begin(&mut self, tab: usize, mut replica: Replica) {
        let device = self.tabs[tab].device;
        self.devices[device].kept_mut().role = replica.reader().role;
        let acts = self.devices[device].kept().queues.get(&tab).cloned().unwrap_or_default();
        put_back(&mut replica, &acts);
        self.tabs[tab].queued = acts.iter().map(|act| act.envelope.id).collect();
        self.tabs[tab].replica = Some(replica);
        self.enter(tab, None);
        let page = self.tabs[tab].page;
        self.after(0, Event::Connect(tab, page));
        self.flush(tab);
    }

    /// Listens to what the view needs, and to one thing more perhaps.
    fn enter(&mut self, tab: usize, more: Option<Scope>) {
        let today = LocalTime::at(self.instant(), &[]).date;
        let Some(replica) = &self.tabs[tab].replica else { return };
        let mut scopes = views::scopes(replica.reader().role, &self.tabs[tab].view, today);
        scopes.extend(more.filter(|scope| scope.check(replica.reader().role).is_ok()));
        self.tabs[tab].wanted = scopes.iter().map(Scope::name).collect();
        for scope in scopes {
            let name = scope.name();
            let Some(replica) = &mut self.tabs[tab].replica else { return };
            if replica.is_subscribed(&name) {
                continue;
            }
            let subscribe = replica.subscribe(&name, scope.clone());
            self.tabs[tab].scopes.insert(name, scope);
            self.say_if_welcome(tab, &ClientFrame::Subscribe(subscribe));
        }
        let page = self.tabs[tab].page;
        self.after(GRACE, Event::GraceOver(tab, page));
    }

    pub fn navigate(&mut self, tab: usize, view: View, more: Option<Scope>) {
        self.tabs[tab].view = view;
        self.enter(tab, more);
    }

    pub fn grace_over(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        let wanted = self.tabs[tab].wanted.clone();
        let held: Vec<String> = self.tabs[tab].scopes.keys().cloned().collect();
        for id in held.into_iter().filter(|id| !wanted.contains(id)) {
            let Some(replica) = &mut self.tabs[tab].replica else { return };
            replica.unsubscribe(&id);
            self.tabs[tab].scopes.remove(&id);
            self.say_if_welcome(tab, &ClientFrame::Unsubscribe { id });
        }
        self.write_down(tab);
    }

    // Acts.

    /// A person acts on what is shown. Returns whether they did anything.
    pub fn act(&mut self, tab: usize, draw: &mut Draw) -> bool {
        let device = self.tabs[tab].device;
        let asleep = self.devices[device].asleep_until > self.now;
        let (user, now) = (self.devices[device].user, self.instant());
        let at = &mut self.tabs[tab];
        let Some(replica) = at.replica.as_mut().filter(|_| !asleep) else { return false };
        let role = replica.reader().role;
        let desktop = Desktop { state: replica.state(), user, role, recent: &at.recent };
        let commands = draw_acts(&desktop, draw);
        let (seen, mut lines) = (replica.seen(), Vec::new());
        for command in commands {
            let random = draw.uuid().into_bytes();
            let id = replica.outbox().next_id(now, random.first_chunk().expect("16 bytes"));
            let quiet = !replica.outbox().entries().iter().any(bliss::sync::outbox::Entry::is_predicted);
            let named: BTreeSet<_> = ids(&command.data()).collect();
            let held = Table::ALL.iter().flat_map(|table| named.iter().map(|key| (*table, *key)));
            let held = held.filter_map(|(table, key)| {
                let row = replica.state().row(table, key)?;
                Some(((table, key), row.rev()))
            });
            let made = Made {
                kind: command.kind().to_owned(),
                tab,
                unwritten: false,
                discarded: false,
                settled: None,
                held: if quiet && NAMES_ALL.contains(&command.kind()) { held.collect() } else { Vec::new() },
            };
            lines.push(format!("{} {} as {id}, seen {}", command.kind(), command.data(), seen.0));
            replica.act(id, command, now, seen, Map::new());
            self.ledger.made.insert(id, made);
            at.recent.push(id);
            at.queued.insert(id);
        }
        let keep = at.recent.len().saturating_sub(6);
        at.recent.drain(..keep);
        let acted = !lines.is_empty();
        for line in lines {
            self.tell(|world| format!("tab {tab}, {}: {line}", world.name(tab)));
        }
        acted
    }

    /// The device writes the outbox down; what has left it is noted.
    pub fn write_down(&mut self, tab: usize) {
        let device = self.tabs[tab].device;
        let Some(replica) = &self.tabs[tab].replica else { return };
        let acts = kept(replica);
        let queued: BTreeSet<CommandId> = acts.iter().map(|act| act.envelope.id).collect();
        let epoch = replica.epoch().to_owned();
        for id in self.tabs[tab].queued.difference(&queued) {
            if let Some(made) = self.ledger.made.get_mut(id).filter(|made| !made.discarded) {
                made.settled = Some(epoch.clone());
            }
        }
        self.tabs[tab].queued = queued;
        self.devices[device].kept_mut().queues.insert(tab, acts);
    }

    /// When a timer of a device that sleeps is looked at again: it may be woken before its time.
    fn doze(&self, tab: usize) -> i64 {
        self.devices[self.tabs[tab].device].asleep_until.min(self.now + 5_000)
    }

    // The sender.

    pub fn flush(&mut self, tab: usize) {
        self.write_down(tab);
        let ids: Vec<CommandId> = self.tabs[tab].queued.iter().copied().collect();
        if let Some(replica) = &mut self.tabs[tab].replica {
            replica.written(&ids);
        }
        let device = &self.devices[self.tabs[tab].device];
        let at = &self.tabs[tab];
        if at.sending.is_some() || at.waiting || at.line == Line::SignedOut || device.asleep_until > self.now
        {
            return;
        }
        let session = device.session.clone();
        let Some(replica) = &mut self.tabs[tab].replica else { return };
        let commands = replica.outbox_mut().next_group();
        if commands.is_empty() {
            return;
        }
        let Reader { user, replica, .. } = replica.reader();
        let body = Submission { replica, user, commands }.text();
        self.tabs[tab].requests += 1;
        let number = self.tabs[tab].requests;
        self.tabs[tab].sending = Some(number);
        let to = ReplyTo { tab, page: self.tabs[tab].page, number };
        self.after(PATIENCE, Event::GaveUp(to));
        let request = Request { to, session, epoch: self.store.epoch.clone(), body };
        if self.old_requests.len() > 20 {
            self.old_requests.pop_front();
        }
        self.old_requests.push_back(request.clone());
        let chance = if self.calm { 100 } else { self.draw.below(100) };
        if chance < 5 {
            let later = self.draw.between(1, 20_000);
            self.after(later, Event::Request(request.clone()));
        }
        if chance < 95 || self.calm {
            let delay = self.latency();
            self.after(delay, Event::Request(request));
        }
    }

    pub fn answered(&mut self, to: ReplyTo, reply: Reply) {
        let tab = to.tab;
        if self.tabs[tab].page != to.page || self.tabs[tab].sending != Some(to.number) {
            return;
        }
        let device = &self.devices[self.tabs[tab].device];
        let given_up = matches!(reply, Reply::Later);
        if device.asleep_until > self.now {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Answer(to, reply));
            return;
        }
        if device.down_cut_until > self.now && !given_up {
            return;
        }
        self.tabs[tab].sending = None;
        let draw = self.fraction();
        let at = &mut self.tabs[tab];
        let Some(replica) = &mut at.replica else { return };
        match reply {
            Reply::Answer(text) => {
                let answer = Answer::read(&text).expect("a server sends its own words");
                at.sender_backoff.succeeded();
                replica.answered(&answer.epoch, &answer.outcomes);
                self.flush(tab);
            }
            Reply::SignedOut => {
                replica.outbox_mut().failed();
                at.line = Line::SignedOut;
                self.sign_in_later(tab);
            }
            Reply::Later => {
                replica.outbox_mut().failed();
                let delay = at.sender_backoff.delay(draw);
                at.sender_backoff.failed();
                at.waiting = true;
                let page = at.page;
                self.after(i64::try_from(delay).unwrap_or(30_000), Event::RetrySending(tab, page));
            }
        }
        self.write_down(tab);
    }

    pub fn retry_sending(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.devices[self.tabs[tab].device].asleep_until > self.now {
            let until = self.doze(tab);
            self.agenda.put(until, Event::RetrySending(tab, page));
            return;
        }
        self.tabs[tab].waiting = false;
        self.flush(tab);
    }

    fn sign_in_later(&mut self, tab: usize) {
        let device = self.tabs[tab].device;
        let stale = self.devices[device].session.take();
        if stale.is_some() {
            let delay = self.draw.between(1_000, 20_000);
            self.after(delay, Event::SignIn(device));
        }
    }

    fn fraction(&mut self) -> f64 {
        f64::from(u32::try_from(self.draw.below(1_001)).unwrap_or_default()) / 1_000.0
    }

    // The socket.

    pub fn connect(&mut self, tab: usize, page: u64) {
        let at = &self.tabs[tab];
        if at.page != page || at.line != Line::Down || at.replica.is_none() {
            return;
        }
        if self.devices[at.device].asleep_until > self.now {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Connect(tab, page));
            return;
        }
        let Some(id) = self.accept(tab) else {
            // A refused socket does not say why: the browser asks with a request without commands.
            if self.is_signed_out(tab) {
                self.tabs[tab].line = Line::SignedOut;
                return self.sign_in_later(tab);
            }
            return self.lost(tab);
        };
        self.tell(|_| format!("tab {tab} opens {id:?}"));
        let at = &mut self.tabs[tab];
        at.line = Line::Open(id);
        at.welcomed = false;
        at.beat = None;
        at.beaten_at = self.now;
        let Some(replica) = &at.replica else { return };
        let hello = Hello {
            protocol: PROTOCOL,
            replica: replica.reader().replica,
            tab: format!("{tab}-{page}"),
            pending: replica.unanswered(),
        };
        self.up(id, &ClientFrame::Hello(hello));
        self.after(SILENCE, Event::Beat(id));
    }

    /// The next attempt comes after the back-off.
    fn lost(&mut self, tab: usize) {
        self.tell(|_| format!("tab {tab} has lost the server"));
        let draw = self.fraction();
        let at = &mut self.tabs[tab];
        at.line = Line::Down;
        let delay = i64::try_from(at.socket_backoff.delay(draw)).unwrap_or(30_000);
        at.socket_backoff.failed();
        let page = at.page;
        self.after(delay.max(1), Event::Connect(tab, page));
    }

    /// Closes the socket from the browser's side.
    pub fn hang_up(&mut self, tab: usize) {
        if let Line::Open(id) = self.tabs[tab].line {
            let delay = self.latency();
            self.after(delay, Event::UpClosed(id));
            self.tabs[tab].line = Line::Down;
        }
    }

    fn up(&mut self, id: ConnectionId, frame: &ClientFrame) {
        let latency = self.latency();
        let Some(link) = self.links.get_mut(&id) else { return };
        link.last_up = link.last_up.max(self.now + latency);
        let at = link.last_up;
        self.agenda.put(at, Event::Up(id, frame.text()));
    }

    /// Before the welcome nothing is said: it resumes every subscription.
    fn say_if_welcome(&mut self, tab: usize, frame: &ClientFrame) {
        match self.tabs[tab].line {
            Line::Open(id) if self.tabs[tab].welcomed => self.up(id, frame),
            Line::Open(_) | Line::Down | Line::SignedOut => {}
        }
    }

    /// Whether what comes on a socket is for the page that opened it.
    fn tab_of(&mut self, id: ConnectionId) -> Option<usize> {
        let link = self.links.get_mut(&id)?;
        let (tab, page) = (link.tab, link.page);
        let device = &self.devices[self.tabs[tab].device];
        // A device that sleeps lets its sockets die.
        if device.down_cut_until > self.now || device.asleep_until > self.now {
            link.down_dead = true;
        }
        let heard = !link.down_dead && self.tabs[tab].page == page && self.tabs[tab].line == Line::Open(id);
        heard.then_some(tab)
    }

    pub fn beat(&mut self, id: ConnectionId) {
        let Some((tab, page)) = self.links.get(&id).map(|link| (link.tab, link.page)) else { return };
        if self.tabs[tab].page != page || self.tabs[tab].line != Line::Open(id) {
            return;
        }
        if self.devices[self.tabs[tab].device].asleep_until > self.now {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Beat(id));
            return;
        }
        if self.tabs[tab].beat.is_some_and(|since| self.now - since >= SILENCE) {
            self.hang_up(tab);
            return self.lost(tab);
        }
        if self.now - self.tabs[tab].beaten_at >= HEARTBEAT {
            self.tabs[tab].beat.get_or_insert(self.now);
            self.tabs[tab].beaten_at = self.now;
            self.up(id, &ClientFrame::Heartbeat { timestamp: self.instant() });
        }
        self.after(SILENCE, Event::Beat(id));
    }

    pub fn socket_closed(&mut self, id: ConnectionId, code: Option<u16>) {
        let Some(tab) = self.tab_of(id) else { return };
        self.tabs[tab].line = Line::Down;
        match code {
            Some(4401) => {
                self.tabs[tab].line = Line::SignedOut;
                self.sign_in_later(tab);
            }
            Some(4400..=4499) => {
                let page = self.tabs[tab].page;
                self.after(30_000, Event::Connect(tab, page));
            }
            _ => self.lost(tab),
        }
    }

    pub fn came(&mut self, id: ConnectionId, text: &str) {
        let Some(tab) = self.tab_of(id) else { return };
        self.tabs[tab].beat = None;
        let frame = ServerFrame::read(text).unwrap_or_else(|| panic!("a server sends its own words: {text}"));
        self.receive(tab, id, frame);
        self.write_down(tab);
        if self.draw.chance(6) {
            self.check_shown(tab);
        }
    }

    fn receive(&mut self, tab: usize, id: ConnectionId, frame: ServerFrame) {
        self.check_frame(tab, &frame);
        let at = &mut self.tabs[tab];
        let Some(replica) = &mut at.replica else { return };
        match frame {
            ServerFrame::Welcome(welcome) => {
                replica.welcomed(&welcome);
                at.welcomed = true;
                at.socket_backoff.succeeded();
                let anew = replica.resume();
                let device = at.device;
                self.devices[device].kept_mut().role = welcome.user_role;
                for subscribe in anew {
                    self.up(id, &ClientFrame::Subscribe(subscribe));
                }
                self.flush(tab);
            }
            ServerFrame::Rows(rows) => drop(replica.rows(rows)),
            ServerFrame::Fact(fact) => drop(replica.fact(&fact)),
            ServerFrame::Batch(frames) => frames.into_iter().for_each(|one| self.receive(tab, id, one)),
            ServerFrame::Head(revision) | ServerFrame::Heartbeat { revision, .. } => {
                drop(replica.head(revision));
            }
            ServerFrame::Error(error) => {
                if let Some(id) = error.id {
                    replica.unsubscribe(&id);
                    at.scopes.remove(&id);
                }
            }
            ServerFrame::Behind | ServerFrame::Presence { .. } | ServerFrame::Goodbye { .. } => {}
        }
    }

    /// The acts of a tab that its person has to look at.
    pub fn refused(&self, tab: usize) -> Vec<CommandId> {
        let Some(replica) = &self.tabs[tab].replica else { return Vec::new() };
        replica.outbox().refused().map(|entry| entry.envelope.id).collect()
    }

    /// A refused act is let go, or made once more as a new one.
    pub fn tidy(&mut self, tab: usize, draw: &mut Draw) {
        if self.devices[self.tabs[tab].device].asleep_until > self.now {
            return;
        }
        let refused = self.refused(tab);
        let Some(id) = draw.pick(&refused).copied() else { return };
        let now = self.instant();
        let Some(replica) = &mut self.tabs[tab].replica else { return };
        let Some(command) = replica.discard(id) else { return };
        let kind = command.kind().to_owned();
        let again = draw.chance(60).then(|| {
            let random = draw.uuid().into_bytes();
            replica.outbox().next_id(now, random.first_chunk().expect("16 bytes"))
        });
        if let Some(again) = again {
            let seen = replica.seen();
            replica.act(again, command, now, seen, Map::new());
        }
        if let Some(made) = self.ledger.made.get_mut(&id) {
            made.discarded = true;
            let made = Made { kind: kind.clone(), tab, held: Vec::new(), discarded: false, ..made.clone() };
            self.ledger.made.extend(again.map(|again| (again, made)));
        }
        self.tabs[tab].queued.extend(again);
        self.tell(|_| format!("tab {tab}: {kind} {id} is let go, again as {again:?}"));
        self.flush(tab);
    }

    /// Whether a tab has something that is not on the server yet.
    pub fn is_waiting(&self, tab: usize) -> bool {
        let Some(replica) = &self.tabs[tab].replica else { return false };
        let open = |standing: &Standing| !matches!(standing, Standing::Refused(_));
        replica.outbox().entries().iter().any(|entry| open(&entry.standing))
    }
}

/// Commands that set fields of the rows they name and of no others.
const NAMES_ALL: &[&str] = &[
    "set-ingredient-quantity",
    "set-task-status",
    "edit-task",
    "edit-budget",
    "set-guest-count",
    "edit-schedule",
    "edit-shopping-item",
];

/// Every id that a command names.
fn ids(data: &serde_json::Value) -> impl Iterator<Item = uuid::Uuid> + '_ {
    let fields = data.as_object().into_iter().flatten();
    fields.filter_map(|(_, value)| value.as_str()?.parse().ok())
}

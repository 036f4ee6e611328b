//! How a page starts, from the server or from the device, and what it listens to.

use bliss::domain::ids::{CommandId, UserId};
use bliss::domain::rules::RULES;
use bliss::domain::values::LocalTime;
use bliss::sync::kept::{Kept, KeptSubscription};
use bliss::sync::replica::{Reader, Replica};
use bliss::sync::seed::Seed;
use bliss::sync::topic::Scope;
use bliss::sync::views::{self, View};
use bliss::sync::wire::ClientFrame;

use super::device::Line;
use super::disk::Job;
use super::world::{Event, World};

/// How long a view that was left is listened to.
const GRACE: i64 = 60_000;
/// How long a page is waited for before the device shows its own.
const TIMEOUT: i64 = 1_500;
/// A page that found neither server nor rows is tried again.
const RETRY: i64 = 5_000;

impl World {
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
        if self.devices[device].disk.current != Some(user) {
            self.queue_up(device, None, Job::Belong(None));
        }
        let session = format!("session-{}", self.draw.next());
        self.store.sessions.insert(session.clone(), user);
        self.devices[device].session = Some(session);
        // An older page may be left open in another tab.
        let left_open = self.draw.chance(50) && !self.calm;
        for (at, tab) in self.devices[device].tabs.clone().into_iter().enumerate() {
            if at == 0 || self.tabs[tab].user.is_none() || !left_open {
                self.load(tab);
            }
        }
    }

    /// Loads the page of a tab anew: by the device alone where acts wait on it, else from the server.
    pub fn load(&mut self, tab: usize) {
        self.leave_page(tab);
        self.ask_disk(tab, Job::Look);
    }

    /// The page of a tab is gone.
    pub fn leave_page(&mut self, tab: usize) {
        self.hang_up(tab);
        self.cut_short(tab);
        self.leave_lock(tab);
        self.note_lost_with(tab);
        self.tabs[tab].close();
    }

    pub fn looked(&mut self, tab: usize, current: Option<UserId>, acts_wait: bool) {
        let page = self.tabs[tab].page;
        match current {
            Some(user) if acts_wait || self.tabs[tab].offline => self.open_on_device(tab, user),
            None if self.tabs[tab].offline => self.after(RETRY, Event::LoadAgain(tab, page)),
            Some(_) | None => {
                let delay = self.latency();
                self.after(delay, Event::PageAsked(tab, page));
                self.after(TIMEOUT, Event::PageFailed(tab, page));
            }
        }
    }

    pub fn load_again(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page == page {
            self.load(tab);
        }
    }

    pub fn page_came(&mut self, tab: usize, page: u64, seed: &str) {
        let device = &self.devices[self.tabs[tab].device];
        let lost = device.down_cut_until > self.now || self.is_asleep(tab);
        if self.tabs[tab].page != page || self.tabs[tab].user.is_some() || lost {
            return;
        }
        let seed = Seed::read(seed).expect("a server sends its own words");
        if seed.user_id != device.user {
            return;
        }
        let (number, private) = (self.tabs[tab].device, device.disk.refuses);
        if self.draw.chance(70) {
            self.devices[number].shell.clone_from(&seed.build);
        }
        let at = &mut self.tabs[tab];
        at.user = Some(seed.user_id);
        at.build.clone_from(&seed.build);
        at.keeper.memory_only = private;
        let scopes = seed.subscriptions.iter().map(|one| (one.id.clone(), one.scope.clone()));
        at.scopes = scopes.collect();
        at.socket.delivered = (seed.epoch.clone(), seed.revision.0);
        let place = self.place(tab).expect("a page's person has a place");
        place.role = seed.user_role;
        let reader = Reader { user: seed.user_id, role: seed.user_role, replica: place.replica };
        self.check_rows(&seed.rows, reader, &seed.epoch);
        self.begin(tab, seed.replica(reader));
    }

    /// No page came: the device opens its own.
    pub fn page_failed(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page || self.tabs[tab].user.is_some() {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::PageFailed(tab, page));
            return;
        }
        self.tabs[tab].offline = true;
        self.ask_disk(tab, Job::Look);
    }

    fn open_on_device(&mut self, tab: usize, user: UserId) {
        if self.tabs[tab].user.is_none() && !self.tabs[tab].opening {
            self.tabs[tab].opening = true;
            self.ask_disk(tab, Job::Read(user));
        }
    }

    /// What the device kept is there: the page opens on it, or takes over what it has missed.
    pub fn read(&mut self, tab: usize, user: UserId, kept: Kept) {
        if self.tabs[tab].replica.is_none() {
            return self.begin_on_device(tab, user, kept);
        }
        let read: Vec<CommandId> = kept.acts.iter().map(|act| act.envelope.id).collect();
        if let Some(replica) = &mut self.tabs[tab].replica {
            replica.take_in(kept.acts);
        }
        self.note_settled(tab);
        self.tabs[tab].keeper.has_read = true;
        self.ask_lock(tab);
        self.hear_tabs(tab);
        self.check_opened(tab, &read);
    }

    fn begin_on_device(&mut self, tab: usize, user: UserId, kept: Kept) {
        let build = self.devices[self.tabs[tab].device].shell.clone();
        let at = &mut self.tabs[tab];
        let Some(head) = kept.head.clone() else {
            // There is nothing to show.
            let page = at.page;
            return self.after(RETRY, Event::LoadAgain(tab, page));
        };
        at.user = Some(user);
        at.build.clone_from(&build);
        let scopes = head.subscriptions.into_iter().map(|KeptSubscription { id, scope, .. }| (id, scope));
        at.scopes = scopes.collect();
        let replica = self.place(tab).expect("a page's person has a place").replica;
        let reader = Reader { user, role: head.user_role, replica };
        self.tell(|_| format!("tab {tab} opens on the device"));
        self.begin(tab, Replica::of_kept(reader, kept, &build));
    }

    fn begin(&mut self, tab: usize, mut replica: Replica) {
        let stashed = self.place(tab).expect("a page's person has a place").stash.values().cloned().collect();
        replica.take_in_unwritten(stashed);
        self.tabs[tab].queued = replica.outbox().entries().iter().map(|entry| entry.envelope.id).collect();
        self.tabs[tab].replica = Some(replica);
        self.enter(tab, None);
        let page = self.tabs[tab].page;
        let slow = !self.calm && self.draw.chance(10);
        let delay = if slow { self.draw.between(1_000, 120_000) } else { self.draw.between(0, 300) };
        self.after(delay, Event::Learn(tab, page));
        self.after(0, Event::Connect(tab, page));
        // From here on it hears other tabs; what came before that is read.
        if let Some(user) = self.tabs[tab].user {
            self.ask_disk(tab, Job::Belong(Some(user)));
            self.ask_disk(tab, Job::Read(user));
        }
    }

    /// The code of the rules comes after the page; what was done before is shown with it.
    pub fn learn(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            return self.agenda.put(until, Event::Learn(tab, page));
        }
        if let Some(replica) = &mut self.tabs[tab].replica {
            replica.learn(&RULES);
        }
        self.check_shown(tab);
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
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::GraceOver(tab, page));
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
        self.changed(tab);
    }

    /// Somebody signs out: their acts are kept, their rows are not. Everybody's tabs show the door.
    pub fn sign_out(&mut self, device: usize) {
        if let Some(session) = self.devices[device].session.take() {
            self.end_session(&session);
        }
        let tabs = self.devices[device].tabs.clone();
        let user = self.devices[device].user;
        for (at, tab) in tabs.into_iter().enumerate() {
            // The others hear of it from the server, in a moment.
            if at == 0 || self.draw.chance(50) {
                self.leave_page(tab);
                self.tabs[tab].socket.line = Line::SignedOut;
            }
        }
        self.queue_up(device, None, Job::Forget(user));
    }
}

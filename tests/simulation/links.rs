//! Sockets: both ends of each, the gate and the backlog that ship, and the network in between.

use bliss::domain::ids::UserId;
use bliss::server::hub::{
    Backlog, Close, ConnectionId, Gate, Next, Outbound, Passage, TOGETHER, json, together,
};
use bliss::sync::beat;
use bliss::sync::wire::ServerFrame;

use super::server::Message;
use super::world::{Event, START, World};

/// A socket that says nothing for so long is dropped.
const SILENCE: i64 = beat::SILENT;

/// A socket, both ends of it.
pub struct Link {
    pub tab: usize,
    pub page: u64,
    pub user: UserId,
    pub session: String,
    life: u64,
    gate: Gate,
    pub backlog: Backlog,
    /// The server's end is open.
    pub open: bool,
    draining: bool,
    pub refilling: bool,
    heard_at: i64,
    /// The network has lost something on the way: nothing comes through in that direction any more.
    pub up_dead: bool,
    pub down_dead: bool,
    pub last_up: i64,
    last_down: i64,
    /// Bytes trickle.
    slow: bool,
}

impl World {
    /// Whether a request of a tab would be answered with 401.
    pub fn is_signed_out(&self, tab: usize) -> bool {
        let device = &self.devices[self.tabs[tab].device];
        let reachable = device.up_cut_until <= self.now && device.down_cut_until <= self.now;
        let person = device.session.as_ref().and_then(|session| self.store.sessions.get(session)).copied();
        self.server.is_some() && reachable && person != self.tabs[tab].user
    }

    /// Lets a socket in; none where nobody answers.
    pub fn accept(&mut self, tab: usize) -> Option<ConnectionId> {
        let device = &self.devices[self.tabs[tab].device];
        let session = device.session.clone()?;
        let user = *self.store.sessions.get(&session)?;
        let reachable = device.up_cut_until <= self.now && device.down_cut_until <= self.now;
        if self.server.is_none() || !reachable {
            return None;
        }
        self.opened += 1;
        let id = ConnectionId(self.opened);
        let slow = !self.calm && self.draw.chance(15);
        self.links.insert(
            id,
            Link {
                tab,
                page: self.tabs[tab].page,
                user,
                session,
                life: self.life,
                gate: Gate::new(20),
                backlog: Backlog::new(self.queue_bytes),
                open: true,
                draining: false,
                refilling: false,
                heard_at: self.now,
                up_dead: false,
                down_dead: false,
                last_up: self.now,
                last_down: self.now,
                slow,
            },
        );
        self.after(SILENCE, Event::Silence(id));
        Some(id)
    }

    pub fn heard(&mut self, id: ConnectionId, text: &str) {
        let now = self.instant();
        let life = self.life;
        let Some(link) = self.links.get_mut(&id) else { return };
        if self.devices[self.tabs[link.tab].device].up_cut_until > self.now {
            link.up_dead = true;
        }
        if link.up_dead || !link.open || link.life != life {
            return;
        }
        link.heard_at = now.0;
        match link.gate.pass(text, now) {
            Passage::Hello(hello) => self.say(Message::Open(id, hello)),
            Passage::Frame(frame) => self.say(Message::Heard(id, frame)),
            other @ (Passage::Error(_) | Passage::Close(_) | Passage::Refuse(..)) => {
                panic!("the gate did not let {text} pass: {other:?}")
            }
        }
    }

    /// The browser's end has closed.
    pub fn left(&mut self, id: ConnectionId) {
        let Some(link) = self.links.get_mut(&id) else { return };
        if link.up_dead || !std::mem::replace(&mut link.open, false) {
            return;
        }
        self.say(Message::Left(id));
    }

    pub fn silence(&mut self, id: ConnectionId) {
        let Some(link) = self.links.get(&id).filter(|link| link.open) else { return };
        let silent_at = link.heard_at + SILENCE;
        if silent_at > self.now {
            self.agenda.put(silent_at, Event::Silence(id));
            return;
        }
        self.close_down(id, Some(Close::Silent.code()));
        self.say(Message::Left(id));
    }

    pub fn send(&mut self, out: Outbound) {
        for (id, out) in out {
            if let Some(link) = self.links.get_mut(&id).filter(|link| link.open) {
                link.backlog.put(out);
                self.schedule_drain(id);
            }
        }
    }

    pub fn schedule_drain(&mut self, id: ConnectionId) {
        let Some(link) = self.links.get_mut(&id).filter(|link| link.open) else { return };
        if link.draining || link.refilling || link.backlog.is_empty() {
            return;
        }
        link.draining = true;
        let slow = link.slow;
        let delay = if slow { self.draw.between(100, 2_500) } else { self.draw.between(0, 5) };
        self.after(delay, Event::Drain(id));
    }

    pub fn drain(&mut self, id: ConnectionId) {
        let Some(link) = self.links.get_mut(&id).filter(|link| link.open) else { return };
        link.draining = false;
        match link.backlog.take(TOGETHER) {
            Some(Next::Texts(texts)) => self.down(id, together(&texts).to_string()),
            Some(Next::Behind) => {
                link.refilling = true;
                self.down(id, json(&ServerFrame::Behind));
                self.say(Message::Refill(id));
            }
            Some(Next::Close(close)) => {
                self.close_down(id, Some(close.code()));
                self.say(Message::Left(id));
            }
            None => {}
        }
        self.schedule_drain(id);
    }

    fn down(&mut self, id: ConnectionId, text: String) {
        let at = self.down_at(id);
        self.agenda.put(at, Event::Down(id, text));
    }

    pub fn close_down(&mut self, id: ConnectionId, code: Option<u16>) {
        let at = self.down_at(id);
        if let Some(link) = self.links.get_mut(&id) {
            link.open = false;
        }
        self.agenda.put(at, Event::DownClosed(id, code));
    }

    /// When a message sent now arrives: after all that were sent before it.
    fn down_at(&mut self, id: ConnectionId) -> i64 {
        let at = self.now + self.latency();
        match self.links.get_mut(&id) {
            Some(link) => {
                link.last_down = link.last_down.max(at);
                link.last_down
            }
            None => at.max(START),
        }
    }
}

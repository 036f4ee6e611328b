//! A page's socket, as `src/browser/socket.rs` drives it.

use bliss::server::hub::ConnectionId;
use bliss::sync::beat;
use bliss::sync::kept::TabMessage;
use bliss::sync::wire::{ClientFrame, Hello, PROTOCOL, ServerFrame};

use super::device::Line;
use super::disk::Job;
use super::world::{Event, World};

impl World {
    pub fn connect(&mut self, tab: usize, page: u64) {
        let at = &self.tabs[tab];
        if at.page != page || at.socket.line != Line::Down || at.replica.is_none() {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Connect(tab, page));
            return;
        }
        let Some(id) = self.accept(tab) else {
            // A refused socket does not say why: the browser asks with a request without commands.
            if self.is_signed_out(tab) {
                self.tabs[tab].socket.line = Line::SignedOut;
                return self.sign_in_later(tab);
            }
            return self.lost(tab);
        };
        self.tell(|_| format!("tab {tab} opens {id:?}"));
        let at = &mut self.tabs[tab];
        at.socket.line = Line::Open(id);
        at.socket.welcomed = false;
        at.socket.beat = None;
        at.socket.beaten_at = self.now;
        let Some(replica) = &at.replica else { return };
        let hello = Hello {
            protocol: PROTOCOL,
            replica: replica.reader().replica,
            tab: format!("{tab}-{page}"),
            pending: replica.unanswered(),
        };
        self.up(id, &ClientFrame::Hello(hello));
        self.after(beat::UNANSWERED, Event::Beat(id));
    }

    /// The next attempt comes after the back-off.
    fn lost(&mut self, tab: usize) {
        self.tell(|_| format!("tab {tab} has lost the server"));
        let draw = self.fraction();
        let at = &mut self.tabs[tab];
        at.socket.line = Line::Down;
        let delay = i64::try_from(at.socket.backoff.delay(draw)).unwrap_or(30_000);
        at.socket.backoff.failed();
        let page = at.page;
        self.after(delay.max(1), Event::Connect(tab, page));
    }

    /// Closes the socket from the browser's side.
    pub fn hang_up(&mut self, tab: usize) {
        if let Line::Open(id) = self.tabs[tab].socket.line {
            let delay = self.latency();
            self.after(delay, Event::UpClosed(id));
            self.tabs[tab].socket.line = Line::Down;
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
    pub fn say_if_welcome(&mut self, tab: usize, frame: &ClientFrame) {
        match self.tabs[tab].socket.line {
            Line::Open(id) if self.tabs[tab].socket.welcomed => self.up(id, frame),
            Line::Open(_) | Line::Down | Line::SignedOut => {}
        }
    }

    /// Whether what comes on a socket is for the page that opened it.
    fn tab_of(&mut self, id: ConnectionId) -> Option<usize> {
        let asleep = self.links.get(&id).is_some_and(|link| self.is_asleep(link.tab));
        let link = self.links.get_mut(&id)?;
        let (tab, page) = (link.tab, link.page);
        let device = &self.devices[self.tabs[tab].device];
        // A device that sleeps lets its sockets die.
        if device.down_cut_until > self.now || asleep {
            link.down_dead = true;
        }
        let heard =
            !link.down_dead && self.tabs[tab].page == page && self.tabs[tab].socket.line == Line::Open(id);
        heard.then_some(tab)
    }

    pub fn beat(&mut self, id: ConnectionId) {
        let Some((tab, page)) = self.links.get(&id).map(|link| (link.tab, link.page)) else { return };
        if self.tabs[tab].page != page || self.tabs[tab].socket.line != Line::Open(id) {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Beat(id));
            return;
        }
        if self.tabs[tab].socket.beat.is_some_and(|since| self.now - since >= beat::UNANSWERED) {
            self.hang_up(tab);
            return self.lost(tab);
        }
        if self.now - self.tabs[tab].socket.beaten_at >= i64::from(beat::EVERY) {
            self.tabs[tab].socket.beat.get_or_insert(self.now);
            self.tabs[tab].socket.beaten_at = self.now;
            self.up(id, &ClientFrame::Heartbeat { timestamp: self.instant() });
        }
        self.after(beat::UNANSWERED, Event::Beat(id));
    }

    pub fn socket_closed(&mut self, id: ConnectionId, code: Option<u16>) {
        let Some(tab) = self.tab_of(id) else { return };
        self.tabs[tab].socket.line = Line::Down;
        match code {
            Some(4401) => {
                self.tabs[tab].socket.line = Line::SignedOut;
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
        self.tabs[tab].socket.beat = None;
        let frame = ServerFrame::read(text).unwrap_or_else(|| panic!("a server sends its own words: {text}"));
        self.receive(tab, id, frame);
        self.changed(tab);
        if self.draw.chance(6) {
            self.check_shown(tab);
        }
    }

    fn receive(&mut self, tab: usize, id: ConnectionId, frame: ServerFrame) {
        if matches!(&frame, ServerFrame::Welcome(welcome) if Some(welcome.user_id) != self.tabs[tab].user) {
            // Somebody else has signed in on this device: their page takes the place of this one.
            if let Some(user) = self.tabs[tab].user {
                self.queue_up(self.tabs[tab].device, None, Job::Forget(user));
            }
            return self.load(tab);
        }
        self.check_frame(tab, &frame);
        let at = &mut self.tabs[tab];
        let Some(replica) = &mut at.replica else { return };
        match frame {
            ServerFrame::Welcome(mut welcome) => {
                welcome.outcomes.retain(|outcome| !replica.outbox().is_old(outcome));
                replica.welcomed(&welcome);
                at.socket.welcomed = true;
                at.socket.backoff.succeeded();
                let anew = replica.resume();
                if let Some(place) = self.place(tab) {
                    place.role = welcome.user_role;
                }
                for subscribe in anew {
                    self.up(id, &ClientFrame::Subscribe(subscribe));
                }
                if !welcome.outcomes.is_empty() {
                    let (epoch, outcomes) = (welcome.epoch, welcome.outcomes);
                    self.tell_tabs(tab, &TabMessage::Answered { epoch, outcomes });
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
}

//! What sends acts, as `src/browser/sender.rs` does it, in the tab that has the lock.

use bliss::sync::kept::TabMessage;
use bliss::sync::replica::Reader;
use bliss::sync::submit::{Answer, Submission};

use super::device::Line;
use super::world::{Event, Reply, ReplyTo, Request, World};

/// A request has so long.
const PATIENCE: i64 = 20_000;

impl World {
    /// Sends what waits, where this tab is the one that does and no request is under way.
    pub fn flush(&mut self, tab: usize) {
        let at = &self.tabs[tab];
        let busy = at.sender.sending.is_some() || at.sender.waiting;
        if !at.keeper.holds || busy || at.socket.line == Line::SignedOut || self.is_asleep(tab) {
            return;
        }
        let session = self.devices[at.device].session.clone();
        let Some(replica) = &mut self.tabs[tab].replica else { return };
        let _ = replica.sort_out();
        let commands = replica.outbox_mut().next_group();
        if commands.is_empty() {
            return;
        }
        let Reader { user, replica, .. } = replica.reader();
        self.check_leaving(user, &commands);
        let body = Submission { replica, user, commands }.text();
        let sender = &mut self.tabs[tab].sender;
        sender.requests += 1;
        let number = sender.requests;
        sender.sending = Some(number);
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
        if self.tabs[tab].page != to.page || self.tabs[tab].sender.sending != Some(to.number) {
            return;
        }
        let device = &self.devices[self.tabs[tab].device];
        let given_up = matches!(reply, Reply::Later);
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Answer(to, reply));
            return;
        }
        if device.down_cut_until > self.now && !given_up {
            return;
        }
        self.tabs[tab].sender.sending = None;
        let draw = self.fraction();
        let at = &mut self.tabs[tab];
        let Some(replica) = &mut at.replica else { return };
        match reply {
            Reply::Answer(text) => {
                let answer = Answer::read(&text).expect("a server sends its own words");
                replica.answered(&answer.epoch, &answer.outcomes);
                // One of another epoch is none: the next `welcome` says what counts.
                let counts = [&answer.epoch, ""].contains(&replica.epoch());
                let Answer { epoch, outcomes, .. } = answer;
                self.tell_tabs(tab, &TabMessage::Answered { epoch, outcomes });
                if counts {
                    self.tabs[tab].sender.backoff.succeeded();
                    self.flush(tab);
                } else {
                    self.send_later(tab, draw);
                }
            }
            Reply::SignedOut => {
                replica.outbox_mut().failed();
                at.socket.line = Line::SignedOut;
                self.sign_in_later(tab);
            }
            Reply::Later => self.send_later(tab, draw),
        }
        self.changed(tab);
    }

    fn send_later(&mut self, tab: usize, draw: f64) {
        let at = &mut self.tabs[tab];
        if let Some(replica) = &mut at.replica {
            replica.outbox_mut().failed();
        }
        let delay = at.sender.backoff.delay(draw);
        at.sender.backoff.failed();
        at.sender.waiting = true;
        let page = at.page;
        self.after(i64::try_from(delay).unwrap_or(30_000), Event::RetrySending(tab, page));
    }

    pub fn retry_sending(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::RetrySending(tab, page));
            return;
        }
        self.tabs[tab].sender.waiting = false;
        self.flush(tab);
    }

    /// The person in front of the device signs in again, if it is their page that was shut out.
    pub fn sign_in_later(&mut self, tab: usize) {
        let device = self.tabs[tab].device;
        if self.tabs[tab].user != Some(self.devices[device].user) {
            return;
        }
        self.sign_in_soon(device);
    }

    pub fn sign_in_soon(&mut self, device: usize) {
        let stale = self.devices[device].session.take();
        if stale.is_some() {
            let delay = self.draw.between(1_000, 20_000);
            self.after(delay, Event::SignIn(device));
        }
    }

    pub fn fraction(&mut self) -> f64 {
        f64::from(u32::try_from(self.draw.below(1_001)).unwrap_or_default()) / 1_000.0
    }
}

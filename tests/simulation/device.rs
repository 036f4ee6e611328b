//! Phones, tablets and laptops: what is on their disk outlives their pages.

use std::collections::{BTreeMap, BTreeSet};

use bliss::domain::ids::{CommandId, ReplicaId, UserId};
use bliss::domain::rows::Role;
use bliss::server::hub::ConnectionId;
use bliss::sync::backoff::Backoff;
use bliss::sync::kept::KeptAct;
use bliss::sync::replica::{Reader, Replica};
use bliss::sync::topic::Scope;
use bliss::sync::views::View;

/// A browser profile with its tabs.
#[derive(Debug)]
pub struct Device {
    /// Who uses it, one after the other.
    pub people: Vec<UserId>,
    pub user: UserId,
    pub session: Option<String>,
    /// What is kept of each of them; nobody is shown or sends another's.
    pub disk: BTreeMap<UserId, Kept>,
    pub tabs: Vec<usize>,
    pub asleep_until: i64,
    /// Until when nothing goes out, and nothing comes in.
    pub up_cut_until: i64,
    pub down_cut_until: i64,
}

/// One person's part of a disk.
#[derive(Debug)]
pub struct Kept {
    pub replica: ReplicaId,
    /// As the last `welcome` said.
    pub role: Role,
    /// The queue of each tab.
    pub queues: BTreeMap<usize, Vec<KeptAct>>,
}

/// How a tab stands with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Waits for the next attempt.
    Down,
    /// A socket is open, or about to be.
    Open(ConnectionId),
    /// Does not come back without a person.
    SignedOut,
}

/// A tab; its page comes and goes.
#[derive(Debug)]
pub struct Tab {
    pub device: usize,
    /// Counts its pages; what was meant for an earlier one is not heard.
    pub page: u64,
    pub replica: Option<Replica>,
    pub view: View,
    /// What the page has subscribed to, by name, and what of it the view wants.
    pub scopes: BTreeMap<String, Scope>,
    pub wanted: BTreeSet<String>,
    pub line: Line,
    pub socket_backoff: Backoff,
    /// The request under way, by its number.
    pub sending: Option<u64>,
    pub requests: u64,
    /// The sender waits after a failed request.
    pub waiting: bool,
    pub sender_backoff: Backoff,
    /// The open socket has been welcomed.
    pub welcomed: bool,
    /// When the heartbeat was sent that has no answer yet.
    pub beat: Option<i64>,
    pub beaten_at: i64,
    /// Its person's latest acts.
    pub recent: Vec<CommandId>,
    /// The acts that were in the outbox when it was last looked at.
    pub queued: BTreeSet<CommandId>,
    /// The epoch and revision that the open socket has delivered.
    pub delivered: (String, u64),
}

impl Tab {
    pub fn new(device: usize) -> Self {
        Self {
            device,
            page: 0,
            replica: None,
            view: View::Home,
            scopes: BTreeMap::new(),
            wanted: BTreeSet::new(),
            line: Line::Down,
            socket_backoff: Backoff::default(),
            sending: None,
            requests: 0,
            waiting: false,
            sender_backoff: Backoff::default(),
            welcomed: false,
            beat: None,
            beaten_at: 0,
            recent: Vec::new(),
            queued: BTreeSet::new(),
            delivered: (String::new(), 0),
        }
    }

    /// The page is gone, and with it all that only it knew.
    pub fn close(&mut self) {
        *self = Self { page: self.page + 1, view: self.view.clone(), ..Self::new(self.device) };
    }
}

impl Device {
    pub fn kept(&self) -> &Kept {
        &self.disk[&self.user]
    }

    pub fn kept_mut(&mut self) -> &mut Kept {
        self.disk.get_mut(&self.user).expect("every user of a device has a place on its disk")
    }

    /// Whose replica a page on it is.
    pub fn reader(&self) -> Reader {
        Reader { user: self.user, role: self.kept().role, replica: self.kept().replica }
    }
}

/// What a device writes down of an outbox.
pub fn kept(replica: &Replica) -> Vec<KeptAct> {
    replica.outbox().entries().iter().map(bliss::sync::outbox::Entry::kept).collect()
}

/// Puts a queue that was written down under a replica again.
pub fn put_back(replica: &mut Replica, acts: &[KeptAct]) {
    drop(replica.take_in(acts.to_vec()));
}

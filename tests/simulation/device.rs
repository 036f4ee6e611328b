//! Phones, tablets and laptops: what is on their disk outlives their pages.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bliss::domain::ids::{CommandId, UserId};
use bliss::server::hub::ConnectionId;
use bliss::sync::backoff::Backoff;
use bliss::sync::kept::{KeptAct, TabMessage};
use bliss::sync::replica::Replica;
use bliss::sync::topic::Scope;
use bliss::sync::views::View;

use super::disk::{Disk, Place};
use super::world::World;

/// A browser profile with its tabs.
#[derive(Debug)]
pub struct Device {
    /// Who uses it, one after the other.
    pub people: Vec<UserId>,
    /// Who is in front of it.
    pub user: UserId,
    pub session: Option<String>,
    pub disk: Disk,
    /// The build of the page that the service worker keeps.
    pub shell: String,
    pub tabs: Vec<usize>,
    /// The pages of each person that have the lock or wait for it, the first of them has it.
    pub locks: BTreeMap<UserId, VecDeque<(usize, u64)>>,
    pub asleep_until: i64,
    /// Until when nothing goes out, and nothing comes in.
    pub up_cut_until: i64,
    pub down_cut_until: i64,
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
    /// Whose page it is, once that is known; what other tabs say is heard from then on.
    pub user: Option<UserId>,
    /// The build that the page runs.
    pub build: String,
    /// No page came from the server.
    pub offline: bool,
    /// It is opening on the device.
    pub opening: bool,
    pub frozen_until: i64,
    pub replica: Option<Replica>,
    pub view: View,
    /// What the page has subscribed to, by name, and what of it the view wants.
    pub scopes: BTreeMap<String, Scope>,
    pub wanted: BTreeSet<String>,
    pub socket: Socket,
    pub sender: Sender,
    pub keeper: Keeper,
    /// Its person's latest acts.
    pub recent: Vec<CommandId>,
    /// The acts that were in the outbox when it was last looked at.
    pub queued: BTreeSet<CommandId>,
}

/// A page's socket.
#[derive(Debug)]
pub struct Socket {
    pub line: Line,
    pub backoff: Backoff,
    /// The open socket has been welcomed.
    pub welcomed: bool,
    /// When the heartbeat was sent that has no answer yet.
    pub beat: Option<i64>,
    pub beaten_at: i64,
    /// The epoch and revision that the open socket has delivered.
    pub delivered: (String, u64),
}

/// What sends a page's acts.
#[derive(Debug, Default)]
pub struct Sender {
    /// The request under way, by its number.
    pub sending: Option<u64>,
    pub requests: u64,
    /// Waits after a failed request.
    pub waiting: bool,
    pub backoff: Backoff,
}

/// What a page keeps on the disk, and what it hears from other tabs.
#[derive(Debug, Default)]
pub struct Keeper {
    /// The disk refuses everything: what is done here is lost with the page.
    pub memory_only: bool,
    /// The acts on the disk have been taken in.
    pub has_read: bool,
    /// What other tabs have said, not heard yet.
    pub post: VecDeque<TabMessage>,
    pub posted: bool,
    /// It has the lock, as far as it knows: it sends, and writes the rows.
    pub holds: bool,
    /// All rows are to be written anew.
    pub whole: bool,
    /// Rows are to be written in a moment, or are being written.
    pub rows_due: bool,
    pub rows_under_way: bool,
    /// The act whose progress is watched.
    pub watched: Option<CommandId>,
    /// The page dies as soon as its acts are written, before anybody is told.
    pub dies_when_written: bool,
}

impl Tab {
    pub fn new(device: usize) -> Self {
        Self {
            device,
            page: 0,
            user: None,
            build: String::new(),
            offline: false,
            opening: false,
            frozen_until: 0,
            replica: None,
            view: View::Home,
            scopes: BTreeMap::new(),
            wanted: BTreeSet::new(),
            socket: Socket {
                line: Line::Down,
                backoff: Backoff::default(),
                welcomed: false,
                beat: None,
                beaten_at: 0,
                delivered: (String::new(), 0),
            },
            sender: Sender::default(),
            keeper: Keeper::default(),
            recent: Vec::new(),
            queued: BTreeSet::new(),
        }
    }

    /// The page is gone, and with it all that only it knew.
    pub fn close(&mut self) {
        *self = Self { page: self.page + 1, view: self.view.clone(), ..Self::new(self.device) };
    }

    /// What the page is called on the disk.
    pub fn writer(&self, tab: usize) -> String {
        format!("page {} of tab {tab}", self.page)
    }
}

impl World {
    /// Until when a tab does nothing: its device sleeps, or the browser has frozen it.
    pub fn asleep_until(&self, tab: usize) -> i64 {
        let at = &self.tabs[tab];
        self.devices[at.device].asleep_until.max(at.frozen_until)
    }

    pub fn is_asleep(&self, tab: usize) -> bool {
        self.asleep_until(tab) > self.now
    }

    /// When a timer of a tab that sleeps is looked at again: it may be woken before its time.
    pub fn doze(&self, tab: usize) -> i64 {
        self.asleep_until(tab).min(self.now + 5_000)
    }

    /// The place of a page's person on the disk.
    pub fn place(&mut self, tab: usize) -> Option<&mut Place> {
        let at = &self.tabs[tab];
        let user = at.user?;
        self.devices[at.device].disk.places.get_mut(&user)
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

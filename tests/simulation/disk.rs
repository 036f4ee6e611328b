//! The disk of a device as a browser's database is one: transactions one after the other, each whole
//! or not at all, each in its own time. A page that dies takes with it what it had not begun to write.

use std::collections::{BTreeMap, VecDeque};

use bliss::domain::ids::{CommandId, ReplicaId, UserId};
use bliss::domain::rows::Role;
use bliss::sync::kept::{self, Kept, KeptAct, KeptHead, Writing};

use super::world::{Event, World};

/// What is on it, and what waits for it.
#[derive(Debug)]
pub struct Disk {
    /// Whose device it is: whose rows a page shows that opens on it.
    pub current: Option<UserId>,
    pub places: BTreeMap<UserId, Place>,
    /// A private window: it takes nothing.
    pub refuses: bool,
    /// It is full, or worse, until then.
    pub fails_until: i64,
    queue: VecDeque<Transaction>,
}

/// One person's part of a disk.
#[derive(Debug)]
pub struct Place {
    pub replica: ReplicaId,
    /// As the last `welcome` said.
    pub role: Role,
    pub kept: Kept,
    /// Local storage: acts that are not known to be on the disk, written in the same breath.
    pub stash: BTreeMap<CommandId, KeptAct>,
    /// They have signed out, and not come back.
    pub has_left: bool,
}

impl Place {
    pub fn new(replica: ReplicaId, role: Role) -> Self {
        Self { replica, role, kept: Kept::default(), stash: BTreeMap::new(), has_left: false }
    }
}

/// What is to be done at once, and by which page; by none where that has gone meanwhile.
#[derive(Debug)]
struct Transaction {
    page: Option<(usize, u64)>,
    job: Job,
}

#[derive(Clone, Debug)]
pub enum Job {
    Acts(UserId, Writing),
    Rows(UserId, Writing),
    /// Whose device it is, and whether acts of theirs wait to be shown with their rows.
    Look,
    /// All that is kept of somebody.
    Read(UserId),
    /// It is somebody's from now on, or nobody's.
    Belong(Option<UserId>),
    /// Somebody has signed out: their acts are kept, their rows are not.
    Forget(UserId),
}

/// What a page hears of a transaction.
#[derive(Clone, Debug)]
pub enum Said {
    Acts(Writing, Written),
    Rows(Writing, Written),
    Looked { current: Option<UserId>, acts_wait: bool },
    Read(UserId, Kept),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Done,
    /// Another page writes the rows now, or the device is somebody else's.
    Refused,
    Failed,
}

impl Disk {
    pub fn new(places: BTreeMap<UserId, Place>, refuses: bool) -> Self {
        Self { current: None, places, refuses, fails_until: 0, queue: VecDeque::new() }
    }

    fn write(&mut self, user: UserId, writing: &Writing, failing: bool) -> Written {
        if failing {
            return Written::Failed;
        }
        // Read in the same transaction: who has signed out leaves no rows behind.
        if writing.head.is_some() && self.current != Some(user) {
            return Written::Refused;
        }
        let place = self.places.get_mut(&user).expect("every user of a device has a place on its disk");
        if place.kept.write(reread(writing)) { Written::Done } else { Written::Refused }
    }
}

/// What a disk gives back has been text.
fn reread(writing: &Writing) -> Writing {
    let head = |head: &KeptHead| kept::read(&kept::print(head)).expect("a head reads back as written");
    let act = |act: &KeptAct| kept::read(&kept::print(act)).expect("an act reads back as written");
    Writing {
        head: writing.head.as_ref().map(head),
        acts: writing.acts.iter().map(|(id, kept)| (*id, kept.as_ref().map(act))).collect(),
        ..writing.clone()
    }
}

impl World {
    /// A page asks for a transaction.
    pub fn ask_disk(&mut self, tab: usize, job: Job) {
        let page = self.tabs[tab].page;
        self.queue_up(self.tabs[tab].device, Some((tab, page)), job);
    }

    /// The same for what happens between two pages.
    pub fn queue_up(&mut self, device: usize, page: Option<(usize, u64)>, job: Job) {
        let queue = &mut self.devices[device].disk.queue;
        queue.push_back(Transaction { page, job });
        if queue.len() == 1 {
            self.schedule_disk(device);
        }
    }

    fn schedule_disk(&mut self, device: usize) {
        let quick = self.calm || self.draw.chance(90);
        let delay = if quick { self.draw.between(1, 8) } else { self.draw.between(8, 1_500) };
        self.after(delay, Event::Disk(device));
    }

    /// The first transaction is done.
    pub fn disk_turns(&mut self, device: usize) {
        let asleep_until = self.devices[device].asleep_until;
        if asleep_until > self.now {
            self.agenda.put(asleep_until.min(self.now + 5_000), Event::Disk(device));
            return;
        }
        let Some(Transaction { page, job }) = self.devices[device].disk.queue.pop_front() else { return };
        if !self.devices[device].disk.queue.is_empty() {
            self.schedule_disk(device);
        }
        let said = self.carry_out_on_disk(device, job);
        if let (Some((tab, page)), Some(said)) = (page, said) {
            self.after(0, Event::DiskSaid(tab, page, Box::new(said)));
        }
    }

    fn carry_out_on_disk(&mut self, device: usize, job: Job) -> Option<Said> {
        let is_full = self.devices[device].disk.fails_until > self.now && self.draw.chance(70);
        let disk = &mut self.devices[device].disk;
        let failing = disk.refuses || is_full;
        match job {
            Job::Acts(user, writing) => {
                let written = disk.write(user, &writing, failing);
                self.note_written(device, user, &writing, written);
                Some(Said::Acts(writing, written))
            }
            Job::Rows(user, writing) => {
                let written = disk.write(user, &writing, failing);
                self.note_written(device, user, &writing, written);
                Some(Said::Rows(writing, written))
            }
            Job::Look => {
                let current = disk.current;
                let place = current.and_then(|user| disk.places.get(&user));
                let acts_wait =
                    place.is_some_and(|place| !place.kept.acts.is_empty() && place.kept.head.is_some());
                Some(Said::Looked { current, acts_wait })
            }
            Job::Read(user) => Some(Said::Read(user, disk.places[&user].kept.clone())),
            Job::Belong(user) => {
                disk.current = user.filter(|_| !disk.refuses);
                if let Some(place) = user.and_then(|user| disk.places.get_mut(&user)) {
                    place.has_left = false;
                }
                None
            }
            Job::Forget(user) => {
                let place = disk.places.get_mut(&user).expect("every user has a place");
                place.kept.head = None;
                place.kept.rows.clear();
                place.has_left = true;
                disk.current = None;
                None
            }
        }
    }

    fn note_written(&mut self, device: usize, user: UserId, writing: &Writing, written: Written) {
        if written != Written::Done {
            self.tell(|_| format!("device {device} has not written: {written:?}"));
            return;
        }
        for id in writing.acts.iter().filter(|(_, act)| act.is_some()).map(|(id, _)| id) {
            if let Some(made) = self.ledger.made.get_mut(id) {
                made.on_disk = true;
            }
        }
        self.check_disk(device, user, writing);
    }

    /// A page is gone: what it had asked for is done up to some point and no further.
    pub fn cut_short(&mut self, tab: usize) {
        let (device, page) = (self.tabs[tab].device, self.tabs[tab].page);
        let of_it = |one: &Transaction| one.page == Some((tab, page));
        let asked = self.devices[device].disk.queue.iter().filter(|one| of_it(one)).count();
        let mut done = self.draw.index(asked + 1);
        self.devices[device].disk.queue.retain_mut(|one| {
            let stays = !of_it(one) || done > 0;
            if of_it(one) && stays {
                done -= 1;
                one.page = None;
            }
            stays
        });
    }
}

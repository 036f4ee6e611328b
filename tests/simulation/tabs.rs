//! What the tabs of one person on one device do together: what is kept is written, and told; one of
//! them has the lock, sends, and writes the rows.

use bliss::domain::ids::CommandId;
use bliss::sync::kept::{TabMessage, Writing, print, read};

use super::disk::{Job, Said, Written};
use super::world::{Event, WORKSPACE, World};

/// Rows are written so long after they have changed.
const MOMENT: i64 = 300;
/// A visible tab whose acts make no progress takes the lock after so long.
const PATIENCE: i64 = 5_000;

impl World {
    /// After whatever may have changed a replica: what is to be kept is, and who sends is looked after.
    pub fn changed(&mut self, tab: usize) {
        self.note_settled(tab);
        self.keep_acts(tab);
        self.keep_rows_soon(tab);
        self.watch(tab);
    }

    /// What the disk has to say to a page.
    pub fn disk_said(&mut self, tab: usize, page: u64, said: Said) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::DiskSaid(tab, page, Box::new(said)));
            return;
        }
        match said {
            Said::Looked { current, acts_wait } => self.looked(tab, current, acts_wait),
            Said::Read(user, kept) => self.read(tab, user, kept),
            Said::Acts(writing, written) => self.acts_written(tab, &writing, written),
            Said::Rows(writing, written) => self.rows_written(tab, &writing, written),
        }
    }

    // Acts.

    /// Writes what is to be written of acts, at once.
    pub fn keep_acts(&mut self, tab: usize) {
        let at = &mut self.tabs[tab];
        let (Some(user), Some(replica)) = (at.user, &mut at.replica) else { return };
        if !at.keeper.has_read {
            return;
        }
        let writing = replica.acts_to_keep();
        if writing.is_empty() {
            return;
        }
        if at.keeper.memory_only {
            return self.let_leave(tab, &writing, true);
        }
        self.ask_disk(tab, Job::Acts(user, writing));
    }

    fn acts_written(&mut self, tab: usize, writing: &Writing, written: Written) {
        if self.tabs[tab].keeper.dies_when_written {
            self.tell(|_| format!("tab {tab} crashes with its acts written and not told"));
            return self.load(tab);
        }
        self.let_leave(tab, writing, written == Written::Failed);
    }

    /// Acts are on the disk, or never will be: the other tabs learn of them, and they may leave.
    fn let_leave(&mut self, tab: usize, writing: &Writing, from_memory: bool) {
        let Some(replica) = &mut self.tabs[tab].replica else { return };
        let ids: Vec<CommandId> = writing.acts.iter().map(|(id, _)| *id).collect();
        replica.written(&ids);
        self.unstash(tab, writing, !from_memory);
        for id in ids.iter().filter(|_| from_memory) {
            if let Some(made) = self.ledger.made.get_mut(id) {
                made.from_memory = true;
            }
        }
        for act in writing.acts.iter().filter_map(|(_, act)| act.as_ref()) {
            if act.refused.is_none() {
                self.tell_tabs(tab, &TabMessage::Acted(act.clone()));
            }
        }
        self.flush(tab);
        self.watch(tab);
    }

    /// What is on the disk, or over, stands in local storage no longer.
    fn unstash(&mut self, tab: usize, writing: &Writing, written: bool) {
        let Some(place) = self.place(tab) else { return };
        for (id, _) in writing.acts.iter().filter(|(_, act)| written || act.is_none()) {
            place.stash.remove(id);
        }
    }

    // Rows.

    /// Writes the rows a moment later, where this is the tab that does.
    fn keep_rows_soon(&mut self, tab: usize) {
        let at = &mut self.tabs[tab];
        if !at.keeper.holds || at.keeper.rows_due {
            return;
        }
        at.keeper.rows_due = true;
        let page = at.page;
        self.after(MOMENT, Event::KeepRows(tab, page));
    }

    pub fn keep_rows(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::KeepRows(tab, page));
            return;
        }
        self.tabs[tab].keeper.rows_due = false;
        self.keep_rows_now(tab);
    }

    /// Writes the rows: a page that is hidden may not get to it later.
    pub fn keep_rows_now(&mut self, tab: usize) {
        if self.tabs[tab].keeper.rows_under_way {
            return self.keep_rows_soon(tab);
        }
        let at = &mut self.tabs[tab];
        let writer = at.writer(tab);
        let (Some(user), Some(replica)) = (at.user, &mut at.replica) else { return };
        if !at.keeper.holds {
            return;
        }
        if at.keeper.memory_only {
            let settled = replica.outbox_mut().settled_to_keep();
            let acts = settled.into_iter().map(|id| (id, None)).collect();
            return self.unstash(tab, &Writing { acts, ..Writing::default() }, false);
        }
        let writing = replica.rows_to_keep(at.keeper.whole, WORKSPACE, &at.build, &writer);
        at.keeper.rows_under_way = true;
        self.unstash(tab, &writing, false);
        self.ask_disk(tab, Job::Rows(user, writing));
    }

    fn rows_written(&mut self, tab: usize, writing: &Writing, written: Written) {
        let at = &mut self.tabs[tab];
        at.keeper.rows_under_way = false;
        match written {
            Written::Done => at.keeper.whole = false,
            // Another page keeps newer rows: this one's will be, once they have come.
            Written::Refused if writing.whole => {}
            // Another page has taken over; this one waits for its turn.
            Written::Refused => at.keeper.holds = false,
            // Nothing of it is on the disk: the next one writes all.
            Written::Failed => at.keeper.whole = true,
        }
    }

    // The lock.

    /// Waits for the lock of a page's person.
    pub fn ask_lock(&mut self, tab: usize) {
        let (device, page) = (self.tabs[tab].device, self.tabs[tab].page);
        let Some(user) = self.tabs[tab].user else { return };
        let queue = self.devices[device].locks.entry(user).or_default();
        if !queue.contains(&(tab, page)) {
            queue.push_back((tab, page));
            self.grant_first(device, user);
        }
    }

    fn grant_first(&mut self, device: usize, user: bliss::domain::ids::UserId) {
        let first = self.devices[device].locks.get(&user).and_then(|queue| queue.front()).copied();
        if let Some((tab, page)) = first {
            let delay = self.draw.between(1, 5);
            self.after(delay, Event::Granted(tab, page));
        }
    }

    fn has_lock(&self, tab: usize) -> bool {
        let at = &self.tabs[tab];
        let queue = at.user.and_then(|user| self.devices[at.device].locks.get(&user));
        queue.and_then(|queue| queue.front()) == Some(&(tab, at.page))
    }

    pub fn granted(&mut self, tab: usize, page: u64) {
        let at = &self.tabs[tab];
        if at.page != page || at.keeper.holds || !self.has_lock(tab) {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Granted(tab, page));
            return;
        }
        self.tell(|_| format!("tab {tab} has the lock"));
        self.tabs[tab].keeper.holds = true;
        self.tabs[tab].keeper.whole = true;
        self.changed(tab);
        self.flush(tab);
    }

    /// The page gives the lock back, or waits no longer.
    pub fn leave_lock(&mut self, tab: usize) {
        let (device, page) = (self.tabs[tab].device, self.tabs[tab].page);
        let Some(user) = self.tabs[tab].user else { return };
        let had = self.has_lock(tab);
        self.tabs[tab].keeper.holds = false;
        if let Some(queue) = self.devices[device].locks.get_mut(&user) {
            queue.retain(|one| *one != (tab, page));
        }
        if had {
            self.grant_first(device, user);
        }
    }

    pub fn lock_lost(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::LockLost(tab, page));
            return;
        }
        if !self.has_lock(tab) {
            self.tabs[tab].keeper.holds = false;
            self.ask_lock(tab);
        }
    }

    /// The first of the acts that wait, of a tab that may not send them.
    fn stuck(&self, tab: usize) -> Option<CommandId> {
        let at = &self.tabs[tab];
        let offline = self.devices[at.device].up_cut_until > self.now;
        let replica = at.replica.as_ref().filter(|_| !at.keeper.holds && !offline)?;
        let mut waiting = replica.outbox().entries().iter();
        waiting.find(|entry| entry.is_waiting()).map(|entry| entry.envelope.id)
    }

    /// Looks in a while whether what waits now still does.
    pub fn watch(&mut self, tab: usize) {
        if self.tabs[tab].keeper.watched.is_some() {
            return;
        }
        let Some(id) = self.stuck(tab) else { return };
        self.tabs[tab].keeper.watched = Some(id);
        let page = self.tabs[tab].page;
        self.after(PATIENCE, Event::Watch(tab, page));
    }

    pub fn look_at_watched(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Watch(tab, page));
            return;
        }
        let watched = self.tabs[tab].keeper.watched.take();
        if watched.is_some() && self.stuck(tab) == watched {
            self.steal_lock(tab);
        }
        self.watch(tab);
    }

    fn steal_lock(&mut self, tab: usize) {
        let (device, page) = (self.tabs[tab].device, self.tabs[tab].page);
        let Some(user) = self.tabs[tab].user else { return };
        self.tell(|_| format!("tab {tab} takes the lock over"));
        let queue = self.devices[device].locks.entry(user).or_default();
        let robbed = queue.pop_front();
        queue.retain(|one| *one != (tab, page));
        queue.push_front((tab, page));
        self.grant_first(device, user);
        if let Some((robbed, page)) = robbed.filter(|(robbed, _)| *robbed != tab) {
            self.after(1, Event::LockLost(robbed, page));
        }
    }

    // What tabs tell each other.

    /// Tells the other tabs of the same person.
    pub fn tell_tabs(&mut self, tab: usize, message: &TabMessage) {
        let (device, user) = (self.tabs[tab].device, self.tabs[tab].user);
        for other in self.devices[device].tabs.clone() {
            if other == tab || self.tabs[other].user != user {
                continue;
            }
            let message = read(&print(message)).expect("a message reads back as written");
            let keeper = &mut self.tabs[other].keeper;
            keeper.post.push_back(message);
            if !std::mem::replace(&mut keeper.posted, true) {
                let (delay, page) = (self.draw.between(1, 5), self.tabs[other].page);
                self.after(delay, Event::Posted(other, page));
            }
        }
    }

    pub fn posted(&mut self, tab: usize, page: u64) {
        if self.tabs[tab].page != page {
            return;
        }
        if self.is_asleep(tab) {
            let until = self.doze(tab);
            self.agenda.put(until, Event::Posted(tab, page));
            return;
        }
        self.tabs[tab].keeper.posted = false;
        self.hear_tabs(tab);
    }

    /// Hears what other tabs have said, once what is on the disk has been read.
    pub fn hear_tabs(&mut self, tab: usize) {
        if !self.tabs[tab].keeper.has_read {
            return;
        }
        while let Some(message) = self.tabs[tab].keeper.post.pop_front() {
            if let Some(replica) = &mut self.tabs[tab].replica {
                replica.told(message);
            }
            self.note_settled(tab);
        }
        self.changed(tab);
        self.flush(tab);
    }
}

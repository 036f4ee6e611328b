//! The promises about devices: what is on a disk, what a page shows that opens on it, and what
//! leaves.

use std::collections::BTreeSet;

use bliss::domain::ids::{CommandId, UserId};
use bliss::domain::values::Revision;
use bliss::sync::kept::{Kept, KeptHead, Writing};
use bliss::sync::replica::Reader;
use bliss::sync::submit::{Envelope, Submission};

use super::ledger::Made;
use super::world::World;

impl World {
    /// After each transaction: the rows are confirmed ones of one writer, and as new as the acts need
    /// that are kept no more.
    pub fn check_disk(&mut self, device: usize, user: UserId, writing: &Writing) {
        let place = &self.devices[device].disk.places[&user];
        let Kept { head, rows, acts } = &place.kept;
        assert!(!place.has_left || rows.is_empty(), "device {device} keeps rows of who has signed out");
        if let Some(stranger) = acts.iter().find(|act| self.is_of_another(act.envelope.id, user)) {
            panic!("device {device} keeps an act of another person: {stranger:?}");
        }
        let held: BTreeSet<CommandId> = acts.iter().map(|act| act.envelope.id).collect();
        let open = self.acts_of(device, user).filter(|(_, made)| made.settled.is_none() && !made.discarded);
        for (id, made) in open {
            assert!(held.contains(id), "device {device} has lost {} {id}, which is not settled", made.kind);
        }
        let Some(head) = head else { return assert!(rows.is_empty(), "rows of nobody are kept") };
        assert_eq!(head.user_id, user, "the rows of one person are kept under another's name");
        if writing.head.is_some() {
            let reader = Reader { user, role: head.user_role, replica: bliss::domain::ids::ReplicaId::NIL };
            let written: Vec<_> = writing.rows.iter().filter_map(|(_, row)| row.clone()).collect();
            self.check_rows(&written, reader, &head.epoch);
        }
        for (id, made, revision) in self.settled_of(device, user, &head.epoch) {
            let shown = held.contains(&id) || kept_up_to(head).is_none_or(|kept| revision <= kept);
            assert!(
                shown,
                "device {device} has forgotten {} {id} of revision {}, and keeps rows up to {:?}",
                made.kind,
                revision.0,
                kept_up_to(head)
            );
        }
    }

    /// When a page has opened: it shows every act that was kept and is not settled meanwhile, and
    /// nothing of another person. What another tab settles while it opens it learns from its socket.
    pub fn check_opened(&mut self, tab: usize, read: &[CommandId]) {
        let at = &self.tabs[tab];
        let (Some(user), Some(replica)) = (at.user, &at.replica) else { return };
        let held: BTreeSet<CommandId> =
            replica.outbox().entries().iter().map(|entry| entry.envelope.id).collect();
        for id in &held {
            assert!(!self.is_of_another(*id, user), "tab {tab} holds an act of another person");
        }
        for id in read {
            let made = self.ledger.made.get(id).filter(|made| made.settled.is_none() && !made.discarded);
            assert!(held.contains(id) || made.is_none(), "tab {tab} opens without {made:?} {id}");
        }
        self.check_shown(tab);
    }

    /// Acts of a person on a device that a page has shown as done, with their revisions.
    fn settled_of(
        &self,
        device: usize,
        user: UserId,
        epoch: &str,
    ) -> impl Iterator<Item = (CommandId, &Made, Revision)> {
        let counts = epoch == self.store.epoch;
        let settled = self.acts_of(device, user).filter(move |(_, made)| {
            counts && made.settled.as_ref().is_some_and(|one| *one == self.store.epoch)
        });
        settled.filter_map(|(id, made)| Some((*id, made, self.store.accepted(*id)?)))
    }

    /// Acts of a person that were written down on a device.
    fn acts_of(&self, device: usize, user: UserId) -> impl Iterator<Item = (&CommandId, &Made)> {
        let all = self.ledger.made.iter();
        all.filter(move |(_, made)| made.on_disk && made.user == user && self.tabs[made.tab].device == device)
    }

    /// What leaves was written down before, or no disk takes it; and it is its sender's own.
    pub fn check_leaving(&self, user: UserId, commands: &[Envelope]) {
        for (id, made) in commands.iter().filter_map(|one| self.ledger.made.get_key_value(&one.id)) {
            assert!(made.on_disk || made.from_memory, "{} {id} is sent and not written down", made.kind);
            assert_eq!(made.user, user, "{} {id} is sent by another person", made.kind);
        }
    }

    /// What arrives is its author's, from the device they made it on.
    pub fn check_submission(&self, submission: &Submission) {
        let known = submission.commands.iter().filter_map(|one| self.ledger.made.get(&one.id));
        for made in known {
            assert_eq!((made.user, made.replica), (submission.user, submission.replica), "{made:?}");
        }
    }

    /// In the end no act waits on a disk that no page sends: the server knows it, its author has let
    /// it go, or looks at why it was refused.
    pub fn check_queues(&self) {
        for (number, device) in self.devices.iter().enumerate() {
            let place = &device.disk.places[&device.user];
            let acts = place.kept.acts.iter().chain(place.stash.values());
            for act in acts.filter(|act| act.refused.is_none()) {
                let id = act.envelope.id;
                let made = &self.ledger.made[&id];
                let is_over = made.discarded || made.settled.is_some() || self.store.knows(id);
                assert!(is_over || self.is_refused(number, id), "device {number} never sends {id}: {made:?}");
            }
        }
    }

    fn is_refused(&self, device: usize, id: CommandId) -> bool {
        let pages = self.tabs.iter().filter(|tab| tab.device == device);
        let mut pages = pages.filter_map(|tab| tab.replica.as_ref());
        pages.any(|replica| replica.outbox().refused().any(|entry| entry.envelope.id == id))
    }

    fn is_of_another(&self, id: CommandId, user: UserId) -> bool {
        self.ledger.made.get(&id).is_some_and(|made| made.user != user)
    }
}

/// Up to which revision kept rows show everything; none where there are none.
fn kept_up_to(head: &KeptHead) -> Option<Revision> {
    head.subscriptions.iter().map(|one| one.delivered).min()
}

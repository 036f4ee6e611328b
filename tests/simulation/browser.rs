//! What people do on a page: they act on what is shown, and look after what was refused.

use std::collections::BTreeSet;

use bliss::domain::ids::CommandId;
use bliss::domain::rows::Table;
use bliss::domain::values::Revision;
use bliss::sync::kept::{KeptAct, TabMessage};
use bliss::sync::outbox::{Entry, Standing};
use serde_json::Map;

use super::acts::{Desktop, draw_acts};
use super::draw::Draw;
use super::ledger::Made;
use super::world::World;

impl World {
    /// A person acts on what is shown. Returns whether they did anything.
    pub fn act(&mut self, tab: usize, draw: &mut Draw) -> bool {
        let (asleep, now) = (self.is_asleep(tab), self.instant());
        let at = &mut self.tabs[tab];
        let Some(replica) = at.replica.as_mut().filter(|_| !asleep) else { return false };
        let (user, role) = (replica.reader().user, replica.reader().role);
        let desktop = Desktop { state: replica.state(), user, role, recent: &at.recent };
        let commands = draw_acts(&desktop, draw);
        let (seen, mut lines) = (replica.seen(), Vec::new());
        for command in commands {
            let random = draw.uuid().into_bytes();
            let id = replica.outbox().next_id(now, random.first_chunk().expect("16 bytes"));
            let quiet = !replica.outbox().entries().iter().any(Entry::is_predicted);
            let named: BTreeSet<_> = ids(&command.data()).collect();
            let held = Table::ALL.iter().flat_map(|table| named.iter().map(|key| (*table, *key)));
            let held = held.filter_map(|(table, key)| {
                let row = replica.state().row(table, key)?;
                Some(((table, key), row.rev()))
            });
            let made = Made {
                kind: command.kind().to_owned(),
                tab,
                user,
                replica: replica.reader().replica,
                on_disk: false,
                from_memory: false,
                lost_with_page: false,
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
        self.stash_new(tab);
        let at = &mut self.tabs[tab];
        let keep = at.recent.len().saturating_sub(6);
        at.recent.drain(..keep);
        let acted = !lines.is_empty();
        for line in lines {
            self.tell(|world| format!("tab {tab}, {}: {line}", world.name(tab)));
        }
        acted
    }

    /// Acts that have just been made stand in local storage, unless that is full.
    fn stash_new(&mut self, tab: usize) {
        let Some(replica) = &self.tabs[tab].replica else { return };
        let entries = replica.outbox().entries().iter().filter(|entry| entry.standing == Standing::Unwritten);
        let acts: Vec<KeptAct> = entries.map(Entry::kept).collect();
        for act in acts {
            let id = act.envelope.id;
            let is_new = self.ledger.made.get(&id).is_some_and(|made| !made.on_disk && !made.from_memory);
            if is_new && self.draw.chance(90) {
                self.place(tab).expect("a page's person has a place").stash.insert(id, act);
            }
        }
    }

    /// Notes the acts that have left a page's outbox as done.
    pub fn note_settled(&mut self, tab: usize) {
        let Some(replica) = &self.tabs[tab].replica else { return };
        let queued: BTreeSet<CommandId> =
            replica.outbox().entries().iter().map(|entry| entry.envelope.id).collect();
        let (epoch, seen) = (replica.epoch().to_owned(), replica.seen());
        for id in self.tabs[tab].queued.difference(&queued) {
            let Some(made) = self.ledger.made.get_mut(id).filter(|made| !made.discarded) else { continue };
            made.settled.get_or_insert_with(|| epoch.clone());
            // Rows that go with a role may go in the same batch.
            let counts = epoch == self.store.epoch && seen > Revision::ZERO;
            let entered = self.store.accepted(*id).filter(|_| counts);
            assert!(
                entered.is_none_or(|revision| revision <= seen),
                "{} {id} left the screen of tab {tab} before its rows came",
                made.kind
            );
        }
        self.tabs[tab].queued = queued;
    }

    /// What a page did that no disk took and no other page holds goes with it.
    pub fn note_lost_with(&mut self, tab: usize) {
        let Some(replica) = &self.tabs[tab].replica else { return };
        let others: BTreeSet<CommandId> = (0..self.tabs.len())
            .filter(|other| *other != tab && self.tabs[*other].device == self.tabs[tab].device)
            .filter_map(|other| self.tabs[other].replica.as_ref())
            .flat_map(|replica| replica.outbox().entries().iter().map(|entry| entry.envelope.id))
            .chain(
                self.devices[self.tabs[tab].device]
                    .disk
                    .places
                    .values()
                    .flat_map(|place| place.stash.keys().copied()),
            )
            .collect();
        for id in replica.outbox().entries().iter().map(|entry| entry.envelope.id) {
            if let Some(made) = self.ledger.made.get_mut(&id).filter(|_| !others.contains(&id)) {
                made.lost_with_page = true;
            }
        }
    }

    /// The acts of a tab that its person has to look at.
    pub fn refused(&self, tab: usize) -> Vec<CommandId> {
        let Some(replica) = &self.tabs[tab].replica else { return Vec::new() };
        replica.outbox().refused().map(|entry| entry.envelope.id).collect()
    }

    /// A refused act is let go, or made once more as a new one.
    pub fn tidy(&mut self, tab: usize, draw: &mut Draw) {
        if self.is_asleep(tab) {
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
            let made = Made {
                kind: kind.clone(),
                tab,
                held: Vec::new(),
                discarded: false,
                on_disk: false,
                from_memory: false,
                ..made.clone()
            };
            self.ledger.made.extend(again.map(|again| (again, made)));
        }
        self.tabs[tab].queued.extend(again);
        self.stash_new(tab);
        self.tell(|_| format!("tab {tab}: {kind} {id} is let go, again as {again:?}"));
        self.tell_tabs(tab, &TabMessage::Discarded(id));
        self.changed(tab);
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

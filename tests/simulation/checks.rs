//! The promises, held against what happened.

use std::collections::{BTreeMap, BTreeSet};

use bliss::domain::context::{Context, Mode};
use bliss::domain::ids::{CommandId, ReplicaId, UserId};
use bliss::domain::rows::{Purchase, PurchaseKind, Role, Row, ShoppingItem, Table};
use bliss::domain::settle;
use bliss::domain::sight;
use bliss::domain::state::State;
use bliss::domain::values::{Instant, Revision};
use bliss::domain::work::Work;
use bliss::server::hub::{Hub, Reader};
use bliss::sync::replica::Reader as Person;
use bliss::sync::topic::Scope;
use bliss::sync::wire::{RowChange, ServerFrame};
use uuid::Uuid;

use super::acts::rows;
use super::device::{kept, put_back};
use super::world::World;

impl World {
    // On the way.

    /// What comes in on a socket: never back in time, and only what its reader may see, as it was
    /// committed.
    pub fn check_frame(&mut self, tab: usize, frame: &ServerFrame) {
        let at = &self.tabs[tab];
        let Some(replica) = &at.replica else { return };
        let (reader, epoch) = (replica.reader(), replica.epoch().to_owned());
        let next = match frame {
            ServerFrame::Welcome(welcome) => {
                let held = (at.socket.delivered.0 == welcome.epoch).then_some(at.socket.delivered.1);
                assert!(held.is_none_or(|held| held <= welcome.head.0), "the head went back: {frame:?}");
                return self.tabs[tab].socket.delivered = (welcome.epoch.clone(), held.unwrap_or_default());
            }
            ServerFrame::Fact(fact) => {
                assert!(fact.revision.0 > at.socket.delivered.1, "a fact came twice or late: {fact:?}");
                let put = fact.changes.iter().filter_map(|change| match change {
                    RowChange::Put(row) => Some(row.clone()),
                    RowChange::Removed(_) => None,
                });
                let rows: Vec<Row> = put.collect();
                self.check_rows(&rows, reader, &epoch);
                fact.revision
            }
            ServerFrame::Rows(frame) => {
                if let Some(scope) = at.scopes.get(&frame.id) {
                    let stray = frame.rows.iter().find(|row| !scope.covers(row));
                    assert!(stray.is_none(), "{scope:?} does not cover {stray:?}");
                }
                self.check_rows(&frame.rows, reader, &epoch);
                frame.revision
            }
            ServerFrame::Head(revision) | ServerFrame::Heartbeat { revision, .. } => *revision,
            // A batch is checked one by one.
            ServerFrame::Batch(_)
            | ServerFrame::Presence { .. }
            | ServerFrame::Behind
            | ServerFrame::Error(_)
            | ServerFrame::Goodbye { .. } => return,
        };
        let delivered = &mut self.tabs[tab].socket.delivered;
        assert!(next.0 >= delivered.1, "revision {} after {}", next.0, delivered.1);
        delivered.1 = next.0;
    }

    /// Rows for a reader are cut from a version that was committed in this epoch.
    pub fn check_rows(&self, rows: &[Row], reader: Person, epoch: &str) {
        for row in rows {
            assert!(may_hold(reader.role, reader.user, row), "{reader:?} got {row:?}");
            let version = match self.past.get(epoch) {
                Some(versions) => versions
                    .get(&(row.table(), row.key()))
                    .and_then(|versions| versions.iter().find(|(rev, _)| *rev == row.rev()))
                    .map(|(_, row)| row),
                None => self.store.version(row.table(), row.key(), row.rev()),
            };
            let cut = version.and_then(|version| sight::cut(reader.role, reader.user, version));
            assert_eq!(cut.as_ref(), Some(row), "no such row was committed for {:?}", reader.role);
        }
    }

    /// What is shown is confirmed rows with the own pending acts on top, and nothing else.
    pub fn check_shown(&mut self, tab: usize) {
        let at = &self.tabs[tab];
        let Some(replica) = &at.replica else { return };
        let mut bare = replica.clone();
        let acts = kept(&bare);
        let pending: Vec<CommandId> = acts.iter().map(|act| act.envelope.id).collect();
        for id in &pending {
            bare.discard(*id);
        }
        bare.answered(replica.epoch(), &[]);
        let confirmed: Vec<Row> = bare.state().all().collect();
        self.check_rows(&confirmed, replica.reader(), replica.epoch());
        let stray = confirmed.iter().find(|row| !at.scopes.values().any(|scope| scope.covers(row)));
        assert!(stray.is_none(), "tab {tab} holds what it does not listen to: {stray:?}");
        put_back(&mut bare, &acts);
        let shown = |state: &State| -> BTreeMap<(Table, Uuid), Row> {
            state.all().map(|row| ((row.table(), row.key()), row)).collect()
        };
        let differs = difference(&shown(replica.state()), &shown(bare.state()));
        assert!(differs.is_none(), "tab {tab} shows something else than its rows and acts: {differs:?}");
    }

    // In the end.

    pub fn check_end(&mut self) {
        self.check_replicas();
        self.check_commands();
        self.check_queues();
        let mut state = State::default();
        for row in self.store.rows.values() {
            state.put(row.clone());
        }
        self.check_purchases(&state);
        check_lines(&state);
        self.check_settled(&mut state);
        for (at, entry) in self.store.log.iter().enumerate() {
            assert_eq!(entry.revision.0, at as u64 + 1, "the log has a gap");
        }
    }

    /// Every tab shows what the server has, as far as its person may see it, and waits for nothing.
    fn check_replicas(&mut self) {
        for tab in 0..self.tabs.len() {
            let name = self.name(tab);
            assert!(
                !self.is_waiting(tab),
                "tab {tab} of {name} never got rid of its acts: {:?}",
                self.tabs[tab].replica.as_ref().map(|replica| replica.outbox().entries().to_vec())
            );
            self.check_shown(tab);
            let replica = self.tabs[tab].replica.as_ref().expect("every tab has a page in the end");
            let server = self.server.as_ref().expect("the server is up in the end");
            let engine = server.desk.engine();
            assert_eq!(replica.epoch(), engine.epoch(), "tab {tab} of {name} is not connected");
            let user = replica.reader().user;
            let person = engine.person(user).expect("everybody is let in again");
            assert_eq!(replica.reader().role, person.role, "tab {tab} of {name} has an old role");
            let reader = Reader { user, role: person.role };
            let scopes: Vec<Scope> = self.tabs[tab].scopes.values().cloned().collect();
            let allowed: Vec<Scope> =
                scopes.into_iter().filter(|scope| scope.check(reader.role).is_ok()).collect();
            let of = |rows: Vec<Row>| -> BTreeMap<(Table, Uuid), Row> {
                // A change of what the reader does not see is not told, nor is its revision.
                rows.into_iter().map(|row| ((row.table(), row.key()), row.with_rev(Revision::ZERO))).collect()
            };
            let held = of(replica.state().all().collect());
            let there = of(Hub::page(engine.state(), reader, &allowed));
            let differs = difference(&held, &there);
            assert!(differs.is_none(), "tab {tab} of {name} differs from the server: {differs:?}");
        }
    }

    /// Every command is in the log once, or its author can still see it, refused or waiting.
    fn check_commands(&self) {
        let mut logged = BTreeMap::<CommandId, usize>::new();
        for entry in &self.store.log {
            *logged.entry(entry.command).or_default() += 1;
        }
        let mut shown = BTreeMap::<CommandId, bool>::new();
        let kept = self.devices.iter().flat_map(|device| device.disk.places.values());
        for act in kept.flat_map(|place| place.stash.values().chain(&place.kept.acts)) {
            shown.insert(act.envelope.id, act.refused.is_some());
        }
        let pages = self.tabs.iter().filter_map(|tab| tab.replica.as_ref());
        for entry in pages.flat_map(|replica| replica.outbox().entries()) {
            shown.insert(entry.envelope.id, !entry.is_predicted());
        }
        for (id, made) in &self.ledger.made {
            let words = format!("{} {id} of tab {}", made.kind, made.tab);
            let count = logged.get(id).copied().unwrap_or_default();
            assert!(count <= 1, "{words} is in the log {count} times");
            if !made.on_disk && !made.from_memory {
                assert_eq!(count, 0, "{words} was sent before it was written down");
            }
            if count == 1 {
                assert!(!made.discarded, "{words} was let go as refused and is in the log");
                assert_ne!(shown.get(id), Some(&true), "{words} is shown as refused and is in the log");
                continue;
            }
            let old = made.settled.as_ref().is_some_and(|epoch| *epoch != self.store.epoch);
            let restored_away = old && self.ledger.lost_in_restores.contains(id);
            let visible = shown.contains_key(id) || made.discarded;
            if !made.on_disk && made.lost_with_page {
                continue;
            }
            assert!(visible || restored_away, "{words} is lost: {made:?}");
        }
    }

    /// Every purchase that was accepted is one record, as its author said.
    fn check_purchases(&self, state: &State) {
        let made: BTreeMap<Uuid, &str> = self
            .store
            .log
            .iter()
            .filter(|entry| matches!(entry.kind.as_str(), "mark-purchased" | "add-purchase" | "have-already"))
            .filter_map(|entry| {
                let mut put = entry.changes.iter().filter(|change| change.before.is_none());
                let row = put.find_map(|change| match &change.after {
                    Some(Row::Purchase(row)) => Some(row.id.0),
                    _ => None,
                })?;
                Some((row, entry.kind.as_str()))
            })
            .collect();
        let accepted = self.store.log.iter().filter(|entry| {
            matches!(entry.kind.as_str(), "mark-purchased" | "add-purchase" | "have-already")
        });
        assert_eq!(made.len(), accepted.count(), "purchases and their records differ in number");
        for (id, kind) in made {
            let record = state.row(Table::Purchases, id);
            let Some(Row::Purchase(record)) = record else { panic!("{kind} {id} left no record") };
            let says = match record.kind {
                PurchaseKind::Mark => "mark-purchased",
                PurchaseKind::Add => "add-purchase",
                PurchaseKind::Have => "have-already",
            };
            assert_eq!(says, kind, "{record:?}");
        }
    }

    /// Making every derived row anew changes nothing.
    fn check_settled(&self, state: &mut State) {
        let context = Context {
            mode: Mode::Authority,
            actor: UserId::NIL,
            role: Role::Admin,
            replica: ReplicaId::NIL,
            command: CommandId::NIL,
            now: Instant(self.now),
            seen: self.store.head,
            revision: self.store.head.next(),
            was: serde_json::Map::new(),
            undone: None,
        };
        let mut work = Work::new(state, &context);
        settle::settle_everything(&mut work);
        let changes = work.finish("settle").changes;
        assert!(changes.is_empty(), "derived rows differ from a rebuild: {changes:?}");
    }
}

/// Where two pictures of the rows differ, the first place.
fn difference(
    one: &BTreeMap<(Table, Uuid), Row>,
    other: &BTreeMap<(Table, Uuid), Row>,
) -> Option<(Option<Row>, Option<Row>)> {
    let names: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let mut pairs = names.into_iter().map(|name| (one.get(name), other.get(name)));
    pairs.find(|(one, other)| one != other).map(|(one, other)| (one.cloned(), other.cloned()))
}

/// The table of roles in its plainest form, told apart from how the server cuts rows.
fn may_hold(role: Role, user: UserId, row: &Row) -> bool {
    let cook = role == Role::Cook;
    let outsider = cook || role == Role::Logistics;
    match row {
        Row::Notification(row) => row.user_id == user,
        Row::Invite(_) => role == Role::Admin,
        Row::Client(row) => !cook && (row.booked || !outsider),
        Row::Payment(row) => !cook && (row.booked || !outsider),
        Row::Budget(row) => {
            (row.booked || !outsider)
                && !(cook && (row.money.is_some() || row.limit.is_some() || row.client_id.is_some()))
        }
        Row::BudgetLine(row) => {
            (row.booked || !outsider) && !(cook && (row.unit_price.is_some() || row.planned_cost.is_some()))
        }
        Row::Purchase(row) => !(cook && (row.paid.is_some() || !row.split.is_empty())),
        Row::Task(row) => !outsider || row.role == role,
        Row::User(row) => role == Role::Admin || row.id == user || row.email.is_none(),
        Row::Product(row) => !(cook && row.price.is_some()),
        Row::Menu(row) => !(cook && row.price_per_person.is_some()),
        Row::Conflict(row) => role == Role::Admin || row.audience.contains(&role),
        Row::Workspace(_)
        | Row::Dish(_)
        | Row::Comment(_)
        | Row::Schedule(_)
        | Row::Ingredient(_)
        | Row::Timer(_)
        | Row::ShoppingItem(_)
        | Row::Demand(_)
        | Row::Transfer(_)
        | Row::Substitute(_) => true,
    }
}

/// Each line shows the sum over its records, counted here in the plainest way there is.
fn check_lines(state: &State) {
    let purchases = rows::<Purchase>(state);
    for item in rows::<ShoppingItem>(state) {
        let records: Vec<&Purchase> =
            purchases.iter().map(AsRef::as_ref).filter(|row| row.item_id == item.id).collect();
        let mut sum = 0;
        let mut highest = 0;
        for record in &records {
            let is_covered = records.iter().any(|mark| {
                let states_total = mark.kind == PurchaseKind::Mark && mark.counts_as_add.is_none();
                let seen = record.made <= mark.seen || record.replica == mark.replica;
                let before = (record.made, record.id) < (mark.made, mark.id);
                states_total && !mark.voided && before && seen
            });
            if record.voided || is_covered {
                continue;
            }
            match (record.kind, record.counts_as_add) {
                (PurchaseKind::Mark, None) => highest = highest.max(record.quantity.thousandths()),
                (_, Some(quantity)) => sum += quantity.thousandths(),
                (PurchaseKind::Add | PurchaseKind::Have, None) => sum += record.quantity.thousandths(),
            }
        }
        for transfer in state.transfers_of(item.id) {
            let counted = transfer.counted.thousandths();
            sum += if transfer.to_item_id == item.id { counted } else { -counted };
        }
        assert_eq!(item.purchased.thousandths(), sum + highest, "{item:?} of {records:?}");
    }
}

//! What must be true in the end, whatever has happened: held against the log and the rows on the disk,
//! and against what a tab that has just been opened is shown.

use std::collections::{BTreeMap, BTreeSet};

use bliss::domain::ids::{CommandId, ItemId};
use bliss::domain::rows::{Purchase, Row, Table};
use bliss::domain::state::State;
use bliss::domain::values::Revision;
use bliss::server::engine::Entry;
use bliss::server::store::{Sqlite, Store as _};
use bliss::sync::submit::Verdict;

use crate::faults::shoppers::scopes;
use crate::support::{Home, Person, Server, Tab, eventually_so};
use uuid::Uuid;

/// What a stopped server has left on the disk.
pub struct Books {
    pub log: Vec<Entry>,
    pub state: State,
}

impl Books {
    pub async fn open(home: &Home) -> Self {
        let store = Sqlite::open(&home.database()).await.unwrap();
        let workspace = store.workspaces().await.unwrap()[0];
        let log = store.entries(workspace, Revision::ZERO, u32::MAX).await.unwrap();
        let mut state = State::default();
        for row in store.load(workspace).await.unwrap().rows {
            state.put(row);
        }
        store.close().await;
        Self { log, state }
    }

    /// How often a command is in the log.
    pub fn count(&self, id: CommandId) -> usize {
        self.log.iter().filter(|entry| entry.command == id).count()
    }

    /// Every act of the tabs was carried out once or refused, as its author was told, and the lines
    /// show the sum over their records.
    pub fn check(&self, tabs: &[Tab], lines: &[ItemId]) {
        for (place, entry) in self.log.iter().enumerate() {
            assert_eq!(entry.revision.0, place as u64 + 1, "the log has no gap");
        }
        let revisions: BTreeMap<CommandId, Revision> =
            self.log.iter().map(|entry| (entry.command, entry.revision)).collect();
        assert_eq!(revisions.len(), self.log.len(), "no command is in the log twice");
        let mut bought = BTreeSet::new();
        let mut refused = 0;
        for tab in tabs {
            let answers = tab.answers();
            for act in tab.acts() {
                let Some(answer) = answers.get(&act.id) else {
                    // Its fact came and its answer never did.
                    assert!(revisions.contains_key(&act.id), "{act:?} is lost");
                    continue;
                };
                match answer.outcome {
                    Verdict::Accepted | Verdict::Merged | Verdict::Conflict => {
                        assert_eq!(answer.revision.as_ref(), revisions.get(&act.id), "{act:?}");
                        if act.kind == "add-purchase" {
                            bought.insert(act.data["purchaseId"].as_str().unwrap().to_owned());
                        }
                    }
                    Verdict::Rejected | Verdict::Held => {
                        assert_eq!(revisions.get(&act.id), None, "{act:?} was refused");
                        refused += 1;
                    }
                }
            }
        }
        assert!(refused > 0, "the load holds acts that the rules refuse");
        self.check_purchases(&bought, lines);
    }

    fn check_purchases(&self, bought: &BTreeSet<String>, lines: &[ItemId]) {
        let mut records = BTreeSet::new();
        for line in lines {
            let on_line: Vec<&Purchase> = self.state.purchases_of(*line).map(AsRef::as_ref).collect();
            let sum: i64 = on_line
                .iter()
                .filter(|record| !record.voided)
                .map(|record| record.quantity.thousandths())
                .sum();
            let item = self.state.shopping_items().get(line).expect("the line is there");
            assert_eq!(item.purchased.thousandths(), sum, "{item:?} is the sum over {on_line:?}");
            records.extend(on_line.iter().map(|record| record.id.to_string()));
        }
        let unrecorded: Vec<&String> = bought.difference(&records).collect();
        assert!(unrecorded.is_empty(), "bought, and no record: {unrecorded:?}");
        let made = self.log.iter().filter(|entry| entry.kind == "add-purchase");
        let ours = made.filter(|entry| {
            entry.changes.iter().any(
                |change| matches!(&change.after, Some(Row::Purchase(row)) if lines.contains(&row.item_id)),
            )
        });
        assert_eq!(records.len(), ours.count(), "one record for one purchase");
    }
}

/// Every tab shows what one shows that is opened now, straight at the server, and was given everything.
pub async fn all_show_the_same(server: &Server, tabs: &[Tab], names: &[&str]) {
    for (tab, name) in tabs.iter().zip(names) {
        tab.settled().await;
        let person: Person = server.person(name).await;
        let fresh = Tab::open(&person, &server.address, &scopes());
        fresh.delivered().await;
        let what = || {
            let (ours, theirs) = (tab.shown(), fresh.shown());
            let differs = |key: &&(Table, Uuid)| ours.get(*key) != theirs.get(*key);
            let keys = ours.keys().chain(theirs.keys()).filter(differs);
            let said: Vec<_> = keys.map(|key| (key, ours.get(key), theirs.get(key))).collect();
            let (old, new) = (tab.stands(), fresh.stands());
            format!("a tab of {name} shows what a fresh one does: {said:?}\nit: {old}\nthe fresh one: {new}")
        };
        eventually_so(what, async || tab.shown() == fresh.shown()).await;
    }
}

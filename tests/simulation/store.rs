//! The database as far as the engine knows one: a commit is whole or not at all, and what is not in
//! it is lost when the server dies. What it gives back has been written as JSON and read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use bliss::domain::ids::{CommandId, UserId};
use bliss::domain::rows::{Row, Table};
use bliss::domain::values::Revision;
use bliss::server::desk::Stored;
use bliss::server::engine::{Batch, Entry, EntryBody, Known, Needs, Remembered};
use bliss::sync::submit::Outcome;
use uuid::Uuid;

/// The versions of one row, in the order of their revisions.
pub type Versions = Vec<(Revision, Row)>;

/// Everything that is kept.
#[derive(Clone, Debug)]
pub struct Store {
    pub epoch: String,
    pub head: Revision,
    pub rows: BTreeMap<(Table, Uuid), Row>,
    pub log: Vec<Arc<Entry>>,
    commands: BTreeMap<CommandId, Remembered>,
    /// Open sessions and whose they are.
    pub sessions: BTreeMap<String, UserId>,
    /// Every version that a row ever had; no part of a database, but what the checks go by.
    pub versions: BTreeMap<(Table, Uuid), Versions>,
}

impl Store {
    pub fn new() -> Self {
        Self {
            epoch: "epoch-0".to_owned(),
            head: Revision::ZERO,
            rows: BTreeMap::new(),
            log: Vec::new(),
            commands: BTreeMap::new(),
            sessions: BTreeMap::new(),
            versions: BTreeMap::new(),
        }
    }

    /// Writes a batch in one transaction; false where the head is another than it was decided on.
    pub fn commit(&mut self, batch: &Batch) -> bool {
        if !batch.entries.is_empty() && self.head != batch.from {
            return false;
        }
        self.head = batch.head();
        for entry in &batch.entries {
            for row in entry.changes.iter().filter_map(|change| change.after.as_ref()) {
                let name = (row.table(), row.key());
                self.rows.insert(name, row.clone());
                self.versions.entry(name).or_default().push((row.rev(), row.clone()));
            }
            self.log.push(Arc::clone(entry));
        }
        for one in &batch.remembered {
            let before = self.commands.insert(one.outcome.id, one.clone());
            assert!(before.is_none(), "the answer to {} was written twice", one.outcome.id);
        }
        true
    }

    pub fn known(&self, needs: &Needs) -> Known {
        let mut known = Known::default();
        for id in &needs.commands {
            known.answers.extend(self.commands.get(id).map(|one| (*id, one.clone())));
        }
        for id in &needs.acts {
            let entry = self.log.iter().find(|entry| entry.command == *id);
            known.acts.extend(entry.map(|entry| (*id, reread_entry(entry).act)));
        }
        known
    }

    /// What became of commands of one person.
    pub fn outcomes(&self, actor: UserId, ids: &[CommandId]) -> Vec<Outcome> {
        let found = ids.iter().filter_map(|id| self.commands.get(id)).filter(|one| one.actor == actor);
        found.map(|one| one.outcome.clone()).collect()
    }

    /// Whether a command has been answered for good.
    pub fn knows(&self, id: CommandId) -> bool {
        self.commands.contains_key(&id)
    }

    /// The revision of a command that is in the log.
    pub fn accepted(&self, id: CommandId) -> Option<Revision> {
        self.commands.get(&id)?.outcome.revision
    }

    /// Everything, as a server that starts reads it.
    pub fn load(&self) -> Stored {
        let reread = |row: &Row| Row::read(row.table(), row.body()).expect("a row reads back as written");
        Stored {
            epoch: self.epoch.clone(),
            head: self.head,
            rows: self.rows.values().map(reread).collect(),
            entries: self.log.iter().map(|entry| reread_entry(entry)).collect(),
        }
    }

    /// A row as it was at a revision.
    pub fn version(&self, table: Table, id: Uuid, rev: Revision) -> Option<&Row> {
        let versions = self.versions.get(&(table, id))?;
        versions.iter().find(|(at, _)| *at == rev).map(|(_, row)| row)
    }
}

fn reread_entry(entry: &Entry) -> Entry {
    let text = entry.body().expect("an entry is plain data");
    let body = EntryBody::read(&text).expect("an entry reads back as written");
    Entry { fact: body.fact, also: body.also, changes: body.changes, act: body.act, ..entry.clone() }
}

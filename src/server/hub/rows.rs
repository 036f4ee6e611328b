//! The rows of a subscription: all it covers, or what changed since a revision.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use uuid::Uuid;

use super::connection::Reader;
use crate::domain::rows::{Row, Table};
use crate::domain::sight;
use crate::domain::state::State;
use crate::domain::values::Revision;
use crate::server::engine::Entry;
use crate::sync::topic::{Scope, Topic};
use crate::sync::wire::RowName;

/// The latest entries, from which those who missed some are served.
#[derive(Debug)]
pub struct Tail {
    /// Everything after this revision is held.
    from: Revision,
    entries: VecDeque<Arc<Entry>>,
}

/// Entries held; who missed more gets everything anew.
pub const TAIL: usize = 10_000;

/// What changed of a scope since a revision, in a reader's eyes.
#[derive(Debug, Default, PartialEq)]
pub struct Missed {
    pub rows: Vec<Row>,
    pub gone: Vec<RowName>,
}

impl Tail {
    /// A tail of entries that follow each other without gaps and end at `head`.
    #[must_use]
    pub fn new(head: Revision, entries: Vec<Arc<Entry>>) -> Self {
        let from = entries.first().map_or(head, |first| Revision(first.revision.0.saturating_sub(1)));
        Self { from, entries: entries.into() }
    }

    pub fn push(&mut self, entry: Arc<Entry>) {
        let follows = self.entries.back().is_none_or(|last| last.revision.next() == entry.revision);
        if !follows {
            // Something was written beside this program, more than could be read back.
            self.entries.clear();
        }
        if self.entries.is_empty() {
            self.from = Revision(entry.revision.0.saturating_sub(1));
        }
        self.entries.push_back(entry);
        if self.entries.len() > TAIL
            && let Some(oldest) = self.entries.pop_front()
        {
            self.from = oldest.revision;
        }
    }

    /// The entries after `since`; none where some of them are no longer held.
    fn after(&self, since: Revision) -> Option<impl Iterator<Item = &Arc<Entry>>> {
        let skipped = since.0.checked_sub(self.from.0)?;
        Some(self.entries.iter().skip(usize::try_from(skipped).ok()?))
    }

    /// What a reader who holds a scope as of `since` has missed; none where that is not known.
    #[must_use]
    pub fn missed(&self, state: &State, reader: Reader, scope: &Scope, since: Revision) -> Option<Missed> {
        let mut befores = BTreeMap::<(Table, Uuid), Option<&Row>>::new();
        for change in self.after(since)?.flat_map(|entry| &entry.changes) {
            let Some(row) = change.after.as_ref().or(change.before.as_ref()) else { continue };
            if Topic::carrying(row.table()).any(|topic| topic == scope.topic) {
                befores.entry((row.table(), row.key())).or_insert(change.before.as_ref());
            }
        }
        let mut missed = Missed::default();
        for ((table, id), before) in befores {
            let was = before.and_then(|row| seen(reader, scope, row));
            let is = state.row(table, id).and_then(|row| seen(reader, scope, &row));
            match (was, is) {
                (Some(was), Some(is)) if was.clone().with_rev(is.rev()) == is => {}
                (_, Some(is)) => missed.rows.push(is),
                (Some(_), None) => missed.gone.push(RowName { table, id }),
                (None, None) => {}
            }
        }
        Some(missed)
    }
}

/// A row in a reader's eyes, where the scope covers it.
#[must_use]
pub fn seen(reader: Reader, scope: &Scope, row: &Row) -> Option<Row> {
    if scope.covers(row) { sight::cut(reader.role, reader.user, row) } else { None }
}

/// Every row that a scope covers, in a reader's eyes.
#[must_use]
pub fn all(state: &State, reader: Reader, scope: &Scope) -> Vec<Row> {
    let carried = |table: &&Table| Topic::carrying(**table).any(|topic| topic == scope.topic);
    let tables = Table::ALL.iter().filter(carried);
    tables.flat_map(|table| state.in_table(*table)).filter_map(|row| seen(reader, scope, &row)).collect()
}

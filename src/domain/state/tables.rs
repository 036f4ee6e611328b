//! The rows by table and id: a map for each table, all of one type, so that what maps are made of is
//! in the browser's download once. Only the look at a row through [`Rows`] knows which type it is.

use std::collections::{BTreeMap, btree_map};
use std::marker::PhantomData;
use std::sync::Arc;

use uuid::Uuid;

use super::Held;
use super::indexes::Ids;
use crate::domain::rows::Row;

pub(super) type ById = BTreeMap<Uuid, Row>;

/// The rows of one table, by id; removed ones included.
#[derive(Clone, Debug)]
pub struct Rows<R> {
    pub(super) rows: ById,
    of: PhantomData<R>,
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self { rows: ById::new(), of: PhantomData }
    }
}

impl<R: Held> Rows<R> {
    /// The row with this id.
    #[must_use]
    pub fn get(&self, id: &R::Id) -> Option<&Arc<R>> {
        R::of(self.rows.get(&(*id).into())?)
    }

    /// Whether there is a row with this id.
    #[must_use]
    pub fn contains_key(&self, id: &R::Id) -> bool {
        self.rows.contains_key(&(*id).into())
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The ids, in their order.
    pub fn keys(&self) -> impl Iterator<Item = R::Id> {
        self.rows.keys().map(|id| R::Id::from(*id))
    }

    /// The rows, in the order of their ids.
    #[must_use]
    pub fn values(&self) -> Values<'_, R> {
        Values { rows: self.rows.values(), of: PhantomData }
    }
}

impl<R: Held> std::ops::Index<&R::Id> for Rows<R> {
    type Output = Arc<R>;

    fn index(&self, id: &R::Id) -> &Arc<R> {
        self.get(id).expect("a row with this id")
    }
}

/// The rows of one table, in the order of their ids.
#[derive(Clone, Debug)]
pub struct Values<'a, R> {
    rows: btree_map::Values<'a, Uuid, Row>,
    of: PhantomData<R>,
}

impl<'a, R: Held + 'a> Iterator for Values<'a, R> {
    type Item = &'a Arc<R>;

    fn next(&mut self) -> Option<&'a Arc<R>> {
        // A table holds rows of its own type only.
        R::of(self.rows.next()?)
    }
}

/// The rows that an index names and that were not removed.
pub struct Each<'a, R> {
    rows: LiveRows<'a>,
    of: PhantomData<R>,
}

impl<'a, R: Held> Each<'a, R> {
    pub(super) fn new(rows: &'a Rows<R>, ids: Ids<'a>) -> Self {
        Self { rows: LiveRows { rows: &rows.rows, ids }, of: PhantomData }
    }

    /// All of them, to change while the state does.
    #[must_use]
    pub fn rows(self) -> Vec<Row> {
        self.rows.all()
    }
}

impl<'a, R: Held + 'a> Iterator for Each<'a, R> {
    type Item = &'a Arc<R>;

    fn next(&mut self) -> Option<&'a Arc<R>> {
        R::of(self.rows.next()?)
    }
}

struct LiveRows<'a> {
    rows: &'a ById,
    ids: Ids<'a>,
}

impl LiveRows<'_> {
    #[inline(never)]
    fn all(self) -> Vec<Row> {
        self.cloned().collect()
    }
}

impl<'a> Iterator for LiveRows<'a> {
    type Item = &'a Row;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a Row> {
        loop {
            let id = self.ids.next()?;
            if let Some(row) = self.rows.get(&id).filter(|row| row.removed().is_none()) {
                return Some(row);
            }
        }
    }
}

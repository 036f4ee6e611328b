//! Lists of rows.

use std::rc::Rc;

use leptos::prelude::*;
use uuid::Uuid;

use crate::view::{Item, View, row_key};

/// Rows by their ids, each built once and moved with its id.
pub fn each<Id>(ids: Memo<Vec<Id>>, row: impl Fn(Id) -> AnyView + 'static) -> AnyView
where
    Id: Copy + PartialEq + From<Uuid> + Into<Uuid> + Send + Sync + 'static,
{
    list(Rc::new((ids, row)))
}

/// Any list of rows, so that they all share one piece of code.
trait Rows {
    fn ids(&self) -> Vec<Uuid>;
    fn row(&self, id: Uuid) -> View;
}

impl<Id, F> Rows for (Memo<Vec<Id>>, F)
where
    Id: Copy + From<Uuid> + Into<Uuid> + Send + Sync + 'static,
    F: Fn(Id) -> View,
{
    fn ids(&self) -> Vec<Uuid> {
        self.0.with(|ids| ids.iter().map(|id| (*id).into()).collect())
    }

    fn row(&self, id: Uuid) -> View {
        (self.1)(Id::from(id))
    }
}

fn list(rows: Rc<dyn Rows>) -> View {
    View::rows(Box::new(move || {
        let items = rows.ids().into_iter().map(|id| {
            let rows = Rc::clone(&rows);
            Item { key: row_key(&id), make: Box::new(move || rows.row(id)) }
        });
        items.collect::<Vec<_>>()
    }))
}

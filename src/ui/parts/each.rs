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
    rows(
        Box::new(move || ids.with(|ids| ids.iter().map(|id| (*id).into()).collect())),
        Rc::new(move |id| row(Id::from(id))),
    )
}

fn rows(ids: Box<dyn Fn() -> Vec<Uuid>>, row: Rc<dyn Fn(Uuid) -> View>) -> View {
    View::Rows(Box::new(move || {
        let items = ids().into_iter().map(|id| {
            let row = Rc::clone(&row);
            Item { key: row_key(&id), make: Box::new(move || row(id)) }
        });
        items.collect()
    }))
}

//! Lists of rows.

use leptos::prelude::*;
use uuid::Uuid;

/// Rows by their ids, each built once and moved with its id. All lists of the product share this
/// one piece of code: a `<For>` of its own costs each list some kilobytes of WebAssembly.
pub fn each<Id>(ids: Memo<Vec<Id>>, row: impl Fn(Id) -> AnyView + Send + Sync + 'static) -> AnyView
where
    Id: Copy + PartialEq + From<Uuid> + Into<Uuid> + Send + Sync + 'static,
{
    let keys = Signal::derive(move || ids.with(|ids| ids.iter().map(|id| (*id).into()).collect()));
    keyed(keys, Callback::new(move |key: Uuid| row(Id::from(key))))
}

fn keyed(keys: Signal<Vec<Uuid>>, row: Callback<Uuid, AnyView>) -> AnyView {
    view! { <For each=move || keys.get() key=|key| *key children=move |key| row.run(key) /> }.into_any()
}

//! The open questions that concern this person, in the bell's list: each leads to its row and can be
//! settled in place.

use leptos::prelude::*;

use crate::browser::{Live, use_live};
use crate::domain::ids::ConflictId;
use crate::domain::merge::ConflictKind;
use crate::domain::order;
use crate::domain::rows::{Conflict, ConflictState, Table};
use crate::ui::parts::{
    ConflictDialog, address, concerns, each, field_name, may_settle, met, resolve, row_name, same_goods,
};

/// The questions that wait for this person or that they have a part in, the newest first.
pub fn open(live: &Live) -> Vec<ConflictId> {
    let mut all = live.table(Table::Conflicts, |state| {
        let open = state.conflicts().values().filter(|one| one.state == ConflictState::Open);
        open.filter(|one| one.removed.is_none()).cloned().collect::<Vec<_>>()
    });
    all.retain(|one| concerns(live, one));
    order::sort_by_key(&mut all, |one| std::cmp::Reverse((one.at, one.id)));
    all.iter().map(|one| one.id).collect()
}

/// The list; nothing where nothing is open. `close` closes what it stands in.
pub fn questions(ids: Memo<Vec<ConflictId>>, close: Callback<()>) -> AnyView {
    let settling = RwSignal::new(None::<ConflictId>);
    let list = move || {
        (!ids.read().is_empty()).then(|| {
            view! {
                <section aria-label="To settle">
                    <h3>"To settle"</h3>
                    <ul>{each(ids, move |id| view! { <Question id close settling /> }.into_any())}</ul>
                </section>
            }
        })
    };
    // The dialog stands outside: it stays open when somebody else settles what it is about.
    view! {
        {list}
        <ConflictDialog chosen=settling />
    }
    .into_any()
}

#[component]
fn Question(id: ConflictId, close: Callback<()>, settling: RwSignal<Option<ConflictId>>) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let view = move || {
        let conflict = live.with_value(|live| live.row::<Conflict>(id))?;
        let (table, row, party) = (conflict.table, conflict.row_id, conflict.budget_id);
        let (name, href, (what, who)) = live.with_value(|live| {
            (row_name(live, table, row, party), address(live, table, row, party), met(live, &conflict))
        });
        let act = match conflict.kind {
            _ if !live.with_value(|live| may_settle(live, &conflict)) => ().into_any(),
            ConflictKind::ShoppingPurchase => same_goods(live, id),
            ConflictKind::Removed
            | ConflictKind::IngredientQuantity
            | ConflictKind::TaskStatus
            | ConflictKind::Text
            | ConflictKind::Time
            | ConflictKind::Guests => resolve(live, id, settling),
        };
        Some(view! {
            <a href=href on:click=move |_| close.run(())>
                <svg class="icon" data-tone="warning" aria-hidden="true">
                    <use href="/icons.svg#warning"></use>
                </svg>
                <span>
                    <b>{name} ", " {field_name(&conflict.field)}</b>
                    <small>{what} " " {who} "."</small>
                </span>
            </a>
            <div class="cluster pad">{act}</div>
        })
    };
    view! { <li>{view}</li> }.into_any()
}

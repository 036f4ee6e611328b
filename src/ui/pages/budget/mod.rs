//! One party: what it is, what is sold, who does what, what it costs.

mod booking;
mod cells;
mod changes;
mod comments;
mod diets;
mod edit;
pub(super) mod groups;
mod guests;
mod head;
mod kitchen;
pub(super) mod line;
mod line_dialog;
mod lines;
mod money;
mod moves;
pub(super) mod party;
mod payments;
pub(super) mod price;
mod shopping;
mod shown;
mod tasks;

use crate::ui::route::use_path;
use leptos::prelude::*;

pub use self::edit::EditDialog;
use self::edit::Edits;
pub use self::line_dialog::LineDialog;
pub use self::lines::Writing;
pub use self::party::Party;
use crate::browser::presence::mark;
use crate::browser::use_live;
use crate::domain::ids::BudgetId;
use crate::domain::rows::{Budget, Table};
use crate::sync::views::View;
use crate::ui::parts::{Icon, Standing, is_unmade};

/// Whether there is something to show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    Nothing,
    /// It was to be made here, and was refused.
    Refused(BudgetId),
    Party(BudgetId),
}

/// One party.
#[component]
pub fn BudgetPage() -> impl IntoView {
    let live = use_live();
    let path = use_path();
    let asked =
        Memo::new(move |_| path.with(|path| path.strip_prefix("/budgets/")?.parse::<BudgetId>().ok()));
    Effect::new({
        let live = live.clone();
        move |_| {
            if let Some(id) = asked.get() {
                live.enter(&View::Budget(id));
            }
        }
    });
    let shown = Memo::new(move |_| match asked.get() {
        Some(id) if live.row::<Budget>(id).is_some() => Shown::Party(id),
        Some(id) if is_unmade(&live, id) => Shown::Refused(id),
        Some(id) if !live.is_ready(&View::Budget(id)) => Shown::Loading,
        Some(_) | None => Shown::Nothing,
    });
    view! {
        <main class="page" id="main" data-row=move || asked.get().map(|id| mark(Table::Budgets, id))>
            {move || match shown.get() {
                Shown::Loading => loading(),
                Shown::Nothing => nothing(None),
                Shown::Refused(id) => nothing(Some(id)),
                Shown::Party(id) => page(id),
            }}
        </main>
    }
    .into_any()
}

fn page(id: BudgetId) -> AnyView {
    let party = Party::of(id);
    provide_context(Edits { party, follows: changes::of });
    view! {
        {head::head(party)}
        <div class="split">
            <div class="stack">
                {lines::lines(party)} {tasks::tasks(party)} {kitchen::kitchen(party)}
                {comments::comments(party)}
            </div>
            <div class="stack">
                {party.sees_money().then(|| money::money(party))} {shopping::shopping(party)}
                {party.sees_money().then(|| payments::payments(party))}
            </div>
        </div>
    }
    .into_any()
}

fn loading() -> AnyView {
    view! {
        <div class="stack" aria-busy="true">
            <span class="skeleton half"></span>
            <span class="skeleton"></span>
            <div class="card stack">
                <span class="skeleton"></span>
                <span class="skeleton half"></span>
                <span class="skeleton"></span>
            </div>
        </div>
    }
    .into_any()
}

fn nothing(refused: Option<BudgetId>) -> AnyView {
    let (title, words, way, href) = match refused {
        Some(id) => (
            "This party was not made",
            "What you typed is kept.",
            "Edit",
            ["/budgets?again=", &id.to_string()].concat(),
        ),
        None => (
            "There is no such party",
            "It was removed, or its address is wrong, or it is not yours to see.",
            "All parties",
            "/budgets".to_owned(),
        ),
    };
    view! {
        <div class="card empty">
            <Icon name="party" />
            <h1>{title}</h1>
            <p>{words}</p>
            {refused.map(|id| view! { <Standing table=Table::Budgets id /> })}
            <a class="button" href=href>
                {way}
            </a>
        </div>
    }
    .into_any()
}

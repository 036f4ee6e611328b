//! The shopping list: one live list over all parties, opening on what has to be bought next.
//!
//! `sections` cuts the rows into aisles, `line` is one of them with its tick, `sheet` what opens
//! behind it, `add` the field at the top, `bar` the figures at the bottom.

mod acts;
mod add;
mod amount;
mod bar;
mod filters;
mod line;
mod list;
mod meanwhile;
mod needs;
mod purchases;
mod sections;
mod sheet;
mod substitutes;
mod typed;
pub mod wording;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::ui::route::use_query_map;
use leptos::prelude::*;

use self::add::AddLine;
use self::bar::BuyBar;
use self::filters::{Filters, GroupSwitch, address};
use self::list::{Aisle, Cart};
use self::sections::{Group, Leftovers, Sections, Shown};
pub use self::sheet::LineSheet;
use self::wording::Parties;
use super::code;
use crate::browser::{Live, use_live};
use crate::domain::ids::ItemId;
use crate::domain::rows::{Role, Table};
use crate::domain::values::{Date, LocalTime};
use crate::sync::views::View;
use crate::ui::parts::Icon;
use crate::ui::words;

/// How long a ticked line stays in its place.
const LINGER: Duration = Duration::from_secs(5);

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct List {
    live: StoredValue<Live>,
    role: Role,
    shown: Memo<Shown>,
    sections: Memo<Sections>,
    today: Memo<Date>,
    parties: Memo<Parties>,
    now: Memo<LocalTime>,
    /// What lines could take from earlier weeks.
    leftovers: Memo<Leftovers>,
    /// The lines whose sheet or tick is chosen for a purchase of many; none: nobody is choosing.
    chosen: RwSignal<Option<BTreeSet<ItemId>>>,
    /// The line whose sheet is open.
    open: RwSignal<Option<ItemId>>,
}

impl List {
    fn live(self) -> Live {
        self.live.get_value()
    }

    /// Whether the role buys, or only looks and adds needs.
    fn buys(self) -> bool {
        matches!(self.role, Role::Admin | Role::Logistics)
    }

    fn sees_money(self) -> bool {
        self.role != Role::Cook
    }

    /// An amount of money in the workspace's currency.
    fn money(self, money: crate::domain::values::Money) -> String {
        let currency = self.live().with(|state| state.workspace().map(|row| row.currency.clone()));
        words::money(money, currency.as_deref().unwrap_or("EUR"))
    }
}

fn use_list() -> List {
    expect_context::<List>()
}

/// The shopping list.
#[component]
pub fn ShoppingPage() -> impl IntoView {
    let live = use_live();
    let query = use_query_map();
    let today = {
        let live = live.clone();
        Memo::new(move |_| live.today())
    };
    let (me, clock) = (live.user_id(), live.clone());
    let shown = Memo::new(move |_| {
        query.with(|query| Shown {
            group: Group::named(&query.get("group").unwrap_or_default()),
            week: query.get("week").and_then(|week| week.parse().ok()),
            supplier: query.get("supplier").filter(|name| !name.is_empty()),
            this_week: today.get().week(),
            me,
            now: untrack(|| clock.now()),
        })
    });
    let sunk = RwSignal::new(live.with(sections::settled));
    let sections = {
        let live = live.clone();
        Memo::new(move |_| {
            live.table(Table::Products, |_| ());
            live.table(Table::Demands, |_| ());
            let (shown, sunk) = (shown.get(), sunk.get());
            live.table(Table::ShoppingItems, |state| sections::cut(state, &shown, &sunk))
        })
    };
    let parties = {
        let live = live.clone();
        Memo::new(move |_| live.table(Table::Budgets, wording::parties))
    };
    let now = {
        let live = live.clone();
        Memo::new(move |_| live.local_now())
    };
    let leftovers = {
        let live = live.clone();
        Memo::new(move |_| live.table(Table::ShoppingItems, sections::leftovers))
    };
    let list = List {
        role: live.role(),
        live: StoredValue::new(live.clone()),
        shown,
        sections,
        today,
        parties,
        now,
        leftovers,
        chosen: RwSignal::new(None),
        open: RwSignal::new(None),
    };
    provide_context(list);
    let ready = {
        let live = live.clone();
        Memo::new(move |_| live.is_ready(&View::Shopping(shown.with(|shown| shown.week))))
    };
    Effect::new(move |_| live.enter(&View::Shopping(shown.with(|shown| shown.week))));
    Effect::new(move |_| {
        let line = query.with(|query| query.get("line")).and_then(|id| id.parse().ok());
        if line.is_some() {
            list.open.set(line);
        }
    });
    sink(list, sunk, ready);
    let headings = move || {
        sections.with(|all| all.sections.iter().map(|section| section.heading.clone()).collect::<Vec<_>>())
    };
    // A list on paper says of when it is.
    let on_paper = move || {
        let what = shown.with(|shown| shown.week).map_or_else(|| "Next to buy".to_owned(), words::week);
        [&what, ", as of ", &words::date(today.get(), today.get())].concat()
    };
    let nothing = move || sections.with(|all| all.sections.is_empty());
    view! {
        <main id="main" class="page shop">
            <header class="page-head">
                <div>
                    <h1>"Shopping"</h1>
                    <p class="only-print">{on_paper}</p>
                </div>
                <GroupSwitch />
            </header>
            <Filters />
            <AddLine />
            <section aria-label="To buy" class="stack tight">
                <For each=headings key=|heading| heading.clone() children=|heading| view! { <Aisle heading /> } />
            </section>
            {move || nothing().then(|| if ready.get() { empty() } else { loading() })}
            <Cart />
        </main>
        <BuyBar />
        {code::line_sheet(move || list.open.with(Option::is_some), move || code::close(list.open))}
    }
    .into_any()
}

/// Lets lines sink into the cart some seconds after they are settled, and come back at once.
fn sink(list: List, sunk: RwSignal<BTreeSet<ItemId>>, ready: Memo<bool>) {
    Effect::new(move |was_ready: Option<bool>| {
        let ready = ready.get();
        let settled = list.live().table(Table::ShoppingItems, sections::settled);
        let fresh: Vec<ItemId> = sunk.with_untracked(|sunk| settled.difference(sunk).copied().collect());
        let back = sunk.with_untracked(|sunk| sunk.difference(&settled).next().is_some());
        if back {
            sunk.update(|sunk| sunk.retain(|id| settled.contains(id)));
        }
        if !fresh.is_empty() {
            if was_ready == Some(true) {
                let live = list.live();
                set_timeout(
                    move || {
                        let settled = live.with(sections::settled);
                        let ripe = fresh.iter().copied().filter(|id| settled.contains(id));
                        sunk.try_update(|sunk| sunk.extend(ripe));
                    },
                    LINGER,
                );
            } else {
                sunk.update(|sunk| sunk.extend(fresh));
            }
        }
        ready
    });
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <Icon name="bag" />
            <h2>"Nothing to buy"</h2>
            <p>
                "When a party is booked, what it needs appears here by itself. You can also add something above."
            </p>
        </div>
    }
    .into_any()
}

fn loading() -> AnyView {
    view! {
        <div class="stack tight" aria-busy="true">
            <span class="hidden-text">"The list is on its way"</span>
            <span class="skeleton half"></span>
            {[(); 3].map(|()| view! { <span class="skeleton line"></span> }).collect_view()}
        </div>
    }
    .into_any()
}

//! The kitchen, on a tablet at arm's length: what to start next on the left, the chosen schedule on
//! the right with its steps, timers and ingredients.

mod add;
mod amount;
mod awake;
mod edit;
mod ingredients;
mod instead;
mod need;
mod new;
mod queue;
mod schedule;
mod steps;
mod timers;
mod urgency;

use crate::ui::route::use_query_map;
use leptos::prelude::*;

use self::new::NewSchedule;
use self::queue::{Lanes, Queue};
use self::schedule::SchedulePane;
use crate::browser::{Live, use_live};
use crate::domain::access;
use crate::domain::ids::ScheduleId;
use crate::domain::order;
use crate::domain::rows::{Budget, Schedule, Table};
use crate::domain::state::State;
use crate::domain::values::Date;
use crate::sync::views::View;
use crate::ui::parts::{Icon, is_told};
use crate::ui::words;

/// Which schedules the queue holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Show {
    #[default]
    Today,
    Week,
    /// Today's, side by side by station.
    Stations,
}

impl Show {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Today, "today", "Today"),
        (Self::Week, "week", "Week"),
        (Self::Stations, "stations", "Stations"),
    ];

    fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|(_, own, _)| *own == name).map_or(Self::Today, |(show, ..)| show)
    }

    fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(show, ..)| *show == self).map_or("", |(_, name, _)| name)
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Kitchen {
    live: StoredValue<Live>,
    /// Cooks act here; others look.
    may: bool,
    show: Memo<Show>,
    /// The ids of the queue, in its order.
    queue: Memo<Vec<ScheduleId>>,
    chosen: Memo<Option<ScheduleId>>,
    making: RwSignal<bool>,
}

impl Kitchen {
    fn live(self) -> Live {
        self.live.get_value()
    }

    fn address(show: Show, schedule: Option<ScheduleId>) -> String {
        let mut address = format!("/cooking-schedule?show={}", show.name());
        if let Some(id) = schedule {
            // On phones the schedule stands below the queue.
            address.push_str("&schedule=");
            address.push_str(&id.to_string());
            address.push_str("#schedule");
        }
        address
    }
}

fn use_kitchen() -> Kitchen {
    expect_context::<Kitchen>()
}

/// The schedules to show: those of the day and what is left of the day before, open ones first.
fn queue(live: &Live, show: Show, today: Date) -> Vec<ScheduleId> {
    let (me, now) = (live.user_id(), untrack(|| live.now()));
    live.table(Table::Schedules, |state| {
        let is_shown = |row: &Schedule| {
            let withdrawn = row.withdrawn.as_ref().is_some_and(|one| !is_told(one, me, now));
            let (from, to) = (row.start_at.date, row.serve_at.date);
            let of_today = from <= today && today <= to;
            let left_over = to.plus_days(1) == today && !urgency::is_done(row);
            let of_week = show == Show::Week && today <= to && from <= today.plus_days(7);
            row.removed.is_none()
                && !withdrawn
                && !urgency::is_canceled(row)
                && (of_today || left_over || of_week)
        };
        let mut rows: Vec<_> = state.schedules().values().filter(|row| is_shown(row)).collect();
        order::sort_by_key(&mut rows, |row| (urgency::is_done(row), row.start_at, row.id));
        rows.iter().map(|row| row.id).collect()
    })
}

/// The kitchen.
#[component]
pub fn KitchenPage() -> impl IntoView {
    let live = use_live();
    let entered = live.clone();
    Effect::new(move |_| entered.enter(&View::Kitchen));
    let may = access::may_set(live.role(), Table::Schedules, "status");
    let live = StoredValue::new(live);
    let query = use_query_map();
    let show = Memo::new(move |_| query.with(|query| Show::named(&query.get("show").unwrap_or_default())));
    let today = Memo::new(move |_| live.with_value(Live::today));
    let queue = Memo::new(move |_| live.with_value(|live| queue(live, show.get(), today.get())));
    let asked = Memo::new(move |_| query.with(|query| query.get("schedule")?.parse::<ScheduleId>().ok()));
    let kept = Memo::new(move |before: Option<&(Show, Option<ScheduleId>)>| {
        let show = show.get();
        let known = |id: &ScheduleId| live.with_value(|live| live.row::<Schedule>(*id)).is_some();
        // What somebody has begun to read stays under their hands, whatever comes first by now.
        let read = before
            .and_then(|(was, id)| id.filter(|id| *was == show || queue.read().contains(id)).filter(known));
        let chosen = asked.get().filter(known).or(read).or_else(|| queue.read().first().copied());
        (show, chosen)
    });
    let chosen = Memo::new(move |_| kept.get().1);
    let kitchen = Kitchen { live, may, show, queue, chosen, making: RwSignal::new(false) };
    provide_context(kitchen);
    let pane = move || match (show.get(), chosen.get(), asked.get()) {
        (Show::Stations, Some(_), None) => view! { <Lanes /> }.into_any(),
        (_, Some(id), _) => view! { <SchedulePane id /> }.into_any(),
        (_, None, _) => view! { <Empty today /> }.into_any(),
    };
    view! {
        <main class="page full kitchen" id="main">
            <Queue />
            {pane}
        </main>
        {may.then(|| view! { <NewSchedule /> })}
    }
    .into_any()
}

/// "Marta's paella on Sun 29 Nov; its first step starts at 09:30."
fn next(state: &State, today: Date) -> Option<String> {
    let coming = state.schedules().values().filter(|row| {
        row.removed.is_none()
            && row.withdrawn.is_none()
            && !urgency::is_done(row)
            && row.start_at.date > today
    });
    let first = coming.min_by_key(|row| row.start_at)?;
    let party = state.live::<Budget>(first.budget_id).map_or("a party", |budget| budget.name.as_str());
    let (day, at) = (words::day(first.start_at.date, today), first.start_at.time);
    Some(format!("Next is {}, for {party}: {day}, start by {at}.", first.title))
}

#[component]
fn Empty(today: Memo<Date>) -> impl IntoView {
    let kitchen = use_kitchen();
    let ready = move || kitchen.live.with_value(|live| live.is_ready(&View::Kitchen));
    let title = move || match kitchen.show.get() {
        Show::Today => "No cooking planned today",
        Show::Week => "No cooking planned this week",
        Show::Stations => "No station has anything to cook today",
    };
    let next = move || {
        kitchen.live.with_value(|live| live.table(Table::Schedules, |state| next(state, today.get())))
    };
    view! {
        <section class="pane">
            <div class="empty" hidden=move || !ready()>
                <Icon name="pot" />
                <h1>{title}</h1>
                <p>{move || next().unwrap_or_else(|| "What a booked party needs cooked comes here by itself.".to_owned())}</p>
                <a class="button" href="/cooking-schedule?show=week" hidden=move || next().is_none()>
                    <Icon name="calendar" />
                    "Show the week"
                </a>
            </div>
            <div class="stack" aria-busy="true" hidden=ready>
                <span class="skeleton half"></span>
                <span class="skeleton"></span>
                <span class="skeleton"></span>
            </div>
        </section>
    }
    .into_any()
}

//! Now and next over all parties, the day's totals, and the stations side by side.

use leptos::prelude::*;

use super::awake::AwakeChip;
use super::urgency::{self, When};
use super::{Kitchen, Show, use_kitchen};
use crate::browser::Live;
use crate::domain::ids::{ProductId, ScheduleId};
use crate::domain::order::{self, Small};
use crate::domain::rows::{Budget, Product, Schedule, Table};
use crate::domain::values::{Quantity, Unit};
use crate::ui::parts::{Glow, Icon, Others};
use crate::ui::words;

#[component]
pub fn Queue() -> impl IntoView {
    let kitchen = use_kitchen();
    let segments = Show::ALL.map(|(show, _, word)| {
        view! {
            <a
                href=move || Kitchen::address(show, None)
                aria-current=move || (kitchen.show.get() == show).then_some("true")
                data-noscroll="true"
            >
                {word}
            </a>
        }
    });
    view! {
        <section class="pane" aria-labelledby="next-title">
            <header class="pane-head">
                <h2 id="next-title">"Now and next"</h2>
                <AwakeChip />
            </header>
            <nav class="segments wide" aria-label="Show">
                {segments.into_iter().collect_view()}
            </nav>
            <div class="stack">
            <ul class="queue">
                <For each=move || kitchen.queue.get() key=|id| *id children=|id| view! { <Ticket id /> } />
            </ul>
            <p class="soft" hidden=move || !kitchen.queue.read().is_empty()>"Nothing to start."</p>
            <AllDay />
            {kitchen
                .may
                .then(|| {
                    view! {
                        <button class="button wide" type="button" on:click=move |_| kitchen.making.set(true)>
                            <Icon name="plus" />
                            "New schedule"
                        </button>
                    }
                })}
            </div>
        </section>
    }
    .into_any()
}

/// "Company gala · 25 portions · oven · serve 20:00".
fn line(live: &Live, row: &Schedule) -> String {
    let party = live.row::<Budget>(row.budget_id).map(|budget| budget.name.clone());
    let portions = format!("{} portions", row.guests);
    let serve = format!("serve {}", row.serve_at.time);
    let parts = [party, Some(portions), row.station.clone(), Some(serve)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn Ticket(id: ScheduleId) -> impl IntoView {
    let kitchen = use_kitchen();
    let row = Memo::new(move |_| kitchen.live.with_value(|live| live.row::<Schedule>(id)));
    let text = move |read: fn(&Schedule) -> String| move || row.with(|row| row.as_deref().map(read));
    let when = move || {
        let now = kitchen.live.with_value(Live::local_now);
        row.with(|row| row.as_deref().map(|row| urgency::when(row, now)))
    };
    let glow = Glow::of(Table::Schedules, id);
    let glows = glow.clone();
    view! {
        <li>
            <a
                class="ticket"
                class:glow=move || glows.get()
                on:animationend=move |_| glow.done()
                data-urgency=move || when().map(|when| when.urgency)
                href=move || {
                    let show = if kitchen.show.get() == Show::Stations { Show::Today } else { kitchen.show.get() };
                    Kitchen::address(show, Some(id))
                }
                aria-current=move || (kitchen.chosen.get() == Some(id)).then_some("true")
            >
                <span class="title">{text(|row| row.title.clone())}</span>
                <Others id />
                <span class="at">{text(|row| row.start_at.time.to_string())}</span>
                <span class="when">
                    {move || {
                        when().map(|When { icon, words, .. }| view! { <Icon name=icon /> {words} })
                    }}
                </span>
                <small>
                    {move || row.with(|row| row.as_deref().map(|row| kitchen.live.with_value(|live| line(live, row))))}
                </small>
            </a>
        </li>
    }
    .into_any()
}

/// How much of each product the shown schedules still take.
fn totals(kitchen: Kitchen) -> Vec<(String, String)> {
    let live = kitchen.live();
    let ids = kitchen.queue.get();
    live.table(Table::Schedules, |_| ());
    live.table(Table::Ingredients, |state| {
        let mut sums: Small<(ProductId, Unit), i64> = Small::default();
        let open =
            ids.iter().filter_map(|id| state.live::<Schedule>(*id)).filter(|row| !urgency::is_done(row));
        for row in open.flat_map(|schedule| state.ingredients_of(schedule.id)) {
            if row.withdrawn.is_none() {
                *sums.entry((row.product_id, row.quantity.base())) += row.quantity.thousandths();
            }
        }
        let mut named: Vec<_> = sums
            .into_iter()
            .filter_map(|((id, base), sum)| {
                let product = state.get::<Product>(id)?;
                let unit = if product.unit.base() == base { product.unit } else { base };
                Some((product.name.clone(), words::quantity(Quantity::new(sum, unit))))
            })
            .collect();
        order::sort(&mut named);
        named
    })
}

#[component]
fn AllDay() -> impl IntoView {
    let kitchen = use_kitchen();
    let totals = Memo::new(move |_| totals(kitchen));
    let rows = move || {
        let row = |(name, amount)| {
            view! { <li><span class="grow">{name}</span><b class="num">{amount}</b></li> }
        };
        totals.get().into_iter().map(row).collect_view()
    };
    view! {
        <details class="fold" hidden=move || totals.read().is_empty()>
            <summary>{move || if kitchen.show.get() == Show::Week { "All week" } else { "All day" }}</summary>
            <ul class="rows all-day">{rows}</ul>
        </details>
    }
    .into_any()
}

/// The queue's schedules by station, each station a lane; first the one with the most pressing.
#[component]
pub fn Lanes() -> impl IntoView {
    let kitchen = use_kitchen();
    let lanes = Memo::new(move |_| {
        let mut lanes: Vec<(String, Vec<ScheduleId>)> = Vec::new();
        for id in kitchen.queue.get() {
            let row = kitchen.live.with_value(|live| live.row::<Schedule>(id));
            let station = row.and_then(|row| row.station.clone()).unwrap_or_default();
            match lanes.iter_mut().find(|(name, _)| *name == station) {
                Some((_, ids)) => ids.push(id),
                None => lanes.push((station, vec![id])),
            }
        }
        lanes
    });
    let lane = |(station, ids): (String, Vec<ScheduleId>)| {
        let name = if station.is_empty() { "No station".to_owned() } else { station };
        let tickets = ids.into_iter().map(|id| view! { <Ticket id /> });
        view! {
            <section class="stack">
                <h2>{name}</h2>
                <ul class="queue">{tickets.collect_view()}</ul>
            </section>
        }
    };
    view! {
        <section class="pane" aria-label="Stations">
            <div class="lanes">{move || lanes.get().into_iter().map(lane).collect_view()}</div>
        </section>
    }
    .into_any()
}

//! What the kitchen cooks for the party.

use leptos::prelude::*;

use super::party::Party;
use crate::domain::ids::ScheduleId;
use crate::domain::order;
use crate::domain::rows::{Ingredient, Schedule, ScheduleStatus, Table};
use crate::domain::values::LocalTime;
use crate::ui::parts::{Glow, Icon, each};
use crate::ui::words;

pub fn kitchen(party: Party) -> AnyView {
    let ids = Memo::new(move |_| {
        party.live(|live| {
            live.of(Table::Schedules, party.id, |state| {
                let there = state.schedules_of(party.id).filter(|row| row.withdrawn.is_none());
                let mut rows: Vec<(LocalTime, ScheduleId)> =
                    there.map(|row| (row.start_at, row.id)).collect();
                order::sort(&mut rows);
                rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <section class="card flush" aria-labelledby="sched-title" hidden=move || ids.with(Vec::is_empty)>
            <header>
                <h2 id="sched-title">"Kitchen"</h2>
            </header>
            <ul class="rows">
                {each(ids, move |id| row(party, id))}
            </ul>
        </section>
    }
    .into_any()
}

fn look(status: ScheduleStatus) -> (Option<&'static str>, &'static str) {
    match status {
        ScheduleStatus::Planned => (None, "calendar"),
        ScheduleStatus::Cooking => (Some("info"), "pot"),
        ScheduleStatus::Ready => (Some("success"), "check"),
        ScheduleStatus::Served => (Some("success"), "check-circle"),
        ScheduleStatus::Canceled => (None, "close"),
    }
}

fn row(party: Party, id: ScheduleId) -> AnyView {
    let glow = Glow::of(Table::Schedules, id);
    let glowing = glow.clone();
    let content = move || party.live(|live| live.row::<Schedule>(id)).map(|row| line(party, &row));
    view! {
        <li class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            {content}
        </li>
    }
    .into_any()
}

fn line(party: Party, row: &Schedule) -> AnyView {
    let (tone, icon) = look(row.status);
    // Lines whose amount is not all bought yet.
    let missing = party.live(|live| {
        live.of(Table::Ingredients, row.id, |state| {
            let short = |one: &&std::sync::Arc<Ingredient>| {
                one.withdrawn.is_none() && one.available.thousandths() < one.quantity.thousandths()
            };
            state.ingredients_of(row.id).filter(short).count()
        })
    });
    let mut about = vec![
        ["start ", &words::time(row.start_at, party.today())].concat(),
        ["serve ", &row.serve_at.time.to_string()].concat(),
        [&row.guests.to_string(), " portions"].concat(),
    ];
    about.extend((missing > 0).then(|| [&missing.to_string(), " not bought yet"].concat()));
    let clashes = (!row.allergens.clashes.is_empty()).then(|| row.allergens.clashes.join(", "));
    view! {
        <Icon name="pot" />
        <span class="grow">
            <a class="title" href=["/cooking-schedule?schedule=", &row.id.to_string()].concat()>
                {row.title.clone()}
            </a>
            <small class="soft">{about.join(" · ")}</small>
            {allergens(row)}
            {clashes
                .map(|who| {
                    view! {
                        <span class="chip" data-tone="danger">
                            <Icon name="wheat" />
                            "not for "
                            {who}
                        </span>
                    }
                })}
        </span>
        <span class="chip" data-tone=tone>
            <Icon name=icon />
            {words::schedule_status(row.status)}
        </span>
    }
    .into_any()
}

/// What it contains, and what nobody has said.
fn allergens(row: &Schedule) -> Option<AnyView> {
    let mut told: Vec<&str> = row.allergens.contains.iter().map(|&one| words::allergen(one)).collect();
    if !row.allergens.unknown.is_empty() {
        told.push("some unknown");
    }
    (!told.is_empty())
        .then(|| view! { <small class="soft">"Allergens: " {told.join(", ")}</small> }.into_any())
}

//! The chosen schedule: its head, what to know before cooking it, and its three panels.

use std::sync::Arc;

use leptos::prelude::*;

use super::edit::EditDialog;
use super::ingredients::{Ingredients, missing};
use super::need::Needs;
use super::steps::Steps;
use super::timers::Timers;
use super::{Kitchen, Show, urgency, use_kitchen};
use crate::browser::Live;
use crate::browser::presence::mark;
use crate::domain::command::{Acknowledge, EditSchedule, SetScheduleStatus};
use crate::domain::ids::ScheduleId;
use crate::domain::rows::{Budget, Product, Schedule, SchedulePlan, ScheduleStatus, Table, WithdrawnReason};
use crate::domain::values::{LocalTime, Patch};
use crate::ui::parts::{Glow, Icon, Others, Standing};
use crate::ui::words;

/// A schedule as the parts of its pane read it.
pub type Row = Memo<Option<Arc<Schedule>>>;

#[component]
pub fn SchedulePane(id: ScheduleId) -> impl IntoView {
    let kitchen = use_kitchen();
    let row: Row = Memo::new(move |_| kitchen.live.with_value(|live| live.row::<Schedule>(id)));
    let panel = RwSignal::new(0_usize);
    let timing = RwSignal::new(false);
    let steps = move || {
        row.with(|row| {
            let steps = row.as_ref().map_or(&[][..], |row| &row.steps);
            (!steps.is_empty())
                .then(|| format!("{} of {}", steps.iter().filter(|step| step.done).count(), steps.len()))
        })
    };
    let missing = Memo::new(move |_| kitchen.live.with_value(|live| missing(live, id)));
    let switch = move |at: usize, content: AnyView| {
        view! {
            <button
                type="button"
                aria-pressed=move || (panel.get() == at).to_string()
                on:click=move |_| panel.set(at)
            >
                {content}
            </button>
        }
    };
    let count = move || (missing.get() > 0).then(|| view! { " " <span class="badge">{missing}</span> });
    view! {
        <section class="pane schedule" id="schedule" aria-labelledby="schedule-title" data-row=mark(Table::Schedules, id)>
            <Head id row timing />
            <Timers schedule=id row adding=timing />
            <div class="segments panel-switch" role="group" aria-label="Show">
                {switch(0, view! { "Steps " <span class="count">{steps}</span> }.into_any())}
                {switch(1, view! { "Ingredients" {count} }.into_any())}
                {kitchen.may.then(|| switch(2, "We need…".into_any()))}
            </div>
            <div class="panels">
                <article class="card" class:current=move || panel.get() == 0 aria-label="Steps">
                    <Steps id row />
                </article>
                <article class="card" class:current=move || panel.get() == 1 aria-label="Ingredients">
                    <Ingredients schedule=id row />
                </article>
                {kitchen
                    .may
                    .then(|| {
                        view! {
                            <article class="card" class:current=move || panel.get() == 2 aria-label="We need">
                                <Needs row />
                            </article>
                        }
                    })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Head(id: ScheduleId, row: Row, timing: RwSignal<bool>) -> impl IntoView {
    let kitchen = use_kitchen();
    let editing = RwSignal::new(false);
    let glow = Glow::of(Table::Schedules, id);
    let glows = glow.clone();
    let title = move || row.with(|row| row.as_ref().map(|row| row.title.clone()));
    let next = Memo::new(move |_| {
        let is_over =
            row.with(|row| row.as_ref().is_none_or(|row| urgency::is_done(row) || urgency::is_canceled(row)));
        let row = |id: ScheduleId| kitchen.live.with_value(|live| live.row::<Schedule>(id));
        let first = kitchen.queue.get().into_iter().filter(|other| is_over && *other != id).find_map(row);
        first.filter(|first| !urgency::is_done(first)).map(|first| (first.id, first.title.clone()))
    });
    view! {
        <header class="schedule-head" class:glow=move || glows.get() on:animationend=move |_| glow.done()>
            <div class="cluster">
                <h1 class="grow" id="schedule-title">
                    {title}
                </h1>
                {kitchen
                    .may
                    .then(|| {
                        view! {
                            {move || row.get().map(|row| moves(kitchen.live, &row))}
                            <button
                                class="icon-button"
                                type="button"
                                aria-haspopup="dialog"
                                aria-label="New timer"
                                on:click=move |_| timing.set(true)
                            >
                                <Icon name="timer" />
                            </button>
                            <button
                                class="icon-button"
                                type="button"
                                aria-haspopup="dialog"
                                aria-label="Change this schedule"
                                on:click=move |_| editing.set(true)
                            >
                                <Icon name="edit" />
                            </button>
                        }
                    })}
            </div>
            <div class="facts">
                {move || row.get().map(|row| kitchen.live.with_value(|live| facts(live, &row)))}
            </div>
            {move || row.get().map(|row| warnings(kitchen.live, &row, kitchen.may))}
            {move || next.get().map(|(id, title)| on_to(kitchen.show.get(), id, &title))}
            <Others id />
            <Standing table=Table::Schedules id />
        </header>
        {kitchen.may.then(|| view! { <EditDialog id open=editing /> })}
    }
    .into_any()
}

/// The way on, once this one is done.
fn on_to(show: Show, id: ScheduleId, title: &str) -> AnyView {
    view! {
        <a class="button" href=Kitchen::address(show, Some(id))>
            {["Next: ", title].concat()}
            <Icon name="right" />
        </a>
    }
    .into_any()
}

/// The next status large, the one before it small.
fn moves(live: StoredValue<Live>, row: &Schedule) -> AnyView {
    use ScheduleStatus::{Canceled, Cooking, Planned, Ready, Served};
    let (next, back) = match row.status {
        _ if row.withdrawn.is_some() => (None, None),
        Planned => (Some((Cooking, "play", "Start cooking")), None),
        Cooking => (Some((Ready, "check-circle", "It is ready")), Some((Planned, "Not yet"))),
        Ready => (Some((Served, "check", "Served")), Some((Cooking, "Still cooking"))),
        Served => (None, Some((Ready, "Not served"))),
        Canceled => (None, Some((Planned, "Cook it after all"))),
    };
    let (id, title) = (row.id, row.title.clone());
    let go = Callback::new(move |status: ScheduleStatus| {
        let said = format!("{title}: {}", words::lowercase(words::schedule_status(status)));
        live.with_value(|live| live.send_saying(SetScheduleStatus { schedule_id: id, status }, said));
    });
    view! {
        {back
            .map(|(status, word)| {
                view! {
                    <button class="button quiet" type="button" on:click=move |_| go.run(status)>
                        <Icon name="undo" />
                        {word}
                    </button>
                }
            })}
        {next
            .map(|(status, icon, word)| {
                view! {
                    <button class="button primary" type="button" on:click=move |_| go.run(status)>
                        <Icon name=icon />
                        {word}
                    </button>
                }
            })}
    }
    .into_any()
}

fn fact(name: &'static str, value: String) -> AnyView {
    view! { <span><small>{name}</small><b>{value}</b></span> }.into_any()
}

fn facts(live: &Live, row: &Schedule) -> AnyView {
    let today = live.today();
    // Of today the hour alone.
    let at = |time: LocalTime| {
        if time.date == today { time.time.to_string() } else { words::time(time, today) }
    };
    let party = live.row::<Budget>(row.budget_id).map(|budget| budget.name.clone());
    // What is not begun says so by what it offers.
    let is_known = Some(row.status).filter(|status| *status != ScheduleStatus::Planned);
    let facts = [
        Some(fact("Serve at", at(row.serve_at))),
        Some(fact("Start by", at(row.start_at))),
        Some(fact("Portions", row.guests.to_string())),
        party.map(|party| fact("Party", party)),
        row.station.clone().map(|station| fact("Station", station)),
        is_known.map(|status| fact("Status", words::schedule_status(status).to_owned())),
    ];
    view! { {facts.into_iter().flatten().collect_view()} {allergens(live, row)} }.into_any()
}

/// What is in it, and what nobody has said anything of: unknown is never free of.
fn allergens(live: &Live, row: &Schedule) -> AnyView {
    let contains: Vec<_> = row.allergens.contains.iter().map(|one| words::allergen(*one)).collect();
    let unknown = row.allergens.unknown.iter().filter_map(|id| live.row::<Product>(*id));
    let unknown: Vec<_> = unknown.map(|product| product.name.clone()).collect();
    let chip = |tone: Option<&'static str>, icon: &'static str, text: String| {
        view! { <span class="chip" data-tone=tone><Icon name=icon /> {text}</span> }
    };
    view! {
        {(!contains.is_empty()).then(|| chip(Some("warning"), "wheat", contains.join(", ")))}
        {(!unknown.is_empty()).then(|| chip(None, "info", format!("{}: allergens unknown", listed(&unknown))))}
    }
    .into_any()
}

/// Three names, and how many more there are.
fn listed(names: &[String]) -> String {
    match names {
        [] | [_] | [_, _] | [_, _, _] => names.join(", "),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

/// Clashes of allergens, a plan that says otherwise, a party that needs it no more.
fn warnings(live: StoredValue<Live>, row: &Schedule, may: bool) -> AnyView {
    let me = live.with_value(Live::user_id);
    let id = row.id;
    let seen = move |_| {
        live.with_value(|live| live.send(Acknowledge { table: Table::Schedules, row_id: id.0 }));
    };
    let clashes = &row.allergens.clashes;
    let clash = (!clashes.is_empty()).then(|| {
        let known = row.allergens.acknowledged_by.contains(&me);
        view! {
            <div class="strip" data-tone="danger" role=(!known).then_some("alert")>
                <Icon name="warning" />
                <p>
                    <b>"Clashes with what guests eat: "</b>
                    {clashes.join(", ")}
                    "."
                </p>
                {(!known).then(|| view! { <button class="button small" type="button" on:click=seen>"Seen"</button> })}
            </div>
        }
    });
    let withdrawn = row.withdrawn.as_ref().map(|withdrawn| {
        let known = withdrawn.acknowledged_by.contains(&me);
        let why = match withdrawn.reason {
            WithdrawnReason::NotBooked => "The party is not booked any more.",
            WithdrawnReason::NotPlanned => "The party does not need it any more.",
        };
        view! {
            <div class="strip" data-tone="warning">
                <Icon name="warning" />
                <p>
                    <b>"Do not cook this. "</b>
                    {why}
                </p>
                {(!known).then(|| view! { <button class="button small" type="button" on:click=seen>"Seen"</button> })}
            </div>
        }
    });
    let stray = row.plan.clone().filter(|_| row.strays() && row.withdrawn.is_none());
    view! { {clash} {withdrawn} {stray.map(|plan| other_plan(live, row, &plan, may))} }.into_any()
}

/// The plan says other times or portions than a person set; it is hers to take (rule 2).
fn other_plan(live: StoredValue<Live>, row: &Schedule, plan: &SchedulePlan, may: bool) -> AnyView {
    let edit = EditSchedule {
        schedule_id: row.id,
        title: None,
        serve_at: Some(plan.serve_at).filter(|at| *at != row.serve_at),
        start_at: Some(plan.start_at).filter(|at| *at != row.start_at),
        guests: Some(plan.guests).filter(|guests| *guests != row.guests),
        minutes: Some(plan.minutes).filter(|minutes| *minutes != row.minutes),
        steps: None,
        instructions: None,
        station: Patch::Keep,
    };
    let take = move |_| {
        live.with_value(|live| live.send_saying(edit.clone(), "The plan’s times and portions"));
    };
    let today = live.with_value(Live::today);
    view! {
        <div class="strip" data-tone="info">
            <Icon name="info" />
            <p>
                "The plan says "
                <b>
                    {plan.guests} " portions, start by " {words::time(plan.start_at, today)} ", serve at "
                    {plan.serve_at.time.to_string()}
                </b>
                "."
            </p>
            {may.then(|| view! { <button class="button small" type="button" on:click=take>"Take it"</button> })}
        </div>
    }
    .into_any()
}

//! A schedule by hand, for what no menu says.

use crate::ui::route::{NavigateOptions, use_navigate};
use leptos::prelude::*;
use uuid::Uuid;

use super::{Kitchen, Show, use_kitchen};
use crate::browser::Live;
use crate::domain::bounds;
use crate::domain::command::CreateSchedule;
use crate::domain::ids::{BudgetId, ScheduleId};
use crate::domain::order;
use crate::domain::rows::{Budget, BudgetStatus};
use crate::domain::values::{LocalTime, Patch};
use crate::ui::parts::{Dialog, Field, Foot, NumberInput, SelectInput, TextArea, TextInput};
use crate::ui::words;

/// The booked parties from today on, the next one first.
fn parties(live: &Live) -> Vec<(String, String)> {
    let today = live.today_untracked();
    live.with(|state| {
        let open = |row: &&std::sync::Arc<Budget>| {
            row.removed.is_none() && row.status == BudgetStatus::Reserva && row.date >= today
        };
        let mut rows: Vec<_> = state.budgets().values().filter(open).collect();
        order::sort_by_key(&mut rows, |row| (row.serving(), row.id));
        let name = |row: &&std::sync::Arc<Budget>| format!("{}, {}", row.name, words::day(row.date, today));
        rows.iter().map(|row| (row.id.to_string(), name(row))).collect()
    })
}

#[component]
pub fn NewSchedule() -> impl IntoView {
    let open = use_kitchen().making;
    view! {
        <Dialog open title="New schedule" about="For what no menu says." class="dialog kitchen-dialog">
            <NewForm />
        </Dialog>
    }
    .into_any()
}

#[component]
fn NewForm() -> impl IntoView {
    let kitchen = use_kitchen();
    let go = use_navigate();
    let parties = parties(&kitchen.live());
    if parties.is_empty() {
        return view! {
            <div class="dialog-body">
                <p>"There is no booked party to cook for."</p>
            </div>
        }
        .into_any();
    }
    let party = RwSignal::new(parties.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let title = RwSignal::new(String::new());
    let serve = RwSignal::new(String::new());
    let portions = RwSignal::new(String::new());
    let instructions = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let chosen = move || party.read().parse::<Uuid>().ok().map(BudgetId);
    // Its serving time and guests, until somebody writes others.
    Effect::new(move |_| {
        let Some(id) = chosen() else { return };
        let row = kitchen.live.with_value(|live| live.with(|state| state.live::<Budget>(id).cloned()));
        if let Some(row) = row {
            serve.set(row.serving().to_string());
            portions.set(row.guests.to_string());
        }
    });
    let guests =
        move || portions.read().trim().parse::<u32>().ok().filter(|one| (1..=bounds::GUESTS).contains(one));
    let at = move || serve.read().parse::<LocalTime>().ok();
    let wrong = move |is: bool, why: &'static str| (tried.get() && is).then(|| why.to_owned());
    let no_title = Signal::derive(move || wrong(title.read().trim().is_empty(), "What is cooked?"));
    let no_guests = Signal::derive(move || wrong(guests().is_none(), "Between 1 and 10,000."));
    let no_serve = Signal::derive(move || wrong(at().is_none(), "A day and a time."));
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let all = [no_title, no_guests, no_serve];
        let (Some(budget_id), false) =
            (untrack(chosen), all.iter().any(|one| one.with_untracked(Option::is_some)))
        else {
            return;
        };
        let live = kitchen.live();
        let id = ScheduleId(live.new_id());
        let written = instructions.get_untracked();
        let command = CreateSchedule {
            schedule_id: id,
            budget_id,
            title: title.get_untracked().trim().to_owned(),
            serve_at: untrack(at),
            start_at: None,
            guests: untrack(guests),
            minutes: None,
            steps: None,
            instructions: Some(written).filter(|text| !text.trim().is_empty()),
            station: Patch::Keep,
        };
        live.send_saying(command, "Schedule made");
        kitchen.making.set(false);
        go(&Kitchen::address(Show::Week, Some(id)), NavigateOptions::default());
    };
    view! {
        <form on:submit=make>
            <div class="dialog-body">
                <div class="fields">
                    <Field label="What" error=no_title all=true>
                        <TextInput value=title />
                    </Field>
                    <Field label="Party" all=true>
                        <SelectInput value=party options=parties />
                    </Field>
                    <Field label="Serve at" error=no_serve all=true>
                        <TextInput value=serve kind="datetime-local" />
                    </Field>
                    <Field label="Portions" error=no_guests>
                        <NumberInput value=portions />
                    </Field>
                    <Field label="Instructions" optional=true all=true>
                        <TextArea value=instructions />
                    </Field>
                </div>
            </div>
            <Foot open=kitchen.making act="Make it" icon="plus" />
        </form>
    }
    .into_any()
}

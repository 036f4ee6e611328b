//! Changing a schedule: its times, portions, station, instructions and steps.

use leptos::prelude::*;

use super::use_kitchen;
use crate::domain::bounds;
use crate::domain::command::EditSchedule;
use crate::domain::ids::ScheduleId;
use crate::domain::rows::{DishStep, Row, Schedule, Table};
use crate::domain::values::{LocalTime, Patch};
use crate::ui::parts::{Dialog, Edited, Editing, Field, Foot, NumberInput, TextArea, TextInput};

#[component]
pub fn EditDialog(id: ScheduleId, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title="Change this schedule" class="dialog wide kitchen-dialog">
            <EditForm id open />
        </Dialog>
    }
    .into_any()
}

/// One step a line; "20 min" at its end is its time.
fn steps_text(schedule: &Schedule) -> String {
    let line = |step: &crate::domain::rows::Step| match step.minutes {
        0 => step.text.clone(),
        minutes => format!("{}, {minutes} min", step.text),
    };
    schedule.steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read_steps(text: &str) -> Vec<DishStep> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| read_step(line).unwrap_or_else(|| DishStep { text: line.to_owned(), minutes: 0 }))
        .collect()
}

fn read_step(line: &str) -> Option<DishStep> {
    let rest = line.strip_suffix("min")?.trim_end();
    let text = rest.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let minutes = rest.get(text.len()..)?.parse().ok()?;
    let text = text.trim_end().trim_end_matches([',', '(', '·']).trim_end();
    (!text.is_empty()).then(|| DishStep { text: text.to_owned(), minutes })
}

#[component]
fn EditForm(id: ScheduleId, open: RwSignal<bool>) -> impl IntoView {
    let kitchen = use_kitchen();
    let live = kitchen.live();
    let Some(before) = live.with(|state| state.live::<Schedule>(id).cloned()) else { return ().into_any() };
    let Some(editing) = Editing::begin(&live, Table::Schedules, id) else { return ().into_any() };
    let title = RwSignal::new(before.title.clone());
    let serve = RwSignal::new(before.serve_at.to_string());
    let start = RwSignal::new(before.start_at.to_string());
    let portions = RwSignal::new(before.guests.to_string());
    let station = RwSignal::new(before.station.clone().unwrap_or_default());
    let instructions = RwSignal::new(before.instructions.clone());
    let steps = RwSignal::new(steps_text(&before));
    let tried = RwSignal::new(false);
    let guests =
        move || portions.read().trim().parse::<u32>().ok().filter(|one| (1..=bounds::GUESTS).contains(one));
    let time = |text: RwSignal<String>| text.read().parse::<LocalTime>().ok();
    let wrong = move |is: bool, why: &'static str| (tried.get() && is).then(|| why.to_owned());
    let no_title = Signal::derive(move || wrong(title.read().trim().is_empty(), "It needs a name."));
    let no_guests = Signal::derive(move || wrong(guests().is_none(), "Between 1 and 10,000."));
    let no_start = Signal::derive(move || {
        let (start, serve) = (time(start), time(serve));
        wrong(start.is_none() || start > serve, "A time before it is served.")
    });
    let no_serve = Signal::derive(move || wrong(time(serve).is_none(), "A day and a time."));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let all = [no_title, no_guests, no_start, no_serve];
        if all.iter().any(|wrong| wrong.with_untracked(Option::is_some)) {
            return;
        }
        let Row::Schedule(before) = untrack(|| editing.base()) else { return };
        let text = |signal: RwSignal<String>, was: &str| {
            Some(signal.get_untracked()).filter(|now| now.trim() != was)
        };
        let read_at = |signal: RwSignal<String>, was: LocalTime| {
            signal.with_untracked(|text| text.parse().ok()).filter(|at| *at != was)
        };
        let place = station.get_untracked().trim().to_owned();
        let written = steps.get_untracked();
        let command = EditSchedule {
            schedule_id: id,
            title: text(title, &before.title),
            serve_at: read_at(serve, before.serve_at),
            start_at: read_at(start, before.start_at),
            guests: untrack(guests).filter(|guests| *guests != before.guests),
            minutes: None,
            steps: (written != steps_text(&before)).then(|| read_steps(&written)),
            instructions: text(instructions, &before.instructions),
            station: match before.station.as_deref() {
                was if was.unwrap_or_default() == place => Patch::Keep,
                _ if place.is_empty() => Patch::Clear,
                _ => Patch::Set(place),
            },
        };
        editing.send(command);
        open.set(false);
    };
    view! {
        <Edited editing>
            <form on:submit=save>
                <div class="dialog-body">
                    <div class="fields">
                        <Field label="Name" of="title" error=no_title all=true>
                            <TextInput value=title />
                        </Field>
                        <Field label="Start by" of="startAt" error=no_start all=true>
                            <TextInput value=start kind="datetime-local" />
                        </Field>
                        <Field label="Serve at" of="serveAt" error=no_serve all=true>
                            <TextInput value=serve kind="datetime-local" />
                        </Field>
                        <Field label="Portions" of="guests" error=no_guests>
                            <NumberInput value=portions />
                        </Field>
                        <Field label="Station" of="station" optional=true hint="Oven, grill, cold: stations stand side by side.">
                            <TextInput value=station />
                        </Field>
                        <Field label="Instructions" of="instructions" optional=true all=true>
                            <TextArea value=instructions rows=4 />
                        </Field>
                        <Field label="Steps" optional=true all=true hint="One a line. “20 min” at its end offers a timer.">
                            <TextArea value=steps rows=6 />
                        </Field>
                    </div>
                </div>
                <Foot open act="Save" icon="check" />
            </form>
        </Edited>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::read_steps;

    #[test]
    fn a_time_at_the_end_of_a_line_is_the_steps() {
        let steps = read_steps("Brine the chickens\n\nRoast, turn once, 75 min\nRest (25min\n5 min");
        let read: Vec<_> = steps.iter().map(|step| (step.text.as_str(), step.minutes)).collect();
        assert_eq!(read, [("Brine the chickens", 0), ("Roast, turn once", 75), ("Rest", 25), ("5 min", 0)]);
    }
}

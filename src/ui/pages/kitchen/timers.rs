//! Timers that everybody sees. The end is an instant, so that they survive any reload.

use std::time::Duration;

use leptos::prelude::*;

use super::schedule::Row;
use super::use_kitchen;
use crate::browser::{Live, chime, now};
use crate::domain::command::SetTimer;
use crate::domain::ids::{ScheduleId, TimerId};
use crate::domain::order;
use crate::domain::rows::{Schedule, Table, Timer};
use crate::domain::values::{Instant, Patch};
use crate::ui::parts::{Dialog, Field, Icon, Keypad, TextInput};

/// Starts a timer of so many minutes from now.
pub fn start(live: &Live, schedule_id: ScheduleId, step: Option<u32>, label: String, minutes: u32) {
    let ends_at = Instant(now().0 + i64::from(minutes) * 60_000);
    // A label is a name, no story.
    let label = label.chars().take(120).collect();
    let timer_id = TimerId(live.new_id());
    live.send(SetTimer { timer_id, schedule_id, step, label: Some(label), ends_at: Patch::Set(ends_at) });
}

#[component]
pub fn Timers(schedule: ScheduleId, row: Row, adding: RwSignal<bool>) -> impl IntoView {
    let kitchen = use_kitchen();
    // Those of other schedules, too: they are over whatever one looks at.
    let running = Memo::new(move |_| {
        kitchen.live.with_value(|live| {
            live.table(Table::Timers, |state| {
                let rows =
                    state.timers().values().filter(|row| row.removed.is_none() && row.ends_at.is_some());
                let mut rows: Vec<_> = rows.collect();
                order::sort_by_key(&mut rows, |row| (row.ends_at, row.id));
                rows.iter().map(|row| row.id).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <div class="timers" hidden=move || running.read().is_empty()>
            <For each=move || running.get() key=|id| *id children=move |id| view! { <OneTimer id of=schedule /> } />
        </div>
        {kitchen.may.then(|| view! { <NewTimer schedule row open=adding /> })}
    }
    .into_any()
}

/// "12:40", "1:02:40", "−0:35".
fn clock(left: i64) -> String {
    let sign = if left < 0 { "−" } else { "" };
    let seconds = left.unsigned_abs().div_ceil(1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{sign}{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{sign}{minutes}:{seconds:02}")
    }
}

#[component]
fn OneTimer(id: TimerId, of: ScheduleId) -> impl IntoView {
    let kitchen = use_kitchen();
    let row = Memo::new(move |_| kitchen.live.with_value(|live| live.row::<Timer>(id)));
    // The page's clock at first, as the server had it; then every second.
    let at = RwSignal::new(untrack(move || kitchen.live.with_value(Live::now)));
    Effect::new(move |_| {
        at.set(now());
        if let Ok(ticks) = set_interval_with_handle(move || at.set(now()), Duration::from_secs(1)) {
            on_cleanup(move || ticks.clear());
        }
    });
    let left = Memo::new(move |_| row.with(|row| row.as_ref()?.ends_at).map_or(0, |end| end.0 - at.get().0));
    let over = Memo::new(move |_| left.get() <= 0);
    Effect::new(move |was: Option<bool>| {
        let is = over.get();
        if was == Some(false) && is {
            chime::ring();
        }
        is
    });
    let label = move || {
        let Some(row) = row.get() else { return String::new() };
        let other =
            (row.schedule_id != of).then(|| kitchen.live().row::<Schedule>(row.schedule_id)).flatten();
        match other {
            Some(other) if other.title != row.label => format!("{} · {}", row.label, other.title),
            _ => row.label.clone(),
        }
    };
    let stop = move |_| {
        let schedule_id = row.with_untracked(|row| row.as_ref().map(|row| row.schedule_id));
        if let Some(schedule_id) = schedule_id {
            let stop = SetTimer { timer_id: id, schedule_id, step: None, label: None, ends_at: Patch::Clear };
            kitchen.live.with_value(|live| live.send_saying(stop, "Timer stopped"));
        }
    };
    view! {
        <div
            class="timer"
            data-state=move || if over.get() { "over" } else { "running" }
            role=move || over.get().then_some("alert")
        >
            <Icon name=Signal::derive(move || if over.get() { "bell" } else { "timer" }) />
            <div>
                // The alert says once that it is over; it does not count aloud.
                <b class="left" role="timer" aria-hidden=move || over.get().then_some("true")>
                    {move || clock(left.get())}
                </b>
                <small>
                    {label}
                    {move || over.get().then(|| view! { <span class="hidden-text">" is over"</span> })}
                </small>
            </div>
            {kitchen
                .may
                .then(|| {
                    view! {
                        <button
                            class="icon-button"
                            type="button"
                            aria-label=move || format!("{} timer: {}", if over.get() { "Done with the" } else { "Stop the" }, label())
                            on:click=stop
                        >
                            <Icon name=Signal::derive(move || if over.get() { "check" } else { "stop" }) />
                        </button>
                    }
                })}
        </div>
    }
    .into_any()
}

#[component]
fn NewTimer(schedule: ScheduleId, row: Row, open: RwSignal<bool>) -> impl IntoView {
    let kitchen = use_kitchen();
    let minutes = RwSignal::new(String::from("10"));
    let label = RwSignal::new(String::new());
    let whole = move || minutes.read().parse::<u32>().ok().filter(|minutes| (1..=10_080).contains(minutes));
    let set = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(minutes) = whole() else { return };
        let named = Some(label.get_untracked()).filter(|label| !label.trim().is_empty());
        let label = named.or_else(|| row.with_untracked(|row| row.as_ref().map(|row| row.title.clone())));
        kitchen.live.with_value(|live| start(live, schedule, None, label.unwrap_or_default(), minutes));
        open.set(false);
    };
    view! {
        <Dialog open title="New timer" about="Everybody in the kitchen sees it." class="dialog kitchen-dialog">
            <form on:submit=set>
                <div class="dialog-body">
                    <output class="big-value" aria-live="polite">
                        {minutes}
                        <small>"min"</small>
                    </output>
                    <Keypad value=minutes />
                    <Field label="What for" optional=true>
                        <TextInput value=label />
                    </Field>
                </div>
                <footer class="dialog-foot">
                    <button class="button primary" type="submit" disabled=move || whole().is_none()>
                        <Icon name="play" />
                        "Start"
                    </button>
                </footer>
            </form>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn a_timer_counts_past_its_end() {
        assert_eq!(clock(760_000), "12:40");
        assert_eq!(clock(-35_000), "−0:35");
        assert_eq!(clock(3_760_000), "1:02:40");
    }
}

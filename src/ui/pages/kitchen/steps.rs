//! Steps to bump with one tap, and to recall.

use leptos::prelude::*;

use super::schedule::Row;
use super::timers::start;
use super::use_kitchen;
use crate::domain::command::SetStep;
use crate::domain::ids::ScheduleId;
use crate::domain::rows::Step;
use crate::ui::parts::Icon;
use crate::ui::words;

#[component]
pub fn Steps(id: ScheduleId, row: Row) -> impl IntoView {
    let count = Memo::new(move |_| row.with(|row| row.as_ref().map_or(0, |row| row.steps.len())));
    let next = Memo::new(move |_| row.with(|row| row.as_ref()?.steps.iter().position(|step| !step.done)));
    let instructions = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.instructions.clone())));
    let said = move || instructions.get().filter(|text| !text.trim().is_empty());
    view! {
        <header>
            <h2>"Steps"</h2>
        </header>
        <div class="stack tight">
        {move || {
            said().map(|text| view! { <details class="fold" open><summary>"Instructions"</summary><p>{text}</p></details> })
        }}
        <ol class="bump">
            <For
                each=move || 0..count.get()
                key=|at| *at
                children=move |at| view! { <OneStep id row at next /> }
            />
        </ol>
        <p class="soft" hidden=move || count.get() != 0>
            "No steps are written down."
        </p>
        </div>
    }
    .into_any()
}

#[component]
fn OneStep(id: ScheduleId, row: Row, at: usize, next: Memo<Option<usize>>) -> impl IntoView {
    let kitchen = use_kitchen();
    let step = Memo::new(move |_| row.with(|row| row.as_ref()?.steps.get(at).cloned()));
    let number = u32::try_from(at).unwrap_or(u32::MAX);
    let done = move || step.with(|step| step.as_ref().is_some_and(|step| step.done));
    let text = move || step.with(|step| step.as_ref().map_or_else(String::new, |step| step.text.clone()));
    let bump = move |_| {
        let done = !step.with_untracked(|step| step.as_ref().is_some_and(|step| step.done));
        kitchen.live.with_value(|live| live.send(SetStep { schedule_id: id, step: number, done }));
    };
    let minutes = move || step.with(|step| step.as_ref().map_or(0, |step: &Step| step.minutes));
    let aside = move || match (done(), minutes()) {
        (true, _) if kitchen.may => {
            view! { <span class="soft cluster"><Icon name="undo" />"Recall"</span> }.into_any()
        }
        (true, _) | (false, 0) => ().into_any(),
        (false, minutes) => view! { <span class="soft">{words::minutes(minutes)}</span> }.into_any(),
    };
    view! {
        <li class:next=move || next.get() == Some(at)>
            <button
                class="step"
                type="button"
                role="checkbox"
                aria-checked=move || done().to_string()
                disabled=!kitchen.may
                on:click=bump
            >
                <Icon name=Signal::derive(move || if done() { "check-circle" } else { "circle" }) />
                <span>{text}</span>
                {aside}
            </button>
            {move || {
                let minutes = minutes();
                (kitchen.may && minutes > 0 && !done())
                    .then(|| {
                        view! {
                            <button
                                class="icon-button"
                                type="button"
                                aria-label=move || format!("Start a timer of {}: {}", words::minutes(minutes), text())
                                on:click=move |_| {
                                    kitchen.live.with_value(|live| start(live, id, Some(number), text(), minutes));
                                }
                            >
                                <Icon name="timer" />
                            </button>
                        }
                    })
            }}
        </li>
    }
    .into_any()
}

//! Changing how many come, with what follows from it shown first.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::changes;
use super::party::{Party, started_from};
use crate::browser::Live;
use crate::domain::command::{Command, SetGuestCount};
use crate::domain::rows::BudgetStatus;
use crate::ui::parts::{Dialog, Step, Stepper};

#[component]
pub fn GuestsDialog(party: Party, open: RwSignal<bool>) -> impl IntoView {
    let about = move || match party.status() {
        Some(BudgetStatus::Reserva) => [&party.name(), " is booked; this is what follows."].concat(),
        Some(_) | None => party.name(),
    };
    view! {
        <Dialog open=open title="Change guests" about=Signal::derive(about)>
            {form(party, open)}
        </Dialog>
    }
    .into_any()
}

fn form(party: Party, open: RwSignal<bool>) -> AnyView {
    let Some(start) = party.row_now() else { return ().into_any() };
    let seen = party.live(Live::seen);
    let typed = RwSignal::new(start.guests.to_string());
    let count = Memo::new(move |_| {
        let count = typed.with(|typed| typed.trim().parse::<u32>().ok());
        count.filter(|count| (1..=10_000).contains(count))
    });
    let change = move |step: Step| {
        let now = count.get_untracked();
        match (step, now) {
            (Step::To(text), _) => typed.set(text),
            (Step::Less, Some(now)) => typed.set(now.saturating_sub(1).max(1).to_string()),
            (Step::More, Some(now)) => typed.set((now + 1).min(10_000).to_string()),
            (Step::Less | Step::More, None) => {}
        }
    };
    let command = move |guests| Command::from(SetGuestCount { budget_id: party.id, guests });
    let booked = start.status == BudgetStatus::Reserva;
    let (limit, before) = (start.limit, start.guests);
    let follows = move || {
        let guests = count.get().filter(|&guests| booked && guests != before)?;
        Some(match party.preview(&[command(guests)]) {
            Ok(done) => changes::all(party, &done, limit),
            Err(why) => view! { <p class="error">{why}</p> }.into_any(),
        })
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(guests) = count.get_untracked() else { return };
        if guests != before {
            let command = command(guests);
            let was = started_from(start.as_ref(), &command);
            party.live(|live| live.send_from(command, seen, was));
        }
        open.set(false);
    };
    let label = move || match count.get() {
        Some(guests) if guests != before => ["Change to ", &guests.to_string(), " guests"].concat(),
        Some(_) | None => "Change".to_owned(),
    };
    view! {
        <form on:submit=submit>
            <div class="dialog-body">
                <div class="field">
                    <span class="label">"Guests, now " {before}</span>
                    <Stepper value=typed on_change=Callback::new(change) label="Guests" />
                    {move || {
                        count
                            .get()
                            .is_none()
                            .then(|| view! { <p class="error">"A whole number from 1 to 10,000."</p> })
                    }}
                </div>
                {follows}
            </div>
            <footer class="dialog-foot">
                <button class="button quiet" type="button" on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button class="button primary" type="submit" disabled=move || count.get().is_none()>
                    {label}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

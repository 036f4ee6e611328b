//! Changing how many come, with what follows from it shown first.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::changes;
use super::groups::too_many;
use super::party::Party;
use crate::domain::command::{Command, SetGuestCount};
use crate::domain::rows::{BudgetStatus, Row, Table};
use crate::ui::parts::{Dialog, Edited, Editing, Foot, Held, Step, Stepper, meanwhile};

#[component]
pub fn GuestsDialog(party: Party, open: RwSignal<bool>) -> impl IntoView {
    let about = move || match party.status() {
        Some(BudgetStatus::Reserva) => [&party.name(), " is booked; this is what follows."].concat(),
        Some(_) | None => party.name(),
    };
    view! {
        <Dialog open=open title="Change guests" about=Signal::derive(about) class="dialog tall">
            {form(party, open)}
        </Dialog>
    }
    .into_any()
}

fn form(party: Party, open: RwSignal<bool>) -> AnyView {
    let editing = party.live(|live| Editing::begin(live, Table::Budgets, party.id));
    let Some((editing, start)) = editing.zip(party.row_now()) else { return ().into_any() };
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
    let limit = start.limit;
    let before = Memo::new(move |_| match editing.base() {
        Row::Budget(base) => base.guests,
        _ => 0,
    });
    let wrong = move || match (count.get(), editing.base()) {
        (None, _) => Some("A whole number from 1 to 10,000.".to_owned()),
        (Some(guests), Row::Budget(base)) if guests != base.guests => {
            let words = too_many(&base.groups, guests)?;
            Some([&words, " Groups are changed under “Edit”."].concat())
        }
        _ => None,
    };
    let follows = move || {
        let guests = count.get().filter(|&guests| booked && guests != before.get() && wrong().is_none())?;
        Some(changes::of(party, &[command(guests)], limit))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(guests) = untrack(|| count.get().filter(|_| wrong().is_none())) else { return };
        if guests != before.get_untracked() {
            editing.send(command(guests));
        }
        open.set(false);
    };
    let label = move || match count.get() {
        Some(guests) if guests != before.get() => ["Change to ", &guests.to_string(), " guests"].concat(),
        Some(_) | None => "Change".to_owned(),
    };
    view! {
        <Edited editing>
            <form on:submit=submit>
                <div class="dialog-body">
                    <div class="field">
                        <span class="label">"Guests, now " {before}</span>
                        <Stepper value=typed on_change=Callback::new(change) label="Guests" />
                        {move || wrong().map(|words| view! { <p class="error" role="alert">{words}</p> })}
                        {meanwhile(editing, "guests", Held::plain(typed), String::new())}
                    </div>
                    {follows}
                </div>
                <Foot open act=Signal::derive(label) disabled=move || wrong().is_some() />
            </form>
        </Edited>
    }
    .into_any()
}

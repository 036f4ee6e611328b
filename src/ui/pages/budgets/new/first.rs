//! The first step: for whom, when and where.

use leptos::prelude::*;
use uuid::Uuid;

use super::draft::Draft;
use crate::browser::{Live, use_live};
use crate::domain::ids::BudgetId;
use crate::domain::rows::{Budget, BudgetStatus, Table};
use crate::ui::parts::{DateInput, Field, Picker, TextInput, TimeInput, go_on};
use crate::ui::words;

pub fn fields(draft: Draft) -> AnyView {
    let live = StoredValue::new(use_live());
    let clients = Signal::derive(move || live.with_value(super::super::clients));
    let new_client = move |name: String| {
        draft.client_fields().name.set(name);
        draft.client_fields().is_made.set(true);
        go_on(".beside fieldset input");
    };
    let week = move || live.with_value(|live| same_week(live, draft));
    view! {
        {copy(draft, live)}
        <div class="fields">
            <Field label="Name of the party" all=true error=Signal::derive(move || draft.name_error())>
                <TextInput value=draft.name />
            </Field>
            {move || {
                if draft.client_fields().is_made.get() {
                    new_client_fields(draft)
                } else {
                    view! {
                        <Field label="Client" optional=true all=true>
                            <Picker
                                label="Client"
                                options=clients
                                chosen=draft.client
                                on_new=Callback::new(new_client)
                                new_word="New client"
                            />
                        </Field>
                    }
                        .into_any()
                }
            }}
            <Field label="Date" error=Signal::derive(move || draft.date_error()) hint=Signal::derive(week)>
                <DateInput value=draft.date />
            </Field>
            <Field label="Food is served at" error=Signal::derive(move || draft.serving_error())>
                <TimeInput value=draft.serving />
            </Field>
            <Field label="Ends" optional=true>
                <TimeInput value=draft.end />
            </Field>
            <Field label="Venue" optional=true all=true>
                <TextInput value=draft.venue />
            </Field>
        </div>
    }
    .into_any()
}

fn new_client_fields(draft: Draft) -> AnyView {
    let client = draft.client_fields();
    let choose = move |_| {
        draft.client_fields().is_made.set(false);
        go_on(".beside .fields [role=combobox]");
    };
    view! {
        <fieldset class="card all stack tight">
            <legend class="hidden-text">"New client"</legend>
            <h3>"New client"</h3>
            <div class="fields">
                <Field label="Name" error=Signal::derive(move || draft.client_error())>
                    <TextInput value=client.name />
                </Field>
                <Field label="E-mail" optional=true error=Signal::derive(move || draft.email_error())>
                    <TextInput value=client.email kind="email" />
                </Field>
                <Field label="Phone" optional=true>
                    <TextInput value=client.phone kind="tel" />
                </Field>
                <Field label="Company" optional=true>
                    <TextInput value=client.company />
                </Field>
            </div>
            <button class="link" type="button" on:click=choose>
                "Choose one that is there"
            </button>
        </fieldset>
    }
    .into_any()
}

/// "2 other parties that week".
fn same_week(live: &Live, draft: Draft) -> String {
    if draft.day().is_some_and(|day| day < live.today()) {
        return "That day is past".to_owned();
    }
    let Some(week) = draft.day().map(crate::domain::values::Date::week) else { return String::new() };
    let count = live.table(Table::Budgets, |state| {
        let booked = |budget: &&std::sync::Arc<Budget>| {
            budget.removed.is_none() && budget.status == BudgetStatus::Reserva && budget.date.week() == week
        };
        state.budgets().values().filter(booked).count()
    });
    match count {
        0 => "No other party is booked that week".to_owned(),
        1 => "Another party is booked that week".to_owned(),
        count => [&count.to_string(), " other parties are booked that week"].concat(),
    }
}

/// Starts from an earlier party.
fn copy(draft: Draft, live: StoredValue<Live>) -> AnyView {
    let chosen = RwSignal::new(None::<Uuid>);
    let options = Signal::derive(move || {
        live.with_value(|live| {
            let today = live.today();
            live.table(Table::Budgets, |state| {
                let there = state.budgets().values().filter(|budget| budget.removed.is_none());
                let label =
                    |budget: &Budget| [&budget.name, " · ", &words::date(budget.date, today)].concat();
                there.map(|budget| (budget.id.0, label(budget))).collect::<Vec<_>>()
            })
        })
    });
    Effect::new(move |_| {
        let Some(id) = chosen.get() else { return };
        live.with_value(|live| {
            let budget = live.with(|state| state.live::<Budget>(BudgetId(id)).cloned());
            if let Some(budget) = budget {
                let fresh = || live.new_id();
                live.with(|state| draft.copy(state, &budget, fresh));
            }
        });
    });
    view! {
        <details class="fold">
            <summary>"Start from an earlier party"</summary>
            <Field label="Earlier party" hint="Its guests, groups, limit and lines are taken over.".to_owned()>
                <Picker label="Earlier party" options=options chosen=chosen />
            </Field>
        </details>
    }
    .into_any()
}

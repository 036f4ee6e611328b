//! The party's name, status, facts, and what can be done with it.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::budgets::marks;
use super::super::code;
use super::diets;
use super::guests::GuestsDialog;
use super::moves;
use super::party::Party;
use crate::domain::rows::{Budget, BudgetStatus, Client, Table};
use crate::ui::parts::{Avatar, Icon, Others, Standing};
use crate::ui::words;

pub fn head(party: Party) -> AnyView {
    let (editing, counting) = (RwSignal::new(false), RwSignal::new(false));
    let open = move || !matches!(party.status(), Some(BudgetStatus::Completed) | None);
    let guests = move || {
        view! {
            <button class="button" type="button" aria-haspopup="dialog" on:click=move |_| counting.set(true)>
                <Icon name="people" />
                "Change guests"
            </button>
        }
    };
    let others = move || {
        view! {
            <button class="button" type="button" aria-haspopup="dialog" on:click=move |_| editing.set(true)>
                <Icon name="edit" />
                "Edit"
            </button>
            {move || open().then(guests)}
        }
        .into_any()
    };
    view! {
        <header class="party-head">
            <div class="cluster">
                <div class="grow">
                    <p class="soft">
                        <a href="/budgets">"Parties"</a>
                        {move || client(party).map(|client| [" · ", &client.name].concat())}
                    </p>
                    <div class="cluster">
                        <h1>{move || party.name()}</h1>
                        {move || party.status().map(marks::chip)}
                    </div>
                </div>
            </div>
            {move || party.row().map(|budget| facts(party, &budget))}
            <Others id=party.id />
            <div class="cluster">{moves::moves(party, others)}</div>
            <Standing table=Table::Budgets id=party.id />
            {diets::warnings(party)}
            {move || party.row().and_then(|budget| notes(&budget))}
        </header>
        {move || {
            party
                .edits
                .get()
                .then(|| {
                    view! {
                        {code::party_form(move || editing.get(), move || code::close(editing), move |forms| (forms.edit)(editing))}
                        <GuestsDialog party open=counting />
                    }
                })
        }}
    }
    .into_any()
}

fn client(party: Party) -> Option<Arc<Client>> {
    let id = party.row()?.client_id?;
    party.live(|live| live.row::<Client>(id))
}

/// How the client is reached, and what is known of them.
fn contact(client: &Client) -> Option<AnyView> {
    let link = |scheme: &str, text: &Option<String>| {
        let text = text.clone()?;
        let href = [scheme, &text].concat();
        Some(view! { <a class="link" href=href rel="external">{text}</a> }.into_any())
    };
    let ways: Vec<AnyView> =
        [link("tel:", &client.phone), link("mailto:", &client.email)].into_iter().flatten().collect();
    let about: Vec<String> =
        client.company.iter().chain([&client.notes]).filter(|text| !text.is_empty()).cloned().collect();
    let is_known = !ways.is_empty() || !about.is_empty();
    is_known.then(|| {
        view! {
            <div>
                <dt>"Client"</dt>
                <dd>
                    <span class="cluster">{ways}</span>
                    {(!about.is_empty()).then(|| view! { <small class="soft">{about.join(" · ")}</small> })}
                </dd>
            </div>
        }
        .into_any()
    })
}

fn facts(party: Party, budget: &Budget) -> AnyView {
    let groups: Vec<String> =
        budget.groups.iter().map(|group| [&group.count.to_string(), " ", &group.label].concat()).collect();
    let ends = budget.end_time.map(|end| ["until ", &end.to_string()].concat());
    let owner = budget.owner_id;
    let fact = |name: &'static str, value: String, soft: Option<String>| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value} {soft.map(|soft| view! { <small class="soft">" " {soft}</small> })}</dd>
            </div>
        }
        .into_any()
    };
    let groups = groups.join(", ");
    view! {
        <dl class="facts">
            {fact("Date", words::date(budget.date, party.today()), None)}
            {fact("Served at", budget.serving_time.to_string(), ends)}
            {fact("Guests", budget.guests.to_string(), (!groups.is_empty()).then_some(groups))}
            {(!budget.venue.is_empty()).then(|| fact("Venue", budget.venue.clone(), None))}
            <div>
                <dt>"Owner"</dt>
                <dd class="cluster">
                    <Avatar user=owner class="small" silent=true />
                    {party.live(|live| live.user_name(owner))}
                </dd>
            </div>
            {move || contact(&*client(party)?)}
        </dl>
    }
    .into_any()
}

fn notes(budget: &Budget) -> Option<AnyView> {
    let notes = budget.notes.trim();
    (!notes.is_empty()).then(|| view! { <p>{notes.to_owned()}</p> }.into_any())
}

//! Editing what a party is.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;

use super::groups::{Groups, GroupsEditor, too_many};
use super::party::Party;
use super::price::{PriceInput, parse_price, price_error, price_in, typed_price};
use crate::domain::command::{Command, EditBudget};
use crate::domain::ids::{ClientId, UserId};
use crate::domain::rows::{Budget, BudgetStatus, Role, Row, Table};
use crate::domain::values::{Date, Money, Patch, TimeOfDay};
use crate::ui::parts::{
    DateInput, Dialog, Edited, Editing, Field, Foot, Form, Picker, SelectInput, TextArea, TextInput,
    TimeInput, meanwhile_in,
};

/// What the dialog takes from its page: its code is apart, and that of a preview is the page's alone.
#[derive(Clone, Copy)]
pub struct Edits {
    pub party: Party,
    /// What commands would do, before the limit of the party.
    pub follows: fn(Party, &[Command], Option<Money>) -> AnyView,
}

#[component]
pub fn EditDialog(open: RwSignal<bool>) -> impl IntoView {
    let edits = expect_context::<Edits>();
    view! {
        <Dialog open=open title="Edit the party" about="Everybody who may see it sees each change." class="dialog tall">
            {form(edits, open)}
        </Dialog>
    }
    .into_any()
}

/// What is in the fields.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    client: RwSignal<Option<Uuid>>,
    date: RwSignal<String>,
    serving: RwSignal<String>,
    end: RwSignal<String>,
    venue: RwSignal<String>,
    limit: RwSignal<String>,
    groups: Groups,
    notes: RwSignal<String>,
    owner: RwSignal<String>,
}

impl Fields {
    fn of(row: &Budget) -> Self {
        Self {
            name: RwSignal::new(row.name.clone()),
            client: RwSignal::new(row.client_id.map(|id| id.0)),
            date: RwSignal::new(row.date.to_string()),
            serving: RwSignal::new(row.serving_time.to_string()),
            end: RwSignal::new(row.end_time.map(|end| end.to_string()).unwrap_or_default()),
            venue: RwSignal::new(row.venue.clone()),
            limit: RwSignal::new(typed_price(row.limit)),
            groups: Groups::of(row.groups.clone()),
            notes: RwSignal::new(row.notes.clone()),
            owner: RwSignal::new(row.owner_id.to_string()),
        }
    }

    fn is_right(self) -> bool {
        self.name.with(|name| is_named(name))
            && self.date.with(|typed| is_day(typed))
            && self.serving.with(|typed| is_time(typed))
            && self.limit.with(|typed| parse_price(typed).is_ok())
            && self.groups.is_right()
    }

    /// What differs from the row that it started from.
    fn edit(self, row: &Budget) -> EditBudget {
        let text =
            |field: RwSignal<String>, old: &str| Some(field.get()).filter(|new| new.trim() != old.trim());
        let end = self.end.with(|typed| typed.parse::<TimeOfDay>().ok());
        EditBudget {
            budget_id: row.id,
            name: text(self.name, &row.name),
            client_id: changed(self.client.get().map(ClientId), row.client_id),
            date: self.date.with(|typed| typed.parse().ok()).filter(|&date| date != row.date),
            serving_time: self.serving.with(|typed| typed.parse().ok()).filter(|&at| at != row.serving_time),
            end_time: changed(end, row.end_time),
            guests: None,
            groups: Some(self.groups.offered()).filter(|groups| *groups != row.groups),
            venue: text(self.venue, &row.venue),
            limit: changed(price_in(self.limit), row.limit),
            notes: text(self.notes, &row.notes),
            owner_id: self.owner.with(|id| id.parse::<UserId>().ok()).filter(|&id| id != row.owner_id),
        }
    }
}

fn is_named(typed: &str) -> bool {
    !typed.trim().is_empty()
}

fn is_day(typed: &str) -> bool {
    typed.parse::<Date>().is_ok()
}

fn is_time(typed: &str) -> bool {
    typed.parse::<TimeOfDay>().is_ok()
}

fn changed<T: PartialEq>(new: Option<T>, old: Option<T>) -> Patch<T> {
    if new == old { Patch::Keep } else { new.into() }
}

/// Whether the edit reaches what was planned when the party was booked.
fn reaches_plan(edit: &EditBudget) -> bool {
    edit.date.is_some() || edit.serving_time.is_some() || !edit.end_time.is_keep() || edit.groups.is_some()
}

fn form(edits: Edits, open: RwSignal<bool>) -> AnyView {
    let party = edits.party;
    let editing = party.live(|live| Editing::begin(live, Table::Budgets, party.id));
    let Some((editing, start)) = editing.zip(party.row_now()) else { return ().into_any() };
    let fields = Fields::of(&start);
    let edit = move || match editing.base() {
        Row::Budget(base) => Some(fields.edit(&base)),
        _ => None,
    };
    let booked = start.status == BudgetStatus::Reserva;
    let is_closed = start.status == BudgetStatus::Completed;
    let follows = {
        move || {
            let edit = edit()?;
            if !booked || !fields.is_right() || !reaches_plan(&edit) {
                return None;
            }
            Some((edits.follows)(party, &[edit.into()], price_in(fields.limit)))
        }
    };
    let groups_error = Signal::derive(move || {
        let guests = party.row()?.guests;
        let words = too_many(&edit()?.groups?, guests)?;
        Some([&words, " Guests are changed under “Change guests”."].concat())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(|| fields.is_right() && groups_error.get().is_none()) {
            return;
        }
        if let Some(edit) = untrack(edit) {
            editing.send(edit);
        }
        open.set(false);
    };
    let meanwhile = Form {
        fields: &["clientId", "groups"],
        edit: Callback::new(move |()| untrack(edit).map(Command::from)),
        take: Callback::new(move |(field, row)| match row {
            Row::Budget(row) if field == "groups" => fields.groups.all.set(row.groups.clone()),
            Row::Budget(row) => fields.client.set(row.client_id.map(|id| id.0)),
            _ => {}
        }),
    };
    let clients = Signal::derive(move || party.live(super::super::budgets::clients));
    // Built inside the form, where their fields find the edit.
    let owner = move || {
        (party.role() == Role::Admin).then(|| {
            view! {
                <Field label="Owner" of="ownerId">
                    <SelectInput value=fields.owner options=untrack(|| organizers(party)) />
                </Field>
            }
        })
    };
    let needed = |field: RwSignal<String>, is_said: fn(&str) -> bool, words: &'static str| {
        Signal::derive(move || field.with(|typed| !is_said(typed)).then(|| words.to_owned()))
    };
    let times = move || {
        (!is_closed).then(|| {
            view! {
                <Field label="Date" of="date" error=needed(fields.date, is_day, "On which day?")>
                    <DateInput value=fields.date />
                </Field>
                <Field label="Served at" of="servingTime" error=needed(fields.serving, is_time, "At what time?")>
                    <TimeInput value=fields.serving />
                </Field>
                <Field label="Ends" of="endTime" optional=true>
                    <TimeInput value=fields.end />
                </Field>
            }
        })
    };
    view! {
        <Edited editing>
            <form on:submit=submit novalidate>
                <div class="dialog-body">
                    {meanwhile_in(editing, meanwhile)}
                    <div class="fields">
                        <Field label="Name" of="name" all=true error=needed(fields.name, is_named, "A party has a name.")>
                            <TextInput value=fields.name />
                        </Field>
                        <Field label="Client" optional=true all=true>
                            <Picker label="Client" options=clients chosen=fields.client />
                        </Field>
                        {times()}
                        <Field label="Limit" of="limit" optional=true error=price_error(fields.limit)>
                            <PriceInput value=fields.limit />
                        </Field>
                        {owner()}
                        <Field label="Venue" of="venue" optional=true all=true>
                            <TextInput value=fields.venue />
                        </Field>
                        <Field label="Notes" of="notes" optional=true all=true>
                            <TextArea value=fields.notes />
                        </Field>
                    </div>
                    {(!is_closed).then(|| view! { <GroupsEditor groups=fields.groups error=groups_error /> })}
                    {follows}
                </div>
                <Foot open act="Save" disabled=move || !fields.is_right() || groups_error.get().is_some() />
            </form>
        </Edited>
    }
    .into_any()
}

/// Who may own a party.
fn organizers(party: Party) -> Vec<(String, String)> {
    party.live(|live| {
        live.table(Table::Users, |state| {
            let may = |role| matches!(role, Role::Admin | Role::Organizer);
            let there =
                state.users().values().filter(|user| user.removed.is_none() && user.active && may(user.role));
            there.map(|user| (user.id.to_string(), user.name.clone())).collect()
        })
    })
}

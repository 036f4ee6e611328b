//! Writing a line: a new one, or one that is there.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::changes;
use super::line::{LineFields, LineForm};
use super::lines::Writing;
use super::party::Party;
use crate::browser::Live;
use crate::browser::presence::mark;
use crate::domain::command::{Command, RemoveBudgetLine};
use crate::domain::ids::LineId;
use crate::domain::rows::{BudgetLine, Row, Table};
use crate::ui::parts::{Dialog, Edited, Editing, Foot, Form, Icon, meanwhile_in, open_while, row_name};

#[component]
pub fn LineDialog(party: Party, writing: RwSignal<Option<Writing>>) -> impl IntoView {
    let open = open_while(writing);
    let title = move || match writing.get() {
        Some(Writing::Line(_)) => "Edit the line",
        Some(Writing::New) | None => "Add a line",
    };
    view! {
        <Dialog open=open title=Signal::derive(move || title().to_owned())>
            {move || writing.get().map(|writing| form(party, writing, open))}
        </Dialog>
    }
    .into_any()
}

fn form(party: Party, writing: Writing, open: RwSignal<bool>) -> AnyView {
    let row = match writing {
        Writing::New => None,
        Writing::Line(id) => party.live(|live| live.with(|state| state.live::<BudgetLine>(id).cloned())),
    };
    let form = match &row {
        Some(row) => party.live(|live| live.with(|state| LineForm::of(state, row))),
        None => LineForm::new(),
    };
    let editing =
        row.as_ref().and_then(|row| party.live(|live| Editing::begin(live, Table::BudgetLines, row.id)));
    let take = Callback::new(move |(field, row): (&'static str, Row)| {
        if let Row::BudgetLine(row) = row {
            party.live(|live| live.with(|state| form.take(field, state, &row)));
        }
    });
    let edited = move || match editing.map(|editing| untrack(|| editing.base())) {
        Some(Row::BudgetLine(base)) => form.edit(&base),
        _ => None,
    };
    let edit = Callback::new(move |()| edited().map(Command::from));
    let meanwhile = Form { fields: LineForm::FIELDS, edit, take };
    let groups = Signal::derive(move || party.row().map(|budget| budget.groups.clone()).unwrap_or_default());
    let guests = Signal::derive(move || party.row().map_or(0, |budget| budget.guests));
    let in_group = move || {
        let label = form.group.get();
        groups.with(|groups| groups.iter().find(|group| group.label == label).map(|group| group.count))
    };
    let is_new = row.is_none();
    let label = move || {
        let word = if is_new { "Add" } else { "Save" };
        let sum = party.live(|live| form.sum(live, guests.get(), in_group()));
        [word, ", ", &party.cash(sum)].concat()
    };
    let at = row.as_ref().map(|row| mark(Table::BudgetLines, row.id));
    let id = row.as_ref().map_or_else(|| LineId(party.live(Live::new_id)), |row| row.id);
    let removing = RwSignal::new(false);
    let remove = row.is_some().then(|| remove(party, id, open, removing));
    // What a change of a booked party brings is shown before it is done.
    let follows = move || {
        let is_ready = form.is_ready();
        form.group.track();
        let commands: Vec<Command> = match editing {
            _ if !party.is_booked() => return None,
            _ if removing.get() => vec![RemoveBudgetLine { line_id: id }.into()],
            _ if !is_ready => return None,
            Some(_) => form.make.get().into_iter().chain([edited()?.into()]).collect(),
            None => form.commands(party.id, id),
        };
        Some(changes::of(party, &commands, party.row()?.limit))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(|| form.is_ready()) {
            return;
        }
        match editing {
            Some(editing) => {
                if let Some(make) = form.make.get_untracked() {
                    party.live(|live| live.send(make));
                }
                if let Some(edit) = edited() {
                    editing.send(edit);
                }
            }
            None => party.live(|live| {
                for command in form.commands(party.id, id) {
                    live.send(command);
                }
            }),
        }
        open.set(false);
    };
    let form = view! {
        <form on:submit=submit novalidate data-row=at>
            <div class="dialog-body">
                {editing.map(|editing| meanwhile_in(editing, meanwhile))}
                <div hidden=removing>
                    <LineFields form groups guests />
                </div>
                {follows}
            </div>
            <Foot open act=Signal::derive(label) disabled=move || removing.get() || !form.is_ready()>
                {remove}
            </Foot>
        </form>
    };
    match editing {
        Some(editing) => view! { <Edited editing>{form}</Edited> }.into_any(),
        None => form.into_any(),
    }
}

fn remove(party: Party, id: LineId, open: RwSignal<bool>, removing: RwSignal<bool>) -> AnyView {
    let remove = move |_| {
        if untrack(|| party.is_booked() && !removing.get()) {
            return removing.set(true);
        }
        party.live(|live| {
            let name = untrack(|| row_name(live, Table::BudgetLines, id.0, None));
            live.send_saying(RemoveBudgetLine { line_id: id }, ["Removed: ", &name].concat());
        });
        open.set(false);
    };
    view! {
        <button class="button danger" type="button" on:click=remove>
            <Icon name="trash" />
            {move || if removing.get() { "Remove the line" } else { "Remove" }}
        </button>
    }
    .into_any()
}

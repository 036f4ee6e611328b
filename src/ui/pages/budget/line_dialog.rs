//! Writing a line: a new one, or one that is there.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::line::{LineFields, LineForm};
use super::lines::Writing;
use super::party::{Party, started_from};
use crate::browser::Live;
use crate::browser::presence::mark;
use crate::domain::command::{Command, RemoveBudgetLine};
use crate::domain::ids::LineId;
use crate::domain::rows::{BudgetLine, Table};
use crate::ui::parts::{Dialog, Icon, open_while};

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
    let seen = party.live(Live::seen);
    let row = match writing {
        Writing::New => None,
        Writing::Line(id) => party.live(|live| live.with(|state| state.live::<BudgetLine>(id).cloned())),
    };
    let form = match &row {
        Some(row) => party.live(|live| live.with(|state| LineForm::of(state, row))),
        None => LineForm::new(),
    };
    let groups = Signal::derive(move || party.row().map(|budget| budget.groups.clone()).unwrap_or_default());
    let guests = Signal::derive(move || party.row().map_or(0, |budget| budget.guests));
    let in_group = move || {
        let label = form.group.get();
        groups.with(|groups| groups.iter().find(|group| group.label == label).map(|group| group.count))
    };
    let is_new = row.is_none();
    let label = move || {
        let word = if is_new { "Add" } else { "Save" };
        [word, ", ", &party.cash(form.sum(guests.get(), in_group()))].concat()
    };
    let at = row.as_ref().map(|row| mark(Table::BudgetLines, row.id));
    let remove = row.clone().map(|row| remove(party, row.id, open));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(|| form.is_ready()) {
            return;
        }
        party.live(|live| match &row {
            None => {
                for command in form.commands(party.id, LineId(live.new_id())) {
                    live.send(command);
                }
            }
            Some(row) => {
                if let Some(make) = form.make.get_untracked() {
                    live.send(make);
                }
                if let Some(edit) = form.edit(row) {
                    let command = Command::from(edit);
                    let was = started_from(row.as_ref(), &command);
                    live.send_from(command, seen, was);
                }
            }
        });
        open.set(false);
    };
    view! {
        <form on:submit=submit novalidate data-row=at>
            <div class="dialog-body">
                <LineFields form groups guests />
            </div>
            <footer class="dialog-foot">
                {remove}
                <button class="button quiet" type="button" on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button class="button primary" type="submit" disabled=move || !form.is_ready()>
                    {label}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

fn remove(party: Party, id: LineId, open: RwSignal<bool>) -> AnyView {
    let remove = move |_| {
        party.live(|live| live.send_saying(RemoveBudgetLine { line_id: id }, "The line is removed"));
        open.set(false);
    };
    view! {
        <button class="button danger" type="button" on:click=remove>
            <Icon name="trash" />
            "Remove"
        </button>
    }
    .into_any()
}

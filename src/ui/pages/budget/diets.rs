//! Guests who could not eat what is planned for them (rule 15).

use leptos::prelude::*;

use super::party::Party;
use crate::domain::command::{Acknowledge, SetBudgetStatus};
use crate::domain::rows::{BudgetStatus, Table};
use crate::ui::parts::Icon;

/// A dish with the groups it is not for.
#[derive(Clone, PartialEq)]
struct Clash {
    title: String,
    groups: String,
}

/// What stands between the head and the page where something clashes.
pub fn warnings(party: Party) -> AnyView {
    let clashes = Memo::new(move |_| clashes(party));
    let strip = move || {
        let clashes = clashes.get();
        (!clashes.is_empty()).then(|| {
            let lines: Vec<String> = clashes
                .into_iter()
                .map(|clash| [&clash.title, " is not for ", &clash.groups].concat())
                .collect();
            let noted =
                (party.edits.get() && party.status() == Some(BudgetStatus::Reserva)).then(|| noted(party));
            view! {
                <div class="strip" data-tone="danger">
                    <Icon name="wheat" />
                    <p>
                        <b>"Diets: "</b>
                        {lines.join("; ")}
                        "."
                    </p>
                    {noted}
                </div>
            }
            .into_any()
        })
    };
    view! { {strip} }.into_any()
}

fn noted(party: Party) -> AnyView {
    let note = move |_| {
        let command = Acknowledge { table: Table::Budgets, row_id: party.id.0 };
        party.live(|live| live.send_saying(command, "Noted"));
    };
    view! {
        <button class="button small" type="button" on:click=note>
            "Noted"
        </button>
    }
    .into_any()
}

fn clashes(party: Party) -> Vec<Clash> {
    let Some(budget) = party.row().filter(|budget| !budget.groups.is_empty()) else { return Vec::new() };
    match budget.status {
        BudgetStatus::Reserva => of_schedules(party),
        // What booking would cook.
        BudgetStatus::Draft | BudgetStatus::Pending | BudgetStatus::Approved => {
            party.live(|live| {
                live.of(Table::BudgetLines, party.id, |_| ());
                live.table(Table::Dishes, |_| ());
                live.table(Table::Menus, |_| ());
                live.table(Table::Products, |_| ());
            });
            let command = SetBudgetStatus { budget_id: party.id, status: BudgetStatus::Reserva, note: None };
            let found = party.preview(&[command.into()]).map(|done| done.clashes).unwrap_or_default();
            found
                .into_iter()
                .map(|clash| Clash { title: clash.title, groups: clash.groups.join(", ") })
                .collect()
        }
        BudgetStatus::Completed | BudgetStatus::Rejected | BudgetStatus::Canceled => Vec::new(),
    }
}

/// Those of what is cooked, that nobody has taken note of.
fn of_schedules(party: Party) -> Vec<Clash> {
    let noted = party.row().map(|budget| budget.acknowledged_clashes.clone()).unwrap_or_default();
    party.live(|live| {
        live.of(Table::Schedules, party.id, |state| {
            let standing = state.schedules_of(party.id).filter(|row| row.withdrawn.is_none());
            let clash = |row: &std::sync::Arc<crate::domain::rows::Schedule>| {
                let groups: Vec<&str> = row
                    .allergens
                    .clashes
                    .iter()
                    .filter(|label| !noted.contains(label))
                    .map(String::as_str)
                    .collect();
                (!groups.is_empty()).then(|| Clash { title: row.title.clone(), groups: groups.join(", ") })
            };
            standing.filter_map(clash).collect()
        })
    })
}

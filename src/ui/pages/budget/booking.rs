//! What booking a party, or taking that back, would do: looked at before it is done.

use leptos::prelude::*;

use super::changes;
use super::moves::carry_out;
use super::party::Party;
use crate::domain::command::SetBudgetStatus;
use crate::domain::plan::preview::Preview;
use crate::domain::rows::BudgetStatus;
use crate::ui::parts::{Dialog, Icon, open_while};
use crate::ui::words;

/// Open while a move is being looked at.
#[component]
pub fn MoveDialog(party: Party, looking: RwSignal<Option<BudgetStatus>>) -> impl IntoView {
    let open = open_while(looking);
    let title = move || {
        let name = party.name();
        match looking.get() {
            Some(BudgetStatus::Reserva) => ["Book ", &name].concat(),
            Some(BudgetStatus::Canceled) => ["Cancel ", &name].concat(),
            Some(BudgetStatus::Completed) => ["Complete ", &name].concat(),
            Some(_) | None => ["Take back the booking of ", &name].concat(),
        }
    };
    let about = move || match looking.get() {
        Some(BudgetStatus::Reserva) => "What booking will create. Logistics and cooks are told once.",
        Some(BudgetStatus::Completed) => {
            "The party is over. Its tasks, amounts and money stay as they are; nothing opens it again."
        }
        Some(_) | None => "What was planned and is not begun is withdrawn; what was bought stays.",
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(title)
            about=Signal::derive(move || about().to_owned())
            class="dialog wide"
        >
            {move || looking.get().map(|to| content(party, to, open))}
        </Dialog>
    }
    .into_any()
}

fn content(party: Party, to: BudgetStatus, open: RwSignal<bool>) -> AnyView {
    let done = party.preview(&[SetBudgetStatus { budget_id: party.id, status: to, note: None }.into()]);
    let (label, class) = match to {
        BudgetStatus::Reserva => ("Book the party", "button primary"),
        BudgetStatus::Canceled => ("Cancel the party", "button danger"),
        BudgetStatus::Completed => ("Complete the party", "button primary"),
        BudgetStatus::Draft | BudgetStatus::Pending | BudgetStatus::Approved | BudgetStatus::Rejected => {
            ("Take it back", "button primary")
        }
    };
    let ok = done.is_ok();
    let act = move |_| {
        carry_out(party, to);
        open.set(false);
    };
    view! {
        <div class="dialog-body">
            {match done {
                Ok(done) => consequences(party, to, &done),
                Err(why) => view! { <p class="error">{why}</p> }.into_any(),
            }}
        </div>
        <footer class="dialog-foot">
            <button class="button quiet" type="button" on:click=move |_| open.set(false)>
                "Not now"
            </button>
            <button class=class type="button" disabled=!ok on:click=act>
                <Icon name="check-circle" />
                {label}
            </button>
        </footer>
    }
    .into_any()
}

fn consequences(party: Party, to: BudgetStatus, done: &Preview) -> AnyView {
    let mut figures = vec![
        ("Tasks", done.tasks.len().to_string()),
        ("Cooking schedules", done.schedules.len().to_string()),
        ("Shopping lines", done.amounts.len().to_string()),
    ];
    if let Some(cost) = done.cost {
        let mark = if cost.approximate { "≈ " } else { "" };
        figures.push(("Committed", [mark, &party.cash(cost.after)].concat()));
    }
    let figures =
        figures.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    let today = party.today();
    let warning = party.row().and_then(|row| match to {
        BudgetStatus::Completed if row.date > today => {
            Some(["It is only on ", &words::date(row.date, today), "."].concat())
        }
        BudgetStatus::Reserva if row.date < today => {
            Some("Its day is past: nothing is planned any more.".to_owned())
        }
        _ => None,
    });
    let warning = warning
        .map(|words| view! { <p class="strip" data-tone="warning"><Icon name="warning" /> {words}</p> });
    if to == BudgetStatus::Completed {
        return warning.into_any();
    }
    view! {
        {warning}
        {changes::clashes(done)}
        <dl class="figures">{figures.collect_view()}</dl>
        {changes::times(party, "Tasks", &done.tasks)}
        {changes::times(party, "Cooking schedules", &done.schedules)}
        {changes::amounts("Shopping lines", done)}
    }
    .into_any()
}

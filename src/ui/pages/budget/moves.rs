//! Where the party may go from here.

use crate::ui::route::NavigateOptions;
use crate::ui::route::use_navigate;
use leptos::prelude::*;

use super::booking::MoveDialog;
use super::party::Party;
use crate::domain::command::{RemoveBudget, SetBudgetStatus};
use crate::domain::decide::budget_moves;
use crate::domain::order;
use crate::domain::rows::BudgetStatus;
use crate::ui::parts::Icon;

/// A move's words and icon.
fn words(from: BudgetStatus, to: BudgetStatus) -> (&'static str, &'static str) {
    match to {
        BudgetStatus::Draft => ("Back to draft", "undo"),
        BudgetStatus::Pending => ("Mark as sent", "mail"),
        BudgetStatus::Approved if from == BudgetStatus::Reserva => ("Back to approved", "undo"),
        BudgetStatus::Approved => ("Approve", "thumb"),
        BudgetStatus::Reserva => ("Book", "check-circle"),
        BudgetStatus::Completed => ("Complete", "check"),
        BudgetStatus::Rejected => ("Rejected by the client", "refused"),
        BudgetStatus::Canceled => ("Cancel the party", "close"),
    }
}

/// What is said once it is done.
fn said(to: BudgetStatus) -> &'static str {
    match to {
        BudgetStatus::Draft => "A draft again",
        BudgetStatus::Pending => "Marked as sent",
        BudgetStatus::Approved => "Approved",
        BudgetStatus::Reserva => "Booked",
        BudgetStatus::Completed => "Completed",
        BudgetStatus::Rejected => "Rejected",
        BudgetStatus::Canceled => "Canceled",
    }
}

/// Whether the move makes, withdraws or ends what a booking stands for, and is looked at first.
fn is_looked_at(from: BudgetStatus, to: BudgetStatus) -> bool {
    to == BudgetStatus::Reserva || from == BudgetStatus::Reserva
}

/// Does it.
pub fn carry_out(party: Party, to: BudgetStatus) {
    let command = SetBudgetStatus { budget_id: party.id, status: to, note: None };
    party.live(|live| live.send_saying(command, said(to)));
}

/// The moves as buttons; the usual one stands out, the rare ones are in a menu behind the `others`
/// that can be done with the party.
pub fn moves(party: Party, others: impl Fn() -> AnyView + Copy + Send + Sync + 'static) -> AnyView {
    // The move that is being looked at.
    let looking = RwSignal::new(None::<BudgetStatus>);
    let go = move |to: BudgetStatus| {
        let from = party.row_now().map(|budget| budget.status);
        if from.is_some_and(|from| is_looked_at(from, to)) {
            looking.set(Some(to));
        } else {
            carry_out(party, to);
        }
    };
    let buttons = Memo::new(move |_| {
        let budget = party.row().filter(|_| party.edits.get())?;
        Some((budget.status, budget.date <= party.today()))
    });
    view! {
        {move || buttons.get().map(|(from, is_due)| row(party, from, is_due, go, others))}
        <MoveDialog party looking />
    }
    .into_any()
}

fn row(
    party: Party,
    from: BudgetStatus,
    is_due: bool,
    go: impl Fn(BudgetStatus) + Copy + Send + Sync + 'static,
    others: impl Fn() -> AnyView,
) -> AnyView {
    // A party that is quoted or approved is to be booked.
    let usual = match from {
        BudgetStatus::Pending => Some(BudgetStatus::Reserva),
        other => budget_moves(other).first().copied(),
    };
    let is_rare = |to: BudgetStatus| {
        matches!(to, BudgetStatus::Canceled | BudgetStatus::Rejected)
            || (from == BudgetStatus::Reserva && to == BudgetStatus::Approved)
    };
    let button = move |to: BudgetStatus| {
        let (label, icon) = words(from, to);
        // Before its day nothing calls for completing a party.
        let stands_out = Some(to) == usual && (is_due || to != BudgetStatus::Completed);
        let class = if stands_out { "button primary" } else { "button" };
        view! {
            <button class=class type="button" on:click=move |_| go(to)>
                <Icon name=icon />
                {label}
            </button>
        }
        .into_any()
    };
    let item = move |to: BudgetStatus| {
        let (label, icon) = words(from, to);
        view! {
            <button type="button" popovertarget="moves" popovertargetaction="hide" on:click=move |_| go(to)>
                <Icon name=icon />
                {label}
            </button>
        }
        .into_any()
    };
    let all = || budget_moves(from).iter().copied();
    let mut plain: Vec<BudgetStatus> = all().filter(|&to| !is_rare(to) || Some(to) == usual).collect();
    order::sort_by_key(&mut plain, |&to| Some(to) != usual);
    let rare: Vec<BudgetStatus> = all().filter(|&to| is_rare(to) && Some(to) != usual).collect();
    let has_menu = !rare.is_empty() || from == BudgetStatus::Draft;
    view! {
        {plain.into_iter().map(button).collect_view()}
        {others()}
        {has_menu
            .then(|| {
                view! {
                    <button class="icon-button" type="button" popovertarget="moves" aria-label="More for the party">
                        <Icon name="more" />
                    </button>
                    <div class="menu here" id="moves" popover>
                        {rare.into_iter().map(item).collect_view()}
                        {(from == BudgetStatus::Draft).then(|| remove(party))}
                    </div>
                }
            })}
    }
    .into_any()
}

fn remove(party: Party) -> AnyView {
    let navigate = use_navigate();
    let remove = move |_| {
        party.live(|live| live.send_saying(RemoveBudget { budget_id: party.id }, "The draft is removed"));
        navigate("/budgets", NavigateOptions::default());
    };
    view! {
        <hr />
        <button type="button" popovertarget="moves" popovertargetaction="hide" on:click=remove>
            <Icon name="trash" />
            "Remove the draft"
        </button>
    }
    .into_any()
}

//! What is late or at risk, the most pressing first.

use leptos::prelude::*;

use super::super::budgets::marks;
use crate::browser::{Live, use_live};
use crate::domain::order;
use crate::domain::rows::{Budget, BudgetStatus, ConflictState, Table, Task, User};
use crate::domain::state::State;
use crate::domain::values::LocalTime;
use crate::ui::parts::Icon;
use crate::ui::words;

/// Further ones are behind a link.
const SHOWN: usize = 8;

/// A thing that needs somebody.
#[derive(Clone, PartialEq)]
struct Need {
    tone: &'static str,
    icon: &'static str,
    title: String,
    about: String,
    place: String,
}

pub fn needs() -> AnyView {
    let live = use_live();
    let all = Memo::new(move |_| all(&live));
    let rows = move || {
        let rows = all.get().into_iter().take(SHOWN).map(row);
        rows.collect_view()
    };
    let more = move || {
        let count = all.with(Vec::len).saturating_sub(SHOWN);
        (count > 0).then(|| {
            view! {
                <p class="pad">
                    <a class="link" href="/tasks">
                        {count}
                        " more"
                    </a>
                </p>
            }
        })
    };
    view! {
        <section class="card flush" aria-labelledby="risk" hidden=move || all.with(Vec::is_empty)>
            <header>
                <h2 id="risk">"Needs you"</h2>
                <span class="count">{move || all.with(Vec::len)}</span>
            </header>
            <ul class="rows">{rows}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn row(need: Need) -> AnyView {
    let label = ["Look: ", &need.title].concat();
    view! {
        <li>
            <svg class="icon" data-tone=need.tone aria-hidden="true">
                <use href=["/icons.svg#", need.icon].concat()></use>
            </svg>
            <span class="grow">
                <a class="title" href=need.place.clone()>
                    {need.title}
                </a>
                <small class="soft">{need.about}</small>
            </span>
            <a class="button small" href=need.place aria-label=label>
                "Look"
                <Icon name="right" class="small" />
            </a>
        </li>
    }
    .into_any()
}

fn all(live: &Live) -> Vec<Need> {
    let now = live.local_now();
    let currency = live.workspace().map(|row| row.currency.clone()).unwrap_or_default();
    let mut needs = live.table(Table::Conflicts, conflicts);
    needs.extend(live.table(Table::Tasks, |state| late(state, now)));
    needs.extend(live.table(Table::Budgets, |state| at_limit(state, &currency)));
    needs
}

/// Two changes that met on a party, which somebody has to decide.
fn conflicts(state: &State) -> Vec<Need> {
    let open =
        state.conflicts().values().filter(|one| one.removed.is_none() && one.state == ConflictState::Open);
    open.filter_map(|conflict| {
        let budget = state.live::<Budget>(conflict.budget_id?)?;
        Some(Need {
            tone: "warning",
            icon: "warning",
            title: ["Two changes met on ", &budget.name].concat(),
            about: "Somebody has to say which one holds".to_owned(),
            place: ["/budgets/", &budget.id.to_string()].concat(),
        })
    })
    .collect()
}

/// Tasks that should be done, or are blocked by hand.
fn late(state: &State, now: LocalTime) -> Vec<Need> {
    let wanting = |task: &&std::sync::Arc<Task>| task.is_open() && (task.due() < now || task.block.is_some());
    let mut tasks: Vec<_> = state.tasks().values().filter(wanting).collect();
    order::sort_by_key(&mut tasks, |task| (task.due(), task.id));
    tasks.into_iter().map(|task| need_of(state, task, now)).collect()
}

fn need_of(state: &State, task: &Task, now: LocalTime) -> Need {
    let party = task.budget_id.and_then(|id| state.live::<Budget>(id)).map(|budget| budget.name.clone());
    let who = task.assignee_id.and_then(|id| state.live::<User>(id)).map(|user| user.name.clone());
    let who = who.unwrap_or_else(|| words::lowercase(&["nobody yet, ", words::role(task.role)].concat()));
    let (tone, icon, title) = match &task.block {
        Some(block) => ("warning", "hand", [&task.title, " is blocked: ", &block.reason].concat()),
        None => ("danger", "clock", [&task.title, " is late ", &since(task.due(), now)].concat()),
    };
    let about = party.into_iter().chain([who]).collect::<Vec<_>>().join(" · ");
    Need { tone, icon, title, about, place: ["/tasks?task=", &task.id.to_string()].concat() }
}

/// "by 2 h 10 min", "since Sat 14 Nov".
fn since(due: LocalTime, now: LocalTime) -> String {
    let minutes = now.minutes_since(due);
    match u32::try_from(minutes) {
        Ok(minutes) if minutes < 1440 => ["by ", &words::minutes(minutes)].concat(),
        Ok(_) | Err(_) => ["since ", &words::day(due.date, now.date)].concat(),
    }
}

/// Parties whose cost has come near their limit.
fn at_limit(state: &State, currency: &str) -> Vec<Need> {
    let booked =
        state.budgets().values().filter(|row| row.removed.is_none() && row.status == BudgetStatus::Reserva);
    let mut booked: Vec<_> = booked.collect();
    order::sort_by_key(&mut booked, |budget| (budget.date, budget.id));
    booked
        .into_iter()
        .filter_map(|budget| {
            let percent = marks::percent(budget).filter(|percent| *percent >= 80)?;
            let (money, limit) = (budget.money?, budget.limit?);
            let about =
                [&words::figure(marks::cost(&money)), " of ", &words::money(limit, currency)].concat();
            Some(Need {
                tone: marks::limit_tone(percent).unwrap_or("warning"),
                icon: "money",
                title: [&budget.name, " is at ", &percent.to_string(), " % of its limit"].concat(),
                about,
                place: ["/budgets/", &budget.id.to_string(), "#money"].concat(),
            })
        })
        .collect()
}

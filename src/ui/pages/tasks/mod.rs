//! Tasks: by status or by day, everybody's or one's own, each with the next step at hand.
//!
//! `board` lays the cards out, `card` is one of them, `ask` the reasons that an act needs, `form`
//! the fields of a task, `detail` all there is to one, `create` a new one.

mod ask;
mod board;
mod card;
mod comments;
mod create;
mod detail;
mod form;
mod prerequisites;
mod steps;
mod wording;

use crate::ui::route::NavigateOptions;
use crate::ui::route::{use_navigate, use_query_map};
use leptos::prelude::*;

use self::ask::{Ask, Asking};
use self::board::Board;
use self::create::NewTask;
use self::detail::TaskSheet;
use crate::browser::{Live, use_live};
use crate::domain::ids::{BudgetId, TaskId, UserId};
use crate::domain::order::Small;
use crate::domain::rows::{Role, Table, Task};
use crate::domain::state::State;
use crate::domain::values::{Date, LocalTime};
use crate::sync::views::View;
use crate::ui::parts::{Icon, is_told};

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    by_day: bool,
    mine: bool,
    party: Option<BudgetId>,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Tasks {
    live: StoredValue<Live>,
    role: Role,
    me: UserId,
    asked: Memo<Asked>,
    now: Memo<LocalTime>,
    today: Memo<Date>,
    /// The parties' names, and whose they are; compared, so that cards do not wake with figures.
    parties: Memo<Parties>,
    /// The task whose sheet is open.
    open: RwSignal<Option<TaskId>>,
    /// What a reason is wanted for.
    ask: RwSignal<Option<Ask>>,
}

impl Tasks {
    fn live(self) -> Live {
        self.live.get_value()
    }

    /// Whether this person may change the task (DOMAIN, Roles).
    fn may_change(self, task: &Task) -> bool {
        match self.role {
            Role::Admin => true,
            Role::Organizer => match task.budget_id {
                Some(id) => self.owns(id),
                None => task.created_by == Some(self.me),
            },
            Role::Logistics | Role::Cook => task.role == self.role,
        }
    }

    fn owns(self, party: BudgetId) -> bool {
        self.parties.with(|parties| parties.get(&party).is_some_and(|(_, owner)| *owner == self.me))
    }

    /// Whether the address asks for this task.
    fn shows(self, asked: &Asked, task: &Task, state: &State, today: Date) -> bool {
        let fresh = task.status.is_open() || task.due().date.days_since(today) >= -7;
        let withdrawn =
            task.withdrawn.as_ref().is_none_or(|row| is_told(row, self.me, untrack(|| self.live().now())));
        task.removed.is_none()
            && fresh
            && withdrawn
            && asked.party.is_none_or(|party| task.budget_id == Some(party))
            && (!asked.mine || self.is_mine(task, state))
    }

    fn is_mine(self, task: &Task, state: &State) -> bool {
        let owner = || task.budget_id.and_then(|id| state.budgets().get(&id)).map(|row| row.owner_id);
        task.assignee_id == Some(self.me) || (self.role == Role::Organizer && owner() == Some(self.me))
    }
}

fn use_tasks() -> Tasks {
    expect_context::<Tasks>()
}

fn address(asked: &Asked) -> String {
    let mut address = if asked.by_day { "/tasks?by=day" } else { "/tasks?by=status" }.to_owned();
    if asked.mine {
        address.push_str("&mine=1");
    }
    if let Some(party) = asked.party {
        address.push_str("&party=");
        address.push_str(&party.to_string());
    }
    address
}

/// Tasks.
#[component]
pub fn TasksPage() -> impl IntoView {
    let live = use_live();
    let query = use_query_map();
    let held = StoredValue::new(live.clone());
    let asked = Memo::new(move |_| {
        query.with(|query| Asked {
            by_day: query.get("by").as_deref() == Some("day"),
            mine: query.get("mine").as_deref() == Some("1"),
            party: query.get("party").and_then(|id| id.parse().ok()),
        })
    });
    let tasks = Tasks {
        live: held,
        role: live.role(),
        me: live.user_id(),
        asked,
        now: Memo::new(move |_| held.with_value(Live::local_now)),
        today: Memo::new(move |_| held.with_value(Live::today)),
        parties: Memo::new(move |_| held.with_value(|live| live.table(Table::Budgets, parties))),
        open: RwSignal::new(None),
        ask: RwSignal::new(None),
    };
    provide_context(tasks);
    Effect::new(move |_| live.enter(&View::Tasks));
    Effect::new(move |_| {
        let task = query.with(|query| query.get("task")).and_then(|id| id.parse().ok());
        if task.is_some() {
            tasks.open.set(task);
        }
    });
    let making = RwSignal::new(false);
    view! {
        <main id="main" class="page" class:narrow=move || asked.with(|asked| asked.by_day)>
            <header class="page-head">
                <div>
                    <h1>"Tasks"</h1>
                    <Summary />
                </div>
                <button
                    class="button primary"
                    type="button"
                    aria-haspopup="dialog"
                    on:click=move |_| making.set(true)
                >
                    <Icon name="plus" />
                    "New task"
                </button>
            </header>
            <Tools />
            <Board />
        </main>
        <NewTask open=making />
        <TaskSheet />
        <Asking />
    }
    .into_any()
}

/// The parties by their names, with whose they are.
type Parties = Small<BudgetId, (String, UserId)>;

fn parties(state: &State) -> Parties {
    let rows = state.budgets().values().filter(|row| row.removed.is_none());
    rows.map(|row| (row.id, (row.name.clone(), row.owner_id))).collect()
}

/// "12 open, 1 late, 3 waiting for another".
#[component]
fn Summary() -> impl IntoView {
    let tasks = use_tasks();
    let counts = Memo::new(move |_| {
        let (asked, now) = (tasks.asked.get(), tasks.now.get());
        tasks.live().table(Table::Tasks, |state| {
            let mut counts = (0, 0, 0);
            let rows = state.tasks().values().filter(|task| task.is_open());
            for task in rows.filter(|task| tasks.shows(&asked, task, state, now.date)) {
                counts.0 += 1;
                counts.1 += usize::from(task.due() < now);
                counts.2 += usize::from(task.blocked);
            }
            counts
        })
    });
    let words = move || {
        let (open, late, blocked) = counts.get();
        let parts = [(open, "open"), (late, "late"), (blocked, "held up")];
        let parts = parts.into_iter().enumerate().filter(|(at, (count, _))| *at == 0 || *count > 0);
        parts.map(|(_, (count, word))| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    };
    view! { <p>{words}</p> }.into_any()
}

/// Whose, how, and of which party.
#[component]
fn Tools() -> impl IntoView {
    let tasks = use_tasks();
    let asked = tasks.asked;
    let link = move |change: fn(&Asked) -> Asked, icon: Option<&'static str>, word: &'static str| {
        let href = move || asked.with(|asked| address(&change(asked)));
        let current = move || asked.with(|asked| change(asked) == *asked).then_some("true");
        view! {
            <a href=href aria-current=current>
                {icon.map(|name| view! { <Icon name class="small" /> })}
                {word}
            </a>
        }
    };
    let go = use_navigate();
    let choose = move |event| {
        let party = event_target_value(&event).parse().ok();
        let there = asked.with_untracked(|asked| address(&Asked { party, ..asked.clone() }));
        go(&there, NavigateOptions::default());
    };
    let option = move |(id, (name, _)): (BudgetId, (String, UserId))| {
        let selected = move || asked.with(|asked| asked.party == Some(id));
        view! {
            <option value=id.to_string() selected=selected>
                {name}
            </option>
        }
    };
    view! {
        <div class="tools">
            <nav class="segments" aria-label="Whose">
                {link(|asked| Asked { mine: false, ..asked.clone() }, None, "All")}
                {link(|asked| Asked { mine: true, ..asked.clone() }, None, "Mine")}
            </nav>
            <nav class="segments" aria-label="Show as">
                {link(|asked| Asked { by_day: false, ..asked.clone() }, Some("board"), "Status")}
                {link(|asked| Asked { by_day: true, ..asked.clone() }, Some("list"), "Day")}
            </nav>
            <select class="input auto end" aria-label="Party" on:change=choose>
                <option value="">"All parties"</option>
                {move || tasks.parties.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

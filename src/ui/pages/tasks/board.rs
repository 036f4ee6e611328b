//! The cards in columns by status, or in days.

use leptos::prelude::*;

use super::card::Card;
use super::use_tasks;
use super::wording::Column;
use crate::domain::ids::TaskId;
use crate::domain::order;
use crate::domain::rows::{Table, Task};
use crate::domain::values::Date;
use crate::sync::views::View;
use crate::ui::parts::{Icon, each};
use crate::ui::words;

/// All cards that the address asks for.
#[component]
pub fn Board() -> impl IntoView {
    let tasks = use_tasks();
    let by_day = Memo::new(move |_| tasks.asked.with(|asked| asked.by_day));
    let ready = Memo::new(move |_| tasks.live().is_ready(&View::Tasks));
    let any = Memo::new(move |_| tasks.live().table(Table::Tasks, |state| !state.tasks().is_empty()));
    move || match (ready.get() || any.get(), by_day.get()) {
        (false, _) => loading(),
        (true, true) => view! { <Days /> }.into_any(),
        (true, false) => {
            let columns = Column::ALL.map(|column| view! { <Lane column /> });
            view! { <div class="board">{columns.into_iter().collect_view()}</div> }.into_any()
        }
    }
}

fn loading() -> AnyView {
    view! {
        <div class="stack tight" aria-busy="true">
            <span class="hidden-text">"The tasks are on their way"</span>
            {[(); 4].map(|()| view! { <span class="skeleton line"></span> }).into_iter().collect_view()}
        </div>
    }
    .into_any()
}

/// One column: what is most urgent first, of what is done the latest.
#[component]
fn Lane(column: Column) -> impl IntoView {
    let tasks = use_tasks();
    let ids = Memo::new(move |_| {
        let (asked, today) = (tasks.asked.get(), tasks.today.get());
        tasks.live().table(Table::Tasks, |state| {
            let rows = state.tasks().values().map(AsRef::as_ref).filter(|task| Column::of(task) == column);
            let mut rows: Vec<&Task> = rows.filter(|task| tasks.shows(&asked, task, state, today)).collect();
            order::sort_by_key(&mut rows, |task| (task.start, task.id));
            if column == Column::Done {
                rows.reverse();
            }
            rows.into_iter().map(|task| task.id).collect::<Vec<TaskId>>()
        })
    });
    let (icon, title, nothing) = column.words();
    view! {
        <section class="column" aria-label=title>
            <h2>
                <Icon name=icon />
                {title}
                <span class="count">{move || ids.with(Vec::len)}</span>
            </h2>
            <p class="nothing" hidden=move || !ids.with(Vec::is_empty)>
                {nothing}
            </p>
            <ul class="task-list" hidden=move || ids.with(Vec::is_empty)>
                {each(ids, |id| view! { <Card id /> }.into_any())}
            </ul>
        </section>
    }
    .into_any()
}

/// Days with their cards.
#[component]
fn Days() -> impl IntoView {
    let tasks = use_tasks();
    let days = Memo::new(move |_| {
        let (asked, today) = (tasks.asked.get(), tasks.today.get());
        tasks.live().table(Table::Tasks, |state| {
            let rows = state.tasks().values().map(AsRef::as_ref);
            let mut rows: Vec<&Task> = rows.filter(|task| tasks.shows(&asked, task, state, today)).collect();
            order::sort_by_key(&mut rows, |task| (task.start, task.id));
            let mut days: Vec<(Date, Vec<TaskId>)> = Vec::new();
            for task in rows {
                match days.last_mut() {
                    Some((day, ids)) if *day == task.start.date => ids.push(task.id),
                    _ => days.push((task.start.date, vec![task.id])),
                }
            }
            days
        })
    });
    let dates = move || days.with(|days| days.iter().map(|(day, _)| *day).collect::<Vec<_>>());
    let nothing = move || {
        days.with(Vec::is_empty).then(|| {
            view! {
                <div class="empty">
                    <Icon name="tasks" />
                    <h2>"No tasks"</h2>
                    <p>"Booking a party makes its tasks. You can also make one yourself."</p>
                </div>
            }
        })
    };
    let day = move |date: Date| {
        let ids = Memo::new(move |_| {
            days.with(|days| {
                days.iter().find(|(day, _)| *day == date).map(|(_, ids)| ids.clone()).unwrap_or_default()
            })
        });
        let name = move || {
            let name = words::day(date, tasks.today.get());
            let mut letters = name.chars();
            let first = letters
                .next()
                .map(|letter| words::uppercase(letter.encode_utf8(&mut [0; 4])))
                .unwrap_or_default();
            first + letters.as_str()
        };
        view! {
            <section class="day">
                <h2>
                    {name}
                    <span class="count">{move || ids.with(Vec::len)}</span>
                </h2>
                <ul class="task-list">
                    {each(ids, |id| view! { <Card id /> }.into_any())}
                </ul>
            </section>
        }
    };
    view! {
        <For each=dates key=|date| *date children=day />
        {nothing}
    }
    .into_any()
}

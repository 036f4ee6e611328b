//! For cooks: what is next on the stove.

use leptos::prelude::*;

use super::mine;
use crate::browser::{Live, use_live};
use crate::domain::ids::ScheduleId;
use crate::domain::order;
use crate::domain::rows::{Budget, Schedule, ScheduleStatus, Table};
use crate::domain::values::LocalTime;
use crate::ui::parts::{Icon, each};
use crate::ui::words;

const SHOWN: usize = 6;

/// Minutes before a start from which it is said to be near.
const SOON: i64 = 60;

pub fn home() -> (AnyView, AnyView) {
    let live = use_live();
    let ids = Memo::new(move |_| {
        live.table(Table::Schedules, |state| {
            let open = |row: &&std::sync::Arc<Schedule>| {
                row.removed.is_none()
                    && row.withdrawn.is_none()
                    && matches!(row.status, ScheduleStatus::Planned | ScheduleStatus::Cooking)
            };
            let mut rows: Vec<_> =
                state.schedules().values().filter(open).map(|row| (row.start_at, row.id)).collect();
            order::sort(&mut rows);
            rows.truncate(SHOWN);
            rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    let action = view! {
        <a class="button primary" href="/cooking-schedule">
            <Icon name="pot" />
            "Open the kitchen"
        </a>
    };
    let body = view! {
        <section class="stack" aria-labelledby="next">
            <h2 id="next">"Next up"</h2>
            <ul class="queue">
                {each(ids, ticket)}
            </ul>
            <p class="soft" hidden=move || !ids.with(Vec::is_empty)>
                "Nothing is planned for the kitchen."
            </p>
        </section>
        {mine::mine()}
    };
    (action.into_any(), body.into_any())
}

fn ticket(id: ScheduleId) -> AnyView {
    let live = use_live();
    let content = move || live.row::<Schedule>(id).map(|row| inside(&live, &row));
    view! { <li>{content}</li> }.into_any()
}

fn inside(live: &Live, row: &Schedule) -> AnyView {
    let (urgency, icon, words) = pressing(row, live.local_now());
    let party = live.row::<Budget>(row.budget_id).map(|budget| budget.name.clone());
    let portions = [&row.guests.to_string(), " portions"].concat();
    let about: Vec<String> = party.into_iter().chain([portions]).collect();
    view! {
        <a
            class="ticket"
            data-urgency=urgency
            href=["/cooking-schedule?schedule=", &row.id.to_string()].concat()
        >
            <span class="title">{row.title.clone()}</span>
            <span class="at">{row.start_at.time.to_string()}</span>
            <span class="when">
                <Icon name=icon />
                {words}
            </span>
            <small>{about.join(" · ")}</small>
        </a>
    }
    .into_any()
}

fn pressing(row: &Schedule, now: LocalTime) -> (&'static str, &'static str, String) {
    let left = row.start_at.minutes_since(now);
    let span = words::minutes(u32::try_from(left.abs()).unwrap_or(u32::MAX));
    match left {
        _ if row.status == ScheduleStatus::Cooking => ("soon", "pot", "cooking".to_owned()),
        ..0 => ("late", "warning", ["late by ", &span].concat()),
        0..=SOON => ("soon", "clock", ["start within ", &span].concat()),
        _ if row.start_at.date == now.date => ("calm", "circle", ["in ", &span].concat()),
        _ => ("calm", "circle", words::day(row.start_at.date, now.date)),
    }
}

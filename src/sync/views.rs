//! What each view listens to (PROTOCOL, What a view listens to).
//!
//! The server embeds the rows of these scopes in the page it renders, and the browser goes on from
//! there under the same names.

use super::topic::{Filters, Scope, Topic};
use crate::domain::ids::BudgetId;
use crate::domain::rows::Role;
use crate::domain::values::{Date, Week};

/// A page with what its address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    Home,
    Budgets,
    Budget(BudgetId),
    Tasks,
    Kitchen,
    Shopping(Option<Week>),
    People,
}

/// A scope with the name its subscription goes by.
pub type Named = (String, Scope);

fn named(name: &str, topic: Topic, filters: Filters) -> Named {
    (name.to_owned(), Scope::new(topic, filters))
}

/// Days around `today` by their distance from it.
fn days(today: Date, from: i64, to: i64) -> Filters {
    Filters { from: Some(today.plus_days(from)), to: Some(today.plus_days(to)), ..Filters::default() }
}

/// What a role listens to on every page: its own work, with no signal too.
#[must_use]
pub fn home(role: Role, today: Date) -> Vec<Named> {
    let monday = today.week().monday();
    let weeks = Filters { from: Some(monday), to: Some(monday.plus_days(13)), ..Filters::default() };
    let mut scopes = vec![
        (Topic::People, Filters::default()),
        (Topic::Catalogue, Filters::default()),
        (Topic::Notifications, Filters::default()),
        (Topic::Conflicts, Filters::default()),
        (Topic::Activity, Filters::default()),
    ];
    match role {
        Role::Admin | Role::Organizer => {}
        Role::Logistics => {
            scopes.push((Topic::Shopping, weeks.clone()));
            scopes.push((Topic::Tasks, weeks.clone()));
            scopes.push((Topic::Budgets, weeks));
        }
        Role::Cook => {
            scopes.push((Topic::Cooking, days(today, 0, 1)));
            scopes.push((Topic::Tasks, days(today, 0, 1)));
            scopes.push((Topic::Budgets, days(today, 0, 1)));
        }
    }
    scopes
        .into_iter()
        .map(|(topic, filters)| named(&format!("home-{}", name(topic)), topic, filters))
        .collect()
}

/// What a view listens to besides the home topics. `today` is the workspace's.
#[must_use]
pub fn view(role: Role, view: &View, today: Date) -> Vec<Named> {
    let everything = Filters::default;
    match view {
        View::Home | View::Budgets => match role {
            Role::Admin | Role::Organizer => vec![
                named("view-budgets", Topic::Budgets, everything()),
                named("view-tasks", Topic::Tasks, everything()),
            ],
            Role::Logistics | Role::Cook => vec![
                named("view-budgets", Topic::Budgets, everything()),
                named("view-cooking", Topic::Cooking, days(today, 0, 14)),
                named("view-tasks", Topic::Tasks, everything()),
            ],
        },
        View::Budget(id) => {
            let filters = Filters { budget_id: Some(*id), ..Filters::default() };
            vec![
                named("view-budgets", Topic::Budgets, filters.clone()),
                named("view-tasks", Topic::Tasks, filters.clone()),
                named("view-cooking", Topic::Cooking, filters.clone()),
                named("view-shopping", Topic::Shopping, filters),
            ]
        }
        View::Tasks => vec![
            named("view-tasks", Topic::Tasks, everything()),
            named("view-budgets", Topic::Budgets, everything()),
        ],
        View::Kitchen => vec![
            named("view-cooking", Topic::Cooking, days(today, -1, 14)),
            named("view-budgets", Topic::Budgets, days(today, -1, 14)),
        ],
        View::Shopping(week) => {
            let filters = match week {
                Some(week) => Filters { week: Some(*week), ..Filters::default() },
                // What is to be bought next: last week's rest and the four weeks to come.
                None => days(today, -7, 28),
            };
            vec![
                named("view-shopping", Topic::Shopping, filters.clone()),
                named("view-budgets", Topic::Budgets, filters),
            ]
        }
        View::People => Vec::new(),
    }
}

fn name(topic: Topic) -> &'static str {
    match topic {
        Topic::Budgets => "budgets",
        Topic::Tasks => "tasks",
        Topic::Cooking => "cooking",
        Topic::Shopping => "shopping",
        Topic::Catalogue => "catalogue",
        Topic::People => "people",
        Topic::Notifications => "notifications",
        Topic::Activity => "activity",
        Topic::Conflicts => "conflicts",
        Topic::Presence => "presence",
    }
}

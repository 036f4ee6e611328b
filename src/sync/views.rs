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

/// Days around `today` by their distance from it.
fn days(today: Date, from: i64, to: i64) -> Filters {
    Filters { from: Some(today.plus_days(from)), to: Some(today.plus_days(to)), ..Filters::default() }
}

/// What a role listens to on every page: its own work, with no signal too.
#[must_use]
pub fn home(role: Role, today: Date) -> Vec<Scope> {
    let monday = today.week().monday();
    let weeks = Filters { from: Some(monday), to: Some(monday.plus_days(13)), ..Filters::default() };
    let mut scopes = vec![
        Scope::all(Topic::People),
        Scope::all(Topic::Catalogue),
        Scope::all(Topic::Notifications),
        Scope::all(Topic::Conflicts),
        Scope::all(Topic::Activity),
        Scope::all(Topic::Presence),
    ];
    match role {
        Role::Admin | Role::Organizer => {
            scopes.push(Scope::new(Topic::Budgets, days(today, -7, 28)));
            scopes.push(Scope::new(Topic::Tasks, days(today, -7, 28)));
        }
        Role::Logistics => {
            scopes.push(Scope::new(Topic::Shopping, weeks.clone()));
            scopes.push(Scope::new(Topic::Tasks, weeks.clone()));
            scopes.push(Scope::new(Topic::Budgets, weeks));
        }
        Role::Cook => {
            scopes.push(Scope::new(Topic::Cooking, days(today, 0, 1)));
            scopes.push(Scope::new(Topic::Tasks, days(today, 0, 1)));
            scopes.push(Scope::new(Topic::Budgets, days(today, 0, 1)));
        }
    }
    scopes
}

/// What a view listens to besides the home topics. `today` is the workspace's.
#[must_use]
pub fn view(role: Role, view: &View, today: Date) -> Vec<Scope> {
    match view {
        View::Home => match role {
            Role::Admin | Role::Organizer => vec![Scope::all(Topic::Budgets), Scope::all(Topic::Tasks)],
            Role::Logistics => vec![
                Scope::new(Topic::Budgets, days(today, 0, 28)),
                Scope::new(Topic::Shopping, days(today, -7, 28)),
                Scope::all(Topic::Tasks),
            ],
            Role::Cook => vec![
                Scope::new(Topic::Budgets, days(today, -1, 14)),
                Scope::new(Topic::Cooking, days(today, -1, 14)),
                Scope::all(Topic::Tasks),
            ],
        },
        View::Budgets => vec![Scope::all(Topic::Budgets)],
        View::Budget(id) => {
            let filters = Filters { budget_id: Some(*id), ..Filters::default() };
            [Topic::Budgets, Topic::Tasks, Topic::Cooking, Topic::Shopping]
                .into_iter()
                .map(|topic| Scope::new(topic, filters.clone()))
                .collect()
        }
        View::Tasks => vec![Scope::all(Topic::Tasks), Scope::all(Topic::Budgets)],
        View::Kitchen => vec![
            Scope::new(Topic::Cooking, days(today, -1, 14)),
            Scope::new(Topic::Budgets, days(today, -1, 14)),
        ],
        View::Shopping(week) => {
            let filters = match week {
                Some(week) => Filters { week: Some(*week), ..Filters::default() },
                // What is to be bought next: last week's rest and the four weeks to come.
                None => days(today, -7, 28),
            };
            vec![Scope::new(Topic::Shopping, filters.clone()), Scope::new(Topic::Budgets, filters)]
        }
        View::People => Vec::new(),
    }
}

/// Everything a person listens to on a view: each scope once.
#[must_use]
pub fn scopes(role: Role, on: &View, today: Date) -> Vec<Scope> {
    let mut scopes = home(role, today);
    for scope in view(role, on, today) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes
}

#[cfg(test)]
mod tests {
    use super::{Scope, Topic, View, days, home, scopes};
    use crate::domain::rows::Role;
    use crate::domain::values::Date;

    #[test]
    fn every_role_keeps_parties_and_tasks_of_its_own_work_on_every_page() {
        let today = Date::new(2026, 11, 23).expect("a day of the calendar");
        let tomorrow = days(today, 1, 1);
        for role in [Role::Admin, Role::Organizer, Role::Logistics, Role::Cook] {
            for topic in [Topic::Budgets, Topic::Tasks] {
                let near = Scope::new(topic, tomorrow.clone());
                assert!(home(role, today).iter().any(|scope| scope.includes(&near)), "{role:?} {topic:?}");
                assert!(scopes(role, &View::People, today).iter().any(|scope| scope.includes(&near)));
            }
        }
    }
}

//! The ways to the pages.

use leptos::prelude::*;

use crate::domain::rows::Role;
use crate::ui::parts::Icon;

/// A page of the nav.
#[derive(Clone, Copy)]
pub struct Place {
    pub path: &'static str,
    icon: &'static str,
    word: &'static str,
    /// In the user menu instead, where there is no room for a sixth.
    only_wide: bool,
}

const fn place(path: &'static str, icon: &'static str, word: &'static str) -> Place {
    Place { path, icon, word, only_wide: false }
}

const HOME: Place = place("/", "home", "Home");
const PARTIES: Place = place("/budgets", "party", "Parties");
const TASKS: Place = place("/tasks", "tasks", "Tasks");
const SHOPPING: Place = place("/shopping", "cart", "Shopping");
const KITCHEN: Place = place("/cooking-schedule", "pot", "Kitchen");
pub const PEOPLE: Place = Place { only_wide: true, ..place("/people", "people", "People") };

const ALL: [Place; 6] = [HOME, PARTIES, TASKS, SHOPPING, KITCHEN, PEOPLE];

/// Whoever works with a page most finds it first.
fn places(role: Role) -> [Place; 6] {
    match role {
        Role::Admin | Role::Organizer => ALL,
        Role::Logistics => [HOME, SHOPPING, TASKS, KITCHEN, PARTIES, PEOPLE],
        Role::Cook => [HOME, KITCHEN, TASKS, SHOPPING, PARTIES, PEOPLE],
    }
}

impl Place {
    fn holds(self, path: &str) -> bool {
        match self.path {
            "/" => path == "/",
            own => path.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    }
}

/// What the page at a path is called.
pub fn title(path: &str) -> &'static str {
    ALL.into_iter().find(|place| place.holds(path)).map_or("Not found", |place| place.word)
}

#[component]
pub fn Nav(role: Role, path: Memo<String>) -> impl IntoView {
    let link = move |place: Place| {
        view! {
            <a
                class=place.only_wide.then_some("only-wide")
                href=place.path
                aria-current=move || place.holds(&path.read()).then_some("page")
            >
                <Icon name=place.icon />
                <span>{place.word}</span>
            </a>
        }
    };
    view! {
        <nav class="nav" aria-label="Main">
            {places(role).into_iter().map(link).collect_view()}
        </nav>
    }
    .into_any()
}

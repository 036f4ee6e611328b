//! What the page's address says: which parties, and in what shape.

use crate::ui::route::NavigateOptions;
use crate::ui::route::Query;
use crate::ui::route::{use_navigate, use_query_map};
use leptos::prelude::*;

use super::marks::STATUSES;
use crate::domain::ids::UserId;
use crate::domain::rows::{Budget, BudgetStatus};
use crate::domain::state::State;
use crate::domain::values::Date;
use crate::ui::words;

/// In what shape the parties are shown.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    Table,
    Board,
    Calendar,
}

/// The shapes with their words in the address, on screen, and their icons.
pub const SHAPES: [(Shape, &str, &str, &str); 3] = [
    (Shape::Table, "table", "Table", "list"),
    (Shape::Board, "board", "Board", "board"),
    (Shape::Calendar, "calendar", "Calendar", "calendar"),
];

/// Which parties are asked for.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// As it was typed.
    typed: String,
    /// As it is looked for.
    text: String,
    status: Option<BudgetStatus>,
    mine: bool,
}

impl Filter {
    /// Whether a party is asked for.
    pub fn fits(&self, state: &State, budget: &Budget, me: UserId) -> bool {
        let holds = |text: &str| words::plain(text).contains(&self.text);
        self.status.is_none_or(|status| budget.status == status)
            && (!self.mine || budget.owner_id == me)
            && (self.text.is_empty()
                || holds(&budget.name)
                || holds(&budget.venue)
                || super::client_name(state, budget).is_some_and(|name| holds(&name)))
    }

    /// "Nothing of yours with “christening” and status Booked."
    pub fn in_words(&self) -> String {
        let text =
            Some(&self.typed).filter(|typed| !typed.is_empty()).map(|typed| ["“", typed, "”"].concat());
        let status = self.status.map(|status| ["status ", words::budget_status(status)].concat());
        let asked: Vec<String> = text.into_iter().chain(status).collect();
        let mine = if self.mine { " of yours" } else { "" };
        let with = if asked.is_empty() { "" } else { " with " };
        ["Nothing", mine, with, &asked.join(" and "), "."].concat()
    }
}

/// The page's address. Its parts are tracked.
#[derive(Clone, Copy)]
pub struct Address(Memo<Query>);

impl Address {
    pub fn here() -> Self {
        Self(use_query_map())
    }

    /// A part of it.
    pub fn part(self, name: &str) -> Option<String> {
        self.0.with(|query| query.get(name))
    }

    pub fn filter(self) -> Filter {
        self.0.with(|query| {
            let typed = query.get("q").unwrap_or_default().trim().to_owned();
            Filter {
                text: words::plain(&typed),
                typed,
                status: query.get_str("status").and_then(status_named),
                mine: query.get_str("owner") == Some("me"),
            }
        })
    }

    pub fn shape(self) -> Shape {
        let asked = self.part("as");
        let shape = SHAPES.iter().find(|(_, word, ..)| asked.as_deref() == Some(*word));
        shape.map_or(Shape::Table, |&(shape, ..)| shape)
    }

    /// The first day of the month that the calendar shows.
    pub fn month(self) -> Option<Date> {
        [self.part("month")?.as_str(), "-01"].concat().parse().ok()
    }

    pub fn asks_for_new(self) -> bool {
        self.part("new").is_some()
    }

    /// The same page with one part of its address changed.
    pub fn with(self, name: &'static str, value: &str) -> String {
        let mut query = self.0.get();
        query.remove("new");
        if value.is_empty() {
            query.remove(name);
        } else {
            query.replace(name, value.to_owned());
        }
        ["/budgets", &query.to_query_string()].concat()
    }

    /// Goes there without a new entry in the history.
    pub fn go(self) -> impl Fn(&'static str, &str) + Clone + 'static {
        let navigate = use_navigate();
        move |name, value| {
            let options = NavigateOptions { replace: true, scroll: false };
            navigate(&untrack(|| self.with(name, value)), options);
        }
    }
}

/// Asks for all parties again.
pub fn clear() -> impl Fn() + Clone + 'static {
    let navigate = use_navigate();
    move || navigate("/budgets", NavigateOptions::default())
}

/// The status of that word.
fn status_named(word: &str) -> Option<BudgetStatus> {
    STATUSES.iter().find(|(_, name)| *name == word).map(|&(status, _)| status)
}

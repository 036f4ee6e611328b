//! The party of the page, as all its parts reach it.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::browser::{Live, use_live};
use crate::domain::command::Command;
use crate::domain::context::{Context, Mode};
use crate::domain::ids::{BudgetId, CommandId, ReplicaId};
use crate::domain::plan::preview::Preview;
use crate::domain::rows::{Budget, BudgetStatus, Record, Role};
use crate::domain::values::{Date, Money, Revision};
use crate::ui::words;

/// Instead of what a booking makes that is not on the server yet.
pub const COMING: &str = "It comes as soon as the booking is on the server.";

/// The party of the page.
#[derive(Clone, Copy)]
pub struct Party {
    pub id: BudgetId,
    live: StoredValue<Live>,
    /// Whether this person may change it: an admin any, an organizer her own.
    pub edits: Memo<bool>,
    /// The clock ticks; the day seldom changes.
    today: Memo<Date>,
}

impl Party {
    pub fn of(id: BudgetId) -> Self {
        let live = use_live();
        let (reader, clock) = (live.clone(), live.clone());
        let today = Memo::new(move |_| clock.today());
        let edits = Memo::new(move |_| match live.role() {
            Role::Admin => true,
            Role::Organizer => live.row::<Budget>(id).is_some_and(|budget| budget.owner_id == live.user_id()),
            Role::Logistics | Role::Cook => false,
        });
        Self { id, live: StoredValue::new(reader), edits, today }
    }

    pub fn live<T>(self, read: impl FnOnce(&Live) -> T) -> T {
        // A copy, so that nothing is held while it is read.
        read(&self.live.get_value())
    }

    /// The row. Tracked.
    pub fn row(self) -> Option<Arc<Budget>> {
        self.live(|live| live.row::<Budget>(self.id))
    }

    /// The row, for event handlers.
    pub fn row_now(self) -> Option<Arc<Budget>> {
        self.live(|live| live.with(|state| state.live::<Budget>(self.id).cloned()))
    }

    pub fn status(self) -> Option<BudgetStatus> {
        self.row().map(|budget| budget.status)
    }

    pub fn is_booked(self) -> bool {
        self.status() == Some(BudgetStatus::Reserva)
    }

    /// Booked on this device, and what that makes is the server's to make.
    pub fn is_coming(self) -> bool {
        self.is_booked() && self.live(|live| live.is_waiting(self.id))
    }

    pub fn role(self) -> Role {
        self.live(Live::role)
    }

    pub fn sees_money(self) -> bool {
        self.role() != Role::Cook
    }

    pub fn today(self) -> Date {
        self.today.get()
    }

    pub fn name(self) -> String {
        self.row().map_or_else(String::new, |budget| budget.name.clone())
    }

    /// "1,250.50 €".
    pub fn cash(self, money: Money) -> String {
        let currency = self.live(Live::workspace).map(|row| row.currency.clone()).unwrap_or_default();
        words::money(money, &currency)
    }

    /// What commands of this person would do to the party, on a copy of what is here.
    pub fn preview(self, commands: &[Command]) -> Result<Preview, String> {
        self.live(|live| {
            let soon = || "What this would change is known in a moment.".to_owned();
            preview(live, self.id, commands).unwrap_or_else(|| Err(soon()))
        })
    }
}

/// What commands would do to a party, or why they would be refused; none as long as the rules are not here.
pub fn preview(live: &Live, party: BudgetId, commands: &[Command]) -> Option<Result<Preview, String>> {
    let seen = live.seen();
    let context = Context {
        mode: Mode::Authority,
        actor: live.user_id(),
        role: live.role(),
        replica: ReplicaId::NIL,
        command: CommandId::NIL,
        now: untrack(|| live.now()),
        seen,
        revision: Revision(seen.0 + 1),
        was: Map::new(),
        undone: None,
    };
    let rules = live.rules()?;
    let done = live.with(|state| (rules.preview)(state, &context, party, commands));
    Some(done.map_err(|refusal| refusal.message.to_string()))
}

/// The values that an edit starts from, by the fields it names.
pub fn started_from<R: Record>(row: &R, command: &Command) -> Map<String, Value> {
    let Value::Object(data) = command.data() else { return Map::new() };
    data.into_iter().filter_map(|(name, _)| row.field(&name).map(|value| (name, value))).collect()
}

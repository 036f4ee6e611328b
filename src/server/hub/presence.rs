//! Who is where. Nothing of it is stored; it is told at most once a second.

use std::collections::BTreeMap;

use super::connection::Connection;
use super::{Hub, Outbound, text};
use crate::domain::ids::UserId;
use crate::domain::rows::{Role, Table};
use crate::domain::sight;
use crate::domain::state::State;
use crate::domain::values::Instant;
use crate::server::engine::Engine;
use crate::sync::topic::Topic;
use crate::sync::wire::{Presence, Present, ServerFrame};

/// After so many milliseconds without a word nobody is taken to be where they said.
const FORGOTTEN: i64 = 30_000;
/// Between two changes of one connection's place that are told; the last one said counts.
const BETWEEN: i64 = 1_000;

/// Where the person behind a connection says they are.
#[derive(Clone, Debug)]
pub struct Place {
    /// What others are told.
    told: Option<Presence>,
    /// What was said too soon after that.
    next: Option<Presence>,
    changed_at: Instant,
    heard_at: Instant,
}

impl Default for Place {
    fn default() -> Self {
        Self { told: None, next: None, changed_at: Instant(i64::MIN), heard_at: Instant(i64::MIN) }
    }
}

impl Place {
    /// A word from the connection, whatever it says.
    pub fn heard(&mut self, now: Instant) {
        self.heard_at = now;
    }

    /// Takes what the connection says of it. Returns whether that is to be told.
    pub fn said(&mut self, presence: Presence, now: Instant) -> bool {
        self.next = (self.told.as_ref() != Some(&presence)).then_some(presence);
        self.take_next(now)
    }

    /// What the time makes of it: forgotten, or what was said too soon is due. Returns whether that
    /// is to be told.
    pub fn passed(&mut self, now: Instant) -> bool {
        if now.0.saturating_sub(self.heard_at.0) >= FORGOTTEN {
            self.next = None;
            return self.told.take().is_some();
        }
        self.take_next(now)
    }

    fn take_next(&mut self, now: Instant) -> bool {
        if self.next.is_none() || now.0.saturating_sub(self.changed_at.0) < BETWEEN {
            return false;
        }
        self.told = self.next.take();
        self.changed_at = now;
        true
    }

    /// Of several browsers the one with the highest is where their person is.
    fn rank(&self) -> (bool, bool, Instant) {
        let (edits, shows) =
            self.told.as_ref().map_or((false, false), |told| (told.editing, !told.route.is_empty()));
        (edits, shows, self.changed_at)
    }
}

impl Hub {
    /// Tells who is where to those who listen, where that has changed since the last time. Called
    /// once a second.
    pub fn tell_presence(&mut self, engine: &Engine, now: Instant) -> Outbound {
        let mut changed = std::mem::take(&mut self.presence_changed);
        for connection in self.connections.values_mut() {
            changed |= connection.place.passed(now);
        }
        if !changed {
            return Outbound::new();
        }
        let mut listeners: Vec<_> = self.listeners.to(Topic::Presence).collect();
        listeners.sort_unstable();
        listeners.dedup();
        // What somebody may see of it depends on their role alone.
        let mut texts = BTreeMap::new();
        let mut out = Outbound::with_capacity(listeners.len());
        for id in listeners {
            let Some(role) = self.connections.get(&id).map(|one| one.role) else { continue };
            let told = texts.entry(role).or_insert_with(|| {
                text(&ServerFrame::Presence { users: self.present(role, engine.state()) })
            });
            out.push((id, told.clone()));
        }
        out
    }

    /// Each person once: where they edit, else where they went last.
    fn present(&self, role: Role, state: &State) -> Vec<Present> {
        let mut chosen = BTreeMap::<UserId, &Connection>::new();
        for connection in self.connections.values() {
            let known = chosen.entry(connection.user).or_insert(connection);
            if connection.place.rank() > known.place.rank() {
                *known = connection;
            }
        }
        chosen.into_values().map(|connection| cut(connection, role, state)).collect()
    }
}

fn cut(connection: &Connection, role: Role, state: &State) -> Present {
    let mut present =
        Present { user_id: connection.user, route: String::new(), table: None, row_id: None, editing: false };
    let Some(told) = &connection.place.told else { return present };
    // The page's first word only: what follows may name a row that the reader may not see.
    present.route = match told.route.split(['/', '?', '#']).nth(1) {
        Some(page) => format!("/{}", page.chars().take(40).collect::<String>()),
        None => String::new(),
    };
    // Notifications are one person's each, and this is told by role.
    if let Some(table) = told.table.filter(|table| *table != Table::Notifications)
        && let Some(id) = told.row_id
        && state.row(table, id).is_some_and(|row| sight::sees(role, UserId::NIL, &row))
    {
        present.table = Some(table);
        present.row_id = Some(id);
        present.editing = told.editing;
    }
    present
}

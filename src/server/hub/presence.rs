//! Who is where. Nothing of it is stored; it is told at most once a second, by a clock that nobody can
//! set: a place would else be forgotten, or not told for as long as the clock was set back.

use std::collections::BTreeMap;
use std::time::{Duration, Instant as Moment};

use super::connection::Connection;
use super::{Hub, Outbound, text};
use crate::domain::ids::UserId;
use crate::domain::rows::{Role, Table};
use crate::domain::sight;
use crate::domain::state::State;
use crate::server::engine::Engine;
use crate::sync::topic::Topic;
use crate::sync::wire::{Presence, Present, ServerFrame};

/// After so long without a word nobody is taken to be where they said.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// Where the person behind a connection says they are.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// What others are told.
    told: Option<Presence>,
    /// What was said since; the last counts.
    next: Option<Presence>,
    /// Rises with everything that anybody says of their place.
    order: u64,
    heard_at: Option<Moment>,
    /// A word came since time last passed.
    spoke: bool,
}

impl Place {
    /// A word from the connection, whatever it says.
    pub fn heard(&mut self) {
        self.spoke = true;
    }

    /// Takes what the connection says of it, as the so-manieth of all that is said.
    pub fn said(&mut self, presence: Presence, order: u64) {
        if self.told.as_ref() == Some(&presence) {
            self.next = None;
        } else {
            self.next = Some(presence);
            self.order = order;
        }
    }

    /// What the time makes of it, once a second: forgotten, or what was said last. Returns whether that is
    /// to be told.
    pub fn passed(&mut self, now: Moment) -> bool {
        if std::mem::take(&mut self.spoke) {
            self.heard_at = Some(now);
        }
        if self.heard_at.is_none_or(|at| now.saturating_duration_since(at) >= FORGOTTEN) {
            self.next = None;
            return self.told.take().is_some();
        }
        let is_news = self.next.is_some();
        self.told = self.next.take().or(self.told.take());
        is_news
    }

    /// Of several browsers the one with the highest is where their person is.
    fn rank(&self) -> (bool, bool, u64) {
        let (edits, shows) =
            self.told.as_ref().map_or((false, false), |told| (told.editing, !told.route.is_empty()));
        (edits, shows, self.order)
    }
}

impl Hub {
    /// Tells who is where to those who listen, where that has changed since the last time. Called
    /// once a second, so that a place which changes all the time is told no oftener.
    pub fn tell_presence(&mut self, engine: &Engine, now: Moment) -> Outbound {
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

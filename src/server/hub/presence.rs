//! Who is where. Nothing of it is stored; it is told at most once a second.

use std::collections::BTreeMap;

use super::connection::{Connection, Reader};
use super::{Hub, Outbound, text};
use crate::domain::sight;
use crate::domain::state::State;
use crate::server::engine::Engine;
use crate::sync::topic::Topic;
use crate::sync::wire::{Present, ServerFrame};

impl Hub {
    /// Tells who is where to those who listen, where that has changed since the last time.
    pub fn tell_presence(&mut self, engine: &Engine) -> Outbound {
        if !std::mem::take(&mut self.presence_changed) {
            return Outbound::new();
        }
        let mut listeners: Vec<_> = self.listeners.to(Topic::Presence).collect();
        listeners.sort_unstable();
        listeners.dedup();
        let mut out = Outbound::with_capacity(listeners.len());
        for id in listeners {
            let Some(connection) = self.connections.get(&id) else { continue };
            let frame = ServerFrame::Presence { users: self.present(connection.reader(), engine.state()) };
            out.push((id, text(&frame)));
        }
        out
    }

    /// Each person once, at what they do last; what the reader may not see is left out.
    fn present(&self, reader: Reader, state: &State) -> Vec<Present> {
        let mut present = BTreeMap::new();
        for connection in self.connections.values() {
            let one = cut(connection, reader, state);
            let editing = one.editing;
            let known = present.entry(connection.user).or_insert_with(|| one.clone());
            if editing && !known.editing {
                *known = one;
            }
        }
        present.into_values().collect()
    }
}

fn cut(connection: &Connection, reader: Reader, state: &State) -> Present {
    let mut present =
        Present { user_id: connection.user, route: String::new(), table: None, row_id: None, editing: false };
    let Some(presence) = &connection.presence else { return present };
    // The page's first word only: what follows may name a row that the reader may not see.
    present.route = match presence.route.split('/').nth(1) {
        Some(page) => format!("/{}", page.chars().take(40).collect::<String>()),
        None => String::new(),
    };
    if let (Some(table), Some(id)) = (presence.table, presence.row_id) {
        let seen = state.row(table, id).is_some_and(|row| sight::sees(reader.role, reader.user, &row));
        if seen {
            present.table = Some(table);
            present.row_id = Some(id);
            present.editing = presence.editing;
        }
    }
    present
}

//! One entry made into frames: cut and encoded once per role, shared by all who get the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::connection::Reader;
use super::listeners::Cover;
use crate::domain::fact::Fact;
use crate::domain::ids::{CommandId, UserId};
use crate::domain::rows::{Role, Row};
use crate::domain::sight;
use crate::domain::values::{Instant, Revision};
use crate::server::engine::Entry;
use crate::sync::wire::{RowChange, RowName};

/// One change as a connection is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    Put { at: usize, own: bool },
    Removed { at: usize },
}

/// The row of a change in the eyes of one role, or of the one whose row it is.
struct Eyes {
    before: bool,
    after: bool,
    /// They see the same before and after, but for the revision.
    same: bool,
    text: Option<Arc<str>>,
}

/// Makes the frames of one entry.
pub struct Telling<'a> {
    entry: &'a Entry,
    eyes: BTreeMap<(usize, Role, bool), Eyes>,
    heads: BTreeMap<Role, String>,
    frames: BTreeMap<(Role, Vec<Told>), Arc<str>>,
}

/// A fact frame up to its changes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    #[serde(flatten)]
    fact: Fact,
    revision: Revision,
    command_id: CommandId,
    timestamp: Instant,
    user_id: UserId,
    user_role: Role,
    also: Vec<Fact>,
}

impl<'a> Telling<'a> {
    #[must_use]
    pub fn new(entry: &'a Entry) -> Self {
        Self { entry, eyes: BTreeMap::new(), heads: BTreeMap::new(), frames: BTreeMap::new() }
    }

    /// How a reader whose scopes cover the row of a change is told of it, if at all.
    pub fn of(&mut self, at: usize, reader: Reader, cover: Cover) -> Option<Told> {
        let change = &self.entry.changes[at];
        let row = change.after.as_ref().or(change.before.as_ref())?;
        let own = reader.owns(row);
        let eyes = self.eyes.entry((at, reader.role, own)).or_insert_with(|| {
            let user = if own { reader.user } else { UserId::NIL };
            Eyes::of(reader.role, user, change.before.as_ref(), change.after.as_ref())
        });
        match (eyes.before && cover.before, eyes.after && cover.after) {
            (true, true) if eyes.same => None,
            (_, true) => Some(Told::Put { at, own }),
            (true, false) => Some(Told::Removed { at }),
            (false, false) => None,
        }
    }

    /// The frame for a reader of this role who is told of these changes.
    pub fn frame(&mut self, role: Role, told: Vec<Told>) -> Arc<str> {
        if let Some(frame) = self.frames.get(&(role, told.clone())) {
            return Arc::clone(frame);
        }
        let entry = self.entry;
        let mut text = self.heads.entry(role).or_insert_with(|| head(entry, role)).clone();
        text.push_str(",\"changes\":[");
        for (place, one) in told.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            match *one {
                Told::Put { at, own } => {
                    let eyes = self.eyes.get(&(at, role, own));
                    text.push_str(eyes.and_then(|eyes| eyes.text.as_deref()).unwrap_or("null"));
                }
                Told::Removed { at } => text.push_str(&removed(entry, at)),
            }
        }
        text.push_str("]}");
        let frame: Arc<str> = text.into();
        self.frames.insert((role, told), Arc::clone(&frame));
        frame
    }
}

impl Eyes {
    fn of(role: Role, user: UserId, before: Option<&Row>, after: Option<&Row>) -> Self {
        let before = before.and_then(|row| sight::cut(role, user, row));
        let after = after.and_then(|row| sight::cut(role, user, row));
        let same = match (&before, &after) {
            (Some(before), Some(after)) => before.clone().with_rev(after.rev()) == *after,
            _ => false,
        };
        Self {
            before: before.is_some(),
            after: after.is_some(),
            same,
            text: after.filter(|_| !same).map(|row| json(&row).into()),
        }
    }
}

/// The frame's opening, without its closing brace.
fn head(entry: &Entry, role: Role) -> String {
    let also = entry.also.iter().filter(|fact| sight::hears(role, fact));
    let mut text = json(&Head {
        fact: sight::cut_fact(role, &entry.fact),
        revision: entry.revision,
        command_id: entry.command,
        timestamp: entry.now,
        user_id: entry.actor,
        user_role: entry.role,
        also: also.map(|fact| sight::cut_fact(role, fact)).collect(),
    });
    text.pop();
    text
}

fn removed(entry: &Entry, at: usize) -> String {
    let change = &entry.changes[at];
    let row = change.after.as_ref().or(change.before.as_ref());
    let name = row.map(|row| RowName { table: row.table(), id: row.key() });
    name.map(|name| json(&RowChange::Removed(name))).unwrap_or_default()
}

/// Frames are made of strings, numbers and maps with text for keys: they always have a JSON form.
pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a frame is plain data")
}

//! What is listened to, by whom: looked up by what changed, so that a change costs what it touches
//! and not what is connected.

use std::collections::{BTreeMap, BTreeSet};

use super::connection::ConnectionId;
use crate::domain::ids::UserId;
use crate::domain::rows::Row;
use crate::domain::work::Change;
use crate::sync::topic::{Scope, Topic};

/// Which connections listen to which scope. Many share one: the scopes of a role's pages are few.
#[derive(Debug, Default)]
pub struct Listeners {
    scopes: BTreeMap<Topic, BTreeMap<Scope, BTreeSet<ConnectionId>>>,
    people: BTreeMap<UserId, BTreeSet<ConnectionId>>,
}

/// Whether a connection's scopes cover a row before and after a change.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cover {
    pub before: bool,
    pub after: bool,
}

impl Listeners {
    pub fn came(&mut self, id: ConnectionId, user: UserId) {
        self.people.entry(user).or_default().insert(id);
    }

    pub fn went(&mut self, id: ConnectionId, user: UserId) {
        if let Some(connections) = self.people.get_mut(&user) {
            connections.remove(&id);
            if connections.is_empty() {
                self.people.remove(&user);
            }
        }
    }

    pub fn listen(&mut self, id: ConnectionId, scope: &Scope) {
        let scopes = self.scopes.entry(scope.topic).or_default();
        scopes.entry(scope.clone()).or_default().insert(id);
    }

    pub fn stop(&mut self, id: ConnectionId, scope: &Scope) {
        let Some(scopes) = self.scopes.get_mut(&scope.topic) else { return };
        if let Some(connections) = scopes.get_mut(scope) {
            connections.remove(&id);
            if connections.is_empty() {
                scopes.remove(scope);
            }
        }
    }

    /// The connections of a person.
    pub fn of(&self, user: UserId) -> impl Iterator<Item = ConnectionId> + '_ {
        self.people.get(&user).into_iter().flatten().copied()
    }

    /// The connections that listen to a whole topic.
    pub fn to(&self, topic: Topic) -> impl Iterator<Item = ConnectionId> + '_ {
        let scopes = self.scopes.get(&topic);
        scopes.into_iter().flat_map(BTreeMap::values).flatten().copied()
    }

    /// The connections whose scopes cover the row of a change, before it or after it.
    #[must_use]
    pub fn near(&self, change: &Change) -> BTreeMap<ConnectionId, Cover> {
        let mut near = BTreeMap::<ConnectionId, Cover>::new();
        let Some(row) = change.after.as_ref().or(change.before.as_ref()) else { return near };
        let scopes = Topic::carrying(row.table()).filter_map(|topic| self.scopes.get(&topic)).flatten();
        // A notification is one person's: nobody else's connections are looked at.
        let only = match row {
            Row::Notification(row) => Some(self.people.get(&row.user_id)),
            _ => None,
        };
        for (scope, connections) in scopes {
            let covers = |row: &Option<Row>| row.as_ref().is_some_and(|row| scope.covers(row));
            let cover = Cover { before: covers(&change.before), after: covers(&change.after) };
            if !cover.before && !cover.after {
                continue;
            }
            let mut add = |id: ConnectionId| {
                let sum = near.entry(id).or_default();
                sum.before |= cover.before;
                sum.after |= cover.after;
            };
            match only {
                Some(Some(own)) => own.intersection(connections).for_each(|id| add(*id)),
                Some(None) => {}
                None => connections.iter().for_each(|id| add(*id)),
            }
        }
        near
    }
}

//! Who listens to what, and what each of them is sent. Pure: what happened goes in, texts for
//! connections come out; queues and sockets are the shell's.

mod backlog;
mod connection;
mod gate;
mod listeners;
mod presence;
mod rows;
mod telling;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use backlog::{Backlog, Next, TOGETHER, together};
pub use connection::{Close, Connection, ConnectionId, Reader};
pub use gate::{Gate, Passage, error};
pub use rows::{TAIL, Tail, all};
pub use telling::json;

use crate::domain::ids::UserId;
use crate::domain::rows::{Role, Row};
use crate::domain::state::State;
use crate::domain::values::Instant;
use crate::domain::work::Change;
use crate::server::engine::{Engine, Entry};
use crate::sync::submit::Outcome;
use crate::sync::topic::{Scope, ScopeError, Topic};
use crate::sync::wire::{ClientFrame, FrameError, RowsFrame, ServerFrame, Subscribe, Welcome};
use listeners::Listeners;
use telling::{Telling, Told};

/// What a connection is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    Text(Arc<str>),
    /// Whose connection it is and what they may see; what follows is read by it, so it is never
    /// dropped.
    Welcome(Arc<str>),
    /// The rows of a subscription: asked for, so they do not count towards the queue's bound.
    Rows(Arc<str>),
    Close(Close),
}

/// Sendings in their order.
pub type Outbound = Vec<(ConnectionId, Out)>;

/// The connections of one workspace.
#[derive(Debug)]
pub struct Hub {
    build: String,
    subscriptions_per_socket: usize,
    connections: BTreeMap<ConnectionId, Connection>,
    listeners: Listeners,
    tail: Tail,
    presence_changed: bool,
    /// How often anybody has said where they are.
    places_said: u64,
}

/// A person's standing after a change of their row.
enum Standing {
    Gone(UserId),
    Changed(UserId, Role),
}

impl Hub {
    #[must_use]
    pub fn new(build: String, subscriptions_per_socket: usize, tail: Tail) -> Self {
        Self {
            build,
            subscriptions_per_socket,
            connections: BTreeMap::new(),
            listeners: Listeners::default(),
            tail,
            presence_changed: false,
            places_said: 0,
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.connections.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }

    /// A connection that has said hello. The same tab's earlier one is closed.
    pub fn join(
        &mut self,
        id: ConnectionId,
        connection: Connection,
        engine: &Engine,
        outcomes: Vec<Outcome>,
    ) -> Outbound {
        let same = |other: &Connection| {
            other.user == connection.user
                && other.replica == connection.replica
                && other.tab == connection.tab
        };
        let earlier: Vec<ConnectionId> =
            self.connections.iter().filter(|(_, other)| same(other)).map(|(id, _)| *id).collect();
        let mut out = Outbound::new();
        for earlier in earlier {
            self.leave(earlier);
            out.push((earlier, Out::Close(Close::Replaced)));
        }
        self.listeners.came(id, connection.user);
        out.push((id, self.welcome(connection.reader(), engine, outcomes)));
        self.connections.insert(id, connection);
        self.presence_changed = true;
        out
    }

    fn welcome(&self, reader: Reader, engine: &Engine, outcomes: Vec<Outcome>) -> Out {
        let frame = ServerFrame::Welcome(Welcome {
            user_id: reader.user,
            user_role: reader.role,
            workspace_id: engine.workspace(),
            epoch: engine.epoch().to_owned(),
            rights: reader.rights(),
            head: engine.head(),
            build: self.build.clone(),
            outcomes,
        });
        Out::Welcome(json(&frame).into())
    }

    /// A connection that is closed.
    pub fn leave(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.remove(&id) else { return };
        self.listeners.went(id, connection.user);
        for scope in connection.subscriptions.values() {
            self.listeners.stop(id, scope);
        }
        self.presence_changed = true;
    }

    /// What a connection says after its hello, and the time by the clock that people read.
    pub fn heard(&mut self, id: ConnectionId, frame: ClientFrame, engine: &Engine, now: Instant) -> Outbound {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.place.heard();
        }
        match frame {
            ClientFrame::Hello(_) => Outbound::new(),
            ClientFrame::Subscribe(subscribe) => self.subscribe(id, subscribe, engine),
            ClientFrame::Unsubscribe { id: name } => {
                self.unsubscribe(id, &name);
                Outbound::new()
            }
            // One that is being closed is told nothing more, and has not been delivered the head.
            ClientFrame::Heartbeat { .. } if !self.connections.contains_key(&id) => Outbound::new(),
            ClientFrame::Heartbeat { .. } => {
                let beat = ServerFrame::Heartbeat { timestamp: now, revision: engine.head() };
                vec![(id, text(&beat))]
            }
            ClientFrame::Presence(presence) => {
                if let Some(connection) = self.connections.get_mut(&id) {
                    self.places_said += 1;
                    connection.place.said(presence, self.places_said);
                }
                Outbound::new()
            }
        }
    }

    fn unsubscribe(&mut self, id: ConnectionId, name: &str) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let Some(scope) = connection.subscriptions.remove(name) else { return };
        // Another subscription of the connection may have the same scope.
        if !connection.subscriptions.values().any(|other| *other == scope) {
            self.listeners.stop(id, &scope);
        }
    }

    fn subscribe(&mut self, id: ConnectionId, subscribe: Subscribe, engine: &Engine) -> Outbound {
        let Some(connection) = self.connections.get(&id) else { return Outbound::new() };
        let reader = connection.reader();
        let known = connection.subscriptions.contains_key(&subscribe.id);
        let refused = match subscribe.scope.check(reader.role) {
            Err(ScopeError::Forbidden) => Some(("forbidden", "Your role does not listen to this.")),
            Err(ScopeError::Invalid) => Some(("invalid", "The topic knows no such filter.")),
            Ok(()) if !known && connection.subscriptions.len() >= self.subscriptions_per_socket => {
                Some(("limit", "Too many subscriptions."))
            }
            Ok(()) => None,
        };
        if let Some((code, words)) = refused {
            let error = FrameError { id: Some(subscribe.id), ..error(code, words, None) };
            return vec![(id, text(&ServerFrame::Error(error)))];
        }
        self.unsubscribe(id, &subscribe.id);
        self.listeners.listen(id, &subscribe.scope);
        let frame = self.rows(reader, &subscribe, engine);
        if subscribe.scope.topic == Topic::Presence {
            self.presence_changed = true;
        }
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.subscriptions.insert(subscribe.id, subscribe.scope);
            connection.rows_as_of = engine.head();
        }
        vec![(id, Out::Rows(json(&frame).into()))]
    }

    /// Everything, or what was missed since the revision that the subscriber holds.
    fn rows(&self, reader: Reader, subscribe: &Subscribe, engine: &Engine) -> ServerFrame {
        let same = subscribe.epoch.as_deref() == Some(engine.epoch())
            && subscribe.rights.as_deref() == Some(reader.rights().as_str());
        let since = subscribe.since.filter(|since| same && *since <= engine.head());
        let missed =
            since.and_then(|since| self.tail.missed(engine.state(), reader, &subscribe.scope, since));
        let complete = missed.is_none();
        let (rows, gone) = match missed {
            Some(missed) => (missed.rows, missed.gone),
            None => (all(engine.state(), reader, &subscribe.scope), Vec::new()),
        };
        let id = subscribe.id.clone();
        ServerFrame::Rows(RowsFrame { id, revision: engine.head(), complete, rows, gone })
    }

    /// Fresh rows of all that a connection listens to, after its queue was dropped.
    #[must_use]
    pub fn afresh(&self, id: ConnectionId, engine: &Engine) -> Vec<Arc<str>> {
        let Some(connection) = self.connections.get(&id) else { return Vec::new() };
        let frames = connection.subscriptions.iter().map(|(name, scope)| {
            let whole =
                Subscribe { id: name.clone(), scope: scope.clone(), since: None, epoch: None, rights: None };
            json(&self.rows(connection.reader(), &whole, engine)).into()
        });
        frames.collect()
    }

    /// Tells of an entry that is durable: one fact a connection, where anything of it is covered.
    pub fn publish(&mut self, entry: &Arc<Entry>, engine: &Engine) -> Outbound {
        self.tail.push(Arc::clone(entry));
        let mut out = self.tell(entry);
        for standing in standings(&entry.changes) {
            out.extend(self.apply(&standing, engine));
        }
        out
    }

    fn tell(&self, entry: &Entry) -> Outbound {
        let mut telling = Telling::new(entry);
        // Of one commit, the rows for a changed role hold what is told of only after it.
        let is_news = |connection: &Connection| connection.rows_as_of < entry.revision;
        let mut told = BTreeMap::<ConnectionId, Vec<Told>>::new();
        for (at, change) in entry.changes.iter().enumerate() {
            for (id, cover) in self.listeners.near(change) {
                let Some(connection) = self.connections.get(&id).filter(|one| is_news(one)) else { continue };
                if let Some(one) = telling.of(at, connection.reader(), cover) {
                    told.entry(id).or_default().push(one);
                }
            }
        }
        let mut out = Outbound::with_capacity(told.len());
        // The author's own browser drops the act by this revision, whatever it listens to.
        for id in self.listeners.of(entry.actor) {
            let own =
                self.connections.get(&id).is_some_and(|one| one.replica == entry.replica && is_news(one));
            if own && !told.contains_key(&id) {
                out.push((id, text(&ServerFrame::Head(entry.revision))));
            }
        }
        for (id, told) in told {
            let Some(connection) = self.connections.get(&id) else { continue };
            out.push((id, Out::Text(telling.frame(connection.role, told))));
        }
        out
    }

    /// A person who is no longer welcome is signed out; one with another role starts anew.
    fn apply(&mut self, standing: &Standing, engine: &Engine) -> Outbound {
        match *standing {
            Standing::Gone(user) => {
                self.close_all(Close::AccountClosed, |connection| connection.user == user)
            }
            Standing::Changed(user, role) => {
                let mut out = Outbound::new();
                for id in self.listeners.of(user).collect::<Vec<_>>() {
                    out.extend(self.change_role(id, role, engine));
                }
                out
            }
        }
    }

    fn change_role(&mut self, id: ConnectionId, role: Role, engine: &Engine) -> Outbound {
        let Some(connection) = self.connections.get_mut(&id) else { return Outbound::new() };
        connection.role = role;
        let reader = connection.reader();
        let subscriptions = std::mem::take(&mut connection.subscriptions);
        for scope in subscriptions.values() {
            self.listeners.stop(id, scope);
        }
        let mut out = vec![(id, self.welcome(reader, engine, Vec::new()))];
        for (name, scope) in subscriptions {
            let anew = Subscribe { id: name, scope, since: None, epoch: None, rights: None };
            out.extend(self.subscribe(id, anew, engine));
        }
        out
    }

    /// Closes the connections of a session that has ended.
    pub fn end_session(&mut self, session: &str) -> Outbound {
        self.close_all(Close::SignedOut, |connection| connection.session == session)
    }

    /// Closes all connections of a person but those of one session.
    pub fn end_others(&mut self, user: UserId, session: &str) -> Outbound {
        self.close_all(Close::SignedOut, |connection| {
            connection.user == user && connection.session != session
        })
    }

    fn close_all(&mut self, why: Close, which: impl Fn(&Connection) -> bool) -> Outbound {
        let chosen: Vec<ConnectionId> =
            self.connections.iter().filter(|(_, one)| which(one)).map(|(id, _)| *id).collect();
        let mut out = Outbound::new();
        for id in chosen {
            self.leave(id);
            out.push((id, Out::Close(why)));
        }
        out
    }

    /// Says goodbye to everybody; each is told another delay, so that they do not come back at once.
    pub fn goodbye(&mut self) -> Outbound {
        let mut out = Outbound::new();
        let ids: Vec<ConnectionId> = self.connections.keys().copied().collect();
        for (place, id) in ids.into_iter().enumerate() {
            let place = u64::try_from(place).unwrap_or_default();
            let frame = ServerFrame::Goodbye {
                reason: "restarting".to_owned(),
                retry_after_ms: 500 + (place * 137) % 4_500,
            };
            out.push((id, text(&frame)));
            out.push((id, Out::Close(Close::Restarting)));
            self.leave(id);
        }
        out
    }

    /// The rows of a page: each once, whichever of its scopes cover it.
    #[must_use]
    pub fn page(state: &State, reader: Reader, scopes: &[Scope]) -> Vec<Row> {
        let mut rows = BTreeMap::new();
        for scope in scopes {
            for row in all(state, reader, scope) {
                rows.insert((row.table(), row.key()), row);
            }
        }
        rows.into_values().collect()
    }
}

fn text(frame: &ServerFrame) -> Out {
    Out::Text(json(frame).into())
}

/// What changes of people's rows mean for their connections.
fn standings(changes: &[Change]) -> Vec<Standing> {
    let mut standings = Vec::new();
    for change in changes {
        let (Some(Row::User(before)), Some(Row::User(after))) = (&change.before, &change.after) else {
            continue;
        };
        if !after.active || after.removed.is_some() {
            standings.push(Standing::Gone(after.id));
        } else if before.role != after.role {
            standings.push(Standing::Changed(after.id, after.role));
        }
    }
    standings
}

//! The replica behind signals.

#[cfg(feature = "hydrate")]
mod keep;
mod acts;
mod presence;
mod receive;
mod rows;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;
pub use presence::Other;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::browser::device;
use crate::browser::toasts::{Toast, ToastBody};
use crate::browser::triggers::{Key, Triggers};
use crate::domain::command::{Command, Undo};
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::rows::{Role, Table, User, Workspace};
use crate::domain::state::{Held, State};
use crate::domain::values::{Date, Instant, LocalTime, Revision};
use crate::sync::outbox::Standing;
use crate::sync::replica::{Reader, Replica};
use crate::sync::seed::Seed;
use crate::sync::submit::Envelope;
#[cfg(not(feature = "hydrate"))]
use crate::sync::submit::Outcome;
use crate::sync::views::{self, View};

/// How the page stands with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not yet tried, as in every page the server has just rendered.
    Starting,
    Live,
    /// The next attempt is at this instant of the device's clock.
    Reconnecting(Instant),
    /// The device says that it has no network.
    Offline,
    /// The session is over; what waits is kept for its maker.
    SignedOut,
    /// The server speaks a newer protocol: the page has to be loaded again.
    Outdated,
}

/// The replica of this page's person. Cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    replica: Mutex<Replica>,
    triggers: Triggers,
    glows: Mutex<HashMap<(Table, Uuid), ArcRwSignal<bool>>>,
    connection: ArcRwSignal<Connection>,
    now: ArcRwSignal<Instant>,
    /// The device keeps what is done here; else it lives as long as the page.
    kept: ArcRwSignal<bool>,
    /// The server has a newer build.
    newer: ArcRwSignal<bool>,
    /// The last request with acts came to nothing.
    failing: ArcRwSignal<bool>,
    toasts: ArcRwSignal<Vec<Toast>>,
    next_toast: ArcRwSignal<u64>,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only what a device keeps goes by it"))]
    workspace: WorkspaceId,
    others: Mutex<presence::Others>,
    /// What own acts did to the list, as the server told.
    effects: Mutex<Vec<(CommandId, Value)>>,
    build: String,
    #[cfg(feature = "hydrate")]
    links: crate::browser::socket::Links,
    #[cfg(feature = "hydrate")]
    keeping: crate::browser::keeper::Keeping,
    #[cfg(feature = "hydrate")]
    moves: crate::browser::presence::Moves,
}

/// The replica of the page. Pages for people who are not signed in have none.
///
/// # Panics
/// On such a page: only signed-in pages may ask.
#[must_use]
pub fn use_live() -> Live {
    expect_context::<Live>()
}

impl Live {
    /// A replica that holds the rows a page brings along.
    #[must_use]
    pub fn from_seed(seed: &Seed) -> Self {
        #[cfg(feature = "hydrate")]
        let replica = ReplicaId(device::replica_id(seed.workspace_id.0, seed.user_id.0));
        #[cfg(not(feature = "hydrate"))]
        let replica = ReplicaId::NIL;
        let reader = Reader { user: seed.user_id, role: seed.user_role, replica };
        Self::new(seed.replica(reader), seed.workspace_id, seed.now, seed.build.clone())
    }

    fn new(replica: Replica, workspace: WorkspaceId, now: Instant, build: String) -> Self {
        Self(Arc::new(Inner {
            replica: Mutex::new(replica),
            triggers: Triggers::default(),
            glows: Mutex::default(),
            connection: ArcRwSignal::new(Connection::Starting),
            now: ArcRwSignal::new(now),
            kept: ArcRwSignal::new(true),
            newer: ArcRwSignal::new(false),
            failing: ArcRwSignal::new(false),
            toasts: ArcRwSignal::new(Vec::new()),
            next_toast: ArcRwSignal::new(0),
            workspace,
            others: Mutex::default(),
            effects: Mutex::default(),
            build,
            #[cfg(feature = "hydrate")]
            links: crate::browser::socket::Links::default(),
            #[cfg(feature = "hydrate")]
            keeping: crate::browser::keeper::Keeping::default(),
            #[cfg(feature = "hydrate")]
            moves: crate::browser::presence::Moves::default(),
        }))
    }

    /// Starts to keep, to listen and to send. Called once, when the page is shown.
    #[cfg(feature = "hydrate")]
    pub fn start(&self) {
        crate::browser::keeper::start(self);
        crate::browser::socket::start(self.clone());
        crate::browser::start::install_own(&self.0.build);
        crate::browser::presence::start(self);
    }

    /// On the server nothing is listened to.
    #[cfg(not(feature = "hydrate"))]
    pub fn start(&self) {}

    // Who and when.

    /// The person of this page.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.replica().reader().user
    }

    #[must_use]
    pub fn role(&self) -> Role {
        self.replica().reader().role
    }

    /// The build that rendered the page.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.0.build
    }

    /// The clock, to the half minute; the server's at the first render. Tracked.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.now.get()
    }

    /// What the workspace's wall clock shows. Tracked.
    #[must_use]
    pub fn local_now(&self) -> LocalTime {
        let now = self.now();
        self.with(|state| LocalTime::at(now, state.workspace().map_or(&[][..], |row| &row.offsets)))
    }

    /// The workspace's day. Tracked.
    #[must_use]
    pub fn today(&self) -> Date {
        self.local_now().date
    }

    /// The workspace's day, for event handlers.
    #[must_use]
    pub fn today_untracked(&self) -> Date {
        let now = self.0.now.get_untracked();
        self.with(|state| local_date(state, now))
    }

    #[cfg(feature = "hydrate")]
    pub(in crate::browser) fn tick(&self) {
        self.0.now.set(device::now());
    }

    // Rows.

    /// A row by its id, where the replica holds it. Tracked: wakes with this row alone.
    #[must_use]
    pub fn row<R: Held>(&self, id: R::Id) -> Option<Arc<R>>
    where
        R::Id: Into<Uuid>,
    {
        self.0.triggers.track(Key::Row(R::TABLE, id.into()));
        self.replica().state().live::<R>(id).cloned()
    }

    /// Reads the rows after tracking a whole table: for lists, in a `Memo` that gives ids.
    pub fn table<T>(&self, table: Table, read: impl FnOnce(&State) -> T) -> T {
        self.0.triggers.track(Key::Table(table));
        self.with(read)
    }

    /// Reads the rows after tracking those of `table` that belong to the row `owner`: purchases of
    /// a line, ingredients of a schedule, tasks of a party.
    pub fn of<T>(&self, table: Table, owner: impl Into<Uuid>, read: impl FnOnce(&State) -> T) -> T {
        self.0.triggers.track(Key::Of(table, owner.into()));
        self.with(read)
    }

    /// Reads the rows without tracking anything: for event handlers.
    pub fn with<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(self.replica().state())
    }

    /// The workspace. Tracked.
    #[must_use]
    pub fn workspace(&self) -> Option<Arc<Workspace>> {
        self.table(Table::Workspaces, |state| state.workspace().cloned())
    }

    /// A person's name. Tracked.
    #[must_use]
    pub fn user_name(&self, id: UserId) -> String {
        self.row::<User>(id).map_or_else(|| "Somebody".to_owned(), |user| user.name.clone())
    }

    /// Whether there is something of all that the view listens to, or nothing more is to be had now.
    /// Tracked.
    #[must_use]
    pub fn is_ready(&self, view: &View) -> bool {
        self.0.triggers.track(Key::Delivered);
        if !matches!(self.connection(), Connection::Starting | Connection::Live) {
            return true;
        }
        let replica = self.replica();
        let today = self.0.now.with_untracked(|now| local_date(replica.state(), *now));
        let scopes = views::view(replica.reader().role, view, today);
        scopes.iter().all(|scope| replica.is_delivered(&scope.name()) || replica.holds_some(scope))
    }

    // Acts.

    /// Does what a person asked for: shows it at once and sends it.
    pub fn send(&self, command: impl Into<Command>) -> CommandId {
        let seen = self.seen();
        self.send_from(command, seen, Map::new())
    }

    /// The revision on screen now; to be kept when a field is opened, and given to
    /// [`send_from`](Self::send_from).
    #[must_use]
    pub fn seen(&self) -> Revision {
        self.replica().seen()
    }

    /// [`send`](Self::send) of an edit that began at `seen`, with the values it started from by the
    /// command's field names.
    pub fn send_from(
        &self,
        command: impl Into<Command>,
        seen: Revision,
        was: Map<String, Value>,
    ) -> CommandId {
        self.act(command.into(), seen, was)
    }

    #[inline(never)]
    fn act(&self, command: Command, seen: Revision, was: Map<String, Value>) -> CommandId {
        let now = device::now();
        let id = self.replica().outbox().next_id(now, &device::random());
        let woken = self.replica().act(id, command, now, seen, was);
        self.wake(&woken);
        self.wake_standing(id);
        self.keep_acts();
        id
    }

    /// Does it, and says so with the way to take it back.
    pub fn send_saying(&self, command: impl Into<Command>, text: impl Into<String>) -> CommandId {
        self.act_saying(command.into(), text.into())
    }

    #[inline(never)]
    fn act_saying(&self, command: Command, text: String) -> CommandId {
        let id = self.send(command);
        self.toast(ToastBody::Done { text, undo: Some(id) });
        id
    }

    /// Takes an act back.
    pub fn undo(&self, command_id: CommandId) {
        self.send(Undo { command_id });
    }

    /// A fresh id for a row that a person makes.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        device::new_id()
    }

    /// Acts that are not on the server yet. Tracked.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.triggers.track(Key::Outbox);
        self.replica().outbox().waiting()
    }

    /// Acts that were refused, with why. Tracked.
    #[must_use]
    pub fn refused(&self) -> Vec<(CommandId, Envelope, String)> {
        self.0.triggers.track(Key::Outbox);
        refused(&self.replica(), None)
    }

    /// Refused acts about a row, with why. Tracked.
    #[must_use]
    pub fn refused_about(&self, row: impl Into<Uuid>) -> Vec<(CommandId, Envelope, String)> {
        let row = row.into();
        self.0.triggers.track(Key::Standing(row));
        refused(&self.replica(), Some(row))
    }

    /// Whether an act about a row is on this device only. Tracked.
    #[must_use]
    pub fn is_waiting(&self, row: impl Into<Uuid>) -> bool {
        let row = row.into();
        self.0.triggers.track(Key::Standing(row));
        let replica = self.replica();
        let mut entries = replica.outbox().entries().iter();
        entries.any(|entry| entry.is_waiting() && entry.subjects().any(|one| one == row))
    }

    /// Takes a refused act out of the outbox; returns it so that it can be edited.
    pub fn discard(&self, id: CommandId) -> Option<Command> {
        let subjects = self.subjects(id);
        let command = self.replica().discard(id);
        self.wake_subjects(&subjects);
        self.tell_discarded(id);
        command
    }

    /// Sends a refused act once more, as a new one.
    pub fn retry(&self, id: CommandId) {
        if let Some(command) = self.discard(id) {
            self.send(command);
        }
    }

    // What is around.

    /// How the page stands with the server. Tracked.
    #[must_use]
    pub fn connection(&self) -> Connection {
        self.0.connection.get()
    }

    /// Tries to connect and to send at once.
    #[cfg(feature = "hydrate")]
    pub fn retry_now(&self) {
        self.0.links.wake();
        crate::browser::sender::flush(self);
    }

    /// On the server there is nothing to retry.
    #[cfg(not(feature = "hydrate"))]
    pub fn retry_now(&self) {}

    /// On the server nobody leaves a device.
    #[cfg(not(feature = "hydrate"))]
    pub fn sign_out(&self, _: &'static str) {}

    /// Whether the device keeps what is done here over a restart. Tracked.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.0.kept.get()
    }

    /// Whether acts could not be sent the last time, though the page may hear from the server. Tracked.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.0.failing.get()
    }

    /// Whether the server has a newer build than this page. Tracked.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.0.newer.get()
    }

    /// Whether somebody else has just changed the row; set back by the component that shows it.
    #[must_use]
    pub fn glow(&self, table: Table, id: impl Into<Uuid>) -> ArcRwSignal<bool> {
        let mut glows = lock(&self.0.glows);
        glows.entry((table, id.into())).or_insert_with(|| ArcRwSignal::new(false)).clone()
    }

    /// The messages on screen. Tracked.
    #[must_use]
    pub fn toasts(&self) -> Vec<Toast> {
        self.0.toasts.get()
    }

    /// Shows a message.
    pub fn toast(&self, body: ToastBody) {
        let id = self.0.next_toast.get_untracked();
        self.0.next_toast.set(id + 1);
        self.0.toasts.update(|toasts| {
            // More than a handful is read by nobody.
            if toasts.len() >= 4 {
                toasts.remove(0);
            }
            toasts.push(Toast { id, body });
        });
    }

    /// Takes a message away.
    pub fn dismiss(&self, id: u64) {
        self.0.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    /// Listens to what a view needs, besides the home topics; called when the route changes.
    #[cfg(feature = "hydrate")]
    pub fn enter(&self, view: &View) {
        crate::browser::socket::enter(self, view);
    }

    /// On the server the page's rows are all there already.
    #[cfg(not(feature = "hydrate"))]
    pub fn enter(&self, _: &View) {}

    // For socket and sender.

    pub(in crate::browser) fn replica(&self) -> MutexGuard<'_, Replica> {
        lock(&self.0.replica)
    }

    #[cfg(feature = "hydrate")]
    pub(in crate::browser) fn links(&self) -> &crate::browser::socket::Links {
        &self.0.links
    }

    #[cfg(feature = "hydrate")]
    pub(in crate::browser) fn connected(&self, connection: Connection) {
        if self.0.connection.get_untracked() != connection {
            self.0.connection.set(connection);
        }
        device::mark_document("data-live", connection == Connection::Live);
    }

    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_self, reason = "the still twin of what the browser does")]
    fn keep_acts(&self) {}

    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_self, reason = "the still twin of what the browser does")]
    fn tell_discarded(&self, _: CommandId) {}

    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_self, reason = "the still twin of what the browser does")]
    fn heard(&self, _: String, _: Vec<Outcome>) {}
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn local_date(state: &State, now: Instant) -> Date {
    LocalTime::at(now, state.workspace().map_or(&[][..], |row| &row.offsets)).date
}

fn refused(replica: &Replica, about: Option<Uuid>) -> Vec<(CommandId, Envelope, String)> {
    let entries = replica.outbox().refused();
    entries
        .filter(|entry| about.is_none_or(|row| entry.subjects().any(|one| one == row)))
        .filter_map(|entry| match &entry.standing {
            Standing::Refused(outcome) => {
                let why = outcome.reason.as_ref().map_or_else(
                    || "It waits for a change that was refused.".to_owned(),
                    |reason| reason.message.to_string(),
                );
                Some((entry.envelope.id, entry.envelope.clone(), why))
            }
            Standing::Unwritten | Standing::Waiting | Standing::UnderWay | Standing::Answered(_) => None,
        })
        .collect()
}

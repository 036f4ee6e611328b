//! The replica behind signals.

mod acts;
mod effects;
#[cfg(feature = "hydrate")]
mod keep;
mod presence;
mod receive;
mod rows;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;
pub use presence::Other;
use serde_json::Value;
use uuid::Uuid;

use crate::browser::device;
use crate::browser::toasts::{Toast, ToastBody};
use crate::browser::triggers::{Key, Triggers};
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::rows::{Role, Table};
use crate::domain::state::State;
use crate::domain::values::{Date, Instant, LocalTime};
use crate::sync::replica::{Reader, Replica};
use crate::sync::seed::Seed;
#[cfg(not(feature = "hydrate"))]
use crate::sync::submit::Outcome;
use crate::sync::views::View;

/// How the page stands with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not yet tried, as in every page the server has just rendered: its rows are as good as live, for a
    /// moment.
    Starting,
    /// The first attempt is under way, and the server has not been heard: the page was opened on the
    /// device, or the moment is over.
    Connecting,
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
    /// The role that the page is made for; its person's may be another one by now.
    shown_role: ArcRwSignal<Role>,
    now: ArcRwSignal<Instant>,
    /// What is on screen, once the page is alive.
    view: ArcRwSignal<Option<View>>,
    /// The device keeps what is done here; else it lives as long as the page.
    kept: ArcRwSignal<bool>,
    /// The server has a newer build.
    newer: ArcRwSignal<bool>,
    /// The last request with acts came to nothing.
    failing: ArcRwSignal<bool>,
    /// What is done and shown, and no act yet.
    under_hand: ArcRwSignal<usize>,
    toasts: ArcRwSignal<Vec<Toast>>,
    next_toast: ArcRwSignal<u64>,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only what a device keeps goes by it"))]
    workspace: WorkspaceId,
    others: Mutex<presence::Others>,
    /// What own acts did to the list, as the server told.
    effects: Mutex<Vec<(CommandId, Value)>>,
    /// Who removed what went away last.
    removals: Mutex<Vec<(Uuid, UserId)>>,
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
        device::server_says(seed.now);
        #[cfg(feature = "hydrate")]
        let replica = ReplicaId(device::replica_id(seed.workspace_id.0, seed.user_id.0));
        #[cfg(not(feature = "hydrate"))]
        let replica = ReplicaId::NIL;
        let reader = Reader { user: seed.user_id, role: seed.user_role, replica };
        Self::new(seed.replica(reader), Connection::Starting, seed.workspace_id, seed.now, seed.build.clone())
    }

    fn new(
        replica: Replica,
        connection: Connection,
        workspace: WorkspaceId,
        now: Instant,
        build: String,
    ) -> Self {
        Self(Arc::new(Inner {
            shown_role: ArcRwSignal::new(replica.reader().role),
            replica: Mutex::new(replica),
            triggers: Triggers::default(),
            glows: Mutex::default(),
            connection: ArcRwSignal::new(connection),
            now: ArcRwSignal::new(now),
            view: ArcRwSignal::new(None),
            kept: ArcRwSignal::new(true),
            newer: ArcRwSignal::new(false),
            failing: ArcRwSignal::new(false),
            under_hand: ArcRwSignal::new(0),
            toasts: ArcRwSignal::new(Vec::new()),
            next_toast: ArcRwSignal::new(0),
            workspace,
            others: Mutex::default(),
            effects: Mutex::default(),
            removals: Mutex::default(),
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
        crate::browser::code::start(self);
        crate::browser::keeper::start(self);
        crate::browser::socket::start(self.clone());
        crate::browser::start::install_own(&self.0.build);
        crate::browser::presence::start(self);
        self.follow_day();
    }

    /// Another day, by midnight or by a clock that was set right, is another part of what a view covers.
    #[cfg(feature = "hydrate")]
    fn follow_day(&self) {
        let live = self.clone();
        let today = Memo::new({
            let live = live.clone();
            move |_| live.today()
        });
        Effect::new(move |before: Option<Date>| {
            let today = today.get();
            let view = live.0.view.get_untracked();
            if let Some(view) = view.filter(|_| before.is_some_and(|before| before != today)) {
                live.enter(&view);
            }
            today
        });
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

    /// Their role. Whatever reads it is made anew when it changes (see [`shown_role`](Self::shown_role)).
    #[must_use]
    pub fn role(&self) -> Role {
        self.replica().reader().role
    }

    /// The role that the page is made for. Tracked by what makes the page.
    #[must_use]
    pub fn shown_role(&self) -> Role {
        self.0.shown_role.get()
    }

    /// Whether the person's role is another one than the page is made for. Tracked.
    #[must_use]
    pub fn has_other_role(&self) -> bool {
        self.0.triggers.track(Key::Role);
        self.shown_role() != self.role()
    }

    /// Makes the page for the role that its person has now.
    pub fn show_role(&self) {
        self.0.shown_role.set(self.role());
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
    pub fn sign_out(&self) {}

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
        self.0.view.set(Some(view.clone()));
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

//! What every handler is given: store, engines, limits.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::HeaderMap;
use tokio::sync::{Mutex, watch};

use super::clock;
use super::config::Limits;
use super::engine::{Failure, Founding, Handle, Means, SystemAct, Tzdb, rehearse, start};
use super::hub::ConnectionId;
use super::people::{Allowance, tokens};
use super::store::Store;
use crate::domain::ids::{UserId, WorkspaceId};
use crate::ui::Build;

/// Shared by all requests; a clone is the same one.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What an [`App`] holds.
pub struct Shared {
    pub store: Arc<dyn Store>,
    pub engines: Engines,
    pub limits: Limits,
    pub build: Build,
    /// The server itself speaks HTTPS.
    pub tls: bool,
    pub failures_by_account: Allowance<String>,
    pub failures_by_address: Allowance<IpAddr>,
    pub submissions: Allowance<UserId>,
    /// Seals what a page is to say of a refused form: nobody else puts words there by a link.
    pub secret: String,
    /// Held while the first workspace is made.
    pub starting: Mutex<()>,
    connections: AtomicU64,
    /// Told when another program (`bliss user …`) has written to the database.
    pub beside: watch::Sender<()>,
    /// Set once the server is to stop.
    pub stopping: watch::Sender<bool>,
}

/// Wrong passwords for one account before it has to wait, and how often one more is let through.
const FAILURES_BY_ACCOUNT: (u32, u32) = (10, 60_000);
/// The same for one address, behind which there may be many people.
const FAILURES_BY_ADDRESS: (u32, u32) = (60, 10_000);

impl App {
    #[must_use]
    pub fn new(store: Arc<dyn Store>, limits: Limits, build: Build, tls: bool) -> Self {
        let means = Means {
            store: Arc::clone(&store),
            build: build.name.clone(),
            subscriptions_per_socket: limits.subscriptions_per_socket,
        };
        Self(Arc::new(Shared {
            store,
            engines: Engines { means, handles: Mutex::default() },
            limits,
            build,
            tls,
            failures_by_account: Allowance::new(FAILURES_BY_ACCOUNT.0, FAILURES_BY_ACCOUNT.1),
            failures_by_address: Allowance::new(FAILURES_BY_ADDRESS.0, FAILURES_BY_ADDRESS.1),
            submissions: Allowance::new(
                limits.requests_per_second.saturating_mul(5),
                1_000 / limits.requests_per_second.max(1),
            ),
            secret: tokens::fresh(),
            starting: Mutex::default(),
            connections: AtomicU64::new(0),
            beside: watch::Sender::new(()),
            stopping: watch::Sender::new(false),
        }))
    }

    /// A number that no other socket of this process has.
    #[must_use]
    pub fn next_connection(&self) -> ConnectionId {
        ConnectionId(self.connections.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether the browser speaks HTTPS, to us or to a proxy before us.
    #[must_use]
    pub fn is_secure(&self, headers: &HeaderMap) -> bool {
        self.tls || headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https")
    }
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// The running workspaces.
pub struct Engines {
    means: Means,
    handles: Mutex<HashMap<WorkspaceId, Handle>>,
}

impl Engines {
    /// The engine of a workspace, started where it does not run yet.
    ///
    /// # Errors
    /// `Unavailable` where it cannot be read.
    pub async fn of(&self, workspace: WorkspaceId) -> Result<Handle, Failure> {
        let mut handles = self.handles.lock().await;
        if let Some(handle) = handles.get(&workspace) {
            return Ok(handle.clone());
        }
        let started = start(self.means.clone(), workspace).await;
        let handle = started.map_err(|error| {
            tracing::error!(%error, %workspace, "a workspace cannot be read");
            Failure::Unavailable
        })?;
        handles.insert(workspace, handle.clone());
        Ok(handle)
    }

    /// Makes a workspace with its first entry.
    ///
    /// # Errors
    /// `Refused` where a value is wrong; then nothing is left of it.
    pub async fn found(&self, founding: Founding) -> Result<Handle, Failure> {
        let workspace = founding.workspace;
        let act = SystemAct::Found(founding);
        rehearse(&act, &Tzdb, clock::now()).map_err(Failure::Refused)?;
        let epoch = clock::uuid().to_string();
        let added = self.means.store.add_workspace(workspace, &epoch).await;
        added.map_err(|error| {
            tracing::error!(%error, "no room for a workspace");
            Failure::Unavailable
        })?;
        let handle = self.of(workspace).await?;
        handle.system(clock::command_id(), act).await?;
        Ok(handle)
    }

    /// Reads all of them anew, and tells of what was written beside.
    pub async fn catch_up(&self) {
        let handles: Vec<Handle> = self.handles.lock().await.values().cloned().collect();
        for handle in handles {
            handle.catch_up().await;
        }
    }

    /// Finishes what is under way in all of them and says goodbye to their sockets.
    pub async fn goodbye(&self) {
        let handles = std::mem::take(&mut *self.handles.lock().await);
        for handle in handles.into_values() {
            handle.goodbye().await;
        }
    }
}

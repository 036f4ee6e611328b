//! The life of the server: open the store, listen, stop when told.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use super::app::App;
use super::config::{Config, Tls};
use super::engine::Failure;
use super::people::entry::START_TOKEN;
use super::people::{Peer, tokens};
use super::site::{Site, SiteError};
use super::store::{self, StoreError};
use super::{demo, router};
use crate::ui::Build;

/// How long requests under way may take to finish once the program was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How often the server looks whether another program has written to its database.
const FOLLOW: Duration = Duration::from_millis(500);

/// What `bliss serve` was asked for.
#[derive(Clone, Debug)]
pub struct Serve {
    pub config: Config,
    /// Fill an empty database with the demonstration workspace.
    pub demo: bool,
}

/// Why the server did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The built pages could not be read.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The database could not be opened or read.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// The demonstration data could not be made.
    #[error("the demonstration data: {0}")]
    Demo(Failure),
    /// The address could not be bound, or accepting failed for good.
    #[error("{address}: {source}")]
    Listen {
        /// Where the server was to listen.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Certificate or key could not be used.
    #[error("{} with {}: {source}", tls.cert.display(), tls.key.display())]
    Certificate {
        /// The two files.
        tls: Tls,
        /// What is wrong with them.
        source: io::Error,
    },
}

/// Serves until the process is told to stop. Says on standard output where it listens, which is
/// how a caller learns the port when it asked for port 0.
pub async fn serve(Serve { config, demo }: Serve) -> Result<(), ServeError> {
    let site = Site::find(&config)?;
    let store = store::open(&config.server.database).await?;
    let build = Build {
        name: site.build().unwrap_or("development").to_owned(),
        options: config.leptos_options(&site),
        parts: site.parts(&config.leptos.site_pkg_dir),
    };
    let app = App::new(Arc::clone(&store), config.limits, build, config.tls.is_some());

    let address = config.server.address;
    let listen = |source| ServeError::Listen { address, source };
    let listener = std::net::TcpListener::bind(address).map_err(listen)?;
    listener.set_nonblocking(true).map_err(listen)?;
    let bound = listener.local_addr().map_err(listen)?;
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let site_address = format!("{scheme}://{bound}");

    welcome(&app, demo, &site_address).await?;
    let service = router::router(&config, &site, &app).into_make_service_with_connect_info::<Peer>();
    let handle = Handle::new();
    tokio::spawn(follow(app.clone()));
    tokio::spawn(stop_when_told(handle.clone(), app));
    println!("listening on {site_address}");

    let served = if let Some(tls) = &config.tls {
        // Fails only when a provider was chosen before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let certificate = RustlsConfig::from_pem_file(&tls.cert, &tls.key)
            .await
            .map_err(|source| ServeError::Certificate { tls: tls.clone(), source })?;
        let server = axum_server::from_tcp_rustls(listener, certificate).map_err(listen)?;
        server.handle(handle).serve(service).await.map_err(listen)
    } else {
        let server = axum_server::from_tcp(listener).map_err(listen)?;
        server.handle(handle).serve(service).await.map_err(listen)
    };
    store.close().await;
    served
}

/// Notices what another program writes to the same database, for as long as the server runs: rows are told
/// of, and the sockets of sessions that it ended are closed.
async fn follow(app: App) {
    let mut known = None;
    loop {
        if let Ok(now) = app.store.written_beside().await
            && known.replace(now).is_some_and(|before| before != now)
        {
            app.engines.catch_up().await;
            app.beside.send_replace(());
        }
        tokio::time::sleep(FOLLOW).await;
    }
}

/// Makes sure that somebody can come in, and says how.
async fn welcome(app: &App, demo: bool, site_address: &str) -> Result<(), ServeError> {
    if !app.store.workspaces().await?.is_empty() {
        // Read now rather than at the first request, which would wait for it.
        for workspace in app.store.workspaces().await? {
            app.engines.of(workspace).await.map_err(ServeError::Demo)?;
        }
        if demo {
            demo::print_sign_ins(app).await?;
        }
        return Ok(());
    }
    if demo {
        demo::fill(app).await.map_err(ServeError::Demo)?;
        demo::print_sign_ins(app).await?;
        return Ok(());
    }
    let token = tokens::fresh();
    app.store.set_meta(START_TOKEN, Some(&tokens::hash(&token))).await?;
    println!("Nobody is here yet. Open this link once to make your workspace:");
    println!("  {site_address}/start?token={token}");
    Ok(())
}

/// Stops accepting, finishes what is under way, says goodbye to the sockets.
async fn stop_when_told(handle: Handle<SocketAddr>, app: App) {
    stop_signal().await;
    tracing::info!("stopping");
    app.stopping.send_replace(true);
    handle.graceful_shutdown(Some(GRACE));
    app.engines.goodbye().await;
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("a handler for SIGTERM can be set");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    let _ = tokio::signal::ctrl_c().await;
}

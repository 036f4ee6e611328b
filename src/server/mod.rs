//! The program around the rules: it serves the pages and, as the rooms fill, keeps, orders and
//! sends the changes. Only `main` calls in here.

pub mod config;
mod page;
pub mod router;
pub mod site;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use config::{Config, Tls};
use site::{Site, SiteError};

/// How long requests under way may take to finish once the program was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Why the server did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The built pages could not be read.
    #[error(transparent)]
    Site(#[from] SiteError),
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
pub async fn serve(config: Config) -> Result<(), ServeError> {
    let site = Site::find(&config)?;
    let address = config.server.address;
    let listen = |source| ServeError::Listen { address, source };
    let service = router::router(&config, &site).into_make_service_with_connect_info::<SocketAddr>();

    let handle = Handle::new();
    tokio::spawn(stop_when_told(handle.clone()));
    let listener = std::net::TcpListener::bind(address).map_err(listen)?;
    listener.set_nonblocking(true).map_err(listen)?;
    let bound = listener.local_addr().map_err(listen)?;

    if let Some(tls) = &config.tls {
        // Fails only when a provider was chosen before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let certificate = RustlsConfig::from_pem_file(&tls.cert, &tls.key)
            .await
            .map_err(|source| ServeError::Certificate { tls: tls.clone(), source })?;
        println!("listening on https://{bound}");
        let server = axum_server::from_tcp_rustls(listener, certificate).map_err(listen)?;
        server.handle(handle).serve(service).await.map_err(listen)
    } else {
        println!("listening on http://{bound}");
        let server = axum_server::from_tcp(listener).map_err(listen)?;
        server.handle(handle).serve(service).await.map_err(listen)
    }
}

async fn stop_when_told(handle: Handle<SocketAddr>) {
    stop_signal().await;
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(GRACE));
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

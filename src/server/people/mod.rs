//! Who may come in, and how: sign-in, sessions, the first link, invitations, passwords.

mod allowance;
pub mod entry;
pub mod passwords;
pub mod sessions;
pub mod sign_in;
pub mod tokens;

use std::net::{IpAddr, SocketAddr};

use axum::extract::connect_info::Connected;
use axum::http::HeaderMap;

pub use allowance::Allowance;

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(SocketAddr);

impl Connected<SocketAddr> for Peer {
    fn connect_info(address: SocketAddr) -> Self {
        Self(address)
    }
}

impl Peer {
    /// Whom to count attempts for. Behind a proxy on this machine everybody would be that proxy:
    /// then the last address it names counts, which it has written itself.
    #[must_use]
    pub fn address(&self, headers: &HeaderMap) -> IpAddr {
        let own = self.0.ip();
        if !own.is_loopback() {
            return own;
        }
        let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let last = forwarded.and_then(|list| list.rsplit(',').next());
        last.and_then(|address| address.trim().parse().ok()).unwrap_or(own)
    }
}

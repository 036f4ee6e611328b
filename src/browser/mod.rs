//! The replica at work in a page: signals over its rows, the socket that feeds it, and the sender
//! that empties its outbox.
//!
//! [`Live`] is the one door for components. On the server it is a replica that holds the page's
//! rows and never changes; in the browser it is woken row by row.

pub mod awake;
pub mod chime;
#[cfg(feature = "hydrate")]
mod code;
mod device;
#[cfg(feature = "hydrate")]
mod disk;
#[cfg(feature = "hydrate")]
mod keeper;
mod live;
pub mod presence;
#[cfg(feature = "hydrate")]
mod sender;
#[cfg(feature = "hydrate")]
mod socket;
#[cfg(feature = "hydrate")]
mod start;
#[cfg(feature = "hydrate")]
mod stash;
#[cfg(feature = "hydrate")]
mod tabs;
pub mod theme;
mod toasts;
mod triggers;

#[cfg(feature = "hydrate")]
pub use code::{NotHere, until_here};
pub use device::now;
pub use live::{Connection, Live, Other, use_live};
#[cfg(feature = "hydrate")]
pub use start::{is_from_device, on_device};
pub use toasts::{Toast, ToastBody};

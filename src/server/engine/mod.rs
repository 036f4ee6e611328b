//! The authority over a workspace: decides commands in one order, each once.
//!
//! [`Engine`] is pure: commands and what the store knows go in, entries and answers come out. The
//! actor around it (feature `ssr`) owns it together with the hub, looks up, writes, and tells.

mod batch;
mod core;
mod entry;
mod fingerprint;
mod system;

#[cfg(feature = "ssr")]
mod actor;
#[cfg(feature = "ssr")]
mod handle;
#[cfg(feature = "ssr")]
mod zones;

#[cfg(test)]
pub(super) mod tests;

#[cfg(feature = "ssr")]
pub use actor::{Means, start};
pub use batch::{AccountWrite, Batch, Known, Needs, Remembered, address};
pub use core::{Engine, Surroundings};
pub use entry::{Entry, EntryBody};
#[cfg(feature = "ssr")]
pub use handle::{Failure, Handle, Opening, PageRows};
pub use system::{Founding, Joining, Newcomer, SystemAct, Zones, check_address, is_open, rehearse};
#[cfg(feature = "ssr")]
pub use zones::Tzdb;

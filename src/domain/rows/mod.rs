//! The rows of a workspace, one file a noun, and the sum of them all.

mod budget;
mod catalogue;
mod conflict;
mod kitchen;
mod notification;
mod people;
mod record;
mod shopping;
mod table;
mod task;

pub use budget::*;
pub use catalogue::*;
pub use conflict::*;
pub use kitchen::*;
pub use notification::*;
pub use people::*;
pub(crate) use record::row;
pub use record::{Made, Record, Removed, Setting, Settings, Withdrawn, WithdrawnReason};
pub use shopping::*;
pub use table::{Row, Table};
pub use task::*;

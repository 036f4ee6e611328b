//! The values that rows are made of. Each has one constructor that checks and one form on the wire.

mod money;
mod patch;
mod quantity;
mod time;

pub use money::Money;
pub use patch::Patch;
pub use quantity::{Quantity, QuantityError, Unit};
pub use time::{Date, Instant, LocalTime, OffsetChange, Revision, TimeOfDay, Week, Weekday};

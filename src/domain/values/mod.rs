//! The values that rows are made of. Each has one constructor that checks and one form on the wire.

mod date;
mod money;
mod patch;
mod quantity;
mod revision;
mod time;

/// Values that are texts on the wire, as they are shown and read.
macro_rules! as_text {
    ($($name:ty),+) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
use as_text;

pub use date::{Date, TimeError, Week, Weekday};
pub use money::Money;
pub use patch::Patch;
pub use quantity::{Quantity, QuantityError, Unit};
pub use revision::Revision;
pub use time::{Instant, LocalTime, OffsetChange, TimeOfDay};

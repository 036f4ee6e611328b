//! The values that rows are made of. Each has one constructor that checks and one form on the wire.

mod date;
mod money;
mod patch;
mod quantity;
mod revision;
mod time;

/// Values that are texts on the wire, as they are shown and read: parsed where somebody says them, and
/// as they may be `stored` elsewhere.
macro_rules! as_text {
    ($($name:ty),+) => {$(
        impl $crate::domain::json::ToJson for $name {
            fn to_json(&self) -> serde_json::Value {
                self.to_string().into()
            }
        }

        impl $crate::domain::json::FromJson for $name {
            #[inline(never)]
            fn from_json(at: &$crate::domain::json::At<'_>) -> Self {
                let text = at.text();
                let read = if at.is_said() { text.parse() } else { Self::stored(text) };
                read.unwrap_or_else(|error: TimeError| {
                    at.wrong(error.words());
                    Self::FIRST
                })
            }
        }

        $crate::domain::json::through_serde!($name);
    )+};
}
use as_text;

/// Values that are what they hold on the wire.
macro_rules! as_number {
    ($($name:ident($number:ty)),+) => {$(
        impl $crate::domain::json::ToJson for $name {
            fn to_json(&self) -> serde_json::Value {
                $crate::domain::json::ToJson::to_json(&self.0)
            }
        }

        impl $crate::domain::json::FromJson for $name {
            fn from_json(at: &$crate::domain::json::At<'_>) -> Self {
                Self(<$number as $crate::domain::json::FromJson>::from_json(at))
            }
        }

        $crate::domain::json::through_serde!($name);
    )+};
}
pub(super) use as_number;

pub use date::{Date, TimeError, Week, Weekday};
pub use money::Money;
pub use patch::Patch;
pub use quantity::{Quantity, QuantityError, Unit};
pub use revision::Revision;
pub use time::{Instant, LocalTime, OffsetChange, TimeOfDay};

//! The one place where the server takes the time, and ids that begin with it.
//!
//! What a person reads as a date comes from the wall clock, [`now`], which may be set while the program
//! runs. Spans go by a [`Moment`]: nobody can set that clock.

use std::time::{SystemTime, UNIX_EPOCH};

use uuid::{Builder, Uuid};

use crate::domain::ids::CommandId;
use crate::domain::values::Instant;

/// UTC, in milliseconds since 1970.
#[must_use]
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A point of time that is good for spans alone.
pub type Moment = std::time::Instant;

/// This moment, whatever the wall clock says.
#[must_use]
pub fn moment() -> Moment {
    Moment::now()
}

/// Random bytes from the system.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    bytes
}

/// A fresh `UUIDv7`.
#[must_use]
pub fn uuid() -> Uuid {
    let millis = u64::try_from(now().0).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
}

#[must_use]
pub fn command_id() -> CommandId {
    CommandId(uuid())
}

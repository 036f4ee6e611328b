//! How either end of a socket knows that the other is there (PROTOCOL, Reconnecting), in milliseconds.

/// A browser says so often that it is there.
pub const EVERY: u32 = 30_000;
/// A socket whose heartbeat has no answer for so long is dead.
pub const UNANSWERED: i64 = 15_000;
/// The server drops a socket that was silent for so long.
pub const SILENT: i64 = 75_000;

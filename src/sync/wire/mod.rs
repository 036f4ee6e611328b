//! The frames of the one WebSocket (PROTOCOL, Facts).
//!
//! Every frame is `{"type": …, "data": {…}}`; a fact has its envelope's keys beside these. Unknown
//! tables and frames are passed over, so that an older page keeps working beside a newer server.

mod client;
mod server;

use serde_json::Value;

pub use client::{ClientFrame, Hello, Presence, Subscribe};
pub use server::{FactFrame, FrameError, Present, RowChange, RowName, RowsFrame, ServerFrame, Welcome};

use crate::domain::json::{At, FromJson, Object, ToJson, from_value};
use crate::domain::rows::Row;

/// The protocol this program speaks.
pub const PROTOCOL: u32 = 1;

/// Why a session is over, in a 401 and in the close frame of a 4401: by its person, by time, by a new
/// password, or nobody knows.
pub const ENDED: &str = "ended";
/// The same: its person's account was closed, and what a device keeps of them has to go.
pub const CLOSED: &str = "closed";

fn tagged(kind: &str, data: Value) -> Value {
    let mut object = Object::new();
    object.put("type", &kind);
    object.put("data", &data);
    object.done()
}

fn only(name: &str, value: &dyn ToJson) -> Value {
    let mut object = Object::new();
    object.put(name, value);
    object.done()
}

/// The items of a list that this program knows; those of a newer one are passed over.
fn known<T: FromJson>(at: &At<'_>) -> Vec<T> {
    at.items().iter().filter_map(|item| from_value(item).ok()).collect()
}

/// The rows of a list, without those of tables that this program does not know.
pub(super) fn known_rows(at: &At<'_>) -> Vec<Row> {
    known(at)
}

//! The device's clock, set right by the server's, and its dice, with a server-side twin that is never asked.

#[cfg(feature = "hydrate")]
use std::sync::atomic::{AtomicI64, Ordering};

use uuid::Uuid;

use crate::domain::values::Instant;

/// How far the server's clock is ahead of the device's, in milliseconds; 0 where they agree.
#[cfg(feature = "hydrate")]
static AHEAD: AtomicI64 = AtomicI64::new(0);
/// Clocks that differ by less agree: an answer takes its time, and a page may take long to come.
#[cfg(feature = "hydrate")]
const AGREE: i64 = 120_000;
/// Where the device keeps how far ahead the server was.
#[cfg(feature = "hydrate")]
const KEPT: &str = "clock";

/// The time: the device's clock, set right where it is far from what the server said last. Shown, never
/// used for order.
#[cfg(feature = "hydrate")]
pub fn now() -> Instant {
    Instant(own_clock() + AHEAD.load(Ordering::Relaxed))
}

#[cfg(feature = "hydrate")]
fn own_clock() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds fit until the year 287396")]
    let millis = js_sys::Date::now() as i64;
    millis
}

/// The server's clock says this now.
#[cfg(feature = "hydrate")]
pub fn server_says(time: Instant) {
    if (time.0 - now().0).abs() < AGREE {
        return;
    }
    let ahead = time.0 - own_clock();
    let ahead = if ahead.abs() < AGREE { 0 } else { ahead };
    AHEAD.store(ahead, Ordering::Relaxed);
    if let Some(storage) = storage() {
        // Without it the page begins with the device's clock, and asks.
        let _ = storage.set_item(KEPT, &ahead.to_string());
    }
}

/// Goes by what the server said when this device last heard it, for a page that begins without it.
#[cfg(feature = "hydrate")]
pub fn recall_clock() {
    let kept = storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
    AHEAD.store(kept.and_then(|text| text.parse().ok()).unwrap_or_default(), Ordering::Relaxed);
}

/// What is written in the same breath; none where the browser forbids it.
#[cfg(feature = "hydrate")]
pub fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// A number from 0 to 1.
#[cfg(feature = "hydrate")]
pub fn draw() -> f64 {
    js_sys::Math::random()
}

/// What nobody can guess.
#[cfg(feature = "hydrate")]
pub fn random() -> [u8; 10] {
    let mut random = [0_u8; 10];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut random).ok());
    debug_assert!(filled.is_some(), "every browser that runs WebAssembly has a source of randomness");
    random
}

/// A new id, ordered by time (`UUIDv7`).
#[cfg(feature = "hydrate")]
pub fn new_id() -> Uuid {
    let millis = u64::try_from(now().0).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
}

/// Whether the device says that it has a network; it may be wrong.
#[cfg(feature = "hydrate")]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether somebody can see the page.
#[cfg(feature = "hydrate")]
pub fn is_visible() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| !document.hidden())
}

/// The id of this person's replica in this browser profile: kept in local storage, else made for
/// this page.
#[cfg(feature = "hydrate")]
pub fn replica_id(workspace: Uuid, user: Uuid) -> Uuid {
    let storage = storage();
    let name = format!("replica:{workspace}:{user}");
    let kept = storage.as_ref().and_then(|storage| storage.get_item(&name).ok().flatten());
    if let Some(id) = kept.and_then(|text| text.parse().ok()) {
        return id;
    }
    let id = new_id();
    if let Some(storage) = storage {
        // A private window may refuse; then the replica lives as long as the page.
        let _ = storage.set_item(&name, &id.to_string());
    }
    id
}

/// Says something of the page on `<html>`, for styles and for whoever watches the page from outside.
#[cfg(feature = "hydrate")]
pub fn mark_document(attribute: &str, value: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // Only a malformed name could fail.
        let _ = root.set_attribute(attribute, if value { "true" } else { "false" });
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn now() -> Instant {
    Instant(0)
}

#[cfg(not(feature = "hydrate"))]
pub fn server_says(_: Instant) {}

#[cfg(not(feature = "hydrate"))]
pub fn random() -> [u8; 10] {
    [0; 10]
}

#[cfg(not(feature = "hydrate"))]
pub fn new_id() -> Uuid {
    Uuid::nil()
}

//! Party Budget Bliss: the people behind a catered party work on it together and see each other's
//! changes at once.
//!
//! The map, from the inside out; arrows point inwards only:
//!
//! - [`domain`]: the rules, a pure state machine that server and browser both run.
//! - [`sync`]: wire types, replica, outbox, subscriptions, back-off; pure as well.
//! - `server` (feature `ssr`): the program around them that keeps, orders and sends.
//! - `ui` (features `ssr` and `hydrate`): the pages, rendered by the server and taken over by
//!   the browser, whose entry is `hydrate`; `view` is what stands behind their `view!`.

#![forbid(unsafe_code)]

// Leptos' macros write paths that begin with `::leptos`: here they mean this package, whose views have
// no type parameters (see `view`).
#[cfg(any(feature = "ssr", feature = "hydrate"))]
extern crate self as leptos;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
#[doc(hidden)]
pub use view::names::*;

#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod api;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod browser;
pub mod domain;
// Its pure parts, engine and hub, are tested without any feature; no browser ever gets it.
#[cfg(any(feature = "ssr", not(feature = "hydrate")))]
pub mod server;
pub mod sync;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod ui;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod view;

/// The browser's entry: takes over the page that the server rendered, or opens one on the device.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let page = || view::IntoView::into_view(ui::App());
    if browser::is_from_device() {
        let live = browser::on_device().await;
        // One that does not come says so in its place.
        let _ = ui::get_page().await;
        view::mount_body(|| {
            live.into_iter().for_each(leptos_core::prelude::provide_context);
            page()
        });
    } else {
        browser::until_here(ui::get_page).await;
        view::hydrate_body(page);
    }
}

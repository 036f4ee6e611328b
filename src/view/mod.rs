//! What stands behind `view!`: pages as plain values, written as text by the server and kept in the
//! document by the browser.
//!
//! Leptos gives every piece of a page a type of its own, and every type its own code for building,
//! rebuilding and hydrating. For a product of this size that came to 1.4 MB of compressed
//! WebAssembly and minutes of compiling. Here a page is one type, [`View`], and each of those tasks
//! is one piece of code for all of them. Macros, the reactive graph, contexts and server functions are
//! Leptos' own: its macros write paths that begin with `::leptos`, which in this package names the
//! package itself (see `lib.rs`), where [`names`] puts this module in the place of `tachys`.
//!
//! - [`node`]: what a view is, and what can become one.
//! - [`element`]: elements with their attributes, properties, classes and listeners.
//! - [`tags`]: their names, and those of attributes.
//! - [`signal`]: signals, memos, stored values and effects.
//! - [`value`]: what an attribute can be given.
//! - [`control`]: `Show`, `For`, `Provider`, and children of components.
//! - `text` (server): views as HTML.
//! - `dom` (browser): views in the document: made, taken over from the server, and brought up to
//!   date in place.

#![expect(clippy::inline_always, reason = "adapters with one caller each; the compiler for size keeps calls")]

pub mod control;
#[cfg(feature = "hydrate")]
mod dom;
pub mod element;
pub mod names;
pub mod node;
pub mod signal;
pub mod tags;
#[cfg(not(feature = "hydrate"))]
mod text;
pub mod value;

pub use control::row_key;
#[cfg(feature = "hydrate")]
pub use dom::{hydrate_body, mount_body};
pub use element::Element;
pub use node::{IntoView, Item, View};
#[cfg(not(feature = "hydrate"))]
pub use text::to_html;

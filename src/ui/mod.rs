//! The pages: rendered to text by the server with their rows, taken over by the browser.
//!
//! `frame` is what stands around every page, `pages` one room a route, `parts` what several pages
//! share, `route` which page an address shows, `words` how things are called and written.

mod app;
pub mod frame;
pub mod pages;
pub mod parts;
pub mod route;
pub mod words;

#[cfg(feature = "hydrate")]
pub use app::get_page;
pub use app::{App, Build, page, shell};

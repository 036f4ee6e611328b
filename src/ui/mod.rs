//! The pages, rendered to text by the server and taken over by the browser.

mod app;

pub use app::{App, shell};

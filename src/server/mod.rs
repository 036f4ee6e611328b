//! The program around the rules: it serves the pages and keeps, orders and sends the changes. Only
//! `main` and the server functions call in here.
//!
//! `engine`, `hub` and the `desk` they share are pure, up to the actor, and tested without the `ssr`
//! feature; all else needs it.

pub mod desk;
pub mod engine;
pub mod hub;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
mod clock;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
mod demo;
#[cfg(feature = "ssr")]
mod error;
#[cfg(feature = "ssr")]
pub mod manage;
#[cfg(feature = "ssr")]
mod origin;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod people;
#[cfg(feature = "ssr")]
mod qr;
#[cfg(feature = "ssr")]
pub mod router;
#[cfg(feature = "ssr")]
mod serve;
#[cfg(feature = "ssr")]
pub mod site;
#[cfg(feature = "ssr")]
mod socket;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod submit;
#[cfg(feature = "ssr")]
mod trace;

#[cfg(feature = "ssr")]
pub use error::AppError;
#[cfg(feature = "ssr")]
pub use serve::{Serve, ServeError, serve};
#[cfg(feature = "ssr")]
pub use submit::answer;

//! Pages for people who are not signed in: plain forms, which work without WASM too.

mod form;
mod invite;
mod sign_in;
mod start;
pub mod zone;

pub use invite::InvitePage;
pub use sign_in::SignInPage;
pub use start::StartPage;

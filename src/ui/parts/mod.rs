//! What several pages share.

mod glow;
mod icon;
mod person;

pub use glow::Glow;
pub use icon::Icon;
pub use person::{Avatar, RoleChip};

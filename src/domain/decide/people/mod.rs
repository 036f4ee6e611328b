//! Commands about clients, people, invitations and the workspace.

mod clients;
mod invites;
mod users;
mod workspace;

pub use clients::{put as put_client, remove as remove_client};
pub use invites::{invite, revoke as revoke_invite};
pub use users::put as put_user;
pub use workspace::edit as edit_workspace;

use super::super::bounds;
use super::super::refusal::Refusal;
use super::super::values::Patch;

/// A short text that may be cleared.
fn short(field: &'static str, patch: &Patch<String>) -> Result<Patch<String>, Refusal> {
    patch.try_map(|text| bounds::name(field, text))
}

/// An e-mail address that may be cleared.
fn email(patch: &Patch<String>) -> Result<Patch<String>, Refusal> {
    patch.try_map(|text| bounds::email("email", text))
}

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
fn short(field: &'static str, patch: &Patch<String>) -> Result<Option<Option<String>>, Refusal> {
    patch.change().map(|text| text.map(|text| bounds::name(field, text)).transpose()).transpose()
}

/// An e-mail address that may be cleared, in the form in which it is compared.
fn email(patch: &Patch<String>) -> Result<Option<Option<String>>, Refusal> {
    let checked = short("email", patch)?;
    let is_address = |text: &String| {
        let parts = text.split_once('@');
        let whole =
            parts.is_some_and(|(who, host)| !who.is_empty() && !host.is_empty() && !host.contains('@'));
        whole && !text.contains(char::is_whitespace)
    };
    match checked {
        Some(Some(text)) if !is_address(&text) => {
            Err(Refusal::invalid("email", "This is no e-mail address."))
        }
        Some(Some(text)) => Ok(Some(Some(text.to_lowercase()))),
        other => Ok(other),
    }
}

//! Commands about clients, users, invitations and the workspace.

use crate::domain::json::{data, sparse};

use super::super::ids::{ClientId, InviteId, UserId};
use super::super::rows::{Role, ShoppingDay};
use super::super::values::Patch;

sparse! {
    /// Makes or edits a client.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutClient {
        pub client_id: ClientId,
        pub name: Option<String>,
        pub email: Patch<String>,
        pub phone: Patch<String>,
        pub company: Patch<String>,
        pub notes: Option<String>,
    }
}

data! {
    /// Removes a client of whom no party stands.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveClient {
        pub client_id: ClientId,
    }
}

sparse! {
    /// Edits a person; everybody their own name, colour and language, an admin everybody's all.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutUser {
        pub user_id: UserId,
        pub name: Option<String>,
        pub role: Option<Role>,
        pub email: Patch<String>,
        pub colour: Option<String>,
        pub language: Option<String>,
        pub active: Option<bool>,
    }

    /// Invites by a one-time link. `token_hash` is the SHA-256 of the token in hex; `hours` how long it
    /// holds (72 unless given, at most 720).
    #[derive(Clone, Debug, PartialEq)]
    pub struct InvitePerson {
        pub invite_id: InviteId,
        pub role: Role,
        pub token_hash: String,
        pub hours: Option<u32>,
    }
}

data! {
    /// Makes an invitation that nobody has taken up void.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RevokeInvite {
        pub invite_id: InviteId,
    }
}

sparse! {
    /// Edits the workspace's settings.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EditWorkspace {
        pub name: Option<String>,
        pub currency: Option<String>,
        pub zone: Option<String>,
        pub languages: Option<Vec<String>>,
        pub shopping_days: Option<Vec<ShoppingDay>>,
        pub standard_supplies: Option<bool>,
    }
}

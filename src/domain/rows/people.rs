//! The workspace, its people, their invitations, and the clients.

use serde_json::Value;

use crate::domain::json::{At, FromJson, ToJson, words};

use super::super::ids::{ClientId, InviteId, UserId, WorkspaceId};
use super::super::merge::{ConflictKind, Rule};
use super::super::values::{Instant, OffsetChange};
use super::row;

words! {
    kebab
    /// What a person does here; what they may see depends on it alone.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Role {
        Admin,
        Organizer,
        Logistics,
        Cook,
    }
}

impl Role {
    /// Every role, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Organizer, Self::Logistics, Self::Cook];

    /// The word on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Organizer => "organizer",
            Self::Logistics => "logistics",
            Self::Cook => "cook",
        }
    }
}

/// A day of the week, Monday 1 to Sunday 7, on which the crew goes shopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShoppingDay(pub u8);

impl FromJson for ShoppingDay {
    fn from_json(at: &At<'_>) -> Self {
        Self(u8::from_json(at))
    }
}

impl ToJson for ShoppingDay {
    fn to_json(&self) -> Value {
        self.0.to_json()
    }
}

row! {
    /// One catering crew or company.
    Workspace(WorkspaceId) in Workspaces {
        set {
            "name" name: String = Rule::ServerWins,
            /// ISO 4217.
            "currency" currency: String = Rule::ServerWins,
            /// IANA time zone.
            "zone" zone: String = Rule::ServerWins,
            "languages" languages: Vec<String> = Rule::ServerWins,
            /// Empty: any day.
            "shoppingDays" shopping_days: Vec<ShoppingDay> = Rule::ServerWins,
            "standardSupplies" standard_supplies: bool = Rule::ServerWins,
        }
        also {
            /// The zone's changes of offset, one year back and five ahead; the server ships them.
            offsets: Vec<OffsetChange>,
        }
    }
}

row! {
    /// A person in the workspace.
    User(UserId) in Users {
        set {
            "name" name: String = Rule::ServerWins,
            "role" role: Role = Rule::ServerWins,
            /// Seen by admins and the person only.
            "email" email: Option<String> = Rule::ServerWins,
            "colour" colour: String = Rule::ServerWins,
            "language" language: String = Rule::ServerWins,
            "active" active: bool = Rule::ServerWins,
        }
        also { }
    }
}

row! {
    /// A one-time invitation; the token itself never enters the system, only its SHA-256 in hex.
    Invite(InviteId) in Invites {
        set { "revoked" revoked: bool = Rule::ServerWins, }
        also {
            role: Role,
            token_hash: String,
            created_by: UserId,
            at: Instant,
            expires_at: Instant,
            used_by: Option<UserId>,
        }
    }
}

row! {
    /// Who a party is for.
    Client(ClientId) in Clients {
        set {
            "name" name: String = Rule::ServerWins,
            "email" email: Option<String> = Rule::ServerWins,
            "phone" phone: Option<String> = Rule::ServerWins,
            "company" company: Option<String> = Rule::ServerWins,
            "notes" notes: String = Rule::Ask(ConflictKind::Text),
        }
        also {
            /// One of their parties has ever been booked; then logistics see them.
            booked: bool,
        }
    }
}

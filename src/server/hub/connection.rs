//! One open socket, as the hub knows it.

use std::collections::BTreeMap;

use super::presence::Place;
use crate::domain::ids::{ReplicaId, UserId};
use crate::domain::rows::{Role, Row};
use crate::domain::values::Revision;
use crate::sync::topic::Scope;
use crate::sync::wire::{CLOSED, ENDED};

/// A socket's number within this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// Whose socket it is and what it listens to.
#[derive(Clone, Debug)]
pub struct Connection {
    pub user: UserId,
    pub role: Role,
    pub replica: ReplicaId,
    pub tab: String,
    /// The hash of the session's token; when the session ends, so does the socket.
    pub session: String,
    pub subscriptions: BTreeMap<String, Scope>,
    pub place: Place,
    /// The revision of the last rows it was sent: what happened up to there is in them.
    pub rows_as_of: Revision,
}

impl Connection {
    #[must_use]
    pub fn new(user: UserId, role: Role, replica: ReplicaId, tab: String, session: String) -> Self {
        Self {
            user,
            role,
            replica,
            tab,
            session,
            subscriptions: BTreeMap::new(),
            place: Place::default(),
            rows_as_of: Revision::ZERO,
        }
    }

    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { user: self.user, role: self.role }
    }
}

/// Who reads: what they may see depends on it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    pub user: UserId,
    pub role: Role,
}

/// Raised when the rules of sight change, so that no browser keeps what it should not.
const SIGHT: u32 = 1;

impl Reader {
    /// Changes when what this person may see does.
    #[must_use]
    pub fn rights(self) -> String {
        format!("{}-{SIGHT}", self.role.name())
    }

    /// Whether a row is this very person's: theirs are cut for them, all others for their role.
    #[must_use]
    pub fn owns(self, row: &Row) -> bool {
        match row {
            Row::Notification(row) => row.user_id == self.user,
            Row::User(row) => row.id == self.user,
            Row::Workspace(_)
            | Row::Invite(_)
            | Row::Client(_)
            | Row::Budget(_)
            | Row::BudgetLine(_)
            | Row::Payment(_)
            | Row::Product(_)
            | Row::Dish(_)
            | Row::Menu(_)
            | Row::Task(_)
            | Row::Comment(_)
            | Row::Schedule(_)
            | Row::Ingredient(_)
            | Row::Timer(_)
            | Row::ShoppingItem(_)
            | Row::Demand(_)
            | Row::Purchase(_)
            | Row::Transfer(_)
            | Row::Substitute(_)
            | Row::Conflict(_) => false,
        }
    }
}

/// Why the server closes a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// What came was no conversation of this protocol.
    Malformed,
    /// The session has ended.
    SignedOut,
    /// So has the account of its person.
    AccountClosed,
    /// The page speaks another protocol.
    Unsupported,
    /// The same tab has connected again.
    Replaced,
    /// Too many frames.
    TooOften,
    /// A frame too large.
    TooLarge,
    /// The server is going down, or lost its store.
    Restarting,
    /// Silent for too long.
    Silent,
}

impl Close {
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Malformed => 4400,
            Self::SignedOut | Self::AccountClosed => 4401,
            Self::Unsupported => 4406,
            Self::Replaced => 4409,
            Self::TooOften => 4429,
            Self::TooLarge => 1009,
            Self::Restarting => 1012,
            Self::Silent => 4000,
        }
    }

    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::SignedOut => ENDED,
            Self::AccountClosed => CLOSED,
            Self::Unsupported => "unsupported protocol",
            Self::Replaced => "the same tab again",
            Self::TooOften => "too many frames",
            Self::TooLarge => "frame too large",
            Self::Restarting => "restarting",
            Self::Silent => "silent",
        }
    }
}

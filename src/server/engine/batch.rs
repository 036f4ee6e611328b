//! Commands that share a commit, and what the shell has to look up and write for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use super::Entry;
use crate::domain::context::{Act, Edit};
use crate::domain::ids::{CommandId, UserId};
use crate::domain::rows::{Row, Table, User};
use crate::domain::values::Revision;
use crate::domain::work::Change;
use crate::sync::submit::{Answer, Outcome, Submission};

/// What has to be looked up in the store before commands can be decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// Ids that may have been answered before.
    pub commands: Vec<CommandId>,
    /// Acts that an `undo` names.
    pub acts: Vec<CommandId>,
    /// E-mail addresses that somebody is to get.
    pub emails: Vec<String>,
}

/// What the store knows of it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub answers: BTreeMap<CommandId, Remembered>,
    /// Ids of entries that answer no command: acts of the server itself.
    pub own: BTreeSet<CommandId>,
    pub acts: BTreeMap<CommandId, Arc<Act>>,
    /// Who has the address already, in any workspace.
    pub emails: BTreeMap<String, UserId>,
}

impl Known {
    /// The addresses that undoing the acts may give back to somebody.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        let edits = self.acts.values().flat_map(|act| &act.edits);
        let emails = edits.filter(|edit| edit.table == Table::Users && edit.field == "email");
        let said = |edit: &Edit| {
            let settings = edit.superseded.iter().map(|setting| &setting.value);
            let said = settings.chain([&edit.value_before]).filter_map(Value::as_str);
            said.map(address).collect::<Vec<_>>()
        };
        emails.flat_map(said).collect()
    }

    /// Whether one of these writes gives somebody an address that another signs in with, after those that were
    /// decided before.
    #[must_use]
    pub fn takes_an_address(&self, before: &[AccountWrite], writes: &[AccountWrite]) -> bool {
        let mut holders = self.emails.clone();
        for (user, email) in before.iter().filter_map(AccountWrite::address) {
            holders.retain(|_, holder| *holder != user);
            holders.insert(email.to_owned(), user);
        }
        writes
            .iter()
            .filter_map(AccountWrite::address)
            .any(|(user, email)| holders.get(email).is_some_and(|holder| *holder != user))
    }
}

/// The answer to a command, kept for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    pub actor: UserId,
    pub fingerprint: Uuid,
    pub outcome: Outcome,
}

/// A change to who may come in, written together with the rows it follows from.
#[derive(Clone, Debug, PartialEq)]
pub enum AccountWrite {
    Open {
        user: UserId,
        email: String,
        password_hash: String,
    },
    Rename {
        user: UserId,
        email: String,
    },
    /// The person was removed or set inactive: their sessions end, and are kept to say so.
    EndSessions {
        user: UserId,
    },
}

impl AccountWrite {
    /// The address that it gives to somebody.
    fn address(&self) -> Option<(UserId, &str)> {
        match self {
            Self::Open { user, email, .. } | Self::Rename { user, email } => Some((*user, email)),
            Self::EndSessions { .. } => None,
        }
    }
}

/// Commands decided together: written in one transaction, then answered and told, or taken back.
#[derive(Debug, Default)]
pub struct Batch {
    /// The head before it.
    pub from: Revision,
    pub entries: Vec<Arc<Entry>>,
    pub remembered: Vec<Remembered>,
    pub accounts: Vec<AccountWrite>,
    /// One a submission, in order; none where its author is nobody here (any more).
    pub answers: Vec<Option<Answer>>,
}

impl Batch {
    /// The head after it.
    #[must_use]
    pub fn head(&self) -> Revision {
        self.entries.last().map_or(self.from, |entry| entry.revision)
    }

    /// Nothing has to be written for it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.remembered.is_empty() && self.accounts.is_empty()
    }
}

impl Needs {
    /// What has to be looked up for these submissions.
    #[must_use]
    pub fn of(submissions: &[Submission]) -> Self {
        let mut needs = Self::default();
        for envelope in submissions.iter().flat_map(|submission| &submission.commands) {
            needs.commands.push(envelope.id);
            let text = |field: &str| envelope.data.get(field).and_then(|value| value.as_str());
            match envelope.kind.as_str() {
                "undo" => needs.acts.extend(text("commandId").and_then(|id| id.parse::<CommandId>().ok())),
                "put-user" => needs.emails.extend(text("email").map(address)),
                "resolve-conflict" => {
                    needs.emails.extend(text("value").filter(|value| value.contains('@')).map(address));
                }
                _ => {}
            }
        }
        needs
    }
}

/// An e-mail address as accounts are looked up by it.
#[must_use]
pub fn address(email: &str) -> String {
    email.trim().to_ascii_lowercase()
}

/// What changes of people mean for their accounts.
#[must_use]
pub fn account_writes(changes: &[Change]) -> Vec<AccountWrite> {
    let mut writes = Vec::new();
    for change in changes {
        let (Some(Row::User(before)), Some(Row::User(after))) = (&change.before, &change.after) else {
            continue;
        };
        if let Some(email) = after.email.as_ref().filter(|_| before.email != after.email) {
            writes.push(AccountWrite::Rename { user: after.id, email: address(email) });
        }
        if is_welcome(before) && !is_welcome(after) {
            writes.push(AccountWrite::EndSessions { user: after.id });
        }
    }
    writes
}

/// Whether a person may come in at all.
#[must_use]
pub fn is_welcome(user: &User) -> bool {
    user.active && user.removed.is_none()
}

/// The ids that a batch has named so far, to find a resend within it.
pub type Answered = BTreeMap<CommandId, Remembered>;

//! What a device keeps of a person's replica, so that a page opens on it without a network: the
//! confirmed rows with how far each subscription was delivered, and the acts that are not settled.
//!
//! The forms here are on disks for as long as people do not open the page: what reads them takes
//! every older form, and what it cannot read of an act it keeps and sends as it is.

use super::submit::{Envelope, Outcome};
use super::topic::Scope;
use super::wire::RowName;
use crate::domain::ids::{CommandId, UserId, WorkspaceId};
use crate::domain::json::{At, FromJson, Object, ToJson, data, from_value, sparse, text, through_serde};
use crate::domain::rows::{Role, Row};
use crate::domain::values::Revision;

/// A subscription whose rows are kept, up to which revision.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptSubscription {
    pub id: String,
    pub scope: Scope,
    pub delivered: Revision,
}

impl FromJson for KeptSubscription {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self { id: fields.get("id"), scope: Scope::from_json(at), delivered: fields.get("delivered") }
    }
}

impl ToJson for KeptSubscription {
    fn to_json(&self) -> serde_json::Value {
        let mut object = Object::new();
        object.put("id", &self.id);
        object.put("delivered", &self.delivered);
        self.scope.put_in(&mut object);
        object.done()
    }
}

through_serde!(KeptSubscription);

data! {
    /// What the kept rows are: whose, as of when, and which page wrote them.
    #[derive(Clone, Debug, PartialEq)]
    pub struct KeptHead {
        pub user_id: UserId,
        pub user_role: Role,
        pub workspace_id: WorkspaceId,
        pub epoch: String,
        pub rights: String,
        /// The build that wrote the rows; another one shows them and takes them all anew.
        pub build: String,
        /// The page that wrote last. Another page's rows are never mixed in: who finds another
        /// writer here than itself has lost the right to write.
        pub writer: String,
        pub subscriptions: Vec<KeptSubscription>,
    }
}

impl KeptHead {
    /// Whether its rows show what another's may not. Acts are forgotten by what the rows show, so
    /// that rows which go back would take acts off the screen.
    fn is_newer_than(&self, other: &Self) -> bool {
        self.epoch == other.epoch && self.delivered() > other.delivered()
    }

    /// Up to where all rows are as the server had them; none where there are none.
    fn delivered(&self) -> Option<Revision> {
        self.subscriptions.iter().map(|one| one.delivered).min()
    }
}

sparse! {
    /// An act that is not settled. That it was answered is not kept: it goes out again and gets the
    /// first answer.
    #[derive(Clone, Debug, PartialEq)]
    pub struct KeptAct {
        pub envelope: Envelope,
        pub refused: Option<Outcome>,
    }
}

/// One transaction on the disk: all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Writing {
    /// All rows that were kept before go first.
    pub whole: bool,
    /// None where only acts are written.
    pub head: Option<KeptHead>,
    pub rows: Vec<(RowName, Option<Row>)>,
    pub acts: Vec<(CommandId, Option<KeptAct>)>,
}

impl Writing {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.head.is_none() && self.acts.is_empty()
    }

    /// Whether it may be done where rows of this head are kept: not where another page has begun to
    /// write the rows, nor where `whole` rows are older than those that are kept, as those of a page
    /// that was frozen are. Such a page tries again once newer ones have come.
    #[must_use]
    pub fn is_allowed(&self, kept: Option<&KeptHead>) -> bool {
        match (&self.head, kept) {
            (None, _) => true,
            (Some(head), Some(kept)) if self.whole => !kept.is_newer_than(head),
            (Some(head), Some(kept)) => kept.writer == head.writer,
            (Some(_), None) => self.whole,
        }
    }
}

/// All that a device keeps of a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    pub head: Option<KeptHead>,
    pub rows: Vec<Row>,
    pub acts: Vec<KeptAct>,
}

impl Kept {
    /// What a disk does with a transaction: nothing, where it is not
    /// [allowed](Writing::is_allowed). Returns whether it was done.
    pub fn write(&mut self, writing: Writing) -> bool {
        if !writing.is_allowed(self.head.as_ref()) {
            return false;
        }
        self.head = writing.head.or(self.head.take());
        if writing.whole {
            self.rows.clear();
        }
        for (name, row) in writing.rows {
            self.rows.retain(|kept| (kept.table(), kept.key()) != (name.table, name.id));
            self.rows.extend(row);
        }
        for (id, act) in writing.acts {
            self.acts.retain(|kept| kept.envelope.id != id);
            self.acts.extend(act);
        }
        true
    }
}

/// Reads a kept value; `None` where this program cannot.
#[must_use]
pub fn read<T: FromJson>(text: &str) -> Option<T> {
    from_value(&text::parse(text)?).ok()
}

/// A value as it is kept.
#[must_use]
pub fn print(value: &dyn ToJson) -> String {
    text::print(&value.to_json())
}

/// What the tabs of one person in one browser tell each other. Each replays all acts.
#[derive(Clone, Debug, PartialEq)]
pub enum TabMessage {
    /// An act that has been written down.
    Acted(KeptAct),
    /// Answers, under the epoch of their revisions.
    Answered { epoch: String, outcomes: Vec<Outcome> },
    /// A refused act that its author has let go.
    Discarded(CommandId),
    /// The person has signed out: every page of theirs makes way.
    Left,
}

impl FromJson for TabMessage {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        let (acted, discarded) = (fields.at("acted"), fields.at("discarded"));
        if acted.value().is_some() {
            Self::Acted(KeptAct::from_json(&acted))
        } else if discarded.value().is_some() {
            Self::Discarded(CommandId::from_json(&discarded))
        } else if fields.at("left").value().is_some() {
            Self::Left
        } else {
            Self::Answered { epoch: fields.get("epoch"), outcomes: fields.get("outcomes") }
        }
    }
}

impl ToJson for TabMessage {
    fn to_json(&self) -> serde_json::Value {
        let mut object = Object::new();
        match self {
            Self::Acted(act) => object.put("acted", act),
            Self::Answered { epoch, outcomes } => {
                object.put("epoch", epoch);
                object.put("outcomes", outcomes);
            }
            Self::Discarded(id) => object.put("discarded", id),
            Self::Left => object.put("left", &true),
        }
        object.done()
    }
}

through_serde!(TabMessage);

//! What people did, whatever became of it: what the checks go by.

use std::collections::{BTreeMap, BTreeSet};

use bliss::domain::ids::{CommandId, ReplicaId, UserId};
use bliss::domain::rows::Table;
use bliss::domain::values::Revision;
use uuid::Uuid;

/// One command of a person.
#[derive(Clone, Debug)]
pub struct Made {
    pub kind: String,
    pub tab: usize,
    pub user: UserId,
    pub replica: ReplicaId,
    /// It was on the device's disk. What was not, and was not sent from memory, died with its page,
    /// and nobody may ever see it.
    pub on_disk: bool,
    /// No disk took it, and it was sent all the same.
    pub from_memory: bool,
    /// The page that held it is gone, and no other page of the device holds it.
    pub lost_with_page: bool,
    /// Its author saw the refusal and let it go.
    pub discarded: bool,
    /// It left an outbox as done, first under this epoch.
    pub settled: Option<String>,
    /// The confirmed rows it names, as they were before its author's eyes; none where other acts
    /// were pending.
    pub held: Vec<((Table, Uuid), Revision)>,
}

/// All commands of a run.
#[derive(Debug, Default)]
pub struct Ledger {
    pub made: BTreeMap<CommandId, Made>,
    /// Commands that were in the log until an older backup took its place.
    pub lost_in_restores: BTreeSet<CommandId>,
    /// What happened, for the reader of a failing run.
    pub story: Vec<String>,
}

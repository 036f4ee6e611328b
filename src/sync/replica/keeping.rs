//! What of a replica goes to the device's disk, and a replica from what was kept.

use uuid::Uuid;

use super::super::kept::{Kept, KeptAct, KeptHead, KeptSubscription, TabMessage, Writing};
use super::super::wire::RowName;
use super::{Reader, Replica, Subscription, Woken};
use crate::domain::ids::{CommandId, WorkspaceId};
use crate::domain::order;
use crate::domain::rows::{Row, Table};
use crate::domain::work::Before;

impl Replica {
    /// A replica of what was kept. Rows that another build wrote are shown, and taken anew as a whole
    /// as soon as the server answers: what this build knows may not be in them.
    #[must_use]
    pub fn of_kept(reader: Reader, kept: Kept, build: &str) -> Self {
        let mut replica = Self::new(reader);
        if let Some(head) = kept.head {
            let rights = if head.build == build { head.rights.as_str() } else { "" };
            replica.begin(&head.epoch, rights);
            for KeptSubscription { id, scope, delivered } in head.subscriptions {
                replica.subscriptions.push(Subscription {
                    id,
                    scope,
                    delivered: Some(delivered),
                    owed: true,
                });
            }
            for row in kept.rows {
                replica.state.put(row);
            }
            // What only a view covered whose rows had not come is left to nobody here.
            replica.drop_uncovered(&mut Before::default());
        }
        let _ = replica.take_in(kept.acts);
        replica
    }

    /// Takes in acts that the device kept.
    pub fn take_in(&mut self, acts: Vec<KeptAct>) -> Woken {
        self.rebase(|replica, _| {
            for act in acts {
                replica.outbox.take_in(act);
            }
        })
    }

    /// Takes in acts that a page has left behind before they were on the disk.
    pub fn take_in_unwritten(&mut self, acts: Vec<KeptAct>) -> Woken {
        self.rebase(|replica, _| {
            for act in acts {
                replica.outbox.take_in_unwritten(act);
            }
        })
    }

    /// Holds the acts that need what a refused one was to make, and lets those go that do not any longer.
    /// Returns which stand otherwise now.
    pub fn sort_out(&mut self) -> (Woken, Vec<CommandId>) {
        let acts = self.outbox.to_sort_out(&|table, id| self.confirmed(table, id).is_some());
        if acts.is_empty() {
            return (Woken::default(), Vec::new());
        }
        let woken = self.rebase(|replica, _| replica.outbox.hold(&acts));
        (woken, acts.into_iter().map(|(id, _)| id).collect())
    }

    /// What another tab of the same person says.
    pub fn told(&mut self, message: TabMessage) -> Woken {
        match message {
            TabMessage::Acted(act) => self.take_in(vec![act]),
            TabMessage::Answered { epoch, outcomes } => self.answered(&epoch, &outcomes),
            TabMessage::Discarded(id) => self.rebase(|replica, _| {
                replica.outbox.take(id);
            }),
            TabMessage::Left => Woken::new(),
        }
    }

    /// Takes out what is to be written of acts, at once.
    pub fn acts_to_keep(&mut self) -> Writing {
        Writing { acts: self.outbox.to_keep(), ..Writing::default() }
    }

    /// Takes out what has to be written to keep the rows as they are confirmed now, and to forget the
    /// acts that they show; `whole` for a page that has just got the right to write.
    pub fn rows_to_keep(
        &mut self,
        whole: bool,
        workspace_id: WorkspaceId,
        build: &str,
        writer: &str,
    ) -> Writing {
        let mut names = std::mem::take(&mut self.unkept);
        if whole {
            names = self.state.names(&|_| true);
            let predicted = self.predictions.iter().flat_map(|(_, decision)| &decision.changes);
            for row in predicted.filter_map(|change| change.before.as_ref()) {
                order::insert(&mut names, (row.table(), row.key()));
            }
        }
        let rows = names.into_iter().map(|(table, id)| (RowName { table, id }, self.confirmed(table, id)));
        let rows = rows.filter(|(_, row)| !whole || row.is_some()).collect();
        let mut acts = Vec::new();
        if whole {
            acts.extend(self.outbox.entries().iter().map(|entry| (entry.envelope.id, Some(entry.kept()))));
        }
        acts.extend(self.outbox.settled_to_keep().into_iter().map(|id| (id, None)));
        let subscriptions = self.subscriptions.iter().filter_map(|one| {
            let (id, scope) = (one.id.clone(), one.scope.clone());
            Some(KeptSubscription { id, scope, delivered: one.delivered? })
        });
        let head = KeptHead {
            user_id: self.reader.user,
            user_role: self.reader.role,
            workspace_id,
            epoch: self.epoch.clone(),
            rights: self.rights.clone(),
            build: build.to_owned(),
            writer: writer.to_owned(),
            subscriptions: subscriptions.collect(),
        };
        Writing { whole, head: Some(head), rows, acts }
    }

    /// A row without what its person's pending acts are guessed to do.
    fn confirmed(&self, table: Table, id: Uuid) -> Option<Row> {
        let mut guessed = self.predictions.iter().flat_map(|(_, decision)| &decision.changes);
        let first = guessed.find(|change| {
            let row = change.before.as_ref().or(change.after.as_ref());
            row.is_some_and(|row| (row.table(), row.key()) == (table, id))
        });
        match first {
            Some(change) => change.before.clone(),
            None => self.state.row(table, id),
        }
    }

    /// Acts are on the disk, or never will be: they may leave.
    pub fn written(&mut self, ids: &[CommandId]) {
        self.outbox.written(ids);
    }
}

//! What of the replica goes to the device and to the other tabs, and what comes from there.

use crate::browser::disk::Leaving;
use crate::browser::keeper::{Keeping, Order};
use crate::browser::live::{Connection, Live};
use crate::browser::toasts::ToastBody;
use crate::browser::{device, start, stash};
use crate::domain::ids::{CommandId, ReplicaId};
use crate::sync::kept::{Kept, KeptAct, KeptHead, TabMessage, Writing};
use crate::sync::outbox::Entry;
use crate::sync::replica::{Reader, Replica, Woken};
use crate::sync::submit::Outcome;

impl Live {
    /// A page of what the device keeps, for a program of this build.
    #[must_use]
    pub fn of_kept(kept: Kept, build: String) -> Option<Self> {
        device::recall_clock();
        let KeptHead { user_id, user_role, workspace_id, .. } = *kept.head.as_ref()?;
        let replica = ReplicaId(device::replica_id(workspace_id.0, user_id.0));
        let reader = Reader { user: user_id, role: user_role, replica };
        let replica = Replica::of_kept(reader, kept, &build);
        Some(Self::new(replica, Connection::Connecting, workspace_id, device::now(), build))
    }

    /// Whose part of the device this is.
    pub(in crate::browser) fn owner(&self) -> String {
        [self.0.workspace.0.to_string(), self.user_id().0.to_string()].join(":")
    }

    pub(in crate::browser) fn keeping(&self) -> &Keeping {
        &self.0.keeping
    }

    /// Whether the device keeps what is done here.
    pub(in crate::browser) fn keeps(&self, kept: bool) {
        if self.0.kept.get_untracked() != kept {
            self.0.kept.set(kept);
        }
    }

    /// Whether the server answers.
    pub(in crate::browser) fn is_connected(&self) -> bool {
        self.0.connection.get_untracked() == Connection::Live
    }

    pub(in crate::browser) fn is_signed_out(&self) -> bool {
        self.0.connection.get_untracked() == Connection::SignedOut
    }

    /// The server has not been heard for some seconds since the page began.
    pub(in crate::browser) fn is_late(&self) {
        if self.0.connection.get_untracked() == Connection::Starting {
            self.connected(Connection::Connecting);
        }
    }

    /// Whether the last request came to nothing.
    pub(in crate::browser) fn fails(&self, failing: bool) {
        if self.0.failing.get_untracked() != failing {
            self.0.failing.set(failing);
        }
    }

    /// The server runs this build: another one is got in the background, and offered.
    pub(in crate::browser) fn served_by(&self, build: &str) {
        if build != self.0.build && !self.0.newer.get_untracked() {
            start::install(build);
            self.0.newer.set(true);
        }
    }

    /// What this person has done before on this device.
    pub(in crate::browser) fn take_in(&self, acts: Vec<KeptAct>) {
        self.take_in_by(acts, Replica::take_in);
    }

    /// The same, of what is not on the disk yet.
    pub(in crate::browser) fn take_in_unwritten(&self, acts: Vec<KeptAct>) {
        self.take_in_by(acts, Replica::take_in_unwritten);
    }

    fn take_in_by(&self, acts: Vec<KeptAct>, take_in: fn(&mut Replica, Vec<KeptAct>) -> Woken) {
        if acts.is_empty() {
            return;
        }
        let ids: Vec<CommandId> = acts.iter().map(|act| act.envelope.id).collect();
        let woken = take_in(&mut self.replica(), acts);
        self.wake(&woken);
        for id in ids {
            self.wake_standing(id);
        }
    }

    /// What another tab says.
    pub(in crate::browser) fn told(&self, message: TabMessage) {
        let ids: Vec<CommandId> = match &message {
            TabMessage::Acted(act) => vec![act.envelope.id],
            TabMessage::Discarded(id) => vec![*id],
            TabMessage::Answered { outcomes, .. } => outcomes.iter().map(|outcome| outcome.id).collect(),
            TabMessage::Left => Vec::new(),
        };
        let mut subjects: Vec<_> = ids.iter().flat_map(|id| self.subjects(*id)).collect();
        if let TabMessage::Answered { outcomes, .. } = &message {
            self.toast_refusals(outcomes);
        }
        let woken = self.replica().told(message);
        subjects.extend(ids.into_iter().flat_map(|id| self.subjects(id)));
        self.wake(&woken);
        self.wake_subjects(&subjects);
    }

    pub(in crate::browser) fn rows_to_keep(&self, whole: bool, writer: &str) -> Writing {
        self.replica().rows_to_keep(whole, self.0.workspace, &self.0.build, writer)
    }

    /// Notes an act that has just been made where a page that goes in the next moment leaves it.
    pub(super) fn stash(&self, id: CommandId) {
        let kept = self.replica().outbox().get(id).map(Entry::kept);
        if let Some(act) = kept {
            stash::put(&self.owner(), &act);
        }
    }

    /// Holds the acts that need what a refused one was to make, and lets go of those that do not any longer.
    pub(in crate::browser) fn sort_out(&self) {
        let (woken, acts) = self.replica().sort_out();
        if !acts.is_empty() {
            self.wake(&woken);
            for id in acts {
                self.wake_standing(id);
            }
            self.keep_acts();
        }
    }

    pub(super) fn keep_acts(&self) {
        self.keeping().order(Order::Acts);
    }

    pub(super) fn tell_discarded(&self, id: CommandId) {
        self.keep_acts();
        self.keeping().order(Order::Tell(TabMessage::Discarded(id)));
    }

    /// Answers are told to the other tabs; what was refused stays refused over a restart.
    pub(super) fn heard(&self, epoch: String, outcomes: Vec<Outcome>) {
        if !outcomes.is_empty() {
            self.keep_acts();
            self.keeping().order(Order::Tell(TabMessage::Answered { epoch, outcomes }));
        }
    }

    /// Signs out. With a service worker the device takes note of it and shows nothing more of this person,
    /// and the worker tells the server before anything else; without one the server is told first.
    pub fn sign_out(&self) {
        let live = self.clone();
        leptos::task::spawn_local(async move {
            if start::has_worker() && live.leave(Leaving::Unheard).await {
                start::go("/");
            } else if start::end_session().await {
                live.leave(Leaving::Known).await;
                start::go("/sign-in");
            } else {
                let text = "Signing out needs the network. Hand this device over only then.".to_owned();
                live.toast(ToastBody::Done { text, undo: None });
            }
        });
    }

    /// The person leaves this device. Returns whether their rows are gone.
    pub(in crate::browser) async fn leave(&self, leaving: Leaving) -> bool {
        let (done, left) = futures::channel::oneshot::channel();
        self.keeping().order(Order::Leave(leaving, done));
        // A keeper that is gone has nothing to forget.
        left.await.unwrap_or_default()
    }
}

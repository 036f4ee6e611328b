//! What a replica listens to.

use super::super::topic::Scope;
use super::super::wire::Subscribe;
use super::{Replica, Subscription, Woken};

impl Replica {
    /// Starts to listen to a scope under a name of the caller's. Returns the frame to send.
    pub fn subscribe(&mut self, id: &str, scope: Scope) -> Subscribe {
        let known = self.subscription(id).filter(|one| one.scope == scope);
        let delivered = known.and_then(|one| one.delivered);
        let subscription = Subscription { id: id.to_owned(), scope, delivered, owed: true };
        let frame = self.frame(&subscription);
        match self.subscriptions.iter_mut().find(|one| one.id == id) {
            Some(known) => *known = subscription,
            None => self.subscriptions.push(subscription),
        }
        frame
    }

    /// Whether a scope is listened to under this name.
    #[must_use]
    pub fn is_subscribed(&self, id: &str) -> bool {
        self.subscription(id).is_some()
    }

    /// Whether the rows of a subscription have come.
    #[must_use]
    pub fn is_delivered(&self, id: &str) -> bool {
        self.subscription(id).is_some_and(|one| one.delivered.is_some())
    }

    /// Whether the rows of a scope have come, under whichever name.
    #[must_use]
    pub fn holds_all(&self, scope: &Scope) -> bool {
        self.subscriptions.iter().any(|one| one.delivered.is_some() && one.scope.includes(scope))
    }

    /// The names of the subscriptions.
    pub fn subscribed(&self) -> impl Iterator<Item = &str> {
        self.subscriptions.iter().map(|one| one.id.as_str())
    }

    /// Stops listening and drops the rows that nothing else covers.
    pub fn unsubscribe(&mut self, id: &str) -> Woken {
        self.rebase(|replica, touched| {
            replica.subscriptions.retain(|one| one.id != id);
            replica.drop_uncovered(touched);
            replica.outbox.settle(replica.delivered());
        })
    }

    /// Every subscription anew, for a socket that has just been opened.
    pub fn resume(&mut self) -> Vec<Subscribe> {
        self.owe_all();
        self.subscriptions.iter().map(|one| self.frame(one)).collect()
    }

    pub(super) fn subscription(&self, id: &str) -> Option<&Subscription> {
        self.subscriptions.iter().find(|one| one.id == id)
    }

    fn frame(&self, subscription: &Subscription) -> Subscribe {
        let held = subscription.delivered.is_some();
        Subscribe {
            id: subscription.id.clone(),
            scope: subscription.scope.clone(),
            since: subscription.delivered,
            epoch: held.then(|| self.epoch.clone()),
            rights: held.then(|| self.rights.clone()),
        }
    }
}

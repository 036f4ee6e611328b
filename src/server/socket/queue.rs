//! A [`Backlog`] that the actor fills without ever waiting and the socket's own task empties.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::server::hub::{Backlog, Next, Out};

/// Texts for one socket.
#[derive(Debug)]
pub struct Queue {
    backlog: Mutex<Backlog>,
    wake: Notify,
}

impl Queue {
    #[must_use]
    pub fn new(bound: usize) -> Self {
        Self { backlog: Mutex::new(Backlog::new(bound)), wake: Notify::new() }
    }

    fn backlog(&self) -> MutexGuard<'_, Backlog> {
        // No code that holds the lock can panic half-way through a change.
        self.backlog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn put(&self, out: Out) {
        self.backlog().put(out);
        self.wake.notify_one();
    }

    /// Fresh rows for a connection that was behind; from here on it is told again.
    pub fn refill(&self, frames: Vec<Arc<str>>) {
        self.backlog().refill(frames);
        self.wake.notify_one();
    }

    /// Waits for something to do. Cancelling loses nothing.
    pub async fn next(&self, most: usize) -> Next {
        loop {
            if let Some(next) = self.backlog().take(most) {
                return next;
            }
            self.wake.notified().await;
        }
    }

    /// Whether something waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.backlog().is_empty()
    }

    /// Texts that wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.backlog().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_put_in_wakes_who_waits() {
        let queue = Arc::new(Queue::new(100));
        let waiting = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.next(10).await }
        });
        queue.put(Out::Text("x".into()));
        assert_eq!(waiting.await.unwrap(), Next::Texts(vec!["x".into()]));
        assert!(queue.is_empty());
    }
}

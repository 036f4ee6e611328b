//! What waits for one socket, bounded in bytes.
//!
//! The actor puts in and never waits; the socket's own task takes out. A queue that overflows is
//! dropped as a whole and its connection is `behind`: when the socket has room again it asks for
//! fresh rows. Nothing is put in meanwhile, since the rows will hold it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::server::hub::{Close, Out};

/// Texts for one socket.
#[derive(Debug)]
pub struct Queue {
    bound: usize,
    inner: Mutex<Inner>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    texts: VecDeque<Waiting>,
    bytes: usize,
    behind: bool,
    close: Option<Close>,
}

#[derive(Debug)]
struct Waiting {
    text: Arc<str>,
    counted: usize,
}

/// What the socket has to do next.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// Send these, oldest first.
    Texts(Vec<Arc<str>>),
    /// Say `behind` and ask for fresh rows.
    Behind,
    Close(Close),
}

impl Queue {
    #[must_use]
    pub fn new(bound: usize) -> Self {
        Self { bound, inner: Mutex::default(), wake: Notify::new() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // No code that holds the lock can panic half-way through a change.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn put(&self, out: Out) {
        let mut inner = self.inner();
        match out {
            Out::Text(text) => inner.push(text, true, self.bound),
            Out::Rows(text) => inner.push(text, false, self.bound),
            Out::Close(close) => inner.close = Some(close),
        }
        drop(inner);
        self.wake.notify_one();
    }

    /// Fresh rows for a connection that was behind; from here on it is told again.
    pub fn refill(&self, frames: Vec<Arc<str>>) {
        let mut inner = self.inner();
        inner.behind = false;
        for text in frames {
            inner.push(text, false, self.bound);
        }
        drop(inner);
        self.wake.notify_one();
    }

    /// Waits for something to do. Cancelling loses nothing.
    pub async fn next(&self, most: usize) -> Next {
        loop {
            if let Some(next) = self.inner().take(most) {
                return next;
            }
            self.wake.notified().await;
        }
    }

    /// Whether something waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let inner = self.inner();
        inner.texts.is_empty() && inner.close.is_none() && !inner.behind
    }

    /// Texts that wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner().texts.len()
    }
}

impl Inner {
    fn push(&mut self, text: Arc<str>, counts: bool, bound: usize) {
        if self.behind {
            return;
        }
        let counted = if counts { text.len() } else { 0 };
        if self.bytes + counted > bound {
            self.texts.clear();
            self.bytes = 0;
            self.behind = true;
            return;
        }
        self.bytes += counted;
        self.texts.push_back(Waiting { text, counted });
    }

    fn take(&mut self, most: usize) -> Option<Next> {
        if self.behind {
            // Told once: the socket asks, and the refill clears it.
            return match self.close {
                Some(close) => Some(Next::Close(close)),
                None => Some(Next::Behind),
            };
        }
        if self.texts.is_empty() {
            return self.close.map(Next::Close);
        }
        let many = most.min(self.texts.len());
        let taken: Vec<Waiting> = self.texts.drain(..many).collect();
        self.bytes -= taken.iter().map(|one| one.counted).sum::<usize>();
        Some(Next::Texts(taken.into_iter().map(|one| one.text).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(size: usize) -> Out {
        Out::Text("x".repeat(size).into())
    }

    #[tokio::test]
    async fn a_full_queue_is_dropped_and_filled_afresh() {
        let queue = Queue::new(100);
        queue.put(text(60));
        queue.put(text(60));
        assert_eq!(queue.next(10).await, Next::Behind);
        queue.put(text(10));
        queue.refill(vec!["fresh rows".into()]);
        queue.put(text(1));
        assert_eq!(queue.next(10).await, Next::Texts(vec!["fresh rows".into(), "x".into()]));
        assert!(queue.is_empty());
    }

    #[tokio::test]
    async fn rows_that_were_asked_for_do_not_count() {
        let queue = Queue::new(100);
        queue.put(Out::Rows("r".repeat(1000).into()));
        queue.put(text(100));
        assert_eq!(queue.len(), 2);
    }

    #[tokio::test]
    async fn what_waits_is_sent_before_the_close() {
        let queue = Queue::new(100);
        queue.put(text(1));
        queue.put(Out::Close(Close::Restarting));
        assert_eq!(queue.next(10).await, Next::Texts(vec!["x".into()]));
        assert_eq!(queue.next(10).await, Next::Close(Close::Restarting));
    }
}

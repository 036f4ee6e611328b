//! What waits for one connection, bounded in bytes; pure, so that it can be tried without a socket.
//!
//! One that overflows is dropped as a whole and its connection is behind: when the socket has room
//! again it asks for fresh rows. Nothing is put in meanwhile, since the rows will hold it; only the
//! last `welcome` is kept for it, since the rows are read by its role and rights. A `welcome` leaves by
//! itself.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Close, Out};

/// Facts that leave as one frame.
pub const TOGETHER: usize = 10;

/// Texts for one connection, oldest first.
#[derive(Debug)]
pub struct Backlog {
    bound: usize,
    texts: VecDeque<Waiting>,
    bytes: usize,
    behind: bool,
    /// Dropped with the others, to come before the fresh rows.
    welcome: Option<Arc<str>>,
    close: Option<Close>,
}

#[derive(Debug)]
struct Waiting {
    text: Arc<str>,
    counted: usize,
    is_welcome: bool,
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

impl Backlog {
    #[must_use]
    pub fn new(bound: usize) -> Self {
        Self { bound, texts: VecDeque::new(), bytes: 0, behind: false, welcome: None, close: None }
    }

    pub fn put(&mut self, out: Out) {
        match out {
            Out::Text(text) => {
                let counted = text.len();
                self.push(Waiting { text, counted, is_welcome: false });
            }
            Out::Welcome(text) if self.behind => self.welcome = Some(text),
            Out::Welcome(text) => {
                let counted = text.len();
                self.push(Waiting { text, counted, is_welcome: true });
            }
            // Asked for, so that they do not count towards the bound.
            Out::Rows(text) => self.push(Waiting { text, counted: 0, is_welcome: false }),
            Out::Close(close) => self.close = Some(close),
        }
    }

    /// Fresh rows for a connection that was behind; from here on it is told again.
    pub fn refill(&mut self, frames: Vec<Arc<str>>) {
        self.behind = false;
        if let Some(text) = self.welcome.take() {
            self.push(Waiting { text, counted: 0, is_welcome: true });
        }
        for text in frames {
            self.push(Waiting { text, counted: 0, is_welcome: false });
        }
    }

    /// Takes out what is next, if anything is.
    pub fn take(&mut self, most: usize) -> Option<Next> {
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
        // Whoever is welcomed has to ask for what they missed before anything else is taken in: a welcome
        // among others is passed over, or a head beside it counts as delivered what was not.
        let many = match self.texts.iter().position(|one| one.is_welcome) {
            Some(0) => 1,
            Some(before) => most.min(before),
            None => most.min(self.texts.len()),
        };
        let taken: Vec<Waiting> = self.texts.drain(..many).collect();
        self.bytes -= taken.iter().map(|one| one.counted).sum::<usize>();
        Some(Next::Texts(taken.into_iter().map(|one| one.text).collect()))
    }

    /// Nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.close.is_none() && !self.behind
    }

    /// Texts that wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    fn push(&mut self, one: Waiting) {
        if self.behind {
            return;
        }
        self.bytes += one.counted;
        self.texts.push_back(one);
        if self.bytes > self.bound {
            let welcome = self.texts.drain(..).rfind(|one| one.is_welcome);
            self.welcome = welcome.map(|one| one.text);
            self.bytes = 0;
            self.behind = true;
        }
    }
}

/// What waited, as one frame.
#[must_use]
pub fn together(texts: &[Arc<str>]) -> Arc<str> {
    match texts {
        [one] => Arc::clone(one),
        many => {
            let size: usize = many.iter().map(|text| text.len() + 1).sum();
            let mut frame = String::with_capacity(size + 48);
            frame.push_str(r#"{"type":"batch","data":{"messages":["#);
            for (place, text) in many.iter().enumerate() {
                if place > 0 {
                    frame.push(',');
                }
                frame.push_str(text);
            }
            frame.push_str("]}}");
            frame.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(size: usize) -> Out {
        Out::Text("x".repeat(size).into())
    }

    #[test]
    fn one_that_overflows_is_dropped_and_filled_afresh() {
        let mut backlog = Backlog::new(100);
        backlog.put(text(60));
        backlog.put(text(60));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Behind));
        backlog.put(text(10));
        backlog.refill(vec!["fresh rows".into()]);
        backlog.put(text(1));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["fresh rows".into(), "x".into()])));
        assert!(backlog.is_empty());
    }

    #[test]
    fn a_welcome_outlives_the_queue_and_comes_before_the_rows() {
        let mut backlog = Backlog::new(100);
        backlog.put(Out::Welcome("first".into()));
        backlog.put(Out::Welcome("second".into()));
        backlog.put(text(100));
        backlog.put(Out::Welcome("third".into()));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Behind));
        backlog.refill(vec!["fresh rows".into()]);
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["third".into()])));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["fresh rows".into()])));
        backlog.put(Out::Welcome("fourth".into()));
        backlog.put(text(101));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Behind));
        backlog.refill(Vec::new());
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["fourth".into()])));
    }

    #[test]
    fn a_welcome_leaves_by_itself() {
        let mut backlog = Backlog::new(100);
        for out in [text(1), Out::Welcome("welcome".into()), text(1), text(1)] {
            backlog.put(out);
        }
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["x".into()])));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["welcome".into()])));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["x".into(), "x".into()])));
        assert!(backlog.is_empty());
    }

    #[test]
    fn rows_that_were_asked_for_do_not_count() {
        let mut backlog = Backlog::new(100);
        backlog.put(Out::Rows("r".repeat(1000).into()));
        backlog.put(text(100));
        assert_eq!(backlog.len(), 2);
    }

    #[test]
    fn what_waits_is_sent_before_the_close() {
        let mut backlog = Backlog::new(100);
        backlog.put(text(1));
        backlog.put(Out::Close(Close::Restarting));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Texts(vec!["x".into()])));
        assert_eq!(backlog.take(TOGETHER), Some(Next::Close(Close::Restarting)));
    }
}

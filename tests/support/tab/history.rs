//! What a tab went through lately, to be read where a test has failed.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Events that are kept.
const KEPT: usize = 60;

/// The latest events of a tab, each with its time since the tab was opened.
pub struct History {
    opened: Instant,
    events: Mutex<VecDeque<String>>,
}

impl History {
    pub fn new() -> Self {
        Self { opened: Instant::now(), events: Mutex::default() }
    }

    pub fn note(&self, event: &str) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() == KEPT {
            events.pop_front();
        }
        events.push_back(format!("{:.3} {event}", self.opened.elapsed().as_secs_f64()));
    }

    /// Line by line, and the time at which it is read.
    pub fn read(&self) -> String {
        self.note("read");
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.iter().fold(String::new(), |text, event| text + "\n  " + event)
    }
}

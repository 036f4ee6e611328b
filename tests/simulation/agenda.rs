//! Virtual time: what happens when. Nothing waits; the clock jumps to the next event.

use std::collections::BTreeMap;

/// Events in the order of their time; of one time in the order they were put in.
#[derive(Debug)]
pub struct Agenda<E> {
    events: BTreeMap<(i64, u64), E>,
    count: u64,
}

impl<E> Agenda<E> {
    pub fn new() -> Self {
        Self { events: BTreeMap::new(), count: 0 }
    }

    pub fn put(&mut self, at: i64, event: E) {
        self.count += 1;
        self.events.insert((at, self.count), event);
    }

    pub fn next(&mut self) -> Option<(i64, E)> {
        self.events.pop_first().map(|((at, _), event)| (at, event))
    }
}

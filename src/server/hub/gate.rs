//! What a socket may say: the rows of PROTOCOL's table of bad socket input that concern one socket
//! alone. Pure: the shell hands it each text with the time.

use std::collections::VecDeque;

use serde_json::Value;

use super::connection::Close;
use crate::domain::values::Instant;
use crate::sync::wire::{ClientFrame, FrameError, Hello, PROTOCOL};

/// Wrong frames within a minute that end the conversation.
const WRONG: usize = 10;
const MINUTE: i64 = 60_000;
/// The seconds over which the rate of frames is taken.
const WINDOW: i64 = 10;

/// Watches over what one socket says.
#[derive(Debug)]
pub struct Gate {
    frames_per_second: u32,
    greeted: bool,
    wrong: VecDeque<Instant>,
    frames: VecDeque<Instant>,
}

/// What becomes of a text.
#[derive(Debug, PartialEq)]
pub enum Passage {
    Hello(Hello),
    Frame(ClientFrame),
    Error(FrameError),
    Close(Close),
    /// Says why, then closes.
    Refuse(FrameError, Close),
}

impl Gate {
    #[must_use]
    pub fn new(frames_per_second: u32) -> Self {
        Self { frames_per_second, greeted: false, wrong: VecDeque::new(), frames: VecDeque::new() }
    }

    /// Judges one text.
    pub fn pass(&mut self, text: &str, now: Instant) -> Passage {
        if self.is_flooded(now) {
            return Passage::Close(Close::TooOften);
        }
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            return self.wrong(None, "This is not JSON.", now);
        };
        if !self.greeted {
            return self.greet(value);
        }
        let subscription = value
            .get("data")
            .and_then(|data| data.get("id"))
            .and_then(Value::as_str)
            .filter(|_| value.get("type").and_then(Value::as_str) == Some("subscribe"))
            .map(str::to_owned);
        match (serde_json::from_value::<ClientFrame>(value), subscription) {
            (Ok(ClientFrame::Hello(_)), _) => self.wrong(None, "You have said hello already.", now),
            (Ok(frame), _) => Passage::Frame(frame),
            // What somebody may listen to may be new: not counted as nonsense.
            (Err(_), Some(id)) => Passage::Error(error("invalid", "No such topic or filter.", Some(id))),
            (Err(_), None) => self.wrong(None, "No such frame is known.", now),
        }
    }

    fn greet(&mut self, value: Value) -> Passage {
        if value.get("type").and_then(Value::as_str) != Some("hello") {
            return Passage::Close(Close::Malformed);
        }
        let protocol = value.get("data").and_then(|data| data.get("protocol")).and_then(Value::as_u64);
        if protocol.is_some_and(|protocol| protocol != u64::from(PROTOCOL)) {
            let words = format!("This server speaks protocol {PROTOCOL}.");
            return Passage::Refuse(error("unsupported", &words, None), Close::Unsupported);
        }
        match serde_json::from_value(value) {
            Ok(ClientFrame::Hello(hello)) => {
                self.greeted = true;
                Passage::Hello(hello)
            }
            _ => Passage::Close(Close::Malformed),
        }
    }

    fn wrong(&mut self, id: Option<String>, words: &str, now: Instant) -> Passage {
        if !self.greeted {
            return Passage::Close(Close::Malformed);
        }
        note(&mut self.wrong, now, MINUTE);
        if self.wrong.len() >= WRONG {
            return Passage::Refuse(error("invalid", words, id), Close::Malformed);
        }
        Passage::Error(error("invalid", words, id))
    }

    /// Notes that something came; whether that is too much.
    pub fn is_flooded(&mut self, now: Instant) -> bool {
        note(&mut self.frames, now, WINDOW * 1000);
        i64::try_from(self.frames.len()).unwrap_or(i64::MAX) > i64::from(self.frames_per_second) * WINDOW
    }
}

/// Notes that something came, and forgets what is not of the latest `span` milliseconds: what is older,
/// and what seems to lie ahead because the clock was set back.
fn note(times: &mut VecDeque<Instant>, now: Instant, span: i64) {
    times.retain(|time| (0..=span).contains(&(now.0 - time.0)));
    times.push_back(now);
}

/// An `error` frame's data.
#[must_use]
pub fn error(code: &str, message: &str, id: Option<String>) -> FrameError {
    FrameError { code: code.to_owned(), message: message.to_owned(), id }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEARTBEAT: &str = r#"{"type":"heartbeat","data":{"timestamp":0}}"#;

    fn greeted() -> Gate {
        Gate { greeted: true, ..Gate::new(20) }
    }

    #[test]
    fn a_clock_that_goes_back_makes_no_flood_of_a_heartbeat() {
        let (mut gate, day) = (greeted(), 86_400_000);
        for beat in 0..300 {
            // The clock is set back by a day after the first beats.
            let now = Instant(10 * day + beat * 30_000 - if beat > 5 { day } else { 0 });
            assert!(matches!(gate.pass(HEARTBEAT, now), Passage::Frame(_)), "beat {beat}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_does_not_gather_nonsense_for_ever() {
        let (mut gate, day) = (greeted(), 86_400_000);
        for time in 0..100 {
            let now = Instant(10 * day - if time > 0 { day } else { 0 } + time * 10_000);
            assert!(matches!(gate.pass("nonsense", now), Passage::Error(_)), "time {time}");
        }
    }
}

//! Instants, and the local times in which a party is planned.

use std::fmt;
use std::str::FromStr;

use crate::domain::json::data;

use super::date::{Date, TimeError};
use super::{as_number, as_text};

/// UTC milliseconds since 1970, set by the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// So many minutes earlier.
    #[must_use]
    pub fn minus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_sub(minutes.saturating_mul(60_000)))
    }
}

/// A minute of the day. On the wire `"19:00"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// From hours 0–23 and minutes 0–59.
    ///
    /// # Errors
    /// Outside of these.
    pub fn new(hour: u16, minute: u16) -> Result<Self, TimeError> {
        if hour < 24 && minute < 60 { Ok(Self(hour * 60 + minute)) } else { Err(TimeError::TimeOfDay) }
    }

    /// From a minute of the day, 0–1439; beyond it wraps.
    #[must_use]
    pub fn from_minute(minute: u16) -> Self {
        Self(minute % 1440)
    }

    /// Minutes since midnight, 0–1439.
    #[must_use]
    pub fn minute(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let bytes = text.as_bytes();
        if bytes.len() != 5 || bytes[2] != b':' {
            return Err(TimeError::TimeOfDay);
        }
        let number = |from: usize, to: usize| {
            text.get(from..to)
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|digits| digits.parse::<u16>().ok())
                .ok_or(TimeError::TimeOfDay)
        };
        Self::new(number(0, 2)?, number(3, 5)?)
    }
}

/// A planned time: a date and a minute of the day in the workspace's zone.
/// On the wire `"2026-11-28T19:00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    pub date: Date,
    pub time: TimeOfDay,
}

impl TimeOfDay {
    /// The first there is.
    const FIRST: Self = Self(0);
}

impl LocalTime {
    /// The first there is.
    const FIRST: Self = Self { date: Date::FIRST, time: TimeOfDay::FIRST };

    /// A date and a minute of that day.
    #[must_use]
    pub fn new(date: Date, time: TimeOfDay) -> Self {
        Self { date, time }
    }

    /// So many minutes later on the wall clock (earlier where negative).
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        let total = i64::from(self.time.0) + minutes;
        let minute = u16::try_from(total.rem_euclid(1440)).expect("a remainder of 1440 fits");
        Self { date: self.date.plus_days(total.div_euclid(1440)), time: TimeOfDay(minute) }
    }

    /// Minutes on the wall clock from `other` to this time.
    #[must_use]
    pub fn minutes_since(self, other: Self) -> i64 {
        self.date.days_since(other.date) * 1440 + i64::from(self.time.0) - i64::from(other.time.0)
    }

    /// The instant this wall-clock time stands for under the zone's `offsets`: a time that the
    /// clock skips moves forward, one it repeats is the first.
    #[must_use]
    pub fn instant(self, offsets: &[OffsetChange]) -> Instant {
        let wall = (self.date.unix_days() * 1440 + i64::from(self.time.0)) * 60_000;
        // The earliest instant whose wall clock shows at least this time.
        let mut candidates = offsets.iter().enumerate().filter_map(|(at, change)| {
            let from = if at == 0 { i64::MIN } else { change.at.0 };
            let until = offsets.get(at + 1).map_or(i64::MAX, |next| next.at.0);
            let instant = (wall - i64::from(change.seconds) * 1000).max(from);
            (instant < until).then_some(instant)
        });
        Instant(candidates.next().unwrap_or(wall))
    }

    /// What the wall clock shows at `instant`.
    #[must_use]
    pub fn at(instant: Instant, offsets: &[OffsetChange]) -> Self {
        let offset = offsets
            .iter()
            .rev()
            .find(|change| change.at <= instant)
            .or(offsets.first())
            .map_or(0, |change| i64::from(change.seconds));
        let minutes = instant.0.saturating_add(offset * 1000).div_euclid(60_000);
        let minute = u16::try_from(minutes.rem_euclid(1440)).expect("a remainder of 1440 fits");
        Self { date: Date::from_unix_days(minutes.div_euclid(1440)), time: TimeOfDay(minute) }
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl FromStr for LocalTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (date, time) = text.split_once('T').ok_or(TimeError::TimeOfDay)?;
        Ok(Self { date: date.parse()?, time: time.parse()? })
    }
}

impl LocalTime {
    /// Reads a time as rows may hold it, in whatever year.
    fn stored(text: &str) -> Result<Self, TimeError> {
        let (date, time) = text.split_once('T').ok_or(TimeError::TimeOfDay)?;
        Ok(Self { date: Date::stored(date)?, time: time.parse()? })
    }
}

impl TimeOfDay {
    /// Reads a time of day as rows hold it.
    fn stored(text: &str) -> Result<Self, TimeError> {
        text.parse()
    }
}

data! {
    /// From `at` on, the zone is `seconds` east of UTC. The first one also holds for all time before.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct OffsetChange {
        pub at: Instant,
        pub seconds: i32,
    }
}

as_text!(TimeOfDay, LocalTime);
as_number!(Instant(i64));

#[cfg(test)]
mod tests {
    use super::{Instant, LocalTime, OffsetChange, TimeOfDay};

    fn local(text: &str) -> LocalTime {
        text.parse().unwrap()
    }

    /// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    fn berlin() -> Vec<OffsetChange> {
        vec![
            OffsetChange { at: Instant(0), seconds: 3600 },
            OffsetChange { at: Instant(1_774_746_000_000), seconds: 7200 },
            OffsetChange { at: Instant(1_792_890_000_000), seconds: 3600 },
        ]
    }

    #[test]
    fn times_of_day_that_do_not_exist_are_refused() {
        for text in ["24:00", "12:60", "9:00", "", "x"] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_skipped_time_moves_forward_and_a_repeated_one_is_the_first() {
        let zone = berlin();
        let skipped = local("2026-03-29T02:30").instant(&zone);
        assert_eq!(LocalTime::at(skipped, &zone), local("2026-03-29T03:00"));
        let repeated = local("2026-10-25T02:30").instant(&zone);
        assert_eq!(repeated, Instant(1_792_888_200_000));
        let noon = local("2026-07-01T12:00");
        assert_eq!(LocalTime::at(noon.instant(&zone), &zone), noon);
    }
}

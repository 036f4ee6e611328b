//! Instants, and the local dates and times in which a party is planned.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// UTC milliseconds since 1970, set by the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    #[must_use]
    pub fn minus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_sub(minutes.saturating_mul(60_000)))
    }
}

/// A place in a workspace's order of changes; counts up by one per log entry, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    pub const ZERO: Self = Self(0);

    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Why a text is no date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TimeError {
    #[error("not a date that exists")]
    Date,
    #[error("not a time of day")]
    TimeOfDay,
    #[error("not a week")]
    Week,
}

/// A day of the calendar, years 2000 to 2100 (PROTOCOL, Bounds). On the wire `"2026-11-28"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// A day of the week.
pub use time::Weekday;

impl Date {
    /// A date, where it exists and lies in the years allowed.
    ///
    /// # Errors
    /// Otherwise.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, TimeError> {
        let month = time::Month::try_from(month).map_err(|_| TimeError::Date)?;
        match time::Date::from_calendar_date(year, month, day) {
            Ok(date) if (2000..=2100).contains(&year) => Ok(Self(date)),
            _ => Err(TimeError::Date),
        }
    }

    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    #[must_use]
    pub fn month(self) -> u8 {
        self.0.month().into()
    }

    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day()
    }

    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The date so many days later (earlier where negative), held within the years allowed at
    /// their far end: what is derived from a date has to be readable, too.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let last = time::Date::from_ordinal_date(2100, 365).expect("2100 has 365 days");
        Self(self.0.saturating_add(time::Duration::days(days)).min(last))
    }

    /// Days from `other` to this one.
    #[must_use]
    pub fn days_since(self, other: Self) -> i64 {
        i64::from(self.0.to_julian_day()) - i64::from(other.0.to_julian_day())
    }

    /// The week, Monday to Sunday, that the day belongs to.
    #[must_use]
    pub fn week(self) -> Week {
        let (year, week, _) = self.0.to_iso_week_date();
        Week { year, week }
    }

    fn from_unix_days(days: i64) -> Self {
        let epoch = time::Date::from_julian_day(2_440_588).expect("1970-01-01 is a date");
        Self(epoch.saturating_add(time::Duration::days(days)))
    }

    fn unix_days(self) -> i64 {
        i64::from(self.0.to_julian_day()) - 2_440_588
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(TimeError::Date);
        }
        let number = |from: usize, to: usize| {
            text.get(from..to)
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|digits| digits.parse::<u16>().ok())
                .ok_or(TimeError::Date)
        };
        let small = |value: u16| u8::try_from(value).map_err(|_| TimeError::Date);
        Self::new(i32::from(number(0, 4)?), small(number(5, 7)?)?, small(number(8, 10)?)?)
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

impl LocalTime {
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
        let minutes = (instant.0 + offset * 1000).div_euclid(60_000);
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

/// From `at` on, the zone is `seconds` east of UTC. The first one also holds for all time before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetChange {
    pub at: Instant,
    pub seconds: i32,
}

/// An ISO week, Monday to Sunday. On the wire `"2026-W47"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i32,
    week: u8,
}

impl Week {
    /// The Monday.
    #[must_use]
    pub fn monday(self) -> Date {
        let monday = time::Date::from_iso_week_date(self.year, self.week, Weekday::Monday);
        Date(monday.expect("a week is made from a date or checked when read"))
    }

    #[must_use]
    pub fn sunday(self) -> Date {
        self.monday().plus_days(6)
    }

    /// The week so many weeks later (earlier where negative).
    #[must_use]
    pub fn plus(self, weeks: i64) -> Self {
        self.monday().plus_days(weeks * 7).week()
    }

    /// The number of the week in its year, 1–53.
    #[must_use]
    pub fn number(self) -> u8 {
        self.week
    }

    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.week)
    }
}

impl FromStr for Week {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (year, week) = text.split_once("-W").ok_or(TimeError::Week)?;
        if year.len() != 4 || week.len() != 2 {
            return Err(TimeError::Week);
        }
        let year: i32 = year.parse().map_err(|_| TimeError::Week)?;
        let week: u8 = week.parse().map_err(|_| TimeError::Week)?;
        match time::Date::from_iso_week_date(year, week, Weekday::Monday) {
            Ok(_) if (2000..=2100).contains(&year) => Ok(Self { year, week }),
            _ => Err(TimeError::Week),
        }
    }
}

macro_rules! as_text {
    ($($name:ty),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    )+};
}

as_text!(Date, TimeOfDay, LocalTime, Week);

#[cfg(test)]
mod tests {
    use super::{Date, Instant, LocalTime, OffsetChange, TimeOfDay};

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
    fn dates_that_do_not_exist_are_refused() {
        for text in ["2026-02-30", "2026-13-01", "1999-12-31", "2101-01-01", "2026-1-1", "x", "+026-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!("24:00".parse::<TimeOfDay>().is_err());
        assert_eq!("2024-02-29".parse::<Date>().unwrap().to_string(), "2024-02-29");
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

    #[test]
    fn weeks_run_monday_to_sunday() {
        let week = "2025-07-10".parse::<Date>().unwrap().week();
        assert_eq!(week.to_string(), "2025-W28");
        assert_eq!(week.monday().to_string(), "2025-07-07");
        assert_eq!("2025-07-14".parse::<Date>().unwrap().week(), week.plus(1));
    }
}

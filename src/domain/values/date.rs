//! Days of the calendar, and the weeks by which a party is shopped for.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::as_text;

/// Why a text is no date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.words())]
pub enum TimeError {
    Date,
    TimeOfDay,
    Week,
}

impl TimeError {
    /// What to say of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Date => "not a date that exists",
            Self::TimeOfDay => "not a time of day",
            Self::Week => "not a week",
        }
    }
}

/// The years of days that people name (PROTOCOL, Bounds).
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A day of the calendar. People name those of 2000 to 2100; what is derived from them may lie
/// somewhat before (a start days ahead of its party, the ISO week of a first of January). On the wire
/// `"2026-11-28"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// A day of the week.
pub use time::Weekday;

impl Date {
    /// The first there is.
    pub(super) const FIRST: Self = Self(time::Date::MIN);

    /// A date that somebody names: it exists and lies in the years allowed.
    ///
    /// # Errors
    /// Otherwise.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, TimeError> {
        Self::on_calendar(year, month, day).and_then(Self::nameable)
    }

    fn on_calendar(year: i32, month: u8, day: u8) -> Result<Self, TimeError> {
        let month = time::Month::try_from(month).map_err(|_| TimeError::Date)?;
        time::Date::from_calendar_date(year, month, day).map(Self).map_err(|_| TimeError::Date)
    }

    fn nameable(self) -> Result<Self, TimeError> {
        if YEARS.contains(&self.year()) { Ok(self) } else { Err(TimeError::Date) }
    }

    /// Reads a date as rows may hold it, in whatever year.
    pub(super) fn stored(text: &str) -> Result<Self, TimeError> {
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
        Self::on_calendar(i32::from(number(0, 4)?), small(number(5, 7)?)?, small(number(8, 10)?)?)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.0.month().into()
    }

    /// The day of the month, 1–31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The date so many days later (earlier where negative), held between 1970 and the last day that
    /// can be named, so that whatever is derived has four digits in its year.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::held(self.0.saturating_add(time::Duration::days(days)))
    }

    fn held(date: time::Date) -> Self {
        let last = time::Date::from_ordinal_date(*YEARS.end(), 365).expect("2100 has 365 days");
        Self(date.clamp(Self::epoch(), last))
    }

    fn epoch() -> time::Date {
        time::Date::from_julian_day(2_440_588).expect("1970-01-01 is a date")
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

    /// The date so many days after 1970-01-01, held like [`plus_days`](Self::plus_days).
    pub(super) fn from_unix_days(days: i64) -> Self {
        Self::held(Self::epoch().saturating_add(time::Duration::days(days)))
    }

    /// Days since 1970-01-01.
    pub(super) fn unix_days(self) -> i64 {
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
        Self::stored(text).and_then(Self::nameable)
    }
}

/// An ISO week, Monday to Sunday. On the wire `"2026-W47"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i32,
    week: u8,
}

impl Week {
    /// The first there is.
    const FIRST: Self = Self { year: 2000, week: 1 };

    /// Reads a week as rows may hold it, in whatever year.
    pub(super) fn stored(text: &str) -> Result<Self, TimeError> {
        let (year, week) = text.split_once("-W").ok_or(TimeError::Week)?;
        let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || week.len() != 2 || !plain(year) || !plain(week) {
            return Err(TimeError::Week);
        }
        let year: i32 = year.parse().map_err(|_| TimeError::Week)?;
        let week: u8 = week.parse().map_err(|_| TimeError::Week)?;
        let monday = time::Date::from_iso_week_date(year, week, Weekday::Monday);
        monday.map(|_| Self { year, week }).map_err(|_| TimeError::Week)
    }

    /// The Monday.
    #[must_use]
    pub fn monday(self) -> Date {
        let monday = time::Date::from_iso_week_date(self.year, self.week, Weekday::Monday);
        Date(monday.expect("a week is made from a date or checked when read"))
    }

    /// The Sunday.
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

    /// The year that most of the week lies in.
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
        let week = Self::stored(text)?;
        if YEARS.contains(&week.year) { Ok(week) } else { Err(TimeError::Week) }
    }
}

as_text!(Date, Week);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{Date, Week};
    use crate::domain::json::{ToJson, from_value};
    use crate::domain::values::{Instant, LocalTime, TimeOfDay};

    proptest! {
        #[test]
        fn what_is_derived_from_a_day_reads_back(
            day in prop_oneof![Just("2000-01-01"), Just("2000-01-03"), Just("2026-11-28"), Just("2100-12-31")],
            minutes in prop_oneof![-20_000..20_000_i64, -i64::from(u32::MAX)..i64::from(u32::MAX)],
            clock in any::<i64>(),
        ) {
            let day: Date = day.parse().unwrap();
            let time = LocalTime::new(day, TimeOfDay::default()).plus_minutes(minutes);
            for time in [time, LocalTime::at(Instant(clock / 2), &[])] {
                prop_assert_eq!(from_value::<LocalTime>(&time.to_json()), Ok(time));
                prop_assert_eq!(from_value::<Date>(&time.date.to_json()), Ok(time.date));
                for week in [time.date.week(), time.date.week().plus(1), time.date.week().plus(-1)] {
                    prop_assert_eq!(from_value::<Week>(&week.to_json()), Ok(week));
                    prop_assert_eq!(from_value::<Date>(&week.sunday().to_json()), Ok(week.sunday()));
                }
            }
        }
    }

    #[test]
    fn what_an_older_build_stored_of_the_first_days_is_read() {
        assert!(from_value::<Week>(&json!("1999-W52")).is_ok());
        assert!(from_value::<LocalTime>(&json!("1999-12-31T22:05")).is_ok());
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in ["2026-02-30", "2026-13-01", "1999-12-31", "2101-01-01", "2026-1-1", "x", "+026-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        for text in ["+199-W01", "2026-W54", "1999-W52", "2101-W01"] {
            assert!(text.parse::<Week>().is_err(), "{text}");
        }
        assert_eq!("2024-02-29".parse::<Date>().unwrap().to_string(), "2024-02-29");
    }

    #[test]
    fn weeks_run_monday_to_sunday() {
        let week = "2025-07-10".parse::<Date>().unwrap().week();
        assert_eq!(week.to_string(), "2025-W28");
        assert_eq!(week.monday().to_string(), "2025-07-07");
        assert_eq!("2025-07-14".parse::<Date>().unwrap().week(), week.plus(1));
    }
}

//! When clocks change, from the time zone database that is compiled in.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Zones;
use crate::domain::values::{Instant, OffsetChange};

/// The IANA time zone database.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tzdb;

impl Zones for Tzdb {
    fn offsets(&self, zone: &str, now: Instant) -> Option<Vec<OffsetChange>> {
        let zone = TimeZone::get(zone).ok()?;
        let now = Timestamp::from_millisecond(now.0).ok()?;
        // Years as days: an instant knows no calendar, and a day more or less does not matter.
        let from = now.checked_sub((366 * 24).hours()).ok()?;
        let until = now.checked_add((5 * 366 * 24).hours()).ok()?;
        let mut changes = vec![change(&zone, from)];
        for transition in zone.following(from).take_while(|next| next.timestamp() < until) {
            let next = OffsetChange {
                at: Instant(transition.timestamp().as_millisecond()),
                seconds: transition.offset().seconds(),
            };
            // A change of name alone moves no clock.
            if changes.last().is_none_or(|last| last.seconds != next.seconds) {
                changes.push(next);
            }
        }
        Some(changes)
    }
}

fn change(zone: &TimeZone, at: Timestamp) -> OffsetChange {
    OffsetChange { at: Instant(at.as_millisecond()), seconds: zone.to_offset(at).seconds() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::values::LocalTime;

    #[test]
    fn a_zone_comes_with_its_changes_of_the_coming_years() {
        let now = Instant(1_795_000_000_000);
        let berlin = Tzdb.offsets("Europe/Berlin", now).expect("a zone");
        assert!((10..=14).contains(&berlin.len()), "{berlin:?}");
        let summer: LocalTime = "2027-07-01T12:00".parse().expect("a time");
        assert_eq!(summer.instant(&berlin), Instant(1_814_436_000_000));
    }

    #[test]
    fn an_unknown_zone_has_none() {
        assert_eq!(Tzdb.offsets("Europe/Atlantis", Instant(0)), None);
        assert_eq!(Tzdb.offsets("../../etc/passwd", Instant(0)), None);
    }
}

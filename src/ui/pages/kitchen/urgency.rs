//! How pressing a schedule is, in colour, icon and words.

use crate::domain::rows::{Schedule, ScheduleStatus};
use crate::domain::values::LocalTime;
use crate::ui::words;

/// Food is ready a quarter of an hour before it is served (rule 4).
const AHEAD: i64 = 15;

/// What a ticket says of its time.
pub struct When {
    /// `calm`, `soon`, `late`, `done`.
    pub urgency: &'static str,
    pub icon: &'static str,
    pub words: String,
}

/// Ready or served.
pub fn is_done(schedule: &Schedule) -> bool {
    matches!(schedule.status, ScheduleStatus::Ready | ScheduleStatus::Served)
}

pub fn is_canceled(schedule: &Schedule) -> bool {
    schedule.status == ScheduleStatus::Canceled
}

/// How it stands at `now`.
pub fn when(schedule: &Schedule, now: LocalTime) -> When {
    let done = |words: &str| When { urgency: "done", icon: "check-circle", words: words.to_owned() };
    match schedule.status {
        _ if schedule.withdrawn.is_some() => When { icon: "close", ..done("do not cook this") },
        ScheduleStatus::Planned if schedule.start_at.date > now.date.plus_days(1) => {
            When { urgency: "calm", icon: "circle", words: words::day(schedule.start_at.date, now.date) }
        }
        ScheduleStatus::Planned => {
            pressing(schedule.start_at.minutes_since(now), 60, "start within", "late by")
        }
        ScheduleStatus::Cooking => {
            let left = schedule.serve_at.plus_minutes(-AHEAD).minutes_since(now);
            match pressing(left, 30, "ready within", "ready is late by") {
                When { urgency: "calm", .. } => {
                    When { urgency: "calm", icon: "play", words: "cooking".to_owned() }
                }
                pressing => pressing,
            }
        }
        ScheduleStatus::Ready => done("ready"),
        ScheduleStatus::Served => done("served"),
        ScheduleStatus::Canceled => done("canceled"),
    }
}

fn pressing(left: i64, soon: i64, before: &str, after: &str) -> When {
    let span = words::minutes(u32::try_from(left.abs()).unwrap_or(u32::MAX));
    let (urgency, icon, words) = match left {
        ..0 => ("late", "warning", format!("{after} {span}")),
        0 => ("soon", "clock", "now".to_owned()),
        left if left <= soon => ("soon", "clock", format!("{before} {span}")),
        _ => ("calm", "circle", format!("in {span}")),
    };
    When { urgency, icon, words }
}

#[cfg(test)]
mod tests {
    use super::pressing;

    #[test]
    fn what_should_have_begun_is_late() {
        assert_eq!(pressing(-12, 60, "start within", "late by").words, "late by 12 min");
        assert_eq!(pressing(-12, 60, "start within", "late by").urgency, "late");
        assert_eq!(pressing(23, 60, "start within", "late by").urgency, "soon");
        assert_eq!(pressing(158, 60, "start within", "late by").words, "in 2 h 38 min");
    }
}

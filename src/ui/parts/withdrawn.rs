//! What plans have withdrawn, and for how long that is shown.

use crate::domain::ids::UserId;
use crate::domain::rows::Withdrawn;
use crate::domain::values::Instant;

/// A week.
const SHOWN_FOR: i64 = 7 * 24 * 60 * 60 * 1000;

/// Whether what a plan withdrew is still shown to a person: until they have taken note, a week at most (DOMAIN,
/// Rows).
#[must_use]
pub fn is_told(withdrawn: &Withdrawn, me: UserId, now: Instant) -> bool {
    !withdrawn.acknowledged_by.contains(&me) && now.0 - withdrawn.at.0 < SHOWN_FOR
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::is_told;
    use crate::domain::ids::UserId;
    use crate::domain::rows::{Withdrawn, WithdrawnReason};
    use crate::domain::values::Instant;

    #[test]
    fn what_was_withdrawn_is_shown_until_it_is_seen_and_a_week_at_most() {
        let (me, other) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let withdrawn = Withdrawn {
            reason: WithdrawnReason::NotPlanned,
            at: Instant(1_000),
            acknowledged_by: vec![other],
        };
        let week = Instant(1_000 + 7 * 86_400_000);
        assert!(is_told(&withdrawn, me, Instant(week.0 - 1)));
        assert!(!is_told(&withdrawn, me, week));
        assert!(!is_told(&withdrawn, other, Instant(1_000)));
    }
}

//! How long to wait before the next attempt: full jitter, for ever (PROTOCOL, Reconnecting).

/// The longest delay in milliseconds.
const MOST: u64 = 30_000;
/// The bound of the first delay in milliseconds.
const FIRST: u64 = 1_000;

/// Counts attempts that failed since the last success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The delay before the next attempt in milliseconds, for a `draw` from 0 to 1: anything from 0
    /// to the lesser of 30 s and 1 s × 2ⁿ.
    #[must_use]
    pub fn delay(self, draw: f64) -> u64 {
        let bound = FIRST.saturating_mul(1 << self.failures.min(16)).min(MOST);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a draw from 0 to 1 of at most 30,000"
        )]
        let delay = (draw.clamp(0.0, 1.0) * bound as f64) as u64;
        delay.min(bound)
    }

    /// The attempt failed: the next one waits longer.
    pub fn failed(&mut self) {
        self.failures = self.failures.saturating_add(1);
    }

    /// The attempt worked: the next wait is the first again.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::Backoff;

    #[test]
    fn delays_grow_to_half_a_minute_and_never_end() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.delay(1.0), 1_000);
        assert_eq!(backoff.delay(0.0), 0);
        for _ in 0..1_000 {
            backoff.failed();
        }
        assert_eq!(backoff.delay(1.0), 30_000);
        backoff.succeeded();
        assert_eq!(backoff.delay(0.5), 500);
    }
}

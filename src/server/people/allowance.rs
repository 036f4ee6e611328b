//! How often somebody may do something: a bucket of tokens for each key, filled at a steady rate.
//! Pure: the time is handed in.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use crate::domain::values::Instant;

/// Keys beyond which full buckets are forgotten.
const KEYS: usize = 10_000;

/// Buckets of `burst` tokens, one of which comes back every `every_ms`.
#[derive(Debug)]
pub struct Allowance<K> {
    burst: u32,
    every_ms: i64,
    /// When each bucket will be full again.
    full_at: Mutex<HashMap<K, i64>>,
}

impl<K: Hash + Eq> Allowance<K> {
    #[must_use]
    pub fn new(burst: u32, every_ms: u32) -> Self {
        Self { burst, every_ms: i64::from(every_ms.max(1)), full_at: Mutex::default() }
    }

    /// Whether a token is there, without taking it.
    ///
    /// # Errors
    /// Otherwise, the milliseconds until there is one.
    pub fn check(&self, key: &K, now: Instant) -> Result<(), u64> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        self.wait(self.filling(&mut full_at, key, now), now)
    }

    /// Takes a token.
    ///
    /// # Errors
    /// Where there is none, the milliseconds until there is one.
    pub fn spend(&self, key: K, now: Instant) -> Result<(), u64> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= KEYS {
            full_at.retain(|_, full| *full > now.0);
        }
        let full = self.filling(&mut full_at, &key, now);
        self.wait(full, now)?;
        full_at.insert(key, full + self.every_ms);
        Ok(())
    }

    /// When a bucket will be full. No later than an empty one would be: what seems to be later was
    /// noted before the clock was set back.
    fn filling(&self, full_at: &mut HashMap<K, i64>, key: &K, now: Instant) -> i64 {
        let latest = now.0 + self.every_ms * i64::from(self.burst);
        full_at.get_mut(key).map_or(now.0, |full| {
            *full = (*full).clamp(now.0, latest);
            *full
        })
    }

    fn wait(&self, full_at: i64, now: Instant) -> Result<(), u64> {
        let missing = (full_at - now.0).max(0);
        let room = self.every_ms * (i64::from(self.burst) - 1);
        match u64::try_from(missing - room) {
            Ok(wait) if wait > 0 => Err(wait),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let allowance = Allowance::new(3, 1000);
        let now = Instant(50_000);
        for _ in 0..3 {
            assert_eq!(allowance.spend("alice", now), Ok(()));
        }
        assert_eq!(allowance.spend("alice", now), Err(1000));
        assert_eq!(allowance.check(&"alice", Instant(50_400)), Err(600));
        assert_eq!(allowance.spend("bob", now), Ok(()));
        assert_eq!(allowance.spend("alice", Instant(51_000)), Ok(()));
        assert_eq!(allowance.spend("alice", Instant(51_000)), Err(1000));
    }

    #[test]
    fn a_clock_that_goes_back_makes_nobody_wait_longer_than_for_one_token() {
        let allowance = Allowance::new(3, 1000);
        for _ in 0..3 {
            assert_eq!(allowance.spend("alice", Instant(86_400_000)), Ok(()));
        }
        assert_eq!(allowance.check(&"alice", Instant(5_000)), Err(1000));
        assert_eq!(allowance.spend("alice", Instant(5_500)), Err(500));
        assert_eq!(allowance.spend("alice", Instant(6_000)), Ok(()));
    }
}

//! How often somebody may do something: a bucket of tokens for each key, filled at a steady rate.
//! Pure: the time is handed in, by a clock that nobody can set.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::server::clock::Moment;

/// Keys beyond which full buckets are forgotten.
const KEYS: usize = 10_000;

/// Buckets of `burst` tokens, one of which comes back `every` so often.
#[derive(Debug)]
pub struct Allowance<K> {
    burst: u32,
    every: Duration,
    /// When each bucket will be full again.
    full_at: Mutex<HashMap<K, Moment>>,
}

impl<K: Hash + Eq> Allowance<K> {
    #[must_use]
    pub fn new(burst: u32, every_ms: u32) -> Self {
        Self { burst, every: Duration::from_millis(every_ms.max(1).into()), full_at: Mutex::default() }
    }

    /// Whether a token is there, without taking it.
    ///
    /// # Errors
    /// Otherwise, the milliseconds until there is one.
    pub fn check(&self, key: &K, now: Moment) -> Result<(), u64> {
        let full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        self.wait(full_at.get(key).copied(), now)
    }

    /// Takes a token.
    ///
    /// # Errors
    /// Where there is none, the milliseconds until there is one.
    pub fn spend(&self, key: K, now: Moment) -> Result<(), u64> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= KEYS {
            full_at.retain(|_, full| *full > now);
        }
        let full = full_at.get(&key).copied();
        self.wait(full, now)?;
        full_at.insert(key, full.map_or(now, |full| full.max(now)) + self.every);
        Ok(())
    }

    fn wait(&self, full_at: Option<Moment>, now: Moment) -> Result<(), u64> {
        let missing = full_at.map_or(Duration::ZERO, |full| full.saturating_duration_since(now));
        let room = self.every * self.burst.saturating_sub(1);
        match u64::try_from(missing.saturating_sub(room).as_millis()) {
            Ok(0) => Ok(()),
            wait => Err(wait.unwrap_or(u64::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let allowance = Allowance::new(3, 1000);
        let now = Moment::now();
        let later = |millis| now + Duration::from_millis(millis);
        for _ in 0..3 {
            assert_eq!(allowance.spend("alice", now), Ok(()));
        }
        assert_eq!(allowance.spend("alice", now), Err(1000));
        assert_eq!(allowance.check(&"alice", later(400)), Err(600));
        assert_eq!(allowance.spend("bob", now), Ok(()));
        assert_eq!(allowance.spend("alice", later(1000)), Ok(()));
        assert_eq!(allowance.spend("alice", later(1000)), Err(1000));
        assert_eq!(allowance.spend("alice", later(9000)), Ok(()));
        assert_eq!(allowance.spend("alice", later(9000)), Ok(()), "full again, and no fuller");
        assert_eq!(allowance.spend("alice", later(9000)), Ok(()));
        assert_eq!(allowance.spend("alice", later(9000)), Err(1000));
    }
}

//! Passwords: hashed with Argon2id away from the threads that serve, a few at a time.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::domain::refusal::Refusal;

/// Hashes at a time: each takes 19 MiB and a core.
static ROOM: Semaphore = Semaphore::const_new(2);

/// Characters a password needs, and bytes it may have.
const LEAST: usize = 8;
const MOST: usize = 1_000;

/// Verified against where nobody has the address, so that both take as long. Nothing has this hash.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether it will do as a password.
///
/// # Errors
/// `invalid` when too short, `limit` when too long.
pub fn check(password: &str) -> Result<(), Refusal> {
    if password.chars().count() < LEAST {
        return Err(Refusal::invalid("password", "A password has at least 8 characters."));
    }
    if password.len() > MOST {
        return Err(Refusal::limit("password", "This password is too long."));
    }
    Ok(())
}

/// The hash to store.
pub async fn hash(password: String) -> Option<String> {
    in_room(move || hash_now(&password)).await.flatten()
}

fn hash_now(password: &str) -> Option<String> {
    let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes()).ok()?;
    Some(hash.to_string())
}

/// Whether a password fits a stored hash; takes as long where there is none.
pub async fn fits(password: String, hash: Option<String>) -> bool {
    if password.len() > MOST {
        return false;
    }
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    let fits = in_room(move || Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok());
    fits.await.unwrap_or(false) && known
}

async fn in_room<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _place = ROOM.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let stored = hash("correct horse".into()).await.expect("a hash");
        assert!(stored.starts_with("$argon2id$"));
        assert!(fits("correct horse".into(), Some(stored.clone())).await);
        assert!(!fits("battery staple".into(), Some(stored)).await);
        assert!(!fits("correct horse".into(), None).await);
    }

    #[test]
    fn the_hash_of_nobody_is_read_like_any_other() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}

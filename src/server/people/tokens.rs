//! Secrets that are handed out once and kept only as their hash: sessions, first link, invitations.

use sha2::{Digest, Sha256};

use crate::server::clock;

/// A fresh token: 32 random bytes in hex.
#[must_use]
pub fn fresh() -> String {
    hex(&clock::random::<32>())
}

/// The SHA-256 of a token in hex, as it is stored.
#[must_use]
pub fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// What only this process can put beside a text.
#[must_use]
pub fn seal(secret: &str, text: &str) -> String {
    hash(&[secret, text].concat())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_hash_is_the_sha_256_in_hex() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::hash("abc"), known);
        assert_ne!(super::fresh(), super::fresh());
    }
}

//! What server and browser say to each other, and what a browser keeps of it: pure, like the
//! domain. Messages, time and randomness come in; messages come out.

pub mod backoff;
pub mod beat;
pub mod held;
pub mod kept;
pub mod outbox;
pub mod replica;
pub mod seed;
pub mod submit;
pub mod topic;
pub mod views;
pub mod wire;

#[cfg(test)]
mod tests;

//! The replica against a server that is the rules themselves, and the frames between them.

mod frames;
mod kept;
mod late_rules;
mod outbox;
mod replica;
mod subscriptions;

//! The rules of a party: a pure state machine that server and browser both run.
//!
//! [`decide`](decide::decide) carries out a command on a [`State`](state::State); nothing else
//! changes one. No clock, no I/O, no async: time, randomness and ids come in with the
//! [`Context`](context::Context).

pub mod access;
pub mod bounds;
pub mod circle;
pub mod command;
pub mod consolidation;
pub mod context;
pub mod cost;
pub mod coverage;
pub mod decide;
pub mod diet;
pub mod fact;
pub mod ids;
pub mod json;
pub mod merge;
pub mod order;
pub mod plan;
pub mod purchases;
pub mod refusal;
pub mod rows;
pub mod rules;
pub mod scaling;
pub mod settle;
pub mod sight;
pub mod state;
pub mod tally;
pub mod values;
pub mod work;

#[cfg(test)]
pub(crate) mod tests;

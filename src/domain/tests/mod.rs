//! The rules, tried. Each file tells the rules of one area; [`world`] builds what they need.

mod budgets;
mod build;
mod catalogue;
pub mod catering;
mod conflicts;
mod kitchen;
mod market;
mod people;
mod plan;
mod preview;
mod shopping;
mod tasks;
pub mod world;

//! The rules, tried. Each file tells the rules of one area; [`world`] builds what they need.

mod budgets;
mod catalogue;
pub mod catering;
mod conflicts;
mod market;
mod people;
mod plan;
mod preview;
mod shopping;
pub mod world;

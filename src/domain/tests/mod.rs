//! The rules, tried. Each file tells the rules of one area; [`world`] builds what they need.

mod budgets;
mod build;
mod catalogue;
pub mod catering;
mod conflicts;
mod coverage;
mod kitchen;
mod list_laws;
mod market;
mod missing;
mod money;
mod people;
mod plan;
mod preview;
mod purchases;
mod shopping;
mod surplus;
mod tasks;
mod undo;
pub mod world;

//! The rules, tried. Each file tells the rules of one area; [`world`] builds what they need.

mod allergens;
mod anything;
mod budgets;
mod build;
mod catalogue;
pub mod catering;
mod conflicts;
mod coverage;
pub mod full;
mod kitchen;
mod list_laws;
mod market;
mod merging;
mod missing;
mod money;
mod people;
mod permissions;
mod plan;
mod preview;
mod purchases;
mod rights;
mod secrets;
mod shopping;
mod surplus;
mod tasks;
mod undo;
pub mod world;

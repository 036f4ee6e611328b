//! The rules, tried. Each file tells the rules of one area; [`world`] builds what they need.

mod budgets;
mod catalogue;
pub mod catering;
mod conflicts;
mod people;
mod plan;
pub mod world;

//! The rules, tried. Each file tells the rules of one area; [`world`] builds what they need.

mod budgets;
pub mod catering;
mod conflicts;
mod plan;
pub mod world;

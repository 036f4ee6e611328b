//! The rules, tried. Each file tells the rules of one area; [`world`] builds what they need.

mod conflicts;
pub mod world;

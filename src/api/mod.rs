//! The server functions: thin doors from the pages to the engine.

pub mod submit;

//! The wire, pure.

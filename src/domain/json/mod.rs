//! The form of values in JSON: on the wire, in the store, and in the settings of a row's fields.
//!
//! Everything is read from a [`Value`] and written to one by two small traits of our own, declared
//! along with the types by [`data!`], [`sparse!`] and [`words!`]. serde's derived code has a copy
//! for each type and each kind of reader and was half of what a browser downloads; this is a call
//! for each field, and one body of code for what all types share.
//!
//! Reading never stops halfway: what is wrong is noted once, where it was met, and any value stands
//! in until the whole is refused ([`from_value`]). So no type needs code for giving up.
//!
//! Where serde is spoken around the core (the server's store, requests and frames) the same forms
//! go through its traits; there is no second description of them.

mod plain;
mod read;
mod shapes;
pub mod text;
mod write;

pub use read::{At, Fault, Fields, FromJson, from_value, read, read_said};
#[doc(hidden)]
pub use shapes::{cased, cased_length};
pub(crate) use shapes::{data, field, shapes_of, sparse, through_serde, word, words};
pub use write::{Object, ToJson};

#[cfg(test)]
mod tests;

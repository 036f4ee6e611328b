//! The replica against a server that is the rules themselves.

mod replica;

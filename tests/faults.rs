//! The real binary under faults: a network that fails, a process that is killed, a disk that is full,
//! clocks that are wrong, and a crowd of sockets of which one does not listen.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

mod faults {
    pub mod books;
    pub mod clock;
    pub mod crowd;
    pub mod disk;
    pub mod network;
    pub mod people;
    pub mod process;
    pub mod shoppers;
}

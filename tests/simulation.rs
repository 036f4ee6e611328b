//! The whole system in virtual time: the replicas, outboxes, desk, engine and hub that ship, with
//! everything between and under them that can go wrong (docs/reliability.md).
//!
//! A seed stands for one run; the same seed always runs the same. `scripts/simulate` runs many.

mod simulation {
    pub mod acts;
    pub mod agenda;
    pub mod browser;
    pub mod checks;
    pub mod device;
    pub mod disk;
    pub mod draw;
    pub mod kept;
    pub mod ledger;
    pub mod links;
    pub mod misfortune;
    pub mod pages;
    pub mod plan;
    pub mod runner;
    pub mod sender;
    pub mod server;
    pub mod socket;
    pub mod store;
    pub mod tabs;
    pub mod world;
}

use simulation::runner::{Options, run_all};

#[test]
fn nothing_is_lost_and_nothing_counts_twice() {
    run_all(&Options::from_environment());
}

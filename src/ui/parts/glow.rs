//! A change by somebody else glows once.

use leptos::prelude::*;
use uuid::Uuid;

use crate::browser::use_live;
use crate::domain::rows::Table;

/// Whether a row has just been changed by somebody else, and the way to say that it has glowed.
#[derive(Clone)]
pub struct Glow(ArcRwSignal<bool>);

impl Glow {
    /// The glow of a row. Use as `class:glow=move || glow.get()` with
    /// `on:animationend=move |_| glow.done()`.
    #[must_use]
    pub fn of(table: Table, id: impl Into<Uuid>) -> Self {
        Self(use_live().glow(table, id))
    }

    #[must_use]
    pub fn get(&self) -> bool {
        self.0.get()
    }

    pub fn done(&self) {
        self.0.set(false);
    }
}

//! What a replica can tell of what follows, from the rows it holds (DESIGN, The way of a change).

use super::super::work::{Dirty, Work};

pub fn round(work: &mut Work<'_>) {
    work.dirty = Dirty::default();
}

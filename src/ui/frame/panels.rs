//! What stands behind the bell and the pill besides notices: open questions, one's own acts, refused ones.
//! Its code is a part of its own, which no page waits for (docs/architecture.md, The program in parts).

#![cfg_attr(
    feature = "hydrate",
    expect(clippy::unnecessary_wraps, reason = "the loader's failure comes this way")
)]

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use wasm_split_helpers::wasm_split;

use super::acts::Acts;
use super::questions::questions;
use super::refused;
use crate::browser::Live;
use crate::domain::ids::{CommandId, ConflictId};
use crate::sync::submit::Envelope;

/// What is made with that code.
pub struct Panels {
    /// The open questions, and one's own acts.
    pub bell: fn(Memo<Vec<ConflictId>>, Callback<()>) -> AnyView,
    /// A refused act, with what can be done about it.
    pub refused: fn(StoredValue<Live>, CommandId, &Envelope, String) -> AnyView,
}

static PANELS: Panels = Panels { bell, refused: refused::strip };

fn bell(open: Memo<Vec<ConflictId>>, close: Callback<()>) -> AnyView {
    view! {
        {questions(open, close)}
        <Acts />
    }
    .into_any()
}

/// The code, once it is here.
#[cfg(feature = "hydrate")]
pub fn panels() -> RwSignal<Option<&'static Panels>> {
    use crate::browser::{NotHere, until_here};

    #[wasm_split(panels, fallible)]
    fn load() -> Result<&'static Panels, NotHere> {
        Ok(&PANELS)
    }
    let here = RwSignal::new(None);
    Effect::new(move |_| {
        leptos::task::spawn_local(async move {
            let panels = until_here(load).await;
            // The frame may have been made anew meanwhile.
            here.try_set(Some(panels));
        });
    });
    here
}

/// On the server nothing opens, and a page begins in the browser as it was rendered.
#[cfg(not(feature = "hydrate"))]
pub fn panels() -> RwSignal<Option<&'static Panels>> {
    let Panels { bell: _, refused: _ } = PANELS;
    RwSignal::new(None)
}

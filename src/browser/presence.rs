//! Tells the others where this person is: at which page, at which row, and whether they edit it.
//!
//! What is looked at is read off the page itself: whatever stands for a row says so by `data-row`
//! (see [`mark`]), so that no page has to report its opening and closing.

use uuid::Uuid;

use crate::domain::rows::Table;

/// What an element that stands for a row carries as `data-row`.
#[must_use]
pub fn mark(table: Table, id: impl Into<Uuid>) -> String {
    [table.name(), ":", &id.into().to_string()].concat()
}

#[cfg(feature = "hydrate")]
pub use here::{Moves, is_writing, start};

/// On the server nobody writes.
#[cfg(not(feature = "hydrate"))]
#[must_use]
pub fn is_writing() -> bool {
    false
}

#[cfg(feature = "hydrate")]
mod here {
    use std::sync::{Mutex, PoisonError};

    use futures::StreamExt as _;
    use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
    use futures::future::{FutureExt as _, select};
    use gloo_timers::future::TimeoutFuture;
    use leptos::leptos_dom::helpers::window_event_listener_untyped;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use web_sys::{Element, VisibilityState};

    use crate::browser::live::{Connection, Live};
    use crate::domain::rows::Table;
    use crate::sync::wire::{ClientFrame, Presence};

    /// A place is said again after so many milliseconds, well before the server forgets it.
    const AGAIN: u32 = 20_000;
    /// The least time between two words of it.
    const BETWEEN: u32 = 1_000;
    /// Until a page that has changed stands, and the focus that left one element is on the next.
    const SETTLES: u32 = 50;
    /// What people write in; what is ticked or searched changes no row.
    const FIELDS: &str = "input:not([type=checkbox]):not([type=radio]):not([type=search]),textarea,select";

    /// The way to the task that says where this person is.
    #[derive(Debug, Default)]
    pub struct Moves(Mutex<Option<UnboundedSender<()>>>);

    impl Moves {
        /// The page or the focus is another one.
        pub fn moved(&self) {
            if let Some(moves) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
                // It fails only where nobody listens any more.
                let _ = moves.unbounded_send(());
            }
        }
    }

    /// Says where this person is, for as long as the page lives.
    pub fn start(live: &Live) {
        let (moved, moves) = unbounded();
        *live.moves().0.lock().unwrap_or_else(PoisonError::into_inner) = Some(moved);
        for event in ["focusin", "focusout", "visibilitychange"] {
            let live = live.clone();
            // Lives as long as the page.
            let _ = window_event_listener_untyped(event, move |_| live.moves().moved());
        }
        // A new socket knows of no place.
        let connected = live.clone();
        Effect::new(move |_| {
            if connected.connection() == Connection::Live {
                connected.moves().moved();
            }
        });
        spawn_local(say(live.clone(), moves));
    }

    async fn say(live: Live, mut moves: UnboundedReceiver<()>) {
        let mut said = None;
        loop {
            select(TimeoutFuture::new(AGAIN), moves.next()).await;
            TimeoutFuture::new(SETTLES).await;
            while moves.next().now_or_never().flatten().is_some() {}
            let place = place();
            // Who looks away says so once; the server forgets nobody who has left.
            if place.is_some() || said.is_some() {
                let nowhere = Presence { route: String::new(), table: None, row_id: None, editing: false };
                live.links().send(ClientFrame::Presence(place.clone().unwrap_or(nowhere)));
            }
            said = place;
            TimeoutFuture::new(BETWEEN).await;
        }
    }

    /// Where this person is, as the page shows it; nowhere while nobody looks at it.
    fn place() -> Option<Presence> {
        let window = web_sys::window()?;
        let document = window.document()?;
        if document.visibility_state() == VisibilityState::Hidden {
            return None;
        }
        let focused = document.active_element();
        let around = |selector: &str| focused.as_ref()?.closest(selector).ok()?;
        let dialog = around("dialog[open]");
        let inside = dialog.as_ref().and_then(|dialog| dialog.query_selector("[data-row]").ok()?);
        let shown = || document.query_selector("dialog[open] [data-row], #main[data-row]").ok()?;
        let row = inside.or_else(|| around("[data-row]")).or_else(shown).as_ref().and_then(row_of);
        let writes = focused.as_ref().is_some_and(|focused| focused.matches(FIELDS).unwrap_or_default())
            || dialog.is_some_and(|dialog| dialog.query_selector("form").ok().flatten().is_some());
        Some(Presence {
            route: window.location().pathname().ok()?,
            table: row.map(|(table, _)| table),
            row_id: row.map(|(_, id)| id),
            editing: row.is_some() && writes,
        })
    }

    /// Whether a dialog is open or a field has the focus: what is written there would go with the page.
    pub fn is_writing() -> bool {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return false };
        let focused = document.active_element();
        document.query_selector("dialog[open]").ok().flatten().is_some()
            || focused.is_some_and(|focused| focused.matches(FIELDS).unwrap_or_default())
    }

    fn row_of(element: &Element) -> Option<(Table, uuid::Uuid)> {
        let mark = element.get_attribute("data-row")?;
        let (table, id) = mark.split_once(':')?;
        Some((Table::named(table)?, id.parse().ok()?))
    }
}

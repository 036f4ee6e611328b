//! Dialogs about something that is chosen.

use leptos::prelude::*;

/// Whether the dialog about what `chosen` holds is open: it opens when something is chosen, and
/// closing it chooses nothing.
pub fn open_while<T: Send + Sync + 'static>(chosen: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = chosen.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |_| {
        // Both ways only where something changes, so that the two do not wake each other for ever.
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    open
}

//! What somebody writes and has not sent: kept in the tab's own storage, by person, until it is sent or
//! given up. It comes back after a reload, and goes with the tab.

use leptos::prelude::*;

use crate::browser::use_live;

/// Keeps what `read` gives under a name, from when the page stands; `take` gets what was kept before.
/// Nothing is kept of an empty text.
pub fn keep_draft(
    name: String,
    read: impl Fn() -> String + Send + Sync + 'static,
    take: impl Fn(&str) + Send + Sync + 'static,
) {
    let user = use_live().user_id().to_string();
    Effect::new(move |before: Option<String>| {
        if before.is_none() {
            storage::forget_others(&user);
            if let Some(kept) = storage::kept(&user, &name) {
                take(&kept);
            }
        }
        let text = read();
        if before.as_ref() != Some(&text) {
            storage::keep(&user, &name, &text);
        }
        text
    });
}

/// [`keep_draft`] of one line of text.
pub fn keep_text(name: String, text: RwSignal<String>) {
    keep_draft(name, move || text.get(), move |kept| text.set(kept.to_owned()));
}

#[cfg(feature = "hydrate")]
mod storage {
    use leptos::prelude::window;
    use web_sys::Storage;

    const DRAFT: &str = "draft:";

    fn storage() -> Option<Storage> {
        window().session_storage().ok().flatten()
    }

    fn key(user: &str, name: &str) -> String {
        [DRAFT, user, ":", name].concat()
    }

    pub fn kept(user: &str, name: &str) -> Option<String> {
        storage()?.get_item(&key(user, name)).ok().flatten()
    }

    /// A full or forbidden storage keeps nothing: then leaving the page asks, as for any form.
    pub fn keep(user: &str, name: &str, text: &str) {
        let Some(storage) = storage() else { return };
        let key = key(user, name);
        drop(if text.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, text) });
    }

    /// Whoever has the device now does not find what another has begun.
    pub fn forget_others(user: &str) {
        let Some(storage) = storage() else { return };
        let own = key(user, "");
        let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
        let theirs: Vec<String> =
            keys.filter(|key| key.starts_with(DRAFT) && !key.starts_with(&own)).collect();
        for key in theirs {
            drop(storage.remove_item(&key));
        }
    }
}

/// On the server nothing is typed.
#[cfg(not(feature = "hydrate"))]
mod storage {
    pub fn kept(_: &str, _: &str) -> Option<String> {
        None
    }

    pub fn keep(_: &str, _: &str, _: &str) {}

    pub fn forget_others(_: &str) {}
}

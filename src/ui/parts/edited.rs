//! The form around an edit.

use leptos::context::Provider;
use leptos::prelude::*;

use super::{Editing, Icon};

/// A form whose fields know which row they edit ([`Field`](super::Field), `of`), and which says so where
/// somebody else removes that row meanwhile.
///
/// The fields stand inside, as children: what is built before does not find the edit, and once the form has
/// been closed nothing may find it any more.
#[component]
pub fn Edited(editing: Editing, children: Children) -> impl IntoView {
    let gone = move || {
        let words = editing.removal()?;
        Some(view! {
            <div class="strip gone" role="alert" data-tone="warning">
                <Icon name="trash" />
                <p>{words}</p>
            </div>
        })
    };
    view! {
        {gone}
        <Provider value=editing>{children()}</Provider>
    }
    .into_any()
}

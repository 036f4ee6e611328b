//! The people of the workspace.

use leptos::prelude::*;

/// The people of the workspace.
#[component]
pub fn PeoplePage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"The people of the workspace."</h1></main> }
}

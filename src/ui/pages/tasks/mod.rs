//! Tasks.

use leptos::prelude::*;

/// Tasks.
#[component]
pub fn TasksPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"Tasks."</h1></main> }
}

//! What is next for this person.

use leptos::prelude::*;

/// What is next for this person.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"What is next for this person."</h1></main> }
}

//! The cooking schedule.

use leptos::prelude::*;

/// The cooking schedule.
#[component]
pub fn KitchenPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"The cooking schedule."</h1></main> }
}

//! The parties.

use leptos::prelude::*;

/// The parties.
#[component]
pub fn BudgetsPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"The parties."</h1></main> }
}

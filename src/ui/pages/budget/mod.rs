//! One party.

use leptos::prelude::*;

/// One party.
#[component]
pub fn BudgetPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"One party."</h1></main> }
}

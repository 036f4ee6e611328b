//! The shopping list.

use leptos::prelude::*;

/// The shopping list.
#[component]
pub fn ShoppingPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"The shopping list."</h1></main> }
}

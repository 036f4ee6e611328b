//! One party.

pub(super) mod groups;
pub(super) mod line;
pub(super) mod price;

use leptos::prelude::*;

/// One party.
#[component]
pub fn BudgetPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"One party."</h1></main> }
}

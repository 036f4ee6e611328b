//! What stands around every page for people who are signed in.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Top bar, page, toasts.
#[component]
pub fn Frame() -> impl IntoView {
    view! { <Outlet /> }
}

//! Pages for people who are not signed in.

use leptos::prelude::*;

/// Sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"Sign in."</h1></main> }
}

/// Make the workspace.
#[component]
pub fn StartPage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"Make the workspace."</h1></main> }
}

/// Accept an invitation.
#[component]
pub fn InvitePage() -> impl IntoView {
    view! { <main id="main" class="page"><h1>"Accept an invitation."</h1></main> }
}

//! Signing in.

use leptos::prelude::*;

use super::form::{Entered, Entry, Refused, asked};

/// Sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = asked("next").unwrap_or_default();
    let closing = asked("refused").map(|_| view! { <script src="/closed.js"></script> });
    view! {
        <Entry>
            {closing}
            <form class="card" method="post" action="/api/sign-in">
                <h1>"Sign in"</h1>
                <Refused sentence="E-mail address and password do not fit together." />
                <input type="hidden" name="next" value=next />
                <Entered name="email" label="E-mail" kind="email" autocomplete="username" />
                <Entered name="password" label="Password" kind="password" autocomplete="current-password" />
                <button class="button primary wide" type="submit">
                    "Sign in"
                </button>
                <p class="soft">"No account? Ask your admin for an invitation."</p>
            </form>
        </Entry>
    }
    .into_any()
}

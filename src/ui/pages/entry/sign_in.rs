//! Signing in.

use leptos::prelude::*;

use super::form::{Entered, Entry, Refused, asked};

/// Sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = asked("next").unwrap_or_default();
    let closed = asked("error").is_some_and(|code| code == "account-closed");
    let closing = closed.then(|| view! { <script src="/closed.js"></script> });
    let sentence = if closed {
        "This account was closed. Ask your admin."
    } else {
        "E-mail address and password do not fit together."
    };
    view! {
        <Entry>
            {closing}
            <form class="card" method="post" action="/api/sign-in">
                <h1>"Sign in"</h1>
                <Refused sentence />
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

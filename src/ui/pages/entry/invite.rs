//! Coming in by an invitation.

use leptos::prelude::*;

use super::form::{Entered, Entry, Refused, asked, is_spent, spent};

/// Accept an invitation.
#[component]
pub fn InvitePage() -> impl IntoView {
    if let Some(token) = asked("token").filter(|_| !is_spent()) {
        view! { <Entry>{join(token)}</Entry> }
    } else {
        let words = "Invitations work once, and not for ever; one that was made without a network works as soon as \
                     it has been sent. Try the link again in a moment, or ask for a new one.";
        view! { <Entry>{spent("This link does not work now", words)}</Entry> }
    }
}

fn join(token: String) -> AnyView {
    view! {
        <form class="card" method="post" action="/api/accept-invite">
            <h1>"Welcome to the crew"</h1>
            <p>"You are invited. Say who you are, and choose how to sign in."</p>
            <Refused sentence="This did not work. Look at what you typed, and try again." />
            <input type="hidden" name="token" value=token />
            <Entered name="name" label="Your name" autocomplete="name" />
            <Entered name="email" label="E-mail" soft="to sign in with" kind="email" autocomplete="email" />
            <Entered
                name="password"
                label="Password"
                kind="password"
                autocomplete="new-password"
                least=8
                hint="8 characters or more."
            />
            <button class="button primary wide" type="submit">
                "Join the crew"
            </button>
        </form>
    }
    .into_any()
}

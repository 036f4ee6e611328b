//! The two answers to a proposed substitute.

use leptos::prelude::*;

/// The buttons; `answer` hears whether it is accepted.
pub fn accept_or_refuse(answer: Callback<bool>) -> AnyView {
    view! {
        <button class="button small" type="button" on:click=move |_| answer.run(true)>
            "Accept"
        </button>
        <button class="button small quiet" type="button" on:click=move |_| answer.run(false)>
            "Refuse"
        </button>
    }
    .into_any()
}

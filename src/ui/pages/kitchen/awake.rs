//! Whether the screen is kept awake, and the way to change it.

use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::awake;
use crate::ui::parts::Icon;

/// A screen that sleeps in the middle of a recipe is no help: awake as long as the kitchen is
/// shown, unless somebody says otherwise. Nothing where the browser knows no way.
#[component]
pub fn AwakeChip() -> impl IntoView {
    let known = RwSignal::new(false);
    let wanted = RwSignal::new(true);
    let held = RwSignal::new(false);
    let ask = move || {
        if wanted.try_get_untracked() == Some(true) {
            spawn_local(async move {
                let is_held = awake::keep().await;
                held.try_set(is_held);
            });
        }
    };
    Effect::new(move |_| {
        known.set(awake::is_known());
        if awake::is_known() {
            ask();
            // A hidden page loses it; it is asked for again when shown.
            let shown = window_event_listener_untyped("visibilitychange", move |_| ask());
            on_cleanup(move || shown.remove());
        }
    });
    on_cleanup(awake::let_go);
    let change = move |_| {
        wanted.update(|wanted| *wanted = !*wanted);
        if wanted.get_untracked() {
            ask();
        } else {
            awake::let_go();
            held.set(false);
        }
    };
    view! {
        <button
            class="chip end"
            type="button"
            aria-label="Keep the screen awake"
            aria-pressed=move || held.get().to_string()
            hidden=move || !known.get()
            on:click=change
        >
            <Icon name=Signal::derive(move || if held.get() { "sun" } else { "moon" }) />
            {move || if held.get() { "Awake" } else { "May sleep" }}
        </button>
    }
    .into_any()
}

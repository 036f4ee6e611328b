//! Icons from the sprite.

use leptos::prelude::*;

/// An icon of the sprite `/icons.svg`; it never speaks alone, so screen readers pass it over.
#[component]
pub fn Icon(
    /// Its name in the sprite.
    #[prop(into)]
    name: Signal<&'static str>,
    /// Besides `icon`: `small`, `large`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") };
    view! {
        <svg class=class aria-hidden="true">
            <use href=move || format!("/icons.svg#{}", name.get())></use>
        </svg>
    }
    .into_any()
}

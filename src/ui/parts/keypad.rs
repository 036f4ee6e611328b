//! Numbers without a keyboard: the keypad, and less and more.

use leptos::prelude::*;

use super::Icon;

const KEYS: [&str; 11] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0"];

/// Twelve large keys that write a decimal number. The first one replaces what stood there.
#[component]
pub fn Keypad(value: RwSignal<String>) -> impl IntoView {
    let fresh = StoredValue::new(true);
    let press = move |key: &str| {
        let fresh = fresh.try_update_value(std::mem::take).unwrap_or_default();
        value.update(|text| {
            if fresh {
                text.clear();
            }
            match key {
                "." if text.contains(['.', ',']) => {}
                "." if text.is_empty() => text.push_str("0."),
                _ if text.len() >= 9 => {}
                _ => text.push_str(key),
            }
        });
    };
    let delete = move || {
        fresh.set_value(false);
        value.update(|text| {
            text.pop();
        });
    };
    let typed = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Backspace" => delete(),
        "," => press("."),
        key if KEYS.contains(&key) => press(key),
        _ => {}
    };
    let keys = KEYS.map(|key| {
        let name = (key == ".").then_some("Decimal point");
        view! { <button type="button" aria-label=name on:click=move |_| press(key)>{key}</button> }
    });
    view! {
        <div class="keypad" role="group" aria-label="Keypad" on:keydown=typed>
            {keys.into_iter().collect_view()}
            <button type="button" aria-label="Delete" on:click=move |_| delete()>
                <Icon name="backspace" />
            </button>
        </div>
    }
    .into_any()
}

/// What a person did to a stepper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Less,
    More,
    /// Typed, as far as it stands.
    To(String),
}

/// An amount with less and more around it.
#[component]
pub fn Stepper(
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<Step>,
    #[prop(into)] label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="stepper" role="group" aria-label=label>
            <button
                type="button"
                aria-label=move || format!("Less: {}", label.get())
                on:click=move |_| on_change.run(Step::Less)
            >
                <Icon name="minus" />
            </button>
            <input
                inputmode="decimal"
                aria-label=label
                value=value.get_untracked()
                prop:value=value
                on:input=move |event| on_change.run(Step::To(event_target_value(&event)))
            />
            <button
                type="button"
                aria-label=move || format!("More: {}", label.get())
                on:click=move |_| on_change.run(Step::More)
            >
                <Icon name="plus" />
            </button>
        </div>
    }
    .into_any()
}

//! Fields of forms: a label, a control, and a hint or what is wrong.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::context::Provider;
use leptos::prelude::*;

use super::Icon;
use super::editing::{Editing, Held, meanwhile};
use crate::domain::bounds;

/// An id for an element. The server's and the browser's never meet: what the server rendered keeps
/// its own ids through hydration.
pub fn element_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let side = if cfg!(feature = "hydrate") { 'c' } else { 's' };
    format!("{side}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The field that a control stands in.
#[derive(Clone)]
struct Around {
    id: String,
    error: Signal<Option<String>>,
    held: StoredValue<Option<Held>>,
}

/// What ties a control to the field around it.
pub(super) struct Ties {
    pub id: Option<String>,
    error: Signal<Option<String>>,
    held: Option<StoredValue<Option<Held>>>,
}

impl Ties {
    pub fn here() -> Self {
        match use_context::<Around>() {
            Some(around) => Self { id: Some(around.id), error: around.error, held: Some(around.held) },
            None => Self { id: None, error: Signal::default(), held: None },
        }
    }

    /// Says how the control holds its value, so that the field can follow what somebody else writes.
    pub fn hold(&self, held: Held) {
        if let Some(around) = self.held {
            around.set_value(Some(held));
        }
    }

    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + 'static {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    pub fn described(&self) -> impl Fn() -> Option<String> + Send + Sync + 'static {
        let (error, id) = (self.error, self.id.clone());
        move || error.with(Option::is_some).then(|| id.as_ref().map(|id| format!("{id}-error"))).flatten()
    }
}

/// A label with its control, which stands inside as a child.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    /// What is wrong, beside the control.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    /// Says so behind the label.
    #[prop(optional)]
    optional: bool,
    /// As wide as the form.
    #[prop(optional)]
    all: bool,
    /// The row's field that it edits, where an [`Editing`] is around the form.
    #[prop(default = "")]
    of: &'static str,
    children: Children,
) -> impl IntoView {
    let id = element_id();
    let error_id = format!("{id}-error");
    let held = StoredValue::new(None);
    let around = Around { id: id.clone(), error, held };
    let editing = use_context::<Editing>().filter(|_| !of.is_empty());
    let control = id.clone();
    view! {
        <div class=if all { "field all" } else { "field" }>
            <label for=id>{label} {optional.then(|| view! { <span class="soft">" optional"</span> })}</label>
            <Provider value=around>{children()}</Provider>
            {editing.and_then(|editing| Some(meanwhile(editing, of, held.get_value()?, control)))}
            {move || hint.get().map(|hint| view! { <p class="hint">{hint}</p> })}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="error" id=error_id.clone()>
                                <Icon name="warning" />
                                {error}
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Whether a single line is longer than any may be: names are the longest (PROTOCOL, Bounds).
pub fn is_too_long(text: &str) -> bool {
    text.trim().chars().count() > bounds::NAME
}

/// What is wrong with such a line, beside its field.
pub fn too_long() -> AnyView {
    wrong("At most 200 characters.")
}

/// Says beside a field what is wrong with what was typed.
pub fn wrong(words: &'static str) -> AnyView {
    view! { <p class="error" role="alert"><Icon name="warning" />{words}</p> }.into_any()
}

/// Holds every form back that has a field which cannot be taken as it is, with what was typed, and leads to the
/// first one that is wrong, for as long as the page lives.
#[cfg(feature = "hydrate")]
pub fn hold_back_forms() {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;

    let listener = Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| {
        let Some(form) = event.target().and_then(|form| form.dyn_into::<web_sys::Element>().ok()) else {
            return;
        };
        let lead = |form: &web_sys::Element| {
            let field = form.query_selector("[aria-invalid=true]").ok().flatten();
            if let Some(field) = &field {
                if let Ok(Some(fold)) = field.closest("details:not([open])") {
                    // A name and a value that every element takes.
                    let _ = fold.set_attribute("open", "");
                }
                // It fails for nothing that can be typed into.
                let _ = field.unchecked_ref::<web_sys::HtmlElement>().focus();
            }
            field.is_some()
        };
        if lead(&form) {
            event.prevent_default();
            event.stop_immediate_propagation();
        } else {
            // Once the form has said what it finds.
            let first_wrong = move || {
                lead(&form);
            };
            set_timeout(first_wrong, std::time::Duration::ZERO);
        }
    });
    let listen = listener.as_ref().unchecked_ref();
    // It fails for no name of an event.
    let _ = window().add_event_listener_with_callback_and_bool("submit", listen, true);
    listener.forget();
}

fn control(kind: &'static str, mode: Option<&'static str>, value: RwSignal<String>) -> AnyView {
    named(kind, mode, value, None)
}

/// A control that stands alone has a name of its own.
fn named(
    kind: &'static str,
    mode: Option<&'static str>,
    value: RwSignal<String>,
    name: Option<Signal<String>>,
) -> AnyView {
    let ties = Ties::here();
    ties.hold(Held::plain(value));
    let described = ties.described();
    let long = Memo::new(move |_| value.with(|text| is_too_long(text)));
    let wrong = ties.invalid();
    let invalid = move || if long.get() { Some("true") } else { wrong() };
    view! {
        <input
            class="input"
            id=ties.id
            type=kind
            inputmode=mode
            aria-label=move || name.map(|name| name.get())
            value=value.get_untracked()
            prop:value=value
            aria-invalid=invalid
            aria-describedby=described
            on:input=move |event| value.set(event_target_value(&event))
        />
        {move || long.get().then(too_long)}
    }
    .into_any()
}

/// A line of text.
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    /// `text`, `email`, `tel`, `search`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
) -> impl IntoView {
    control(kind, None, value)
}

/// Several lines of text.
#[component]
pub fn TextArea(value: RwSignal<String>, #[prop(default = 3)] rows: u32) -> impl IntoView {
    let ties = Ties::here();
    ties.hold(Held::plain(value));
    let (invalid, described) = (ties.invalid(), ties.described());
    view! {
        <textarea
            class="input"
            id=ties.id
            rows=rows
            maxlength="10000"
            prop:value=value
            aria-invalid=invalid
            aria-describedby=described
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    }
    .into_any()
}

/// A whole number.
#[component]
pub fn NumberInput(value: RwSignal<String>) -> impl IntoView {
    control("text", Some("numeric"), value)
}

/// A number that may have decimals, by comma or dot: an amount, a price.
#[component]
pub fn DecimalInput(
    value: RwSignal<String>,
    /// Its name, where no field is around it.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
) -> impl IntoView {
    named("text", Some("decimal"), value, name)
}

/// A day, as `2026-11-28`.
#[component]
pub fn DateInput(value: RwSignal<String>) -> impl IntoView {
    control("date", None, value)
}

/// A time of the day, as `19:00`.
#[component]
pub fn TimeInput(value: RwSignal<String>) -> impl IntoView {
    control("time", None, value)
}

/// Says that the control in a field holds something else than plain text: called after it is built.
pub fn hold(held: Held) {
    Ties::here().hold(held);
}

/// One of a few: the value with its word.
#[component]
pub fn SelectInput(value: RwSignal<String>, options: Vec<(String, String)>) -> impl IntoView {
    let ties = Ties::here();
    ties.hold(Held::plain(value));
    let (invalid, described) = (ties.invalid(), ties.described());
    let options = options.into_iter().map(|(key, word)| {
        let own = key.clone();
        let selected = value.with_untracked(|value| *value == key);
        view! {
            <option value=key selected=selected prop:selected=move || value.with(|value| *value == own)>
                {word}
            </option>
        }
    });
    view! {
        <select
            class="input"
            id=ties.id
            aria-invalid=invalid
            aria-describedby=described
            on:change=move |event| value.set(event_target_value(&event))
        >
            {options.collect_view()}
        </select>
    }
    .into_any()
}

//! What happens to what is being typed when its page is left: put into the pocket, loaded anew, closed.
//!
//! A field that takes its value when it is left does so then (`data-commits` on it, or around it). What was
//! typed into a dialog and not sent, what stands in a field that holds a draft (`data-draft`), and acts that wait
//! in a browser that keeps nothing (`data-unsent`), are asked about before they go.

use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;

/// Does it whenever the page is left or put away, for as long as the component lives. A page that is put
/// away may never be shown again.
pub fn on_leaving(act: impl Fn() + Clone + 'static) {
    Effect::new(move |_| {
        for event in ["pagehide", "visibilitychange"] {
            let act = act.clone();
            let listening = window_event_listener_untyped(event, move |_| {
                if event == "pagehide" || document().hidden() {
                    act();
                }
            });
            on_cleanup(move || listening.remove());
        }
    });
}

/// Minds the fields of all pages, for as long as the document lives.
#[cfg(feature = "hydrate")]
pub fn mind_fields() {
    use here::{ask, leave, note};

    for event in ["pagehide", "visibilitychange"] {
        // They live as long as the document.
        drop_handle(window_event_listener_untyped(event, move |_| leave(event == "pagehide")));
    }
    for event in ["input", "click"] {
        drop_handle(window_event_listener_untyped(event, |event| note(&event)));
    }
    drop_handle(window_event_listener_untyped("beforeunload", |event| ask(&event)));
}

/// A listener is taken away by its handle alone, never by letting go of it.
#[cfg(feature = "hydrate")]
fn drop_handle<T>(_: T) {}

#[cfg(feature = "hydrate")]
pub use here::commit_field;

#[cfg(feature = "hydrate")]
mod here {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast as _;
    use web_sys::{Element, Event, HtmlElement};

    /// Where a hidden page had its focus.
    const LEFT: &str = "data-left";
    /// What was typed in since it was opened.
    const TYPED: &str = "data-typed";

    fn find(what: &str) -> Option<Element> {
        // It fails for no selector of ours.
        document().query_selector(what).ok().flatten()
    }

    fn committing() -> Option<Element> {
        document().active_element().filter(|field| field.closest("[data-commits]").ok().flatten().is_some())
    }

    /// Has the field that is being written in take its value, before another page takes this one's place.
    pub fn commit_field() {
        if let Some(field) = committing() {
            let _ = field.unchecked_into::<HtmlElement>().blur();
        }
    }

    /// Has the field that is being written in take its value; one that is shown again has its focus back.
    pub fn leave(for_good: bool) {
        if for_good || document().hidden() {
            if let Some(field) = committing() {
                let _ = field.set_attribute(LEFT, "");
                let _ = field.unchecked_into::<HtmlElement>().blur();
            }
        } else if let Some(field) = find("[data-left]") {
            let _ = field.remove_attribute(LEFT);
            let _ = field.unchecked_into::<HtmlElement>().focus();
        }
    }

    /// Notes that a form of a dialog holds something which nobody has sent; it goes with the form.
    pub fn note(event: &Event) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let within = |what: &str| target.closest(what).ok().flatten();
        let is_meant = match event.type_().as_str() {
            "click" => within("dialog :is(.keypad, .stepper) button").is_some(),
            _ => !target.has_attribute("data-draft"),
        };
        let form = within("dialog form").or_else(|| within("dialog .dialog-body"));
        if let Some(form) = form.filter(|_| is_meant) {
            let _ = form.set_attribute(TYPED, "");
        }
    }

    /// The browser asks, where something would go unsent.
    pub fn ask(event: &Event) {
        if find("dialog[open] [data-typed], [data-draft]:not(:placeholder-shown), [data-unsent]").is_some() {
            event.prevent_default();
        }
    }
}

//! Dialogs and sheets.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{self, HtmlElement};

use super::Icon;

/// What one writes in, or the choice that holds; not what is folded away. What belongs to one choice of several
/// takes the focus with that choice alone: to be in it is to have chosen.
#[cfg(feature = "hydrate")]
const FIELDS: &str = ".dialog-body :is(input:not([type=radio], .versions *), [type=radio]:checked, \
                      textarea:not(.versions *), select):not(:disabled, details:not([open]) *, [hidden] *)";

/// The focus goes to the first field; where a keyboard on the screen would cover what is to be read, or where
/// there is no field, to the title. It stays where its person has put it already.
#[cfg(feature = "hydrate")]
fn begin(dialog: &web_sys::HtmlDialogElement) {
    let find = |what: &str| dialog.query_selector(what).ok().flatten();
    let at = document().active_element();
    let is_untouched = at.is_none_or(|at| {
        !dialog.contains(Some(&at)) || at.matches(".dialog, .sheet, .dialog-head *").unwrap_or(true)
    });
    let field = if is_by_touch() { None } else { find(FIELDS) };
    let first = field.or_else(|| find("h2")).and_then(|first| first.dyn_into::<HtmlElement>().ok());
    if let Some(first) = first.filter(|_| is_untouched && dialog.open()) {
        focus(&first);
    }
}

/// What stands in a field that takes the focus is selected: what is typed takes its place.
fn focus(element: &HtmlElement) {
    // It fails for nothing that can take it.
    let _ = element.focus();
    if let Some(field) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        field.select();
    }
}

/// On the server nothing opens.
#[cfg(not(feature = "hydrate"))]
fn begin<T>(_: &T) {}

/// The focus goes to the first of these.
pub(super) fn go_to(what: &str) {
    let first = document().query_selector(what).ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        focus(&first);
    }
}

/// Another page is shown: where what had the focus went with the last one, it begins at the page.
pub fn go_to_page() {
    let go = || {
        if let Some(main) = document().get_element_by_id("main").filter(|_| is_lost()) {
            // A name and a value that every element takes.
            let _ = main.set_attribute("tabindex", "-1");
            go_to("#main");
        }
    };
    set_timeout(go, Duration::ZERO);
}

/// What had the focus is not there any more.
fn is_lost() -> bool {
    document().active_element().is_none_or(|at| at.tag_name() == "BODY")
}

/// A row moves elsewhere by what was done at it: the focus moves along, to its next step.
pub fn go_along(row: String) {
    let go = move || {
        if is_lost() {
            go_to(&["[data-row=\"", &row, "\"] .button"].concat());
        }
    };
    set_timeout(go, Duration::ZERO);
}

/// A dialog has closed that was opened from a row: the focus is there again, wherever it fell.
fn go_back_to(row: &str) {
    if is_lost() {
        go_to(&["[data-row=\"", row, "\"] :is(a, button)"].concat());
    }
}

/// What had the focus goes: it goes on to the first of these, once they stand; where a keyboard on the screen
/// would cover what is to be read, to the dialog's title.
pub fn go_on(what: &'static str) {
    set_timeout(move || go_to(if is_by_touch() { "dialog[open] h2" } else { what }), Duration::ZERO);
}

#[cfg(not(feature = "hydrate"))]
fn is_by_touch() -> bool {
    false
}

#[cfg(feature = "hydrate")]
fn is_by_touch() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}

/// A native dialog: the focus begins at its first field and stays inside; Escape, the cross and a tap beside
/// it close it, and the focus goes back to where it was. Its content is built while it is open only; give it a
/// `.dialog-body` and a `.dialog-foot`, in a `<form>` where Enter shall do it.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    /// A line under the title.
    #[prop(optional, into)]
    about: MaybeProp<String>,
    /// `dialog`, `dialog wide`, `sheet`, `dialog kitchen-dialog`.
    #[prop(default = "dialog")]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    // The row that it was opened from: what had the focus there may be another element by the end.
    let from = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let row = document().active_element().and_then(|at| at.closest("[data-row]").ok().flatten());
                from.set_value(row.and_then(|row| row.get_attribute("data-row")));
                // It fails only where the element has just left the page.
                drop(dialog.show_modal());
                // Once its content stands.
                set_timeout(move || begin(&dialog), Duration::ZERO);
            }
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    // A press that began inside, as when text is selected, is no tap beside it.
    let began_beside = StoredValue::new(false);
    view! {
        <dialog
            class=class
            aria-label=title
            node_ref=element
            on:close=move |_| {
                open.set(false);
                if let Some(row) = from.get_value() {
                    set_timeout(move || go_back_to(&row), Duration::ZERO);
                }
            }
            on:pointerdown=move |event| began_beside.set_value(event.target() == event.current_target())
            on:click=move |event| {
                if began_beside.get_value() && event.target() == event.current_target() {
                    open.set(false);
                }
            }
        >
            {move || {
                open.get()
                    .then(|| {
                        let children = children.clone();
                        view! {
                            <header class="dialog-head">
                                <div>
                                    <h2 tabindex="-1">{title}</h2>
                                    {move || about.get().map(|about| view! { <p>{about}</p> })}
                                </div>
                                <button
                                    class="icon-button"
                                    type="button"
                                    aria-label="Close"
                                    on:click=move |_| open.set(false)
                                >
                                    <Icon name="close" />
                                </button>
                            </header>
                            {children.stand()}
                        }
                    })
            }}
        </dialog>
    }
    .into_any()
}

/// The foot of a form in a dialog: away without it, or do it. What stands inside comes first.
#[component]
pub fn Foot(
    open: RwSignal<bool>,
    /// What the form does: "Save".
    #[prop(into)]
    act: Signal<String>,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(default = "Cancel")] cancel: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <footer class="dialog-foot">
            {children.map(|children| children())}
            <button class="button quiet" type="button" on:click=move |_| open.set(false)>
                {cancel}
            </button>
            <button class="button primary" type="submit" disabled=move || disabled.get()>
                {icon.map(|name| view! { <Icon name /> })}
                {move || act.get()}
            </button>
        </footer>
    }
    .into_any()
}

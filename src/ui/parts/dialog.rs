//! Dialogs and sheets.

use leptos::html;
use leptos::prelude::*;

use super::Icon;

/// A native dialog: focus stays inside, Escape, the cross and a tap beside it close it, and the
/// focus goes back to where it was. Its content is built while it is open only; give it a
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
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            // It fails only where the element has just left the page.
            (true, false) => drop(dialog.show_modal()),
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
            on:close=move |_| open.set(false)
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
                                    <h2>{title}</h2>
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

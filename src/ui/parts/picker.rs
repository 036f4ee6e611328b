//! Choosing one of many by typing some of its name.

use leptos::prelude::*;
use uuid::Uuid;

use super::Icon;
use super::field::{Ties, element_id, is_too_long, too_long, wrong};
use crate::ui::words;

/// More than these are not looked through; one types another letter.
const SHOWN: usize = 8;

/// A combobox over named rows, with "New …" at its end where there is a way to make one.
#[component]
pub fn Picker(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<(Uuid, String)>>,
    chosen: RwSignal<Option<Uuid>>,
    /// Makes a row by this name; it is for the caller to choose it then.
    #[prop(optional, into)]
    on_new: Option<Callback<String>>,
    /// What is made: "New product".
    #[prop(default = "New")]
    new_word: &'static str,
    /// It was left with something typed that is none of them.
    #[prop(optional)]
    unclear: RwSignal<bool>,
) -> impl IntoView {
    let ties = Ties::here();
    let ask =
        if on_new.is_some() { "Choose one of the list, or make it new." } else { "Choose one of the list." };
    let list_id = element_id();
    let typed = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);

    let shown = move || {
        let name =
            |id| options.with(|all| all.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone()));
        typed.get().or_else(|| chosen.get().and_then(name)).unwrap_or_default()
    };
    let found = Memo::new(move |_| {
        let words = words::plain(typed.get().unwrap_or_default().trim());
        options.with(|all| {
            let mut found: Vec<(Option<Uuid>, String)> = Vec::new();
            // Names that begin with it come first.
            for begins in [true, false] {
                let fits = all.iter().filter(|(_, name)| {
                    let name = words::plain(name);
                    name.contains(&words) && name.starts_with(&words) == begins
                });
                found.extend(fits.map(|(id, name)| (Some(*id), name.clone())));
            }
            found.truncate(SHOWN);
            let known = found.iter().any(|(_, name)| words::plain(name) == words);
            if on_new.is_some() && !words.is_empty() && !known && !is_too_long(&words) {
                found.push((None, typed.get().unwrap_or_default().trim().to_owned()));
            }
            found
        })
    });
    let pick = move |option: (Option<Uuid>, String)| {
        match option {
            (Some(id), _) => chosen.set(Some(id)),
            (None, name) => {
                if let Some(make) = on_new {
                    make.run(name);
                }
            }
        }
        typed.set(None);
        open.set(false);
        unclear.set(false);
    };
    let leave = move || {
        open.set(false);
        let text = typed.with_untracked(|text| text.as_deref().unwrap_or_default().trim().to_owned());
        let named = found.with_untracked(|found| {
            found.iter().find(|(_, name)| words::plain(name) == words::plain(&text)).cloned()
        });
        match named {
            Some(option @ (Some(_), _)) => pick(option),
            _ if text.is_empty() => typed.set(None),
            _ => unclear.set(true),
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                let step = if event.key() == "ArrowDown" { 1 } else { count - 1 };
                let next = if open.get_untracked() { (at.get_untracked() + step) % count } else { 0 };
                at.set(next);
                open.set(true);
            }
            "Enter" if open.get_untracked() => {
                if let Some(option) = found.with(|found| found.get(at.get_untracked()).cloned()) {
                    pick(option);
                }
            }
            // Only the list closes, not the dialog around it.
            "Escape" if open.get_untracked() || unclear.get_untracked() => {
                open.set(false);
                typed.set(None);
                unclear.set(false);
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let active = {
        let option_id = option_id.clone();
        move || open.get().then(|| option_id(at.get()))
    };
    let list = move || {
        let option_id = option_id.clone();
        let rows = found.get().into_iter().enumerate().map(move |(index, option)| {
            let word = match &option {
                (Some(_), name) => name.clone(),
                (None, name) => format!("{new_word} “{name}”"),
            };
            view! {
                <li
                    id=option_id(index)
                    role="option"
                    aria-selected=move || (at.get() == index).to_string()
                    // The field keeps the focus, so that its leaving closes the list.
                    on:pointerdown=move |event| event.prevent_default()
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| pick(option.clone())
                >
                    {word}
                </li>
            }
        });
        rows.collect_view()
    };
    view! {
        <div class="search">
            <Icon name="search" />
            <input
                class="input"
                id=ties.id
                role="combobox"
                autocomplete="off"
                aria-autocomplete="list"
                aria-label=label
                aria-expanded=move || open.get().to_string()
                aria-controls=list_id.clone()
                aria-activedescendant=active
                aria-invalid=move || unclear.get().then_some("true")
                prop:value=shown
                on:input=move |event| {
                    unclear.set(false);
                    let text = event_target_value(&event);
                    if text.is_empty() {
                        chosen.set(None);
                    }
                    typed.set(Some(text));
                    at.set(0);
                    open.set(true);
                }
                on:click=move |_| open.set(true)
                on:focus=move |_| {
                    if unclear.get_untracked() {
                        open.set(true);
                    }
                }
                on:keydown=key
                on:blur=move |_| leave()
            />
            <ul
                class="menu"
                role="listbox"
                id=list_id
                aria-label=label
                hidden=move || !open.get() || found.with(Vec::is_empty)
            >
                {list}
            </ul>
        </div>
        {move || typed.with(|text| text.as_deref().is_some_and(is_too_long)).then(too_long)}
        {move || unclear.get().then(|| wrong(ask))}
    }
    .into_any()
}

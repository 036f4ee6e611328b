//! What the three forms share.

use crate::ui::route::use_query_map;
use leptos::prelude::*;

use crate::ui::parts::Icon;

/// A value of the page's address.
pub fn asked(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name)).filter(|value| !value.is_empty())
}

/// The brand above what the page is about.
#[component]
pub fn Entry(children: Children) -> impl IntoView {
    view! {
        <main class="entry" id="main">
            // Another document: whoever is not signed in has no rows for the pages behind it.
            <a class="brand" href="/" rel="external">
                <Icon name="brand" class="large" />
                <span>"Party Budget Bliss"</span>
            </a>
            {children()}
        </main>
    }
    .into_any()
}

/// Why the form came back, where it did.
#[component]
pub fn Refused(
    /// What to say where the server gave a code instead of a sentence.
    sentence: &'static str,
) -> impl IntoView {
    let words = asked("refused").or_else(|| asked("error").map(|_| sentence.to_owned()));
    words
        .map(|words| {
            view! {
                <div class="strip" data-tone="danger" role="alert">
                    <Icon name="warning" />
                    <p>{words}</p>
                </div>
            }
        })
        .into_any()
}

/// A labelled input of a form.
#[component]
pub fn Entered(
    /// Its name on the wire, and its id.
    name: &'static str,
    label: &'static str,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    autocomplete: &'static str,
    /// Fewest characters.
    #[prop(optional)]
    least: Option<u16>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] soft: &'static str,
) -> impl IntoView {
    let hint_id = (!hint.is_empty()).then(|| [name, "-hint"].concat());
    view! {
        <div class="field">
            <label for=name>
                {label}" "{(!soft.is_empty()).then(|| view! { <span class="soft">{soft}</span> })}
            </label>
            <input
                id=name
                name=name
                type=kind
                value=(kind != "password").then(|| asked(name)).flatten()
                autocomplete=autocomplete
                required
                minlength=least
                maxlength="200"
                aria-describedby=hint_id.clone()
            />
            {hint_id.map(|id| view! { <p class="hint" id=id>{hint}</p> })}
        </div>
    }
    .into_any()
}

/// Whether the server sent the form back because the link holds no more.
pub fn is_spent() -> bool {
    let refused = asked("refused").is_some_and(|words| words.contains("link was used"));
    refused || asked("error").is_some_and(|code| code == "link-expired")
}

/// In the place of the form of a link that holds no more.
pub fn spent(title: &'static str, words: &'static str) -> AnyView {
    view! {
        <div class="card empty">
            <Icon name="link" />
            <h1>{title}</h1>
            <p>{words}</p>
            <a class="button" href="/sign-in">
                "Sign in instead"
            </a>
        </div>
    }
    .into_any()
}

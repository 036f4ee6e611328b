//! The document around every page, and the pages by address.

use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::frame::Frame;
use super::pages::{
    BudgetPage, BudgetsPage, HomePage, InvitePage, KitchenPage, PeoplePage, ShoppingPage, SignInPage,
    StartPage, TasksPage,
};
use super::route::{Page, provide_location, use_path};
use crate::browser::Live;
use crate::sync::seed::Seed;

/// The whole HTML document of a page. Its links point into the folder of the build that the server
/// found; the page's rows stand once, in the head, where hydration does not look.
pub fn page(options: &LeptosOptions, build: &str) -> AnyView {
    document_of(options, build, view! { <App /> }.into_any(), None)
}

/// The document that a device keeps: nobody's, without rows; the program opens the page in it with
/// what the device knows.
pub fn shell(options: &LeptosOptions, build: &str) -> AnyView {
    let opening = view! { <p class="opening">"Opening what this device keeps …"</p> };
    document_of(options, build, opening.into_any(), Some("device"))
}

fn document_of(
    options: &LeptosOptions,
    build: &str,
    body: AnyView,
    start_on: Option<&'static str>,
) -> AnyView {
    let package = ["/", &options.site_pkg_dir, "/", &options.output_name].concat();
    let [stylesheet, script, wasm] = [".css", ".js", "_bg.wasm"].map(|end| [&package, end].concat());
    let start = format!(
        "import start, {{ hydrate }} from {script:?};start({{ module_or_path: {wasm:?} }}).then(hydrate)",
    );
    let seed = use_context::<Seed>().map(|seed| {
        let json = serde_json::to_string(&seed).unwrap_or_default().replace('<', "\\u003c");
        view! { <script type="application/json" id="seed" inner_html=json></script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en" data-build=build.to_owned() data-start=start_on>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <title>"Party Budget Bliss"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="stylesheet" href=stylesheet />
                <script src="/theme.js"></script>
                {seed}
                <link rel="modulepreload" href=script.clone() />
                <link rel="preload" href=wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="module" nonce=use_nonce().map(|nonce| nonce.to_string()) inner_html=start></script>
            </head>
            <body>{body}</body>
        </html>
    }
    .into_any()
}

/// The rows that came with the page: from the handler on the server, from the document in the
/// browser.
fn page_seed() -> Option<Seed> {
    #[cfg(feature = "hydrate")]
    {
        let text = document().get_element_by_id("seed")?.text_content()?;
        Seed::read(&text)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        use_context::<Seed>()
    }
}

/// What stands in `<body>`: the same tree on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    // A page that opens on the device has it already.
    let live = use_context::<Live>().or_else(|| page_seed().map(|seed| Live::from_seed(&seed)));
    if let Some(live) = live {
        provide_context(live.clone());
        Effect::new(move |_| live.start());
    }
    provide_location();
    #[cfg(feature = "hydrate")]
    super::parts::hold_back_long_lines();
    let path = use_path();
    let page = Memo::new(move |_| path.with(|path| Page::at(path)));
    let is_framed = Memo::new(move |_| page.get().is_framed());
    move || {
        if is_framed.get() {
            view! { <Frame>{move || inside(page.get())}</Frame> }
        } else {
            inside(page.get())
        }
    }
}

fn inside(page: Page) -> AnyView {
    match page {
        Page::SignIn => view! { <SignInPage /> },
        Page::Start => view! { <StartPage /> },
        Page::Invite => view! { <InvitePage /> },
        Page::Home => view! { <HomePage /> },
        Page::Budgets => view! { <BudgetsPage /> },
        Page::Budget => view! { <BudgetPage /> },
        Page::Tasks => view! { <TasksPage /> },
        Page::Kitchen => view! { <KitchenPage /> },
        Page::Shopping => view! { <ShoppingPage /> },
        Page::People => view! { <PeoplePage /> },
        Page::Missing => view! { <p class="page">"There is no such page."</p> },
    }
}

//! The document around every page, and the pages by address.

use std::collections::BTreeMap;

use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::task::spawn_local;

use super::frame::Frame;
use super::pages::code;
use super::parts::Icon;
use super::route::{Address, Page, provide_location, use_path};
use crate::browser::Live;
#[cfg(feature = "hydrate")]
use crate::browser::NotHere;
use crate::sync::seed::Seed;

/// What was built for browsers, as documents link to it.
#[derive(Clone, Debug)]
pub struct Build {
    pub name: String,
    pub options: LeptosOptions,
    /// The files of each part of the program, without their ending; none where it is in one piece.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// The whole HTML document of a page. Its links point into the folder of the build that the server
/// found; the page's rows stand once, in the head, where hydration does not look.
pub fn page(build: &Build) -> AnyView {
    let own_code = code::part(Page::at(&Address::here().path)).and_then(|part| build.parts.get(part));
    document_of(build, view! { <App /> }.into_any(), own_code.map_or(&[], Vec::as_slice), None)
}

/// The document that a device keeps: nobody's, without rows; the program opens the page in it with
/// what the device knows.
pub fn shell(build: &Build) -> AnyView {
    let opening = view! { <p class="opening">"Opening what this device keeps …"</p> };
    document_of(build, opening.into_any(), &[], Some("device"))
}

fn document_of(build: &Build, body: AnyView, own_code: &[String], start_on: Option<&'static str>) -> AnyView {
    let Build { name, options, .. } = build;
    let folder = ["/", &options.site_pkg_dir, "/"].concat();
    let file = |end| [&folder, &*options.output_name, end].concat();
    let (stylesheet, script, wasm) = (file(".css"), file(".js"), file("_bg.wasm"));
    let own_code = own_code.iter().map(|name| preload([&folder, name, ".wasm"].concat())).collect_view();
    let start = format!(
        "import start, {{ hydrate }} from {script:?};start({{ module_or_path: {wasm:?} }}).then(hydrate)",
    );
    let seed = use_context::<Seed>().map(|seed| {
        let json = serde_json::to_string(&seed).unwrap_or_default().replace('<', "\\u003c");
        view! { <script type="application/json" id="seed" inner_html=json></script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en" data-build=name.clone() data-start=start_on>
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
                {preload(wasm.clone())}
                {own_code}
                <script type="module" nonce=use_nonce().map(|nonce| nonce.to_string()) inner_html=start></script>
            </head>
            <body>{body}</body>
        </html>
    }
    .into_any()
}

/// Asks for a part of the program before the script does that needs it.
fn preload(wasm: String) -> AnyView {
    view! { <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" /> }
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
    {
        super::parts::hold_back_forms();
        super::parts::mind_fields();
    }
    let path = use_path();
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            super::parts::go_to_page();
        }
        now
    });
    let page = Memo::new(move |_| path.with(|path| Page::at(path)));
    let is_framed = Memo::new(move |_| page.get().is_framed());
    let coming = Coming::default();
    #[cfg(feature = "hydrate")]
    if use_context::<Live>().is_some() {
        Effect::new(|_| code::get_rest());
    }
    let inside = move || inside(page.get(), coming);
    // What a page shows and lets do goes by its person's role: another one makes it anew.
    let role = use_context::<Live>().map(|live| Memo::new(move |_| live.shown_role()));
    move || {
        if let Some(role) = role {
            role.track();
        }
        if is_framed.get() {
            view! { <Frame>{inside}</Frame> }
        } else {
            inside()
        }
    }
}

/// Gets the code of the page that the browser is at.
#[cfg(feature = "hydrate")]
pub async fn get_page() -> Result<(), NotHere> {
    code::get(Page::at(&Address::here().path)).await
}

/// How the code of the page on screen stands, as long as it is not here.
#[derive(Clone, Copy)]
struct Coming {
    /// Attempts that have ended.
    ended: RwSignal<u32>,
    /// The last one was for this page, and brought nothing.
    failed: RwSignal<Option<Page>>,
}

impl Default for Coming {
    fn default() -> Self {
        Self { ended: RwSignal::new(0), failed: RwSignal::new(None) }
    }
}

/// A page, or what stands for it until its code has come.
fn inside(page: Page, coming: Coming) -> AnyView {
    let Coming { ended, failed } = coming;
    if let Some(make) = code::of(page) {
        return make();
    }
    ended.track();
    let get = move || {
        failed.set(None);
        #[cfg(feature = "hydrate")]
        spawn_local(async move {
            failed.set(code::get(page).await.is_err().then_some(page));
            ended.update(|ended| *ended += 1);
        });
    };
    if failed.get_untracked() != Some(page) {
        get();
    }
    view! {
        <main class="page" id="main">
            {move || {
                if failed.get() == Some(page) {
                    view! {
                        <div class="card empty">
                            <Icon name="offline" />
                            <h2>"This page has not come yet"</h2>
                            <p>"It needs the network once. What you did is kept."</p>
                            <button class="button primary" type="button" on:click=move |_| get()>
                                "Try again"
                            </button>
                        </div>
                    }
                        .into_any()
                } else {
                    view! { <p class="opening">"Opening the page …"</p> }.into_any()
                }
            }}
        </main>
    }
    .into_any()
}

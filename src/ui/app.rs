//! The document around every page, and the pages by address.

use leptos::config::LeptosOptions;
use leptos::hydration::{AutoReload, HydrationScripts};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use super::frame::Frame;
use super::pages::{
    BudgetPage, BudgetsPage, HomePage, InvitePage, KitchenPage, PeoplePage, ShoppingPage, SignInPage,
    StartPage, TasksPage,
};
use crate::browser::Live;
use crate::sync::seed::Seed;

/// The whole HTML document. Its links point into the folder of the build that the server found;
/// the page's rows stand once, in the head, where hydration does not look.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let stylesheet = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    let seed = use_context::<Seed>().map(|seed| {
        let json = serde_json::to_string(&seed).unwrap_or_default().replace('<', "\\u003c");
        view! { <script type="application/json" id="seed" inner_html=json></script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <title>"Party Budget Bliss"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
                <script src="/theme.js"></script>
                {seed}
                <AutoReload options=options.clone() />
                <HydrationScripts options />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
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
    if let Some(seed) = page_seed() {
        let live = Live::from_seed(&seed);
        provide_context(live.clone());
        Effect::new(move |_| live.start());
    }
    view! {
        <Router>
            <Routes fallback=|| view! { <p class="page">"There is no such page."</p> }>
                <Route path=path!("/sign-in") view=SignInPage />
                <Route path=path!("/start") view=StartPage />
                <Route path=path!("/invite") view=InvitePage />
                <ParentRoute path=path!("") view=Frame>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/budgets") view=BudgetsPage />
                    <Route path=path!("/budgets/:id") view=BudgetPage />
                    <Route path=path!("/tasks") view=TasksPage />
                    <Route path=path!("/cooking-schedule") view=KitchenPage />
                    <Route path=path!("/shopping") view=ShoppingPage />
                    <Route path=path!("/people") view=PeoplePage />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

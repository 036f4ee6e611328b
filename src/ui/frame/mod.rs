//! What stands around every page for people who are signed in.

mod acts;
mod bell;
mod menu;
mod nav;
pub(super) mod notices;
mod panels;
mod partial;
mod questions;
mod refused;
mod sync;
mod toasts;

use leptos::prelude::*;

use self::bell::Bell;
use self::menu::UserMenu;
use self::nav::Nav;
use self::partial::Partial;
use self::sync::{SyncPill, Urgent};
use self::toasts::Toasts;
use super::parts::Icon;
use crate::browser::{Live, use_live};
use crate::domain::rows::Budget;
use crate::ui::route::use_path;

/// Top bar, page, toasts. Without a person it only leads to the door.
#[component]
pub fn Frame(
    /// The page inside.
    children: Children,
) -> impl IntoView {
    if use_context::<Live>().is_none() {
        return view! {
            <main id="main" class="entry">
                <div class="card empty">
                    <Icon name="sign-in" />
                    <h1>"Nobody is signed in here"</h1>
                    <p>"Signing in needs the network. What was done here before is kept for whoever did it."</p>
                    <a class="button primary" href="/sign-in">
                        "Sign in to see this page"
                    </a>
                </div>
            </main>
        }
        .into_any();
    }
    let path = use_path();
    let live = use_live();
    let (known, keeper) = (live.clone(), live.clone());
    Effect::new(move |_| {
        let path = path.read();
        let party = path.strip_prefix("/budgets/").and_then(|id| known.row::<Budget>(id.parse().ok()?));
        let name = party.as_ref().map_or_else(|| nav::title(&path), |party| &party.name);
        document().set_title(&[name, " · Party Budget Bliss"].concat());
    });
    Effect::new(move |_| {
        path.track();
        live.moved();
    });
    let panels = panels::panels();
    view! {
        <a class="skip" href="#main">"Skip to the page"</a>
        <header class="top">
            <a class="brand" href="/" aria-label="Party Budget Bliss, home">
                <Icon name="brand" class="large" />
                <span>"Party Budget Bliss"</span>
            </a>
            <Nav role=use_live().role() path />
            <div class="top-tools">
                <SyncPill path panels />
                <Bell panels />
                <UserMenu />
            </div>
        </header>
        {move || (!keeper.is_kept() && keeper.waiting() > 0).then(|| view! { <span data-unsent="" hidden></span> })}
        <Urgent path />
        <Partial />
        {children()}
        <Toasts />
    }
    .into_any()
}

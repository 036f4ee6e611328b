//! A person's own menu: theme, people, the way out.

use leptos::prelude::*;

use super::nav::PEOPLE;
use crate::browser::{theme, use_live};
use crate::ui::parts::{Avatar, Icon};
use crate::ui::words;

const THEMES: [(&str, &str, &str); 3] =
    [("", "device", "Auto"), ("light", "sun", "Light"), ("dark", "moon", "Dark")];

#[component]
pub fn UserMenu() -> impl IntoView {
    let live = use_live();
    let (me, role) = (live.user_id(), words::role(live.role()));
    let role_name = live.role().name();
    let name = Memo::new(move |_| live.user_name(me));
    // What was chosen is on the device: read once the page is alive.
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| chosen.set(theme::chosen()));
    let themes = THEMES.map(|(value, icon, word)| {
        let choose = move |_| {
            theme::choose(value);
            chosen.set(value.to_owned());
        };
        view! {
            <button
                type="button"
                role="radio"
                aria-checked=move || (chosen.read().as_str() == value).to_string()
                on:click=choose
            >
                <Icon name=icon class="small" />
                {word}
            </button>
        }
    });
    view! {
        <button class="who" type="button" popovertarget="user-menu">
            <Avatar user=me silent=true />
            <span>{name} <span class="hidden-text">", " {role} ": your menu"</span></span>
        </button>
        <div class="menu" id="user-menu" popover="auto">
            <div class="menu-head">
                <Avatar user=me silent=true class="large" />
                <span>
                    <b>{name}</b>
                    <small class="cluster">
                        <span class="dot" data-role=role_name></span>
                        {role}
                    </small>
                </span>
            </div>
            <hr />
            <div class="segments" role="radiogroup" aria-label="Theme">
                {themes.into_iter().collect_view()}
            </div>
            <hr />
            <a href=PEOPLE.path>
                <Icon name="people" />
                "People"
            </a>
            <form method="post" action="/api/sign-out">
                <button type="submit">
                    <Icon name="sign-out" />
                    "Sign out"
                </button>
            </form>
        </div>
    }
    .into_any()
}

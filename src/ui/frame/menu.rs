//! A person's own menu: theme, people, the way out.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::nav::PEOPLE;
use crate::browser::{Live, theme, use_live};
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
                aria-pressed=move || (chosen.read().as_str() == value).to_string()
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
            <div class="segments" role="group" aria-label="Theme">
                {themes.into_iter().collect_view()}
            </div>
            <hr />
            <a href=PEOPLE.path>
                <Icon name="people" />
                "People"
            </a>
            {way_out()}
        </div>
    }
    .into_any()
}

/// Signing out; with changes that wait here it asks first. They stay for whoever made them.
fn way_out() -> AnyView {
    let live = StoredValue::new(use_live());
    let asks = RwSignal::new(false);
    let open = move || live.with_value(|live| live.waiting() + live.refused().len());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(open) > 0 && !asks.get_untracked() {
            asks.set(true);
        } else {
            live.with_value(Live::sign_out);
        }
    };
    view! {
        <form method="post" action="/api/sign-out" on:submit=submit>
            {move || asks.get().then(|| asking(open(), live.with_value(Live::is_kept), asks))}
            <button type="submit">
                <Icon name="sign-out" />
                {move || if asks.get() { "Sign out anyway" } else { "Sign out" }}
            </button>
        </form>
    }
    .into_any()
}

fn asking(open: usize, is_kept: bool, asks: RwSignal<bool>) -> AnyView {
    let then = if is_kept {
        " Kept on this device for you alone, until you sign in here again."
    } else {
        " This browser may not keep it: wait until it is there."
    };
    let what = if open == 1 { "One change is".to_owned() } else { format!("{open} changes are") };
    view! {
        <p class="pad" role="alert">
            <b>{what} " not on the server yet."</b>
            {then}
        </p>
        <button type="button" on:click=move |_| asks.set(false)>
            <Icon name="left" />
            "Stay"
        </button>
    }
    .into_any()
}

//! Making the workspace by the one-time link of the first start.

use leptos::prelude::*;

use super::form::{Entered, Entry, Refused, asked, is_spent, spent};
use super::zone;
use crate::ui::parts::Icon;
use crate::ui::words;

/// Some of the places where one can be; any other can be typed.
const ZONES: [&str; 12] = [
    "Europe/Madrid",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Buenos_Aires",
    "America/Sao_Paulo",
    "Australia/Sydney",
];

/// In the place of the form, for whoever did not come by the link.
fn no_link() -> AnyView {
    view! {
        <Entry>
            <div class="card empty">
                <Icon name="link" />
                <h1>"Nobody is here yet"</h1>
                <p>"The program printed a link when it started. Whoever opens it makes the workspace and is its admin."</p>
            </div>
        </Entry>
    }
    .into_any()
}

/// Make the workspace.
#[component]
pub fn StartPage() -> impl IntoView {
    if is_spent() {
        return view! { <Entry>{spent("This link was used or is too old", "The first link works once. Whoever used it can invite you.")}</Entry> };
    }
    let Some(token) = asked("token") else { return no_link() };
    let currency = asked("currency");
    let kept = asked("zone");
    let is_kept = kept.is_some();
    let zone = RwSignal::new(kept.unwrap_or_else(|| "Europe/Madrid".to_owned()));
    Effect::new(move |_| {
        if let (Some(name), false) = (zone::of_browser(), is_kept) {
            zone.set(name);
        }
    });
    view! {
        <Entry>
            <form class="card" method="post" action="/api/start">
                <h1>"Make the workspace"</h1>
                <p>"This link works once. It makes your crew’s workspace and you its admin."</p>
                <Refused sentence="This did not work. Look at what you typed, and try again." />
                <input type="hidden" name="token" value=token />
                <Entered name="workspace" label="Name of your crew" autocomplete="organization" />
                <div class="fields">
                    <div class="field">
                        <label for="currency">"Currency"</label>
                        <select id="currency" name="currency">
                            {words::CURRENCIES
                                .map(|(code, name)| view! { <option value=code selected=currency.as_deref() == Some(code)>{name}</option> })
                                .into_iter()
.collect_view()}
                        </select>
                    </div>
                    <div class="field">
                        <label for="zone">"Time zone"</label>
                        <input
                            id="zone"
                            name="zone"
                            list="zones"
                            required
                            value="Europe/Madrid"
                            prop:value=zone
                        />
                        <datalist id="zones">
                            {ZONES.map(|zone| view! { <option value=zone></option> }).into_iter()
.collect_view()}
                        </datalist>
                    </div>
                </div>
                <Entered name="name" label="Your name" autocomplete="name" />
                <Entered name="email" label="E-mail" soft="to sign in with" kind="email" autocomplete="email" />
                <Entered
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="new-password"
                    least=8
                    hint="8 characters or more; a short sentence is good."
                />
                <button class="button primary wide" type="submit">
                    "Make the workspace"
                </button>
            </form>
        </Entry>
    }
    .into_any()
}

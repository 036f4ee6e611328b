//! How the page stands with the server, in one quiet place.

use std::time::Duration;

use leptos::prelude::*;

use super::panels::Panels;
use crate::browser::{Connection, Live, use_live};
use crate::ui::parts::Icon;
use crate::ui::words;

/// What the pill shows.
struct Shown {
    state: &'static str,
    tone: Option<&'static str>,
    icon: &'static str,
    word: String,
}

/// What is on its way for so long is told; what arrives sooner would only flicker.
const SOON: Duration = Duration::from_millis(800);

fn shown(live: &Live, is_late: bool) -> Shown {
    let (refused, waiting) = (live.refused().len(), live.waiting());
    let also = |word: &str| match (refused, waiting) {
        (0, 0) => word.to_owned(),
        (0, _) => format!("{}, {waiting} waiting", word.trim_end_matches(" …")),
        _ => format!("{}, {}", word.trim_end_matches(" …"), needs_you(refused)),
    };
    let (state, tone, icon, word) = match live.connection() {
        Connection::SignedOut => ("signed-out", Some("warning"), "sign-in", "Signed out".to_owned()),
        Connection::Outdated => ("attention", Some("warning"), "reconnect", "New version".to_owned()),
        Connection::Starting | Connection::Live if refused > 0 => {
            ("attention", Some("danger"), "warning", needs_you(refused))
        }
        Connection::Starting | Connection::Live if waiting > 0 && (is_late || live.is_failing()) => {
            let tone = if live.is_failing() { "warning" } else { "info" };
            ("reconnecting", Some(tone), "reconnect", format!("{waiting} waiting"))
        }
        Connection::Starting | Connection::Live => ("live", None, "live", "Live".to_owned()),
        Connection::Connecting => ("reconnecting", Some("info"), "reconnect", also("Connecting …")),
        Connection::Reconnecting(_) => ("reconnecting", Some("warning"), "reconnect", also("Reconnecting")),
        Connection::Offline => ("offline", Some("info"), "offline", also("Offline")),
    };
    Shown { state, tone, icon, word }
}

fn needs_you(refused: usize) -> String {
    format!("{refused} {} you", if refused == 1 { "needs" } else { "need" })
}

/// Where a person signs in, and comes back to `path`.
fn door(path: Memo<String>) -> String {
    format!("/sign-in?next={}", path.read())
}

/// The pill of the top bar, with what stands behind it.
#[component]
pub fn SyncPill(path: Memo<String>, panels: RwSignal<Option<&'static Panels>>) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let is_late = RwSignal::new(false);
    Effect::new(move |_| {
        if live.with_value(Live::waiting) == 0 {
            is_late.set(false);
        } else if !is_late.get_untracked() {
            let tell = move || {
                // The frame may have been made anew meanwhile.
                let waits = live.try_with_value(|live| untrack(|| live.waiting() > 0));
                is_late.try_set(waits.unwrap_or_default());
            };
            set_timeout(tell, SOON);
        }
    });
    let shown = move || live.with_value(|live| shown(live, is_late.get()));
    view! {
        {move || {
            let Shown { state, tone, icon, word } = shown();
            if state == "signed-out" {
                view! {
                    <a class="sync" data-state=state data-tone=tone href=door(path)>
                        <Icon name=icon />
                        <span>{word}</span>
                    </a>
                }
                    .into_any()
            } else {
                view! {
                    <button class="sync" type="button" data-state=state data-tone=tone popovertarget="sync-details">
                        <Icon name=icon />
                        <span>{word}</span>
                    </button>
                }
                    .into_any()
            }
        }}
        <div class="menu" id="sync-details" popover="auto">
            <p class="pad">{move || live.with_value(told)}</p>
            {move || (!live.with_value(Live::is_kept)).then(unkept)}
            {move || {
                let panels = panels.get()?;
                let refused = live.with_value(Live::refused).into_iter();
                Some(refused.map(|(id, envelope, why)| (panels.refused)(live, id, &envelope, why)).collect_view())
            }}
            {move || {
                let waits = live
                    .with_value(|live| {
                        let is_cut = matches!(
                            live.connection(),
                            Connection::Connecting | Connection::Reconnecting(_) | Connection::Offline
                        );
                        is_cut || live.is_failing()
                    });
                waits
                    .then(|| {
                        view! {
                            <button type="button" on:click=move |_| live.with_value(Live::retry_now)>
                                <Icon name="reconnect" />
                                "Retry now"
                            </button>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

fn told(live: &Live) -> String {
    let waiting = live.waiting();
    let kept = match waiting {
        0 => "Nothing waits on this device.".to_owned(),
        1 => "One change waits on this device and goes out by itself.".to_owned(),
        _ => format!("{waiting} changes wait on this device and go out by themselves."),
    };
    match live.connection() {
        Connection::Live if waiting == 0 && live.refused().is_empty() => {
            // What a disk holds that could not be read yet, nobody knows.
            let what = if live.is_kept() { "Everything on this device" } else { "What this page knows" };
            [what, " is on the server."].concat()
        }
        Connection::Live if waiting == 0 => "What was not saved:".to_owned(),
        Connection::Live => kept,
        Connection::Starting | Connection::Connecting => format!("Connecting to the server. {kept}"),
        Connection::Reconnecting(_) => format!("The server does not answer. {kept}"),
        Connection::Offline => format!("This device has no network. {kept}"),
        Connection::SignedOut => format!("You are signed out. {kept}"),
        Connection::Outdated => format!("The server has a newer version. {kept}"),
    }
}

fn unkept() -> AnyView {
    view! {
        <p class="pad" data-tone="warning">
            <b>"This browser keeps nothing here"</b>
            " (a private window, or a full disk). Leave the page open until everything is on the server."
        </p>
    }
    .into_any()
}

/// What a person has to do before anything goes on: sign in, or load the new version.
#[component]
pub fn Urgent(path: Memo<String>) -> impl IntoView {
    let live = use_live();
    let later = RwSignal::new(false);
    move || match live.connection() {
        Connection::SignedOut => {
            let kept = if live.is_kept() { " What you did is kept on this device." } else { "" };
            Some(
                view! {
                    <div class="strip" role="status" data-tone="warning">
                        <Icon name="sign-in" />
                        <p>
                            <b>"You are signed out."</b>
                            {kept}
                        </p>
                        <a class="button small" href=door(path) rel="external">
                            "Sign in"
                        </a>
                    </div>
                }
                .into_any(),
            )
        }
        Connection::Outdated => Some(offer(None)),
        Connection::Starting
        | Connection::Connecting
        | Connection::Live
        | Connection::Reconnecting(_)
        | Connection::Offline => {
            if live.has_other_role() {
                Some(other_role(&live))
            } else {
                (live.is_outdated() && !later.get()).then(|| offer(Some(later)))
            }
        }
    }
}

/// Another role than the page is made for, with something open in it: its person says when.
fn other_role(live: &Live) -> AnyView {
    let known = live.clone();
    view! {
        <div class="strip" role="status" data-tone="info">
            <Icon name="people" />
            <p>
                <b>"Your role is now " {words::role(live.role())} "."</b>
                " What is open here goes when the page follows."
            </p>
            <button class="button small" type="button" on:click=move |_| known.show_role()>
                "Follow"
            </button>
        </div>
    }
    .into_any()
}

/// The new version, now or, where the old one still works, later.
fn offer(later: Option<RwSignal<bool>>) -> AnyView {
    view! {
        <div class="strip" role="status" data-tone="info">
            <Icon name="reconnect" />
            <p>
                <b>"A new version is there."</b>
            </p>
            <button
                class="button small"
                type="button"
                // Nothing is lost where it fails: the button is still there.
                on:click=move |_| drop(window().location().reload())
            >
                "Reload"
            </button>
            {later
                .map(|later| {
                    view! {
                        <button
                            class="button small quiet"
                            type="button"
                            aria-label="Later"
                            on:click=move |_| later.set(true)
                        >
                            <Icon name="close" />
                        </button>
                    }
                })}
        </div>
    }
    .into_any()
}

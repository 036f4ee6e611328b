//! Says that a page shows a part, where rows that it listens to are not on this device.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::{Connection, Live, use_live};
use crate::ui::parts::Icon;

/// Rows that come sooner need no word: the page would only jump.
const SOON: Duration = Duration::from_millis(800);

/// The line above the page; nothing where all is here.
#[component]
pub fn Partial() -> impl IntoView {
    let live = StoredValue::new(use_live());
    let partial = Memo::new(move |_| live.with_value(Live::is_partial));
    let is_late = RwSignal::new(false);
    Effect::new(move |_| {
        is_late.set(false);
        if partial.get() {
            let tell = move || {
                is_late.try_set(true);
            };
            set_timeout(tell, SOON);
        }
    });
    move || {
        (partial.get() && is_late.get()).then(|| {
            let (icon, what, rest) = match live.with_value(Live::connection) {
                Connection::Starting | Connection::Live => {
                    ("reconnect", "The rest is on its way.", "What is shown and counted here is a part.")
                }
                Connection::Connecting
                | Connection::Reconnecting(_)
                | Connection::Offline
                | Connection::SignedOut
                | Connection::Outdated => (
                    "offline",
                    "Only what this device has.",
                    "There may be more; it comes when the server answers.",
                ),
            };
            view! {
                <div class="strip" role="status" data-tone="info">
                    <Icon name=icon />
                    <p>
                        <b>{what}</b>
                        " "
                        {rest}
                    </p>
                </div>
            }
        })
    }
}

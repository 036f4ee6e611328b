//! Inviting somebody: a one-time link that is shown once, to copy or to scan. The link's secret is
//! made here and never leaves this browser; the workspace keeps its hash.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::person::role_named;
use super::secret;
use crate::browser::{Live, use_live};
use crate::domain::command::InvitePerson;
use crate::domain::ids::InviteId;
use crate::domain::rows::Role;
use crate::ui::parts::{Dialog, Field, Foot, Icon, RoleChip, SelectInput};
use crate::ui::words;

/// The roles as one invites into them, the most usual first.
const ROLES: [Role; 4] = [Role::Cook, Role::Logistics, Role::Organizer, Role::Admin];

const HOURS: [(u32, &str); 4] = [(24, "A day"), (72, "Three days"), (168, "A week"), (720, "30 days")];

/// What the dialog is at.
#[derive(Clone, PartialEq)]
enum At {
    Asking,
    /// The browser has no means to make a secret.
    Unable,
    Made(String, Role, InviteId),
}

pub fn dialog(open: RwSignal<bool>) -> AnyView {
    let at = RwSignal::new(At::Asking);
    Effect::new(move |_| {
        // The link is shown only once.
        if !open.get() {
            at.set(At::Asking);
        }
    });
    let live = StoredValue::new(use_live());
    let title = move || match at.get() {
        At::Asking | At::Unable => "Invite somebody",
        At::Made(_, _, id) if live.with_value(|live| live.is_waiting(id)) => "The invitation is on its way",
        At::Made(..) => "The invitation is ready",
    };
    let about = move || match at.get() {
        At::Asking | At::Unable => "They choose their own name and password.",
        At::Made(_, _, id) if live.with_value(|live| live.is_waiting(id)) => {
            "It works as soon as it has reached the server: it waits on this device. It is shown only now."
        }
        At::Made(..) => "It works once, and is shown only now.",
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || title().to_owned())
            about=Signal::derive(move || about().to_owned())
        >
            {move || match at.get() {
                At::Asking => ask(live.get_value(), at, open),
                At::Unable => unable(open),
                At::Made(link, role, _) => made(link, role, open),
            }}
        </Dialog>
    }
    .into_any()
}

fn ask(live: Live, at: RwSignal<At>, open: RwSignal<bool>) -> AnyView {
    let role = RwSignal::new(Role::Cook.name().to_owned());
    let hours = RwSignal::new("72".to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let role = role.with_untracked(|word| role_named(word)).unwrap_or(Role::Cook);
        let hours = hours.with_untracked(|hours| hours.parse().ok());
        let live = live.clone();
        spawn_local(async move {
            let Some((token, token_hash)) = secret::fresh().await else {
                at.set(At::Unable);
                return;
            };
            let invite_id = InviteId(live.new_id());
            live.send(InvitePerson { invite_id, role, token_hash, hours });
            at.set(At::Made(secret::link(&token), role, invite_id));
        });
    };
    let choices = ROLES.map(|one| {
        view! {
            <label>
                <input
                    type="radio"
                    name="role"
                    prop:checked=move || role.with(|role| role == one.name())
                    on:change=move |_| role.set(one.name().to_owned())
                />
                {words::role(one)}
            </label>
        }
    });
    let durations = HOURS.map(|(hours, words)| (hours.to_string(), words.to_owned()));
    view! {
        <form on:submit=submit>
            <div class="dialog-body">
                <fieldset class="field">
                    <legend>"What will they do?"</legend>
                    <div class="segments" role="radiogroup">
                        {choices.into_iter().collect_view()}
                    </div>
                </fieldset>
                <Field label="How long the link holds">
                    <SelectInput value=hours options=durations.to_vec() />
                </Field>
            </div>
            <Foot open act="Make the link" />
        </form>
    }
    .into_any()
}

fn unable(open: RwSignal<bool>) -> AnyView {
    view! {
        <div class="dialog-body">
            <p>
                "This browser makes secrets only on pages that came over HTTPS, or from its own machine.
                Nothing was made. Open the page there, and try again."
            </p>
        </div>
        <footer class="dialog-foot">
            <button class="button primary" type="button" on:click=move |_| open.set(false)>
                "Close"
            </button>
        </footer>
    }
    .into_any()
}

fn made(link: String, role: Role, open: RwSignal<bool>) -> AnyView {
    let square = RwSignal::new(None::<String>);
    let copied = RwSignal::new(None::<bool>);
    let (drawn, copy_link) = (link.clone(), link.clone());
    spawn_local(async move {
        let found = secret::square(&drawn).await;
        // Closed in the meantime, perhaps.
        let _ = square.try_set(found);
    });
    let copy = move |_| {
        let link = copy_link.clone();
        spawn_local(async move {
            let done = secret::copy(&link).await;
            let _ = copied.try_set(Some(done));
        });
    };
    let word = move || match copied.get() {
        Some(true) => "Copied",
        Some(false) => "Copy it by hand",
        None => "Copy",
    };
    view! {
        <div class="dialog-body invite-link">
            {move || {
                square
                    .get()
                    .map(|source| {
                        view! { <img class="qr" src=source alt="QR code of the invitation link" /> }
                    })
            }}
            <RoleChip role />
            <div class="cluster">
                <input class="input" readonly aria-label="Invitation link" value=link />
                <button class="button" type="button" on:click=copy>
                    <Icon name="copy" />
                    <span aria-live="polite">{word}</span>
                </button>
            </div>
        </div>
        <footer class="dialog-foot">
            <button class="button primary" type="button" on:click=move |_| open.set(false)>
                "Done"
            </button>
        </footer>
    }
    .into_any()
}

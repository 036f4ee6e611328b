//! An admin edits a person: name, address, role, whether they may sign in.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::budget::party::started_from;
use crate::browser::{Live, use_live};
use crate::domain::command::{Command, PutUser};
use crate::domain::ids::UserId;
use crate::domain::rows::{Role, User};
use crate::domain::values::Patch;
use crate::ui::parts::{Dialog, Field, Foot, SelectInput, TextInput, open_while};
use crate::ui::words;

/// Open while somebody is being edited.
pub fn dialog(editing: RwSignal<Option<UserId>>) -> AnyView {
    let live = StoredValue::new(use_live());
    let open = open_while(editing);
    let title =
        move || editing.get().map_or_else(String::new, |id| live.with_value(|live| live.user_name(id)));
    view! {
        <Dialog open=open title=Signal::derive(title)>
            {move || editing.get().and_then(|id| form(&live.get_value(), id, open))}
        </Dialog>
    }
    .into_any()
}

/// The roles by their words.
pub fn roles() -> Vec<(String, String)> {
    Role::ALL.map(|role| (role.name().to_owned(), words::role(role).to_owned())).to_vec()
}

/// The role of that word.
pub fn role_named(word: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.name() == word)
}

fn form(live: &Live, id: UserId, open: RwSignal<bool>) -> Option<AnyView> {
    let user = live.with(|state| state.live::<User>(id).cloned())?;
    let (live, seen) = (live.clone(), live.seen());
    let name = RwSignal::new(user.name.clone());
    let email = RwSignal::new(user.email.clone().unwrap_or_default());
    let role = RwSignal::new(user.role.name().to_owned());
    let active = RwSignal::new(user.active);
    let name_error =
        move || name.with(|name| name.trim().is_empty()).then(|| "Somebody has a name.".to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let named = name.get_untracked().trim().to_owned();
        if named.is_empty() {
            return;
        }
        let address = Some(email.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let command = Command::from(PutUser {
            user_id: id,
            name: Some(named).filter(|name| *name != user.name),
            role: role.with_untracked(|word| role_named(word)).filter(|&role| role != user.role),
            email: if address == user.email { Patch::Keep } else { address.into() },
            colour: None,
            language: None,
            active: Some(active.get_untracked()).filter(|&active| active != user.active),
        });
        let was = started_from(user.as_ref(), &command);
        if !was.is_empty() {
            live.send_from(command, seen, was);
        }
        open.set(false);
    };
    let form = view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <div class="fields">
                    <Field label="Name" error=Signal::derive(name_error)>
                        <TextInput value=name />
                    </Field>
                    <Field label="Role" hint="Open pages follow within a second.".to_owned()>
                        <SelectInput value=role options=roles() />
                    </Field>
                    <Field label="E-mail" all=true>
                        <TextInput value=email kind="email" />
                    </Field>
                </div>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=active
                        on:change=move |event| active.set(event_target_checked(&event))
                    />
                    <span>"May sign in"</span>
                </label>
            </div>
            <Foot open act="Save" />
        </form>
    };
    Some(form.into_any())
}

//! One's own name, colour and language.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::budget::party::started_from;
use crate::browser::use_live;
use crate::domain::command::{Command, PutUser};
use crate::domain::rows::User;
use crate::domain::values::{Patch, Revision};
use crate::ui::parts::{Field, SelectInput, TextInput};

pub fn own() -> AnyView {
    let live = use_live();
    let me = live.user_id();
    let (name, language) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // What the fields show, until somebody writes into them.
    let seen = StoredValue::new(Revision::ZERO);
    let touched = RwSignal::new(false);
    let row = Memo::new({
        let live = live.clone();
        move |_| live.row::<User>(me)
    });
    let fill = move || {
        if let Some(user) = row.get() {
            name.set(user.name.clone());
            language.set(user.language.clone());
        }
    };
    untrack(fill);
    Effect::new(move |_| {
        row.track();
        if !touched.get_untracked() {
            fill();
        }
    });
    let languages = {
        let live = live.clone();
        let tags = untrack(|| live.workspace()).map(|row| row.languages.clone()).unwrap_or_default();
        tags.into_iter().map(|tag| (tag.clone(), tongue(&tag).to_owned())).collect::<Vec<_>>()
    };
    let reader = live.clone();
    let begin = move |_| {
        if !touched.get_untracked() {
            seen.set_value(reader.seen());
            touched.set(true);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(user) = row.get_untracked() else { return };
        let text = |field: RwSignal<String>, old: &str| {
            let new = field.get_untracked().trim().to_owned();
            Some(new).filter(|new| !new.is_empty() && new != old)
        };
        let command = Command::from(PutUser {
            user_id: me,
            name: text(name, &user.name),
            role: None,
            email: Patch::Keep,
            colour: None,
            language: text(language, &user.language),
            active: None,
        });
        let was = started_from(user.as_ref(), &command);
        if !was.is_empty() {
            live.send_from(command, seen.get_value(), was);
        }
        touched.set(false);
    };
    view! {
        <section class="card" aria-labelledby="own">
            <header>
                <h2 id="own">"You"</h2>
            </header>
            <form class="stack" on:submit=submit on:focusin=begin>
                <div class="fields">
                    <Field label="Name">
                        <TextInput value=name />
                    </Field>
                    {(languages.len() > 1)
                        .then(|| {
                            view! {
                                <Field label="Language">
                                    <SelectInput value=language options=languages />
                                </Field>
                            }
                        })}
                </div>
                <div class="cluster">
                    <button class="button" type="submit">
                        "Save"
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// A language by its tag.
fn tongue(tag: &str) -> &str {
    match tag {
        "en" => "English",
        "es" => "Español",
        "de" => "Deutsch",
        "fr" => "Français",
        "pt" => "Português",
        "it" => "Italiano",
        other => other,
    }
}

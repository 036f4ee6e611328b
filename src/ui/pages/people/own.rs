//! One's own name, colour and language.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::browser::use_live;
use crate::domain::command::{Command, PutUser};
use crate::domain::rows::{Row, Table, User};
use crate::domain::values::Patch;
use crate::ui::parts::{Editing, Field, Form, SelectInput, TextInput, meanwhile_in};

const FIELDS: &[&str] = &["name", "language"];

pub fn own() -> AnyView {
    let live = use_live();
    let me = live.user_id();
    let (name, language) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // What the fields show, until somebody writes into them.
    let touched = RwSignal::new(false);
    let row = Memo::new({
        let live = live.clone();
        move |_| live.row::<User>(me)
    });
    let take = move |field: &str, user: &User| match field {
        "name" => name.set(user.name.clone()),
        _ => language.set(user.language.clone()),
    };
    let Some(editing) = Editing::begin(&live, Table::Users, me) else { return ().into_any() };
    let fill = move || {
        if let Some(user) = row.get() {
            for field in FIELDS {
                take(field, &user);
            }
        }
    };
    untrack(fill);
    Effect::new(move |_| {
        row.track();
        if !touched.get_untracked() {
            fill();
            editing.restart();
        }
    });
    let languages = {
        let live = live.clone();
        let tags = untrack(|| live.workspace()).map(|row| row.languages.clone()).unwrap_or_default();
        tags.into_iter().map(|tag| (tag.clone(), tongue(&tag).to_owned())).collect::<Vec<_>>()
    };
    let begin = move |_| {
        if !touched.get_untracked() {
            editing.restart();
            touched.set(true);
        }
    };
    let edited = move || {
        let Row::User(user) = untrack(|| editing.base()) else { return None };
        let text = |field: RwSignal<String>, old: &str| {
            let new = field.get_untracked().trim().to_owned();
            Some(new).filter(|new| new != old)
        };
        Some(Command::from(PutUser {
            user_id: me,
            name: text(name, &user.name),
            role: None,
            email: Patch::Keep,
            colour: None,
            language: text(language, &user.language),
            active: None,
        }))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        edited().and_then(|edit| editing.send(edit));
        touched.set(false);
    };
    let name_error =
        move || name.with(|name| name.trim().is_empty()).then(|| "What are you called?".to_owned());
    let take = Callback::new(move |(field, row): (&'static str, Row)| {
        if let Row::User(user) = row {
            take(field, &user);
        }
    });
    let meanwhile = Form { fields: FIELDS, edit: Callback::new(move |()| edited()), take };
    view! {
        <section class="card" aria-labelledby="own">
            <header>
                <h2 id="own">"You"</h2>
            </header>
            <form class="stack" on:submit=submit on:focusin=begin>
                {meanwhile_in(editing, meanwhile)}
                <div class="fields">
                    <Field label="Name" error=Signal::derive(name_error)>
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

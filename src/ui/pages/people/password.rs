//! Choosing another password. It goes to the server alone, and only while there is one.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::secret;
use crate::ui::parts::{Field, TextInput};

const LEAST: usize = 8;

pub fn password() -> AnyView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong, refused) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let done = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        done.set(false);
        if new.with_untracked(|new| new.chars().count() < LEAST) {
            wrong.set(Some("8 characters or more.".to_owned()));
            return;
        }
        wrong.set(None);
        refused.set(None);
        busy.set(true);
        spawn_local(async move {
            let answer = secret::set_password(&current.get_untracked(), &new.get_untracked()).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = done.try_set(true);
                    for field in [current, new] {
                        let _ = field.try_set(String::new());
                    }
                }
                Err(why) => drop(refused.try_set(Some(why))),
            }
        });
    };
    view! {
        <details class="card fold">
            <summary>"Change your password"</summary>
            <form class="stack" on:submit=submit>
                <div class="fields">
                    <Field label="The one you have" error=refused>
                        <TextInput value=current kind="password" />
                    </Field>
                    <Field label="The new one" error=wrong hint="Your other devices are signed out.".to_owned()>
                        <TextInput value=new kind="password" />
                    </Field>
                </div>
                <div class="cluster">
                    <button class="button" type="submit" aria-busy=move || busy.get().then_some("true")>
                        "Change it"
                    </button>
                    <p role="status">{move || done.get().then_some("Your password is changed.")}</p>
                </div>
            </form>
        </details>
    }
    .into_any()
}

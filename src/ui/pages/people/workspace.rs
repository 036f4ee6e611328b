//! The workspace's own settings, for admins.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::budget::party::started_from;
use crate::browser::use_live;
use crate::domain::command::{Command, EditWorkspace};
use crate::domain::order;
use crate::domain::rows::{ShoppingDay, Table, Workspace};
use crate::domain::values::Revision;
use crate::ui::parts::{Field, SelectInput, Standing, TextInput};
use crate::ui::words;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What is in the fields.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    currency: RwSignal<String>,
    zone: RwSignal<String>,
    languages: RwSignal<String>,
    days: RwSignal<Vec<ShoppingDay>>,
    supplies: RwSignal<bool>,
}

impl Fields {
    fn fill(self, row: &Workspace) {
        self.name.set(row.name.clone());
        self.currency.set(row.currency.clone());
        self.zone.set(row.zone.clone());
        self.languages.set(row.languages.join(", "));
        self.days.set(row.shopping_days.clone());
        self.supplies.set(row.standard_supplies);
    }

    /// What differs from the row.
    fn edit(self, row: &Workspace) -> EditWorkspace {
        let text = |field: RwSignal<String>, old: &str| {
            let new = field.get_untracked().trim().to_owned();
            Some(new).filter(|new| new != old)
        };
        let languages = self.languages.get_untracked();
        let languages: Vec<String> =
            languages.split([',', ' ']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
        EditWorkspace {
            name: text(self.name, &row.name),
            currency: text(self.currency, &row.currency),
            zone: text(self.zone, &row.zone),
            languages: Some(languages).filter(|tags| *tags != row.languages),
            shopping_days: Some(self.days.get_untracked()).filter(|days| *days != row.shopping_days),
            standard_supplies: Some(self.supplies.get_untracked())
                .filter(|&supplies| supplies != row.standard_supplies),
        }
    }
}

pub fn workspace() -> AnyView {
    let live = use_live();
    let fields = Fields {
        name: RwSignal::default(),
        currency: RwSignal::default(),
        zone: RwSignal::default(),
        languages: RwSignal::default(),
        days: RwSignal::default(),
        supplies: RwSignal::new(false),
    };
    let seen = StoredValue::new(Revision::ZERO);
    let touched = RwSignal::new(false);
    let row = Memo::new({
        let live = live.clone();
        move |_| live.workspace()
    });
    let fill = move || {
        if let Some(row) = row.get() {
            fields.fill(&row);
        }
    };
    untrack(fill);
    Effect::new(move |_| {
        row.track();
        if !touched.get_untracked() {
            fill();
        }
    });
    let reader = live.clone();
    let begin = move |_| {
        if !touched.get_untracked() {
            seen.set_value(reader.seen());
            touched.set(true);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(row) = row.get_untracked() else { return };
        let command = Command::from(fields.edit(&row));
        let was = started_from(row.as_ref(), &command);
        if !was.is_empty() {
            live.send_from(command, seen.get_value(), was);
        }
        touched.set(false);
    };
    let currencies = words::CURRENCIES.map(|(code, name)| (code.to_owned(), name.to_owned()));
    let name_error =
        move || fields.name.with(|name| name.trim().is_empty()).then(|| "A crew has a name.".to_owned());
    let id = untrack(|| row.get()).map(|row| row.id);
    view! {
        <section class="card" aria-labelledby="workspace">
            <header>
                <h2 id="workspace">"Workspace"</h2>
            </header>
            <form class="stack" on:submit=submit on:focusin=begin>
                <div class="fields">
                    <Field label="Name of the crew" all=true error=Signal::derive(name_error)>
                        <TextInput value=fields.name />
                    </Field>
                    <Field label="Currency" hint="Prices keep their figures.".to_owned()>
                        <SelectInput value=fields.currency options=currencies.to_vec() />
                    </Field>
                    <Field label="Time zone" hint="Such as Europe/Madrid.".to_owned()>
                        <TextInput value=fields.zone />
                    </Field>
                    <Field label="Languages" hint="By their codes: en, es.".to_owned()>
                        <TextInput value=fields.languages />
                    </Field>
                </div>
                {days(fields)}
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=fields.supplies
                        checked=fields.supplies.get_untracked()
                        on:change=move |event| fields.supplies.set(event_target_checked(&event))
                    />
                    <span>"Plates, cups, ice and napkins are planned for every party"</span>
                </label>
                <div class="cluster">
                    <button class="button" type="submit">
                        "Save"
                    </button>
                    {id.map(|id| view! { <Standing table=Table::Workspaces id=id /> })}
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn days(fields: Fields) -> AnyView {
    let day = |(number, name): (u8, &'static str)| {
        let day = ShoppingDay(number);
        let chosen = move || fields.days.with(|days| days.contains(&day));
        let toggle = move |event| {
            let wanted = event_target_checked(&event);
            fields.days.update(|days| {
                days.retain(|one| *one != day);
                if wanted {
                    days.push(day);
                    order::sort(days);
                }
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" checked=untrack(chosen) prop:checked=chosen on:change=toggle />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>
                "Shopping days "
                <span class="soft">"none: any day"</span>
            </legend>
            <div class="cluster">{(1..).zip(DAYS).map(day).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

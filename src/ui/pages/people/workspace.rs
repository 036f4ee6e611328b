//! The workspace's own settings, for admins.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::browser::use_live;
use crate::domain::command::{Command, EditWorkspace};
use crate::domain::order;
use crate::domain::rows::{Row, ShoppingDay, Table, Workspace};
use crate::ui::pages::entry::zone;
use crate::ui::parts::{Editing, Field, Form, SelectInput, Standing, TextInput, meanwhile_in};
use crate::ui::words;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const FIELDS: &[&str] = &["name", "currency", "zone", "languages", "shoppingDays", "standardSupplies"];

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
    /// Says what the row says.
    fn fill(self, row: &Workspace) {
        for field in FIELDS {
            self.take(field, row);
        }
    }

    /// Says of one field what the row says.
    fn take(self, field: &str, row: &Workspace) {
        match field {
            "name" => self.name.set(row.name.clone()),
            "currency" => self.currency.set(row.currency.clone()),
            "zone" => self.zone.set(row.zone.clone()),
            "languages" => self.languages.set(row.languages.join(", ")),
            "shoppingDays" => self.days.set(row.shopping_days.clone()),
            _ => self.supplies.set(row.standard_supplies),
        }
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
    let id = untrack(|| row.get()).map(|row| row.id);
    let editing = id.and_then(|id| Editing::begin(&live, Table::Workspaces, id));
    let Some(editing) = editing else { return ().into_any() };
    Effect::new(move |_| {
        row.track();
        if !touched.get_untracked() {
            fill();
            editing.restart();
        }
    });
    let begin = move |_| {
        if !touched.get_untracked() {
            editing.restart();
            touched.set(true);
        }
    };
    let edited = move || match untrack(|| editing.base()) {
        Row::Workspace(base) => Some(Command::from(fields.edit(&base))),
        _ => None,
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        edited().and_then(|edit| editing.send(edit));
        touched.set(false);
    };
    let currencies = words::CURRENCIES.map(|(code, name)| (code.to_owned(), name.to_owned()));
    let name_error =
        move || fields.name.with(|name| name.trim().is_empty()).then(|| "A crew has a name.".to_owned());
    let zone_error = move || {
        let is_known = fields.zone.with(|zone| zone::is_known(zone.trim()));
        (!is_known).then(|| "No such time zone is known.".to_owned())
    };
    let languages_error = move || {
        let none = fields.languages.with(|typed| typed.trim_matches([',', ' ']).is_empty());
        none.then(|| "One at least, like en.".to_owned())
    };
    let take = Callback::new(move |(field, row): (&'static str, Row)| {
        if let Row::Workspace(row) = row {
            fields.take(field, &row);
        }
    });
    let meanwhile = Form { fields: FIELDS, edit: Callback::new(move |()| edited()), take };
    view! {
        <section class="card" aria-labelledby="workspace">
            <header>
                <h2 id="workspace">"Workspace"</h2>
            </header>
            <form class="stack" on:submit=submit on:focusin=begin>
                {meanwhile_in(editing, meanwhile)}
                <div class="fields">
                    <Field label="Name of the crew" all=true error=Signal::derive(name_error)>
                        <TextInput value=fields.name />
                    </Field>
                    <Field label="Currency" hint="Prices keep their figures.".to_owned()>
                        <SelectInput value=fields.currency options=currencies.to_vec() />
                    </Field>
                    <Field label="Time zone" error=Signal::derive(zone_error) hint="Such as Europe/Madrid.".to_owned()>
                        <TextInput value=fields.zone />
                    </Field>
                    <Field label="Languages" error=Signal::derive(languages_error) hint="By their codes: en, es.".to_owned()>
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

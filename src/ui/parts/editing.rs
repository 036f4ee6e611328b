//! What is being typed while somebody else changes the same field.
//!
//! Nothing that arrives touches a field that is being written in: what was typed stays, the cursor
//! stays, and a strip beside it says what the other one wrote. A field that nobody has touched follows.
//! What is sent says what it started from: as it was when it was opened, until its person has decided
//! on what came since.

use leptos::prelude::*;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Icon;
use super::dialog::go_to;
use super::subject::{field_name, name_of, noun, row_name};
use super::value::{editable, readable_field, shortened};
use crate::browser::{Live, ToastBody};
use crate::domain::command::Command;
use crate::domain::ids::CommandId;
use crate::domain::rows::{Row, Table, User};
use crate::domain::values::Revision;

/// A row that somebody edits.
#[derive(Clone, Copy)]
pub struct Editing {
    live: StoredValue<Live>,
    table: Table,
    id: Uuid,
    /// What its fields started from: as they were, or as this person has seen them since.
    base: RwSignal<Row>,
    opened: StoredValue<Revision>,
    /// Up to where this person has decided on what others wrote.
    answered: StoredValue<Option<Revision>>,
}

/// What somebody else has made of a field meanwhile.
struct Theirs {
    who: String,
    value: Value,
}

impl Editing {
    /// Begins with the row as it is shown now; none where it is not here.
    pub fn begin(live: &Live, table: Table, id: impl Into<Uuid>) -> Option<Self> {
        let id = id.into();
        let row = live.with(|state| state.row(table, id)).filter(|row| row.removed().is_none())?;
        Some(Self {
            live: StoredValue::new(live.clone()),
            table,
            id,
            base: RwSignal::new(row),
            opened: StoredValue::new(live.seen()),
            answered: StoredValue::new(None),
        })
    }

    /// What the edit starts from. Tracked: it changes as this person takes in what others wrote.
    pub fn base(self) -> Row {
        self.base.get()
    }

    /// The value that a field starts from.
    pub fn started_from(self, field: &str) -> Value {
        self.base.with(|row| row.field(field)).unwrap_or_default()
    }

    /// What somebody else has made of it since. Tracked.
    fn theirs(self, field: &str) -> Option<Theirs> {
        let base = self.started_from(field);
        self.live.with_value(|live| {
            let row = live.row_in(self.table, self.id)?;
            let value = row.field(field)?;
            if value == base {
                return None;
            }
            let settings = row.settings().get(field);
            let setting = settings.and_then(|all| all.iter().rev().find(|one| one.value == value));
            let who = match setting.map(|one| one.user_id) {
                Some(id) if id == live.user_id() => "You".to_owned(),
                Some(id) => {
                    live.row::<User>(id).map_or_else(|| "Somebody".to_owned(), |user| user.name.clone())
                }
                None => "The plan".to_owned(),
            };
            Some(Theirs { who, value })
        })
    }

    /// Whether the row has gone since. Tracked.
    fn is_gone(self) -> bool {
        self.live.with_value(|live| live.row_in(self.table, self.id).is_none())
    }

    /// Who has removed it, as far as this page has heard.
    fn remover(self) -> Option<String> {
        self.live.with_value(|live| {
            let id = live.remover(self.id)?;
            Some(if id == live.user_id() { "You".to_owned() } else { live.user_name(id) })
        })
    }

    /// "David removed this line.", where somebody has. Tracked.
    pub fn removal(self) -> Option<String> {
        let noun = noun(self.table);
        self.is_gone().then(|| match self.remover() {
            Some(who) => [&who, " removed this ", noun, "."].concat(),
            None => ["This ", noun, " is not here any more."].concat(),
        })
    }

    /// This person has seen what the field is by now, and goes on from there.
    fn answer(self, field: &str, value: &Value) {
        self.answered.set_value(Some(self.live.with_value(Live::seen)));
        self.base.update(|row| {
            row.set_field(field, value.clone());
        });
    }

    /// What its author had seen of these fields: what was on screen when the edit began, or when they
    /// decided on the last of what came since.
    pub fn seen(self, fields: &[&str]) -> Revision {
        self.answered.get_value().filter(|_| !self.is_met(fields)).unwrap_or(self.opened.get_value())
    }

    /// Whether somebody else has changed one of these fields, and this person has not decided yet.
    pub fn is_met(self, fields: &[&str]) -> bool {
        untrack(|| fields.iter().any(|field| self.theirs(field).is_some()))
    }

    /// Begins anew with the row as it is shown now: what was typed before has been sent.
    pub fn restart(self) {
        let row = self.live.with_value(|live| live.with(|state| state.row(self.table, self.id)));
        if let Some(row) = row {
            self.base.set(row);
            self.opened.set_value(self.live.with_value(Live::seen));
            self.answered.set_value(None);
        }
    }

    /// Sends an edit of the row, with what its fields started from, and says so with the way back;
    /// nothing where it sets none.
    pub fn send(self, command: impl Into<Command>) -> Option<CommandId> {
        self.send_command(command.into())
    }

    fn send_command(self, command: Command) -> Option<CommandId> {
        let Value::Object(data) = command.data() else { return None };
        let base = self.base.get_untracked();
        let started = |(name, _): (String, Value)| base.field(&name).map(|value| (name, value));
        let was: Map<String, Value> = data.into_iter().filter_map(started).collect();
        if was.is_empty() {
            return None;
        }
        let fields: Vec<&str> = was.keys().map(String::as_str).collect();
        let seen = self.seen(&fields);
        Some(self.live.with_value(|live| {
            let id = live.send_from(command, seen, was);
            let is_gone = untrack(|| self.is_gone());
            let body = if is_gone {
                // What becomes of it is asked where the server has both.
                let (who, name) = untrack(|| (self.remover(), name_of(live, &base)));
                let who = who.unwrap_or_else(|| "Somebody".to_owned());
                let words = " meanwhile. Your change goes out all the same.";
                ToastBody::Done { text: [&who, " removed ", &name, words].concat(), undo: None }
            } else {
                let name = untrack(|| row_name(live, self.table, self.id, None));
                ToastBody::Done { text: [&name, " changed"].concat(), undo: Some(id) }
            };
            live.toast(body);
            id
        }))
    }
}

/// How a control holds the value of a field.
#[derive(Clone, Copy)]
pub struct Held {
    /// The value as it stands in the control when nobody has touched it.
    pub typed: RwSignal<String>,
    /// How a value is put into it.
    pub text: fn(&Value) -> String,
}

impl Held {
    /// A control that holds a value as plain text.
    #[must_use]
    pub fn plain(typed: RwSignal<String>) -> Self {
        Self { typed, text: editable }
    }
}

/// The strip at a field under somebody's fingers, when somebody else changes it; `id` is the control's.
pub fn meanwhile(editing: Editing, field: &'static str, held: Held, id: String) -> AnyView {
    let take = move |value: &Value| {
        held.typed.set((held.text)(value));
        editing.answer(field, value);
    };
    let control = id.clone();
    Effect::new(move |_| {
        let Some(theirs) = editing.theirs(field) else { return };
        let before = (held.text)(&untrack(|| editing.started_from(field)));
        if held.typed.with_untracked(|typed| *typed == before) && !has_focus(&control) {
            take(&theirs.value);
        }
    });
    let strip = move || {
        let Theirs { who, value } = editing.theirs(field)?;
        let words = editing.live.with_value(|live| shortened(readable_field(live, field, &value)));
        let (kept, taken) = (value.clone(), value);
        let (keeps, takes) = (id.clone(), id.clone());
        Some(view! {
            <div class="strip meanwhile" role="status" data-tone="warning">
                <Icon name="warning" />
                <p>{who} " changed this to " <b>{words}</b> "."</p>
                <div class="cluster">
                    <button
                        class="button small"
                        type="button"
                        on:click=move |_| {
                            editing.answer(field, &kept);
                            focus(&keeps);
                        }
                    >
                        "Keep mine"
                    </button>
                    <button
                        class="button small"
                        type="button"
                        on:click=move |_| {
                            take(&taken);
                            focus(&takes);
                        }
                    >
                        "Take theirs"
                    </button>
                </div>
            </div>
        })
    };
    strip.into_any()
}

/// A form that edits several fields of a row.
#[derive(Clone, Copy)]
pub struct Form {
    pub fields: &'static [&'static str],
    /// What would be sent now: the fields in it are those that somebody has written in.
    pub edit: Callback<(), Option<Command>>,
    /// Puts into the form what a field of the row says.
    pub take: Callback<(&'static str, Row)>,
}

/// One strip for a whole form: what others have made of the fields that are written in, since the edit
/// began. Those that nobody has touched follow.
pub fn meanwhile_in(editing: Editing, form: Form) -> AnyView {
    let changed = move |touched: bool| {
        let edit = untrack(|| form.edit.run(())).map(|command| command.data()).unwrap_or_default();
        let wanted = |field: &&&'static str| edit.get(**field).is_some() == touched;
        let theirs = |field: &&'static str| Some((*field, editing.theirs(field)?));
        form.fields.iter().filter(wanted).filter_map(theirs).collect::<Vec<_>>()
    };
    let take = move |field, value: &Value| {
        let row = editing.live.with_value(|live| live.with(|state| state.row(editing.table, editing.id)));
        if let Some(row) = row {
            form.take.run((field, row));
        }
        editing.answer(field, value);
    };
    let row = move || editing.live.with_value(|live| live.row_in(editing.table, editing.id));
    Effect::new(move |_| {
        drop(row());
        for (field, theirs) in untrack(|| changed(false)) {
            take(field, &theirs.value);
        }
    });
    let answer = move |takes: bool| {
        for (field, theirs) in untrack(|| changed(true)) {
            if takes {
                take(field, &theirs.value);
            } else {
                editing.answer(field, &theirs.value);
            }
        }
    };
    let strip = move || {
        drop(row());
        let changed = changed(true);
        let who = changed.first()?.1.who.clone();
        let said = |(field, theirs): &(&str, Theirs)| {
            let value = editing.live.with_value(|live| readable_field(live, field, &theirs.value));
            [&field_name(field), " “", &shortened(value), "”"].concat()
        };
        let said: Vec<String> = changed.iter().map(said).collect();
        Some(view! {
            <div class="strip meanwhile" role="status" data-tone="warning">
                <Icon name="warning" />
                <p>{who} " changed this meanwhile: " <b>{said.join(", ")}</b> "."</p>
                <div class="cluster">
                    <button class="button small" type="button" on:click=move |_| answer(false)>
                        "Keep mine"
                    </button>
                    <button class="button small" type="button" on:click=move |_| answer(true)>
                        "Take theirs"
                    </button>
                </div>
            </div>
        })
    };
    strip.into_any()
}

fn has_focus(id: &str) -> bool {
    document().active_element().is_some_and(|element| element.id() == id)
}

/// The strip under the focus is gone: its field has it again.
fn focus(id: &str) {
    go_to(&["#", id].concat());
}

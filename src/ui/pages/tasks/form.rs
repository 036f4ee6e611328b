//! The fields of a task, as a draft that no row change overwrites.

use leptos::prelude::*;
use uuid::Uuid;

use super::{Tasks, use_tasks};
use crate::domain::bounds;
use crate::domain::command::{CreateTask, EditTask};
use crate::domain::ids::{BudgetId, TaskId, UserId};
use crate::domain::rows::{Priority, Role, Table, Task, User};
use crate::domain::values::{Date, LocalTime, Patch, TimeOfDay};
use crate::ui::parts::{
    DateInput, Editing, Field, Held, NumberInput, SelectInput, TextInput, TimeInput, meanwhile,
};
use crate::ui::words;

const PRIORITIES: [Priority; 4] = [Priority::Low, Priority::Medium, Priority::High, Priority::Urgent];

/// What is being typed of a task.
#[derive(Clone, Copy)]
pub struct Draft {
    pub title: RwSignal<String>,
    pub role: RwSignal<String>,
    pub who: RwSignal<String>,
    pub party: RwSignal<String>,
    pub priority: RwSignal<String>,
    pub date: RwSignal<String>,
    pub time: RwSignal<String>,
    pub minutes: RwSignal<String>,
    /// Whether somebody has tried to send it: from then on it says what is missing.
    pub tried: RwSignal<bool>,
}

/// A draft that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    title: String,
    role: Role,
    who: Option<UserId>,
    party: Option<BudgetId>,
    priority: Priority,
    start: LocalTime,
    minutes: u32,
}

fn id_text(id: Option<Uuid>) -> String {
    id.map_or_else(String::new, |id| id.to_string())
}

fn key(priority: Priority) -> String {
    words::lowercase(words::priority(priority))
}

impl Draft {
    /// Nothing said yet: for the own role, of the party that is looked at, now.
    pub fn new(tasks: Tasks) -> Self {
        let role = match tasks.role {
            Role::Cook => Role::Cook,
            Role::Admin | Role::Organizer | Role::Logistics => Role::Logistics,
        };
        let now = tasks.now.get_untracked();
        let party = tasks.asked.with_untracked(|asked| asked.party);
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            title: text(""),
            role: text(role.name()),
            who: text(""),
            party: RwSignal::new(id_text(party.map(|id| id.0))),
            priority: RwSignal::new(key(Priority::Medium)),
            date: RwSignal::new(now.date.to_string()),
            time: RwSignal::new(now.time.to_string()),
            minutes: text("60"),
            tried: RwSignal::new(false),
        }
    }

    pub fn of(task: &Task) -> Self {
        Self {
            title: RwSignal::new(task.title.clone()),
            role: RwSignal::new(task.role.name().to_owned()),
            who: RwSignal::new(id_text(task.assignee_id.map(|id| id.0))),
            party: RwSignal::new(id_text(task.budget_id.map(|id| id.0))),
            priority: RwSignal::new(key(task.priority)),
            date: RwSignal::new(task.start.date.to_string()),
            time: RwSignal::new(task.start.time.to_string()),
            minutes: RwSignal::new(task.minutes.to_string()),
            tried: RwSignal::new(false),
        }
    }

    /// Day and time as one, the way the task has them.
    fn start_text(self) -> String {
        [self.date.get(), self.time.get()].join("T")
    }

    fn title_error(self) -> Option<String> {
        let missing = self.title.with(|title| title.trim().is_empty());
        missing.then(|| "Say what is to be done.".to_owned())
    }

    fn date_error(self) -> Option<String> {
        self.date.with(|date| date.parse::<Date>().err()).map(|_| "A day.".to_owned())
    }

    fn time_error(self) -> Option<String> {
        self.time.with(|time| time.parse::<TimeOfDay>().err()).map(|_| "A time, like 09:30.".to_owned())
    }

    fn minutes_error(self) -> Option<String> {
        let fits =
            self.minutes.with(|text| text.trim().parse::<u32>().is_ok_and(|one| one <= bounds::MINUTES));
        (!fits).then(|| "Minutes, at most a week.".to_owned())
    }

    /// What it says, where it holds.
    pub fn said(self) -> Option<Said> {
        if self.title_error().is_some() || self.minutes_error().is_some() {
            return None;
        }
        let role = self.role.get();
        let priority = self.priority.get();
        Some(Said {
            title: self.title.get().trim().to_owned(),
            role: Role::ALL.into_iter().find(|one| one.name() == role)?,
            who: self.who.with(|id| id.parse().ok()),
            party: self.party.with(|id| id.parse().ok()),
            priority: PRIORITIES.into_iter().find(|one| key(*one) == priority)?,
            start: LocalTime::new(
                self.date.with(|date| date.parse().ok())?,
                self.time.with(|time| time.parse().ok())?,
            ),
            minutes: self.minutes.with(|text| text.trim().parse().ok())?,
        })
    }
}

impl Said {
    pub fn party(&self) -> Option<BudgetId> {
        self.party
    }

    pub fn create(self, task_id: TaskId) -> CreateTask {
        CreateTask {
            task_id,
            title: self.title,
            kind: None,
            role: self.role,
            assignee_id: self.who.into(),
            priority: Some(self.priority),
            start: Some(self.start),
            minutes: Some(self.minutes),
            budget_id: self.party.into(),
        }
    }

    /// What differs from the task that editing starts from.
    pub fn changes(self, task: &Task) -> EditTask {
        EditTask {
            task_id: task.id,
            title: (self.title != task.title).then_some(self.title),
            kind: None,
            role: (self.role != task.role).then_some(self.role),
            assignee_id: if self.who == task.assignee_id { Patch::Keep } else { self.who.into() },
            priority: (self.priority != task.priority).then_some(self.priority),
            start: (self.start != task.start).then_some(self.start),
            minutes: (self.minutes != task.minutes).then_some(self.minutes),
            budget_id: if self.party == task.budget_id { Patch::Keep } else { self.party.into() },
        }
    }
}

/// The fields.
#[component]
pub fn TaskFields(draft: Draft) -> impl IntoView {
    let tasks = use_tasks();
    let live = tasks.live();
    let wrong = move |error: fn(Draft) -> Option<String>| {
        Signal::derive(move || draft.tried.get().then(|| error(draft)).flatten())
    };
    let roles: Vec<Role> = match tasks.role {
        Role::Admin | Role::Organizer => vec![Role::Logistics, Role::Cook, Role::Organizer],
        own @ (Role::Logistics | Role::Cook) => vec![own],
    };
    let roles =
        roles.into_iter().map(|role| (role.name().to_owned(), words::role(role).to_owned())).collect();
    let people = move || {
        let role = draft.role.get();
        let mut options = vec![(String::new(), "Nobody yet".to_owned())];
        options.extend(tasks.live().table(Table::Users, |state| {
            let fits = |user: &User| {
                user.active
                    && (user.role.name() == role || matches!(user.role, Role::Admin | Role::Organizer))
            };
            let mut people: Vec<(String, String)> = state
                .users()
                .values()
                .filter(|user| user.removed.is_none() && fits(user))
                .map(|user| (user.id.to_string(), user.name.clone()))
                .collect();
            words::sort_by_name(&mut people, |(_, name)| name);
            people
        }));
        options
    };
    let priorities = PRIORITIES.map(|one| (key(one), words::priority(one).to_owned())).into_iter().collect();
    let own_party = draft.party.get_untracked();
    let mut parties = vec![(String::new(), "None".to_owned())];
    parties.extend(tasks.parties.with_untracked(|all| {
        let may = |id: &BudgetId| {
            tasks.role != Role::Organizer || untrack(|| tasks.owns(*id)) || id.to_string() == own_party
        };
        let mut named: Vec<(String, String)> = all
            .entries()
            .iter()
            .filter(|(id, _)| may(id))
            .map(|(id, (name, _))| (id.to_string(), name.clone()))
            .collect();
        words::sort_by_name(&mut named, |(_, name)| name);
        named
    }));
    drop(live);
    // Day and time are one field of the task.
    let start = RwSignal::new(untrack(|| draft.start_text()));
    let put = |signal: RwSignal<String>, text: String| {
        // Only where it differs, so that the two do not wake each other for ever.
        if signal.with_untracked(|held| *held != text) {
            signal.set(text);
        }
    };
    Effect::new(move |_| put(start, draft.start_text()));
    Effect::new(move |_| {
        if let Ok(start) = start.with(|start| start.parse::<LocalTime>()) {
            put(draft.date, start.date.to_string());
            put(draft.time, start.time.to_string());
        }
    });
    let moved = use_context::<Editing>()
        .map(|editing| meanwhile(editing, "start", Held::plain(start), String::new()));
    view! {
        <div class="fields">
            <Field label="What" of="title" error=wrong(Draft::title_error) all=true>
                <TextInput value=draft.title />
            </Field>
            <Field label="For" of="role">
                <SelectInput value=draft.role options=roles />
            </Field>
            <Field label="Who" of="assigneeId">
                {move || view! { <SelectInput value=draft.who options=people() /> }}
            </Field>
            <Field label="Party" of="budgetId">
                <SelectInput value=draft.party options=parties />
            </Field>
            <Field label="Priority" of="priority">
                <SelectInput value=draft.priority options=priorities />
            </Field>
            <Field label="Day" error=wrong(Draft::date_error)>
                <DateInput value=draft.date />
            </Field>
            <Field label="Start" error=wrong(Draft::time_error)>
                <TimeInput value=draft.time />
            </Field>
            {moved}
            <Field label="Takes, in minutes" of="minutes" error=wrong(Draft::minutes_error)>
                <NumberInput value=draft.minutes />
            </Field>
        </div>
    }
    .into_any()
}

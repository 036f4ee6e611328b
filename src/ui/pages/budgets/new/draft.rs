//! What a person has typed of a new party so far.

use leptos::prelude::*;
use uuid::Uuid;

use super::again::given_back;
use crate::browser::Live;
use crate::domain::bounds;
use crate::domain::command::{Command, CreateBudget, PutClient};
use crate::domain::ids::{BudgetId, ClientId, LineId};
use crate::domain::rows::Budget;
use crate::domain::state::State;
use crate::domain::values::{Date, Money, Patch, TimeOfDay};
use crate::ui::pages::budget::groups::{Groups, too_many};
use crate::ui::pages::budget::line::LineForm;
use crate::ui::pages::budget::party::preview;
use crate::ui::pages::budget::price::{parse_price, price_in, typed_price};

/// When food is served and for how many, as long as nobody says otherwise.
const SERVING: &str = "20:00";
const GUESTS: &str = "20";

/// A client that is only being made.
#[derive(Clone, Copy)]
pub struct NewClient {
    pub name: RwSignal<String>,
    pub email: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub company: RwSignal<String>,
    /// Whether one is made, and not one chosen that is there.
    pub is_made: RwSignal<bool>,
}

impl NewClient {
    /// What is wrong with the address, where one is typed.
    pub fn email_error(self) -> Option<String> {
        let typed = self.email.get();
        let typed = Some(typed.trim()).filter(|typed| !typed.is_empty())?;
        bounds::email("email", typed).err().map(|refusal| refusal.message.to_string())
    }
}

/// The party as far as it goes.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Steps that a person has tried to leave: there what is wrong shows.
    pub tried: RwSignal<usize>,
    pub name: RwSignal<String>,
    pub client: RwSignal<Option<Uuid>>,
    new_client: StoredValue<NewClient>,
    pub date: RwSignal<String>,
    pub serving: RwSignal<String>,
    pub end: RwSignal<String>,
    pub venue: RwSignal<String>,
    pub guests: RwSignal<String>,
    pub limit: RwSignal<String>,
    groups: StoredValue<Groups>,
    /// The line of the menu that was chosen as a whole.
    pub menu_line: RwSignal<Option<LineId>>,
    pub lines: RwSignal<Vec<(LineId, LineForm)>>,
    /// The party that was refused and is made again here.
    pub again: RwSignal<Option<BudgetId>>,
    /// The line that is being written, and not added yet.
    pub writing: RwSignal<Option<LineForm>>,
    /// Keeps the fields of lines while the steps come and go.
    owner: StoredValue<Owner>,
}

impl Draft {
    pub fn new() -> Self {
        let draft = Self {
            tried: RwSignal::new(0),
            name: RwSignal::default(),
            client: RwSignal::new(None),
            new_client: StoredValue::new(NewClient {
                name: RwSignal::default(),
                email: RwSignal::default(),
                phone: RwSignal::default(),
                company: RwSignal::default(),
                is_made: RwSignal::new(false),
            }),
            date: RwSignal::default(),
            serving: RwSignal::default(),
            end: RwSignal::default(),
            venue: RwSignal::default(),
            guests: RwSignal::default(),
            limit: RwSignal::default(),
            groups: StoredValue::new(Groups::of(Vec::new())),
            menu_line: RwSignal::new(None),
            lines: RwSignal::default(),
            again: RwSignal::new(None),
            writing: RwSignal::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        draft.clear();
        draft
    }

    pub fn clear(self) {
        let client = self.client_fields();
        for field in [self.name, client.name, client.email, client.phone, client.company, self.date] {
            field.set(String::new());
        }
        for field in [self.end, self.venue, self.limit] {
            field.set(String::new());
        }
        self.serving.set(SERVING.to_owned());
        self.guests.set(GUESTS.to_owned());
        self.tried.set(0);
        self.client.set(None);
        self.client_fields().is_made.set(false);
        self.groups().clear();
        self.menu_line.set(None);
        self.lines.set(Vec::new());
        self.writing.set(None);
        self.again.set(None);
    }

    /// Whether nothing has been written or chosen yet.
    pub fn is_blank(self) -> bool {
        let client = self.client_fields();
        let texts = [self.name, self.date, self.end, self.venue, self.limit, client.name, client.email];
        texts.into_iter().chain([client.phone, client.company]).all(|text| text.with(String::is_empty))
            && self.serving.with(|serving| serving == SERVING)
            && self.guests.with(|guests| guests == GUESTS)
            && self.client.with(Option::is_none)
            && self.groups().offered().is_empty()
            && self.lines.with(Vec::is_empty)
            && self.writing.get().is_none_or(LineForm::is_blank)
    }

    pub fn groups(self) -> Groups {
        self.groups.get_value()
    }

    pub fn client_fields(self) -> NewClient {
        self.new_client.get_value()
    }

    /// A line to write, kept as long as the draft.
    pub fn line(self) -> LineForm {
        self.owner.with_value(|owner| owner.with(LineForm::new))
    }

    /// The lines, and the one being written where it can be taken as it is.
    pub fn offered(self) -> Vec<LineForm> {
        let written = self.writing.get().filter(|form| form.is_ready());
        self.lines.with(|lines| lines.iter().map(|(_, form)| *form).chain(written).collect())
    }

    /// Starts from an earlier party: all but its date and client.
    pub fn copy(self, state: &State, budget: &Budget, fresh: impl Fn() -> Uuid) {
        self.serving.set(budget.serving_time.to_string());
        self.end.set(budget.end_time.map(|end| end.to_string()).unwrap_or_default());
        self.venue.set(budget.venue.clone());
        self.guests.set(budget.guests.to_string());
        self.limit.set(typed_price(budget.limit));
        self.groups().all.set(budget.groups.clone());
        self.menu_line.set(None);
        let lines = state.lines_of(budget.id).map(|line| {
            let form = self.line();
            form.fill(state, line);
            (LineId(fresh()), form)
        });
        self.lines.set(lines.collect());
    }

    /// How many come; 0 while that is unclear.
    pub fn guest_count(self) -> u32 {
        let count = self.guests.with(|typed| typed.trim().parse().unwrap_or(0));
        if count > 10_000 { 0 } else { count }
    }

    /// How many are in the group that a line is for.
    fn group_size(self, form: LineForm) -> Option<u32> {
        let label = form.group.get();
        self.groups()
            .all
            .with(|groups| groups.iter().find(|group| group.label == label).map(|group| group.count))
    }

    pub fn name_error(self) -> Option<String> {
        let empty = self.name.with(|name| name.trim().is_empty());
        (self.tried.get() > 0 && empty).then(|| "A party has a name.".to_owned())
    }

    pub fn date_error(self) -> Option<String> {
        let wrong = self.day().is_none();
        let words =
            if self.date.with(String::is_empty) { "On which day?" } else { "A day from 2000 to 2100." };
        (self.tried.get() > 0 && wrong).then(|| words.to_owned())
    }

    pub fn serving_error(self) -> Option<String> {
        let wrong = time(self.serving).is_none();
        (self.tried.get() > 0 && wrong).then(|| "When does the food have to be there?".to_owned())
    }

    pub fn client_error(self) -> Option<String> {
        let empty = self.client_fields().is_made.get()
            && self.client_fields().name.with(|name| name.trim().is_empty());
        (self.tried.get() > 0 && empty).then(|| "A client has a name.".to_owned())
    }

    pub fn email_error(self) -> Option<String> {
        if self.tried.get() > 0 { self.client_fields().email_error() } else { None }
    }

    pub fn guests_error(self) -> Option<String> {
        (self.guest_count() == 0).then(|| "A whole number from 1 to 10,000.".to_owned())
    }

    pub fn groups_error(self) -> Option<String> {
        let guests = Some(self.guest_count()).filter(|&guests| guests > 0)?;
        too_many(&self.groups().offered(), guests)
    }

    /// Whether a step can be left behind.
    pub fn is_right(self, step: usize) -> bool {
        untrack(|| match step {
            0 => {
                let named = !self.name.get().trim().is_empty();
                let made = self.client_fields();
                let client = !made.is_made.get()
                    || (!made.name.get().trim().is_empty() && made.email_error().is_none());
                named && client && self.day().is_some() && time(self.serving).is_some()
            }
            1 => {
                let guests = self.guest_count() > 0 && self.groups_error().is_none();
                guests && self.groups().is_right() && self.limit.with(|typed| parse_price(typed).is_ok())
            }
            _ => {
                let written = self.writing.get().is_none_or(|form| form.is_blank() || form.is_ready());
                written && self.lines.with(|lines| lines.iter().all(|(_, form)| form.is_ready()))
            }
        })
    }

    pub fn day(self) -> Option<Date> {
        self.date.with(|typed| typed.parse().ok())
    }

    /// What the client pays for all lines.
    pub fn total(self, live: &Live) -> Money {
        self.offered().into_iter().map(|form| self.sum(live, form)).sum()
    }

    /// What the client pays for a line.
    pub fn sum(self, live: &Live, form: LineForm) -> Money {
        form.sum(live, self.guest_count(), self.group_size(form))
    }

    /// Starts a line; of one that is only begun nothing is wrong yet.
    pub fn write_line(self) {
        self.tried.set(0);
        self.writing.set(Some(self.line()));
    }

    /// Adds the line being written, where it can be taken as it is.
    pub fn add_written(self, id: LineId) {
        if let Some(form) = untrack(|| self.writing.get().filter(|form| form.is_ready())) {
            self.lines.update(|lines| lines.push((id, form)));
            self.writing.set(None);
        }
    }

    /// What is wrong with the line being written, where somebody goes on without it.
    pub fn writing_error(self) -> Option<String> {
        let half = self.writing.get().is_some_and(|form| !form.is_blank() && !form.is_ready());
        (self.tried.get() > 2 && half)
            .then(|| "This line is not finished yet: finish it, or press “Not now”.".to_owned())
    }

    /// Makes it all: the client, what is new in the catalogue, the party, its lines.
    ///
    /// # Errors
    /// Why the party would be refused: then nothing is sent.
    pub fn make(self, live: &Live) -> Result<BudgetId, String> {
        self.groups().add_written();
        self.add_written(LineId(live.new_id()));
        let budget = BudgetId(live.new_id());
        let commands = untrack(|| self.commands(live, budget));
        // Without the rules the server says so, and what was typed comes back from there.
        untrack(|| preview(live, budget, &commands)).transpose()?;
        for (id, _) in self.again.get_untracked().map(|id| given_back(live, id)).unwrap_or_default() {
            live.discard(id);
        }
        for command in commands {
            live.send(command);
        }
        Ok(budget)
    }

    fn commands(self, live: &Live, budget: BudgetId) -> Vec<Command> {
        let mut commands: Vec<Command> = Vec::new();
        let client = if self.client_fields().is_made.get() {
            let id = ClientId(live.new_id());
            commands.push(self.client_fields().command(id).into());
            Some(id)
        } else {
            self.client.get().map(ClientId)
        };
        let create = CreateBudget {
            budget_id: budget,
            name: self.name.get().trim().to_owned(),
            client_id: kept(client),
            date: self.day().unwrap_or_else(|| live.today_untracked()),
            serving_time: time(self.serving).unwrap_or_default(),
            end_time: kept(time(self.end)),
            guests: self.guest_count(),
            groups: Some(self.groups().offered()).filter(|groups| !groups.is_empty()),
            venue: Some(self.venue.get()),
            limit: kept(price_in(self.limit)),
            notes: None,
        };
        commands.push(create.into());
        for (id, form) in self.lines.get() {
            commands.extend(form.commands(budget, id));
        }
        commands
    }
}

impl NewClient {
    fn command(self, client_id: ClientId) -> PutClient {
        let text =
            |field: RwSignal<String>| Some(field.get().trim().to_owned()).filter(|text| !text.is_empty());
        PutClient {
            client_id,
            name: text(self.name),
            email: kept(text(self.email)),
            phone: kept(text(self.phone)),
            company: kept(text(self.company)),
            notes: None,
        }
    }
}

/// For a row that is being made, nothing is not said at all.
fn kept<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Keep, Patch::Set)
}

fn time(field: RwSignal<String>) -> Option<TimeOfDay> {
    field.with(|typed| typed.parse().ok())
}

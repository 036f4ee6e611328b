//! Guests who eat differently.

use leptos::prelude::*;

use crate::domain::rows::{Allergen, GuestGroup};
use crate::ui::parts::{Field, Icon, NumberInput, SelectInput, TextInput, go_on};
use crate::ui::words;

const ALLERGENS: [Allergen; 14] = [
    Allergen::Gluten,
    Allergen::Crustaceans,
    Allergen::Eggs,
    Allergen::Fish,
    Allergen::Peanuts,
    Allergen::Soybeans,
    Allergen::Milk,
    Allergen::Nuts,
    Allergen::Celery,
    Allergen::Mustard,
    Allergen::Sesame,
    Allergen::Sulphites,
    Allergen::Lupin,
    Allergen::Molluscs,
];

/// The diets to choose from: what the rules know by name, and words of one's own in the label.
fn diets() -> Vec<(String, String)> {
    let known = ["vegan", "vegetarian"].into_iter().map(str::to_owned);
    let without = ALLERGENS.map(|allergen| ["without ", words::allergen(allergen)].concat());
    let named = known.chain(without).map(|diet| (diet.clone(), diet));
    named.chain([(String::new(), "no diet".to_owned())]).collect()
}

/// What is wrong where the groups have more people than come.
pub fn too_many(groups: &[GuestGroup], guests: u32) -> Option<String> {
    let people = groups.iter().fold(0_u32, |people, group| people.saturating_add(group.count));
    (people > guests).then(|| format!("The groups have {people} people; {guests} guests are fewer."))
}

/// The groups of a party while somebody writes them, with one that is not added yet.
#[derive(Clone, Copy)]
pub struct Groups {
    pub all: RwSignal<Vec<GuestGroup>>,
    /// Another one is being written; it counts as it stands.
    pub adding: RwSignal<bool>,
    pub label: RwSignal<String>,
    pub count: RwSignal<String>,
    pub diet: RwSignal<String>,
}

impl Groups {
    pub fn of(groups: Vec<GuestGroup>) -> Self {
        let own = Self {
            all: RwSignal::default(),
            adding: RwSignal::new(false),
            label: RwSignal::default(),
            count: RwSignal::default(),
            diet: RwSignal::default(),
        };
        own.clear();
        own.all.set(groups);
        own
    }

    /// No groups, and none begun.
    pub fn clear(self) {
        self.all.set(Vec::new());
        self.adding.set(false);
        self.label.set(String::new());
        self.count.set("1".to_owned());
        self.diet.set("vegetarian".to_owned());
    }

    fn number(self) -> Option<u32> {
        let number = self.count.with(|typed| typed.trim().parse().ok());
        number.filter(|number| (1..=10_000).contains(number))
    }

    /// What the one that is being written is called.
    fn name(self) -> String {
        let own = self.label.with(|label| label.trim().to_owned());
        if own.is_empty() { self.diet.get() } else { own }
    }

    fn name_error(self) -> Option<String> {
        let name = self.name();
        let is_taken = self.all.with(|all| all.iter().any(|group| group.label == name));
        match is_taken {
            _ if name.is_empty() => Some("Guests with no diet have a name.".to_owned()),
            true => Some("There is such a group.".to_owned()),
            false => None,
        }
    }

    /// Whether the one that is being written can be taken as it is.
    pub fn is_right(self) -> bool {
        !self.adding.get() || (self.number().is_some() && self.name_error().is_none())
    }

    /// The groups with the one that is being written.
    pub fn offered(self) -> Vec<GuestGroup> {
        let mut all = self.all.get();
        if let Some(count) = self.number().filter(|_| self.adding.get() && self.is_right()) {
            all.push(GuestGroup { label: self.name(), count, diet: self.diet.get() });
        }
        all
    }

    /// Adds the one that is being written, where it can be taken.
    pub fn add_written(self) {
        if untrack(|| self.adding.get() && self.is_right()) {
            self.all.set(untrack(|| self.offered()));
            self.label.set(String::new());
            self.adding.set(false);
        }
    }
}

/// The groups as a list that grows and shrinks.
#[component]
pub fn GroupsEditor(
    groups: Groups,
    /// What is wrong with all of them.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let Groups { all, adding, label, count, diet } = groups;
    let wrong = move || groups.number().is_none().then(|| "A whole number from 1.".to_owned());
    let write = move |writes: bool| {
        adding.set(writes);
        go_on(if writes { "#groups select" } else { "#groups > .link" });
    };
    let add = move |_| {
        groups.add_written();
        if !adding.get_untracked() {
            write(false);
        }
    };
    let row = move |group: GuestGroup| {
        let remove = {
            let label = group.label.clone();
            move |_| {
                all.update(|all| all.retain(|one| one.label != label));
                go_on("#groups :is(select, .link)");
            }
        };
        let diet = (group.diet != group.label).then(|| group.diet.clone());
        view! {
            <li>
                <span class="grow">
                    <b>{group.label.clone()}</b>
                    {diet.map(|diet| view! { <small class="soft">{diet}</small> })}
                </span>
                <span class="num">{group.count} {if group.count == 1 { " guest" } else { " guests" }}</span>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=["Remove ", &group.label].concat()
                    on:click=remove
                >
                    <Icon name="close" />
                </button>
            </li>
        }
        .into_any()
    };
    let form = move || {
        view! {
            <div class="card stack">
                <div class="fields">
                    <Field label="Diet">
                        <SelectInput value=diet options=diets() />
                    </Field>
                    <Field label="How many" error=Signal::derive(wrong)>
                        <NumberInput value=count />
                    </Field>
                    <Field label="What to call them" optional=true error=Signal::derive(move || groups.name_error())>
                        <TextInput value=label />
                    </Field>
                </div>
                <div class="cluster">
                    <button class="button" type="button" on:click=add>
                        "Add the group"
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| write(false)>
                        "Not now"
                    </button>
                </div>
            </div>
        }
        .into_any()
    };
    let link = move || {
        view! {
            <button class="link" type="button" on:click=move |_| write(true)>
                "Add a group"
            </button>
        }
        .into_any()
    };
    view! {
        <fieldset class="stack tight" id="groups">
            <legend>
                <h3>"Groups with a diet"</h3>
            </legend>
            <ul class="rows">
                {move || all.get().into_iter().map(row).collect_view()}
            </ul>
            {move || if adding.get() { form() } else { link() }}
            <div class="field">{move || error.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}</div>
        </fieldset>
    }
    .into_any()
}

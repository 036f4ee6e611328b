//! Guests who eat differently.

use leptos::prelude::*;

use crate::domain::rows::{Allergen, GuestGroup};
use crate::ui::parts::{Field, Icon, NumberInput, SelectInput, TextInput};
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

/// The groups as a list that grows and shrinks.
#[component]
pub fn GroupsEditor(groups: RwSignal<Vec<GuestGroup>>) -> impl IntoView {
    let adding = RwSignal::new(false);
    let (label, count, diet) =
        (RwSignal::new(String::new()), RwSignal::new("1".to_owned()), RwSignal::new("vegetarian".to_owned()));
    let wrong = move || {
        let number = count.with(|typed| typed.trim().parse::<u32>());
        let fits = matches!(number, Ok(1..=10_000));
        (!fits).then(|| "A whole number from 1.".to_owned())
    };
    let taken = move || {
        let name = label.get();
        let named = if name.trim().is_empty() { diet.get() } else { name.trim().to_owned() };
        groups
            .with(|all| all.iter().any(|group| group.label == named))
            .then(|| "There is such a group.".to_owned())
    };
    let add = move |_| {
        let Ok(number) = count.with_untracked(|typed| typed.trim().parse::<u32>()) else { return };
        if untrack(|| wrong().is_some() || taken().is_some()) {
            return;
        }
        let (own, diet) = (label.get_untracked(), diet.get_untracked());
        let named = if own.trim().is_empty() { diet.clone() } else { own.trim().to_owned() };
        groups.update(|all| all.push(GuestGroup { label: named, count: number, diet }));
        label.set(String::new());
        adding.set(false);
    };
    let row = move |group: GuestGroup| {
        let remove = {
            let label = group.label.clone();
            move |_| groups.update(|all| all.retain(|one| one.label != label))
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
                    <Field label="What to call them" optional=true error=Signal::derive(taken)>
                        <TextInput value=label />
                    </Field>
                </div>
                <div class="cluster">
                    <button class="button" type="button" on:click=add>
                        "Add the group"
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| adding.set(false)>
                        "Not now"
                    </button>
                </div>
            </div>
        }
        .into_any()
    };
    let link = move || {
        view! {
            <button class="link" type="button" on:click=move |_| adding.set(true)>
                "Add a group"
            </button>
        }
        .into_any()
    };
    view! {
        <fieldset class="stack tight">
            <legend>
                <h3>"Groups with a diet"</h3>
            </legend>
            <ul class="rows">
                {move || groups.get().into_iter().map(row).collect_view()}
            </ul>
            {move || if adding.get() { form() } else { link() }}
        </fieldset>
    }
    .into_any()
}

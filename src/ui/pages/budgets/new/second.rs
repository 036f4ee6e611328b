//! The second step: how many come, what they eat, and a menu as a whole.

use leptos::prelude::*;

use super::draft::Draft;
use crate::browser::{Live, use_live};
use crate::domain::ids::{LineId, MenuId};
use crate::domain::rows::{Dish, Menu, Table};
use crate::ui::pages::budget::groups::GroupsEditor;
use crate::ui::pages::budget::line::Subject;
use crate::ui::pages::budget::price::{PriceInput, price_error, typed_price};
use crate::ui::parts::{Field, Step, Stepper};
use crate::ui::words;

pub fn fields(draft: Draft) -> AnyView {
    let live = StoredValue::new(use_live());
    let step = move |step: Step| {
        let count = draft.guest_count();
        match step {
            Step::Less => draft.guests.set(count.saturating_sub(1).max(1).to_string()),
            Step::More => draft.guests.set((count + 1).min(10_000).to_string()),
            Step::To(typed) => draft.guests.set(typed),
        }
    };
    let wrong = move || draft.guests_error().map(|words| view! { <p class="error">{words}</p> });
    view! {
        <div class="fields">
            <div class="field">
                <span class="label">"Guests"</span>
                <Stepper value=draft.guests on_change=Callback::new(step) label="Guests" />
                {wrong}
            </div>
            <Field label="Limit" optional=true error=price_error(draft.limit)>
                <PriceInput value=draft.limit />
            </Field>
        </div>
        <GroupsEditor groups=draft.groups() error=Signal::derive(move || draft.groups_error()) />
        <fieldset class="stack tight">
            <legend>
                <h3>"Menu"</h3>
            </legend>
            <div class="versions">{move || live.with_value(|live| menus(live, draft))}</div>
        </fieldset>
    }
    .into_any()
}

fn menus(live: &Live, draft: Draft) -> AnyView {
    let rows = live.table(Table::Menus, |state| {
        let there = state.menus().values().filter(|menu| menu.removed.is_none());
        let mut rows: Vec<_> = there
            .map(|menu| {
                let dishes = menu.dish_ids.iter().filter_map(|id| state.live::<Dish>(*id));
                let dishes: Vec<_> = dishes.map(|dish| dish.name.as_str()).collect();
                (menu.clone(), dishes.join(", "))
            })
            .collect();
        words::sort_by_name(&mut rows, |(menu, _)| &menu.name);
        rows
    });
    let currency = live.workspace().map(|row| row.currency.clone()).unwrap_or_default();
    let options = rows.into_iter().map(|(menu, dishes)| {
        let sizes = match (menu.min, menu.max) {
            (Some(min), Some(max)) => [" · ", &min.to_string(), "–", &max.to_string(), " guests"].concat(),
            (None, _) | (_, None) => String::new(),
        };
        let price = menu.price_per_person.map(|price| [&words::money(price, &currency), " a guest"].concat());
        option(draft, Some(menu.id), menu.name.clone(), [dishes, sizes].concat(), price)
    });
    let none = option(draft, None, "No menu".to_owned(), "Choose dishes line by line".to_owned(), None);
    view! { {options.collect_view()} {none} }.into_any()
}

fn option(draft: Draft, menu: Option<MenuId>, name: String, about: String, price: Option<String>) -> AnyView {
    let live = use_live();
    let chosen = move || {
        let line = draft.menu_line.get();
        let form =
            draft.lines.with(|lines| lines.iter().find(|(id, _)| Some(*id) == line).map(|(_, form)| *form));
        form.and_then(|form| form.subject.get()?.menu()) == menu
    };
    view! {
        <label>
            <span class="check">
                <input type="radio" name="menu" prop:checked=chosen on:change=move |_| choose(&live, draft, menu) />
                <b>{name}</b>
            </span>
            <small>{about}</small>
            {price.map(|price| view! { <span class="num">{price}</span> })}
        </label>
    }
    .into_any()
}

/// Puts the menu's line in the place of the one there was.
fn choose(live: &Live, draft: Draft, menu: Option<MenuId>) {
    let old = draft.menu_line.get_untracked();
    draft.lines.update(|lines| lines.retain(|(id, _)| Some(*id) != old));
    let row = menu.and_then(|id| live.with(|state| state.live::<Menu>(id).cloned()));
    let line = row.map(|menu| {
        let form = draft.line();
        form.subject.set(Some(Subject::Menu(menu.id)));
        form.name.set(menu.name.clone());
        form.price.set(typed_price(menu.price_per_person));
        let id = LineId(live.new_id());
        draft.lines.update(|lines| lines.insert(0, (id, form)));
        id
    });
    draft.menu_line.set(line);
}

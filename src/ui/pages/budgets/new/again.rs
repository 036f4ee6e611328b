//! A party whose making was refused, given back to be made again.

use leptos::prelude::*;
use uuid::Uuid;

use super::draft::Draft;
use crate::browser::Live;
use crate::domain::command::{Command, CreateBudget, PutBudgetLine, PutClient};
use crate::domain::ids::{BudgetId, CommandId, LineId};
use crate::domain::rows::{Client, Dish, Menu, Portions, Product};
use crate::domain::values::{Patch, Quantity};
use crate::ui::pages::budget::line::{CATEGORIES, Subject, product_unit, subject_name};
use crate::ui::pages::budget::price::typed_price;

/// The refused acts that were to make the party: its own, its lines', and those of its client and of what is
/// new in the catalogue, as far as these were refused too.
pub fn given_back(live: &Live, party: BudgetId) -> Vec<(CommandId, Command)> {
    let refused = untrack(|| live.refused());
    let of_party = refused.iter().filter(|(_, act, _)| act.subjects().any(|id| id == party.0));
    let named: Vec<Uuid> = of_party.flat_map(|(_, act, _)| act.subjects()).collect();
    let is_part = |command: &Command| match command {
        Command::CreateBudget(act) => act.budget_id == party,
        Command::PutBudgetLine(act) => act.budget_id == party,
        Command::PutClient(act) => {
            named.contains(&act.client_id.0)
                && live.with(|state| state.live::<Client>(act.client_id).is_none())
        }
        Command::PutDish(act) => {
            named.contains(&act.dish_id.0) && live.with(|state| state.live::<Dish>(act.dish_id).is_none())
        }
        Command::PutProduct(act) => {
            named.contains(&act.product_id.0)
                && live.with(|state| state.live::<Product>(act.product_id).is_none())
        }
        _ => false,
    };
    let commands = refused
        .iter()
        .filter_map(|(id, act, _)| Some((*id, Command::read(&act.kind, act.data.clone()).ok()?)));
    commands.filter(|(_, command)| is_part(command)).collect()
}

/// Puts what was typed of it into the draft, where nothing else is written there; false where there is no such
/// party.
pub fn take_back(draft: Draft, live: &Live, party: BudgetId) -> bool {
    let acts = given_back(live, party);
    let Some(create) = acts.iter().find_map(|(_, command)| match command {
        Command::CreateBudget(act) => Some(act),
        _ => None,
    }) else {
        return false;
    };
    if untrack(|| draft.is_blank()) {
        draft.again.set(Some(party));
        take_party(draft, create);
        for (_, command) in &acts {
            match command {
                Command::PutClient(act) => take_client(draft, act),
                Command::PutBudgetLine(act) => take_line(draft, live, act, &acts),
                _ => {}
            }
        }
    }
    true
}

fn take_party(draft: Draft, act: &CreateBudget) {
    draft.name.set(act.name.clone());
    draft.client.set(said(&act.client_id).map(|id| id.0));
    draft.date.set(act.date.to_string());
    draft.serving.set(act.serving_time.to_string());
    draft.end.set(said(&act.end_time).map(|end| end.to_string()).unwrap_or_default());
    draft.venue.set(act.venue.clone().unwrap_or_default());
    draft.guests.set(act.guests.to_string());
    draft.limit.set(typed_price(said(&act.limit)));
    draft.groups().all.set(act.groups.clone().unwrap_or_default());
}

fn take_client(draft: Draft, act: &PutClient) {
    let fields = draft.client_fields();
    draft.client.set(None);
    draft.client_fields().is_made.set(true);
    fields.name.set(act.name.clone().unwrap_or_default());
    fields.email.set(said(&act.email).unwrap_or_default());
    fields.phone.set(said(&act.phone).unwrap_or_default());
    fields.company.set(said(&act.company).unwrap_or_default());
}

fn take_line(draft: Draft, live: &Live, act: &PutBudgetLine, acts: &[(CommandId, Command)]) {
    let form = draft.line();
    let category = CATEGORIES.iter().find(|(one, _)| Some(*one) == act.category);
    form.category.set(category.map_or("other", |(_, word)| word).to_owned());
    let dish = said(&act.dish_id).map(Subject::Dish);
    let subject =
        dish.or(said(&act.menu_id).map(Subject::Menu)).or(said(&act.product_id).map(Subject::Product));
    let make = acts.iter().map(|(_, command)| command).find(|command| match (command, subject) {
        (Command::PutDish(put), Some(Subject::Dish(id))) => put.dish_id == id,
        (Command::PutProduct(put), Some(Subject::Product(id))) => put.product_id == id,
        _ => false,
    });
    let (name, unit) = match make {
        Some(Command::PutDish(put)) => (put.name.clone(), None),
        Some(Command::PutProduct(put)) => (put.name.clone(), put.unit),
        _ => (subject.map(|subject| live.with(|state| subject_name(state, subject))), None),
    };
    form.subject.set(subject);
    form.make.set(make.cloned());
    form.name.set(name.unwrap_or_default());
    form.unit.set(unit.unwrap_or_else(|| live.with(|state| product_unit(state, subject))));
    form.text.set(act.text.clone().unwrap_or_default());
    match said(&act.portions) {
        Some(Portions::Count(count)) => form.amount.set(count.to_string()),
        Some(Portions::Group(label)) => form.group.set(label),
        None => form.amount.set(said(&act.quantity).map(Quantity::amount).unwrap_or_default()),
    }
    form.price.set(typed_price(said(&act.unit_price)));
    form.cost.set(typed_price(said(&act.planned_cost)));
    let is_menu =
        matches!(subject, Some(Subject::Menu(id)) if live.with(|state| state.live::<Menu>(id).is_some()));
    let id = LineId(live.new_id());
    if is_menu && draft.menu_line.get_untracked().is_none() {
        draft.menu_line.set(Some(id));
    }
    draft.lines.update(|lines| lines.push((id, form)));
}

fn said<T: Clone>(patch: &Patch<T>) -> Option<T> {
    match patch {
        Patch::Set(value) => Some(value.clone()),
        Patch::Keep | Patch::Clear => None,
    }
}

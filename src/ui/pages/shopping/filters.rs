//! What the address of the list can say: group, week, supplier.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::sections::{self, Group, Shown};
use super::use_list;
use crate::domain::order;
use crate::domain::rows::Table;
use crate::domain::values::Week;
use crate::ui::parts::Icon;
use crate::ui::words;

/// The address of the list as it is shown.
pub fn address(group: Group, week: Option<Week>, supplier: Option<&str>) -> String {
    let mut address = "/shopping".to_owned();
    let mut add = |name: &str, value: &str| {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        address.push_str(value);
    };
    for (one, word, _) in Group::ALL {
        if one == group && group != Group::Aisle {
            add("group", word);
        }
    }
    if let Some(week) = week {
        add("week", &week.to_string());
    }
    if let Some(supplier) = supplier {
        add("supplier", &crate::ui::route::escape(supplier));
    }
    address
}

/// By what the lines are grouped.
#[component]
pub fn GroupSwitch() -> impl IntoView {
    let list = use_list();
    let link = move |(group, _, word): (Group, &'static str, &'static str)| {
        let href = move || list.shown.with(|shown| address(group, shown.week, shown.supplier.as_deref()));
        let current = move || list.shown.with(|shown| shown.group == group).then_some("true");
        view! {
            <a href=href aria-current=current>
                {word}
            </a>
        }
    };
    view! {
        <nav class="segments" aria-label="Group by">
            {Group::ALL.map(link).collect_view()}
        </nav>
    }
    .into_any()
}

/// When, and where.
#[component]
pub fn Filters() -> impl IntoView {
    let list = use_list();
    let weeks = Memo::new(move |_| {
        list.shown.with(|shown| {
            let mut weeks: Vec<Week> = (0..4).map(|ahead| shown.this_week.plus(ahead)).collect();
            if let Some(week) = shown.week.filter(|week| !weeks.contains(week)) {
                weeks.push(week);
                order::sort(&mut weeks);
            }
            weeks
        })
    });
    let suppliers = Memo::new(move |_| {
        let live = list.live();
        live.table(Table::Products, |_| ());
        let all = Shown { supplier: None, ..list.shown.get() };
        live.table(Table::ShoppingItems, |state| {
            sections::shown(state, &all)
                .filter_map(|item| sections::supplier(state, item))
                .collect::<BTreeSet<String>>()
        })
    });
    let chip = move |week: Option<Week>| {
        let href = move || list.shown.with(|shown| address(shown.group, week, shown.supplier.as_deref()));
        let current = move || list.shown.with(|shown| shown.week == week).then_some("true");
        let text = move || match week {
            None => "Next to buy".to_owned(),
            Some(week) if list.shown.with(|shown| shown.this_week == week) => {
                format!("This week, {}", words::week(week))
            }
            Some(week) => words::week(week),
        };
        view! {
            <a class="chip" href=href aria-current=current>
                {text}
            </a>
        }
    };
    let place = move |name: String| {
        let chosen = {
            let name = name.clone();
            move || list.shown.with(|shown| shown.supplier.as_ref() == Some(&name))
        };
        let href = {
            let (name, chosen) = (name.clone(), chosen.clone());
            move || {
                let wanted = (!chosen()).then_some(name.as_str());
                list.shown.with(|shown| address(shown.group, shown.week, wanted))
            }
        };
        view! {
            <a class="chip" href=href aria-current=move || chosen().then_some("true")>
                <Icon name="filter" />
                {name}
            </a>
        }
    };
    view! {
        <nav class="chips" aria-label="When and where">
            {chip(None)}
            {move || weeks.get().into_iter().map(|week| chip(Some(week))).collect_view()}
            {move || suppliers.get().into_iter().map(place).collect_view()}
        </nav>
    }
    .into_any()
}

//! Search, filters and shapes above the parties.

use leptos::prelude::*;

use super::address::{Address, SHAPES};
use super::marks::STATUSES;
use crate::browser::use_live;
use crate::domain::rows::Table;
use crate::ui::parts::Icon;
use crate::ui::words;

pub fn tools(address: Address) -> AnyView {
    let live = use_live();
    let counts = Memo::new(move |_| {
        live.table(Table::Budgets, |state| {
            let there = || state.budgets().values().filter(|budget| budget.removed.is_none());
            STATUSES.map(|(status, _)| there().filter(|budget| budget.status == status).count())
        })
    });
    let go = address.go();
    let part = move |name: &'static str| move || address.part(name).unwrap_or_default();
    let choice = |name: &'static str, label: &'static str, options: AnyView| {
        let go = go.clone();
        view! {
            <select
                class="input auto"
                aria-label=label
                prop:value=part(name)
                on:change=move |event| go(name, &event_target_value(&event))
            >
                {options}
            </select>
        }
        .into_any()
    };
    let statuses = choice(
        "status",
        "Status",
        view! {
            <option value="">"Any status"</option>
            {STATUSES
                .iter()
                .enumerate()
                .map(|(at, &(status, word))| {
                    let label = move || {
                        let count = counts.with(|counts| counts[at]);
                        [words::budget_status(status), " (", &count.to_string(), ")"].concat()
                    };
                    view! {
                        <option value=word selected=move || address.part("status").as_deref() == Some(word)>
                            {label}
                        </option>
                    }
                })
                .collect_view()}
        }
        .into_any(),
    );
    let owners = choice(
        "owner",
        "Owner",
        view! {
            <option value="">"Everybody’s"</option>
            <option value="me" selected=move || address.part("owner").is_some()>
                "Mine"
            </option>
        }
        .into_any(),
    );
    let shapes = SHAPES.iter().map(|&(shape, word, label, icon)| {
        view! {
            <a
                href=move || address.with("as", word)
                aria-current=move || (address.shape() == shape).then_some("true")
            >
                <Icon name=icon class="small" />
                {label}
            </a>
        }
    });
    view! {
        <div class="tools">
            <div class="search">
                <Icon name="search" />
                <input
                    class="input"
                    type="search"
                    aria-label="Search parties"
                    placeholder="Name, client, venue"
                    value=untrack(part("q"))
                    prop:value=part("q")
                    on:input=move |event| go("q", &event_target_value(&event))
                />
            </div>
            {statuses}
            {owners}
            <div class="segments end" role="group" aria-label="Show as">
                {shapes.collect_view()}
            </div>
        </div>
    }
    .into_any()
}

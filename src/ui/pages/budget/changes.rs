//! What a change would do, as lists of before and after.

use leptos::prelude::*;

use super::super::budgets::marks;
use super::party::Party;
use crate::domain::command::Command;
use crate::domain::plan::preview::{CostChange, Preview, TimeChange};
use crate::domain::values::Money;
use crate::ui::parts::Icon;
use crate::ui::words;

/// Guests who could not eat what would be cooked.
pub fn clashes(done: &Preview) -> AnyView {
    let lines = done.clashes.iter().map(|clash| {
        let who = clash.groups.join(", ");
        view! {
            <div class="strip" data-tone="danger">
                <Icon name="wheat" />
                <p>
                    <b>{clash.title.clone()}</b>
                    " does not go with " {who} "."
                </p>
            </div>
        }
    });
    lines.collect_view().into_any()
}

/// "1 task", "3 tasks", from "Tasks".
fn counted(count: usize, name: &str) -> String {
    let name = words::lowercase(name);
    let one = name.strip_suffix('s').filter(|_| count == 1);
    [&count.to_string(), " ", one.unwrap_or(&name)].concat()
}

/// What comes, goes or moves, folded away.
pub fn times<Id>(party: Party, name: &'static str, changes: &[TimeChange<Id>]) -> AnyView {
    if changes.is_empty() {
        return ().into_any();
    }
    let today = party.today();
    let rows = changes.iter().map(|change| {
        let after = change.after.map(|at| words::time(at, today));
        let before = change.before.map(|at| words::time(at, today));
        let late = change.late.then(|| {
            view! {
                <span class="chip" data-tone="danger">
                    <Icon name="clock" />
                    "booked late"
                </span>
            }
        });
        view! {
            <li>
                <span class="grow">
                    <b>{change.title.clone()}</b>
                </span>
                <span class="num">{diff(before, after)}</span>
                {late}
            </li>
        }
    });
    view! {
        <details class="fold" open=changes.len() < 10>
            <summary>{counted(changes.len(), name)}</summary>
            <ul class="rows">{rows.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Amounts before and after, with what is bought already and what waits for a cook.
pub fn amounts(name: &'static str, done: &Preview) -> AnyView {
    if done.amounts.is_empty() && done.waiting.is_empty() {
        return ().into_any();
    }
    let rows = done.amounts.iter().map(|change| {
        let bought = change.bought.filter(|bought| !bought.is_zero() && change.before.is_some());
        view! {
            <li>
                <span>{change.name.clone()}</span>
                <span class="num">
                    {diff(change.before.map(words::quantity), change.after.map(words::quantity))}
                </span>
                {bought
                    .map(|bought| {
                        view! { <small class="soft">{words::quantity(bought)} " bought already"</small> }
                    })}
            </li>
        }
    });
    let waiting = done.waiting.iter().map(|one| {
        view! {
            <li>
                <span>{one.name.clone()}</span>
                <span class="num">"stays"</span>
                <small class="cluster">
                    <Icon name="lock" class="small" />
                    "set by a cook: +" {words::quantity(one.more)} " waits for her"
                </small>
            </li>
        }
    });
    view! {
        <details class="fold" open=done.amounts.len() < 20>
            <summary>{counted(done.amounts.len(), name)}</summary>
            <ul class="diff">{rows.collect_view()} {waiting.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// What does not follow: its cook decides.
fn kept(done: &Preview) -> Option<AnyView> {
    let rows = done.kept.iter().map(|one| {
        view! {
            <li>
                <span>{one.title.clone()}</span>
                <span class="num">"stays at " {one.portions}</span>
                <small class="cluster">
                    <Icon name="lock" class="small" />
                    "begun, or set by a cook: the plan would be " {one.plan} " portions"
                </small>
            </li>
        }
    });
    (!done.kept.is_empty()).then(|| view! { <ul class="diff">{rows.collect_view()}</ul> }.into_any())
}

/// What the client pays, and what it costs against the limit.
fn cost(party: Party, done: &Preview, limit: Option<Money>) -> AnyView {
    let sold = done.sold.filter(|(before, after)| before != after).map(|(before, after)| {
        view! {
            <li>
                <span>"Sold"</span>
                <span class="num">{diff(Some(party.cash(before)), Some(party.cash(after)))}</span>
            </li>
        }
    });
    let cost = done.cost.filter(|cost| cost.before != cost.after);
    if sold.is_none() && cost.is_none() {
        return ().into_any();
    }
    view! { <ul class="diff">{sold} {cost.map(|cost| committed(party, cost, limit))}</ul> }.into_any()
}

fn committed(party: Party, cost: CostChange, limit: Option<Money>) -> AnyView {
    let percent =
        limit.filter(|limit| *limit > Money::ZERO).map(|limit| cost.after.0.saturating_mul(100) / limit.0);
    let share = percent.map(|percent| {
        view! { <small class="words" data-tone=marks::limit_tone(percent)>{percent} " % of the limit"</small> }
    });
    view! {
        <li>
            <span>"Committed"</span>
            <span class="num">{diff(Some(party.cash(cost.before)), Some(party.cash(cost.after)))}</span>
            {share}
        </li>
    }
    .into_any()
}

/// What a change of a booked party would do, or why it would be refused.
pub fn of(party: Party, commands: &[Command], limit: Option<Money>) -> AnyView {
    match party.preview(commands) {
        Ok(done) => all(party, &done, limit),
        Err(why) => view! { <p class="error">{why}</p> }.into_any(),
    }
}

fn all(party: Party, done: &Preview, limit: Option<Money>) -> AnyView {
    let nothing = done.amounts.is_empty()
        && done.tasks.is_empty()
        && done.schedules.is_empty()
        && done.waiting.is_empty()
        && done.kept.is_empty()
        && done.sold.is_none_or(|(before, after)| before == after)
        && done.clashes.is_empty();
    if nothing {
        return view! { <p class="soft">"Nothing else follows from it."</p> }.into_any();
    }
    view! {
        {clashes(done)}
        {amounts("Amounts", done)}
        {times(party, "Tasks", &done.tasks)}
        {times(party, "Cooking schedules", &done.schedules)}
        {kept(done)}
        {cost(party, done, limit)}
    }
    .into_any()
}

fn diff(before: Option<String>, after: Option<String>) -> AnyView {
    view! {
        {before.map(|before| view! { <del>{before}</del> })}
        {after.map(|after| view! { <ins>{after}</ins> })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_of_a_thing_is_told_as_one() {
        assert_eq!(counted(1, "Cooking schedules"), "1 cooking schedule");
        assert_eq!(counted(3, "Tasks"), "3 tasks");
    }
}

//! What is sold, line by line.

use leptos::prelude::*;

use super::line::{Counted, Subject, product_unit, subject_name, sum};
use super::line_dialog::LineDialog;
use super::party::{Party, started_from};
use super::price::{parse_price, typed_price};
use crate::domain::command::{Command, PutBudgetLine};
use crate::domain::ids::LineId;
use crate::domain::plan::portions;
use crate::domain::rows::{Budget, BudgetLine, Dish, LineCategory, Menu, Portions, Product, Table};
use crate::domain::values::{Money, Patch, Quantity, Revision};
use crate::ui::parts::{Glow, Icon, Standing, each, parse_quantity};
use crate::ui::words;

/// Which line the dialog is open for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    New,
    Line(LineId),
}

pub fn lines(party: Party) -> AnyView {
    let writing = RwSignal::new(None::<Writing>);
    let ids = Memo::new(move |_| {
        party.live(|live| {
            live.of(Table::BudgetLines, party.id, |state| {
                let mut ids: Vec<(LineCategory, LineId)> =
                    state.lines_of(party.id).map(|line| (line.category, line.id)).collect();
                ids.sort_unstable();
                ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        })
    });
    let add = move || {
        view! {
            <button
                class="button small"
                type="button"
                aria-haspopup="dialog"
                on:click=move |_| writing.set(Some(Writing::New))
            >
                <Icon name="plus" class="small" />
                "Add a line"
            </button>
        }
    };
    let empty = Memo::new(move |_| ids.with(Vec::is_empty));
    view! {
        <section class="card flush" aria-labelledby="lines-title">
            <header>
                <h2 id="lines-title">"Lines"</h2>
                {move || party.edits.get().then(add)}
            </header>
            {move || if empty.get() { none(party) } else { table(party, ids, writing) }}
        </section>
        <LineDialog party writing />
    }
    .into_any()
}

fn none(party: Party) -> AnyView {
    let words = move || {
        if party.edits.get() {
            "Add dishes, drinks and whatever else the party costs."
        } else {
            "Nothing is on the offer yet."
        }
    };
    view! {
        <div class="empty">
            <Icon name="list" />
            <h3>"No lines yet"</h3>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn table(party: Party, ids: Memo<Vec<LineId>>, writing: RwSignal<Option<Writing>>) -> AnyView {
    let money = party.sees_money();
    let head = |name: &'static str| view! { <th scope="col" class="num">{name}</th> };
    let totals = move || {
        let figures = party.row()?.money?;
        Some(view! {
            <tr>
                <th scope="row" colspan="3">
                    "Sum"
                </th>
                <td class="num" data-label="Sold">
                    {party.cash(figures.sold)}
                </td>
                <td class="num" data-label="Planned cost">
                    {party.cash(figures.planned)}
                </td>
                <td></td>
            </tr>
        })
    };
    view! {
        <div class="fits">
            <div class="table-box">
                <table class="table folding">
                    <caption class="hidden-text">"Lines of the party"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Line"</th>
                            {head("Quantity")}
                            {money.then(|| view! { {head("Unit price")} {head("Sum")} {head("Planned cost")} })}
                            <th scope="col">
                                <span class="hidden-text">"Edit"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {each(ids, move |id| row(party, id, money, writing))}
                    </tbody>
                    {money.then(|| view! { <tfoot>{totals}</tfoot> })}
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// A line as it is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    title: String,
    about: String,
    counted: Counted,
    /// The group or the number of guests that it is for, where that is not all.
    whom: Option<String>,
    amount: String,
    /// What no amount means.
    otherwise: String,
    price: Option<Money>,
    sum: Money,
    cost: Option<Money>,
}

fn shown(party: Party, id: LineId) -> Option<Shown> {
    let budget = party.row()?;
    party.live(|live| {
        let line = live.row::<BudgetLine>(id)?;
        let subject = Subject::of(&line);
        // Wakes with what the line is for, too.
        match subject {
            Some(Subject::Dish(id)) => drop(live.row::<Dish>(id)),
            Some(Subject::Menu(id)) => drop(live.row::<Menu>(id)),
            Some(Subject::Product(id)) => drop(live.row::<Product>(id)),
            None => {}
        }
        let (name, unit, menu_price) = live.with(|state| {
            let name = subject.map(|subject| subject_name(state, subject)).unwrap_or_default();
            let menu = line.menu_id.and_then(|id| state.get::<Menu>(id));
            (name, product_unit(state, subject), menu.and_then(|menu| menu.price_per_person))
        });
        let counted = Counted::of(line.category, subject, unit);
        let price = line.unit_price.or(menu_price);
        let served = portions(&budget, &line);
        let (amount, otherwise) = amounts(&line, counted, &budget);
        let about = [Some(words::line_category(line.category)), subject.map(Subject::word)];
        let mut about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ").to_lowercase();
        if !name.is_empty() && !line.text.is_empty() {
            about = [about.as_str(), " · ", &line.text].concat();
        }
        Some(Shown {
            title: if name.is_empty() { line.text.clone() } else { name },
            about,
            counted,
            whom: whom(&line, &budget, served),
            amount,
            otherwise,
            price,
            sum: sum(price, line.category, counted, Some(served), line.quantity, budget.guests),
            cost: line.planned_cost,
        })
    })
}

fn amounts(line: &BudgetLine, counted: Counted, budget: &Budget) -> (String, String) {
    match counted {
        Counted::Portions => {
            let own = match &line.portions {
                Some(Portions::Count(count)) => count.to_string(),
                Some(Portions::Group(_)) | None => String::new(),
            };
            (own, portions(budget, line).to_string())
        }
        Counted::In(_) => (line.quantity.map(Quantity::amount).unwrap_or_default(), "?".to_owned()),
    }
}

/// "22 of 25 guests, group “meat”".
fn whom(line: &BudgetLine, budget: &Budget, served: u32) -> Option<String> {
    let of = [&served.to_string(), " of ", &budget.guests.to_string(), " guests"].concat();
    match &line.portions {
        Some(Portions::Group(label)) => Some([&of, ", group “", label, "”"].concat()),
        Some(Portions::Count(count)) if *count < budget.guests => Some(of),
        Some(Portions::Count(_)) | None => None,
    }
}

fn row(party: Party, id: LineId, money: bool, writing: RwSignal<Option<Writing>>) -> AnyView {
    let glow = Glow::of(Table::BudgetLines, id);
    let glowing = glow.clone();
    let line = Memo::new(move |_| shown(party, id));
    let title = move || line.with(|line| line.as_ref().map(|line| line.title.clone()).unwrap_or_default());
    let about = move || line.with(|line| line.as_ref().map(|line| line.about.clone()));
    let whom = move || {
        let whom = line.with(|line| line.as_ref()?.whom.clone())?;
        Some(view! {
            <span class="chip" data-tone="info">
                <Icon name="people" />
                {whom}
            </span>
        })
    };
    let read = move |read: fn(&Shown) -> String| {
        move || line.with(|line| line.as_ref().map(read).unwrap_or_default())
    };
    let edit = move || {
        view! {
            <button
                class="icon-button"
                type="button"
                aria-haspopup="dialog"
                aria-label=move || ["Edit ", &title()].concat()
                on:click=move |_| writing.set(Some(Writing::Line(id)))
            >
                <Icon name="edit" />
            </button>
        }
    };
    let amount = move || {
        if party.edits.get() {
            amount_cell(party, id, line)
        } else {
            view! { {read(amount_in_words)} }.into_any()
        }
    };
    let price = move || {
        if party.edits.get() {
            price_cell(party, id, line)
        } else {
            view! { {read(|line| line.price.map(words::figure).unwrap_or_default())} }.into_any()
        }
    };
    view! {
        <tr class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            <th scope="row">
                {title} <small class="soft">{about}</small> {whom} <Standing table=Table::BudgetLines id=id />
            </th>
            <td class="num" data-label="Quantity">
                {amount}
            </td>
            {money
                .then(|| {
                    view! {
                        <td class="num" data-label="Unit price">
                            {price}
                        </td>
                        <td class="num" data-label="Sum">
                            {read(|line| words::figure(line.sum))}
                        </td>
                        <td class="num" data-label="Planned cost">
                            {read(|line| line.cost.map(words::figure).unwrap_or_default())}
                        </td>
                    }
                })}
            <td>{move || party.edits.get().then(edit)}</td>
        </tr>
    }
    .into_any()
}

fn amount_in_words(line: &Shown) -> String {
    let amount = if line.amount.is_empty() { &line.otherwise } else { &line.amount };
    match line.counted {
        Counted::Portions => amount.clone(),
        Counted::In(_) if line.amount.is_empty() => String::new(),
        Counted::In(unit) => [amount, " ", words::unit(unit, amount == "1")].concat(),
    }
}

fn amount_cell(party: Party, id: LineId, line: Memo<Option<Shown>>) -> AnyView {
    let value = Signal::derive(move || {
        line.with(|line| line.as_ref().map(|line| line.amount.clone()).unwrap_or_default())
    });
    let otherwise = move || line.with(|line| line.as_ref().map(|line| line.otherwise.clone()));
    let label = move || {
        line.with(|line| line.as_ref().map(|line| [line.counted.label(), " of ", &line.title].concat()))
    };
    let unit = move || {
        line.with(|line| match line.as_ref()?.counted {
            Counted::Portions => None,
            Counted::In(unit) => Some(view! { <small class="soft">{words::unit(unit, false)}</small> }),
        })
    };
    let commit = move |typed: String, seen: Revision| {
        let counted = line.with_untracked(|line| line.as_ref().map(|line| line.counted));
        let mut put = unchanged(party, id);
        match counted {
            Some(Counted::Portions) => match typed.trim() {
                "" => put.portions = Patch::Clear,
                typed => match typed.parse() {
                    Ok(count @ 1..=10_000) => put.portions = Patch::Set(Portions::Count(count)),
                    Ok(_) | Err(_) => return false,
                },
            },
            Some(Counted::In(unit)) => match parse_quantity(&typed, unit) {
                Ok(quantity) => put.quantity = quantity.filter(|amount| !amount.is_zero()).into(),
                Err(_) => return false,
            },
            None => return false,
        }
        send(party, id, put, seen);
        true
    };
    view! { {cell(value, label, otherwise, commit)} {unit} }.into_any()
}

fn price_cell(party: Party, id: LineId, line: Memo<Option<Shown>>) -> AnyView {
    let value =
        Signal::derive(move || typed_price(line.with(|line| line.as_ref().and_then(|line| line.price))));
    let label = move || line.with(|line| line.as_ref().map(|line| ["Unit price of ", &line.title].concat()));
    let commit = move |typed: String, seen: Revision| {
        let Ok(price) = parse_price(&typed) else { return false };
        send(party, id, PutBudgetLine { unit_price: price.into(), ..unchanged(party, id) }, seen);
        true
    };
    cell(value, label, || None, commit)
}

fn unchanged(party: Party, id: LineId) -> PutBudgetLine {
    PutBudgetLine {
        line_id: id,
        budget_id: party.id,
        category: None,
        text: None,
        dish_id: Patch::Keep,
        menu_id: Patch::Keep,
        product_id: Patch::Keep,
        portions: Patch::Keep,
        quantity: Patch::Keep,
        unit_price: Patch::Keep,
        planned_cost: Patch::Keep,
    }
}

fn send(party: Party, id: LineId, put: PutBudgetLine, seen: Revision) {
    party.live(|live| {
        let row = live.with(|state| state.live::<BudgetLine>(id).cloned());
        let command = Command::from(put);
        let was = row.map(|row| started_from(row.as_ref(), &command)).unwrap_or_default();
        live.send_from(command, seen, was);
    });
}

/// A field in a cell. What is being typed is nobody's to overwrite; it is taken on leaving.
fn cell(
    value: Signal<String>,
    label: impl Fn() -> Option<String> + Send + Sync + 'static,
    otherwise: impl Fn() -> Option<String> + Send + Sync + 'static,
    commit: impl Fn(String, Revision) -> bool + Send + Sync + 'static,
) -> AnyView {
    let live = crate::browser::use_live();
    let draft = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(false);
    let seen = StoredValue::new(Revision::ZERO);
    let shown = move || draft.get().unwrap_or_else(|| value.get());
    let leave = move |_| {
        let Some(typed) = draft.get_untracked() else { return };
        let fits = typed.trim() == value.get_untracked() || commit(typed, seen.get_value());
        wrong.set(!fits);
        if fits {
            draft.set(None);
        }
    };
    view! {
        <input
            class="input num"
            inputmode="decimal"
            aria-label=label
            aria-invalid=move || wrong.get().then_some("true")
            placeholder=otherwise
            value=value.get_untracked()
            prop:value=shown
            on:focus=move |_| seen.set_value(live.seen())
            on:input=move |event| draft.set(Some(event_target_value(&event)))
            on:change=leave
        />
    }
    .into_any()
}

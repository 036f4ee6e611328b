//! Ingredients: how much, what is here, what is bought and by whom, what is missing.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::add::AddIngredient;
use super::amount::{AmountDialog, effect, less, more};
use super::instead::instead;
use super::schedule::Row;
use super::use_kitchen;
use crate::browser::Live;
use crate::browser::presence::mark;
use crate::domain::command::{Acknowledge, SetIngredientQuantity, TakeNewAmount};
use crate::domain::ids::{CommandId, IngredientId, ScheduleId};
use crate::domain::json::ToJson as _;
use crate::domain::order;
use crate::domain::rows::{Ingredient, Product, Role, Schedule, Table, User};
use crate::domain::values::{Quantity, Revision};
use crate::ui::parts::{Glow, Icon, Others, Standing, is_told, on_leaving};
use crate::ui::words;

/// Quick taps on one amount are one command (rule 14), once the finger rests for so long.
const SETTLES: Duration = Duration::from_millis(600);
/// No tap waits longer for others to come: a tablet may lose its power any moment.
const AT_LATEST: Duration = Duration::from_millis(1_500);

/// How many ingredients are not wholly bought.
pub fn missing(live: &Live, schedule: ScheduleId) -> usize {
    live.of(Table::Ingredients, schedule, |state| {
        let rows = state.ingredients_of(schedule).filter(|row| row.withdrawn.is_none());
        rows.filter(|row| row.available.thousandths() < row.quantity.thousandths()).count()
    })
}

fn shown(live: &Live, schedule: ScheduleId) -> Vec<IngredientId> {
    let (me, now) = (live.user_id(), untrack(|| live.now()));
    live.of(Table::Ingredients, schedule, |state| {
        let noted =
            |row: &Ingredient| row.withdrawn.as_ref().is_some_and(|withdrawn| !is_told(withdrawn, me, now));
        let mut rows: Vec<_> = state.ingredients_of(schedule).filter(|row| !noted(row)).collect();
        let place = |row: &Ingredient| {
            state.get::<Product>(row.product_id).map(|product| (product.category, product.name.clone()))
        };
        order::sort_by_key(&mut rows, |row| (place(row), row.id));
        rows.iter().map(|row| row.id).collect()
    })
}

#[component]
pub fn Ingredients(schedule: ScheduleId, row: Row) -> impl IntoView {
    let kitchen = use_kitchen();
    let ids = Memo::new(move |_| kitchen.live.with_value(|live| shown(live, schedule)));
    let editing = RwSignal::new(None::<IngredientId>);
    let adding = RwSignal::new(false);
    // What the last typed amount changed, for the row's own line.
    let typed = RwSignal::new(None::<(IngredientId, CommandId, Quantity)>);
    let told = Callback::new(move |change| typed.set(Some(change)));
    view! {
        <header>
            <h2>"Ingredients"</h2>
        </header>
        <ul class="ingredients">
            <For
                each=move || ids.get()
                key=|id| *id
                children=move |id| view! { <OneIngredient id editing typed /> }
            />
        </ul>
        <p class="soft" hidden=move || !ids.read().is_empty()>
            "No ingredients yet."
        </p>
        {kitchen
            .may
            .then(|| {
                view! {
                    <button
                        class="button wide"
                        type="button"
                        aria-haspopup="dialog"
                        on:click=move |_| adding.set(true)
                    >
                        <Icon name="plus" />
                        "Add an ingredient"
                    </button>
                    <AmountDialog editing told />
                    <AddIngredient schedule row open=adding />
                }
            })}
    }
    .into_any()
}

/// An amount under quick taps: shown at once, sent when the finger rests.
#[derive(Clone, Copy)]
struct Tapping {
    amount: RwSignal<Option<Quantity>>,
    /// What it started from, and what was on screen then.
    from: StoredValue<Option<(Quantity, Revision)>>,
    rests: StoredValue<Option<TimeoutHandle>>,
    latest: StoredValue<Option<TimeoutHandle>>,
}

impl Tapping {
    fn new() -> Self {
        Self {
            amount: RwSignal::new(None),
            from: StoredValue::new(None),
            rests: StoredValue::new(None),
            latest: StoredValue::new(None),
        }
    }

    fn set(self, live: &Live, now: Quantity, next: Quantity, settle: impl Fn() + Copy + 'static) {
        if self.from.with_value(Option::is_none) {
            self.from.set_value(Some((now, live.seen())));
            self.latest.set_value(set_timeout_with_handle(settle, AT_LATEST).ok());
            live.take_in_hand();
        }
        self.amount.set(Some(next));
        stop(self.rests);
        self.rests.set_value(set_timeout_with_handle(settle, SETTLES).ok());
    }

    /// Sends what was tapped; returns the act and what it started from.
    fn settle(self, live: &Live, ingredient_id: IngredientId) -> Option<(CommandId, Quantity)> {
        stop(self.rests);
        stop(self.latest);
        let (before, seen) = self.from.try_update_value(Option::take)??;
        live.let_go();
        let quantity = self.amount.try_update_untracked(Option::take)??;
        if quantity == before {
            self.amount.notify();
            return None;
        }
        let was = [("quantity".to_owned(), before.to_json())];
        let command = SetIngredientQuantity { ingredient_id, quantity };
        let id = live.send_from(command, seen, was.into_iter().collect());
        self.amount.notify();
        Some((id, before))
    }
}

fn stop(timer: StoredValue<Option<TimeoutHandle>>) {
    if let Some(Some(timer)) = timer.try_update_value(Option::take) {
        timer.clear();
    }
}

#[component]
fn OneIngredient(
    id: IngredientId,
    editing: RwSignal<Option<IngredientId>>,
    typed: RwSignal<Option<(IngredientId, CommandId, Quantity)>>,
) -> impl IntoView {
    let kitchen = use_kitchen();
    let row = Memo::new(move |_| kitchen.live.with_value(|live| live.row::<Ingredient>(id)));
    let name = Memo::new(move |_| {
        let product = row.with(|row| row.as_ref().map(|row| row.product_id))?;
        kitchen.live.with_value(|live| live.row::<Product>(product)).map(|product| product.name.clone())
    });
    let name = move || name.get().unwrap_or_else(|| "…".to_owned());
    let tapping = Tapping::new();
    let quantity = Memo::new(move |_| {
        tapping.amount.get().or_else(|| row.with(|row| row.as_ref().map(|row| row.quantity)))
    });
    // The act of the last taps, and the amount before it.
    let done = RwSignal::new(None::<(CommandId, Quantity)>);
    Effect::new(move |_| {
        if let Some((_, command, before)) = typed.get().filter(|(typed, ..)| *typed == id) {
            done.set(Some((command, before)));
        }
    });
    let settle = move || {
        let settled = kitchen.live.try_with_value(|live| tapping.settle(live, id)).flatten();
        if let Some((command, before)) = settled {
            done.try_set(Some((command, before)));
        }
    };
    // Nobody loses a tap by walking on, or by putting the tablet away.
    on_cleanup(settle);
    on_leaving(settle);
    let tap = move |change: fn(Quantity) -> Quantity| {
        if let Some(now) = quantity.get_untracked() {
            kitchen.live.with_value(|live| tapping.set(live, now, change(now), settle));
        }
    };
    let glow = Glow::of(Table::Ingredients, id);
    let glows = glow.clone();
    let amount = move || {
        quantity.get().map(|quantity| {
            let amount = quantity.amount();
            let unit = words::unit(quantity.unit(), amount == "1");
            view! { {amount} " " <small>{unit}</small> }
        })
    };
    let said = move || quantity.get().map_or_else(String::new, words::quantity);
    let withdrawn = move || row.with(|row| row.as_ref().is_some_and(|row| row.withdrawn.is_some()));
    let stepper = move || {
        let is_cooked = row
            .get()
            .and_then(|row| kitchen.live.with_value(|live| live.row::<Schedule>(row.schedule_id)))
            .is_none_or(|schedule| schedule.withdrawn.is_none());
        if !kitchen.may || withdrawn() || !is_cooked {
            return view! { <b class="num">{amount}</b> }.into_any();
        }
        view! {
            <div class="stepper" role="group" aria-label=name>
                <button type="button" aria-label=move || format!("Less {}", name()) on:click=move |_| tap(less)>
                    <Icon name="minus" />
                </button>
                <button
                    class="value"
                    type="button"
                    aria-haspopup="dialog"
                    aria-label=move || format!("{}: {}, type an amount", name(), said())
                    on:click=move |_| {
                        settle();
                        editing.set(Some(id));
                    }
                >
                    <span>{amount}</span>
                </button>
                <button type="button" aria-label=move || format!("More {}", name()) on:click=move |_| tap(more)>
                    <Icon name="plus" />
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <li
            class:glow=move || glows.get()
            class:withdrawn=withdrawn
            data-row=mark(Table::Ingredients, id)
            on:animationend=move |_| glow.done()
        >
            <Others id />
            <div>
                <span class="title">{name}</span>
                <div class="stock">
                    {move || {
                        let now = quantity.get();
                        row.get().map(|row| kitchen.live.with_value(|live| stock(live, &row, now)))
                    }}
                </div>
            </div>
            {stepper}
            {move || done.get().map(|(command, before)| effect_line(kitchen.live, id, command, before, quantity))}
            {move || row.get().map(|row| decisions(kitchen.live, &row, kitchen.may))}
            {move || instead(kitchen.live, &*row.get()?, kitchen.may)}
            <Standing table=Table::Ingredients id />
        </li>
    }
    .into_any()
}

/// "4 here", "4 bought by Bob", "2 kg missing", "plan says 12 kg".
fn stock(live: &Live, row: &Arc<Ingredient>, now: Option<Quantity>) -> AnyView {
    let now = now.unwrap_or(row.quantity);
    let unit = row.quantity.unit();
    let part =
        |thousandths: i64| (thousandths > 0).then(|| words::quantity(Quantity::new(thousandths, unit)));
    let (here, available) = (row.here.thousandths(), row.available.thousandths());
    let by =
        row.bought_by.as_ref().map_or_else(String::new, |by| format!(" by {}", live.user_name(by.user_id)));
    let plan = row.scaled.filter(|plan| row.amount.is_some() && *plan != row.quantity);
    let chips = [
        part(here).map(|much| (Some("success"), "check-circle", format!("{much} here"))),
        part(available - here).map(|much| (Some("info"), "truck", format!("{much} bought{by}"))),
        part(now.thousandths() - available).map(|much| (Some("danger"), "cart", format!("{much} missing"))),
        plan.map(|plan| (None, "info", format!("plan says {}", words::quantity(plan)))),
        Some(row.notes.clone()).filter(|notes| !notes.is_empty()).map(|notes| (None, "note", notes)),
    ];
    let chip = |(tone, icon, text): (Option<&'static str>, &'static str, String)| {
        view! { <span class="chip" data-tone=tone><Icon name=icon /> {text}</span> }
    };
    chips.into_iter().flatten().map(chip).collect_view().into_any()
}

/// What the change did elsewhere, with the way back: "List: 12 → 14 kg, Bob and Bea were told".
fn effect_line(
    live: StoredValue<Live>,
    id: IngredientId,
    command: CommandId,
    before: Quantity,
    quantity: Memo<Option<Quantity>>,
) -> AnyView {
    let changed = move || quantity.get().and_then(|after| effect(before, after));
    let waits = move || live.with_value(|live| live.is_waiting(id));
    let view = move || {
        let changed = changed()?;
        let told = if waits() {
            "logistics will be told".to_owned()
        } else {
            [&live.with_value(told), " told"].concat()
        };
        let sums = live.with_value(|live| live.list_since(command)).into_iter().map(sum);
        let list = sums.reduce(|one, other| [one, other].join(", ")).unwrap_or(changed);
        let undo = move |_| live.with_value(|live| live.undo(command));
        Some(view! {
            <p class="effect" role="status">
                <Icon name="check" />
                <span>"List: " <b>{list}</b> ", " {told}</span>
                <button class="link" type="button" on:click=undo>
                    "Undo"
                </button>
            </p>
        })
    };
    view.into_any()
}

/// "12 → 14 kg".
fn sum((before, now): (Option<Quantity>, Quantity)) -> String {
    match before {
        Some(before) if before.unit() == now.unit() => {
            [&before.amount(), " → ", &words::quantity(now)].concat()
        }
        Some(before) => [&words::quantity(before), " → ", &words::quantity(now)].concat(),
        None => words::quantity(now),
    }
}

/// Who is told of what is needed: "Bob and Bea were".
fn told(live: &Live) -> String {
    let mut names = live.table(Table::Users, |state| {
        let buys = |user: &User| user.active && user.removed.is_none() && user.role == Role::Logistics;
        let people = state.users().values().filter(|user| buys(user));
        people.map(|user| user.name.clone()).collect::<Vec<_>>()
    });
    order::sort(&mut names);
    match &names[..] {
        [] => "nobody in logistics was".to_owned(),
        [one] => [one, " was"].concat(),
        [first, second] => [first, " and ", second, " were"].concat(),
        [_, _, _, ..] => "logistics was".to_owned(),
    }
}

/// What the plan asks beyond the cook's own amount, and what it asks no more.
fn decisions(live: StoredValue<Live>, row: &Ingredient, may: bool) -> AnyView {
    let id = row.id;
    if row.withdrawn.is_some() {
        let seen = move |_| {
            live.with_value(|live| live.send(Acknowledge { table: Table::Ingredients, row_id: id.0 }));
        };
        return view! {
            <div class="strip" data-tone="warning">
                <Icon name="info" />
                <p>"Not needed any more."</p>
                <button class="button small" type="button" on:click=seen>"Seen"</button>
            </div>
        }
        .into_any();
    }
    let Some(waiting) = row.waiting() else { return ().into_any() };
    let keep = row.quantity;
    let take = move |_| {
        live.with_value(|live| live.send_saying(TakeNewAmount { ingredient_id: id }, "The new amount"));
    };
    let stay = move |_| {
        let command = SetIngredientQuantity { ingredient_id: id, quantity: keep };
        live.with_value(|live| live.send_saying(command, "Your amount stays"));
    };
    view! {
        <div class="strip" data-tone="warning">
            <Icon name="warning" />
            <p>
                <b>{words::quantity(waiting)} " more"</b>
                " for the guests there are now. It waits for you."
            </p>
            {may.then(|| {
                view! {
                    <button class="button small" type="button" on:click=take>"Take the new amount"</button>
                    <button class="button small quiet" type="button" on:click=stay>
                        "Keep "
                        {words::quantity(keep)}
                    </button>
                }
            })}
        </div>
    }
    .into_any()
}

//! The sheet behind a line: so much was bought now, and everything else there is to say of it.

use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::needs::{Notes, Whom};
use super::purchases::Records;
use super::sections::is_settled;
use super::substitutes::NotToBeHad;
use super::wording;
use super::{List, address, use_list};
use crate::domain::command::{AddPurchase, ClaimItem, HaveAlready};
use crate::domain::cost::list_price;
use crate::domain::ids::{ItemId, PurchaseId};
use crate::domain::rows::{Product, ShoppingItem};
use crate::domain::values::{Money, Quantity, Unit};
use crate::ui::parts::{DecimalInput, Dialog, Field, Icon, Keypad, Step, Stepper, TextInput, parse_quantity};
use crate::ui::words;

/// The dialog; its content is built for the line that is open.
#[component]
pub fn LineSheet() -> impl IntoView {
    let list = use_list();
    let open = RwSignal::new(false);
    let query = use_query_map();
    let go = use_navigate();
    Effect::new(move |_| {
        if list.open.get().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            list.open.set(None);
            if query.with_untracked(|query| query.get("line").is_some()) {
                let shown = list.shown.get_untracked();
                let back = address(shown.group, shown.week, shown.supplier.as_deref());
                go(&back, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
            }
        }
        is
    });
    let item = Memo::new(move |_| list.open.get().and_then(|id| list.live().row::<ShoppingItem>(id)));
    let title = move || item.with(|item| item.as_ref().map_or_else(String::new, |item| item.name.clone()));
    let about = move || item.with(|item| item.as_ref().map(|item| about(item, list)));
    view! {
        <Dialog open title=Signal::derive(title) about=Signal::derive(about) class="sheet">
            {move || list.open.get().map(|id| view! { <Content id open /> })}
        </Dialog>
    }
    .into_any()
}

/// "12 pieces by Fri 20 Nov · 4 bought, 8 to go".
fn about(item: &ShoppingItem, list: List) -> String {
    let mut text = words::quantity(item.needed);
    if let Some(by) = item.need_by {
        text.push_str(" by ");
        text.push_str(&words::time(by, list.today.get()));
    }
    if !item.purchased.is_zero() {
        text.push_str(" · ");
        text.push_str(&item.purchased.amount());
        text.push_str(" bought");
    }
    let left = wording::left(item);
    if !left.is_zero() && !item.purchased.is_zero() {
        text.push_str(", ");
        text.push_str(&left.amount());
        text.push_str(" to go");
    }
    text
}

#[component]
fn Content(id: ItemId, open: RwSignal<bool>) -> impl IntoView {
    let list = use_list();
    let is_there = Memo::new(move |_| list.live().row::<ShoppingItem>(id).is_some());
    move || {
        is_there.get().then(|| {
            if list.buys() {
                view! { <Buying id open /> }.into_any()
            } else {
                view! {
                    <div class="dialog-body">
                        <NotToBeHad id />
                        <Whom id />
                        <Records id />
                    </div>
                }
                .into_any()
            }
        })
    }
}

/// What is being said of a purchase; a draft until it is sent.
#[derive(Clone, Copy)]
struct Draft {
    amount: RwSignal<String>,
    unit: Unit,
    paid: RwSignal<String>,
    place: RwSignal<String>,
    note: RwSignal<String>,
}

impl Draft {
    fn quantity(self) -> Result<Option<Quantity>, String> {
        self.amount
            .with(|amount| parse_quantity(amount, self.unit))
            .map(|quantity| quantity.filter(|quantity| !quantity.is_zero()))
    }
}

/// Reads a price as a person types it: `98.50`, `98,5`.
///
/// # Errors
/// What to say beside the field.
pub fn parse_money(text: &str) -> Result<Option<Money>, String> {
    match parse_quantity(text, Unit::Piece) {
        Ok(Some(amount)) if amount.thousandths() % 10 != 0 => Err("Two decimals at most.".to_owned()),
        Ok(amount) => Ok(amount.map(|amount| Money(amount.thousandths() / 10))),
        Err(why) => Err(why),
    }
}

fn filled(text: RwSignal<String>) -> Option<String> {
    text.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
}

#[component]
fn Buying(id: ItemId, open: RwSignal<bool>) -> impl IntoView {
    let list = use_list();
    let live = list.live();
    let item = live.with(|state| state.live::<ShoppingItem>(id).cloned());
    let Some(item) = item else { return ().into_any() };
    let left = wording::left(&item);
    let draft = Draft {
        amount: RwSignal::new(if left.is_zero() { String::new() } else { left.amount() }),
        unit: item.unit,
        paid: RwSignal::new(String::new()),
        place: RwSignal::new(last_place(list).unwrap_or_default()),
        note: RwSignal::new(String::new()),
    };
    let paid_error = Signal::derive(move || draft.paid.with(|paid| parse_money(paid).err()));
    let bought = move |event: ev::SubmitEvent| {
        event.prevent_default();
        buy(list, id, draft, open);
    };
    let word = move || match draft.quantity() {
        Ok(Some(quantity)) => format!("Bought {}", words::quantity(quantity)),
        Ok(None) | Err(_) => "Bought".to_owned(),
    };
    let listed = Memo::new(move |_| {
        let quantity = draft.quantity().ok().flatten()?;
        list.live().with(|state| {
            let item = state.live::<ShoppingItem>(id)?;
            list_price(state, item, quantity.thousandths())
        })
    });
    let hint =
        Signal::derive(move || listed.get().map(|price| format!("List price ≈ {}", list.money(price))));
    view! {
        <form on:submit=bought>
            <div class="dialog-body">
                <section class="stack tight" aria-label="Bought now">
                    <Amount id draft />
                </section>
                <div class="fields">
                    <Field label="Paid for it" error=paid_error hint=hint optional=true>
                        <DecimalInput value=draft.paid />
                    </Field>
                    <Field label="Where" optional=true>
                        <TextInput value=draft.place />
                    </Field>
                    <Field label="Note for the kitchen" optional=true all=true>
                        <TextInput value=draft.note />
                    </Field>
                </div>
                <Acts id draft open />
                <NotToBeHad id />
                <Whom id />
                <Records id />
                <Notes id />
            </div>
            <footer class="dialog-foot">
                <button
                    class="button primary wide"
                    type="submit"
                    disabled=move || !matches!(draft.quantity(), Ok(Some(_))) || paid_error.with(Option::is_some)
                >
                    <Icon name="check" />
                    {word}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

/// Where this person bought last, today.
fn last_place(list: List) -> Option<String> {
    let live = list.live();
    let (me, now) = (live.user_id(), live.now());
    live.with(|state| {
        let own =
            state.purchases().values().filter(|row| row.buyer_id == me && now.0 - row.at.0 < 43_200_000);
        own.filter(|row| row.place.is_some()).max_by_key(|row| row.at).and_then(|row| row.place.clone())
    })
}

/// The amount: less, more, chips, keypad.
#[component]
fn Amount(id: ItemId, draft: Draft) -> impl IntoView {
    let list = use_list();
    let live = list.live();
    let step = move |step: Step| {
        let now = draft.quantity().ok().flatten().map_or(0, Quantity::thousandths);
        let by = step_of(draft.unit, now);
        let next = match step {
            Step::Less => now.saturating_sub(by).max(0),
            Step::More => now.saturating_add(by),
            Step::To(text) => return draft.amount.set(text),
        };
        draft.amount.set(Quantity::new(next, draft.unit).amount());
    };
    let chips = live.with(|state| {
        let item = state.live::<ShoppingItem>(id)?;
        let product = state.live::<Product>(item.product_id);
        let left = wording::left(item);
        let mut chips: Vec<(String, Quantity)> = Vec::new();
        if !left.is_zero() {
            chips.push((format!("All {} left", left.amount()), left));
            let half = Quantity::new(left.thousandths() / 2, item.unit);
            let whole = half.thousandths() % half.unit().thousandths() == 0;
            if whole || half.unit().thousandths() == 1_000_000 {
                chips.push((format!("Half, {}", half.amount()), half));
            }
        }
        if let Some(product) = product
            && let Some(size) = product.pack_size
        {
            let pack = Quantity::whole(1, product.pack_unit.unwrap_or(Unit::Pack));
            if let Some(one) = crate::domain::consolidation::convert(product, pack, item.unit) {
                chips.push((format!("{} of {}", words::quantity(pack), words::quantity(size)), one));
            }
        }
        Some(chips)
    });
    let chip = move |(text, quantity): (String, Quantity)| {
        let is_it =
            move || matches!(draft.quantity(), Ok(Some(now)) if now.thousandths() == quantity.thousandths());
        view! {
            <button
                class="chip"
                type="button"
                aria-pressed=move || is_it().to_string()
                on:click=move |_| draft.amount.set(quantity.amount())
            >
                {text}
            </button>
        }
    };
    let wrong =
        move || draft.quantity().err().map(|why| view! { <p class="error"><Icon name="warning" />{why}</p> });
    let label = format!("Bought now, {}", words::unit(draft.unit, false));
    view! {
        <div class="field">
            <Stepper value=draft.amount on_change=step label />
            {wrong}
        </div>
        <div class="cluster">{chips.unwrap_or_default().into_iter().map(chip).collect_view()}</div>
        <details class="fold">
            <summary>"Keypad"</summary>
            <Keypad value=draft.amount />
        </details>
    }
    .into_any()
}

/// A sensible step around an amount, in thousandths.
fn step_of(unit: Unit, now: i64) -> i64 {
    match unit {
        Unit::Kg | Unit::L if now < 1_000_000 => 100_000,
        Unit::Kg | Unit::L => 500_000,
        Unit::G | Unit::Ml if now < 100_000 => 5_000,
        Unit::G | Unit::Ml => 50_000,
        Unit::Piece
        | Unit::Pack
        | Unit::Box
        | Unit::Bag
        | Unit::Bottle
        | Unit::Can
        | Unit::Bunch
        | Unit::Slice
        | Unit::Set => 1_000,
    }
}

fn buy(list: List, id: ItemId, draft: Draft, open: RwSignal<bool>) {
    let live = list.live();
    let paid = draft.paid.with_untracked(|paid| parse_money(paid));
    let (Ok(Some(quantity)), Ok(paid)) = (draft.quantity(), paid) else { return };
    let Some(item) = live.with(|state| state.live::<ShoppingItem>(id).cloned()) else { return };
    let command = AddPurchase {
        item_id: id,
        purchase_id: PurchaseId(live.new_id()),
        quantity,
        paid,
        place: filled(draft.place),
        note: filled(draft.note),
    };
    live.send_saying(command, format!("{} bought, {}", item.name, words::quantity(quantity)));
    open.set(false);
}

/// What else there is to do with a line.
#[component]
fn Acts(id: ItemId, draft: Draft, open: RwSignal<bool>) -> impl IntoView {
    let list = use_list();
    let item = Memo::new(move |_| list.live().row::<ShoppingItem>(id));
    let me = list.live().user_id();
    let have = move |_| {
        let live = list.live();
        if let Ok(Some(quantity)) = draft.quantity() {
            let (purchase_id, note) = (PurchaseId(live.new_id()), filled(draft.note));
            let command = HaveAlready { item_id: id, purchase_id, quantity, note };
            live.send_saying(command, format!("{} are here already", words::quantity(quantity)));
            open.set(false);
        }
    };
    let is_mine = move || item.with(|item| item.as_ref().is_some_and(|item| item.claimed_by == Some(me)));
    let claim = move |_| {
        let claimed = !is_mine();
        list.live().send(ClaimItem { item_id: Some(id), week: None, category: None, claimed });
    };
    let aisle = move |_| {
        if let Some(item) = item.get_untracked() {
            let (week, category) = (Some(item.week), Some(item.category));
            let text = format!("You take {}", words::product_category(item.category));
            list.live().send_saying(ClaimItem { item_id: None, week, category, claimed: true }, text);
        }
    };
    let shelf =
        move || item.with(|item| item.as_ref().map_or("", |item| words::product_category(item.category)));
    let is_open = move || item.with(|item| item.as_ref().is_some_and(|item| !is_settled(item)));
    view! {
        <div class="cluster">
            <button
                class="button"
                type="button"
                disabled=move || !matches!(draft.quantity(), Ok(Some(_)))
                on:click=have
            >
                <Icon name="box" />
                "We have it"
            </button>
            <button
                class="button"
                type="button"
                aria-pressed=move || is_mine().to_string()
                hidden=move || !is_open()
                on:click=claim
            >
                <Icon name="hand" />
                "I take this"
            </button>
            <button class="button" type="button" hidden=move || !is_open() on:click=aisle>
                <Icon name="hand" />
                "I take all "
                {shelf}
            </button>
        </div>
    }
    .into_any()
}

//! The sheet behind a line: so much was bought now, and everything else there is to say of it.

use crate::ui::route::NavigateOptions;
use crate::ui::route::{use_navigate, use_query_map};
use leptos::ev;
use leptos::prelude::*;

use super::acts::Acts;
use super::amount::{Amount, Draft, filled, parse_money};
use super::needs::{Notes, Whom};
use super::purchases::Records;
use super::substitutes::NotToBeHad;
use super::wording;
use super::{List, address, meanwhile, use_list};
use crate::browser::presence::mark;
use crate::domain::command::AddPurchase;
use crate::domain::cost::list_price;
use crate::domain::ids::{ItemId, PurchaseId};
use crate::domain::rows::{ShoppingItem, Table};
use crate::ui::parts::{DecimalInput, Dialog, Field, Icon, TextInput, open_while};
use crate::ui::words;

/// The dialog; its content is built for the line that is open.
#[component]
pub fn LineSheet() -> impl IntoView {
    let list = use_list();
    let open = open_while(list.open);
    let query = use_query_map();
    let go = use_navigate();
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        let by_address = || query.with_untracked(|query| query.get("line").is_some());
        if was == Some(true) && !is && by_address() {
            let shown = list.shown.get_untracked();
            let back = address(shown.group, shown.week, shown.supplier.as_deref());
            go(&back, NavigateOptions { replace: true, scroll: false });
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
        if !is_there.get() {
            view! { <div class="dialog-body"><p>"This line is not on the list any more."</p></div> }
                .into_any()
        } else if list.buys() {
            view! { <Buying id open /> }.into_any()
        } else {
            view! {
                <div class="dialog-body" data-row=mark(Table::ShoppingItems, id)>
                    <NotToBeHad id />
                    <Whom id />
                    <Records id />
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Buying(id: ItemId, open: RwSignal<bool>) -> impl IntoView {
    let list = use_list();
    let live = list.live();
    let item = live.with(|state| state.live::<ShoppingItem>(id).cloned());
    let Some(item) = item else { return ().into_any() };
    let proposed = meanwhile::proposed(&item);
    let draft = Draft {
        amount: RwSignal::new(proposed.clone()),
        unit: item.unit,
        paid: RwSignal::new(String::new()),
        place: RwSignal::new(item.supplier.clone().or_else(|| last_place(list)).unwrap_or_default()),
        note: RwSignal::new(String::new()),
    };
    meanwhile::follow(list, id, draft, proposed);
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
        <form on:submit=bought data-row=mark(Table::ShoppingItems, id)>
            <div class="dialog-body">
                {meanwhile::strip(list, id)}
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

/// Where this person bought last, today, of what may come from anywhere.
fn last_place(list: List) -> Option<String> {
    let live = list.live();
    let (me, now) = (live.user_id(), untrack(|| live.now()));
    live.with(|state| {
        let own =
            state.purchases().values().filter(|row| row.buyer_id == me && now.0 - row.at.0 < 43_200_000);
        let anywhere = own.filter(|row| {
            state.shopping_items().get(&row.item_id).is_some_and(|item| item.supplier.is_none())
        });
        anywhere.filter(|row| row.place.is_some()).max_by_key(|row| row.at).and_then(|row| row.place.clone())
    })
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

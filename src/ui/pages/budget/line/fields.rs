//! The fields of a line.

use leptos::prelude::*;

use super::super::price::{PriceInput, price_error};
use super::subject::SubjectField;
use super::{CATEGORIES, Counted, LineForm, needs_amount};
use crate::domain::rows::{GuestGroup, LineCategory};
use crate::ui::parts::{DecimalInput, Field, SelectInput, TextInput};
use crate::ui::words;

/// The fields of a line, to stand in a form of its own.
#[component]
pub fn LineFields(
    form: LineForm,
    /// The groups of guests that it may be for.
    #[prop(into)]
    groups: Signal<Vec<GuestGroup>>,
    /// How many come: what no amount means.
    #[prop(into)]
    guests: Signal<u32>,
) -> impl IntoView {
    let categories =
        CATEGORIES.map(|(category, word)| (word.to_owned(), words::line_category(category).to_owned()));
    let edible = Memo::new(move |_| {
        let category = form.line_category();
        matches!(category, LineCategory::Food | LineCategory::Drinks) || form.subject.with(Option::is_some)
    });
    let counted = Memo::new(move |_| form.counted());
    let amount_error = Signal::derive(move || form.amount_error());
    let hint = move || match counted.get() {
        Counted::Portions => ["Empty: all ", &guests.get().to_string(), " guests"].concat(),
        Counted::In(unit) => {
            let is_bought = !needs_amount(form.line_category(), form.subject.get(), Counted::In(unit));
            let empty = if is_bought { "" } else { ". Empty: nothing is bought" };
            ["In ", words::unit(unit, false), empty].concat()
        }
    };
    let group = move || {
        let mut options = vec![(String::new(), "All guests".to_owned())];
        options.extend(groups.get().into_iter().map(|group| (group.label.clone(), group.label)));
        let has_groups = options.len() > 1 && counted.get() == Counted::Portions;
        has_groups.then(|| {
            view! {
                <Field label="For whom">
                    <SelectInput value=form.group options=options />
                </Field>
            }
        })
    };
    view! {
        <div class="fields">
            <Field label="Category">
                <SelectInput value=form.category options=categories.to_vec() />
            </Field>
            {move || edible.get().then(|| view! { <SubjectField form guests /> })}
            <Field label="Words on the offer" optional=true all=true>
                <TextInput value=form.text />
            </Field>
            {move || {
                let label = counted.get().label();
                view! {
                    <Field label=label error=amount_error hint=Signal::derive(hint)>
                        <DecimalInput value=form.amount />
                    </Field>
                }
            }}
            {group}
            <Field label="Price of one" error=price_error(form.price)>
                <PriceInput value=form.price />
            </Field>
            <Field label="Planned cost" optional=true error=price_error(form.cost)>
                <PriceInput value=form.cost />
            </Field>
        </div>
    }
    .into_any()
}

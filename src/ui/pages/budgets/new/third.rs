//! The third step: the lines of the offer and their prices.

use leptos::prelude::*;

use super::draft::Draft;
use crate::browser::use_live;
use crate::domain::ids::LineId;
use crate::ui::pages::budget::line::{LineFields, LineForm, Subject};
use crate::ui::parts::{DecimalInput, Icon, each, go_on};
use crate::ui::words;

/// Adds another line.
const ADD: &str = ".beside .stack > .button";

pub fn fields(draft: Draft) -> AnyView {
    let live = use_live();
    let add = move |_| {
        draft.add_written(LineId(live.new_id()));
        go_on(ADD);
    };
    let give_up = move |_| {
        draft.writing.set(None);
        go_on(ADD);
    };
    let begin = move |_| {
        draft.write_line();
        go_on(".beside fieldset select");
    };
    let wrong =
        move || draft.writing_error().map(|words| view! { <p class="error" role="alert">{words}</p> });
    let new_line = move |line: LineForm| {
        let add = add.clone();
        view! {
            <fieldset class="card stack">
                <legend class="hidden-text">"New line"</legend>
                <LineFields form=line groups=draft.groups().all guests=Signal::derive(move || draft.guest_count()) />
                <div class="cluster">
                    <button class="button" type="button" disabled=move || !line.is_ready() on:click=add>
                        "Add the line"
                    </button>
                    <button class="button quiet" type="button" on:click=give_up>
                        "Not now"
                    </button>
                </div>
                <div class="field">{wrong}</div>
            </fieldset>
        }
        .into_any()
    };
    let button = move || {
        view! {
            <button class="button" type="button" on:click=begin>
                <Icon name="plus" />
                "Add a line"
            </button>
        }
        .into_any()
    };
    view! {
        {move || {
            if draft.lines.with(Vec::is_empty) {
                view! { <p class="soft">"No lines yet. A party can be made without; add them whenever they are known."</p> }
                    .into_any()
            } else {
                lines(draft)
            }
        }}
        {move || draft.writing.get().map_or_else(&button, &new_line)}
    }
    .into_any()
}

fn lines(draft: Draft) -> AnyView {
    let ids =
        Memo::new(move |_| draft.lines.with(|lines| lines.iter().map(|(id, _)| *id).collect::<Vec<_>>()));
    view! {
        <div class="fits">
            <div class="table-box">
                <table class="table folding">
                    <caption class="hidden-text">"Lines"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Line"</th>
                            <th scope="col" class="num">"Quantity"</th>
                            <th scope="col" class="num">"Price"</th>
                            <th scope="col" class="num">"Sum"</th>
                            <th scope="col">
                                <span class="hidden-text">"Remove"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {each(ids, move |id| row(draft, id))}
                    </tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

fn row(draft: Draft, id: LineId) -> AnyView {
    let form = draft
        .lines
        .with_untracked(|lines| lines.iter().find(|(other, _)| *other == id).map(|(_, form)| *form));
    let Some(form) = form else { return ().into_any() };
    let title = move || form.title();
    let kind = move || {
        let category = words::line_category(form.line_category());
        let subject = form.subject.get().map(Subject::word);
        [Some(category), subject].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let label = move |what: &'static str| move || [what, " of ", &form.title()].concat();
    let remove = move |_| {
        draft.lines.update(|lines| lines.retain(|(other, _)| *other != id));
        go_on(".beside :is(fieldset select, .stack > .button)");
    };
    let live = use_live();
    let sum = move || words::figure(draft.sum(&live, form));
    view! {
        <tr>
            <th scope="row">
                {title}
                <small class="soft">{kind}</small>
            </th>
            <td class="num" data-label="Quantity">
                <DecimalInput value=form.amount name=Signal::derive(label("Quantity")) />
            </td>
            <td class="num" data-label="Price">
                <DecimalInput value=form.price name=Signal::derive(label("Price")) />
            </td>
            <td class="num" data-label="Sum">
                {sum}
            </td>
            <td>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=move || ["Remove ", &form.title()].concat()
                    on:click=remove
                >
                    <Icon name="trash" />
                </button>
            </td>
        </tr>
    }
    .into_any()
}

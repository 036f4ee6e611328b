//! A new party in three steps, with its total beside it.

mod again;
mod draft;
mod first;
mod kept;
mod second;
mod third;
mod total;

use crate::ui::route::{NavigateOptions, use_navigate, use_query_map};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use self::again::take_back;
use self::draft::Draft;
use crate::browser::{Live, use_live};
use crate::domain::ids::BudgetId;
use crate::ui::parts::{Dialog, Icon, go_on, keep_draft};

const STEPS: [&str; 3] = ["Client and date", "Guests and menu", "Lines and price"];

/// What is to be done first in a step.
const NEXT: &str = ".beside :is(.fields :is(input, select), td input, .stack > .button)";

/// The dialog. What was typed stays while it is closed, and over a reload, until it is given up.
#[component]
pub fn NewParty(open: RwSignal<bool>) -> impl IntoView {
    let live = use_live();
    let draft = Draft::new();
    let step = RwSignal::new(0_usize);
    let take = move |kept: &str| {
        if let Some((at, was_open)) = kept::read(draft, kept) {
            step.set(at);
            if was_open {
                open.set(true);
            }
        }
    };
    keep_draft("party".to_owned(), move || kept::write(draft, step.get(), open.get()), take);
    // A party that was refused, by the address.
    let query = use_query_map();
    let (held, given) = (StoredValue::new(live), StoredValue::new(None::<BudgetId>));
    Effect::new(move |_| {
        let again = query.with(|query| query.get_str("again")?.parse().ok());
        let Some(party) = again.filter(|party| given.get_value() != Some(*party)) else {
            return given.set_value(again);
        };
        // The acts may still be on their way from the disk.
        held.with_value(Live::waiting);
        if held.with_value(|live| take_back(draft, live, party)) {
            given.set_value(Some(party));
            step.set(0);
            open.set(true);
        }
    });
    let navigate = use_navigate();
    // What was asked for by the address has been seen.
    Effect::new(move |was: Option<bool>| {
        let (is, mut rest) = (open.get(), query.get_untracked());
        let asks = ["new", "again"].into_iter().any(|name| rest.get_str(name).is_some());
        if was == Some(true) && !is && asks {
            rest.remove("new");
            rest.remove("again");
            let there = ["/budgets", &rest.to_query_string()].concat();
            navigate(&there, NavigateOptions { replace: true, scroll: false });
        }
        is
    });
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        refused.set(None);
        let at = step.get_untracked();
        if !draft.is_right(at) {
            return draft.tried.set(at + 1);
        }
        draft.groups().add_written();
        if at + 1 < STEPS.len() {
            step.set(at + 1);
            return begin_step();
        }
        match held.with_value(|live| draft.make(live)) {
            Err(why) => refused.set(Some(why)),
            Ok(id) => {
                draft.clear();
                open.set(false);
                step.set(0);
                navigate(&["/budgets/", &id.to_string()].concat(), NavigateOptions::default());
            }
        }
    };
    view! {
        <Dialog open=open title="New party" class="dialog wide">
            <form on:submit=submit novalidate>
                <div class="dialog-body">
                    {move || steps(step.get())}
                    <div class="beside">
                        <div class="stack">
                            {move || match step.get() {
                                0 => first::fields(draft),
                                1 => second::fields(draft),
                                _ => third::fields(draft),
                            }}
                        </div>
                        {total::card(draft)}
                    </div>
                    <div class="field">
                        {move || refused.get().map(|why| view! { <p class="error" role="alert">{why}</p> })}
                    </div>
                </div>
                {move || foot(draft, step, open)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// A step begins at its top.
fn begin_step() {
    go_on(NEXT);
    let to_top = || {
        if let Ok(Some(body)) = document().query_selector("dialog[open] .dialog-body") {
            body.set_scroll_top(0);
        }
    };
    set_timeout(to_top, std::time::Duration::ZERO);
}

fn steps(at: usize) -> AnyView {
    let step = |(index, name): (usize, &'static str)| {
        let class = (index < at).then_some("done");
        view! {
            <li class=class aria-current=(index == at).then_some("step")>
                {name}
            </li>
        }
    };
    view! { <ol class="steps">{STEPS.into_iter().enumerate().map(step).collect_view()}</ol> }.into_any()
}

fn foot(draft: Draft, step: RwSignal<usize>, open: RwSignal<bool>) -> AnyView {
    let at = step.get();
    let back = move |_| match step.get_untracked() {
        // While the fields that follow the draft are still there.
        0 => {
            draft.clear();
            open.set(false);
        }
        at => {
            step.set(at - 1);
            begin_step();
        }
    };
    view! {
        <footer class="dialog-foot">
            <button class="button quiet" type="button" on:click=back>
                {(at > 0).then(|| view! { <Icon name="left" /> })}
                {if at > 0 { "Back" } else { "Cancel" }}
            </button>
            <button class="button primary" type="submit">
                {STEPS.get(at + 1).copied().unwrap_or("Make the party")}
                {(at + 1 < STEPS.len()).then(|| view! { <Icon name="right" /> })}
            </button>
        </footer>
    }
    .into_any()
}

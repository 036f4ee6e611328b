//! A new party in three steps, with its total beside it.

mod draft;
mod first;
mod kept;
mod second;
mod third;
mod total;

use crate::ui::route::NavigateOptions;
use crate::ui::route::use_navigate;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use self::draft::Draft;
use crate::browser::use_live;
use crate::ui::parts::{Dialog, Icon, keep_draft};

const STEPS: [&str; 3] = ["Client and date", "Guests and menu", "Lines and price"];

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
    let navigate = use_navigate();
    let finish = Callback::new(move |()| {
        let id = draft.make(&live);
        draft.clear();
        open.set(false);
        step.set(0);
        navigate(&["/budgets/", &id.to_string()].concat(), NavigateOptions::default());
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let at = step.get_untracked();
        if !draft.is_right(at) {
            draft.tried.set(at + 1);
        } else if at + 1 < STEPS.len() {
            step.set(at + 1);
        } else {
            finish.run(());
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
                </div>
                {move || foot(draft, step, open)}
            </form>
        </Dialog>
    }
    .into_any()
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
        at => step.set(at - 1),
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

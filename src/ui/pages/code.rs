//! The code of the pages. The server has all of it; a browser gets that of a page when it first shows the
//! page, and of all others when it has nothing else to do (docs/architecture.md, The program in parts).

#![expect(clippy::unnecessary_wraps, reason = "the loader's failure comes this way")]

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use wasm_split_helpers::wasm_split;

use super::budget::EditDialog;
use super::budgets::NewParty;
use super::{
    BudgetPage, BudgetsPage, HomePage, InvitePage, KitchenPage, PeoplePage, ShoppingPage, SignInPage,
    StartPage, TasksPage,
};
#[cfg(feature = "hydrate")]
use crate::browser::NotHere;
use crate::ui::parts::Icon;
use crate::ui::route::Page;

/// Makes a page.
pub type Make = fn() -> AnyView;
/// Makes a dialog.
type MakeDialog = fn(RwSignal<bool>) -> AnyView;

/// On the server everything is there.
#[cfg(not(feature = "hydrate"))]
type NotHere = std::convert::Infallible;

/// The file of a page's own code, without its ending.
#[must_use]
pub fn file(page: Page) -> Option<&'static str> {
    Some(match page {
        Page::Home => "split_home",
        Page::Budgets => "split_budgets",
        Page::Budget => "split_budget",
        Page::Tasks => "split_tasks",
        Page::Kitchen => "split_kitchen",
        Page::Shopping => "split_shopping",
        Page::People => "split_people",
        Page::SignIn | Page::Start | Page::Invite | Page::Missing => return None,
    })
}

#[cfg_attr(feature = "hydrate", wasm_split(home, fallible))]
fn home() -> Result<Make, NotHere> {
    Ok(|| view! { <HomePage /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(budgets, fallible))]
fn budgets() -> Result<Make, NotHere> {
    Ok(|| view! { <BudgetsPage /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(party_forms, fallible))]
fn new_party_dialog() -> Result<MakeDialog, NotHere> {
    Ok(|open| view! { <NewParty open /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(party_forms, fallible))]
fn edit_party_dialog() -> Result<MakeDialog, NotHere> {
    Ok(|open| view! { <EditDialog open /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(budget, fallible))]
fn budget() -> Result<Make, NotHere> {
    Ok(|| view! { <BudgetPage /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(tasks, fallible))]
fn tasks() -> Result<Make, NotHere> {
    Ok(|| view! { <TasksPage /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(kitchen, fallible))]
fn kitchen() -> Result<Make, NotHere> {
    Ok(|| view! { <KitchenPage /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(shopping, fallible))]
fn shopping() -> Result<Make, NotHere> {
    Ok(|| view! { <ShoppingPage /> })
}

#[cfg_attr(feature = "hydrate", wasm_split(people, fallible))]
fn people() -> Result<Make, NotHere> {
    Ok(|| view! { <PeoplePage /> })
}

/// How the pages are made that everybody has the code of.
fn always_here(page: Page) -> Option<Make> {
    Some(match page {
        Page::SignIn => || view! { <SignInPage /> },
        Page::Start => || view! { <StartPage /> },
        Page::Invite => || view! { <InvitePage /> },
        Page::Missing => missing,
        Page::Home
        | Page::Budgets
        | Page::Budget
        | Page::Tasks
        | Page::Kitchen
        | Page::Shopping
        | Page::People => return None,
    })
}

fn missing() -> AnyView {
    view! {
        <main class="page" id="main">
            <div class="card empty">
                <Icon name="party" />
                <h1>"There is no such page"</h1>
                <p>"The address may have been written wrong, or be of something that is no more."</p>
                <a class="button primary" href="/">
                    "Home"
                </a>
            </div>
        </main>
    }
    .into_any()
}

/// How a page is made, where its code is here.
#[cfg(not(feature = "hydrate"))]
pub fn of(page: Page) -> Option<Make> {
    let made = match page {
        Page::Home => home(),
        Page::Budgets => budgets(),
        Page::Budget => budget(),
        Page::Tasks => tasks(),
        Page::Kitchen => kitchen(),
        Page::Shopping => shopping(),
        Page::People => people(),
        Page::SignIn | Page::Start | Page::Invite | Page::Missing => return always_here(page),
    };
    made.ok()
}

/// A dialog whose code is a part of its own: no page waits for it.
#[derive(Clone, Copy)]
pub enum PartyForm {
    New,
    Edit,
}

/// The dialog: got when it is first opened, or, where what was typed in it may open it, with the page.
pub fn party_form(which: PartyForm, open: RwSignal<bool>, with_page: bool) -> AnyView {
    let make = RwSignal::new(None::<MakeDialog>);
    #[cfg(feature = "hydrate")]
    in_browser::get_form(which, open, with_page, make);
    // On the server nothing opens.
    #[cfg(not(feature = "hydrate"))]
    let _ = (
        open,
        with_page,
        match which {
            PartyForm::New => new_party_dialog(),
            PartyForm::Edit => edit_party_dialog(),
        },
    );
    view! { {move || make.get().map(|make| make(open))} }.into_any()
}

#[cfg(feature = "hydrate")]
pub use in_browser::{get, get_rest, of};

#[cfg(feature = "hydrate")]
mod in_browser {
    use std::cell::RefCell;

    use leptos::task::spawn_local;

    use super::*;
    use crate::browser::{ToastBody, use_live};

    thread_local! {
        static HERE: RefCell<Vec<(Page, Make)>> = const { RefCell::new(Vec::new()) };
    }

    /// How a page is made, where its code is here.
    pub fn of(page: Page) -> Option<Make> {
        let got = HERE.with_borrow(|here| here.iter().find(|one| one.0 == page).map(|one| one.1));
        got.or_else(|| always_here(page))
    }

    /// Gets the code of a page.
    pub async fn get(page: Page) -> Result<(), NotHere> {
        if of(page).is_some() {
            return Ok(());
        }
        let make = match page {
            Page::Home => home().await,
            Page::Budgets => budgets().await,
            Page::Budget => budget().await,
            Page::Tasks => tasks().await,
            Page::Kitchen => kitchen().await,
            Page::Shopping => shopping().await,
            Page::People => people().await,
            Page::SignIn | Page::Start | Page::Invite | Page::Missing => return Ok(()),
        }?;
        HERE.with_borrow_mut(|here| here.push((page, make)));
        Ok(())
    }

    /// Gets the code of all pages, so that going to one waits for nothing, with no network either.
    pub fn get_rest() {
        const PAGES: [Page; 7] = [
            Page::Home,
            Page::Shopping,
            Page::Kitchen,
            Page::Tasks,
            Page::Budgets,
            Page::Budget,
            Page::People,
        ];
        spawn_local(async {
            for page in PAGES {
                // One that does not come is got when somebody goes there.
                let _ = get(page).await;
            }
            // The forms of a party are one part.
            let _ = new_party_dialog().await;
        });
    }

    /// Gets the dialog with the page, or when somebody opens it.
    pub fn get_form(
        which: PartyForm,
        open: RwSignal<bool>,
        with_page: bool,
        make: RwSignal<Option<MakeDialog>>,
    ) {
        let live = use_live();
        Effect::new(move |_| {
            let is_wanted = open.get() || with_page;
            if !is_wanted || make.with_untracked(Option::is_some) {
                return;
            }
            let live = live.clone();
            spawn_local(async move {
                let got = match which {
                    PartyForm::New => new_party_dialog().await,
                    PartyForm::Edit => edit_party_dialog().await,
                };
                // The page may have gone meanwhile, or the code come for an earlier press.
                let waits = make.try_update_untracked(|make| make.is_none()) == Some(true);
                if !waits {
                    return;
                }
                if let Ok(dialog) = got {
                    make.set(Some(dialog));
                } else if open.get_untracked() {
                    open.set(false);
                    let text = "This form has not been loaded yet. Try again with a network.";
                    live.toast(ToastBody::Done { text: text.to_owned(), undo: None });
                }
            });
        });
    }
}

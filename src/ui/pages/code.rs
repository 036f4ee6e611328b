//! The code of the pages. The server has all of it; a browser gets that of a page when it first shows the
//! page, and of all others when it has nothing else to do (docs/architecture.md, The program in parts).

#![expect(clippy::unnecessary_wraps, reason = "the loader's failure comes this way")]

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use wasm_split_helpers::wasm_split;

use super::budget::{EditDialog, LineDialog, Party, Writing};
use super::budgets::NewParty;
use super::shopping::LineSheet;
use super::{
    BudgetPage, BudgetsPage, HomePage, InvitePage, KitchenPage, PeoplePage, ShoppingPage, SignInPage,
    StartPage, TasksPage,
};
#[cfg(feature = "hydrate")]
use crate::browser::NotHere;
use crate::ui::parts::Icon;
use crate::ui::route::Page;

/// Closes what is open by a choice, or by a sign; whether it was open.
pub fn close<T: Clone + Default + PartialEq + Send + Sync + 'static>(open: RwSignal<T>) -> bool {
    open.try_update(std::mem::take).is_some_and(|was| was != T::default())
}

/// Makes a page.
pub type Make = fn() -> AnyView;

/// On the server everything is there.
#[cfg(not(feature = "hydrate"))]
type NotHere = std::convert::Infallible;

/// The part of the program that is a page's own.
#[must_use]
pub fn part(page: Page) -> Option<&'static str> {
    Some(match page {
        Page::Home => "home",
        Page::Budgets => "budgets",
        Page::Budget => "budget",
        Page::Tasks => "tasks",
        Page::Kitchen => "kitchen",
        Page::Shopping => "shopping",
        Page::People => "people",
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

/// The large dialogs of parties. Their code is a part of its own: no page waits for it.
pub struct PartyForms {
    pub new: fn(RwSignal<bool>) -> AnyView,
    pub edit: fn(RwSignal<bool>) -> AnyView,
    pub line: fn(Party, RwSignal<Option<Writing>>) -> AnyView,
}

static PARTY_FORMS: PartyForms = PartyForms {
    new: |open| view! { <NewParty open /> },
    edit: |open| view! { <EditDialog open /> },
    line: |party, writing| view! { <LineDialog party writing /> },
};

#[cfg_attr(feature = "hydrate", wasm_split(party_forms, fallible))]
fn party_forms() -> Result<&'static PartyForms, NotHere> {
    Ok(&PARTY_FORMS)
}

/// The sheet behind a line of the list; the list does not wait for its code.
#[cfg_attr(feature = "hydrate", wasm_split(sheet, fallible))]
fn sheet() -> Result<Make, NotHere> {
    Ok(|| view! { <LineSheet /> })
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
        <main class="entry" id="main">
            <div class="card empty">
                <Icon name="search" />
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

/// A dialog of a party, from when its code is here: got when it is wanted. `give_up` closes it where that
/// cannot be got now, and says whether it was open.
pub fn party_form(
    is_wanted: impl Fn() -> bool + 'static,
    give_up: impl Fn() -> bool + Copy + 'static,
    make: impl Fn(&'static PartyForms) -> AnyView + Send + 'static,
) -> AnyView {
    let forms = later(party_forms, is_wanted, give_up);
    view! { {move || forms.get().map(&make)} }.into_any()
}

/// The same of the sheet behind a line.
pub fn line_sheet(
    is_wanted: impl Fn() -> bool + 'static,
    give_up: impl Fn() -> bool + Copy + 'static,
) -> AnyView {
    let sheet = later(sheet, is_wanted, give_up);
    view! { {move || sheet.get().map(|make| make())} }.into_any()
}

/// On the server nothing opens.
#[cfg(not(feature = "hydrate"))]
fn later<T: Copy + Send + Sync + 'static>(
    get: fn() -> Result<T, NotHere>,
    _: impl Fn() -> bool,
    _: impl Fn() -> bool,
) -> RwSignal<Option<T>> {
    // It is there all the same.
    let _ = get();
    RwSignal::new(None)
}

#[cfg(feature = "hydrate")]
use in_browser::later;
#[cfg(feature = "hydrate")]
pub use in_browser::{get, get_rest, of};

#[cfg(feature = "hydrate")]
mod in_browser {
    use std::cell::RefCell;
    use std::future::Future;

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
            // What opens from the page that is shown.
            let _ = (sheet().await, party_forms().await);
            for page in PAGES {
                // One that does not come is got when somebody goes there.
                let _ = get(page).await;
            }
        });
    }

    /// What a part makes, once it is wanted and here.
    pub fn later<T, Getting>(
        get: impl Fn() -> Getting + Copy + 'static,
        is_wanted: impl Fn() -> bool + 'static,
        give_up: impl Fn() -> bool + Copy + 'static,
    ) -> RwSignal<Option<T>>
    where
        T: Copy + Send + Sync + 'static,
        Getting: Future<Output = Result<T, NotHere>> + 'static,
    {
        let live = use_live();
        let here = RwSignal::new(None);
        Effect::new(move |_| {
            if !is_wanted() || here.with_untracked(Option::is_some) {
                return;
            }
            let live = live.clone();
            spawn_local(async move {
                let got = get().await;
                // The page may have gone meanwhile, or the code come for an earlier press.
                if here.try_update_untracked(|here| here.is_none()) != Some(true) {
                    return;
                }
                match got {
                    Ok(part) => here.set(Some(part)),
                    Err(NotHere) if !give_up() => {}
                    Err(NotHere) => {
                        let text = "This form has not been loaded yet. Try again with a network.";
                        live.toast(ToastBody::Done { text: text.to_owned(), undo: None });
                    }
                }
            });
        });
        here
    }
}

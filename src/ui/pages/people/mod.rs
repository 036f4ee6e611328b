//! The people of the workspace, invitations into it, one's own name, and the workspace's settings.

mod invitations;
mod invite;
mod own;
mod password;
mod person;
mod secret;
mod workspace;

use leptos::prelude::*;

use crate::browser::use_live;
use crate::domain::ids::UserId;
use crate::domain::order;
use crate::domain::rows::{Role, Table, User};
use crate::sync::views::View;
use crate::ui::parts::{Avatar, Glow, Icon, RoleChip, Standing, each};

/// The people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let live = use_live();
    Effect::new({
        let live = live.clone();
        move |_| live.enter(&View::People)
    });
    let admin = live.role() == Role::Admin;
    let ids = Memo::new({
        let live = live.clone();
        move |_| {
            live.table(Table::Users, |state| {
                let there = state.users().values().filter(|user| user.removed.is_none());
                let mut rows: Vec<_> =
                    there.map(|user| (!user.active, user.role, user.name.clone(), user.id)).collect();
                order::sort(&mut rows);
                rows.into_iter().map(|(.., id)| id).collect::<Vec<_>>()
            })
        }
    });
    let count = move || {
        let crew = live.workspace().map(|row| row.name.clone()).unwrap_or_default();
        match ids.with(Vec::len) {
            1 => ["You alone so far, in ", &crew].concat(),
            count => [&count.to_string(), " people in ", &crew].concat(),
        }
    };
    let inviting = RwSignal::new(false);
    let editing = RwSignal::new(None::<UserId>);
    let invite = admin.then(|| {
        view! {
            <button class="button primary" type="button" aria-haspopup="dialog" on:click=move |_| inviting.set(true)>
                <Icon name="plus" />
                "Invite"
            </button>
        }
    });
    view! {
        <main class="page narrow" id="main">
            <header class="page-head">
                <div>
                    <h1>"People"</h1>
                    <p>{count}</p>
                </div>
                {invite}
            </header>
            <div class="stack">
                <ul class="rows card flush people">
                    {each(ids, move |id| row(id, admin, editing))}
                </ul>
                {admin.then(invitations::invitations)} {own::own()} {password::password()}
                {admin.then(workspace::workspace)}
            </div>
        </main>
        {admin
            .then(|| {
                view! {
                    {invite::dialog(inviting)}
                    {person::dialog(editing)}
                }
            })}
    }
    .into_any()
}

fn row(id: UserId, admin: bool, editing: RwSignal<Option<UserId>>) -> AnyView {
    let live = use_live();
    let glow = Glow::of(Table::Users, id);
    let glowing = glow.clone();
    let me = live.user_id();
    let content = move || {
        let user = live.row::<User>(id)?;
        let mut about: Vec<String> = user.email.iter().cloned().collect();
        about.extend((id == me).then(|| "you".to_owned()));
        about.extend((!user.active).then(|| "may not sign in".to_owned()));
        let label = ["Edit ", &user.name].concat();
        Some(
            view! {
                <Avatar user=id silent=true class="large" />
                <span class="grow" class:withdrawn=!user.active>
                    <b>{user.name.clone()}</b>
                    <small class="soft">{about.join(" · ")}</small>
                </span>
                <RoleChip role=user.role />
                {admin
                    .then(|| {
                        view! {
                            <button
                                class="icon-button"
                                type="button"
                                aria-haspopup="dialog"
                                aria-label=label
                                on:click=move |_| editing.set(Some(id))
                            >
                                <Icon name="edit" />
                            </button>
                        }
                    })}
            }
            .into_any(),
        )
    };
    view! {
        <li class:glow=move || glowing.get() on:animationend=move |_| glow.done()>
            {content} <Standing table=Table::Users id=id />
        </li>
    }
    .into_any()
}

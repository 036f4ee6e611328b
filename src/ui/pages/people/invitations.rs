//! The invitations and what became of them.

use leptos::prelude::*;

use crate::browser::{Live, use_live};
use crate::domain::command::RevokeInvite;
use crate::domain::ids::InviteId;
use crate::domain::order;
use crate::domain::rows::{Invite, Table};
use crate::domain::values::LocalTime;
use crate::ui::parts::{Icon, RoleChip, Standing, each};
use crate::ui::words;

pub fn invitations() -> AnyView {
    let live = use_live();
    let ids = Memo::new(move |_| {
        live.table(Table::Invites, |state| {
            let there = state.invites().values().filter(|invite| invite.removed.is_none());
            let mut rows: Vec<_> = there.map(|invite| (invite.at, invite.id)).collect();
            order::sort_by(&mut rows, &mut |one, other| other.cmp(one));
            rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="card flush" hidden=move || ids.with(Vec::is_empty) aria-labelledby="invitations">
            <header>
                <h2 id="invitations">"Invitations"</h2>
            </header>
            <ul class="rows">
                {each(ids, row)}
            </ul>
        </section>
    }
    .into_any()
}

fn row(id: InviteId) -> AnyView {
    let live = use_live();
    let content = move || live.row::<Invite>(id).map(|invite| inside(&live, &invite));
    view! {
        <li>
            <Icon name="mail" />
            {content}
            <Standing table=Table::Invites id=id />
        </li>
    }
    .into_any()
}

fn inside(live: &Live, invite: &Invite) -> AnyView {
    let today = live.today();
    let workspace = live.workspace();
    let offsets = workspace.as_ref().map_or(&[][..], |row| &row.offsets);
    let until = words::time(LocalTime::at(invite.expires_at, offsets), today);
    let late = invite.expires_at <= live.now();
    let (state, open) = match (invite.used_by, invite.revoked) {
        (Some(user), _) => (["used by ", &live.user_name(user)].concat(), false),
        (None, true) => ("taken back".to_owned(), false),
        (None, false) if late => (["not used until ", &until].concat(), false),
        (None, false) => (["open until ", &until].concat(), true),
    };
    let by = ["made by ", &live.user_name(invite.created_by)].concat();
    let revoke = open.then(|| revoke(live, invite.id));
    view! {
        <span class="grow" class:withdrawn=!open>
            <b>{state}</b>
            <small class="soft">{by}</small>
        </span>
        <RoleChip role=invite.role />
        {revoke}
    }
    .into_any()
}

fn revoke(live: &Live, invite_id: InviteId) -> AnyView {
    let live = live.clone();
    let act = move |_| {
        live.send_saying(RevokeInvite { invite_id }, "The invitation is taken back");
    };
    view! {
        <button class="button small danger" type="button" on:click=act>
            "Revoke"
        </button>
    }
    .into_any()
}

//! People, small.

use leptos::prelude::*;

use crate::browser::use_live;
use crate::domain::ids::UserId;
use crate::domain::rows::{Role, Table, User};
use crate::ui::words;

/// A person's initials on their role's colour.
#[component]
pub fn Avatar(
    #[prop(into)] user: Signal<UserId>,
    /// Whether the name stands beside it anyway.
    #[prop(optional)]
    silent: bool,
    /// Besides `avatar`: `small`, `large`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let live = StoredValue::new(use_live());
    let person = move || live.with_value(|live| live.row::<User>(user.get()));
    let name = move || person().map_or_else(String::new, |user| user.name.clone());
    let role = move || person().map(|user| user.role.name());
    let initials = move || {
        let others = live.with_value(|live| {
            live.table(Table::Users, |state| {
                let others =
                    state.users().values().filter(|one| one.id != user.get() && one.removed.is_none());
                others.map(|one| one.name.clone()).collect::<Vec<_>>()
            })
        });
        words::initials(&name(), &others)
    };
    let class = if class.is_empty() { "avatar".to_owned() } else { format!("avatar {class}") };
    view! {
        <span
            class=class
            data-role=role
            role=(!silent).then_some("img")
            aria-hidden=silent.then_some("true")
            aria-label=move || (!silent).then(name)
        >
            {initials}
        </span>
    }
    .into_any()
}

/// A role as a chip in its colour.
#[component]
pub fn RoleChip(role: Role) -> impl IntoView {
    view! {
        <span class="chip" data-role=role.name()>
            {words::role(role)}
        </span>
    }
    .into_any()
}

//! People, small.

use leptos::prelude::*;

use crate::browser::use_live;
use crate::domain::ids::UserId;
use crate::domain::rows::{Role, User};
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
    let live = use_live();
    let person = move || live.row::<User>(user.get());
    let name = {
        let person = person.clone();
        move || person().map_or_else(String::new, |user| user.name.clone())
    };
    let role = {
        let person = person.clone();
        move || person().map(|user| user.role.name())
    };
    let initials = {
        let name = name.clone();
        move || words::uppercase(&name().chars().take(2).collect::<String>())
    };
    let class = if class.is_empty() { "avatar".to_owned() } else { format!("avatar {class}") };
    view! {
        <span
            class=class
            data-role=role
            role=(!silent).then_some("img")
            aria-hidden=silent.then_some("true")
            aria-label=move || (!silent).then(&name)
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

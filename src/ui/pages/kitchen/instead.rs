//! What the shopper proposes in an ingredient's place, answered where the cook is.

use leptos::prelude::*;

use crate::browser::Live;
use crate::domain::command::{AnswerSubstitute, MarkRead};
use crate::domain::consolidation::item_for;
use crate::domain::ids::{NotificationId, SubstituteId};
use crate::domain::rows::{Ingredient, Product, Substitute, SubstituteState, Table};
use crate::domain::state::State;
use crate::ui::parts::{Icon, accept_or_refuse};
use crate::ui::words;

/// Whether it is for the line that an ingredient is bought on.
fn is_for(state: &State, row: &Ingredient, substitute: &Substitute) -> bool {
    substitute.removed.is_none()
        && substitute.state == SubstituteState::Proposed
        && substitute.budget_ids.contains(&row.budget_id)
        && item_for(state, row.product_id, substitute.week, row.quantity).item_id == substitute.item_id
}

/// What is proposed in the place of an ingredient, and not answered.
fn proposed(live: &Live, row: &Ingredient) -> Vec<(SubstituteId, String)> {
    let substitutes = live.table(Table::Substitutes, |state| {
        let all = state.substitutes().values().filter(|substitute| is_for(state, row, substitute));
        all.cloned().collect::<Vec<_>>()
    });
    let said = |substitute: &Substitute| {
        let name = live.row::<Product>(substitute.product_id).map(|product| product.name.clone());
        [&words::quantity(substitute.quantity), " ", &name.unwrap_or_default()].concat()
    };
    substitutes.iter().map(|substitute| (substitute.id, said(substitute))).collect()
}

/// What told this person of it, still unread.
fn notices(live: &Live, substitute: SubstituteId) -> Vec<NotificationId> {
    let me = live.user_id();
    live.with(|state| {
        let told = state
            .notifications_of(me)
            .filter(|told| !told.read && told.link.as_ref().is_some_and(|link| link.row_id == substitute.0));
        told.map(|told| told.id).collect()
    })
}

/// The questions with their answers; nothing where nothing is asked.
pub fn instead(live: StoredValue<Live>, row: &Ingredient, may: bool) -> Option<AnyView> {
    let is_short = row.available.thousandths() < row.quantity.thousandths() && row.withdrawn.is_none();
    let proposed = live.with_value(|live| proposed(live, row));
    if !is_short || proposed.is_empty() {
        return None;
    }
    let questions = proposed.into_iter().map(|(substitute_id, words)| {
        let answer = move |accepted: bool| {
            live.with_value(|live| {
                let said = if accepted { "Accepted" } else { "Refused" };
                let notification_ids = notices(live, substitute_id);
                live.send_saying(AnswerSubstitute { substitute_id, accepted }, said);
                if !notification_ids.is_empty() {
                    live.send(MarkRead { notification_ids });
                }
            });
        };
        view! {
            <div class="strip" data-tone="warning">
                <Icon name="swap" />
                <p>"Not to be had: " <b>{words}</b> " instead?"</p>
                {may.then(|| accept_or_refuse(Callback::new(answer)))}
            </div>
        }
    });
    Some(questions.collect_view().into_any())
}

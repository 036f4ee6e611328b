//! What the shopper proposes in an ingredient's place, answered where the cook is.

use leptos::prelude::*;
use serde_json::Value;

use crate::browser::Live;
use crate::domain::command::{AnswerSubstitute, MarkRead};
use crate::domain::ids::{NotificationId, SubstituteId};
use crate::domain::rows::{Ingredient, Product, Substitute, SubstituteState, Table};
use crate::ui::parts::{Icon, accept_or_refuse, readable};

/// A question that this cook was told of and has not answered.
struct Asked {
    notice: NotificationId,
    substitute: SubstituteId,
    words: String,
}

/// The list is not the kitchen's to listen to: the question comes as it was told.
fn asked(live: &Live, row: &Ingredient) -> Option<Asked> {
    let me = live.user_id();
    let name = live.row::<Product>(row.product_id)?.name.clone();
    let told = live.table(Table::Notifications, |state| {
        let fits = state.notifications_of(me).filter(|told| {
            told.code == "substitute-proposed"
                && !told.read
                && told.data.get("name").and_then(Value::as_str) == Some(&name)
                && told.budget_id.is_none_or(|party| party == row.budget_id)
        });
        fits.max_by_key(|told| told.at).cloned()
    })?;
    let substitute = SubstituteId(told.link.as_ref()?.row_id);
    let is_answered =
        live.row::<Substitute>(substitute).is_some_and(|row| row.state != SubstituteState::Proposed);
    let said = |field: &str| told.data.get(field).map_or_else(String::new, |value| readable(live, value));
    let words = [&said("quantity"), " ", &said("substitute")].concat();
    (!is_answered).then_some(Asked { notice: told.id, substitute, words })
}

/// The question with its answers; nothing where nothing is asked.
pub fn instead(live: StoredValue<Live>, row: &Ingredient, may: bool) -> Option<AnyView> {
    let is_short = row.available.thousandths() < row.quantity.thousandths() && row.withdrawn.is_none();
    let Asked { notice, substitute, words } =
        live.with_value(|live| asked(live, row)).filter(|_| is_short)?;
    let answer = move |accepted: bool| {
        live.with_value(|live| {
            let said = if accepted { "Accepted" } else { "Refused" };
            live.send_saying(AnswerSubstitute { substitute_id: substitute, accepted }, said);
            live.send(MarkRead { notification_ids: vec![notice] });
        });
    };
    let acts = may.then(|| accept_or_refuse(Callback::new(answer)));
    Some(
        view! {
            <div class="strip" data-tone="warning">
                <Icon name="swap" />
                <p>"Not to be had: " <b>{words}</b> " instead?"</p>
                {acts}
            </div>
        }
        .into_any(),
    )
}

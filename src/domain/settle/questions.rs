//! "The same goods?": the question that marks of one line raise which had not seen each other
//! (rule 8). While it is open the higher counts.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::domain::json::ToJson;

use super::super::ids::{CommandId, PurchaseId};
use super::super::merge::{ConflictKind, Resolution};
use super::super::purchases::standing_marks;
use super::super::rows::{Conflict, ConflictState, Purchase, Record, Setting, Severity, ShoppingItem, Table};
use super::super::work::{FieldOutcome, Notice, Work};

/// The field of the line that such a question is about.
pub const PURCHASED: &str = "purchased";

/// Opens, extends or settles the question about a line's marks.
pub fn recount(work: &mut Work<'_>, item: &ShoppingItem) {
    let records: Vec<Purchase> =
        work.state().purchases_of(item.id).map(|record| record.as_ref().clone()).collect();
    let all: Vec<&Purchase> = records.iter().collect();
    let marks = standing_marks(&all);
    let open = the_open_one(work, item);
    let asked = if marks.len() > 1 && !answered(work, item, &marks) {
        Some(ask(work, item, &marks, open))
    } else {
        if let Some(mut conflict) = open {
            conflict.state = ConflictState::Moot;
            work.put(conflict);
        }
        None
    };
    for record in &records {
        let in_question = marks.iter().any(|mark| mark.id == record.id);
        let question = asked.as_ref().filter(|_| in_question).map(|conflict| conflict.id);
        if record.question != question {
            let mut record = record.clone();
            record.question = question;
            work.put(record);
        }
    }
}

/// The open question about a line. An undone answer opens its question again: where marks that came
/// since have opened another, one of the two goes on for both.
fn the_open_one(work: &mut Work<'_>, item: &ShoppingItem) -> Option<Conflict> {
    let about =
        |conflict: &&Arc<Conflict>| conflict.field == PURCHASED && conflict.state == ConflictState::Open;
    let conflicts = work.state().conflicts_on(Table::ShoppingItems, item.key());
    let mut open: Vec<Conflict> = conflicts.filter(about).map(|one| one.as_ref().clone()).collect();
    for mut other in open.drain(1.min(open.len())..) {
        other.state = ConflictState::Moot;
        work.put(other);
    }
    open.pop()
}

/// Whether somebody has said that all of these state the same goods.
fn answered(work: &Work<'_>, item: &ShoppingItem, marks: &[&Purchase]) -> bool {
    let mut conflicts = work.state().conflicts_on(Table::ShoppingItems, item.key());
    conflicts.any(|conflict| {
        conflict.kind == ConflictKind::ShoppingPurchase
            && conflict.state == ConflictState::Resolved
            && conflict.kept == Some(same_goods(true))
            && marks.iter().all(|mark| conflict.values.iter().any(|one| states(one, mark.id)))
    })
}

/// What the answer to such a question is kept as.
#[must_use]
pub fn same_goods(same: bool) -> Value {
    json!({"same": same})
}

/// The mark that a setting in such a question stands for.
#[must_use]
pub fn mark_of(setting: &Setting) -> Option<PurchaseId> {
    setting.value.get("purchaseId")?.as_str()?.parse().ok()
}

fn states(setting: &Setting, mark: PurchaseId) -> bool {
    mark_of(setting) == Some(mark)
}

fn stated(mark: &Purchase) -> Setting {
    Setting {
        value: json!({"purchaseId": mark.id, "quantity": mark.quantity}),
        user_id: mark.buyer_id,
        replica: mark.replica,
        rev: mark.made,
        seen: mark.seen,
        at: mark.at,
        command: CommandId::NIL,
    }
}

fn ask(work: &mut Work<'_>, item: &ShoppingItem, marks: &[&Purchase], open: Option<Conflict>) -> Conflict {
    let mut values = Vec::new();
    for mark in marks {
        values.push(stated(mark));
    }
    let is_new = open.is_none();
    let mut conflict =
        open.unwrap_or_else(|| work.new_conflict(item, PURCHASED, ConflictKind::ShoppingPurchase));
    let joined = values.iter().any(|value| !conflict.values.contains(value));
    conflict.values = values;
    conflict.keep(item.purchased.to_json());
    conflict.resolution = Some(Resolution::PurchasedWins);
    work.put(conflict.clone());
    if is_new || joined {
        work.detected(&conflict);
        tell(work, item, marks);
    }
    conflict
}

fn tell(work: &mut Work<'_>, item: &ShoppingItem, marks: &[&Purchase]) {
    if marks.iter().any(|mark| mark.made == work.context.revision) {
        work.field_outcome("quantity", FieldOutcome::PurchasedWins);
    }
    if !work.tells() {
        return;
    }
    let buyers: Vec<_> = marks.iter().map(|mark| mark.buyer_id).collect();
    let notice = Notice::new(Severity::Warning, "same-goods")
        .with("itemId", item.id)
        .with("name", &item.name)
        .with("quantity", item.purchased)
        .about(Table::ShoppingItems, item.key());
    work.notify(&buyers, &notice);
}

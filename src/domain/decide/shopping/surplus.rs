//! Goods that lie elsewhere, and goods stated twice (rule 8).

use super::super::super::bounds;
use super::super::super::command::{AnswerSameGoods, TakeSurplus};
use super::super::super::fact::Fact;
use super::super::super::ids::PurchaseId;
use super::super::super::merge::ConflictKind;
use super::super::super::purchases::{covers, total};
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{
    Conflict, ConflictState, Purchase, Record, Settings, ShoppingItem, Table, Transfer,
};
use super::super::super::settle::demands::leads;
use super::super::super::settle::questions::{mark_of, same_goods};
use super::super::super::values::{Quantity, Revision};
use super::super::super::work::{Work, conflict_fact};
use super::{behind, in_line};

/// Carries out `take-surplus`: what one line has too much of goes to another line of the product.
pub fn take_surplus(work: &mut Work<'_>, data: &TakeSurplus) -> Result<(), Refusal> {
    work.fresh::<Transfer>(data.transfer_id, "transferId")?;
    let from = work.see::<ShoppingItem>(data.from_item_id)?;
    let to = work.see::<ShoppingItem>(data.to_item_id)?;
    let quantity = in_line(work, &from, bounds::amount("quantity", data.quantity)?)?;
    fits(work, &from, &to, quantity)?;
    let (_, budgets) = behind([&from, &to].into_iter());
    let transfer = Transfer {
        id: data.transfer_id,
        rev: Revision::ZERO,
        quantity,
        from_item_id: from.id,
        to_item_id: to.id,
        from_week: from.week,
        to_week: to.week,
        counted: quantity,
        arrived: Quantity::zero(quantity.unit()),
        by: work.context.actor,
        at: work.context.now,
        budget_ids: budgets,
        settings: Settings::new(),
        removed: None,
    };
    work.create(transfer);
    work.tell(
        Fact::new("surplus-taken")
            .with("transferId", data.transfer_id)
            .with("fromItemId", from.id)
            .with("toItemId", to.id)
            .with("quantity", quantity)
            .with("affectedSchedules", &to.schedule_ids)
            .with("budgetIds", &to.budget_ids),
    );
    Ok(())
}

fn fits(work: &Work<'_>, from: &ShoppingItem, to: &ShoppingItem, quantity: Quantity) -> Result<(), Refusal> {
    if from.product_id != to.product_id || from.unit.base() != to.unit.base() || from.id == to.id {
        return Err(Refusal::invalid("toItemId", "Only another line of the same product can take it."));
    }
    if leads(work.state(), to.id, from.id) {
        return Err(Refusal::new(Code::Status, "These goods came from that line.").field("toItemId"));
    }
    if quantity.thousandths() > from.surplus.thousandths() {
        let words = format!("Only {} is left over.", from.surplus);
        return Err(Refusal::limit("quantity", words));
    }
    Ok(())
}

/// Carries out `answer-same-goods`: whether marks that had not seen each other state the same goods.
/// If not, each but the first counts as an add of its total less what it covered (rule 8). An undo
/// asks again.
pub fn answer_same_goods(work: &mut Work<'_>, data: &AnswerSameGoods) -> Result<(), Refusal> {
    let before = work.see::<Conflict>(data.conflict_id)?;
    let mut conflict = before.clone();
    if conflict.kind != ConflictKind::ShoppingPurchase || conflict.table != Table::ShoppingItems {
        return Err(Refusal::invalid("conflictId", "This is another question."));
    }
    if conflict.state != ConflictState::Open {
        return Err(Refusal::new(Code::ChangedSince, "Somebody has answered this already."));
    }
    if !data.same {
        for mark in conflict.values.iter().filter_map(mark_of).skip(1) {
            count_as_add(work, mark);
        }
    }
    conflict.state = ConflictState::Resolved;
    conflict.keep(same_goods(data.same));
    conflict.resolved_by = Some(work.context.actor);
    work.put(conflict.clone());
    let (before, after) = (before.into_row(), conflict.clone().into_row());
    for key in ["state", "kept", "resolvedBy"] {
        work.remember(&before, &after, key);
    }
    work.tell(conflict_fact("conflict-resolved", &conflict).with("same", data.same));
    Ok(())
}

fn count_as_add(work: &mut Work<'_>, id: PurchaseId) {
    let Some(mut mark) = work.get::<Purchase>(id) else { return };
    let covered: Vec<Purchase> = work
        .state()
        .purchases_of(mark.item_id)
        .filter(|record| covers(&mark, record))
        .map(|record| record.as_ref().clone())
        .collect();
    let covered: Vec<&Purchase> = covered.iter().collect();
    let more = mark.quantity.thousandths().saturating_sub(total(&covered)).max(0);
    let more = Quantity::new(more, mark.quantity.unit());
    work.set(&mut mark, "countsAsAdd", Some(more));
    work.put(mark);
}

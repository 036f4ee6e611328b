//! What becomes of a purchase afterwards: voided, received, priced (rules 8, 9, 13).

use crate::domain::order;

use super::super::super::bounds;
use super::super::super::command::{EditPurchase, Receive, VoidPurchase};
use super::super::super::fact::Fact;
use super::super::super::ids::{BudgetId, ItemId};
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Purchase, Record, Role, Severity, ShoppingItem, Table};
use super::super::super::values::Money;
use super::super::super::work::{Notice, Work, updates};
use super::behind;
use super::buy::tell_bought;

/// Records in one receipt: a whole load.
const LOAD: usize = 1_000;

/// Carries out `void-purchase`: the record no longer counts.
pub fn void(work: &mut Work<'_>, data: &VoidPurchase) -> Result<(), Refusal> {
    let mut purchase = work.see::<Purchase>(data.purchase_id)?;
    let voided = work.set(&mut purchase, "voided", true);
    work.put(purchase.clone());
    tell_voided(work, &purchase, voided);
    Ok(())
}

/// Tells of a record that counts no more, or again, but by its own commands, as these would.
pub fn tell_purchase(work: &mut Work<'_>, before: &Purchase, after: &Purchase) {
    if !before.voided && after.voided {
        tell_voided(work, after, true);
    } else if before.voided && !after.voided {
        let Some(item) = work.get::<ShoppingItem>(after.item_id) else { return };
        let cooked_for = cooked_for(work, &[item.id]);
        tell_bought(work, after, &item, &cooked_for);
    } else {
        let updates = updates(before, after);
        if !updates.is_empty() {
            let fact = Fact::new("purchase-edited").with("purchaseId", after.id);
            work.tell(fact.with("itemId", after.item_id).with("updates", updates));
        }
    }
}

fn tell_voided(work: &mut Work<'_>, purchase: &Purchase, is_news: bool) {
    let item = work.get::<ShoppingItem>(purchase.item_id);
    let (schedules, budgets) = behind(item.iter());
    work.tell(
        Fact::new("purchase-voided")
            .with("purchaseId", purchase.id)
            .with("itemId", purchase.item_id)
            .with("quantity", purchase.quantity)
            .with("affectedSchedules", schedules)
            .with("budgetIds", &budgets),
    );
    if let (true, Some(item)) = (is_news, item) {
        let cooked_for = cooked_for(work, &[item.id]);
        for budget in cooked_for {
            let notice = Notice::new(Severity::Warning, "purchase-voided")
                .with("itemId", item.id)
                .with("name", &item.name)
                .with("quantity", purchase.quantity)
                .about(Table::ShoppingItems, item.key())
                .of_budget(Some(budget));
            work.notify_roles(&[Role::Cook], &notice);
        }
    }
}

/// Carries out `receive`: these purchases have arrived. Voided ones stay as they are.
pub fn receive(work: &mut Work<'_>, data: &Receive) -> Result<(), Refusal> {
    if data.purchase_ids.is_empty() {
        return Err(Refusal::invalid("purchaseIds", "Nothing is named."));
    }
    bounds::entries("purchaseIds", data.purchase_ids.len(), LOAD)?;
    let ids = order::distinct(data.purchase_ids.iter().copied());
    let mut items = Vec::new();
    for id in &ids {
        let mut purchase = work.see::<Purchase>(*id)?;
        if purchase.voided {
            continue;
        }
        order::insert(&mut items, purchase.item_id);
        work.set(&mut purchase, "received", true);
        work.put(purchase);
    }
    let lines: Vec<ShoppingItem> = items.iter().filter_map(|id| work.get(*id)).collect();
    let (schedules, budgets) = behind(lines.iter());
    work.tell(
        Fact::new("goods-received")
            .with("purchaseIds", &ids)
            .with("affectedSchedules", schedules)
            .with("budgetIds", budgets),
    );
    for budget in cooked_for(work, &items) {
        let notice = Notice::new(Severity::Success, "goods-received")
            .with("lines", lines.len())
            .with("by", work.context.actor)
            .about(Table::Budgets, budget.0)
            .of_budget(Some(budget));
        work.notify_roles(&[Role::Cook], &notice);
    }
    Ok(())
}

/// The parties whose kitchen needs something of these lines.
fn cooked_for(work: &Work<'_>, items: &[ItemId]) -> Vec<BudgetId> {
    let demands = items.iter().flat_map(|item| work.state().demands_on(*item));
    let cooked = demands.filter(|demand| demand.ingredient_id.is_some() && demand.withdrawn.is_none());
    order::distinct(cooked.filter_map(|demand| demand.budget_id))
}

/// Carries out `edit-purchase`: price, place and note of a record. A price named later is borne by
/// those it was borne by when the record was made (rule 13).
pub fn edit_purchase(work: &mut Work<'_>, data: &EditPurchase) -> Result<(), Refusal> {
    let mut purchase = work.see::<Purchase>(data.purchase_id)?;
    let mut updates = serde_json::Map::new();
    if let Some(paid) = data.paid.change() {
        let paid = paid.map(|&paid| bounds::money("paid", paid)).transpose()?;
        paid_for(&purchase, paid)?;
        work.set(&mut purchase, "paid", paid);
        updates.insert("paid".into(), serde_json::json!(paid));
    }
    for (field, patch) in [("place", &data.place), ("note", &data.note)] {
        let Some(text) = patch.change() else { continue };
        let text = text.map(|text| bounds::text(field, text)).transpose()?;
        work.set(&mut purchase, field, &text);
        updates.insert(field.into(), serde_json::json!(text));
    }
    let (id, item) = (purchase.id, purchase.item_id);
    work.put(purchase);
    work.tell(
        Fact::new("purchase-edited").with("purchaseId", id).with("itemId", item).with("updates", updates),
    );
    Ok(())
}

/// What was there already cost nothing.
fn paid_for(purchase: &Purchase, paid: Option<Money>) -> Result<(), Refusal> {
    use super::super::super::rows::PurchaseKind::{Add, Have, Mark};
    match (purchase.kind, paid) {
        (Have, Some(_)) => Err(Refusal::invalid("paid", "What was there already has no price.")),
        (Have, None) | (Add | Mark, _) => Ok(()),
    }
}

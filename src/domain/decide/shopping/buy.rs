//! Recording what was bought: `mark-purchased`, `add-purchase`, `have-already` and the bulk of marks
//! (rules 8, 10).

use crate::domain::order::{self, Small};

use super::super::super::bounds;
use super::super::super::command::{AddPurchase, HaveAlready, MarkManyPurchased, MarkPurchased};
use super::super::super::fact::Fact;
use super::super::super::ids::{BudgetId, CommentId, ItemId, PurchaseId};
use super::super::super::refusal::Refusal;
use super::super::super::rows::{
    Comment, Purchase, PurchaseKind, Record, Role, Settings, Severity, ShoppingItem, Table,
};
use super::super::super::tally::Tally;
use super::super::super::values::{Money, Quantity, Revision};
use super::super::super::work::{Notice, Work};
use super::{behind, in_line};

/// Lines in one bulk purchase.
const BULK: usize = 1_000;

/// What a person states of a purchase.
struct Statement<'a> {
    kind: PurchaseKind,
    item_id: ItemId,
    purchase_id: PurchaseId,
    quantity: Quantity,
    paid: Option<Money>,
    place: Option<&'a str>,
    note: Option<&'a str>,
}

/// What a recorded purchase did to its line.
struct Recorded {
    item: ShoppingItem,
    purchase: Purchase,
    /// The parties for whose cooks it newly covers something.
    cooked_for: Vec<BudgetId>,
}

/// Carries out `mark-purchased`: so much in all is in the cart.
pub fn mark(work: &mut Work<'_>, data: &MarkPurchased) -> Result<(), Refusal> {
    let statement = Statement {
        kind: PurchaseKind::Mark,
        item_id: data.item_id,
        purchase_id: data.purchase_id,
        quantity: bounds::amount_from_zero("quantity", data.quantity)?,
        paid: data.paid,
        place: data.place.as_deref(),
        note: data.note.as_deref(),
    };
    single(work, &statement)
}

/// Carries out `add-purchase`: so much more was bought.
pub fn add(work: &mut Work<'_>, data: &AddPurchase) -> Result<(), Refusal> {
    let statement = Statement {
        kind: PurchaseKind::Add,
        item_id: data.item_id,
        purchase_id: data.purchase_id,
        quantity: bounds::amount("quantity", data.quantity)?,
        paid: data.paid,
        place: data.place.as_deref(),
        note: data.note.as_deref(),
    };
    single(work, &statement)
}

/// Carries out `have-already`: so much is there, at no cost.
pub fn have(work: &mut Work<'_>, data: &HaveAlready) -> Result<(), Refusal> {
    let statement = Statement {
        kind: PurchaseKind::Have,
        item_id: data.item_id,
        purchase_id: data.purchase_id,
        quantity: bounds::amount("quantity", data.quantity)?,
        paid: None,
        place: None,
        note: data.note.as_deref(),
    };
    single(work, &statement)
}

/// Carries out `mark-many-purchased`: all lines or none, one fact, one notification (rule 10).
pub fn mark_many(work: &mut Work<'_>, data: &MarkManyPurchased) -> Result<(), Refusal> {
    if data.items.is_empty() {
        return Err(Refusal::invalid("items", "Nothing is named."));
    }
    bounds::entries("items", data.items.len(), BULK)?;
    let lines = order::distinct(data.items.iter().map(|line| line.item_id));
    if lines.len() < data.items.len() {
        return Err(Refusal::invalid("items", "A line is named twice."));
    }
    let mut all = Vec::with_capacity(data.items.len());
    for line in &data.items {
        let statement = Statement {
            kind: PurchaseKind::Mark,
            item_id: line.item_id,
            purchase_id: line.purchase_id,
            quantity: bounds::amount_from_zero("quantity", line.quantity)?,
            paid: line.paid,
            place: None,
            note: line.note.as_deref(),
        };
        all.push(record(work, &statement)?);
    }
    let (schedules, budgets) = behind(all.iter().map(|recorded| &recorded.item));
    let purchases: Vec<serde_json::Value> = all
        .iter()
        .map(|recorded| serde_json::json!({"itemId": recorded.item.id, "quantity": recorded.purchase.quantity}))
        .collect();
    work.tell(
        Fact::new("bulk-shopping-purchase")
            .with("purchases", purchases)
            .with("purchasedBy", work.context.actor)
            .with("affectedSchedules", schedules)
            .with("budgetIds", &budgets),
    );
    let cooked_for = order::distinct(all.iter().flat_map(|recorded| recorded.cooked_for.iter().copied()));
    if !cooked_for.is_empty() {
        let notice = Notice::new(Severity::Success, "goods-bought")
            .with("lines", all.len())
            .with("by", work.context.actor)
            .with("budgetIds", &cooked_for);
        work.notify_roles(&[Role::Cook], &notice);
    }
    Ok(())
}

fn single(work: &mut Work<'_>, statement: &Statement<'_>) -> Result<(), Refusal> {
    let recorded = record(work, statement)?;
    tell_bought(work, &recorded.purchase, &recorded.item, &recorded.cooked_for);
    Ok(())
}

/// Tells of a purchase, and the cooks of the parties it is for.
pub fn tell_bought(work: &mut Work<'_>, purchase: &Purchase, item: &ShoppingItem, cooked_for: &[BudgetId]) {
    work.tell(
        Fact::new("shopping-item-purchased")
            .with("itemId", item.id)
            .with("purchaseId", purchase.id)
            .with("kind", purchase.kind)
            .with("quantity", purchase.quantity)
            .with("purchasedBy", purchase.buyer_id)
            .with("affectedSchedules", &item.schedule_ids)
            .with("budgetIds", &item.budget_ids)
            .with_some("note", purchase.note.as_ref()),
    );
    if cooked_for.is_empty() {
        return;
    }
    let code = if purchase.kind == PurchaseKind::Have { "goods-here" } else { "goods-bought" };
    let notice = Notice::new(Severity::Success, code)
        .with("lines", 1)
        .with("itemId", item.id)
        .with("name", &item.name)
        .with("quantity", purchase.quantity)
        .with("by", purchase.buyer_id)
        .about(Table::ShoppingItems, item.key())
        // What is for several parties is told once, with all of it.
        .of_budget(if let [only] = cooked_for { Some(*only) } else { None });
    work.notify_roles(&[Role::Cook], &notice);
}

/// Puts the record of a purchase; who bears its price is settled now, for good (rule 13).
fn record(work: &mut Work<'_>, statement: &Statement<'_>) -> Result<Recorded, Refusal> {
    let item = work.see::<ShoppingItem>(statement.item_id)?;
    work.fresh::<Purchase>(statement.purchase_id, "purchaseId")?;
    let quantity = in_line(work, &item, statement.quantity)?;
    let paid = statement.paid.map(|paid| bounds::money("paid", paid)).transpose()?;
    let place = statement.place.map(|place| bounds::text("place", place)).transpose()?;
    let note = statement.note.map(|note| bounds::text("note", note)).transpose()?;
    let context = work.context;
    let mut purchase = Purchase {
        id: statement.purchase_id,
        rev: Revision::ZERO,
        paid,
        place,
        note,
        voided: false,
        received: statement.kind == PurchaseKind::Have,
        counts_as_add: None,
        item_id: item.id,
        week: item.week,
        kind: statement.kind,
        quantity,
        made: context.revision,
        seen: context.seen,
        replica: context.replica,
        buyer_id: context.actor,
        at: context.now,
        split: Vec::new(),
        question: None,
        budget_ids: item.budget_ids.clone(),
        settings: Settings::new(),
        removed: None,
    };
    remark(work, &item, statement.note);
    if !work.is_authority() {
        work.create(purchase.clone());
        return Ok(Recorded { item, purchase, cooked_for: Vec::new() });
    }
    let before = Tally::of(work.state(), item.id);
    work.create(purchase.clone());
    let after = Tally::of(work.state(), item.id);
    if statement.kind != PurchaseKind::Have {
        purchase.split = after.split_of(&before, quantity.thousandths());
        work.put(purchase.clone());
    }
    let cooked_for = newly_cooked_for(&before, &after);
    Ok(Recorded { item, purchase, cooked_for })
}

/// The parties for whose schedules more is covered than before.
fn newly_cooked_for(before: &Tally, after: &Tally) -> Vec<BudgetId> {
    let cooked = |tally: &Tally| {
        let mut covered = Small::<BudgetId, i64>::default();
        for (demand, cover) in tally.needs.iter().zip(&tally.covers) {
            if let (Some(budget), Some(_)) = (demand.budget_id, demand.ingredient_id) {
                *covered.entry(budget) += cover.covered;
            }
        }
        covered
    };
    let before = cooked(before);
    let more = |(budget, covered): (BudgetId, i64)| {
        (covered > before.get(&budget).copied().unwrap_or(0)).then_some(budget)
    };
    cooked(after).into_iter().filter_map(more).collect()
}

/// A note sent along with a purchase is a comment on its line, too.
fn remark(work: &mut Work<'_>, item: &ShoppingItem, note: Option<&str>) {
    let Some(text) = note.map(str::trim).filter(|text| !text.is_empty()) else { return };
    let comment = Comment {
        id: CommentId(work.next_id()),
        rev: Revision::ZERO,
        table: Table::ShoppingItems,
        row_id: item.key(),
        text: text.to_owned(),
        author_id: work.context.actor,
        at: work.context.now,
        booked: true,
        budget_id: None,
        role: None,
        settings: Settings::new(),
        removed: None,
    };
    work.create(comment);
}

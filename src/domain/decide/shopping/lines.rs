//! What people say of a line as a whole: notes, who buys it, that it is enough.

use super::super::super::bounds;
use super::super::super::command::{ClaimItem, CloseShort, EditShoppingItem};
use super::super::super::fact::Fact;
use super::super::super::ids::ItemId;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Record, Role, Severity, ShoppingItem, Table};
use super::super::super::work::{Notice, Work};

/// Carries out `edit-shopping-item`.
pub fn edit_item(work: &mut Work<'_>, data: &EditShoppingItem) -> Result<(), Refusal> {
    let mut item = work.see::<ShoppingItem>(data.item_id)?;
    let mut updates = serde_json::Map::new();
    if let Some(notes) = &data.notes {
        let notes = bounds::text("notes", notes)?;
        updates.insert("notes".into(), serde_json::json!(notes));
        work.set(&mut item, "notes", notes);
    }
    if let Some(supplier) = data.supplier.change() {
        let supplier = supplier.map(|name| bounds::name("supplier", name)).transpose()?;
        updates.insert("supplier".into(), serde_json::json!(supplier));
        work.set(&mut item, "supplier", supplier);
    }
    let week = item.week;
    work.put(item);
    work.tell(
        Fact::new("shopping-item-edited")
            .with("itemId", data.item_id)
            .with("week", week)
            .with("updates", updates),
    );
    Ok(())
}

/// Carries out `claim-item`: one line, which may be taken over from somebody, or those lines of a
/// week (and category) that are nobody else's.
pub fn claim(work: &mut Work<'_>, data: &ClaimItem) -> Result<(), Refusal> {
    let actor = work.context.actor;
    let mut items: Vec<ShoppingItem> = Vec::new();
    match (data.item_id, data.week) {
        (Some(id), None) if data.category.is_none() => items.push(work.see::<ShoppingItem>(id)?),
        (None, Some(week)) => {
            for item in work.state().items_of(week) {
                let named = data.category.is_none_or(|category| category == item.category);
                let free = item.claimed_by.is_none_or(|by| by == actor);
                if named && free && (!data.claimed || !item.needed.is_zero()) {
                    items.push(item.as_ref().clone());
                }
            }
        }
        (None, None) | (Some(_), _) => {
            return Err(Refusal::invalid("itemId", "Name one line, or a week and a category."));
        }
    }
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    for mut item in items {
        work.set(&mut item, "claimedBy", data.claimed.then_some(actor));
        work.put(item);
    }
    work.tell(
        Fact::new("shopping-claimed")
            .with("itemIds", ids)
            .with_some("week", data.week)
            .with_some("category", data.category)
            .with("claimed", data.claimed)
            .with("claimedBy", actor),
    );
    Ok(())
}

/// Carries out `close-short`: no more of the line is bought, for the need that was on screen.
pub fn close_short(work: &mut Work<'_>, data: &CloseShort) -> Result<(), Refusal> {
    let mut item = work.see::<ShoppingItem>(data.item_id)?;
    let same =
        data.needed.base() == item.unit.base() && data.needed.thousandths() == item.needed.thousandths();
    if !same {
        let words = format!("The need has changed; it is now {}.", item.needed);
        return Err(Refusal::new(Code::ChangedSince, words).field("needed"));
    }
    if item.purchased.thousandths() >= item.needed.thousandths() {
        return Err(Refusal::new(Code::Status, "Nothing of this line is missing."));
    }
    let accepted = item.needed;
    work.set(&mut item, "closedShort", Some(accepted));
    work.put(item.clone());
    work.tell(
        Fact::new("item-closed-short")
            .with("itemId", item.id)
            .with("needed", item.needed)
            .with("purchased", item.purchased)
            .with("affectedSchedules", &item.schedule_ids)
            .with("budgetIds", &item.budget_ids),
    );
    for budget in &item.budget_ids {
        let notice = Notice::new(Severity::Warning, "closed-short")
            .with("itemId", item.id)
            .with("name", &item.name)
            .with("needed", item.needed)
            .with("purchased", item.purchased)
            .about(Table::ShoppingItems, item.key())
            .of_budget(Some(*budget));
        work.notify_roles(&[Role::Cook], &notice);
    }
    Ok(())
}

//! Needs by hand.

use super::super::super::bounds;
use super::super::super::command::{PutDemand, RemoveDemand};
use super::super::super::consolidation::item_for;
use super::super::super::fact::Fact;
use super::super::super::ids::{BudgetId, ItemId, ProductId};
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Budget, Demand, Product, Role, Severity, Table};
use super::super::super::settle::demands::is_supplied;
use super::super::super::values::{LocalTime, Quantity};
use super::super::super::work::{Notice, Work, updates};

/// Carries out `put-demand`: makes a need by hand, or edits one.
pub fn put_demand(work: &mut Work<'_>, data: &PutDemand) -> Result<(), Refusal> {
    let quantity = bounds::amount("quantity", data.quantity)?;
    if let Some(Some(text)) = data.text.change() {
        bounds::text("text", text)?;
    }
    let is_new = work.state().get::<Demand>(data.demand_id).is_none();
    let old = if is_new {
        make(work, data, quantity)?;
        None
    } else {
        Some(edit(work, data, quantity)?)
    };
    let item = item_for(work.state(), data.product_id, data.week, quantity).item_id;
    if let Some(demand) = work.get::<Demand>(data.demand_id) {
        let said = Demand { item_id: item, week: data.week, product_id: data.product_id, quantity, ..demand };
        tell_put(work, old, &said);
    }
    Ok(())
}

/// Tells of a need by hand.
pub fn tell_put(work: &mut Work<'_>, old: Option<Quantity>, demand: &Demand) {
    work.tell(
        Fact::new("demand-put")
            .with("demandId", demand.id)
            .with("itemId", demand.item_id)
            .with("week", demand.week)
            .with("productId", demand.product_id)
            .with_some("oldQuantity", old)
            .with("quantity", demand.quantity)
            .with_some("budgetId", demand.budget_id),
    );
    if old != Some(demand.quantity) {
        let change = (old, Some(demand.quantity));
        tell_logistics(work, demand.product_id, demand.item_id, change, demand.budget_id);
    }
}

/// Tells of a need by hand that has become otherwise, gone or come back but by its own commands, as
/// these would.
pub fn tell_demand(work: &mut Work<'_>, before: &Demand, after: &Demand) {
    match (before.removed.is_some(), after.removed.is_some()) {
        (true, true) => {}
        (false, true) => tell_removed(work, after),
        (true, false) => tell_put(work, None, after),
        (false, false) if updates(before, after).is_empty() => {}
        (false, false) => tell_put(work, Some(before.quantity), after),
    }
}

fn make(work: &mut Work<'_>, data: &PutDemand, quantity: Quantity) -> Result<(), Refusal> {
    product_there(work, data.product_id)?;
    let budget = data.budget_id.clone().value();
    let serving = budget.map(|id| supplied(work, id)).transpose()?.flatten();
    let place = item_for(work.state(), data.product_id, data.week, quantity);
    let demand = Demand {
        need_by: data.need_by.clone().value().or(serving),
        budget_id: budget,
        text: data.text.clone().value(),
        user_id: Some(work.context.actor),
        ..Demand::new(data.demand_id, data.product_id, data.week, quantity)
            .on_line(place.item_id, place.counted)
    };
    work.create(demand);
    Ok(())
}

/// Returns the amount before.
fn edit(work: &mut Work<'_>, data: &PutDemand, quantity: Quantity) -> Result<Quantity, Refusal> {
    let mut demand = own(work, data.demand_id)?;
    let old = demand.quantity;
    if demand.product_id != data.product_id {
        product_there(work, data.product_id)?;
    }
    work.set(&mut demand, "quantity", quantity);
    work.set(&mut demand, "week", data.week);
    work.set(&mut demand, "productId", data.product_id);
    if let Some(time) = data.need_by.change() {
        work.set(&mut demand, "needBy", time);
    }
    if let Some(text) = data.text.change() {
        work.set(&mut demand, "text", text);
    }
    if let Some(budget) = data.budget_id.change().map(Option::<&BudgetId>::copied) {
        if let Some(budget) = budget.filter(|_| budget != demand.budget_id) {
            supplied(work, budget)?;
        }
        work.set(&mut demand, "budgetId", budget);
    }
    work.put(demand);
    Ok(old)
}

/// Carries out `remove-demand`.
pub fn remove_demand(work: &mut Work<'_>, data: &RemoveDemand) -> Result<(), Refusal> {
    let demand = own(work, data.demand_id)?;
    if work.remove(demand.clone()) {
        tell_removed(work, &demand);
    }
    Ok(())
}

fn tell_removed(work: &mut Work<'_>, demand: &Demand) {
    work.tell(
        Fact::new("demand-removed")
            .with("demandId", demand.id)
            .with("itemId", demand.item_id)
            .with("week", demand.week)
            .with("productId", demand.product_id)
            .with_some("budgetId", demand.budget_id),
    );
    let change = (Some(demand.quantity), None);
    tell_logistics(work, demand.product_id, demand.item_id, change, demand.budget_id);
}

/// A need by hand that the actor may change: everybody their own, logistics all.
fn own(work: &Work<'_>, id: super::super::super::ids::DemandId) -> Result<Demand, Refusal> {
    let demand = work.see::<Demand>(id)?;
    let Some(author) = demand.user_id else {
        return Err(Refusal::new(Code::Status, "This need follows the party's plan; change it there."));
    };
    match work.context.role {
        Role::Admin | Role::Logistics => Ok(demand),
        Role::Organizer | Role::Cook if author == work.context.actor => Ok(demand),
        Role::Organizer | Role::Cook => Err(Refusal::forbidden()),
    }
}

/// A replica need not hold the product.
fn product_there(work: &Work<'_>, id: ProductId) -> Result<(), Refusal> {
    if work.is_authority() {
        work.see::<Product>(id).map_err(|refusal| refusal.field("productId"))?;
    }
    Ok(())
}

/// When a party is served for which the list buys. A replica need not hold it.
fn supplied(work: &Work<'_>, id: BudgetId) -> Result<Option<LocalTime>, Refusal> {
    let budget = match work.see::<Budget>(id) {
        Ok(budget) => budget,
        Err(_) if !work.is_authority() => return Ok(None),
        Err(refusal) => return Err(refusal.field("budgetId")),
    };
    if !is_supplied(budget.status) {
        let words = "This party is not booked; the list buys for booked ones only.";
        return Err(Refusal::new(Code::Status, words).field("budgetId"));
    }
    Ok(Some(budget.serving()))
}

fn tell_logistics(
    work: &mut Work<'_>,
    product: ProductId,
    item: ItemId,
    (old, new): (Option<Quantity>, Option<Quantity>),
    budget: Option<BudgetId>,
) {
    if !work.tells() {
        return;
    }
    let name = work.state().get::<Product>(product).map(|row| row.name.clone());
    let notice = Notice::new(Severity::Info, "need-changed")
        .with("itemId", item)
        .with("name", name)
        .with("oldQuantity", old)
        .with("newQuantity", new)
        .about(Table::ShoppingItems, item.0)
        .of_budget(budget);
    work.notify_roles(&[Role::Logistics], &notice);
}

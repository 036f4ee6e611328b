//! What an undo tells: of each row that it makes otherwise what the plain command with these values
//! would tell the same people. Nobody who was told of a change is left believing it.

use super::super::super::fact::Fact;
use super::super::super::rows::{
    Budget, BudgetLine, Demand, Ingredient, Payment, Purchase, Row, Schedule, ShoppingItem, Task,
};
use super::super::super::state::Held;
use super::super::super::work::{Work, updates};
use super::super::{budgets, kitchen, shopping, tasks};

/// Tells of everything that the decision has changed so far.
pub fn tell(work: &mut Work<'_>) {
    if !work.tells() {
        return;
    }
    each::<Budget>(work, budgets::tell_party);
    each::<BudgetLine>(work, budgets::tell_line);
    each::<Payment>(work, |work, before, after| {
        if before.voided != after.voided {
            budgets::tell_payment(work, after);
        }
    });
    each::<Task>(work, tasks::tell_task);
    each::<Schedule>(work, kitchen::tell_schedule);
    each::<Ingredient>(work, kitchen::tell_ingredient);
    each::<Demand>(work, shopping::tell_demand);
    each::<Purchase>(work, shopping::tell_purchase);
    each::<ShoppingItem>(work, |work, before, after| {
        let updates = updates(before, after);
        if !updates.is_empty() {
            let fact = Fact::new("shopping-item-edited").with("itemId", after.id).with("week", after.week);
            work.tell(fact.with("updates", updates));
        }
    });
    tell_others(work);
}

fn each<R: Held>(work: &mut Work<'_>, tell: impl Fn(&mut Work<'_>, &R, &R)) {
    let changed = work
        .changed::<R>()
        .filter_map(|(before, after)| Some((R::of(before?)?.as_ref().clone(), after.as_ref().clone())));
    for (before, after) in changed.collect::<Vec<_>>() {
        tell(work, &before, &after);
    }
}

/// Of what nobody gets a notice, the fact alone.
fn tell_others(work: &mut Work<'_>) {
    for (before, after) in work.differing() {
        let (kind, id) = match &after {
            Row::Product(_) => ("product-put", "productId"),
            Row::Dish(_) => ("dish-put", "dishId"),
            Row::Menu(_) => ("menu-put", "menuId"),
            Row::Client(_) => ("client-put", "clientId"),
            Row::User(_) => ("user-put", "userId"),
            Row::Workspace(_)
            | Row::Invite(_)
            | Row::Budget(_)
            | Row::BudgetLine(_)
            | Row::Payment(_)
            | Row::Task(_)
            | Row::Comment(_)
            | Row::Schedule(_)
            | Row::Ingredient(_)
            | Row::Timer(_)
            | Row::ShoppingItem(_)
            | Row::Demand(_)
            | Row::Purchase(_)
            | Row::Transfer(_)
            | Row::Substitute(_)
            | Row::Notification(_)
            | Row::Conflict(_) => continue,
        };
        let Some(before) = before.filter(|_| after.removed().is_none()) else { continue };
        let updates = updates(&before, &after);
        if before.removed().is_some() || !updates.is_empty() {
            work.tell(Fact::new(kind).with(id, after.key()).with("updates", updates));
        }
    }
}

//! Whether a party's supplies are complete (rule 9).

use super::super::fact::Fact;
use super::super::ids::BudgetId;
use super::super::rows::{Budget, Demand, Severity, ShoppingItem, Supplies, Table, Task, TaskType};
use super::super::state::State;
use super::super::tally::counts;
use super::super::work::{Notice, Work};
use super::demands::is_supplied;

/// Counts a party's own demands and those covered or settled short; when all are, its shopping task
/// is offered as done and its owner told. Growth takes that back.
pub fn recount(work: &mut Work<'_>, id: BudgetId) {
    let Some(mut budget) = work.get::<Budget>(id) else { return };
    let was_complete = budget.supplies.complete;
    let supplies = count(work.state(), &budget);
    budget.supplies = supplies;
    work.put(budget.clone());
    offer_shopping_done(work, id, supplies.complete);
    if was_complete != supplies.complete {
        let fact = Fact::new("supplies-complete").with("budgetId", id).with("complete", supplies.complete);
        work.also(fact);
        tell_owner(work, &budget);
    }
}

fn count(state: &State, budget: &Budget) -> Supplies {
    let own = state.demands_of(budget.id).filter(|demand| counts(demand));
    let (mut needed, mut covered) = (0_u32, 0_u32);
    for demand in own {
        needed = needed.saturating_add(1);
        covered = covered.saturating_add(u32::from(is_settled(state, demand)));
    }
    let complete = is_supplied(budget.status) && needed > 0 && covered == needed;
    Supplies { needed, covered, complete }
}

/// Covered by what was bought, or on a line that is closed short.
fn is_settled(state: &State, demand: &Demand) -> bool {
    demand.covered.thousandths() >= demand.counted.thousandths()
        || state.live::<ShoppingItem>(demand.item_id).is_some_and(|item| item.closed_short.is_some())
}

fn offer_shopping_done(work: &mut Work<'_>, budget: BudgetId, complete: bool) {
    let tasks = work.state().tasks_of(budget).rows();
    let is_shopping = |task: &Task| task.kind == TaskType::Shopping && task.plan.is_some();
    work.change_each(tasks, is_shopping, |task| task.offered_done = complete);
}

fn tell_owner(work: &mut Work<'_>, budget: &Budget) {
    if !work.tells() {
        return;
    }
    let supplies = budget.supplies;
    if !is_supplied(budget.status) || supplies.needed == 0 {
        return;
    }
    let (severity, code) = if supplies.complete {
        (Severity::Success, "supplies-complete")
    } else {
        (Severity::Info, "supplies-open-again")
    };
    let notice = Notice::new(severity, code)
        .with("name", &budget.name)
        .with("needed", supplies.needed)
        .with("covered", supplies.covered)
        .about(Table::Budgets, budget.id.0)
        .of_budget(Some(budget.id));
    work.notify(&[budget.owner_id], &notice);
}

//! The plan of a party: the tasks, schedules and needs that follow from its lines, dishes, guests,
//! date and times (DOMAIN rules 2 to 5).
//!
//! A pure function that knows no clock: what the plan says of a start that is already past is
//! decided where its rows are made (`settle::plans`).

pub mod cooking;
pub mod defaults;
pub mod preview;
pub mod supplies;
pub mod tasks;

pub use cooking::{PlannedSchedule, Recipe};
pub use cooking::{guessed_minutes, minutes_ahead};
pub use defaults::DefaultProduct;
pub use supplies::PlannedDemand;
pub use tasks::PlannedTask;

use super::rows::{Budget, BudgetLine, Portions};
use super::state::State;
use crate::domain::order;

/// All that a booked party asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub tasks: Vec<PlannedTask>,
    pub schedules: Vec<PlannedSchedule>,
    /// What is bought without being cooked.
    pub demands: Vec<PlannedDemand>,
    /// Default products that the plan names, whether they are there already or not.
    pub products: Vec<DefaultProduct>,
}

/// The plan of a party as its rows stand (rule 2).
#[must_use]
pub fn plan(state: &State, budget: &Budget) -> Plan {
    let mut plan = Plan::default();
    for line in state.lines_of(budget.id) {
        cooking::plan_line(state, budget, line, &mut plan);
        supplies::plan_line(state, budget, line, &mut plan);
    }
    supplies::plan_standard(state, budget, &mut plan);
    plan.tasks = tasks::plan_tasks(state, budget, &plan.schedules);
    order::sort(&mut plan.products);
    plan.products.dedup();
    plan
}

/// How many a line serves: so many, a group's guests, else all. A group that is no longer there
/// counts as all guests, since too much is mended more easily than too little.
#[must_use]
pub fn portions(budget: &Budget, line: &BudgetLine) -> u32 {
    match &line.portions {
        None => budget.guests,
        Some(Portions::Count(count)) => *count,
        Some(Portions::Group(label)) => {
            let group = budget.groups.iter().find(|group| group.label == *label);
            group.map_or(budget.guests, |group| group.count)
        }
    }
}

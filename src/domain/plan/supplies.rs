//! What a party needs without anybody cooking it: drinks, products on its lines, plates and ice
//! (rule 5).

use super::super::ids::{DemandId, LineId, ProductId};
use super::super::rows::{Budget, BudgetLine, LineCategory};
use super::super::scaling::per_guests;
use super::super::state::State;
use super::super::values::{LocalTime, Quantity, Unit};
use super::tasks::goods_leave;
use super::{DefaultProduct, Plan, portions};

/// An amount of a product for a line, or for the party as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDemand {
    pub id: DemandId,
    pub line_id: Option<LineId>,
    pub product_id: ProductId,
    pub quantity: Quantity,
    pub need_by: LocalTime,
}

/// Adds what a line needs of a product, where it names one or is for drinks.
pub(super) fn plan_line(state: &State, budget: &Budget, line: &BudgetLine, plan: &mut Plan) {
    let is_cooked = line.dish_id.is_some() || line.menu_id.is_some();
    let drinks = line.category == LineCategory::Drinks && !is_cooked;
    let guess = || per_guests(portions(budget, line), 3, 2, Unit::Bottle);
    let stated = line.quantity.filter(|quantity| quantity.thousandths() > 0);
    let need = match line.product_id {
        // An empty amount is unknown; only of bottles is there a rule for it.
        Some(product) => {
            let bottles = state.products().get(&product).is_some_and(|row| row.unit == Unit::Bottle);
            stated.or_else(|| (drinks && bottles).then(guess)).map(|quantity| (product, quantity))
        }
        None if drinks => {
            let bottles = stated.filter(|quantity| quantity.unit() == Unit::Bottle);
            default(state, DefaultProduct::Drinks, plan)
                .map(|product| (product, bottles.unwrap_or_else(guess)))
        }
        None => None,
    };
    if let Some((product_id, quantity)) = need {
        plan.demands.push(PlannedDemand {
            id: DemandId::of_line(line.id, product_id),
            line_id: Some(line.id),
            product_id,
            quantity,
            need_by: goods_leave(budget),
        });
    }
}

/// Adds the standard supplies, where the workspace has them on.
pub(super) fn plan_standard(state: &State, budget: &Budget, plan: &mut Plan) {
    if !state.workspace().is_some_and(|workspace| workspace.standard_supplies) {
        return;
    }
    let guests = budget.guests;
    let supplies = [
        (true, DefaultProduct::Plates, 1),
        (true, DefaultProduct::Cups, 1),
        (guests > 20, DefaultProduct::Ice, 20),
        (guests > 15, DefaultProduct::Napkins, 10),
    ];
    for (wanted, supply, guests_each) in supplies {
        let product = if wanted { default(state, supply, plan) } else { None };
        if let Some(product_id) = product {
            plan.demands.push(PlannedDemand {
                id: DemandId::of_supply(budget.id, product_id),
                line_id: None,
                product_id,
                quantity: per_guests(guests, 1, guests_each, supply.unit()),
                need_by: goods_leave(budget),
            });
        }
    }
}

fn default(state: &State, product: DefaultProduct, plan: &mut Plan) -> Option<ProductId> {
    let workspace = state.workspace()?;
    plan.products.push(product);
    Some(product.id(workspace.id))
}

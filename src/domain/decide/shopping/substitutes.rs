//! Another product for a line that is not to be had: logistics propose, a cook answers.
//!
//! Accepting moves what the line still lacks to the substitute: each schedule cooks with what it has
//! got and with its share of the substitute, so that amounts and allergens are those of what is
//! cooked; needs that come from no schedule get theirs as a need by hand, and the line is closed
//! short for them.

use super::super::super::bounds;
use super::super::super::command::{AnswerSubstitute, ProposeSubstitute};
use super::super::super::consolidation::item_for;
use super::super::super::fact::Fact;
use super::super::super::ids::{DemandId, IngredientId, SubstituteId};
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{
    Demand, Ingredient, Product, Record, Role, Settings, Severity, ShoppingItem, Substitute, SubstituteState,
    Table,
};
use super::super::super::tally::Tally;
use super::super::super::values::{Money, Quantity, Revision};
use super::super::super::work::{Notice, Work};
use super::super::kitchen;
use super::behind;
use super::needs::tell_put;

/// Carries out `propose-substitute`.
pub fn propose_substitute(work: &mut Work<'_>, data: &ProposeSubstitute) -> Result<(), Refusal> {
    let item = work.see::<ShoppingItem>(data.item_id)?;
    work.fresh::<Substitute>(data.substitute_id, "substituteId")?;
    let quantity = bounds::amount("quantity", data.quantity)?;
    if work.is_authority() {
        work.see::<Product>(data.product_id).map_err(|refusal| refusal.field("productId"))?;
    }
    if data.product_id == item.product_id {
        return Err(Refusal::invalid("productId", "This is the line's own product."));
    }
    let context = work.context;
    work.create(Substitute {
        id: data.substitute_id,
        rev: Revision::ZERO,
        state: SubstituteState::Proposed,
        item_id: item.id,
        week: item.week,
        product_id: data.product_id,
        quantity,
        by: context.actor,
        at: context.now,
        answered_by: None,
        budget_ids: item.budget_ids.clone(),
        settings: Settings::new(),
        removed: None,
    });
    work.tell(
        Fact::new("substitute-proposed")
            .with("substituteId", data.substitute_id)
            .with("itemId", item.id)
            .with("productId", data.product_id)
            .with("quantity", quantity)
            .with("affectedSchedules", &item.schedule_ids)
            .with("budgetIds", &item.budget_ids),
    );
    let notice = notice(work, "substitute-proposed", &item, data.substitute_id, quantity);
    work.notify_roles(&[Role::Cook], &notice);
    Ok(())
}

fn notice(
    work: &Work<'_>,
    code: &'static str,
    item: &ShoppingItem,
    substitute: SubstituteId,
    quantity: Quantity,
) -> Notice {
    let product = work.state().get::<Substitute>(substitute).map(|row| row.product_id);
    let product = product.and_then(|id| work.state().get::<Product>(id)).map(|row| row.name.clone());
    let budget = match item.budget_ids[..] {
        [budget] => Some(budget),
        _ => None,
    };
    Notice::new(Severity::Warning, code)
        .with("itemId", item.id)
        .with("name", &item.name)
        .with("substitute", product)
        .with("quantity", quantity)
        .about(Table::Substitutes, substitute.0)
        .of_budget(budget)
}

/// Carries out `answer-substitute`.
pub fn answer_substitute(work: &mut Work<'_>, data: &AnswerSubstitute) -> Result<(), Refusal> {
    let mut substitute = work.see::<Substitute>(data.substitute_id)?;
    if substitute.state != SubstituteState::Proposed {
        return Err(Refusal::new(Code::ChangedSince, "Somebody has answered this already."));
    }
    let state = if data.accepted { SubstituteState::Accepted } else { SubstituteState::Refused };
    work.set(&mut substitute, "state", state);
    substitute.answered_by = Some(work.context.actor);
    work.put(substitute.clone());
    let item = work.get::<ShoppingItem>(substitute.item_id);
    let (schedules, budgets) = behind(item.iter());
    work.tell(
        Fact::new("substitute-answered")
            .with("substituteId", substitute.id)
            .with("itemId", substitute.item_id)
            .with("productId", substitute.product_id)
            .with("accepted", data.accepted)
            .with("answeredBy", work.context.actor)
            .with("affectedSchedules", schedules)
            .with("budgetIds", budgets),
    );
    let (true, Some(item)) = (work.is_authority(), item) else { return Ok(()) };
    if data.accepted {
        replace(work, &item, &substitute);
        if work.tells() {
            kitchen::tell_amounts(work);
        }
    }
    let notice = notice(work, "substitute-answered", &item, substitute.id, substitute.quantity);
    work.notify(&[substitute.by], &notice.with("accepted", data.accepted));
    Ok(())
}

/// Shares the substitute out over what the line lacks. Where it lacks nothing any more, nothing
/// moves.
fn replace(work: &mut Work<'_>, item: &ShoppingItem, substitute: &Substitute) {
    let tally = Tally::of(work.state(), item.id);
    let lacks = |at: usize| tally.needs[at].counted.thousandths() - tally.covers[at].covered;
    let lacking: Vec<usize> = (0..tally.needs.len()).filter(|&at| lacks(at) > 0).collect();
    let weights: Vec<i64> = lacking.iter().map(|&at| lacks(at)).collect();
    // The largest remainder shares out thousandths as it does cents.
    let shares = Money(substitute.quantity.thousandths()).split(&weights);
    let (mut needed, mut closes) = (tally.needed, false);
    for (&at, share) in lacking.iter().zip(shares) {
        let share = Quantity::new(share.0, substitute.quantity.unit());
        if share.is_zero() {
            continue;
        }
        if cook_instead(work, &tally.needs[at], substitute, share) {
            needed -= lacks(at);
        } else {
            need_instead(work, &tally.needs[at], item, substitute, share);
            closes = true;
        }
    }
    let line = work.get::<ShoppingItem>(item.id).filter(|_| closes && needed > tally.purchased);
    if let Some(mut line) = line {
        let accepted = Quantity::new(needed, line.unit);
        work.set(&mut line, "closedShort", Some(accepted));
        work.put(line);
    }
}

/// Lets a schedule cook with what it has got and with so much of the substitute. False for a need
/// that comes from no schedule, and where somebody decides about one of the two amounts right now.
fn cook_instead(work: &mut Work<'_>, need: &Demand, substitute: &Substitute, share: Quantity) -> bool {
    let Some(mut lacking) = need.ingredient_id.and_then(|id| work.get::<Ingredient>(id)) else {
        return false;
    };
    let id = IngredientId::derived(lacking.schedule_id, substitute.product_id);
    let stands = work.state().get::<Ingredient>(id).filter(|row| row.removed.is_none());
    let stands = stands.map(|row| row.as_ref().clone());
    let adds = |row: &Ingredient| {
        row.withdrawn.is_none() && row.quantity.base() == share.base() && !work.is_concurrent(row, "override")
    };
    if work.is_concurrent(&lacking, "override") || stands.as_ref().is_some_and(|row| !adds(row)) {
        return false;
    }
    let new = beside(work, &lacking, id, substitute, share);
    let available = lacking.available;
    decide_amount(work, &mut lacking, available);
    work.put(lacking);
    match stands {
        Some(mut other) => {
            let all = other.quantity.thousandths().saturating_add(share.thousandths());
            let all = Quantity::new(all, other.quantity.unit());
            decide_amount(work, &mut other, all);
            work.put(other);
        }
        None => work.create(new),
    }
    true
}

/// Sets a cook's amount, as decided in sight of what the plan says now.
fn decide_amount(work: &mut Work<'_>, ingredient: &mut Ingredient, amount: Quantity) {
    let before = ingredient.clone().into_row();
    work.set(ingredient, "override", Some(amount));
    ingredient.decided_on = ingredient.scaled;
    work.remember(&before, &ingredient.clone().into_row(), "decidedOn");
}

/// An ingredient of the substitute, beside the one that lacks, which it names.
fn beside(
    work: &Work<'_>,
    lacking: &Ingredient,
    id: IngredientId,
    substitute: &Substitute,
    share: Quantity,
) -> Ingredient {
    let zero = Quantity::zero(share.unit());
    let name = work.get::<Product>(lacking.product_id).map(|product| product.name).unwrap_or_default();
    Ingredient {
        id,
        rev: Revision::ZERO,
        amount: Some(share),
        notes: ["Instead of ", &name].concat(),
        schedule_id: lacking.schedule_id,
        product_id: substitute.product_id,
        quantity: share,
        scaled: None,
        converted: None,
        decided_on: None,
        available: zero,
        here: zero,
        bought_by: None,
        budget_id: lacking.budget_id,
        date: lacking.date,
        withdrawn: None,
        settings: Settings::new(),
        removed: None,
    }
}

/// A need by hand for the substitute, in the place of one that comes from no schedule.
fn need_instead(
    work: &mut Work<'_>,
    need: &Demand,
    item: &ShoppingItem,
    substitute: &Substitute,
    share: Quantity,
) {
    let place = item_for(work.state(), substitute.product_id, need.week, share);
    let id = DemandId(work.next_id());
    let demand = Demand {
        need_by: need.need_by,
        budget_id: need.budget_id,
        text: Some(item.name.clone()),
        user_id: Some(substitute.by),
        ..Demand::new(id, substitute.product_id, need.week, share).on_line(place.item_id, place.counted)
    };
    work.create(demand.clone());
    tell_put(work, None, &demand);
}

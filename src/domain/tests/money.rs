//! Money of a party (rule 13).

#![expect(clippy::inconsistent_digit_grouping, reason = "cents are set apart from whole units")]

use super::world::{ALICE, BOB, World, qty};
use crate::domain::command::EditPurchase;
use crate::domain::ids::{BudgetId, ItemId, LineId, PaymentId};
use crate::domain::rows::{
    Budget, BudgetLine, BudgetMoney, LineCategory, Notification, Payment, PaymentKind, Portions, Purchase,
    Settings, Severity,
};
use crate::domain::values::{Money, Patch, Revision};

fn money(world: &World, budget: BudgetId) -> BudgetMoney {
    world.row::<Budget>(budget).money.expect("figures")
}

/// Two parties that need 8 and 4 chickens at 12.80.
fn chickens() -> (World, ItemId, BudgetId, BudgetId) {
    let mut world = World::new();
    let chicken = world.goods("chicken", "piece", 12_80);
    let (early, late) = (world.feast("2026-11-20T19:00"), world.feast("2026-11-21T19:00"));
    world.need(early, chicken, "8 piece");
    world.need(late, chicken, "4 piece");
    let item = world.line(chicken).id;
    (world, item, early, late)
}

#[test]
fn committed_is_what_is_needed_at_list_prices_rounded_once_a_line() {
    let (world, _, early, late) = chickens();
    assert_eq!(
        (money(&world, early).committed, money(&world, late).committed),
        (Money(102_40), Money(51_20))
    );
    let mut world = World::new();
    let saffron = world.goods("saffron", "g", 333);
    let party = world.feast("2026-11-20T19:00");
    world.need(party, saffron, "0.5 g");
    world.need(party, saffron, "0.5 g");
    assert_eq!(money(&world, party).committed, Money(333), "not twice 1.67");
}

#[test]
fn a_price_is_borne_by_the_demand_that_it_newly_covers_to_the_cent() {
    let (mut world, item, early, late) = chickens();
    world.add(BOB, item, "6 piece", Some(70_00));
    assert_eq!(money(&world, early).actual, Money(70_00));
    world.add(BOB, item, "5 piece", Some(100_00));
    assert_eq!((money(&world, early).actual, money(&world, late).actual), (Money(110_00), Money(60_00)));
    let last = world.add(BOB, item, "3 piece", Some(10_00));
    assert_eq!(money(&world, late).actual, Money(63_33));
    let split = world.row::<Purchase>(last).split;
    assert_eq!(split.iter().find(|part| part.budget_id.is_none()).map(|part| part.amount), Some(Money(6_67)));
    assert!(!money(&world, early).approximate);
    world.assert_settled();
}

#[test]
fn a_mark_that_raises_nothing_is_borne_by_all_it_states() {
    let (mut world, item, early, late) = chickens();
    world.add(BOB, item, "12 piece", None);
    world.mark(BOB, item, "12 piece", Some(150_00));
    assert_eq!((money(&world, early).actual, money(&world, late).actual), (Money(100_00), Money(50_00)));
    world.assert_settled();
}

#[test]
fn a_price_named_later_goes_by_the_making_and_later_changes_never_move_it() {
    let (mut world, item, early, late) = chickens();
    let first = world.add(BOB, item, "10 piece", None);
    world.put(Budget { date: super::world::date("2026-11-25"), ..world.row::<Budget>(late) });
    let price = |cents| EditPurchase {
        purchase_id: first,
        paid: Patch::Set(Money(cents)),
        place: Patch::Keep,
        note: Patch::Keep,
    };
    world.must(BOB, price(100_00));
    assert_eq!((money(&world, early).actual, money(&world, late).actual), (Money(80_00), Money(20_00)));
    world.must(BOB, price(50_00));
    assert_eq!((money(&world, early).actual, money(&world, late).actual), (Money(40_00), Money(10_00)));
    world.assert_settled();
}

#[test]
fn a_line_bought_without_any_price_counts_at_list_price_and_is_approximate() {
    let (mut world, item, early, late) = chickens();
    let (_, have) = world.have_command(item, "2 piece");
    world.must(BOB, have);
    assert!(!money(&world, early).approximate, "what is there costs nothing");
    let bought = world.add(BOB, item, "8 piece", None);
    let (first, second) = (money(&world, early), money(&world, late));
    assert_eq!((first.actual, first.approximate), (Money(76_80), true));
    assert_eq!((second.actual, second.approximate), (Money(25_60), true));

    let paid = Patch::Set(Money(80_00));
    world.must(BOB, EditPurchase { purchase_id: bought, paid, place: Patch::Keep, note: Patch::Keep });
    let (first, second) = (money(&world, early), money(&world, late));
    assert_eq!((first.actual, first.approximate), (Money(60_00), false));
    assert_eq!((second.actual, second.approximate), (Money(20_00), false));
    world.void(BOB, bought);
    assert_eq!(money(&world, early).actual, Money(0));
    world.assert_settled();
}

#[test]
fn crossing_80_and_100_percent_of_the_limit_tells_the_owner_once_each() {
    let (mut world, item, early, _) = chickens();
    let told = |world: &World| {
        let limits = |row: &&std::sync::Arc<Notification>| row.code == "budget-limit";
        let rows: Vec<Severity> =
            world.state.notifications_of(ALICE.user).filter(limits).map(|row| row.severity).collect();
        rows
    };
    world.put(Budget { limit: Some(Money(125_00)), ..world.row::<Budget>(early) });
    assert_eq!(money(&world, early).warned, 80);
    assert_eq!(told(&world), [Severity::Warning]);
    world.now.0 += 600_000;
    world.add(BOB, item, "1 piece", Some(1_00));
    assert_eq!(told(&world).len(), 1);
    world.add(BOB, item, "7 piece", Some(130_00));
    assert_eq!(money(&world, early).warned, 100);
    let mut severities = told(&world);
    severities.sort_unstable();
    assert_eq!(severities, [Severity::Warning, Severity::Urgent]);
    world.assert_settled();
}

#[test]
fn planned_and_sold_come_from_the_lines_and_paid_in_from_the_payments() {
    let mut world = World::new();
    let budget_id = world.feast("2026-11-20T19:00");
    let row = world.row::<Budget>(budget_id);
    let mut line = |category, portions, quantity: Option<&str>, price, cost| {
        let line = BudgetLine {
            id: LineId(world.uuid()),
            rev: Revision::ZERO,
            category,
            text: "line".into(),
            dish_id: None,
            menu_id: None,
            product_id: None,
            portions,
            quantity: quantity.map(qty),
            unit_price: Some(Money(price)),
            planned_cost: cost,
            budget_id,
            date: row.date,
            booked: true,
            made: None,
            settings: Settings::new(),
            removed: None,
        };
        world.put(line);
    };
    line(LineCategory::Food, None, None, 20_00, Some(Money(90_00)));
    line(LineCategory::Food, Some(Portions::Count(3)), None, 5_00, None);
    line(LineCategory::Rental, None, None, 100_00, Some(Money(60_00)));
    line(LineCategory::Drinks, None, Some("24 bottle"), 4_00, None);
    assert_eq!(money(&world, budget_id).planned, Money(150_00));
    assert_eq!(money(&world, budget_id).sold, Money(200_00 + 15_00 + 100_00 + 96_00));
    for (kind, amount, voided) in [
        (PaymentKind::Deposit, 100_00, false),
        (PaymentKind::Final, 80_00, true),
        (PaymentKind::Refund, 30_00, false),
    ] {
        let id = PaymentId(world.uuid());
        world.put(Payment {
            id,
            rev: Revision::ZERO,
            voided,
            budget_id,
            amount: Money(amount),
            kind,
            method: "cash".into(),
            date: row.date,
            reference: String::new(),
            booked: true,
            party_date: row.date,
            settings: Settings::new(),
            removed: None,
        });
    }
    assert_eq!(money(&world, budget_id).paid_in, Money(70_00));
    world.assert_settled();
}

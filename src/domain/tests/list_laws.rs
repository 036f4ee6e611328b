//! What holds of the list whatever people do to it.

use std::sync::Arc;

use proptest::prelude::*;

use super::world::{BEA, BOB, CARLA, DAVID, Person, World, date, qty};
use crate::domain::command::{
    AnswerSameGoods, AnswerSubstitute, ClaimItem, CloseShort, Command, EditPurchase, ProposeSubstitute,
    PutDemand, Receive, RemoveDemand, TakeSurplus, VoidPurchase,
};
use crate::domain::context::{Act, Mode};
use crate::domain::ids::{
    BudgetId, CommandId, DemandId, IngredientId, ItemId, ProductId, ScheduleId, SubstituteId, TransferId,
};
use crate::domain::rows::{
    Budget, BudgetStatus, Conflict, ConflictState, Demand, Ingredient, Product, ShoppingItem,
};
use crate::domain::values::{Money, Patch, Revision};

const UNITS: [&str; 3] = ["piece", "kg", "g"];

/// Something that happens to a list. `nth` counts rows in the order of their ids, round and round.
#[derive(Clone, Debug)]
enum Happening {
    Need { party: usize, product: usize, amount: i64 },
    Cook { party: usize, product: usize, amount: i64 },
    Move { party: usize, week: i64 },
    Status { party: usize, booked: bool },
    Measure { product: usize, grams: Option<i64> },
    Unneed { nth: usize },
    Add { nth: usize, amount: i64, paid: bool, unseen: bool },
    Mark { nth: usize, amount: i64, paid: bool, unseen: bool },
    Have { nth: usize, amount: i64 },
    Void { nth: usize },
    Price { nth: usize, cents: i64 },
    Receive { nth: usize },
    Claim { nth: usize },
    Close { nth: usize },
    Propose { nth: usize, product: usize, amount: i64 },
    Answer { nth: usize, accepted: bool },
    Same { nth: usize, same: bool },
    Take { from: usize, to: usize, amount: i64 },
    Undo { nth: usize },
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening as H;
    let nth = || 0..8_usize;
    let kind = || 0..3_usize;
    let amount = || 1..40_i64;
    let needs = prop_oneof![
        (kind(), kind(), amount()).prop_map(|(party, product, amount)| H::Need { party, product, amount }),
        (kind(), kind(), 0..40_i64).prop_map(|(party, product, amount)| H::Cook { party, product, amount }),
        (kind(), 0..3_i64).prop_map(|(party, week)| H::Move { party, week }),
        (kind(), any::<bool>()).prop_map(|(party, booked)| H::Status { party, booked }),
        (kind(), proptest::option::of(1..2000_i64))
            .prop_map(|(product, grams)| H::Measure { product, grams }),
        nth().prop_map(|nth| H::Unneed { nth }),
    ];
    let buys = prop_oneof![
        (nth(), amount(), any::<bool>(), any::<bool>()).prop_map(|(nth, amount, paid, unseen)| H::Add {
            nth,
            amount,
            paid,
            unseen
        }),
        (nth(), amount(), any::<bool>(), any::<bool>()).prop_map(|(nth, amount, paid, unseen)| H::Mark {
            nth,
            amount,
            paid,
            unseen
        }),
        (nth(), amount()).prop_map(|(nth, amount)| H::Have { nth, amount }),
        nth().prop_map(|nth| H::Void { nth }),
        (nth(), 0..9000_i64).prop_map(|(nth, cents)| H::Price { nth, cents }),
        nth().prop_map(|nth| H::Receive { nth }),
        (nth(), any::<bool>()).prop_map(|(nth, same)| H::Same { nth, same }),
        (nth(), nth(), amount()).prop_map(|(from, to, amount)| H::Take { from, to, amount }),
    ];
    let lines = prop_oneof![
        nth().prop_map(|nth| H::Claim { nth }),
        nth().prop_map(|nth| H::Close { nth }),
        (nth(), kind(), amount()).prop_map(|(nth, product, amount)| H::Propose { nth, product, amount }),
        (nth(), any::<bool>()).prop_map(|(nth, accepted)| H::Answer { nth, accepted }),
        (0..40_usize).prop_map(|nth| H::Undo { nth }),
    ];
    prop_oneof![3 => needs, 4 => buys, 2 => lines]
}

/// A market day: three products, three parties with a kitchen each, and all that was done.
struct Market {
    world: World,
    products: Vec<ProductId>,
    parties: Vec<BudgetId>,
    schedules: Vec<ScheduleId>,
    start: Revision,
    acts: Vec<(Person, Act)>,
}

fn nth_of<T>(rows: impl Iterator<Item = T>, nth: usize) -> Option<T> {
    let rows: Vec<T> = rows.collect();
    let at = nth.checked_rem(rows.len())?;
    rows.into_iter().nth(at)
}

impl Market {
    fn new() -> Self {
        let mut world = World::new();
        let products = ["piece", "kg", "bottle"].iter().map(|unit| world.goods(unit, unit, 250)).collect();
        let days = ["2026-11-20", "2026-11-21", "2026-11-26"];
        let parties: Vec<_> = days.iter().map(|day| world.feast(&format!("{day}T19:00"))).collect();
        let schedules = parties
            .iter()
            .zip(days)
            .map(|(&party, day)| world.schedule(party, &format!("{day}T15:00")))
            .collect();
        let start = world.head;
        Self { world, products, parties, schedules, start, acts: Vec::new() }
    }

    /// Carries a command out, refused or not; a replica that holds everything guesses it, too.
    fn act(&mut self, by: Person, unseen: bool, command: impl Into<Command>) -> Result<(), TestCaseError> {
        let command = command.into();
        let seen = if unseen { self.start } else { self.world.head };
        let id = CommandId(self.world.uuid());
        let mut replica = self.world.clone();
        let guess = replica.act_as(by, seen, id, &command, Mode::Prediction);
        let done = self.world.act_as(by, seen, id, &command, Mode::Authority);
        prop_assert_eq!(guess.is_ok(), done.is_ok(), "the guess of {:?}: {:?} {:?}", command, guess, done);
        if let Ok(decision) = done {
            self.acts.push((by, decision.act));
            self.guessed(&replica, &command)?;
        }
        Ok(())
    }

    /// What was bought and what is needed is guessed right by who holds the line.
    fn guessed(&self, replica: &World, command: &Command) -> Result<(), TestCaseError> {
        let line = match command {
            Command::AddPurchase(data) => data.item_id,
            Command::MarkPurchased(data) => data.item_id,
            Command::HaveAlready(data) => data.item_id,
            _ => return Ok(()),
        };
        let (guess, truth) = (replica.row::<ShoppingItem>(line), self.world.row::<ShoppingItem>(line));
        // Transfers from the line follow on the server.
        if self.world.state.transfers_of(line).next().is_none() {
            prop_assert_eq!(guess.purchased, truth.purchased);
            prop_assert_eq!(guess.needed, truth.needed);
            prop_assert_eq!(guess.is_purchased, truth.is_purchased);
        }
        Ok(())
    }

    fn line(&self, nth: usize) -> Option<Arc<ShoppingItem>> {
        nth_of(self.world.state.shopping_items().values().cloned(), nth)
    }

    fn happen(&mut self, happening: &Happening) -> Result<(), TestCaseError> {
        match *happening {
            Happening::Need { .. }
            | Happening::Cook { .. }
            | Happening::Move { .. }
            | Happening::Status { .. }
            | Happening::Measure { .. }
            | Happening::Unneed { .. } => self.need(happening),
            Happening::Add { nth, amount, paid, unseen } => {
                let Some(line) = self.line(nth) else { return Ok(()) };
                let text = format!("{amount} {}", line.unit.symbol());
                let (_, command) = self.world.add_command(line.id, &text, paid.then_some(amount * 111));
                self.act(BOB, unseen, command)
            }
            Happening::Mark { nth, amount, paid, unseen } => {
                let Some(line) = self.line(nth) else { return Ok(()) };
                let text = format!("{amount} {}", line.unit.symbol());
                let (_, command) = self.world.mark_command(line.id, &text, paid.then_some(amount * 111));
                let by = if amount % 2 == 0 { BOB } else { BEA };
                self.act(by, unseen, command)
            }
            Happening::Have { nth, amount } => {
                let Some(line) = self.line(nth) else { return Ok(()) };
                let text = format!("{amount} {}", line.unit.symbol());
                let (_, command) = self.world.have_command(line.id, &text);
                self.act(BOB, false, command)
            }
            Happening::Void { .. } | Happening::Price { .. } | Happening::Receive { .. } => {
                self.record(happening)
            }
            Happening::Claim { .. }
            | Happening::Close { .. }
            | Happening::Propose { .. }
            | Happening::Answer { .. }
            | Happening::Same { .. }
            | Happening::Take { .. } => self.decide(happening),
            Happening::Undo { nth } => {
                if let Some((by, act)) = nth_of(self.acts.iter().cloned(), nth) {
                    self.world.take_back(by, &act);
                }
                Ok(())
            }
        }
    }

    fn need(&mut self, happening: &Happening) -> Result<(), TestCaseError> {
        match *happening {
            Happening::Need { party, product, amount } => {
                let unit = UNITS[usize::try_from(amount).unwrap_or(0) % 3];
                let command = PutDemand {
                    demand_id: DemandId(self.world.uuid()),
                    week: date("2026-11-20").week(),
                    product_id: self.products[product],
                    quantity: qty(&format!("{amount} {unit}")),
                    need_by: Patch::Keep,
                    budget_id: if amount % 5 == 0 { Patch::Keep } else { Patch::Set(self.parties[party]) },
                    text: Patch::Keep,
                };
                return self.act(BOB, false, command);
            }
            Happening::Cook { party, product, amount } => {
                let unit = UNITS[usize::try_from(amount).unwrap_or(0) % 3];
                let id = IngredientId::derived(self.schedules[party], self.products[product]);
                let text = format!("{amount} {unit}");
                if self.world.state.live::<Ingredient>(id).is_some() {
                    self.world.cook_with(id, &text);
                } else {
                    self.world.ingredient(self.schedules[party], self.products[product], &text);
                }
            }
            Happening::Move { party, week } => {
                let date = date("2026-11-20").plus_days(7 * week);
                let row = self.world.row::<Budget>(self.parties[party]);
                self.world.put(Budget { date, ..row });
            }
            Happening::Status { party, booked } => {
                let status = if booked { BudgetStatus::Reserva } else { BudgetStatus::Canceled };
                let row = self.world.row::<Budget>(self.parties[party]);
                self.world.put(Budget { status, ..row });
            }
            Happening::Measure { product, grams } => {
                let piece_weight = grams.map(|grams| qty(&format!("{grams} g")));
                let row = self.world.row::<Product>(self.products[product]);
                self.world.put(Product { piece_weight, ..row });
            }
            Happening::Unneed { nth } => {
                let demands = self.world.state.demands().values();
                let by_hand = demands.filter(|demand| demand.user_id.is_some() && demand.removed.is_none());
                if let Some(demand_id) = nth_of(by_hand.map(|demand| demand.id), nth) {
                    return self.act(BOB, false, RemoveDemand { demand_id });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn record(&mut self, happening: &Happening) -> Result<(), TestCaseError> {
        let (Happening::Void { nth } | Happening::Price { nth, .. } | Happening::Receive { nth }) =
            *happening
        else {
            return Ok(());
        };
        let purchases = self.world.state.purchases().keys();
        let Some(purchase_id) = nth_of(purchases, nth) else { return Ok(()) };
        match *happening {
            Happening::Price { cents, .. } => {
                let paid = Patch::Set(Money(cents));
                self.act(
                    BOB,
                    false,
                    EditPurchase { purchase_id, paid, place: Patch::Keep, note: Patch::Keep },
                )
            }
            Happening::Receive { .. } => self.act(CARLA, false, Receive { purchase_ids: vec![purchase_id] }),
            _ => self.act(BOB, false, VoidPurchase { purchase_id }),
        }
    }

    fn decide(&mut self, happening: &Happening) -> Result<(), TestCaseError> {
        match *happening {
            Happening::Claim { nth } => {
                let Some(line) = self.line(nth) else { return Ok(()) };
                let claimed = line.claimed_by.is_none();
                let claim = ClaimItem { item_id: Some(line.id), week: None, category: None, claimed };
                self.act(BOB, false, claim)
            }
            Happening::Close { nth } => {
                let Some(line) = self.line(nth) else { return Ok(()) };
                self.act(BOB, false, CloseShort { item_id: line.id, needed: line.needed })
            }
            Happening::Propose { nth, product, amount } => {
                let Some(line) = self.line(nth) else { return Ok(()) };
                let substitute_id = SubstituteId(self.world.uuid());
                let product_id = self.products[product];
                let quantity = qty(&format!("{amount} {}", UNITS[nth % 3]));
                let propose = ProposeSubstitute { item_id: line.id, substitute_id, product_id, quantity };
                self.act(BOB, false, propose)
            }
            Happening::Answer { nth, accepted } => {
                let substitutes = self.world.state.substitutes().keys();
                let Some(substitute_id) = nth_of(substitutes, nth) else { return Ok(()) };
                self.act(CARLA, false, AnswerSubstitute { substitute_id, accepted })
            }
            Happening::Same { nth, same } => {
                let conflicts = self.world.state.conflicts().values();
                let open =
                    conflicts.filter(|conflict: &&Arc<Conflict>| conflict.state == ConflictState::Open);
                let Some(conflict_id) = nth_of(open.map(|conflict| conflict.id), nth) else { return Ok(()) };
                self.act(DAVID, false, AnswerSameGoods { conflict_id, same })
            }
            Happening::Take { from, to, amount } => {
                let (Some(from), Some(to)) = (self.line(from), self.line(to)) else { return Ok(()) };
                let take = TakeSurplus {
                    transfer_id: TransferId(self.world.uuid()),
                    from_item_id: from.id,
                    to_item_id: to.id,
                    quantity: qty(&format!("{amount} {}", from.unit.symbol())),
                };
                self.act(BOB, false, take)
            }
            _ => Ok(()),
        }
    }

    fn holds(&self) -> Result<(), TestCaseError> {
        for item in self.world.state.shopping_items().keys() {
            self.line_holds(item)?;
        }
        for purchase in self.world.state.purchases().values().filter(|purchase| purchase.paid.is_some()) {
            let borne: Money = purchase.split.iter().map(|part| part.amount).sum();
            prop_assert_eq!(Some(borne), purchase.paid, "a price is borne to the cent");
        }
        Ok(())
    }

    fn line_holds(&self, item: ItemId) -> Result<(), TestCaseError> {
        let line = self.world.row::<ShoppingItem>(item);
        let demands: Vec<Arc<Demand>> = self.world.state.demands_on(item).cloned().collect();
        let counting = demands.iter().filter(|demand| demand.withdrawn.is_none());
        let needed: i64 = counting.map(|demand| demand.counted.thousandths()).sum();
        prop_assert_eq!(line.needed.thousandths(), needed);
        let covered: i64 = demands.iter().map(|demand| demand.covered.thousandths()).sum();
        prop_assert_eq!(
            covered,
            needed.min(line.purchased.thousandths()),
            "what is there covers what it can"
        );
        prop_assert!(line.purchased.thousandths() >= 0);
        for demand in &demands {
            prop_assert!(demand.covered.thousandths() <= demand.counted.thousandths());
            prop_assert!(demand.arrived.thousandths() <= demand.covered.thousandths());
            let ingredient = demand.ingredient_id.map(|id| self.world.row::<Ingredient>(id));
            if let Some(ingredient) = ingredient.filter(|_| demand.withdrawn.is_none()) {
                let full = demand.covered.thousandths() >= demand.counted.thousandths();
                let shown = ingredient.available.thousandths() >= ingredient.quantity.thousandths();
                prop_assert_eq!(shown, full, "full is shown where all is covered, and only there");
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn sums_coverage_and_prices_are_right_however_they_came_about(
        happenings in proptest::collection::vec(happening(), 1..40)
    ) {
        let mut market = Market::new();
        for happening in &happenings {
            market.happen(happening)?;
        }
        market.holds()?;
        market.world.assert_settled();
    }
}

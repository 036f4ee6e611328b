//! Purchases of a line (rules 8, 10): what they come to, whoever synced first.

use proptest::prelude::*;
use serde_json::json;

use super::world::{ALICE, BEA, BOB, CARLA, DAVID, Person, World, qty};
use crate::domain::command::{
    AnswerSameGoods, BulkPurchase, Command, MarkManyPurchased, ResolveConflict, VoidPurchase,
};
use crate::domain::ids::{ItemId, PurchaseId};
use crate::domain::refusal::Code;
use crate::domain::rows::{Conflict, ConflictState, Notification, Purchase, ShoppingItem, Table};
use crate::domain::values::{Quantity, Revision};
use crate::domain::work::{Acceptance, FieldOutcome};

/// A line of beer that needs 12 bottles.
fn beer() -> (World, ItemId) {
    let mut world = World::new();
    let beer = world.goods("IPA", "bottle", 280);
    let party = world.feast("2026-11-20T19:00");
    world.need(party, beer, "12 bottle");
    let item = world.line(beer).id;
    (world, item)
}

fn purchased(world: &World, item: ItemId) -> Quantity {
    world.row::<ShoppingItem>(item).purchased
}

fn question(world: &World) -> Conflict {
    let mut open = world.state.conflicts().values().filter(|conflict| conflict.state == ConflictState::Open);
    open.next().expect("an open question").as_ref().clone()
}

#[test]
fn three_more_and_four_more_are_seven_whoever_synced_first() {
    for (first, second) in [(BOB, BEA), (BEA, BOB)] {
        let (mut world, item) = beer();
        let seen = world.head;
        for (by, amount) in [(first, "3 bottle"), (second, "4 bottle")] {
            let (_, command) = world.add_command(item, amount, None);
            world.act_unseen(by, seen, command).expect("an add");
        }
        assert_eq!(purchased(&world, item), qty("7 bottle"));
        assert_eq!(world.state.conflicts().len(), 0);
        world.assert_settled();
    }
}

#[test]
fn two_concurrent_marks_of_all_twelve_are_twelve_and_raise_a_question_to_their_buyers() {
    let (mut world, item) = beer();
    let seen = world.head;
    world.mark_unseen(BOB, seen, item, "12 bottle");
    let (_, command) = world.mark_command(item, "12 bottle", None);
    let decision = world.act_unseen(BEA, seen, command).expect("a mark");
    assert_eq!(purchased(&world, item), qty("12 bottle"));
    assert_eq!(decision.acceptance, Acceptance::Merged);
    assert_eq!(decision.fields.get("quantity"), Some(&FieldOutcome::PurchasedWins));
    assert!(decision.also.iter().any(|fact| fact.kind == "conflict-detected"));
    let asked = question(&world);
    assert_eq!(
        (asked.table, asked.row_id, asked.field.as_str()),
        (Table::ShoppingItems, item.0, "purchased")
    );
    assert!(world.state.purchases().values().all(|mark| mark.question == Some(asked.id)));
    let told = |person: Person| {
        world.state.notifications_of(person.user).any(|notification| notification.code == "same-goods")
    };
    assert!(told(BOB), "the other buyer is told");
    assert!(!told(BEA), "the author sees it in the answer");
    world.assert_settled();
}

#[test]
fn other_goods_turn_the_later_mark_into_an_add_of_its_total_less_what_it_covered() {
    let (mut world, item) = beer();
    let seen = world.head;
    world.mark_unseen(BOB, seen, item, "12 bottle");
    let (_, add) = world.add_command(item, "3 bottle", None);
    world.act_unseen(BEA, seen, add).expect("an add");
    let later = world.mark_unseen(BEA, seen, item, "10 bottle");
    assert_eq!(purchased(&world, item), qty("12 bottle"));
    let conflict_id = question(&world).id;
    world.must(BOB, AnswerSameGoods { conflict_id, same: false });
    assert_eq!(world.row::<Purchase>(later).counts_as_add, Some(qty("7 bottle")));
    assert_eq!(purchased(&world, item), qty("22 bottle"));
    assert!(world.state.purchases().values().all(|mark| mark.question.is_none()));
    let again = world.act(BEA, AnswerSameGoods { conflict_id, same: true }).expect_err("answered");
    assert_eq!(again.code, Code::ChangedSince);
    world.assert_settled();
}

#[test]
fn the_same_goods_stay_counted_once_and_are_not_asked_about_again() {
    let (mut world, item) = beer();
    let seen = world.head;
    world.mark_unseen(BOB, seen, item, "12 bottle");
    world.mark_unseen(BEA, seen, item, "11 bottle");
    let conflict_id = question(&world).id;
    world.must(BEA, AnswerSameGoods { conflict_id, same: true });
    assert_eq!(purchased(&world, item), qty("12 bottle"));
    world.add(BOB, item, "1 bottle", None);
    assert_eq!(purchased(&world, item), qty("13 bottle"));
    let open = world.state.conflicts().values().filter(|row| row.state == ConflictState::Open);
    assert_eq!(open.count(), 0);
    world.assert_settled();
}

#[test]
fn undoing_the_answer_asks_again() {
    for (same, counted) in [(true, "12 bottle"), (false, "24 bottle")] {
        let (mut world, item) = beer();
        let seen = world.head;
        world.mark_unseen(BOB, seen, item, "12 bottle");
        world.mark_unseen(BEA, seen, item, "12 bottle");
        let conflict_id = question(&world).id;
        let answer = world.must(BOB, AnswerSameGoods { conflict_id, same });
        assert_eq!(purchased(&world, item), qty(counted));
        world.take_back(BOB, &answer.act);
        assert_eq!(purchased(&world, item), qty("12 bottle"));
        let asked = question(&world);
        assert_eq!((asked.id, asked.resolved_by), (conflict_id, None));
        assert!(world.state.purchases().values().all(|mark| mark.question == Some(conflict_id)));
        world.assert_settled();
    }
}

#[test]
fn an_answer_undone_after_another_mark_came_leaves_one_question_about_all() {
    let (mut world, item) = beer();
    let seen = world.head;
    world.mark_unseen(BOB, seen, item, "12 bottle");
    world.mark_unseen(BEA, seen, item, "12 bottle");
    let conflict_id = question(&world).id;
    let answer = world.must(BOB, AnswerSameGoods { conflict_id, same: true });
    world.mark_unseen(DAVID, seen, item, "12 bottle");
    world.take_back(BOB, &answer.act);
    let open = world.state.conflicts().values().filter(|row| row.state == ConflictState::Open);
    let stated: Vec<usize> = open.map(|row| row.values.len()).collect();
    assert_eq!(stated, [3]);
    world.assert_settled();
}

#[test]
fn whether_they_are_the_same_goods_is_not_decided_by_a_value() {
    let (mut world, item) = beer();
    let seen = world.head;
    world.mark_unseen(BOB, seen, item, "12 bottle");
    world.mark_unseen(BEA, seen, item, "11 bottle");
    let conflict_id = question(&world).id;
    let resolve = ResolveConflict { conflict_id, value: json!("11 bottle") };
    let refusal = world.act(BOB, resolve).expect_err("a question of its own");
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some("conflictId")));
    assert!(refusal.message.contains("same goods"));
    assert_eq!(question(&world).id, conflict_id);
}

#[test]
fn a_mark_that_has_seen_all_settles_the_question() {
    let (mut world, item) = beer();
    let seen = world.head;
    world.mark_unseen(BOB, seen, item, "12 bottle");
    world.mark_unseen(BEA, seen, item, "12 bottle");
    let conflict_id = question(&world).id;
    world.mark(DAVID, item, "20 bottle", None);
    assert_eq!(world.row::<Conflict>(conflict_id).state, ConflictState::Moot);
    assert_eq!(purchased(&world, item), qty("20 bottle"));
    world.assert_settled();
}

#[test]
fn a_later_lower_mark_corrects_and_voiding_any_record_leaves_it_out() {
    let (mut world, item) = beer();
    world.add(BEA, item, "2 bottle", None);
    let high = world.mark(BOB, item, "12 bottle", None);
    assert_eq!(purchased(&world, item), qty("12 bottle"), "the add was seen");
    let low = world.mark(BOB, item, "8 bottle", None);
    assert_eq!(purchased(&world, item), qty("8 bottle"));
    world.void(BOB, low);
    assert_eq!(purchased(&world, item), qty("12 bottle"));
    world.void(BOB, high);
    assert_eq!(purchased(&world, item), qty("2 bottle"));
    world.assert_settled();
}

#[test]
fn a_mark_covers_what_its_own_replica_sent_before_it_though_it_had_not_seen_it() {
    let (mut world, item) = beer();
    let seen = world.head;
    let (_, add) = world.add_command(item, "5 bottle", None);
    world.act_unseen(BOB, seen, add).expect("an add");
    world.mark_unseen(BOB, seen, item, "9 bottle");
    world.mark_unseen(BOB, seen, item, "7 bottle");
    assert_eq!(purchased(&world, item), qty("7 bottle"));
    assert_eq!(world.state.conflicts().len(), 0, "one person's marks ask nothing");
    world.assert_settled();
}

#[test]
fn what_is_there_already_counts() {
    let (mut world, item) = beer();
    let (_, have) = world.have_command(item, "2 bottle");
    world.must(BOB, have);
    world.add(BEA, item, "10 bottle", None);
    let line = world.row::<ShoppingItem>(item);
    assert_eq!((line.purchased, line.is_purchased), (qty("12 bottle"), true));
}

#[test]
fn undoing_a_purchase_voids_it() {
    let (mut world, item) = beer();
    let (purchase, command) = world.add_command(item, "5 bottle", None);
    let add = world.must(BOB, command);
    world.take_back(BOB, &add.act);
    assert!(world.row::<Purchase>(purchase).voided);
    assert_eq!(purchased(&world, item), qty("0 bottle"));
    world.assert_settled();
}

fn bulk(world: &mut World, lines: &[(ItemId, &str)]) -> Command {
    let items = lines
        .iter()
        .map(|(item_id, text)| BulkPurchase {
            item_id: *item_id,
            purchase_id: PurchaseId(world.uuid()),
            quantity: qty(text),
            paid: None,
            note: None,
        })
        .collect();
    MarkManyPurchased { items }.into()
}

#[test]
fn a_bulk_purchase_is_all_or_nothing_one_fact_and_one_notification() {
    let mut world = World::new();
    let (beef, rice) = (world.goods("beef", "kg", 2850), world.goods("rice", "kg", 190));
    let party = world.feast("2026-11-20T19:00");
    let schedule = world.schedule(party, "2026-11-20T15:00");
    world.ingredient(schedule, beef, "4 kg");
    world.ingredient(schedule, rice, "2 kg");
    let (beef, rice) = (world.line(beef).id, world.line(rice).id);
    let before = world.state.clone();

    let missing = bulk(&mut world, &[(beef, "4 kg"), (ItemId(uuid::Uuid::from_u128(9)), "1 kg")]);
    assert_eq!(world.act(BOB, missing).expect_err("no such line").code, Code::NotFound);
    assert_eq!(world.state.purchases().len(), before.purchases().len());
    let twice = bulk(&mut world, &[(beef, "4 kg"), (beef, "1 kg")]);
    assert_eq!(world.act(BOB, twice).expect_err("twice").code, Code::Invalid);

    let both = bulk(&mut world, &[(beef, "4 kg"), (rice, "2 kg")]);
    let decision = world.must(BOB, both);
    assert_eq!(decision.fact.kind, "bulk-shopping-purchase");
    assert_eq!(decision.fact.data["purchases"].as_array().map(Vec::len), Some(2));
    assert_eq!(decision.fact.data["affectedSchedules"], serde_json::json!([schedule]));
    let bought = |row: &&std::sync::Arc<Notification>| row.code == "goods-bought";
    assert_eq!(world.state.notifications_of(CARLA.user).filter(bought).count(), 1);
    world.assert_settled();
}

#[test]
fn buying_is_for_logistics_alone() {
    let (mut world, item) = beer();
    let (_, command) = world.add_command(item, "1 bottle", None);
    for person in [ALICE, CARLA] {
        assert_eq!(world.act(person, command.clone()).expect_err("not theirs").code, Code::Forbidden);
    }
    let (_, other_unit) = world.add_command(item, "1 kg", None);
    assert_eq!(world.act(BOB, other_unit).expect_err("bottles").code, Code::Invalid);
}

#[derive(Clone, Copy, Debug)]
enum Record {
    Add(i64),
    Mark(i64),
    Have(i64),
    /// Of an earlier one of the same replica.
    Void(usize),
}

fn record() -> impl Strategy<Value = Record> {
    prop_oneof![
        (1..20_i64).prop_map(Record::Add),
        (0..20_i64).prop_map(Record::Mark),
        (1..20_i64).prop_map(Record::Have),
        (0..4_usize).prop_map(Record::Void),
    ]
}

/// A replica's records as commands under ids that do not depend on the order of arrival.
fn commands(world: &mut World, item: ItemId, records: &[Record]) -> Vec<Command> {
    let mut made: Vec<PurchaseId> = Vec::new();
    let mut commands = Vec::new();
    for record in records {
        let (id, command) = match *record {
            Record::Add(amount) => world.add_command(item, &format!("{amount} bottle"), None),
            Record::Mark(amount) => world.mark_command(item, &format!("{amount} bottle"), None),
            Record::Have(amount) => world.have_command(item, &format!("{amount} bottle")),
            Record::Void(at) => {
                let Some(&purchase_id) = made.get(at) else { continue };
                commands.push(VoidPurchase { purchase_id }.into());
                continue;
            }
        };
        made.push(id);
        commands.push(command);
    }
    commands
}

/// Carries the replicas' commands out, each replica's in its order, interleaved as `picks` say.
fn arrive(mut world: World, seen: Revision, chains: &[Vec<Command>], picks: &[usize]) -> World {
    let mut next = vec![0; chains.len()];
    let people = [BOB, BEA, DAVID];
    let rest = (0..chains.len()).flat_map(|at| vec![at; 4]);
    for at in picks.iter().copied().chain(rest) {
        let Some(command) = chains[at].get(next[at]) else { continue };
        next[at] += 1;
        world.act_unseen(people[at], seen, command.clone()).expect("a record");
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn purchases_come_out_the_same_in_every_order_of_arrival(
        shared in proptest::collection::vec(record(), 0..3),
        records in proptest::collection::vec(proptest::collection::vec(record(), 0..=4), 3),
        one in proptest::collection::vec(0..3_usize, 12),
        other in proptest::collection::vec(0..3_usize, 12),
    ) {
        let (mut world, item) = beer();
        for command in commands(&mut world, item, &shared) {
            world.must(DAVID, command);
        }
        let seen = world.head;
        let chains: Vec<Vec<Command>> =
            records.iter().map(|records| commands(&mut world, item, records)).collect();
        let one = arrive(world.clone(), seen, &chains, &one);
        let other = arrive(world, seen, &chains, &other);
        prop_assert_eq!(purchased(&one, item), purchased(&other, item));
        let open = |world: &World| {
            world.state.conflicts().values().filter(|row| row.state == ConflictState::Open).count()
        };
        prop_assert_eq!(open(&one), open(&other));
        one.assert_settled();
        other.assert_settled();
    }
}

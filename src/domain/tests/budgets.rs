//! Parties, their lines and payments.

use super::catering::{client, id, line, no_edit};
use super::world::{ALICE, BOB, CARLA, DAVID, Person, World, date};
use crate::domain::command::{
    Command, EditBudget, PutBudgetLine, RecordPayment, RemoveBudget, RemoveBudgetLine, RemoveClient,
    SetBudgetStatus, SetGuestCount, Undo, VoidPayment,
};
use crate::domain::context::Mode;
use crate::domain::ids::{BudgetId, ClientId, CommandId, DishId, PaymentId};
use crate::domain::refusal::Code;
use crate::domain::rows::BudgetStatus::{
    self, Approved, Canceled, Completed, Draft, Pending, Rejected, Reserva,
};
use crate::domain::rows::{BudgetLine, GuestGroup, LineCategory, PaymentKind};
use crate::domain::values::{Money, Patch, Unit};
use crate::domain::work::FieldOutcome;

const ALL: [BudgetStatus; 7] = [Draft, Pending, Approved, Reserva, Completed, Rejected, Canceled];

/// The moves by which a party gets to a status.
fn way_to(status: BudgetStatus) -> &'static [BudgetStatus] {
    match status {
        Draft => &[],
        Pending => &[Pending],
        Approved => &[Pending, Approved],
        Reserva => &[Reserva],
        Completed => &[Reserva, Completed],
        Rejected => &[Rejected],
        Canceled => &[Canceled],
    }
}

#[test]
fn a_party_moves_along_these_ways_and_no_others() {
    let moves = |from| match from {
        Draft => vec![Pending, Reserva, Rejected, Canceled],
        Pending => vec![Approved, Reserva, Rejected, Canceled],
        Approved => vec![Reserva, Rejected, Canceled],
        Reserva => vec![Approved, Completed, Canceled],
        Completed => vec![],
        Rejected => vec![Draft, Canceled],
        Canceled => vec![Draft],
    };
    for from in ALL {
        for to in ALL {
            let mut world = World::new();
            let budget_id = world.party("Gala", "2026-11-28", 10);
            for &step in way_to(from) {
                world.set_status(budget_id, step);
            }
            let answer = world.act(ALICE, SetBudgetStatus { budget_id, status: to, note: None });
            if from == to || moves(from).contains(&to) {
                assert!(answer.is_ok(), "{from:?} → {to:?}: {answer:?}");
                assert_eq!(world.budget(budget_id).status, to);
            } else {
                assert_eq!(answer.unwrap_err().code, Code::Status, "{from:?} → {to:?}");
            }
            world.assert_settled();
        }
    }
}

#[test]
fn an_admin_takes_a_booking_back() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    world.book(budget_id);
    world.must(DAVID, SetBudgetStatus { budget_id, status: Approved, note: Some("Date moved".into()) });
    assert!(world.budget(budget_id).booked, "booked is for good");
    assert_eq!(
        world.state.comments().values().map(|row| row.text.as_str()).collect::<Vec<_>>(),
        ["Date moved"]
    );
    assert_eq!(world.told(ALICE), ["party-status"]);
}

#[test]
fn only_the_owner_and_an_admin_change_a_party() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let other = Person { user: world.another_organizer(), ..ALICE };
    let rename = EditBudget { name: Some("Theirs".into()), ..no_edit(budget_id) };
    assert_eq!(world.act(other, rename.clone()).unwrap_err().code, Code::Forbidden);
    let line_id = world.line_id();
    let answer = world.act(other, line(budget_id, line_id, LineCategory::Food));
    assert_eq!(answer.unwrap_err().code, Code::Forbidden);
    for person in [BOB, CARLA] {
        assert_eq!(world.act(person, rename.clone()).unwrap_err().code, Code::Forbidden);
    }
    world.must(DAVID, rename);
    assert_eq!(world.budget(budget_id).name, "Theirs");
}

#[test]
fn only_an_admin_hands_a_party_over() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let hand_over = |owner| EditBudget { owner_id: Some(owner), ..no_edit(budget_id) };
    assert_eq!(world.act(ALICE, hand_over(DAVID.user)).unwrap_err().field.as_deref(), Some("ownerId"));
    assert_eq!(world.act(DAVID, hand_over(BOB.user)).unwrap_err().code, Code::Invalid);
    world.must(DAVID, hand_over(DAVID.user));
    assert_eq!(world.budget(budget_id).owner_id, DAVID.user);
}

#[test]
fn what_a_completed_party_was_stays_but_its_words_may_be_mended() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    world.book(budget_id);
    world.set_status(budget_id, Completed);
    let refused = world.act(ALICE, SetGuestCount { budget_id, guests: 11 });
    assert_eq!(refused.unwrap_err().code, Code::Status);
    let refused = world.act(ALICE, EditBudget { date: Some(date("2026-11-29")), ..no_edit(budget_id) });
    assert_eq!(refused.unwrap_err().code, Code::Status);
    world.must(ALICE, EditBudget { notes: Some("Lovely".into()), ..no_edit(budget_id) });
}

#[test]
fn guests_and_their_groups_have_bounds() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let guests = |world: &mut World, guests| {
        world.act(ALICE, SetGuestCount { budget_id, guests }).map(drop).map_err(|refusal| refusal.code)
    };
    assert_eq!(guests(&mut world, 0), Err(Code::Invalid));
    assert_eq!(guests(&mut world, 10_001), Err(Code::Limit));
    assert_eq!(guests(&mut world, 10_000), Ok(()));
    assert_eq!(guests(&mut world, 10), Ok(()));
    let group = |label: &str, count| GuestGroup { label: label.into(), count, diet: "vegan".into() };
    let groups = |world: &mut World, groups: Vec<GuestGroup>| {
        let edit = EditBudget { groups: Some(groups), ..no_edit(budget_id) };
        world.act(ALICE, edit).map(drop).map_err(|refusal| refusal.code)
    };
    assert_eq!(groups(&mut world, vec![group("Vegans", 11)]), Err(Code::Invalid));
    assert_eq!(groups(&mut world, vec![group("Vegans", 2), group("Vegans", 2)]), Err(Code::Invalid));
    assert_eq!(groups(&mut world, vec![group("Vegans", 4)]), Ok(()));
}

#[test]
fn a_party_has_at_most_200_lines() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    for _ in 0..200 {
        let line_id = world.line_id();
        world.must(ALICE, line(budget_id, line_id, LineCategory::Other));
    }
    let line_id = world.line_id();
    let refused = world.act(ALICE, line(budget_id, line_id, LineCategory::Other));
    assert_eq!(refused.unwrap_err().code, Code::Limit);
}

#[test]
fn a_line_is_for_one_thing_that_is_there() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let lamp = world.product("Lamp", Unit::Piece, 500);
    let soup = world.dish("Soup", 4, &[]);
    let line_id = world.line_id();
    let food = line(budget_id, line_id, LineCategory::Food);
    let nowhere = PutBudgetLine { dish_id: Patch::Set(DishId(id(1))), ..food.clone() };
    let refusal = world.act(ALICE, nowhere).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::NotFound, Some("dishId")));
    let both = PutBudgetLine { dish_id: Patch::Set(soup), product_id: Patch::Set(lamp), ..food.clone() };
    assert_eq!(world.act(ALICE, both).unwrap_err().code, Code::Invalid);

    world.must(ALICE, PutBudgetLine { product_id: Patch::Set(lamp), ..food.clone() });
    world.must(ALICE, PutBudgetLine { dish_id: Patch::Set(soup), ..food });
    let row = &world.state.budget_lines()[&line_id];
    assert_eq!((row.dish_id, row.product_id), (Some(soup), None));
}

#[test]
fn drafts_are_removed_with_their_lines_and_nothing_else_is() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let line = world.food(budget_id, None);
    let other = Person { user: world.another_organizer(), ..ALICE };
    assert_eq!(world.act(other, RemoveBudget { budget_id }).unwrap_err().code, Code::Forbidden);
    world.set_status(budget_id, Pending);
    assert_eq!(world.act(ALICE, RemoveBudget { budget_id }).unwrap_err().code, Code::Status);
    world.set_status(budget_id, Canceled);
    world.set_status(budget_id, Draft);
    world.must(ALICE, RemoveBudget { budget_id });
    assert!(world.state.live::<BudgetLine>(line).is_none());
    assert_eq!(world.act(ALICE, SetGuestCount { budget_id, guests: 4 }).unwrap_err().code, Code::NotFound);
    world.assert_settled();
}

#[test]
fn payments_are_recorded_and_voided_and_hold_a_draft() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let payment_id = PaymentId(world.uuid());
    let payment = RecordPayment {
        payment_id,
        budget_id,
        amount: Money(50_000),
        kind: PaymentKind::Deposit,
        method: "Transfer".into(),
        date: date("2026-11-16"),
        reference: None,
    };
    let none = RecordPayment { amount: Money(0), ..payment.clone() };
    assert_eq!(world.act(ALICE, none).unwrap_err().code, Code::Invalid);
    world.must(ALICE, payment);
    assert_eq!(world.act(ALICE, RemoveBudget { budget_id }).unwrap_err().code, Code::Status);
    world.must(ALICE, VoidPayment { payment_id });
    assert!(world.state.payments()[&payment_id].voided);
    world.must(ALICE, RemoveBudget { budget_id });
}

#[test]
fn a_guest_count_says_what_it_affects_and_tells_the_crew() {
    let mut world = World::new();
    let party = world.party("Gala", "2026-11-28", 10);
    world.food(party, None);
    world.book(party);
    world.now.0 += 600_000;
    let decision = world.set_guests(party, 12);
    assert_eq!(decision.fact.kind, "guest-count-changed");
    assert_eq!(
        (&decision.fact.data["oldGuests"], &decision.fact.data["newGuests"]),
        (&10.into(), &12.into())
    );
    assert_eq!(decision.fact.data["affectedSchedules"].as_array().map(Vec::len), Some(1));
    assert_eq!(world.told(CARLA), ["guests-changed", "party-booked"]);
}

#[test]
fn two_statuses_set_unseen_leave_the_first_and_tell_the_second() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let seen = world.head;
    world.book(budget_id);
    let reject = SetBudgetStatus { budget_id, status: Rejected, note: None };
    let decision = world.act_unseen(DAVID, seen, reject).unwrap();
    assert_eq!(world.budget(budget_id).status, Reserva);
    assert_eq!(decision.fields.get("status"), Some(&FieldOutcome::ServerWins));
}

#[test]
fn a_client_is_known_to_logistics_once_a_party_of_theirs_was_booked() {
    let mut world = World::new();
    let client_id = ClientId(world.uuid());
    world.must(ALICE, client(client_id, "Ana"));
    let budget_id = world.party("Gala", "2026-11-28", 10);
    world.must(ALICE, EditBudget { client_id: Patch::Set(client_id), ..no_edit(budget_id) });
    assert!(!world.state.clients()[&client_id].booked);
    world.book(budget_id);
    assert!(world.state.clients()[&client_id].booked);
    assert_eq!(world.act(DAVID, RemoveClient { client_id }).unwrap_err().code, Code::Status);
    world.assert_settled();
}

#[test]
fn a_replica_that_holds_the_party_alone_predicts_what_is_done_to_it() {
    let mut world = World::new();
    let budget_id = world.party("Gala", "2026-11-28", 10);
    let line_id = world.food(budget_id, None);
    world.book(budget_id);
    let others: Vec<_> = world.state.all().filter(|row| row.key() != budget_id.0).collect();
    for row in others {
        world.state.forget(row.table(), row.key());
    }
    let dish_id = Patch::Set(DishId(id(1)));
    let commands: [Command; 5] = [
        EditBudget { client_id: Patch::Set(ClientId(id(2))), ..no_edit(budget_id) }.into(),
        SetGuestCount { budget_id, guests: 20 }.into(),
        PutBudgetLine { dish_id, ..line(budget_id, line_id, LineCategory::Food) }.into(),
        RemoveBudgetLine { line_id }.into(),
        SetBudgetStatus { budget_id, status: Completed, note: Some("Over".into()) }.into(),
    ];
    for command in commands {
        let id = CommandId(world.uuid());
        let answer = world.act_as(ALICE, world.head, id, &command, Mode::Prediction);
        assert!(answer.is_ok(), "{}: {answer:?}", command.kind());
    }
    assert_eq!((world.budget(budget_id).guests, world.budget(budget_id).status), (20, Completed));
}

fn grouped(world: &mut World, count: u32) -> BudgetId {
    let party = world.party("Feast", "2026-11-28", 10);
    let groups = Some(vec![GuestGroup { label: "Kids".into(), count, diet: String::new() }]);
    world.must(ALICE, EditBudget { groups, ..no_edit(party) });
    party
}

#[test]
fn fewer_guests_than_the_groups_have_people_are_refused_with_both_numbers() {
    let mut world = World::new();
    let party = grouped(&mut world, 4);
    let refusals = [
        world.act(ALICE, SetGuestCount { budget_id: party, guests: 3 }).unwrap_err(),
        world.act(ALICE, EditBudget { guests: Some(3), ..no_edit(party) }).unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some("guests")));
        assert_eq!(refusal.message, "The groups have 4 people; 3 guests are fewer.");
    }
    world.must(ALICE, SetGuestCount { budget_id: party, guests: 4 });
    // Both at once may go.
    let fewer = vec![GuestGroup { label: "Kids".into(), count: 2, diet: String::new() }];
    world.must(ALICE, EditBudget { guests: Some(2), groups: Some(fewer), ..no_edit(party) });
}

#[test]
fn guests_and_groups_that_two_people_set_without_seeing_each_other_always_fit() {
    let group = |count| Some(vec![GuestGroup { label: "Kids".into(), count, diet: String::new() }]);
    for (order, later_field) in [([0, 1], "groups"), ([1, 0], "guests")] {
        let mut world = World::new();
        let party = grouped(&mut world, 2);
        let seen = world.head;
        let mut later = None;
        for which in order {
            let done = match which {
                0 => world.act_unseen(ALICE, seen, SetGuestCount { budget_id: party, guests: 5 }),
                _ => world.act_unseen(DAVID, seen, EditBudget { groups: group(8), ..no_edit(party) }),
            };
            later = done.err();
        }
        assert_eq!(later.expect("the later one is refused").field.as_deref(), Some(later_field));
    }
    // A number that only opens a question does not make room for groups.
    let mut world = World::new();
    let party = grouped(&mut world, 2);
    let seen = world.head;
    world.must(ALICE, SetGuestCount { budget_id: party, guests: 5 });
    let both = EditBudget { guests: Some(20), groups: group(8), ..no_edit(party) };
    assert_eq!(world.act_unseen(DAVID, seen, both).unwrap_err().field.as_deref(), Some("guests"));
}

#[test]
fn an_undo_leaves_no_fewer_guests_than_the_groups_have_people() {
    let mut world = World::new();
    let party = grouped(&mut world, 4);
    let id = world.command();
    let more = SetGuestCount { budget_id: party, guests: 30 };
    world.act_as(ALICE, world.head, id, &more.into(), Mode::Authority).unwrap();
    let groups = Some(vec![GuestGroup { label: "Kids".into(), count: 20, diet: String::new() }]);
    world.must(ALICE, EditBudget { groups, ..no_edit(party) });
    assert_eq!(world.act(ALICE, Undo { command_id: id }).unwrap_err().field.as_deref(), Some("guests"));
}

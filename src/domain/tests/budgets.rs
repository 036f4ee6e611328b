//! Parties, their lines and payments.

use super::world::{ALICE, DAVID, World};
use crate::domain::command::SetBudgetStatus;
use crate::domain::refusal::Code;
use crate::domain::rows::BudgetStatus::{
    self, Approved, Canceled, Completed, Draft, Pending, Rejected, Reserva,
};

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

//! Who has been given another role still owns parties and has tasks, but is told of nothing that the
//! role of today does not see (DOMAIN, Roles).

use serde_json::json;

use crate::domain::rows::Role;
use crate::domain::sight;

use super::full::Full;
use super::world::{ALICE, BEA, BOB, CARLA, DAVID, Person};

fn becomes(full: &mut Full, name: &str, role: &str) {
    full.must(DAVID, "put-user", &json!({"userId": name, "role": role}));
    full.world.now.0 += 600_000;
}

/// Codes of the notices of a person that somebody of this role is shown.
fn shown(full: &Full, person: Person, role: Role) -> Vec<String> {
    let rows = full.world.state.notifications_of(person.user);
    let seen = rows.filter(|row| {
        sight::sees(role, person.user, &crate::domain::rows::Row::Notification((*row).clone()))
    });
    let mut codes: Vec<String> = seen.map(|row| row.code.clone()).collect();
    codes.sort();
    codes
}

#[test]
fn an_owner_who_became_a_cook_hears_of_no_payment_and_of_no_party_that_was_never_booked() {
    let mut full = Full::new();
    becomes(&mut full, "$alice", "cook");
    let before = shown(&full, ALICE, Role::Cook);
    let payment = json!({"paymentId": "$paid", "budgetId": "$party", "amount": 50_000, "kind": "deposit",
        "method": "card", "date": "2026-11-23"});
    full.must(DAVID, "record-payment", &payment);
    full.must(DAVID, "void-payment", &json!({"paymentId": "$paid"}));
    full.must(DAVID, "edit-budget", &json!({"budgetId": "$party", "limit": 1}));
    full.must(DAVID, "set-budget-status", &json!({"budgetId": "$draft", "status": "canceled"}));
    assert_eq!(shown(&full, ALICE, Role::Cook), before);
    // Of what a cook does see she is told.
    full.must(DAVID, "set-budget-status", &json!({"budgetId": "$party", "status": "canceled"}));
    assert!(shown(&full, ALICE, Role::Cook).contains(&"party-status".to_owned()));
}

#[test]
fn somebody_of_logistics_who_became_a_cook_hears_nothing_of_their_old_tasks() {
    let mut full = Full::new();
    full.must(BOB, "edit-task", &json!({"taskId": "$task", "assigneeId": "$bea"}));
    becomes(&mut full, "$bea", "cook");
    full.must(BOB, "set-task-status", &json!({"taskId": "$task", "status": "in_progress"}));
    full.must(BOB, "remove-task", &json!({"taskId": "$task"}));
    assert!(shown(&full, BEA, Role::Cook).is_empty());
}

#[test]
fn a_task_handed_to_another_role_is_told_to_who_sees_it_now() {
    let mut full = Full::new();
    full.must(ALICE, "edit-task", &json!({"taskId": "$task", "role": "cook", "assigneeId": "$carla"}));
    assert!(shown(&full, CARLA, Role::Cook).contains(&"task-assigned".to_owned()));
}

#[test]
fn what_an_organizer_was_told_of_a_draft_is_not_shown_to_who_is_of_logistics_now() {
    let mut full = Full::new();
    full.must(DAVID, "set-budget-status", &json!({"budgetId": "$draft", "status": "pending"}));
    assert!(shown(&full, ALICE, Role::Organizer).contains(&"party-status".to_owned()));
    becomes(&mut full, "$alice", "logistics");
    assert!(shown(&full, ALICE, Role::Logistics).is_empty());
}

#[test]
fn a_notice_of_the_old_role_is_not_counted_on_in_the_new_one() {
    let mut full = Full::new();
    full.must(DAVID, "set-guest-count", &json!({"budgetId": "$later", "guests": 30}));
    full.must(DAVID, "put-user", &json!({"userId": "$bob", "role": "cook"}));
    full.must(DAVID, "set-guest-count", &json!({"budgetId": "$later", "guests": 31}));
    assert_eq!(shown(&full, BOB, Role::Cook), ["guests-changed"]);
}

//! What an undo tells: what the plain command with the old values would, to the same people; and what
//! it leaves of other people's work.

use serde_json::json;

use crate::domain::ids::ScheduleId;
use crate::domain::work::{Decision, FieldOutcome};

use super::full::Full;
use super::world::{ALICE, BEA, BOB, CAI, CARLA, DAVID, Person};

fn undo(full: &mut Full, by: Person, act: &Decision) -> Decision {
    full.world.now.0 += 600_000;
    let undone = full.must(by, "undo", &json!({"commandId": act.act.command}));
    full.world.assert_settled();
    undone
}

fn kinds(decision: &Decision) -> Vec<&str> {
    std::iter::once(&decision.fact).chain(&decision.also).map(|fact| fact.kind.as_ref()).collect()
}

/// Codes of what a person was told by a decision.
fn told(decision: &Decision, person: Person) -> Vec<String> {
    let rows = decision.changes.iter().filter_map(|change| match &change.after {
        Some(crate::domain::rows::Row::Notification(row)) if row.user_id == person.user => {
            Some(row.code.clone())
        }
        _ => None,
    });
    let mut codes: Vec<String> = rows.collect();
    codes.dedup();
    codes
}

#[test]
fn an_undone_status_is_told_like_any_other() {
    let mut full = Full::new();
    let act = full.must(BOB, "set-task-status", &json!({"taskId": "$task", "status": "done"}));
    let undone = undo(&mut full, BOB, &act);
    assert!(kinds(&undone).contains(&"task-status-changed"), "{:?}", kinds(&undone));
    assert_eq!(told(&undone, BEA), ["task-status"]);
    assert_eq!(told(&undone, ALICE), ["task-status"]);
    assert!(told(&undone, BOB).is_empty());
}

#[test]
fn an_undone_amount_is_told_to_logistics_and_the_other_cooks_with_its_lines() {
    let mut full = Full::new();
    let data = json!({"ingredientId": "$ingredient", "quantity": {"amount": "55", "unit": "kg"}});
    let act = full.must(CARLA, "set-ingredient-quantity", &data);
    let undone = undo(&mut full, CARLA, &act);
    let fact = undone.also.iter().find(|fact| fact.kind == "ingredient-updated").expect("is told");
    assert_eq!(fact.data["oldQuantity"]["amount"], "55");
    assert_eq!(fact.data["newQuantity"]["amount"], "6");
    assert_eq!(fact.data["affectedShoppingItems"].as_array().unwrap().len(), 1);
    assert_eq!(told(&undone, BOB), ["need-changed"]);
    assert_eq!(told(&undone, CAI), ["need-changed"]);
}

#[test]
fn a_cancellation_taken_back_books_the_party_again_in_everybodys_sight() {
    let mut full = Full::new();
    let act = full.must(ALICE, "set-budget-status", &json!({"budgetId": "$party", "status": "canceled"}));
    let undone = undo(&mut full, ALICE, &act);
    let fact = undone.also.iter().find(|fact| fact.kind == "budget-status-changed").expect("is told");
    assert_eq!(fact.data["newStatus"], "reserva");
    assert!(!fact.data["triggeredTasks"].as_array().unwrap().is_empty());
    assert_eq!(told(&undone, BOB), ["party-booked"]);
    assert_eq!(told(&undone, CARLA), ["party-booked"]);
}

#[test]
fn undone_guests_lines_blocks_and_removals_are_told() {
    let full = Full::new();
    let cases = [
        (
            ALICE,
            "set-guest-count",
            json!({"budgetId": "$later", "guests": 40}),
            "guest-count-changed",
            BOB,
            "guests-changed",
        ),
        (
            ALICE,
            "edit-budget",
            json!({"budgetId": "$later", "servingTime": "21:00"}),
            "budget-edited",
            CARLA,
            "party-moved",
        ),
        (
            ALICE,
            "put-budget-line",
            json!({"lineId": "$later-food", "budgetId": "$later", "portions": {"count": 3}}),
            "budget-line-put",
            BOB,
            "party-changed",
        ),
        (
            BOB,
            "block-task",
            json!({"taskId": "$task", "reason": "rain"}),
            "task-unblocked",
            BEA,
            "task-unblocked",
        ),
        (BOB, "remove-task", json!({"taskId": "$task"}), "task-created", BEA, "task-created"),
        (BOB, "edit-task", json!({"taskId": "$task", "assigneeId": "$bea"}), "task-assigned", ALICE, ""),
        (
            CARLA,
            "remove-ingredient",
            json!({"ingredientId": "$beef-by-hand"}),
            "ingredient-updated",
            BOB,
            "need-changed",
        ),
        (
            CARLA,
            "set-schedule-status",
            json!({"scheduleId": "$schedule", "status": "cooking"}),
            "schedule-updated",
            CAI,
            "schedule-status",
        ),
        (ALICE, "void-payment", json!({"paymentId": "$party-payment"}), "payment-recorded", DAVID, ""),
        (
            BOB,
            "void-purchase",
            json!({"purchaseId": "$purchase"}),
            "shopping-item-purchased",
            CARLA,
            "goods-bought",
        ),
        (
            BOB,
            "add-purchase",
            json!({"purchaseId": "$new", "itemId": "$item", "quantity": {"amount": "1", "unit": "kg"}}),
            "purchase-voided",
            CARLA,
            "purchase-voided",
        ),
        (CARLA, "remove-demand", json!({"demandId": "$demand"}), "demand-put", BOB, "need-changed"),
        (BOB, "put-product", json!({"productId": "$beef", "name": "Ox"}), "product-put", BEA, ""),
    ];
    for (by, kind, data, fact, person, notice) in cases {
        let mut full = full.clone();
        let act = full.must(by, kind, &data);
        let undone = undo(&mut full, by, &act);
        assert!(kinds(&undone).contains(&fact), "{kind}: {:?}", kinds(&undone));
        let expected: &[&str] = if notice.is_empty() { &[] } else { &[notice] };
        assert_eq!(told(&undone, person), expected, "{kind}");
    }
    full.world.assert_settled();
}

fn steps(full: &mut Full, by: Person, texts: &[&str]) -> Decision {
    let steps: Vec<_> = texts.iter().map(|text| json!({"text": text, "minutes": 5})).collect();
    full.must(by, "edit-schedule", &json!({"scheduleId": "$schedule", "steps": steps}))
}

fn shown(full: &Full) -> Vec<(String, bool)> {
    let id: ScheduleId = full.names["schedule"].into();
    full.world.state.schedules()[&id].steps.iter().map(|step| (step.text.clone(), step.done)).collect()
}

#[test]
fn a_list_of_steps_that_comes_back_keeps_the_ticks_of_others() {
    let mut full = Full::new();
    let act = steps(&mut full, CARLA, &["Stir", "Fry", "Garnish"]);
    full.must(CAI, "set-step", &json!({"scheduleId": "$schedule", "step": 1, "done": true}));
    let undone = undo(&mut full, CARLA, &act);
    assert!(undone.fields.is_empty(), "{:?}", undone.fields);
    assert_eq!(shown(&full), [("Chop".to_owned(), false), ("Fry".to_owned(), true)]);
    let id: ScheduleId = full.names["schedule"].into();
    let settings = &full.world.state.schedules()[&id].settings;
    assert!(!settings.keys().any(|field| field.starts_with("steps.")), "{settings:?}");
}

#[test]
fn a_step_that_somebody_has_done_meanwhile_is_not_taken_away() {
    let mut full = Full::new();
    let act = steps(&mut full, CARLA, &["Chop", "Fry", "Garnish"]);
    full.must(CAI, "set-step", &json!({"scheduleId": "$schedule", "step": 2, "done": true}));
    let before = shown(&full);
    let undone = undo(&mut full, CARLA, &act);
    assert_eq!(undone.fields["steps"], FieldOutcome::ChangedSince);
    assert_eq!(shown(&full), before);
}

#[test]
fn a_party_is_not_undone_from_under_somebody_elses_line() {
    let mut full = Full::new();
    let data = json!({"budgetId": "$new", "name": "New", "date": "2026-12-20", "servingTime": "20:00", "guests": 10});
    let act = full.must(ALICE, "create-budget", &data);
    full.must(DAVID, "put-budget-line", &json!({"lineId": "$his", "budgetId": "$new", "category": "other"}));
    let undone = undo(&mut full, ALICE, &act);
    assert_eq!(undone.fields["budgets"], FieldOutcome::ChangedSince);
    assert!(full.world.state.budgets()[&full.names["new"].into()].removed.is_none());
}

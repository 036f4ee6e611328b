//! Who may undo what: whoever might say by hand now, in their present role and as things stand, what
//! the rows become (DOMAIN, Roles; Conflicts).

use serde_json::{Value, json};

use crate::domain::refusal::Refusal;
use crate::domain::rows::{BudgetStatus, Role};
use crate::domain::work::Decision;

use super::full::Full;
use super::world::{ALICE, BEA, BOB, CARLA, DAVID, Person};

const PEOPLE: [Person; 4] = [DAVID, ALICE, BOB, CARLA];

fn undo(full: &mut Full, by: Person, act: &Decision) -> Result<Decision, Refusal> {
    let head = full.world.head;
    let undone = full.act(by, head, "undo", &json!({"commandId": act.act.command}));
    full.world.assert_settled();
    undone
}

fn code(undone: Result<Decision, Refusal>) -> String {
    undone.map_or_else(
        |refusal| serde_json::to_value(refusal.code).unwrap().as_str().unwrap().to_owned(),
        |_| ".".to_owned(),
    )
}

#[test]
fn an_undo_takes_the_rights_that_the_fields_take() {
    let full = Full::new();
    let kilo = |amount: &str| json!({"amount": amount, "unit": "kg"});
    let logistics = [".", "forbidden", ".", "forbidden"];
    let kitchen = [".", "forbidden", "forbidden", "."];
    let admin = [".", "forbidden", "forbidden", "forbidden"];
    // By whom, what, and what becomes of an undo by an admin, an organizer, logistics, a cook.
    let cases: Vec<(Person, &str, Value, [&str; 4])> = vec![
        (BEA, "put-product", json!({"productId": "$beef", "price": 9}), logistics),
        (
            BEA,
            "put-product",
            json!({"productId": "$beef", "allergens": "unknown"}),
            [".", "forbidden", ".", "."],
        ),
        (DAVID, "put-product", json!({"productId": "$new", "name": "New", "unit": "kg"}), logistics),
        (
            CARLA,
            "put-product",
            json!({"productId": "$new", "name": "New", "unit": "kg"}),
            [".", "forbidden", ".", "."],
        ),
        (CARLA, "put-dish", json!({"dishId": "$dish", "serves": 7}), kitchen),
        (DAVID, "put-dish", json!({"dishId": "$new", "name": "New", "course": "main", "serves": 1}), kitchen),
        (DAVID, "put-menu", json!({"menuId": "$menu", "pricePerPerson": 5}), admin),
        (CARLA, "put-menu", json!({"menuId": "$menu", "name": "Other"}), kitchen),
        (
            CARLA,
            "set-ingredient-quantity",
            json!({"ingredientId": "$ingredient", "quantity": kilo("9")}),
            kitchen,
        ),
        (DAVID, "put-user", json!({"userId": "$carla", "role": "admin"}), admin),
        (DAVID, "put-user", json!({"userId": "$carla", "email": "x@y.example"}), admin),
        (
            DAVID,
            "put-user",
            json!({"userId": "$carla", "name": "Clara"}),
            [".", "forbidden", "forbidden", "."],
        ),
        (DAVID, "edit-budget", json!({"budgetId": "$party", "ownerId": "$david"}), admin),
        (
            DAVID,
            "edit-budget",
            json!({"budgetId": "$party", "venue": "Hall"}),
            [".", ".", "forbidden", "forbidden"],
        ),
        (
            ALICE,
            "edit-task",
            json!({"taskId": "$task", "role": "cook"}),
            [".", ".", "not-found", "forbidden"],
        ),
        (BEA, "edit-task", json!({"taskId": "$task", "title": "Fly"}), [".", ".", ".", "not-found"]),
        (BEA, "close-short", json!({"itemId": "$item", "needed": "$needed"}), logistics),
        (BEA, "void-purchase", json!({"purchaseId": "$purchase"}), logistics),
        (CARLA, "receive", json!({"purchaseIds": ["$purchase"]}), [".", "forbidden", ".", "."]),
        (DAVID, "edit-workspace", json!({"name": "Other"}), admin),
        (
            DAVID,
            "resolve-conflict",
            json!({"conflictId": "$guests-question", "value": 30}),
            [".", ".", "forbidden", "forbidden"],
        ),
    ];
    let mut wrong = Vec::new();
    for (by, kind, mut data, expected) in cases {
        let mut full = full.clone();
        if kind == "close-short" {
            let id = full.names["item"].into();
            data["needed"] = json!(full.world.state.shopping_items()[&id].needed);
        }
        let act = full.must(by, kind, &data);
        for (person, expected) in PEOPLE.into_iter().zip(expected) {
            let got = code(undo(&mut full.clone(), person, &act));
            if got != expected {
                wrong.push(format!("{kind} {data} undone by {:?}: {got}, not {expected}", person.role));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn who_has_lost_a_role_does_not_get_it_back_by_undoing() {
    let mut full = Full::new();
    let act = full.must(DAVID, "put-user", &json!({"userId": "$bob", "role": "cook"}));
    let bob = Person { role: Role::Cook, ..BOB };
    assert_eq!(code(undo(&mut full, bob, &act)), "forbidden");
    assert_eq!(full.world.state.users()[&BOB.user].role, Role::Cook);
}

#[test]
fn the_last_admin_stays_one_whoever_undoes() {
    let mut full = Full::new();
    let act = full.must(DAVID, "put-user", &json!({"userId": "$alice", "role": "admin"}));
    full.must(DAVID, "put-user", &json!({"userId": "$david", "role": "cook"}));
    let alice = Person { role: Role::Admin, ..ALICE };
    assert_eq!(code(undo(&mut full, alice, &act)), "status");
}

#[test]
fn what_a_completed_party_was_stays_also_by_an_undo() {
    let mut full = Full::new();
    for data in [json!({"date": "2026-12-24"}), json!({"guests": 30}), json!({"servingTime": "20:00"})] {
        let mut full = full.clone();
        let mut edit = data.clone();
        edit["budgetId"] = json!("$later");
        let act = full.must(ALICE, "edit-budget", &edit);
        full.must(ALICE, "set-budget-status", &json!({"budgetId": "$later", "status": "completed"}));
        assert_eq!(code(undo(&mut full, ALICE, &act)), "status", "{data}");
    }
    // Completing it by mistake is taken back all the same.
    let act = full.must(ALICE, "set-budget-status", &json!({"budgetId": "$later", "status": "completed"}));
    assert_eq!(code(undo(&mut full, ALICE, &act)), ".");
    assert_eq!(full.world.state.budgets()[&full.names["later"].into()].status, BudgetStatus::Reserva);
}

#[test]
fn what_was_removed_meanwhile_neither_stops_an_undo_nor_comes_back_without_its_place() {
    let mut full = Full::new();
    let edited = full.must(
        ALICE,
        "put-budget-line",
        &json!({"lineId": "$draft-food", "budgetId": "$draft", "text": "x"}),
    );
    let removed = full.must(ALICE, "remove-budget-line", &json!({"lineId": "$draft-food"}));
    assert_eq!(code(undo(&mut full.clone(), ALICE, &edited)), ".");
    full.must(ALICE, "remove-budget", &json!({"budgetId": "$draft"}));
    assert_eq!(code(undo(&mut full, ALICE, &removed)), "not-found");

    let mut full = Full::new();
    let removed = full.must(ALICE, "remove-budget-line", &json!({"lineId": "$draft-food"}));
    for number in 0..199 {
        let line = json!({"lineId": format!("$line-{number}"), "budgetId": "$draft", "category": "other"});
        full.must(ALICE, "put-budget-line", &line);
    }
    assert_eq!(code(undo(&mut full, ALICE, &removed)), "limit");
}

#[test]
fn an_address_that_somebody_else_has_by_now_does_not_come_back() {
    let mut full = Full::new();
    let act = full.must(DAVID, "put-user", &json!({"userId": "$bob", "email": "bobby@demo.example"}));
    full.must(DAVID, "put-user", &json!({"userId": "$bea", "email": "bob@demo.example"}));
    let refusal = undo(&mut full, DAVID, &act).unwrap_err();
    assert_eq!(refusal.field.as_deref(), Some("email"));
    assert!(refusal.message.contains("address"));
}

#[test]
fn values_that_no_longer_fit_together_do_not_come_back() {
    let mut full = Full::new();
    full.must(DAVID, "put-menu", &json!({"menuId": "$menu", "min": 5, "max": 10}));
    let act = full.must(DAVID, "put-menu", &json!({"menuId": "$menu", "max": 60}));
    full.must(DAVID, "put-menu", &json!({"menuId": "$menu", "min": 50}));
    assert_eq!(code(undo(&mut full, DAVID, &act)), "invalid");
}

//! A party that goes takes its lines along, but not somebody's work that its remover had not seen
//! (DOMAIN, Conflicts: removal against change).

use serde_json::{Value, json};

use crate::domain::rows::{Conflict, ConflictState, Table};
use crate::domain::values::Revision;
use crate::domain::work::Acceptance;

use super::full::Full;
use super::world::{ALICE, DAVID, Person};

fn removes(full: &mut Full, by: Person, seen: Revision) -> Acceptance {
    let decision = full.act(by, seen, "remove-budget", &json!({"budgetId": "$draft"})).unwrap();
    full.world.assert_settled();
    decision.acceptance
}

fn question(full: &Full) -> Option<Conflict> {
    let draft = full.names["draft"];
    let mut open = full.world.state.conflicts_on(Table::Budgets, draft);
    open.find(|one| one.state == ConflictState::Open && one.field == "removed")
        .map(|one| one.as_ref().clone())
}

fn is_there(full: &Full, table: Table, name: &str) -> bool {
    full.world.state.row(table, full.names[name]).unwrap().removed().is_none()
}

#[test]
fn a_line_changed_or_added_unseen_asks_before_its_party_goes() {
    let cases: [Value; 2] = [
        json!({"lineId": "$draft-food", "budgetId": "$draft", "text": "much better food"}),
        json!({"lineId": "$band", "budgetId": "$draft", "category": "other", "text": "Band"}),
    ];
    for line in cases {
        let mut full = Full::new();
        let seen = full.world.head;
        full.must(DAVID, "put-budget-line", &line);
        assert_eq!(removes(&mut full, ALICE, seen), Acceptance::Conflict, "{line}");
        assert!(
            is_there(&full, Table::Budgets, "draft") && is_there(&full, Table::BudgetLines, "draft-food")
        );
        let conflict = question(&full).expect("a question");
        assert_eq!(conflict.values.len(), 2);
        // Whoever decides in sight of it decides for all.
        full.must(ALICE, "resolve-conflict", &json!({"conflictId": conflict.id, "value": "gone"}));
        assert!(
            !is_there(&full, Table::Budgets, "draft") && !is_there(&full, Table::BudgetLines, "draft-food")
        );
        full.world.assert_settled();
    }
}

#[test]
fn what_its_remover_has_seen_or_made_goes_with_the_party() {
    let mut full = Full::new();
    let seen = full.world.head;
    // Her own, from the same browser, though no frame has shown it to her yet.
    full.must(
        ALICE,
        "put-budget-line",
        &json!({"lineId": "$own", "budgetId": "$draft", "category": "other"}),
    );
    assert_eq!(removes(&mut full, ALICE, seen), Acceptance::Accepted);
    assert!(!is_there(&full, Table::BudgetLines, "own"));

    let mut full = Full::new();
    full.must(
        DAVID,
        "put-budget-line",
        &json!({"lineId": "$his", "budgetId": "$draft", "category": "other"}),
    );
    let seen = full.world.head;
    assert_eq!(removes(&mut full, ALICE, seen), Acceptance::Accepted);
    assert!(question(&full).is_none());
}

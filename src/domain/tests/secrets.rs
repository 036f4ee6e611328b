//! Money never reaches a cook, nor how to reach a client (DOMAIN, Roles).

use super::full::Full;
use super::rights::table;
use super::world::{CARLA, DAVID};
use crate::domain::rows::Role;
use crate::domain::sight;

#[test]
fn no_money_and_no_way_to_reach_a_client_gets_to_a_cook() {
    let full = Full::new();
    let mut seen = 0;
    for row in full.world.state.all() {
        let Some(cut) = sight::cut(Role::Cook, CARLA.user, &row) else { continue };
        seen += 1;
        assert_secret(&serde_json::to_string(&cut).unwrap());
    }
    assert!(seen > 50);
    // The figures do stand in what the admin sees.
    let all: Vec<String> = full.world.state.all().map(|row| serde_json::to_string(&row).unwrap()).collect();
    for figure in 777_001..=777_014 {
        assert!(all.iter().any(|row| row.contains(&figure.to_string())), "{figure}");
    }
}

#[test]
fn no_fact_tells_a_cook_of_money() {
    let full = Full::new();
    for (kind, data, _, _) in table() {
        let mut full = full.clone();
        let Ok(decision) = full.act(DAVID, full.world.head, kind, &data) else { continue };
        for fact in decision.also.iter().chain([&decision.fact]) {
            let heard = sight::cut_fact(Role::Cook, fact);
            assert_secret(&serde_json::to_string(&heard).unwrap());
        }
        for change in decision.changes {
            let cut = change.after.and_then(|row| sight::cut(Role::Cook, CARLA.user, &row));
            assert_secret(&serde_json::to_string(&cut).unwrap());
        }
    }
}

fn assert_secret(text: &str) {
    for word in ["7770", "client.example"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

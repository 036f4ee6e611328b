//! Clocks of browsers that are years off: `at` is shown, and changes neither order nor effect.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::books::Books;
use super::shoppers::lines;
use crate::support::{Server, command, uuid};

fn at(mut command: Value, at: i64) -> Value {
    command["at"] = json!(at);
    command
}

#[tokio::test]
async fn what_was_done_first_comes_first_whatever_the_clocks_said() {
    let server = Server::demo();
    let (david, bob, bea) =
        (server.person("david").await, server.person("bob").await, server.person("bea").await);
    let line = lines(&david, 1).await[0];
    let buy = |kind: &str, amount: &str| {
        let quantity = json!({"amount": amount, "unit": "kg"});
        command(kind, json!({"itemId": line, "purchaseId": uuid(), "quantity": quantity}))
    };
    let year = 365 * 86_400_000_i64;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let now = i64::try_from(now).unwrap();
    // Bob's clock is a century ahead, Bea's before 1970, one broken altogether. Bea's mark was made with
    // Bob's purchase on her screen: it states the whole, however much later he says he bought.
    let bought = bob.submit(&[at(buy("add-purchase", "3"), now + 100 * year)]).await;
    let mut mark = at(buy("mark-purchased", "5"), -year);
    mark["seen"] = bought["head"].clone();
    mark["epoch"] = json!(bea.epoch);
    let marked = bea.submit(&[mark]).await;
    let later =
        bob.submit(&[at(buy("add-purchase", "1"), i64::MAX), at(buy("add-purchase", "2"), i64::MIN)]).await;
    let revision = |answer: &Value, at: usize| answer["outcomes"][at]["revision"].as_u64().unwrap();
    let order = [revision(&bought, 0), revision(&marked, 0), revision(&later, 0), revision(&later, 1)];
    assert!(order.is_sorted(), "{order:?}");
    for answer in [&bought, &marked, &later] {
        for outcome in answer["outcomes"].as_array().unwrap() {
            assert_eq!(outcome["outcome"], "accepted", "{outcome}");
        }
    }
    let books = Books::open(&server.stop()).await;
    let item = books.state.shopping_items().get(&line).unwrap();
    assert_eq!(item.purchased.thousandths(), 8_000_000, "5 kg in all, then 1 and 2 more");
    for record in books.state.purchases_of(line) {
        assert!((record.at.0 - now).abs() < 600_000, "a record has the server's time: {record:?}");
    }
    let logged: Vec<i64> = books.log.iter().rev().take(4).map(|entry| entry.at.0).collect();
    assert_eq!(logged, [i64::MIN, i64::MAX, -year, now + 100 * year], "what they said is kept to be shown");
}

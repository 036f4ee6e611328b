//! A load that collides: shoppers who work on the same few lines of one week's list.

use bliss::domain::ids::{CommandId, ItemId};
use bliss::domain::values::{Unit, Week};
use bliss::sync::topic::{Scope, Topic};
use serde_json::json;

use crate::support::{Person, Proxy, Server, Tab, uuid};

/// Far ahead of what the demonstration plans, so that all that was bought in it was bought here.
pub const WEEK: &str = "2031-W10";

/// What the shoppers listen to.
pub fn scopes() -> Vec<Scope> {
    [Topic::Shopping, Topic::Tasks, Topic::Activity, Topic::Conflicts].map(Scope::all).into()
}

/// Lines that are needed in the week, made by an admin.
pub async fn lines(admin: &Person, many: usize) -> Vec<ItemId> {
    let week: Week = WEEK.parse().unwrap();
    let mut lines = Vec::new();
    for number in 0..many {
        let product = uuid();
        let named = json!({"productId": product, "name": format!("Ware {number}"),
                           "category": "vegetables", "unit": "kg"});
        admin.must("put-product", named).await;
        let needed = json!({"demandId": uuid(), "week": WEEK, "productId": product,
                            "quantity": {"amount": "500", "unit": "kg"}});
        admin.must("put-demand", needed).await;
        lines.push(ItemId::derived(week, product.parse().unwrap(), Unit::G));
    }
    lines
}

/// Four tabs of three people behind a network of their own.
pub async fn tabs(server: &Server, proxy: &Proxy) -> Vec<Tab> {
    let mut tabs = Vec::new();
    for name in ["bob", "bea", "alice", "bob"] {
        let person = server.person(name).await;
        tabs.push(Tab::open(&person, &proxy.address, &scopes()));
    }
    for tab in &tabs {
        tab.delivered().await;
    }
    tabs
}

/// Acts again and again, never far ahead of what was answered. One act in eight is refused by the
/// rules; others take back what was bought before, or meet on one line's notes.
pub async fn work(tab: &Tab, lines: &[ItemId], acts: usize) {
    let mut bought = Vec::new();
    for number in 0..acts {
        tab.until("few acts wait", |replica| replica.outbox().waiting() < 6).await;
        let line = lines[number % lines.len()];
        match number % 8 {
            0 | 2 | 4 => {
                let purchase = uuid();
                let some = json!({"amount": format!("0.{}", number % 9 + 1), "unit": "kg"});
                tab.act("add-purchase", json!({"itemId": line, "purchaseId": purchase, "quantity": some}));
                bought.push(purchase);
            }
            1 => drop(task(tab, &format!("Errand {number}"))),
            3 => drop(task(tab, "")),
            5 => {
                let text = json!({"commentId": uuid(), "table": "shopping-items", "rowId": line,
                                  "text": format!("Seen at the market, {number}")});
                tab.act("comment", text);
            }
            6 => drop(tab.act("edit-shopping-item", json!({"itemId": line, "notes": format!("{number}")}))),
            _ => {
                let purchase = bought.swap_remove(number % bought.len());
                tab.act("void-purchase", json!({"purchaseId": purchase}));
            }
        }
    }
}

fn task(tab: &Tab, title: &str) -> CommandId {
    tab.act("create-task", json!({"taskId": uuid(), "title": title, "role": "logistics"}))
}

/// Waits until so many acts of all were answered.
pub async fn answered(tabs: &[Tab], many: usize) {
    crate::support::eventually(&format!("{many} acts are answered"), async || {
        tabs.iter().map(|tab| tab.answers().len()).sum::<usize>() >= many
    })
    .await;
}

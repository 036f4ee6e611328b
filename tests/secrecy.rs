//! No money and no client's contact ever reaches a cook, by whatever way.
#![cfg(all(feature = "ssr", feature = "client"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeSet;

use bliss::domain::command::Command;
use bliss::domain::ids::{DishId, IngredientId, LineId, ProductId, ScheduleId};
use serde_json::{Value, json};
use support::{Person, Server, Socket, command, uuid};

/// Every figure of money that the test makes up begins so.
const MAGIC: i64 = 8_642_000;

fn money(number: i64) -> i64 {
    MAGIC + number
}

/// Words that only a client's contact data holds.
const CONTACTS: [&str; 3] = ["quixotic@client.example", "+00 864 200 1", "Quixotic Holdings"];

/// Names under which only money stands, and what identifies a client.
const SECRET: [&str; 11] = [
    "price",
    "paid",
    "unitPrice",
    "plannedCost",
    "pricePerPerson",
    "limit",
    "money",
    "payment",
    "clientId",
    "committed",
    "actual",
];

/// What a cook was sent, of which something is none of hers.
fn leaks(what: &str, value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = format!("{path}.{name}");
                if SECRET.contains(&name.as_str()) && !value.is_null() {
                    found.push(format!("{what}: {path} = {value}"));
                }
                if name == "split" && value.as_array().is_some_and(|split| !split.is_empty()) {
                    found.push(format!("{what}: {path} = {value}"));
                }
                leaks(what, value, &path, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| leaks(what, value, path, found)),
        Value::Number(_) | Value::String(_) => {
            let text = value.to_string();
            let contact = CONTACTS.iter().any(|contact| text.contains(contact));
            if without_ids(&text).contains("8642") || contact {
                found.push(format!("{what}: {path} = {text}"));
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// A text without its ids: among their random digits any figure may come up.
fn without_ids(text: &str) -> String {
    let words = text.split(|letter: char| !(letter.is_ascii_hexdigit() || letter == '-'));
    words.filter(|word| word.parse::<::uuid::Uuid>().is_err()).collect::<Vec<_>>().join(" ")
}

/// A cook who listens to everything there is.
struct Ear {
    socket: Socket,
    found: Vec<String>,
    frames: usize,
    /// The commands whose facts were heard, or could have been.
    heard: BTreeSet<String>,
}

impl Ear {
    async fn of(person: &Person) -> Self {
        let (mut socket, _) = person.listen().await;
        let mut found = Vec::new();
        for topic in TOPICS {
            let rows = socket.subscribe(topic, topic, json!({})).await;
            assert_eq!(rows["type"], "rows", "{topic}");
            leaks(&format!("rows of {topic}"), &rows, "", &mut found);
        }
        Self { socket, found, frames: 0, heard: BTreeSet::new() }
    }

    /// Hears what somebody does, who must be let.
    async fn hears(&mut self, person: &Person, kind: &str, data: Value) {
        person.must(kind, data).await;
        self.listen(kind).await;
    }

    async fn listen(&mut self, after: &str) {
        self.heard.insert(after.to_owned());
        for frame in self.socket.until_now().await {
            self.frames += 1;
            let what = format!("{} after {after}", frame["type"]);
            leaks(&what, &frame, "", &mut self.found);
        }
    }
}

const TOPICS: [&str; 10] = [
    "budgets",
    "tasks",
    "cooking",
    "shopping",
    "catalogue",
    "people",
    "notifications",
    "activity",
    "conflicts",
    "presence",
];

/// Rows of a table in a person's page, by a test of theirs.
async fn rows(person: &Person, page: &str, table: &str) -> Vec<Value> {
    let seed = person.seed(page).await;
    let rows = seed["rows"].as_array().unwrap().iter().filter(|row| row["table"] == table);
    rows.map(|row| row["row"].clone()).collect()
}

/// Whatever else is done around a booked party whose goods have prices.
async fn work_on_it(ear: &mut Ear, crew: [&Person; 3], party: [&String; 4]) {
    let ([david, other, carla], [budget, line, dish, product]) = (crew, party);
    let kilos = |amount: &str| json!({"amount": amount, "unit": "kg"});
    let (one, two) = (uuid(), uuid());
    for (kind, data) in [
        ("create-task", json!({"taskId": one, "title": "Dig", "role": "cook", "budgetId": budget})),
        ("create-task", json!({"taskId": two, "title": "Sniff", "role": "cook", "budgetId": budget})),
        ("edit-task", json!({"taskId": one, "minutes": 15})),
        ("add-prerequisite", json!({"taskId": one, "prerequisiteId": two})),
        ("remove-prerequisite", json!({"taskId": one, "prerequisiteId": two})),
        ("block-task", json!({"taskId": one, "reason": "No pig"})),
        ("unblock-task", json!({"taskId": one})),
        ("set-task-status", json!({"taskId": one, "status": "in_progress", "note": "Found one"})),
        ("remove-task", json!({"taskId": two})),
    ] {
        ear.hears(david, kind, data).await;
    }

    let (schedule, butter, ingredient) = (uuid(), uuid(), uuid());
    let id = |text: &String| text.parse::<::uuid::Uuid>().unwrap();
    let planned = ScheduleId::derived(LineId(id(line)), Some(DishId(id(dish))));
    let truffle = IngredientId::derived(planned, ProductId(id(product)));
    let groups = json!([{"label": "Kids", "count": 2, "diet": "no milk"}]);
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let in_an_hour = (now + 3_600) * 1_000;
    for (kind, data) in [
        (
            "put-product",
            json!({"productId": butter, "name": "Butter", "category": "dairy", "unit": "kg",
            "price": money(30), "allergens": {"known": ["milk"]}}),
        ),
        (
            "create-schedule",
            json!({"scheduleId": schedule, "budgetId": budget, "title": "Sauce",
            "serveAt": "2027-06-12T19:00", "guests": 25, "steps": [{"text": "Melt", "minutes": 5}]}),
        ),
        ("edit-schedule", json!({"scheduleId": schedule, "instructions": "Slowly."})),
        (
            "put-ingredient",
            json!({"ingredientId": ingredient, "scheduleId": schedule, "productId": butter,
            "quantity": kilos("3")}),
        ),
        ("set-ingredient-quantity", json!({"ingredientId": ingredient, "quantity": kilos("4")})),
        ("set-step", json!({"scheduleId": schedule, "step": 0, "done": true})),
        (
            "set-timer",
            json!({"timerId": uuid(), "scheduleId": schedule, "label": "Sauce", "endsAt": in_an_hour}),
        ),
        ("edit-budget", json!({"budgetId": budget, "groups": groups})),
        ("acknowledge", json!({"table": "schedules", "rowId": schedule})),
        ("set-ingredient-quantity", json!({"ingredientId": truffle, "quantity": kilos("1.5")})),
        ("set-guest-count", json!({"budgetId": budget, "guests": 30})),
        ("take-new-amount", json!({"ingredientId": truffle})),
        ("set-schedule-status", json!({"scheduleId": schedule, "status": "cooking"})),
    ] {
        ear.hears(david, kind, data).await;
    }

    let (next, substitute, demand) = (uuid(), uuid(), uuid());
    for (kind, data) in [
        (
            "create-budget",
            json!({"budgetId": next, "name": "The week after", "date": "2027-06-19",
            "servingTime": "19:00", "guests": 10, "limit": money(31)}),
        ),
        (
            "put-budget-line",
            json!({"lineId": uuid(), "budgetId": next, "category": "food", "dishId": dish, "unitPrice": money(32)}),
        ),
        ("set-budget-status", json!({"budgetId": next, "status": "reserva"})),
    ] {
        ear.hears(david, kind, data).await;
    }
    let item = async |party: &String, name: &str| {
        let items = rows(david, &format!("/budgets/{party}"), "shopping-items").await;
        items.into_iter().find(|item| item["name"] == name).unwrap()
    };
    let (truffles, later, fat) =
        (item(budget, "Truffle").await, item(&next, "Truffle").await, item(budget, "Butter").await);
    for (kind, data) in [
        ("have-already", json!({"itemId": fat["id"], "purchaseId": uuid(), "quantity": kilos("0.5")})),
        ("edit-shopping-item", json!({"itemId": fat["id"], "supplier": "Dairy Huber", "notes": "Salted."})),
        ("claim-item", json!({"week": fat["week"], "category": "dairy", "claimed": true})),
        (
            "add-purchase",
            json!({"itemId": truffles["id"], "purchaseId": uuid(), "quantity": kilos("50"), "paid": money(33)}),
        ),
        (
            "take-surplus",
            json!({"transferId": uuid(), "fromItemId": truffles["id"], "toItemId": later["id"],
            "quantity": kilos("0.5")}),
        ),
        (
            "propose-substitute",
            json!({"itemId": fat["id"], "substituteId": substitute, "productId": product, "quantity": kilos("1")}),
        ),
        ("answer-substitute", json!({"substituteId": substitute, "accepted": true})),
        (
            "put-demand",
            json!({"demandId": demand, "week": later["week"], "productId": butter,
            "quantity": kilos("2"), "text": "For the staff"}),
        ),
        ("remove-demand", json!({"demandId": demand})),
        ("remove-ingredient", json!({"ingredientId": ingredient})),
    ] {
        ear.hears(david, kind, data).await;
    }
    let still = item(&next, "Truffle").await;
    ear.hears(david, "close-short", json!({"itemId": still["id"], "needed": still["needed"]})).await;

    // Two browsers that have not seen each other: the same goods twice, and two notes.
    let wine = uuid();
    let red =
        json!({"productId": wine, "name": "Red", "category": "drinks", "unit": "bottle", "price": money(34)});
    ear.hears(david, "put-product", red).await;
    let bottles = json!({"amount": "6", "unit": "bottle"});
    let need = json!({"demandId": uuid(), "week": later["week"], "productId": wine, "quantity": bottles,
        "budgetId": next});
    ear.hears(david, "put-demand", need).await;
    let red = item(&next, "Red").await["id"].clone();
    for by in [david, other] {
        let ticked = json!({"itemId": red, "purchaseId": uuid(), "quantity": bottles, "paid": money(35)});
        ear.hears(by, "mark-purchased", ticked).await;
        let noted =
            json!({"budgetId": next, "notes": if by.replica == david.replica { "Red." } else { "White." }});
        ear.hears(by, "edit-budget", noted).await;
    }
    let question = async |kind: &str| {
        let open = rows(david, &format!("/budgets/{next}"), "conflicts").await;
        open.into_iter().find(|row| row["kind"] == kind && row["state"] == "open").unwrap()["id"].clone()
    };
    let same = json!({"conflictId": question("shopping-purchase").await, "same": true});
    ear.hears(david, "answer-same-goods", same).await;
    let settled = json!({"conflictId": question("text").await, "value": "Rosé."});
    ear.hears(david, "resolve-conflict", settled).await;

    let (draft, menu, plate, nothing, invite) = (uuid(), uuid(), uuid(), uuid(), uuid());
    for (kind, data) in [
        (
            "create-budget",
            json!({"budgetId": draft, "name": "Never", "date": "2027-07-01", "servingTime": "19:00",
            "guests": 10, "limit": money(36)}),
        ),
        ("remove-budget", json!({"budgetId": draft})),
        ("put-menu", json!({"menuId": menu, "name": "Poor", "dishIds": [], "pricePerPerson": money(37)})),
        ("remove-menu", json!({"menuId": menu})),
        (
            "put-dish",
            json!({"dishId": plate, "name": "Nothing", "course": "main", "serves": 1, "ingredients": [], "steps": []}),
        ),
        ("remove-dish", json!({"dishId": plate})),
        ("put-product", json!({"productId": nothing, "name": "Nothing", "unit": "kg", "price": money(38)})),
        ("remove-product", json!({"productId": nothing})),
        ("invite", json!({"inviteId": invite, "role": "cook", "tokenHash": "8642".repeat(16)})),
        ("revoke-invite", json!({"inviteId": invite})),
        ("put-user", json!({"userId": carla.user, "name": "Carla R."})),
        ("edit-workspace", json!({"name": "Rich Catering"})),
    ] {
        ear.hears(david, kind, data).await;
    }
    let told = rows(carla, "/", "notifications").await;
    let told: Vec<&Value> = told.iter().map(|row| &row["id"]).collect();
    ear.hears(carla, "mark-read", json!({"notificationIds": told})).await;
}

#[tokio::test]
async fn money_never_reaches_a_cook() {
    let server = Server::demo();
    let (david, other, carla) =
        (server.person("david").await, server.person("david").await, server.person("carla").await);
    let mut ear = Ear::of(&carla).await;
    let (client, budget, line, drinks, product, menu, dish) =
        (uuid(), uuid(), uuid(), uuid(), uuid(), uuid(), uuid());
    let payment = uuid();
    let commands = [
        (
            "put-client",
            json!({"clientId": client, "name": "Quixotic", "email": CONTACTS[0],
            "phone": CONTACTS[1], "company": CONTACTS[2], "notes": CONTACTS[2]}),
        ),
        (
            "put-product",
            json!({"productId": product, "name": "Truffle", "category": "vegetables",
            "unit": "kg", "price": money(1)}),
        ),
        ("put-product", json!({"productId": product, "price": money(2)})),
        (
            "put-dish",
            json!({"dishId": dish, "name": "Truffles", "course": "main", "serves": 10,
            "prepMinutes": 5, "cookMinutes": 5, "steps": [],
            "ingredients": [{"productId": product, "quantity": {"amount": "1", "unit": "kg"}}]}),
        ),
        ("put-menu", json!({"menuId": menu, "name": "Rich", "dishIds": [dish], "pricePerPerson": money(3)})),
        (
            "create-budget",
            json!({"budgetId": budget, "name": "Rich party", "clientId": client,
            "date": "2027-06-12", "servingTime": "19:00", "guests": 20, "limit": money(4)}),
        ),
        (
            "put-budget-line",
            json!({"lineId": line, "budgetId": budget, "category": "food",
            "menuId": menu, "unitPrice": money(5), "plannedCost": money(6)}),
        ),
        (
            "put-budget-line",
            json!({"lineId": drinks, "budgetId": budget, "category": "drinks",
            "productId": product, "quantity": {"amount": "3", "unit": "kg"}, "unitPrice": money(7)}),
        ),
        (
            "record-payment",
            json!({"paymentId": payment, "budgetId": budget, "amount": money(8),
            "kind": "deposit", "method": "cash", "date": "2027-01-01", "reference": "x"}),
        ),
        ("set-budget-status", json!({"budgetId": budget, "status": "reserva", "note": "Booked"})),
        ("edit-budget", json!({"budgetId": budget, "limit": money(9), "notes": "More"})),
        ("edit-budget", json!({"budgetId": budget, "limit": 1})),
        ("put-budget-line", json!({"lineId": line, "budgetId": budget, "unitPrice": money(10)})),
        ("put-budget-line", json!({"lineId": line, "budgetId": budget, "plannedCost": null})),
        ("set-guest-count", json!({"budgetId": budget, "guests": 25})),
        ("put-menu", json!({"menuId": menu, "pricePerPerson": money(11)})),
        ("put-client", json!({"clientId": client, "email": format!("new-{}", CONTACTS[0])})),
        (
            "comment",
            json!({"commentId": uuid(), "table": "clients", "rowId": client,
            "text": CONTACTS[2]}),
        ),
        (
            "comment",
            json!({"commentId": uuid(), "table": "payments", "rowId": payment,
            "text": "8642"}),
        ),
        ("void-payment", json!({"paymentId": payment})),
    ];
    for (kind, data) in commands {
        ear.hears(&david, kind, data).await;
    }
    let items = rows(&david, &format!("/budgets/{budget}"), "shopping-items").await;
    let item = items.iter().find(|item| item["name"] == "Truffle").unwrap()["id"].clone();
    let kilos = |amount: &str| json!({"amount": amount, "unit": "kg"});
    let (mark, add) = (uuid(), uuid());
    let buying = [
        (
            "mark-purchased",
            json!({"itemId": item, "purchaseId": mark, "quantity": kilos("1"),
            "paid": money(12), "note": "First"}),
        ),
        (
            "add-purchase",
            json!({"itemId": item, "purchaseId": add, "quantity": kilos("9"),
            "paid": money(13)}),
        ),
        ("edit-purchase", json!({"purchaseId": add, "paid": money(14)})),
        (
            "mark-many-purchased",
            json!({"items": [{"itemId": item, "purchaseId": uuid(),
            "quantity": kilos("20"), "paid": money(15)}]}),
        ),
        ("receive", json!({"purchaseIds": [mark, add]})),
        ("void-purchase", json!({"purchaseId": mark})),
    ];
    for (kind, data) in buying {
        ear.hears(&david, kind, data).await;
    }
    // Settings that meet: two browsers of one person, neither of which has seen the other's.
    for (kind, data) in [
        ("put-product", json!({"productId": product, "price": money(16)})),
        ("put-product", json!({"productId": product, "price": money(17)})),
        ("edit-budget", json!({"budgetId": budget, "limit": money(18)})),
        ("edit-budget", json!({"budgetId": budget, "limit": money(19)})),
    ] {
        let by = if data.to_string().contains("8642017") || data.to_string().contains("8642019") {
            &other
        } else {
            &david
        };
        ear.hears(by, kind, data).await;
    }
    let undone = command("put-product", json!({"productId": product, "price": money(20)}));
    david.submit(std::slice::from_ref(&undone)).await;
    david.must("undo", json!({"commandId": undone["id"]})).await;
    ear.listen("undo").await;
    work_on_it(&mut ear, [&david, &other, &carla], [&budget, &line, &dish, &product]).await;
    for (kind, data) in [
        ("edit-budget", json!({"budgetId": budget, "date": "2027-06-13"})),
        ("remove-budget-line", json!({"lineId": drinks})),
        ("set-budget-status", json!({"budgetId": budget, "status": "completed"})),
        ("remove-client", json!({"clientId": client})),
        ("invite", json!({"inviteId": uuid(), "role": "cook", "tokenHash": "8642".repeat(16)})),
    ] {
        david.act(kind, data).await;
        ear.listen(kind).await;
    }
    let unheard: Vec<_> = Command::KINDS.iter().filter(|kind| !ear.heard.contains(**kind)).collect();
    assert_eq!(unheard, Vec::<&&str>::new(), "every command is done once while she listens");
    assert!(ear.frames > 40, "the cook has heard of the party: {}", ear.frames);

    let heard = Ear::of(&david).await.found;
    assert!(heard.len() > 20, "the ear would hear money, were it there: {heard:?}");

    // Her pages, their text and their rows; and rows asked for anew.
    let mut found = std::mem::take(&mut ear.found);
    for page in [
        "/",
        "/budgets",
        &format!("/budgets/{budget}"),
        "/tasks",
        "/cooking-schedule",
        "/shopping",
        "/people",
    ] {
        leaks(&format!("seed of {page}"), &carla.seed(page).await, "", &mut found);
        let text = carla.page(page).await;
        let contact = CONTACTS.iter().find(|secret| text.contains(**secret));
        let figure = without_ids(&text).contains("8642").then_some(&"8642");
        found.extend(contact.or(figure).map(|secret| format!("page {page}: {secret}")));
    }
    found.extend(Ear::of(&carla).await.found);
    // What a menu's or a product's edit by herself answers.
    let outcome = carla.act("put-menu", json!({"menuId": menu, "name": "Richer"})).await;
    assert_eq!(outcome["outcome"], "accepted");
    leaks("outcome", &outcome, "", &mut found);
    assert_eq!(found, Vec::<String>::new());
    let kept = rows(&david, "/", "menus").await;
    let kept = kept.iter().find(|row| row["id"] == json!(menu)).unwrap();
    assert_eq!(kept["pricePerPerson"], money(11), "what she cannot see stays as it is");
}

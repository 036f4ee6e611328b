//! A world with one of everything, spoken to in JSON as a client does. `"$party"` in the data of a
//! command stands for the id of that name; a name not known yet gets one.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::command::Command;
use crate::domain::context::Mode;
use crate::domain::ids::{BudgetId, CommandId, IngredientId, ItemId, ScheduleId, TaskId};
use crate::domain::refusal::Refusal;
use crate::domain::rows::Table;
use crate::domain::values::Revision;
use crate::domain::work::Decision;

use super::world::{ALICE, BOB, CAI, CARLA, DAVID, EVERYBODY, Person, World, week};

#[derive(Clone)]
pub struct Full {
    pub world: World,
    pub names: BTreeMap<String, Uuid>,
}

impl Full {
    /// The world of which the permission table tells.
    pub fn new() -> Self {
        let mut full = Self { world: World::new(), names: BTreeMap::new() };
        for (person, name) in EVERYBODY.iter().zip(["david", "alice", "bob", "bea", "carla", "cai"]) {
            full.names.insert(name.into(), person.user.0);
        }
        let workspace = full.world.state.workspace().expect("a world has one").id.0;
        full.names.insert("workspace".into(), workspace);
        full.catalogue();
        full.parties();
        full.derived();
        full.work();
        full.shopping();
        full.questions();
        full
    }

    fn catalogue(&mut self) {
        for (name, unit) in [("rice", "kg"), ("beef", "kg"), ("lamp", "piece"), ("salt", "kg")] {
            let id = format!("${name}");
            let data = json!({"productId": id, "name": name, "category": "meat", "unit": unit, "price": 777_001,
                "allergens": {"known": ["gluten"]}});
            self.must(DAVID, "put-product", &data);
        }
        let dish = |id: &str| {
            json!({"dishId": id, "name": "Paella", "course": "main", "serves": 4, "prepMinutes": 30,
                "cookMinutes": 60, "steps": [{"text": "Stir", "minutes": 5}],
                "ingredients": [{"productId": "$rice", "quantity": {"amount": "1", "unit": "kg"}}]})
        };
        self.must(DAVID, "put-dish", &dish("$dish"));
        self.must(DAVID, "put-dish", &dish("$sideDish"));
        for menu in ["$menu", "$sideMenu"] {
            let data =
                json!({"menuId": menu, "name": "Menu", "dishIds": ["$dish"], "pricePerPerson": 777_002});
            self.must(DAVID, "put-menu", &data);
        }
        for client in ["$client", "$stranger"] {
            let data = json!({"clientId": client, "name": "Ms Client", "email": "c@client.example",
                "phone": "777003", "notes": "pays 777004"});
            self.must(ALICE, "put-client", &data);
        }
        self.must(
            DAVID,
            "invite",
            &json!({"inviteId": "$invite", "role": "cook", "tokenHash": "a".repeat(64)}),
        );
    }

    fn parties(&mut self) {
        for (party, date) in [
            ("party", "2026-11-28"),
            ("draft", "2026-12-05"),
            ("later", "2026-12-03"),
            ("over", "2026-11-27"),
        ] {
            let id = format!("${party}");
            let data = json!({"budgetId": id, "name": party, "clientId": "$client", "date": date,
                "servingTime": "19:00", "guests": 20, "limit": 777_005, "notes": "",
                "groups": [{"label": "Kids", "count": 2, "diet": ""}]});
            self.must(ALICE, "create-budget", &data);
            for (line, subject) in [("food", "dishId"), ("lamps", "productId")] {
                let subject_id = if line == "food" { "$dish" } else { "$lamp" };
                let category = if line == "food" { "food" } else { "rental" };
                let mut data = json!({"lineId": format!("${party}-{line}"), "budgetId": id, "category": category,
                    "text": line, "unitPrice": 777_006, "plannedCost": 777_007,
                    "quantity": {"amount": "4", "unit": "piece"}});
                data[subject] = json!(subject_id);
                self.must(ALICE, "put-budget-line", &data);
            }
            if party == "party" {
                self.must(
                    ALICE,
                    "record-payment",
                    &json!({"paymentId": format!("${party}-payment"), "budgetId": id,
                    "amount": 777_008, "kind": "deposit", "method": "cash", "date": "2026-11-16"}),
                );
            }
        }
        for (party, statuses) in
            [("$party", &["reserva"][..]), ("$later", &["reserva"]), ("$over", &["reserva", "completed"])]
        {
            for status in statuses {
                self.must(ALICE, "set-budget-status", &json!({"budgetId": party, "status": status}));
            }
        }
    }

    /// Names for rows that the plan has made.
    fn derived(&mut self) {
        let (party, rice) = (BudgetId(self.names["party"]), self.names["rice"].into());
        let line = self.names["party-food"].into();
        let schedule = ScheduleId::derived(line, Some(self.names["dish"].into()));
        let item = |monday, product: &str, unit: &str| {
            ItemId::derived(week(monday), self.names[product].into(), unit.parse().expect("a unit")).0
        };
        let named = [
            ("shopping-task", TaskId::derived(party, "shopping").0),
            ("cooking-task", TaskId::derived(party, "cooking").0),
            ("cleanup-task", TaskId::derived(party, "cleanup").0),
            ("schedule", schedule.0),
            ("ingredient", IngredientId::derived(schedule, rice).0),
            ("item", item("2026-W48", "rice", "g")),
            ("lamps-item", item("2026-W48", "lamp", "piece")),
            ("later-item", item("2026-W49", "rice", "g")),
        ];
        for (name, id) in named {
            self.names.insert(name.into(), id);
        }
    }

    fn work(&mut self) {
        self.must(
            BOB,
            "create-task",
            &json!({"taskId": "$task", "title": "Drive", "role": "logistics",
            "budgetId": "$party"}),
        );
        self.must(BOB, "create-task", &json!({"taskId": "$before", "title": "Load", "role": "logistics"}));
        self.must(BOB, "add-prerequisite", &json!({"taskId": "$before", "prerequisiteId": "$shopping-task"}));
        self.must(
            CARLA,
            "edit-schedule",
            &json!({"scheduleId": "$schedule",
            "steps": [{"text": "Chop", "minutes": 5}, {"text": "Fry", "minutes": 5}]}),
        );
        self.must(
            CARLA,
            "put-ingredient",
            &json!({"ingredientId": "$beef-by-hand", "scheduleId": "$schedule",
            "productId": "$beef", "quantity": {"amount": "2", "unit": "kg"}}),
        );
        self.must(
            CARLA,
            "set-ingredient-quantity",
            &json!({"ingredientId": "$ingredient", "quantity": {"amount": "6", "unit": "kg"}}),
        );
        self.must(
            CARLA,
            "set-timer",
            &json!({"timerId": "$timer", "scheduleId": "$schedule", "label": "Rice",
            "endsAt": 1_794_820_000_000_i64}),
        );
    }

    fn shopping(&mut self) {
        let kilos = |amount: &str| json!({"amount": amount, "unit": "kg"});
        self.must(
            BOB,
            "mark-purchased",
            &json!({"itemId": "$item", "purchaseId": "$purchase",
            "quantity": kilos("2"), "paid": 777_009}),
        );
        self.must(
            BOB,
            "add-purchase",
            &json!({"itemId": "$lamps-item", "purchaseId": "$surplus",
            "quantity": {"amount": "90", "unit": "piece"}, "paid": 777_010}),
        );
        self.must(
            CARLA,
            "put-demand",
            &json!({"demandId": "$demand", "week": "2026-W48", "productId": "$rice",
            "quantity": kilos("1")}),
        );
        self.must(
            CARLA,
            "put-demand",
            &json!({"demandId": "$next-demand", "week": "2026-W49",
            "productId": "$lamp", "quantity": {"amount": "3", "unit": "piece"}}),
        );
        let lamp = self.names["lamp"].into();
        let next = ItemId::derived(week("2026-W49"), lamp, "piece".parse().expect("a unit"));
        self.names.insert("lamps-next".into(), next.0);
        self.must(
            BOB,
            "propose-substitute",
            &json!({"itemId": "$item", "substituteId": "$substitute",
            "productId": "$beef", "quantity": kilos("1")}),
        );
        self.must(
            BOB,
            "comment",
            &json!({"commentId": "$comment", "table": "shopping-items",
            "rowId": "$item", "text": "sold out"}),
        );
    }

    fn questions(&mut self) {
        let seen = self.world.head;
        let guests = |guests: u32| json!({"budgetId": "$party", "guests": guests});
        self.act(ALICE, seen, "set-guest-count", &guests(24)).expect("the first");
        self.act(DAVID, seen, "set-guest-count", &guests(26)).expect("the later");
        let limit = |limit: i64| json!({"budgetId": "$party", "limit": limit});
        self.act(ALICE, seen, "edit-budget", &limit(777_011)).expect("the first");
        self.act(DAVID, seen, "edit-budget", &limit(777_012)).expect("the later");
        let mark = |id: &str, amount: &str| {
            json!({"itemId": "$later-item", "purchaseId": id, "paid": 777_013,
                "quantity": {"amount": amount, "unit": "kg"}})
        };
        let seen = self.world.head;
        self.act(BOB, seen, "mark-purchased", &mark("$mark", "1")).expect("a mark");
        let bea = super::world::BEA;
        self.act(bea, seen, "mark-purchased", &mark("$other-mark", "2")).expect("another mark");
        // A change with a price that met the product's removal.
        let seen = self.world.head;
        self.act(DAVID, seen, "remove-product", &json!({"productId": "$salt"})).expect("nothing needs salt");
        let price = json!({"productId": "$salt", "price": 777_014});
        self.act(BOB, seen, "put-product", &price).expect("a question");
        for (name, table, field) in [
            ("guests-question", Table::Budgets, "guests"),
            ("same-goods", Table::ShoppingItems, "purchased"),
            ("salt-question", Table::Products, "removed"),
        ] {
            let mut conflicts = self.world.state.conflicts().values();
            let conflict = conflicts.find(|one| one.table == table && one.field == field).expect(name);
            self.names.insert(name.into(), conflict.id.0);
        }
        let note = self.world.state.notifications_of(BOB.user).next().expect("Bob was told of something");
        self.names.insert("notification".into(), note.id.0);
        let act = self.must(ALICE, "edit-budget", &json!({"budgetId": "$later", "venue": "Garden"}));
        self.names.insert("act".into(), act.act.command.expect("an act knows its command").0);
        let _ = CAI;
    }

    pub fn must(&mut self, by: Person, kind: &str, data: &Value) -> Decision {
        let head = self.world.head;
        self.act(by, head, kind, data).unwrap_or_else(|refusal| panic!("{kind}: {refusal:?}"))
    }

    pub fn act(&mut self, by: Person, seen: Revision, kind: &str, data: &Value) -> Result<Decision, Refusal> {
        let command = self.command(kind, data)?;
        let id = CommandId(self.world.uuid());
        self.world.act_as(by, seen, id, &command, Mode::Authority)
    }

    pub fn command(&mut self, kind: &str, data: &Value) -> Result<Command, Refusal> {
        let data = self.filled(data);
        Command::read(kind, data)
    }

    /// The data with ids in the place of names.
    fn filled(&mut self, data: &Value) -> Value {
        match data {
            Value::String(text) => match text.strip_prefix('$') {
                Some(name) => json!(self.id(name)),
                None => data.clone(),
            },
            Value::Array(values) => values.iter().map(|value| self.filled(value)).collect(),
            Value::Object(map) => {
                let filled = map.iter().map(|(name, value)| (name.clone(), self.filled(value)));
                Value::Object(filled.collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => data.clone(),
        }
    }

    fn id(&mut self, name: &str) -> Uuid {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        let id = self.world.uuid();
        self.names.insert(name.to_owned(), id);
        id
    }
}

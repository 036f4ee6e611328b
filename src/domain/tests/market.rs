//! The part of the test world that shopping needs: products, parties, kitchens, needs.

use crate::domain::command::{
    AddPurchase, Command, HaveAlready, MarkPurchased, PutDemand, TakeSurplus, Undo, VoidPurchase,
};
use crate::domain::context::{Act, Context, Mode};
use crate::domain::ids::{
    BudgetId, CommandId, DemandId, IngredientId, ItemId, ProductId, PurchaseId, ScheduleId, TransferId,
};
use crate::domain::rows::{
    Allergens, Budget, BudgetStatus, Ingredient, Product, ProductCategory, Record, Schedule,
    ScheduleAllergens, ScheduleStatus, Settings, ShoppingItem, Supplies,
};
use crate::domain::settle;
use crate::domain::state::Held;
use crate::domain::values::{Money, Patch, Revision};
use crate::domain::work::{Decision, Work};

use super::world::{ALICE, BOB, DAVID, Person, World, local, qty};

impl World {
    /// Puts a row as if a rule had, and settles what follows.
    pub fn put(&mut self, row: impl Record) -> Decision {
        let context = self.context_of(DAVID);
        let mut work = Work::new(&mut self.state, &context);
        work.put(row);
        settle::settle(&mut work);
        self.head = self.head.next();
        work.finish("put")
    }

    /// Takes an act out again, as an `undo` of its author's does.
    pub fn take_back(&mut self, by: Person, act: &Act) {
        let command_id = act.command.expect("an act knows its command");
        self.must(by, Undo { command_id });
    }

    fn context_of(&mut self, by: Person) -> Context {
        Context {
            mode: Mode::Authority,
            actor: by.user,
            role: by.role,
            replica: by.replica,
            command: CommandId(self.uuid()),
            now: self.now,
            seen: self.head,
            revision: self.head.next(),
            was: serde_json::Map::new(),
            undone: None,
        }
    }

    /// A product counted in `unit` at so many cents for one of it.
    pub fn goods(&mut self, name: &str, unit: &str, cents: i64) -> ProductId {
        self.measured(name, unit, cents, |_| {})
    }

    /// A product that says more of itself.
    pub fn measured(&mut self, name: &str, unit: &str, cents: i64, says: impl Fn(&mut Product)) -> ProductId {
        let mut product = Product {
            id: ProductId(self.uuid()),
            rev: Revision::ZERO,
            name: name.into(),
            category: ProductCategory::Other,
            unit: unit.parse().expect("a unit"),
            price: Some(Money(cents)),
            pack_size: None,
            pack_unit: None,
            piece_weight: None,
            supplier: None,
            allergens: Allergens::Unknown,
            settings: Settings::new(),
            removed: None,
        };
        says(&mut product);
        let id = product.id;
        self.put(product);
        id
    }

    /// A booked party, served at this time, of Alice's.
    pub fn feast(&mut self, serving: &str) -> BudgetId {
        let serving = local(serving);
        let id = BudgetId(self.uuid());
        self.put(Budget {
            id,
            rev: Revision::ZERO,
            name: "Party".into(),
            client_id: None,
            status: BudgetStatus::Reserva,
            date: serving.date,
            serving_time: serving.time,
            end_time: None,
            venue: String::new(),
            guests: 10,
            groups: Vec::new(),
            limit: None,
            notes: String::new(),
            owner_id: ALICE.user,
            booked: true,
            money: None,
            supplies: Supplies::default(),
            acknowledged_clashes: Vec::new(),
            settings: Settings::new(),
            removed: None,
        });
        id
    }

    /// A schedule that a cook made for a party, begun at this time.
    pub fn schedule(&mut self, budget_id: BudgetId, start: &str) -> ScheduleId {
        let id = ScheduleId(self.uuid());
        self.put(Schedule {
            day: None,
            id,
            rev: Revision::ZERO,
            title: "Roast".into(),
            guests: 10,
            serve_at: local(start).plus_minutes(120),
            start_at: local(start),
            minutes: 105,
            status: ScheduleStatus::Planned,
            instructions: String::new(),
            station: None,
            steps: Vec::new(),
            budget_id,
            line_id: None,
            dish_id: None,
            plan: None,
            allergens: ScheduleAllergens::default(),
            withdrawn: None,
            settings: Settings::new(),
            removed: None,
        });
        id
    }

    /// So much of a product in a schedule.
    pub fn ingredient(&mut self, schedule_id: ScheduleId, product_id: ProductId, text: &str) -> IngredientId {
        let schedule = self.row::<Schedule>(schedule_id);
        let id = IngredientId::derived(schedule_id, product_id);
        let (amount, quantity) = (Some(qty(text)), qty(text));
        let row = Ingredient::new(id, &schedule, product_id, quantity.unit());
        self.put(Ingredient { amount, quantity, ..row });
        id
    }

    /// Changes an ingredient's amount as a cook does.
    pub fn cook_with(&mut self, id: IngredientId, text: &str) -> Decision {
        let mut row = self.row::<Ingredient>(id);
        row.amount = Some(qty(text));
        self.put(row)
    }

    /// A need by hand for a party.
    pub fn need(&mut self, budget: BudgetId, product_id: ProductId, text: &str) -> DemandId {
        let demand_id = DemandId(self.uuid());
        let week = self.row::<Budget>(budget).date.week();
        let command = PutDemand {
            demand_id,
            week,
            product_id,
            quantity: qty(text),
            need_by: Patch::Keep,
            budget_id: Patch::Set(budget),
            text: Patch::Keep,
        };
        self.must(BOB, command);
        demand_id
    }

    /// The line of a product; the test has one of it.
    pub fn line(&self, product: ProductId) -> ShoppingItem {
        let mut lines = self.state.shopping_items().values().filter(|item| item.product_id == product);
        let line = lines.next().expect("a line of the product").as_ref().clone();
        assert!(lines.next().is_none(), "one line of the product");
        line
    }

    pub fn row<R: Held>(&self, id: R::Id) -> R {
        self.state.get::<R>(id).expect("a row of the test").as_ref().clone()
    }

    pub fn add_command(&mut self, item_id: ItemId, text: &str, cents: Option<i64>) -> (PurchaseId, Command) {
        let purchase_id = PurchaseId(self.uuid());
        let paid = cents.map(Money);
        let data = AddPurchase { item_id, purchase_id, quantity: qty(text), paid, place: None, note: None };
        (purchase_id, data.into())
    }

    pub fn mark_command(&mut self, item_id: ItemId, text: &str, cents: Option<i64>) -> (PurchaseId, Command) {
        let purchase_id = PurchaseId(self.uuid());
        let paid = cents.map(Money);
        let data = MarkPurchased { item_id, purchase_id, quantity: qty(text), paid, place: None, note: None };
        (purchase_id, data.into())
    }

    pub fn have_command(&mut self, item_id: ItemId, text: &str) -> (PurchaseId, Command) {
        let purchase_id = PurchaseId(self.uuid());
        (purchase_id, HaveAlready { item_id, purchase_id, quantity: qty(text), note: None }.into())
    }

    /// So much more was bought, for so many cents.
    pub fn add(&mut self, by: Person, item: ItemId, text: &str, cents: Option<i64>) -> PurchaseId {
        let (id, command) = self.add_command(item, text, cents);
        self.must(by, command);
        id
    }

    /// So much in all is in the cart.
    pub fn mark(&mut self, by: Person, item: ItemId, text: &str, cents: Option<i64>) -> PurchaseId {
        let (id, command) = self.mark_command(item, text, cents);
        self.must(by, command);
        id
    }

    /// The same by somebody who has seen all up to `seen`.
    pub fn mark_unseen(&mut self, by: Person, seen: Revision, item: ItemId, text: &str) -> PurchaseId {
        let (id, command) = self.mark_command(item, text, None);
        self.act_unseen(by, seen, command).expect("a mark");
        id
    }

    pub fn void(&mut self, by: Person, purchase_id: PurchaseId) -> Decision {
        self.must(by, VoidPurchase { purchase_id })
    }

    pub fn take(&mut self, from_item_id: ItemId, to_item_id: ItemId, text: &str) -> TransferId {
        let transfer_id = TransferId(self.uuid());
        self.must(BOB, TakeSurplus { transfer_id, from_item_id, to_item_id, quantity: qty(text) });
        transfer_id
    }

    /// What of the line is needed, and what was bought: `"needed/purchased"`.
    pub fn figures(&self, item: ItemId) -> String {
        let item = self.row::<ShoppingItem>(item);
        format!("{}/{}", item.needed, item.purchased)
    }
}

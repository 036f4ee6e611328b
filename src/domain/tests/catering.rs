//! What parties are made of in tests: products, dishes, lines, parties and their booking.

use crate::domain::json::ToJson;
use uuid::Uuid;

use crate::domain::command::{
    CreateBudget, EditBudget, PutBudgetLine, PutClient, PutDish, PutProduct, RemoveBudgetLine,
    SetBudgetStatus, SetGuestCount,
};
use crate::domain::context::{Context, Mode};
use crate::domain::ids::{BudgetId, ClientId, CommandId, DishId, LineId, ProductId, TaskId, UserId};
use crate::domain::rows::{
    Budget, BudgetStatus, DishIngredient, DishStep, LineCategory, Record, Schedule, Task, User, Workspace,
};
use crate::domain::settle;
use crate::domain::state::Held;
use crate::domain::values::{Money, Patch, Quantity, Unit};
use crate::domain::work::{Decision, Work};

use super::world::{ALICE, DAVID, Person, World, date, qty, time};

/// A line that names nothing yet.
pub fn line(budget: BudgetId, id: LineId, category: LineCategory) -> PutBudgetLine {
    PutBudgetLine {
        line_id: id,
        budget_id: budget,
        category: Some(category),
        text: None,
        dish_id: Patch::Keep,
        menu_id: Patch::Keep,
        product_id: Patch::Keep,
        portions: Patch::Keep,
        quantity: Patch::Keep,
        unit_price: Patch::Keep,
        planned_cost: Patch::Keep,
    }
}

/// An edit that changes nothing yet.
pub fn no_edit(budget: BudgetId) -> EditBudget {
    EditBudget {
        budget_id: budget,
        name: None,
        client_id: Patch::Keep,
        date: None,
        serving_time: None,
        end_time: Patch::Keep,
        guests: None,
        groups: None,
        venue: None,
        limit: Patch::Keep,
        notes: None,
        owner_id: None,
    }
}

/// A product of this name, and nothing else said of it.
pub fn product(id: ProductId, name: &str, unit: Unit) -> PutProduct {
    PutProduct::new(id, name.into(), unit)
}

/// A dish for so many, without ingredients.
pub fn dish(id: DishId, name: &str, serves: u32) -> PutDish {
    PutDish {
        dish_id: id,
        name: Some(name.into()),
        course: None,
        serves: Some(serves),
        prep_minutes: Some(30),
        cook_minutes: Some(60),
        ingredients: Some(Vec::new()),
        steps: Some(Vec::new()),
        notes: None,
    }
}

/// A client of whom nothing but the name is known.
pub fn client(client_id: ClientId, name: &str) -> PutClient {
    PutClient {
        client_id,
        name: Some(name.into()),
        email: Patch::Keep,
        phone: Patch::Keep,
        company: Patch::Keep,
        notes: None,
    }
}

impl World {
    /// A second organizer, beside Alice.
    pub fn another_organizer(&mut self) -> UserId {
        let other = UserId(self.uuid());
        let alice = self.state.users()[&ALICE.user].as_ref().clone();
        self.state.put(User { id: other, name: "Olga".into(), email: None, ..alice }.into_row());
        other
    }

    /// A product, made by the admin, with a price in cents.
    pub fn product(&mut self, name: &str, unit: Unit, price: i64) -> ProductId {
        let id = ProductId(self.uuid());
        let data = PutProduct { price: Patch::Set(Money(price)), ..product(id, name, unit) };
        self.must(DAVID, data);
        id
    }

    /// A dish of 30 minutes' preparation and 60 of cooking, with one step.
    pub fn dish(&mut self, name: &str, serves: u32, ingredients: &[(ProductId, &str)]) -> DishId {
        let id = DishId(self.uuid());
        let ingredients = ingredients
            .iter()
            .map(|&(product_id, amount)| DishIngredient { product_id, quantity: qty(amount) })
            .collect();
        let steps = vec![DishStep { text: "Stir".into(), minutes: 5 }];
        let data = PutDish { ingredients: Some(ingredients), steps: Some(steps), ..dish(id, name, serves) };
        self.must(DAVID, data);
        id
    }

    /// A draft of Alice's, served at 19:00.
    pub fn party(&mut self, name: &str, on: &str, guests: u32) -> BudgetId {
        let budget_id = BudgetId(self.uuid());
        self.must(
            ALICE,
            CreateBudget {
                budget_id,
                name: name.into(),
                client_id: Patch::Keep,
                date: date(on),
                serving_time: time("19:00"),
                end_time: Patch::Keep,
                guests,
                groups: None,
                venue: None,
                limit: Patch::Keep,
                notes: None,
            },
        );
        budget_id
    }

    /// A food line, of a dish where one is given.
    pub fn food(&mut self, budget: BudgetId, dish: Option<DishId>) -> LineId {
        let id = LineId(self.uuid());
        let dish_id = dish.map_or(Patch::Keep, Patch::Set);
        self.must(ALICE, PutBudgetLine { dish_id, ..line(budget, id, LineCategory::Food) });
        id
    }

    /// A line that buys so much of a product.
    pub fn buys(&mut self, budget: BudgetId, product: ProductId, amount: &str) -> LineId {
        let id = LineId(self.uuid());
        let data = PutBudgetLine {
            product_id: Patch::Set(product),
            quantity: Patch::Set(qty(amount)),
            ..line(budget, id, LineCategory::Other)
        };
        self.must(ALICE, data);
        id
    }

    pub fn remove_line(&mut self, line_id: LineId) -> Decision {
        self.must(ALICE, RemoveBudgetLine { line_id })
    }

    pub fn set_status(&mut self, budget_id: BudgetId, status: BudgetStatus) -> Decision {
        self.must(ALICE, SetBudgetStatus { budget_id, status, note: None })
    }

    pub fn book(&mut self, budget: BudgetId) -> Decision {
        self.set_status(budget, BudgetStatus::Reserva)
    }

    pub fn set_guests(&mut self, budget_id: BudgetId, guests: u32) -> Decision {
        self.must(ALICE, SetGuestCount { budget_id, guests })
    }

    pub fn budget(&self, id: BudgetId) -> &Budget {
        &self.state.budgets()[&id]
    }

    /// The generated task that a party's plan calls `kind`.
    pub fn task(&self, budget: BudgetId, kind: &str) -> &Task {
        &self.state.tasks()[&TaskId::derived(budget, kind)]
    }

    /// The schedules of a party, by title.
    pub fn schedules(&self, budget: BudgetId) -> Vec<&Schedule> {
        let mut all: Vec<&Schedule> = self.state.schedules_of(budget).map(AsRef::as_ref).collect();
        all.sort_by(|one, other| one.title.cmp(&other.title));
        all
    }

    /// The amounts of a schedule that are not withdrawn, by product name: `"Rice 1.2 kg"`.
    pub fn amounts(&self, schedule: &Schedule) -> Vec<String> {
        let ingredients = self.state.ingredients_of(schedule.id).filter(|row| row.withdrawn.is_none());
        let mut amounts: Vec<String> =
            ingredients.map(|row| self.amount(row.product_id, row.quantity)).collect();
        amounts.sort();
        amounts
    }

    /// What a party needs without cooking it, by product name.
    pub fn direct_needs(&self, budget: BudgetId) -> Vec<String> {
        let demands = self.state.demands_of(budget);
        let direct = demands.filter(|row| row.ingredient_id.is_none() && row.withdrawn.is_none());
        let mut needs: Vec<String> = direct.map(|row| self.amount(row.product_id, row.quantity)).collect();
        needs.sort();
        needs
    }

    fn amount(&self, product: ProductId, quantity: Quantity) -> String {
        let name = &self.state.products()[&product].name;
        format!("{name} {} {}", quantity.amount(), quantity.unit().symbol())
    }

    /// The context of somebody who acts now and has seen everything.
    pub fn context(&self, by: Person) -> Context {
        Context {
            mode: Mode::Authority,
            actor: by.user,
            role: by.role,
            replica: by.replica,
            command: CommandId(Uuid::from_u128(self.head.0.into())),
            now: self.now,
            seen: self.head,
            revision: self.head.next(),
            was: serde_json::Map::new(),
            undone: None,
        }
    }

    /// Sets a field of a row as a person would by whatever command there is for it.
    pub fn sets<R: Held>(&mut self, by: Person, id: R::Id, field: &'static str, value: impl ToJson) {
        let context = self.context(by);
        self.head = context.revision;
        let mut work = Work::new(&mut self.state, &context);
        let mut row = work.get::<R>(id).expect("the test's own row");
        work.set(&mut row, field, value);
        work.put(row);
        settle::settle(&mut work);
        let _ = work.finish("set");
    }

    /// Changes the workspace's row as a test needs it.
    pub fn set_up(&mut self, change: impl FnOnce(&mut Workspace)) {
        let mut workspace = self.state.workspace().expect("a world has one").as_ref().clone();
        change(&mut workspace);
        self.state.put(workspace.into_row());
    }

    /// The codes of what somebody has been told, in alphabetical order.
    pub fn told(&self, person: Person) -> Vec<String> {
        let mut codes: Vec<String> =
            self.state.notifications_of(person.user).map(|row| row.code.clone()).collect();
        codes.sort();
        codes
    }

    pub fn line_id(&mut self) -> LineId {
        LineId(self.uuid())
    }
}

/// A fixed id for rows of which a test makes one.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x50_0000 + number)
}

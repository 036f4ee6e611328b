//! Rows that tests of tasks and kitchen begin with, made in one line each.

use crate::domain::command::{
    AddPrerequisite, BlockTask, CreateSchedule, CreateTask, EditTask, PutIngredient, SetTaskStatus,
    UnblockTask,
};
use crate::domain::ids::{BudgetId, CommandId, IngredientId, ProductId, ScheduleId, TaskId};
use crate::domain::refusal::Refusal;
use crate::domain::rows::{
    Allergens, Budget, BudgetStatus, Ingredient, Product, ProductCategory, Record, Role, Schedule, Settings,
    Supplies, Task, TaskStatus,
};
use crate::domain::values::{Patch, Revision};
use crate::domain::work::Decision;

use super::world::{ALICE, CARLA, Person, World, date, qty, time};

impl World {
    /// Alice's party on Saturday 28 November at 19:00 for 20, which has been booked once.
    pub fn gala(&mut self) -> BudgetId {
        let id = BudgetId(self.uuid());
        self.state.put(
            Budget {
                id,
                rev: self.head,
                name: "Gala".into(),
                client_id: None,
                status: BudgetStatus::Approved,
                date: date("2026-11-28"),
                serving_time: time("19:00"),
                end_time: None,
                venue: String::new(),
                guests: 20,
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
            }
            .into_row(),
        );
        self.settle();
        id
    }

    /// A product in kilograms.
    pub fn in_kilos(&mut self, name: &str) -> ProductId {
        let id = ProductId(self.uuid());
        self.state.put(
            Product {
                id,
                rev: self.head,
                name: name.into(),
                category: ProductCategory::Other,
                unit: "kg".parse().expect("a unit"),
                price: None,
                pack_size: None,
                pack_unit: None,
                piece_weight: None,
                supplier: None,
                allergens: Allergens::Unknown,
                settings: Settings::new(),
                removed: None,
            }
            .into_row(),
        );
        id
    }

    /// A task of no party, made by whoever's role it is (or by the admin).
    pub fn given_task(&mut self, by: Person, title: &str, role: Role) -> TaskId {
        let id = TaskId(self.uuid());
        self.must(by, new_task(id, title, role));
        id
    }

    pub fn status(&mut self, by: Person, task: TaskId, status: TaskStatus) -> Result<Decision, Refusal> {
        self.act(by, status_of(task, status))
    }

    pub fn waits(&mut self, by: Person, task: TaskId, prerequisite: TaskId) {
        self.must(by, AddPrerequisite { task_id: task, prerequisite_id: prerequisite });
    }

    pub fn block(&mut self, by: Person, seen: Revision, task: TaskId, reason: &str) -> Decision {
        let block = BlockTask { task_id: task, reason: reason.into() };
        self.act_unseen(by, seen, block).expect("a block")
    }

    pub fn unblock(&mut self, by: Person, seen: Revision, task: TaskId) -> Decision {
        self.act_unseen(by, seen, UnblockTask { task_id: task }).expect("lifting a block")
    }

    /// A schedule that Carla makes by hand.
    pub fn by_hand(&mut self, budget: BudgetId, title: &str) -> ScheduleId {
        let id = ScheduleId(self.uuid());
        self.must(CARLA, new_schedule(id, budget, title));
        id
    }

    /// An ingredient that Carla adds by hand.
    pub fn with_product(&mut self, schedule: ScheduleId, product: ProductId, amount: &str) -> IngredientId {
        let id = IngredientId::derived(schedule, product);
        self.must(
            CARLA,
            PutIngredient {
                ingredient_id: id,
                schedule_id: schedule,
                product_id: product,
                quantity: qty(amount),
                notes: None,
            },
        );
        id
    }

    pub fn the_task(&self, id: TaskId) -> Task {
        self.state.live::<Task>(id).expect("the task").as_ref().clone()
    }

    pub fn the_schedule(&self, id: ScheduleId) -> Schedule {
        self.state.live::<Schedule>(id).expect("the schedule").as_ref().clone()
    }

    pub fn the_ingredient(&self, id: IngredientId) -> Ingredient {
        self.state.live::<Ingredient>(id).expect("the ingredient").as_ref().clone()
    }

    /// The next command's id.
    pub fn command(&mut self) -> CommandId {
        CommandId(self.uuid())
    }
}

pub fn new_task(id: TaskId, title: &str, role: Role) -> CreateTask {
    CreateTask {
        task_id: id,
        title: title.into(),
        kind: None,
        role,
        assignee_id: Patch::Keep,
        priority: None,
        start: None,
        minutes: None,
        budget_id: Patch::Keep,
    }
}

pub fn new_schedule(id: ScheduleId, budget: BudgetId, title: &str) -> CreateSchedule {
    CreateSchedule {
        schedule_id: id,
        budget_id: budget,
        title: title.into(),
        serve_at: None,
        start_at: None,
        guests: None,
        minutes: None,
        steps: None,
        instructions: None,
        station: Patch::Keep,
    }
}

pub fn status_of(task: TaskId, status: TaskStatus) -> SetTaskStatus {
    SetTaskStatus { task_id: task, status, note: None, anyway: None }
}

/// An edit of a task that names no field.
pub fn edit(task: TaskId) -> EditTask {
    EditTask {
        task_id: task,
        title: None,
        kind: None,
        role: None,
        assignee_id: Patch::Keep,
        priority: None,
        start: None,
        minutes: None,
        budget_id: Patch::Keep,
    }
}

/// The kinds of the facts that follow from a decision.
pub fn kinds(decision: &Decision) -> Vec<&str> {
    decision.also.iter().map(|fact| fact.kind.as_ref()).collect()
}

/// The codes of what a person has been told, each once.
pub fn told(world: &World, person: Person) -> Vec<String> {
    let mut codes: Vec<String> =
        world.state.notifications_of(person.user).map(|notification| notification.code.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
}

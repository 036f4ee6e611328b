//! What the kitchen does: schedules, their ingredients, timers.

use crate::domain::json::{ToJson, data, from_value, words};
use serde_json::Value;

use super::super::ids::{BudgetId, DishId, IngredientId, LineId, ProductId, ScheduleId, TimerId, UserId};
use super::super::merge::{ConflictKind, Rule};
use super::super::values::{Date, Instant, LocalTime, Quantity, Revision, Unit};
use super::{Allergen, ProductCategory, Settings, Withdrawn, row};

words! {
    kebab
    /// How far the cooking is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum ScheduleStatus {
        Planned,
        Cooking,
        Ready,
        Served,
        Canceled,
    }
}

data! {
    /// A step of a schedule. `done` is set by `set-step` under the field name `steps.<n>`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Step {
        pub text: String,
        pub minutes: u32,
        pub done: bool,
    }

    /// What the party's plan says of a generated schedule (rule 2).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SchedulePlan {
        pub serve_at: LocalTime,
        pub start_at: LocalTime,
        pub minutes: u32,
        pub guests: u32,
    }

    /// Something that a diet rules out: an allergen, or a kind of food.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct RuledOut {
        pub allergen: Option<Allergen>,
        pub category: Option<ProductCategory>,
    }

    /// What a schedule contains that the diet of a guest group rules out.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Clash {
        pub group: String,
        pub contains: Vec<RuledOut>,
    }

    /// What is known of the allergens of a schedule: those of its own ingredients, and the products
    /// nobody has said anything of.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ScheduleAllergens {
        pub contains: Vec<Allergen>,
        /// Products whose allergens nobody has said.
        pub unknown: Vec<ProductId>,
        /// Labels of guest groups whose diet clashes with it (rule 15).
        pub clashes: Vec<String>,
        /// What each of them clashes with. What is not in here yet is news, also of a group that
        /// clashed with something else before; empty in rows of an older build.
        pub because: Vec<Clash> = default,
        pub acknowledged_by: Vec<UserId>,
    }
}

row! {
    /// What the kitchen cooks for one line of one party.
    Schedule(ScheduleId) in Schedules with parts {
        set {
            "title" title: String = Rule::ServerWins,
            /// Portions to cook.
            "guests" guests: u32 = Rule::Ask(ConflictKind::Guests),
            "serveAt" serve_at: LocalTime = Rule::Ask(ConflictKind::Time),
            "startAt" start_at: LocalTime = Rule::Ask(ConflictKind::Time),
            "minutes" minutes: u32 = Rule::ServerWins,
            "status" status: ScheduleStatus = Rule::ServerWins,
            "instructions" instructions: String = Rule::Ask(ConflictKind::Text),
            "station" station: Option<String> = Rule::ServerWins,
            "steps" steps: Vec<Step> = Rule::ServerWins,
        }
        also {
            budget_id: BudgetId,
            /// The line and dish it was planned from; none where a cook made it by hand.
            line_id: Option<LineId>,
            dish_id: Option<DishId>,
            plan: Option<SchedulePlan>,
            /// The day of the party that its times go by: when that moves, they move along. None for
            /// those of an older build.
            day: Option<Date>,
            allergens: ScheduleAllergens,
            withdrawn: Option<Withdrawn>,
        }
    }
}

impl Schedule {
    /// Its times or portions are not the plan's; whether they may be so is for the plan to say
    /// (rule 2).
    #[must_use]
    pub fn strays(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| {
            plan.serve_at != self.serve_at
                || plan.start_at != self.start_at
                || plan.minutes != self.minutes
                || plan.guests != self.guests
        })
    }

    /// Moves its times by so many days, those that a person has set as well; the times of day stay.
    pub fn move_days(&mut self, days: i64) {
        for time in [&mut self.serve_at, &mut self.start_at] {
            time.date = time.date.plus_days(days);
        }
        for field in ["serveAt", "startAt"] {
            let Some(mut settings) = self.settings.remove(field) else { continue };
            for setting in &mut settings {
                if let Ok(mut time) = from_value::<LocalTime>(&setting.value) {
                    time.date = time.date.plus_days(days);
                    setting.value = time.to_json();
                }
            }
            self.settings.insert(field.to_owned(), settings);
        }
    }

    /// Whether a person has rewritten its steps or ticked one.
    #[must_use]
    pub fn has_steps_set(&self) -> bool {
        self.settings.keys().any(|field| field.starts_with("steps"))
    }

    /// Cooking has begun, or is over.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        match self.status {
            ScheduleStatus::Planned | ScheduleStatus::Canceled => self.steps.iter().any(|step| step.done),
            ScheduleStatus::Cooking | ScheduleStatus::Ready | ScheduleStatus::Served => true,
        }
    }

    /// Other steps with the ticks of these, by their words; `None` where one that is done here is not
    /// among them.
    #[must_use]
    pub fn ticks_on(&self, mut steps: Vec<Step>) -> Option<Vec<Step>> {
        let here = |text: &str| self.steps.iter().any(|step| step.text == text);
        for step in &mut steps {
            step.done &= !here(&step.text);
        }
        for done in self.steps.iter().filter(|step| step.done) {
            steps.iter_mut().find(|step| step.text == done.text && !step.done)?.done = true;
        }
        Some(steps)
    }

    /// The name under which a step's being done is set by itself.
    #[must_use]
    pub fn step_field(step: u32) -> String {
        format!("{STEP}{step}")
    }

    fn step_named(field: &str) -> Option<usize> {
        field.strip_prefix(STEP)?.parse().ok()
    }

    fn part(&self, field: &str) -> Option<Value> {
        Some(self.steps.get(Self::step_named(field)?)?.done.into())
    }

    fn set_part(&mut self, field: &str, value: &Value) -> bool {
        let step = Self::step_named(field).and_then(|at| self.steps.get_mut(at));
        let (Some(step), Some(done)) = (step, value.as_bool()) else { return false };
        step.done = done;
        true
    }

    /// Whether a field is a step's being done.
    #[must_use]
    pub fn is_step_field(field: &str) -> bool {
        Self::step_named(field).is_some()
    }

    fn part_rule(field: &str) -> Option<Rule> {
        Self::step_named(field).map(|_| Rule::ServerWins)
    }
}

const STEP: &str = "steps.";

data! {
    /// Who bought what an ingredient needs, and how much of it has not been received yet.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BoughtBy {
        pub user_id: UserId,
        pub at: Instant,
    }
}

row! {
    /// An amount of a product in a cooking schedule.
    Ingredient(IngredientId) in Ingredients {
        set {
            /// A cook's own amount; none follows `scaled`.
            "override" amount: Option<Quantity> = Rule::Highest,
            "notes" notes: String = Rule::Ask(ConflictKind::Text),
        }
        also {
            schedule_id: ScheduleId,
            product_id: ProductId,
            /// The amount to cook with: the cook's, else the scaled one (derived).
            quantity: Quantity,
            /// What the dish says for the portions (derived); none where a cook added it by hand.
            scaled: Option<Quantity>,
            /// The cook's amount in the dimension of `scaled`, where hers is another and the product's
            /// measures lead there (derived).
            converted: Option<Quantity>,
            /// What a cook decided against `scaled` last: the scaled amount she had then seen.
            /// Where `scaled` has grown since, the line says so (rule 5).
            decided_on: Option<Quantity>,
            /// How much of it is covered by what was bought (derived).
            available: Quantity,
            /// How much of it has arrived in the kitchen (derived).
            here: Quantity,
            /// The last purchase that covers it (derived).
            bought_by: Option<BoughtBy>,
            /// The party, and the day it is served: filters depend on them.
            budget_id: BudgetId,
            date: Date,
            withdrawn: Option<Withdrawn>,
        }
    }
}

impl Ingredient {
    /// A product in a schedule, of which neither plan nor cook has said how much.
    #[must_use]
    pub fn new(id: IngredientId, schedule: &Schedule, product_id: ProductId, unit: Unit) -> Self {
        let none = Quantity::zero(unit);
        Self {
            id,
            rev: Revision::ZERO,
            amount: None,
            notes: String::new(),
            schedule_id: schedule.id,
            product_id,
            quantity: none,
            scaled: None,
            converted: None,
            decided_on: None,
            available: none,
            here: none,
            bought_by: None,
            budget_id: schedule.budget_id,
            date: schedule.serve_at.date,
            withdrawn: None,
            settings: Settings::new(),
            removed: None,
        }
    }

    /// Whether a cook has set something of it: her own amount, a note, that it is left out.
    #[must_use]
    pub fn is_worked_on(&self) -> bool {
        self.removed.is_some() || self.amount.is_some() || self.settings.get("notes").is_some()
    }

    /// What [`Self::quantity`] has to be: the cook's amount, else the scaled one.
    #[must_use]
    pub fn effective(&self) -> Quantity {
        self.amount.or(self.scaled).unwrap_or(Quantity::zero(self.quantity.unit()))
    }

    /// How much more the plan now asks than the cook's own amount covers, where she has not
    /// decided on it yet (rule 5). In the dimension of `scaled`.
    #[must_use]
    pub fn waiting(&self) -> Option<Quantity> {
        let (amount, scaled) = (self.amount?, self.scaled?);
        let own = self.converted.unwrap_or(amount);
        // An amount that cannot be compared stands for what it was decided against.
        let own = if own.base() == scaled.base() { own.thousandths() } else { 0 };
        let decided = self.decided_on.filter(|decided| decided.base() == scaled.base());
        if own == 0 && decided.is_none() && amount.base() != scaled.base() {
            return None;
        }
        let more = scaled.thousandths() - own.max(decided.map_or(0, Quantity::thousandths));
        (more > 0).then_some(Quantity::new(more, scaled.unit()))
    }
}

row! {
    /// A kitchen timer. The end is an instant, so that it survives any reload.
    Timer(TimerId) in Timers {
        set {
            "label" label: String = Rule::ServerWins,
            /// None: stopped.
            "endsAt" ends_at: Option<Instant> = Rule::ServerWins,
        }
        also {
            schedule_id: ScheduleId,
            step: Option<u32>,
            budget_id: BudgetId,
            date: Date,
        }
    }
}

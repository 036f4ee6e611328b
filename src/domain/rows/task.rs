//! Tasks, and comments on any row.

use crate::domain::json::{At, FromJson, Object, ToJson, data, words};

use serde_json::Value;

use super::super::ids::{BudgetId, CommentId, ReplicaId, TaskId, UserId};
use super::super::merge::{ConflictKind, Rule};
use super::super::values::{Instant, LocalTime, Revision};
use super::{Role, Table, Withdrawn, row};

words! {
    kebab
    /// What a task is about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum TaskType {
        Reservation,
        Shopping,
        Preparation,
        Delivery,
        Setup,
        Cooking,
        Need,
        Cleanup,
        Other,
    }
}

words! {
    snake
    /// What is stored of a task's progress; `blocked` is derived (rule 11).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum TaskStatus {
        Todo,
        InProgress,
        Done,
        Canceled,
    }
}

impl TaskStatus {
    /// Which of concurrent statuses is kept: the highest.
    #[must_use]
    pub fn priority(self) -> u8 {
        match self {
            Self::Todo => 0,
            Self::InProgress => 1,
            Self::Canceled => 2,
            Self::Done => 3,
        }
    }

    /// Neither done nor canceled.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Todo | Self::InProgress)
    }
}

words! {
    kebab
    /// How much depends on a task (rule 3).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Priority {
        Low,
        Medium,
        High,
        Urgent,
    }
}

/// A block by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub reason: String,
    pub by: UserId,
    pub at: Instant,
    /// It met a status that its author had not seen, and gave way to it (a setting's only; the
    /// row then shows no block and an [`alert`](Task::alert)).
    pub lost: bool,
}

impl FromJson for Block {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self {
            reason: fields.get("reason"),
            by: fields.get("by"),
            at: fields.get("at"),
            lost: fields.get_or_default("lost"),
        }
    }
}

impl ToJson for Block {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("reason", &self.reason);
        object.put("by", &self.by);
        object.put("at", &self.at);
        if self.lost {
            object.put("lost", &true);
        }
        object.done()
    }
}

data! {
    /// A block that lost to a concurrent status; shown with its reason until acknowledged.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BlockAlert {
        pub block: Block,
        pub acknowledged_by: Vec<UserId>,
    }

    /// A prerequisite as everybody who sees the task may see it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct WaitsFor {
        pub task_id: TaskId,
        pub title: String,
        pub role: Role,
        pub status: TaskStatus,
        /// When it became something to wait for, and by whose browser: an author who had not seen
        /// that is only warned (rule 11).
        pub since: Revision,
        pub by: ReplicaId,
    }

    /// Why a task was begun or finished although it was blocked in its author's sight.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Anyway {
        pub reason: String,
        pub by: UserId,
        pub at: Instant,
    }

    /// What the plan of the party says of a generated task. A time that a person set stays and the
    /// plan's is kept here for the row's own role to take (rule 2).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TaskPlan {
        /// The task's name in the plan; with the budget it makes the id.
        pub kind: String,
        pub start: LocalTime,
        pub minutes: u32,
        /// What the clock showed when the row was made: the plan's "now" for good.
        pub made: LocalTime,
    }
}

row! {
    /// A task of a role, perhaps of a party, perhaps after others.
    Task(TaskId) in Tasks with parts {
        set {
            "title" title: String = Rule::ServerWins,
            "type" kind: TaskType = Rule::ServerWins,
            "role" role: Role = Rule::ServerWins,
            "assigneeId" assignee_id: Option<UserId> = Rule::ServerWins,
            "status" status: TaskStatus = Rule::StatusPriority,
            "block" block: Option<Block> = Rule::Block,
            "priority" priority: Priority = Rule::ServerWins,
            "start" start: LocalTime = Rule::Ask(ConflictKind::Time),
            /// How long it takes; due is start + minutes.
            "minutes" minutes: u32 = Rule::ServerWins,
            "budgetId" budget_id: Option<BudgetId> = Rule::ServerWins,
            /// Each is set by itself, as `prerequisites.<id>`.
            "prerequisites" prerequisites: Vec<TaskId> = Rule::ServerWins,
        }
        also {
            /// Its prerequisites, as everybody who sees this task may know them (derived).
            waits_for: Vec<WaitsFor>,
            /// A block, or not begun with an open prerequisite (derived).
            blocked: bool,
            /// Set where a plan made it.
            plan: Option<TaskPlan>,
            /// The plan's start was already past when the party was booked.
            late: bool,
            /// All its supplies are complete: offered as done (rule 9, derived).
            offered_done: bool,
            alert: Option<BlockAlert>,
            anyway: Option<Anyway>,
            withdrawn: Option<Withdrawn>,
            created_by: Option<UserId>,
        }
    }
}

impl Task {
    /// When it is due.
    #[must_use]
    pub fn due(&self) -> LocalTime {
        self.start.plus_minutes(i64::from(self.minutes))
    }

    /// Its time is not the plan's; whether it may be so is for the plan to say (rule 2).
    #[must_use]
    pub fn strays(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.start != self.start || plan.minutes != self.minutes)
    }

    /// Not begun or under way, and not taken back.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status.is_open() && self.removed.is_none() && self.withdrawn.is_none()
    }

    /// Not begun, with a prerequisite still open.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.status == TaskStatus::Todo && self.waits_for.iter().any(|one| one.status.is_open())
    }

    /// The name under which a prerequisite is set by itself.
    #[must_use]
    pub fn prerequisite_field(id: TaskId) -> String {
        format!("{PREREQUISITE}{id}")
    }

    /// The prerequisite that such a name means.
    #[must_use]
    pub fn prerequisite_named(field: &str) -> Option<TaskId> {
        field.strip_prefix(PREREQUISITE)?.parse().ok()
    }

    fn part(&self, field: &str) -> Option<Value> {
        Some(self.prerequisites.contains(&Self::prerequisite_named(field)?).into())
    }

    fn set_part(&mut self, field: &str, value: &Value) -> bool {
        let (Some(id), Some(wanted)) = (Self::prerequisite_named(field), value.as_bool()) else {
            return false;
        };
        match (wanted, self.prerequisites.contains(&id)) {
            (true, false) => self.prerequisites.push(id),
            (false, true) => self.prerequisites.retain(|&other| other != id),
            (true, true) | (false, false) => {}
        }
        true
    }

    fn part_rule(field: &str) -> Option<Rule> {
        Self::prerequisite_named(field).map(|_| Rule::ServerWins)
    }
}

const PREREQUISITE: &str = "prerequisites.";

row! {
    /// A remark on a row; never conflicts.
    Comment(CommentId) in Comments {
        set { }
        also {
            table: Table,
            row_id: uuid::Uuid,
            text: String,
            author_id: UserId,
            at: Instant,
            /// Whether the row it is about belongs to a party that has ever been booked (or to no
            /// party); sight depends on it.
            booked: bool,
            budget_id: Option<BudgetId>,
            /// The role of the task it is about.
            role: Option<Role>,
        }
    }
}

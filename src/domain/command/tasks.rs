//! Commands about tasks.

use crate::domain::json::{data, sparse};

use super::super::ids::{BudgetId, TaskId, UserId};
use super::super::rows::{Priority, Role, TaskStatus, TaskType};
use super::super::values::{LocalTime, Patch};

sparse! {
    /// Without a start it starts now; without minutes it takes an hour.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreateTask {
        pub task_id: TaskId,
        pub title: String,
        pub kind: Option<TaskType> = "type",
        pub role: Role,
        pub assignee_id: Patch<UserId>,
        pub priority: Option<Priority>,
        pub start: Option<LocalTime>,
        pub minutes: Option<u32>,
        pub budget_id: Patch<BudgetId>,
    }

    /// Edits a task; the times so set stay when the party moves (rule 2).
    #[derive(Clone, Debug, PartialEq)]
    pub struct EditTask {
        pub task_id: TaskId,
        pub title: Option<String>,
        pub kind: Option<TaskType> = "type",
        pub role: Option<Role>,
        pub assignee_id: Patch<UserId>,
        pub priority: Option<Priority>,
        pub start: Option<LocalTime>,
        pub minutes: Option<u32>,
        pub budget_id: Patch<BudgetId>,
    }
}

data! {
    /// Removes a task; those that waited for it wait no more (rule 11).
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveTask {
        pub task_id: TaskId,
    }
}

sparse! {
    /// `anyway` is the reason for starting or finishing over open prerequisites (rule 11).
    #[derive(Clone, Debug, PartialEq)]
    pub struct SetTaskStatus {
        pub task_id: TaskId,
        pub status: TaskStatus,
        pub note: Option<String>,
        pub anyway: Option<String>,
    }
}

data! {
    /// Blocks a task by hand, with a reason (rule 11).
    #[derive(Clone, Debug, PartialEq)]
    pub struct BlockTask {
        pub task_id: TaskId,
        pub reason: String,
    }

    /// Lifts a block by hand; the stored status shows again (rule 11).
    #[derive(Clone, Debug, PartialEq)]
    pub struct UnblockTask {
        pub task_id: TaskId,
    }

    /// Makes a task wait for another; a circle is refused and named (rule 11).
    #[derive(Clone, Debug, PartialEq)]
    pub struct AddPrerequisite {
        pub task_id: TaskId,
        pub prerequisite_id: TaskId,
    }

    /// Makes a task wait for another no more.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemovePrerequisite {
        pub task_id: TaskId,
        pub prerequisite_id: TaskId,
    }
}

//! Commands about tasks.

use serde::{Deserialize, Serialize};

use super::super::ids::{BudgetId, TaskId, UserId};
use super::super::rows::{Priority, Role, TaskStatus, TaskType};
use super::super::values::{LocalTime, Patch};

/// Without a start it starts now; without minutes it takes an hour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateTask {
    pub task_id: TaskId,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "type")]
    pub kind: Option<TaskType>,
    pub role: Role,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub assignee_id: Patch<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<LocalTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub budget_id: Patch<BudgetId>,
}

/// Edits a task; the times so set stay when the party moves (rule 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditTask {
    pub task_id: TaskId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "type")]
    pub kind: Option<TaskType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub assignee_id: Patch<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<LocalTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub budget_id: Patch<BudgetId>,
}

/// Removes a task; those that waited for it wait no more (rule 11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveTask {
    pub task_id: TaskId,
}

/// `anyway` is the reason for starting or finishing over open prerequisites (rule 11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetTaskStatus {
    pub task_id: TaskId,
    pub status: TaskStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anyway: Option<String>,
}

/// Blocks a task by hand, with a reason (rule 11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockTask {
    pub task_id: TaskId,
    pub reason: String,
}

/// Lifts a block by hand; the stored status shows again (rule 11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnblockTask {
    pub task_id: TaskId,
}

/// Makes a task wait for another; a circle is refused and named (rule 11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddPrerequisite {
    pub task_id: TaskId,
    pub prerequisite_id: TaskId,
}

/// Makes a task wait for another no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemovePrerequisite {
    pub task_id: TaskId,
    pub prerequisite_id: TaskId,
}

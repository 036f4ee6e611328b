//! Commands about tasks.

use super::super::command::{
    AddPrerequisite, BlockTask, CreateTask, EditTask, RemovePrerequisite, RemoveTask, SetTaskStatus,
    UnblockTask,
};
use super::super::refusal::Refusal;
use super::super::work::Work;

pub fn create(_work: &mut Work<'_>, _data: &CreateTask) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn edit(_work: &mut Work<'_>, _data: &EditTask) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove(_work: &mut Work<'_>, _data: &RemoveTask) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn set_status(_work: &mut Work<'_>, _data: &SetTaskStatus) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn block(_work: &mut Work<'_>, _data: &BlockTask) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn unblock(_work: &mut Work<'_>, _data: &UnblockTask) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn add_prerequisite(_work: &mut Work<'_>, _data: &AddPrerequisite) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_prerequisite(_work: &mut Work<'_>, _data: &RemovePrerequisite) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

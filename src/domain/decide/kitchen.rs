//! Commands about kitchen.

use super::super::command::{
    CreateSchedule, EditSchedule, PutIngredient, RemoveIngredient, SetIngredientQuantity, SetScheduleStatus,
    SetStep, SetTimer, TakeNewAmount,
};
use super::super::refusal::Refusal;
use super::super::work::Work;

pub fn create(_work: &mut Work<'_>, _data: &CreateSchedule) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn edit(_work: &mut Work<'_>, _data: &EditSchedule) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn set_status(_work: &mut Work<'_>, _data: &SetScheduleStatus) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn set_step(_work: &mut Work<'_>, _data: &SetStep) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn set_timer(_work: &mut Work<'_>, _data: &SetTimer) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn put_ingredient(_work: &mut Work<'_>, _data: &PutIngredient) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn set_quantity(_work: &mut Work<'_>, _data: &SetIngredientQuantity) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn take_new_amount(_work: &mut Work<'_>, _data: &TakeNewAmount) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_ingredient(_work: &mut Work<'_>, _data: &RemoveIngredient) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

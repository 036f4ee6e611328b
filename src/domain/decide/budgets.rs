//! Commands about budgets.

use super::super::command::{
    CreateBudget, EditBudget, PutBudgetLine, RecordPayment, RemoveBudget, RemoveBudgetLine, SetBudgetStatus,
    SetGuestCount, VoidPayment,
};
use super::super::refusal::Refusal;
use super::super::work::Work;

pub fn create(_work: &mut Work<'_>, _data: &CreateBudget) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn edit(_work: &mut Work<'_>, _data: &EditBudget) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn set_status(_work: &mut Work<'_>, _data: &SetBudgetStatus) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn set_guests(_work: &mut Work<'_>, _data: &SetGuestCount) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove(_work: &mut Work<'_>, _data: &RemoveBudget) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn put_line(_work: &mut Work<'_>, _data: &PutBudgetLine) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_line(_work: &mut Work<'_>, _data: &RemoveBudgetLine) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn record_payment(_work: &mut Work<'_>, _data: &RecordPayment) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn void_payment(_work: &mut Work<'_>, _data: &VoidPayment) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

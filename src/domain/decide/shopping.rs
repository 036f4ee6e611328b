//! Commands about shopping.

use super::super::command::{
    AddPurchase, AnswerSameGoods, AnswerSubstitute, ClaimItem, CloseShort, EditPurchase, EditShoppingItem,
    HaveAlready, MarkManyPurchased, MarkPurchased, ProposeSubstitute, PutDemand, Receive, RemoveDemand,
    TakeSurplus, VoidPurchase,
};
use super::super::refusal::Refusal;
use super::super::work::Work;

pub fn mark(_work: &mut Work<'_>, _data: &MarkPurchased) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn add(_work: &mut Work<'_>, _data: &AddPurchase) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn have(_work: &mut Work<'_>, _data: &HaveAlready) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn void(_work: &mut Work<'_>, _data: &VoidPurchase) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn mark_many(_work: &mut Work<'_>, _data: &MarkManyPurchased) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn receive(_work: &mut Work<'_>, _data: &Receive) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn edit_purchase(_work: &mut Work<'_>, _data: &EditPurchase) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn take_surplus(_work: &mut Work<'_>, _data: &TakeSurplus) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn answer_same_goods(_work: &mut Work<'_>, _data: &AnswerSameGoods) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn put_demand(_work: &mut Work<'_>, _data: &PutDemand) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_demand(_work: &mut Work<'_>, _data: &RemoveDemand) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn edit_item(_work: &mut Work<'_>, _data: &EditShoppingItem) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn claim(_work: &mut Work<'_>, _data: &ClaimItem) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn close_short(_work: &mut Work<'_>, _data: &CloseShort) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn propose_substitute(_work: &mut Work<'_>, _data: &ProposeSubstitute) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn answer_substitute(_work: &mut Work<'_>, _data: &AnswerSubstitute) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

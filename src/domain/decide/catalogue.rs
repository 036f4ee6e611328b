//! Commands about catalogue.

use super::super::command::{PutDish, PutMenu, PutProduct, RemoveDish, RemoveMenu, RemoveProduct};
use super::super::refusal::Refusal;
use super::super::work::Work;

pub fn put_product(_work: &mut Work<'_>, _data: &PutProduct) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn put_dish(_work: &mut Work<'_>, _data: &PutDish) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn put_menu(_work: &mut Work<'_>, _data: &PutMenu) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_product(_work: &mut Work<'_>, _data: &RemoveProduct) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_dish(_work: &mut Work<'_>, _data: &RemoveDish) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_menu(_work: &mut Work<'_>, _data: &RemoveMenu) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

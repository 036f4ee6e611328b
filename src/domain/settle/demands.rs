//! Demands: what ingredients need of the list, and the line each demand finds.

use super::super::ids::{DemandId, IngredientId};
use super::super::work::Work;

pub fn follow_ingredient(_work: &mut Work<'_>, _ingredient: IngredientId) {}

pub fn place(_work: &mut Work<'_>, _demand: DemandId) {}

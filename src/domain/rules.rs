//! The rules as a value, so that what carries commands out can be handed in: a browser shows a page
//! before it has their code (`crate::browser::code`).

use super::command::Command;
use super::context::Context;
use super::decide::decide;
use super::ids::BudgetId;
use super::plan::preview::{Preview, preview};
use super::refusal::Refusal;
use super::state::State;
use super::work::Decision;

/// What is asked of the rules from outside.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// [`decide`].
    pub decide: fn(&mut State, &Context, &Command) -> Result<Decision, Refusal>,
    /// [`preview`].
    pub preview: fn(&State, &Context, BudgetId, &[Command]) -> Result<Preview, Refusal>,
}

/// All of them.
pub static RULES: Rules = Rules { decide, preview };

//! Commands about cooking schedules, their ingredients and timers.

mod ingredients;
mod schedules;
mod steps;
mod timers;

pub use ingredients::{
    put_ingredient, remove_ingredient, set_quantity, take_new_amount, tell_amounts, tell_ingredient,
};
pub use schedules::{create, edit, set_status, tell_schedule};
pub use steps::set_step;
pub use timers::set_timer;

//! One room a route.

mod budget;
mod budgets;
pub mod code;
mod entry;
mod home;
mod kitchen;
mod people;
mod shopping;
mod tasks;

use budget::BudgetPage;
use budgets::BudgetsPage;
use entry::{InvitePage, SignInPage, StartPage};
use home::HomePage;
use kitchen::KitchenPage;
use people::PeoplePage;
use shopping::ShoppingPage;
use tasks::TasksPage;

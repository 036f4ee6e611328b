//! One room a route.

mod budget;
mod budgets;
mod entry;
mod home;
mod kitchen;
mod people;
mod shopping;
mod tasks;

pub use budget::BudgetPage;
pub use budgets::BudgetsPage;
pub use entry::{InvitePage, SignInPage, StartPage};
pub use home::HomePage;
pub use kitchen::KitchenPage;
pub use people::PeoplePage;
pub use shopping::ShoppingPage;
pub use tasks::TasksPage;

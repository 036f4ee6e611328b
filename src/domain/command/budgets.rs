//! Commands about parties, their lines and payments.

use crate::domain::json::{data, sparse};

use super::super::ids::{BudgetId, ClientId, DishId, LineId, MenuId, PaymentId, ProductId, UserId};
use super::super::rows::{BudgetStatus, GuestGroup, LineCategory, PaymentKind, Portions};
use super::super::values::{Date, Money, Patch, Quantity, TimeOfDay};

sparse! {
    /// Makes a party, as a draft of its author's.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreateBudget {
        pub budget_id: BudgetId,
        pub name: String,
        pub client_id: Patch<ClientId>,
        pub date: Date,
        pub serving_time: TimeOfDay,
        pub end_time: Patch<TimeOfDay>,
        pub guests: u32,
        pub groups: Option<Vec<GuestGroup>>,
        pub venue: Option<String>,
        pub limit: Patch<Money>,
        pub notes: Option<String>,
    }

    /// `owner_id` is taken from an admin only.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EditBudget {
        pub budget_id: BudgetId,
        pub name: Option<String>,
        pub client_id: Patch<ClientId>,
        pub date: Option<Date>,
        pub serving_time: Option<TimeOfDay>,
        pub end_time: Patch<TimeOfDay>,
        pub guests: Option<u32>,
        pub groups: Option<Vec<GuestGroup>>,
        pub venue: Option<String>,
        pub limit: Patch<Money>,
        pub notes: Option<String>,
        pub owner_id: Option<UserId>,
    }

    /// Moves a party to another status; into `reserva` books it (rule 1).
    #[derive(Clone, Debug, PartialEq)]
    pub struct SetBudgetStatus {
        pub budget_id: BudgetId,
        pub status: BudgetStatus,
        pub note: Option<String>,
    }
}

data! {
    /// Sets how many guests come; the rows of a booked party follow (rule 2).
    #[derive(Clone, Debug, PartialEq)]
    pub struct SetGuestCount {
        pub budget_id: BudgetId,
        pub guests: u32,
    }

    /// Removes a draft.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveBudget {
        pub budget_id: BudgetId,
    }
}

sparse! {
    /// Makes or edits a line.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutBudgetLine {
        pub line_id: LineId,
        pub budget_id: BudgetId,
        pub category: Option<LineCategory>,
        pub text: Option<String>,
        pub dish_id: Patch<DishId>,
        pub menu_id: Patch<MenuId>,
        pub product_id: Patch<ProductId>,
        pub portions: Patch<Portions>,
        pub quantity: Patch<Quantity>,
        pub unit_price: Patch<Money>,
        pub planned_cost: Patch<Money>,
    }
}

data! {
    /// Removes a line; what only it asked for is withdrawn (rule 2).
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveBudgetLine {
        pub line_id: LineId,
    }
}

sparse! {
    /// Records money that the client paid, or got back.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RecordPayment {
        pub payment_id: PaymentId,
        pub budget_id: BudgetId,
        pub amount: Money,
        pub kind: PaymentKind,
        pub method: String,
        pub date: Date,
        pub reference: Option<String>,
    }
}

data! {
    /// Says that a payment was not one; it stays on the books, and counts no more.
    #[derive(Clone, Debug, PartialEq)]
    pub struct VoidPayment {
        pub payment_id: PaymentId,
    }
}

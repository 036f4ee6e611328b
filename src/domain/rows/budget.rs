//! Parties: budgets, their lines and payments.

use serde_json::Value;

use crate::domain::json::{At, FromJson, Object, ToJson, data, words};

use super::super::ids::{BudgetId, ClientId, DishId, LineId, MenuId, PaymentId, ProductId, UserId};
use super::super::merge::{ConflictKind, Rule};
use super::super::values::{Date, LocalTime, Money, Quantity, TimeOfDay};
use super::{Made, row};

words! {
    snake
    /// Where a party stands. `Reserva` is shown as "Booked".
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum BudgetStatus {
        Draft,
        Pending,
        Approved,
        Reserva,
        Completed,
        Rejected,
        Canceled,
    }
}

data! {
    /// Some of the guests, by what they eat.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct GuestGroup {
        pub label: String,
        pub count: u32,
        /// `vegan`, `vegetarian`, an allergen's name (`without gluten`), or free words.
        pub diet: String,
    }

    /// The money of a party (rule 13), derived. Never sent to a cook.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct BudgetMoney {
        /// What the lines plan to cost.
        pub planned: Money,
        /// What the lines are sold for.
        pub sold: Money,
        /// Needed × list price.
        pub committed: Money,
        /// What its purchases cost.
        pub actual: Money,
        /// Whether `actual` holds list prices because a line was bought without any price.
        pub approximate: bool,
        pub paid_in: Money,
        /// The higher threshold of the limit crossed: 0, 80 or 100 %.
        pub warned: u8,
    }

    /// How far a party's own demands are covered (rule 9), derived.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Supplies {
        /// Demands that count.
        pub needed: u32,
        /// Of these, how many are covered or settled short.
        pub covered: u32,
        pub complete: bool,
    }
}

row! {
    /// One party.
    Budget(BudgetId) in Budgets {
        set {
            "name" name: String = Rule::ServerWins,
            "clientId" client_id: Option<ClientId> = Rule::ServerWins,
            "status" status: BudgetStatus = Rule::ServerWins,
            "date" date: Date = Rule::Ask(ConflictKind::Time),
            "servingTime" serving_time: TimeOfDay = Rule::Ask(ConflictKind::Time),
            "endTime" end_time: Option<TimeOfDay> = Rule::Ask(ConflictKind::Time),
            "venue" venue: String = Rule::ServerWins,
            "guests" guests: u32 = Rule::Ask(ConflictKind::Guests),
            "groups" groups: Vec<GuestGroup> = Rule::ServerWins,
            /// What may be spent on it.
            "limit" limit: Option<Money> = Rule::ServerWins,
            "notes" notes: String = Rule::Ask(ConflictKind::Text),
            "ownerId" owner_id: UserId = Rule::ServerWins,
        }
        also {
            /// It has ever been in `reserva`; then logistics and cooks see it for good.
            booked: bool,
            /// `None` where the reader may not see money.
            money: Option<BudgetMoney>,
            supplies: Supplies,
            /// Clashes of its food's allergens with a group's diet that somebody took note of.
            acknowledged_clashes: Vec<String>,
        }
    }
}

impl Budget {
    /// When the food is served.
    #[must_use]
    pub fn serving(&self) -> LocalTime {
        LocalTime::new(self.date, self.serving_time)
    }

    /// When the party ends: the end given (past midnight where it is before serving), else three
    /// hours after serving (rule 3).
    #[must_use]
    pub fn end(&self) -> LocalTime {
        match self.end_time {
            Some(end) if end > self.serving_time => LocalTime::new(self.date, end),
            Some(end) => LocalTime::new(self.date.plus_days(1), end),
            None => self.serving().plus_minutes(180),
        }
    }
}

words! {
    kebab
    /// What a budget line is for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum LineCategory {
        Food,
        Drinks,
        Activity,
        Transport,
        Accommodation,
        Rental,
        Staff,
        Other,
    }
}

/// How many a food line serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Portions {
    /// A fixed number.
    Count(u32),
    /// The guests of the group with this label.
    Group(String),
}

impl FromJson for Portions {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        let (count, group) = (fields.at("count"), fields.at("group"));
        if group.value().is_some() {
            return Self::Group(String::from_json(&group));
        }
        if count.value().is_none() {
            at.wrong("unknown variant");
        }
        Self::Count(u32::from_json(&count))
    }
}

impl ToJson for Portions {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        match self {
            Self::Count(count) => object.put("count", count),
            Self::Group(label) => object.put("group", label),
        }
        object.done()
    }
}

row! {
    /// One line of a party's offer.
    BudgetLine(LineId) in BudgetLines {
        set {
            "category" category: LineCategory = Rule::ServerWins,
            "text" text: String = Rule::ServerWins,
            "dishId" dish_id: Option<DishId> = Rule::ServerWins,
            "menuId" menu_id: Option<MenuId> = Rule::ServerWins,
            "productId" product_id: Option<ProductId> = Rule::ServerWins,
            /// None: all guests.
            "portions" portions: Option<Portions> = Rule::ServerWins,
            "quantity" quantity: Option<Quantity> = Rule::ServerWins,
            /// What the client pays for one.
            "unitPrice" unit_price: Option<Money> = Rule::ServerWins,
            "plannedCost" planned_cost: Option<Money> = Rule::ServerWins,
        }
        also {
            budget_id: BudgetId,
            /// The party's date and whether it was ever booked: sight and filters depend on them.
            date: Date,
            booked: bool,
            /// None for those of an older build.
            made: Option<Made>,
        }
    }
}

words! {
    kebab
    /// What a payment is; a refund counts against what was paid in.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum PaymentKind {
        Deposit,
        Instalment,
        Final,
        Refund,
    }
}

row! {
    /// Money received from a client, or returned (`refund`; its amount is positive, too).
    Payment(PaymentId) in Payments {
        set { "voided" voided: bool = Rule::ServerWins, }
        also {
            budget_id: BudgetId,
            amount: Money,
            kind: PaymentKind,
            method: String,
            date: Date,
            reference: String,
            booked: bool,
            /// The party's date, for filters.
            party_date: Date,
        }
    }
}

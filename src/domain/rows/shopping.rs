//! The week's list: items, the demands behind them, what was bought, transfers, substitutes.

use crate::domain::json::{data, words};

use super::super::ids::{
    BudgetId, ConflictId, DemandId, IngredientId, ItemId, LineId, ProductId, PurchaseId, ReplicaId,
    ScheduleId, SubstituteId, TransferId, UserId,
};
use super::super::merge::{ConflictKind, Rule};
use super::super::values::{Instant, LocalTime, Money, Quantity, Revision, Unit, Week};
use super::{ProductCategory, Settings, Withdrawn, row};

data! {
    /// How much the plan asks beyond what a cook has decided, and from which ingredient (rule 5).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct WaitingForCook {
        pub ingredient_id: IngredientId,
        pub quantity: Quantity,
    }
}

row! {
    /// One line of a week's list: a product in one dimension, over all booked parties of the week.
    /// Never removed; one that nobody needs shows 0.
    ShoppingItem(ItemId) in ShoppingItems {
        set {
            "notes" notes: String = Rule::Ask(ConflictKind::Text),
            /// Where to buy it; none follows the product.
            "supplier" supplier: Option<String> = Rule::ServerWins,
            "claimedBy" claimed_by: Option<UserId> = Rule::ServerWins,
            /// The need that somebody accepted as not wholly bought (`close-short`).
            "closedShort" closed_short: Option<Quantity> = Rule::ServerWins,
        }
        also {
            week: Week,
            product_id: ProductId,
            /// The product's name and category, so that the line can be read and grouped alone.
            name: String,
            category: ProductCategory,
            /// The unit it is shown in.
            unit: Unit,
            /// Everything below is derived.
            needed: Quantity,
            purchased: Quantity,
            is_purchased: bool,
            surplus: Quantity,
            need_by: Option<LocalTime>,
            budget_ids: Vec<BudgetId>,
            schedule_ids: Vec<ScheduleId>,
            waiting_for_cook: Vec<WaitingForCook>,
        }
    }
}

row! {
    /// An amount that somebody needs of a line.
    Demand(DemandId) in Demands {
        set {
            "quantity" quantity: Quantity = Rule::ServerWins,
            /// People set these of a need by hand only; the others follow what they derive from.
            "week" week: Week = Rule::ServerWins,
            "productId" product_id: ProductId = Rule::ServerWins,
            "needBy" need_by: Option<LocalTime> = Rule::ServerWins,
            "budgetId" budget_id: Option<BudgetId> = Rule::ServerWins,
            /// By hand: what for.
            "text" text: Option<String> = Rule::ServerWins,
        }
        also {
            item_id: ItemId,
            ingredient_id: Option<IngredientId>,
            line_id: Option<LineId>,
            schedule_id: Option<ScheduleId>,
            /// By hand: who asked.
            user_id: Option<UserId>,
            /// In the dimension of the line: how much counts, and how much of that is covered by
            /// what was bought and by what has arrived (derived).
            counted: Quantity,
            covered: Quantity,
            arrived: Quantity,
            withdrawn: Option<Withdrawn>,
        }
    }
}

impl Demand {
    /// So much of a product in a week, asked by nothing yet and on no line (rule 6).
    #[must_use]
    pub fn new(id: DemandId, product_id: ProductId, week: Week, quantity: Quantity) -> Self {
        let none = Quantity::zero(quantity.unit());
        Self {
            id,
            rev: Revision::ZERO,
            quantity,
            week,
            product_id,
            need_by: None,
            budget_id: None,
            text: None,
            item_id: ItemId::NIL,
            ingredient_id: None,
            line_id: None,
            schedule_id: None,
            user_id: None,
            counted: none,
            covered: none,
            arrived: none,
            withdrawn: None,
            settings: Settings::new(),
            removed: None,
        }
    }

    /// The same on its line, where so much of it counts and none is covered yet.
    #[must_use]
    pub fn on_line(self, item_id: ItemId, counted: Quantity) -> Self {
        let none = Quantity::zero(counted.unit());
        Self { item_id, counted, covered: none, arrived: none, ..self }
    }
}

words! {
    kebab
    /// What a purchase record states (rule 8).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum PurchaseKind {
        /// So much more was bought.
        Add,
        /// In the cart, so much in all.
        Mark,
        /// We have so much already, at no cost.
        Have,
    }
}

data! {
    /// A part of a price that a party bears.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SplitPart {
        /// None: no demand covers it.
        pub budget_id: Option<BudgetId>,
        pub amount: Money,
        /// What the part stands on: thousandths covered when the record was made.
        pub share: i64,
    }
}

row! {
    /// A record that so much of a line was bought.
    Purchase(PurchaseId) in Purchases {
        set {
            /// Money for this purchase, not a unit price.
            "paid" paid: Option<Money> = Rule::ServerWins,
            "place" place: Option<String> = Rule::ServerWins,
            "note" note: Option<String> = Rule::ServerWins,
            "voided" voided: bool = Rule::ServerWins,
            "received" received: bool = Rule::ServerWins,
            /// A mark that turned out to be other goods: counts as an add of this much, and covers
            /// nothing.
            "countsAsAdd" counts_as_add: Option<Quantity> = Rule::ServerWins,
        }
        also {
            item_id: ItemId,
            week: Week,
            kind: PurchaseKind,
            /// In the dimension of the line; a mark's is the total.
            quantity: Quantity,
            /// The revision the record was made in; what a mark covers is told by it.
            made: Revision,
            /// What its author had been shown.
            seen: Revision,
            replica: ReplicaId,
            buyer_id: UserId,
            at: Instant,
            /// Who bears the price, by the demand newly covered when it was made. The shares stand
            /// from the making on; the amounts are derived from them and `paid`.
            split: Vec<SplitPart>,
            /// The open question whether this and a concurrent mark are the same goods.
            question: Option<ConflictId>,
            budget_ids: Vec<BudgetId>,
        }
    }
}

row! {
    /// Surplus of one line moved to another, of the same product.
    Transfer(TransferId) in Transfers {
        set { "quantity" quantity: Quantity = Rule::ServerWins, }
        also {
            from_item_id: ItemId,
            to_item_id: ItemId,
            from_week: Week,
            to_week: Week,
            /// What counts of it: shrinks when its source does (derived).
            counted: Quantity,
            /// How much of that had arrived in the kitchen on the line it comes from (derived).
            arrived: Quantity,
            by: UserId,
            at: Instant,
            budget_ids: Vec<BudgetId>,
        }
    }
}

words! {
    kebab
    /// What became of an offered product.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum SubstituteState {
        Proposed,
        Accepted,
        Refused,
    }
}

row! {
    /// Another product offered for a line that is not to be had.
    Substitute(SubstituteId) in Substitutes {
        set { "state" state: SubstituteState = Rule::Ask(ConflictKind::Text), }
        also {
            item_id: ItemId,
            week: Week,
            product_id: ProductId,
            quantity: Quantity,
            by: UserId,
            at: Instant,
            answered_by: Option<UserId>,
            budget_ids: Vec<BudgetId>,
        }
    }
}

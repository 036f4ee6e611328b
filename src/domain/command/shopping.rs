//! Commands about the shopping list.

use crate::domain::json::{data, sparse};

use super::super::ids::{
    BudgetId, ConflictId, DemandId, ItemId, ProductId, PurchaseId, SubstituteId, TransferId,
};
use super::super::rows::ProductCategory;
use super::super::values::{LocalTime, Money, Patch, Quantity, Week};

sparse! {
    /// "In the cart, so much in all" (rule 8).
    #[derive(Clone, Debug, PartialEq)]
    pub struct MarkPurchased {
        pub item_id: ItemId,
        pub purchase_id: PurchaseId,
        pub quantity: Quantity,
        pub paid: Option<Money>,
        pub place: Option<String>,
        pub note: Option<String>,
    }

    /// So much more was bought.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AddPurchase {
        pub item_id: ItemId,
        pub purchase_id: PurchaseId,
        pub quantity: Quantity,
        pub paid: Option<Money>,
        pub place: Option<String>,
        pub note: Option<String>,
    }

    /// We have so much already, at no cost.
    #[derive(Clone, Debug, PartialEq)]
    pub struct HaveAlready {
        pub item_id: ItemId,
        pub purchase_id: PurchaseId,
        pub quantity: Quantity,
        pub note: Option<String>,
    }
}

data! {
    /// Leaves a record out, as if it had not been made (rule 8).
    #[derive(Clone, Debug, PartialEq)]
    pub struct VoidPurchase {
        pub purchase_id: PurchaseId,
    }
}

sparse! {
    /// One line of a bulk purchase: a mark.
    #[derive(Clone, Debug, PartialEq)]
    pub struct BulkPurchase {
        pub item_id: ItemId,
        pub purchase_id: PurchaseId,
        pub quantity: Quantity,
        pub paid: Option<Money>,
        pub note: Option<String>,
    }
}

data! {
    /// All or nothing (rule 10).
    #[derive(Clone, Debug, PartialEq)]
    pub struct MarkManyPurchased {
        pub items: Vec<BulkPurchase>,
    }

    /// The goods have arrived in the kitchen.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Receive {
        pub purchase_ids: Vec<PurchaseId>,
    }
}

sparse! {
    /// Sets the price, the place or the note of a record (rule 13).
    #[derive(Clone, Debug, PartialEq)]
    pub struct EditPurchase {
        pub purchase_id: PurchaseId,
        pub paid: Patch<Money>,
        pub place: Patch<String>,
        pub note: Patch<String>,
    }
}

data! {
    /// Moves what one line has too much of to another line of the product (rule 8).
    #[derive(Clone, Debug, PartialEq)]
    pub struct TakeSurplus {
        pub transfer_id: TransferId,
        pub from_item_id: ItemId,
        pub to_item_id: ItemId,
        pub quantity: Quantity,
    }

    /// Whether two concurrent marks stated the same goods (rule 8).
    #[derive(Clone, Debug, PartialEq)]
    pub struct AnswerSameGoods {
        pub conflict_id: ConflictId,
        pub same: bool,
    }
}

sparse! {
    /// Makes or edits a need by hand.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PutDemand {
        pub demand_id: DemandId,
        pub week: Week,
        pub product_id: ProductId,
        pub quantity: Quantity,
        pub need_by: Patch<LocalTime>,
        pub budget_id: Patch<BudgetId>,
        pub text: Patch<String>,
    }
}

data! {
    /// Takes back a need by hand.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveDemand {
        pub demand_id: DemandId,
    }
}

sparse! {
    /// Sets the notes or the supplier of a line.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EditShoppingItem {
        pub item_id: ItemId,
        pub notes: Option<String>,
        pub supplier: Patch<String>,
    }

    /// Claims a line, or all lines of a category in a week.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ClaimItem {
        pub item_id: Option<ItemId>,
        pub week: Option<Week>,
        pub category: Option<ProductCategory>,
        pub claimed: bool,
    }
}

data! {
    /// Accepts that no more is bought; `needed` is the need that was on screen.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CloseShort {
        pub item_id: ItemId,
        pub needed: Quantity,
    }

    /// Offers another product for a line that is not to be had.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProposeSubstitute {
        pub item_id: ItemId,
        pub substitute_id: SubstituteId,
        pub product_id: ProductId,
        pub quantity: Quantity,
    }

    /// Says whether an offered product will do; if so the kitchen cooks with it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AnswerSubstitute {
        pub substitute_id: SubstituteId,
        pub accepted: bool,
    }
}

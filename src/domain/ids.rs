//! Identifiers: one newtype a table, so that a task's id cannot be passed for a line's.
//!
//! Ids of what a person creates are `UUIDv7`, made by the client and handed in; ids of derived rows
//! are `UUIDv5` of what they are derived from (DOMAIN, Ids), so that deriving twice gives the same row.

use serde_json::Value;
use uuid::Uuid;

use super::json::{At, FromJson, ToJson, through_serde};
use super::values::{Unit, Week};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The id that no row has; stands in sums and defaults only.
            pub const NIL: Self = Self(Uuid::nil());

            /// The id as the store and the wire have it.
            #[must_use]
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromJson for $name {
            fn from_json(at: &At<'_>) -> Self {
                Self(Uuid::from_json(at))
            }
        }

        impl ToJson for $name {
            fn to_json(&self) -> Value {
                self.0.to_json()
            }
        }

        through_serde!($name);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A catering crew or company: the unit of ordering, permission and sharding.
    WorkspaceId,
    /// A person in a workspace.
    UserId,
    /// A one-time invitation into a workspace.
    InviteId,
    /// Who a party is for.
    ClientId,
    /// One party.
    BudgetId,
    /// One line of a party's offer.
    LineId,
    /// Money received from or returned to a client.
    PaymentId,
    /// A thing that is bought.
    ProductId,
    /// A recipe.
    DishId,
    /// Dishes sold together at a price a person.
    MenuId,
    /// A task.
    TaskId,
    /// A note on any row.
    CommentId,
    /// What the kitchen cooks for one line of one party.
    ScheduleId,
    /// An amount of a product in a cooking schedule.
    IngredientId,
    /// One line of a week's shopping list.
    ItemId,
    /// An amount that somebody needs of a shopping line.
    DemandId,
    /// A record that so much of a line was bought.
    PurchaseId,
    /// Surplus moved from one line to another.
    TransferId,
    /// Another product offered for a line.
    SubstituteId,
    /// A kitchen timer.
    TimerId,
    /// A message to one person.
    NotificationId,
    /// Two settings of one field that met.
    ConflictId,
    /// One act of a person; kept through every resend.
    CommandId,
    /// One person in one browser profile.
    ReplicaId,
}

/// Names what the derived ids of this product are made in; never to be changed.
const DERIVED: Uuid = Uuid::from_u128(0x3f1c_9b52_7c55_4d0e_9a63_0d5b_1b11_5501);

fn derive(what: &str, parts: &[&[u8]]) -> Uuid {
    let mut name = Vec::with_capacity(64);
    name.extend_from_slice(what.as_bytes());
    for part in parts {
        name.push(0);
        name.extend_from_slice(part);
    }
    Uuid::new_v5(&DERIVED, &name)
}

impl ItemId {
    /// The line of `product` in `week`, measured in the dimension of `base`.
    #[must_use]
    pub fn derived(week: Week, product: ProductId, base: Unit) -> Self {
        let week = week.to_string();
        Self(derive("item", &[week.as_bytes(), product.0.as_bytes(), base.symbol().as_bytes()]))
    }
}

impl TaskId {
    /// The task that a party's plan calls `kind` (`"shopping"`, `"cooking"`, …).
    #[must_use]
    pub fn derived(budget: BudgetId, kind: &str) -> Self {
        Self(derive("task", &[budget.0.as_bytes(), kind.as_bytes()]))
    }
}

impl ScheduleId {
    /// The schedule of a budget line, for one dish of it or for the line as a whole.
    #[must_use]
    pub fn derived(line: LineId, dish: Option<DishId>) -> Self {
        let dish = dish.map_or(Uuid::nil(), |dish| dish.0);
        Self(derive("schedule", &[line.0.as_bytes(), dish.as_bytes()]))
    }
}

impl IngredientId {
    /// The ingredient of a schedule that is this product.
    #[must_use]
    pub fn derived(schedule: ScheduleId, product: ProductId) -> Self {
        Self(derive("ingredient", &[schedule.0.as_bytes(), product.0.as_bytes()]))
    }
}

impl DemandId {
    /// What an ingredient needs of the list.
    #[must_use]
    pub fn of_ingredient(ingredient: IngredientId) -> Self {
        Self(derive("demand-ingredient", &[ingredient.0.as_bytes()]))
    }

    /// What a budget line needs of a product (drinks, rentals, …).
    #[must_use]
    pub fn of_line(line: LineId, product: ProductId) -> Self {
        Self(derive("demand-line", &[line.0.as_bytes(), product.0.as_bytes()]))
    }

    /// What a party needs of a standard supply.
    #[must_use]
    pub fn of_supply(budget: BudgetId, product: ProductId) -> Self {
        Self(derive("demand-supply", &[budget.0.as_bytes(), product.0.as_bytes()]))
    }
}

impl ProductId {
    /// A default product of the workspace, by its English name (rule 5).
    #[must_use]
    pub fn default_of(workspace: WorkspaceId, name: &str) -> Self {
        Self(derive("product", &[workspace.0.as_bytes(), name.as_bytes()]))
    }
}

impl CommandId {
    /// The id of the `ordinal`-th row that this command creates without being told an id.
    #[must_use]
    pub fn row(self, ordinal: u32) -> Uuid {
        derive("row", &[self.0.as_bytes(), &ordinal.to_be_bytes()])
    }
}

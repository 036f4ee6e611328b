//! How concurrent settings of one field become the value shown (DOMAIN, Conflicts).
//!
//! A field that merges keeps of each replica the last value not yet superseded. The value shown is
//! a rule over that set, so the outcome is the same in every order of arrival.

use crate::domain::json::{ToJson, from_value, words};
use serde_json::Value;

use super::rows::{Block, Setting, TaskStatus};
use super::values::Quantity;

words! {
    kebab
    /// What a question to a person is about; `conflictType` on the wire.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum ConflictKind {
        IngredientQuantity,
        TaskStatus,
        ShoppingPurchase,
        Text,
        Time,
        Guests,
        Removed,
    }
}

/// How concurrent settings of a field are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The server's value stays and the author of the later one is told.
    ServerWins,
    /// The highest amount of one dimension; across dimensions a person decides.
    Highest,
    /// done > canceled > in progress > todo.
    StatusPriority,
    /// A block stays over a lift that had not seen it, and gives way to a status.
    Block,
    /// The first value stays and a person decides.
    Ask(ConflictKind),
}

words! {
    kebab
    /// What became of a setting that met others.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Resolution {
        HigherQuantity,
        StatusPriority,
        PurchasedWins,
        ServerWins,
    }
}

impl Rule {
    /// Whether a person has to decide between these settings.
    #[must_use]
    pub fn asks(self, settings: &[Setting]) -> bool {
        match self {
            Self::ServerWins | Self::StatusPriority | Self::Block => false,
            Self::Ask(_) => !agree(settings),
            Self::Highest => !agree(settings) && !one_dimension(settings),
        }
    }

    /// The value shown over `settings`: what the rule makes of them, or the first one's where a
    /// person has to decide. `None` only where there are no settings.
    #[must_use]
    pub fn shown(self, settings: &[Setting]) -> Option<Value> {
        let first = settings.first()?;
        let value = match self {
            Self::ServerWins | Self::Ask(_) => &first.value,
            Self::Highest => highest(settings).map_or(&first.value, |setting| &setting.value),
            Self::StatusPriority => {
                let best = settings.iter().max_by_key(|setting| status(setting).map(TaskStatus::priority));
                &best.unwrap_or(first).value
            }
            Self::Block => return Some(block(settings)),
        };
        Some(value.clone())
    }

    /// Whether a setting that says what is shown already still counts: it may be shown again once
    /// another one gives way.
    #[must_use]
    pub fn merges(self) -> bool {
        matches!(self, Self::Highest | Self::StatusPriority | Self::Block)
    }

    /// What a conflict over such a field is about.
    #[must_use]
    pub fn kind(self) -> ConflictKind {
        match self {
            Self::ServerWins => ConflictKind::Text,
            Self::Highest => ConflictKind::IngredientQuantity,
            Self::StatusPriority | Self::Block => ConflictKind::TaskStatus,
            Self::Ask(kind) => kind,
        }
    }

    /// How a merge by this rule is named; `None` where a person decides.
    #[must_use]
    pub fn resolution(self) -> Option<Resolution> {
        match self {
            Self::ServerWins => Some(Resolution::ServerWins),
            Self::Highest => Some(Resolution::HigherQuantity),
            Self::StatusPriority | Self::Block => Some(Resolution::StatusPriority),
            Self::Ask(_) => None,
        }
    }
}

/// Whether all settings say the same.
#[must_use]
pub fn agree(settings: &[Setting]) -> bool {
    settings.windows(2).all(|pair| pair[0].value == pair[1].value)
}

fn status(setting: &Setting) -> Option<TaskStatus> {
    from_value(&setting.value).ok()
}

fn amount(setting: &Setting) -> Option<Quantity> {
    from_value(&setting.value).ok()
}

/// A cleared amount is none to compare with, like one of another dimension.
fn one_dimension(settings: &[Setting]) -> bool {
    let bases = settings.iter().map(|setting| amount(setting).map(Quantity::base));
    let mut bases = bases.collect::<Vec<_>>().into_iter();
    let first = bases.next().flatten();
    first.is_some() && bases.all(|base| base == first)
}

/// The highest amount of the first setting's dimension; of equal ones the unit decides, so that
/// the order of arrival does not.
fn highest(settings: &[Setting]) -> Option<&Setting> {
    let base = amount(settings.first()?)?.base();
    let of_base = settings.iter().filter(|setting| amount(setting).map(Quantity::base) == Some(base));
    of_base.max_by_key(|setting| amount(setting).map(|amount| (amount.thousandths(), amount.unit())))
}

/// The block that stands: a block over a lift that had not seen it, and none that lost to a status.
/// Of several the choice is arbitrary, but the same in every order of arrival.
fn block(settings: &[Setting]) -> Value {
    let standing = blocks(settings).filter(|block| !block.lost);
    let shown = standing.max_by(|one, other| (one.by, &one.reason).cmp(&(other.by, &other.reason)));
    shown.to_json()
}

/// The blocks among the settings of a task's block, those that lost to a status included.
pub fn blocks(settings: &[Setting]) -> impl Iterator<Item = Block> + '_ {
    settings.iter().filter_map(|setting| from_value(&setting.value).ok())
}

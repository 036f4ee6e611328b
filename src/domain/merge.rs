//! How concurrent settings of one field become the value shown (DOMAIN, Conflicts).
//!
//! A field that merges keeps of each replica the last value not yet superseded. The value shown is
//! a rule over that set, so the outcome is the same in every order of arrival.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rows::{Setting, TaskStatus};
use super::values::Quantity;

/// What a question to a person is about; `conflictType` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    IngredientQuantity,
    TaskStatus,
    ShoppingPurchase,
    Text,
    Time,
    Guests,
    Removed,
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
    /// The first value stays and a person decides.
    Ask(ConflictKind),
}

/// What became of a setting that met others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    HigherQuantity,
    StatusPriority,
    PurchasedWins,
    ServerWins,
}

impl Rule {
    /// The index of the setting whose value is shown; `None` where a person has to decide
    /// (then the first stays). `settings` is not empty.
    #[must_use]
    pub fn winner(self, settings: &[Setting]) -> Option<usize> {
        match self {
            Self::ServerWins => Some(0),
            Self::Ask(_) => {
                let first = settings.first()?;
                settings.iter().all(|setting| setting.value == first.value).then_some(0)
            }
            Self::Highest => highest(settings),
            Self::StatusPriority => best(settings, |setting| {
                serde_json::from_value::<TaskStatus>(setting.value.clone()).ok().map(TaskStatus::priority)
            }),
        }
    }

    /// What a conflict over such a field is about.
    #[must_use]
    pub fn kind(self) -> ConflictKind {
        match self {
            Self::ServerWins => ConflictKind::Text,
            Self::Highest => ConflictKind::IngredientQuantity,
            Self::StatusPriority => ConflictKind::TaskStatus,
            Self::Ask(kind) => kind,
        }
    }

    /// How a merge by this rule is named; `None` where a person decides.
    #[must_use]
    pub fn resolution(self) -> Option<Resolution> {
        match self {
            Self::ServerWins => Some(Resolution::ServerWins),
            Self::Highest => Some(Resolution::HigherQuantity),
            Self::StatusPriority => Some(Resolution::StatusPriority),
            Self::Ask(_) => None,
        }
    }
}

fn highest(settings: &[Setting]) -> Option<usize> {
    let amounts: Vec<Option<Quantity>> =
        settings.iter().map(|setting| serde_json::from_value(setting.value.clone()).ok()).collect();
    let base = amounts.iter().flatten().next().map(|amount| amount.base());
    // A cleared override and another dimension are no amounts to compare with.
    if amounts.iter().any(|amount| amount.map(Quantity::base) != base) {
        let first = settings.first()?;
        return settings.iter().all(|setting| setting.value == first.value).then_some(0);
    }
    // The unit shown must not depend on the order of arrival, either.
    (0..settings.len()).max_by_key(|&at| {
        let amount = amounts[at];
        (amount.map(Quantity::thousandths), amount.map(Quantity::unit), std::cmp::Reverse(at))
    })
}

fn best<K: Ord>(settings: &[Setting], key: impl Fn(&Setting) -> Option<K>) -> Option<usize> {
    (0..settings.len()).max_by_key(|&at| (key(&settings[at]), std::cmp::Reverse(at)))
}

/// The value shown over `settings`: the winner's, or the first where a person has to decide.
#[must_use]
pub fn shown(rule: Rule, settings: &[Setting]) -> Option<&Value> {
    settings.get(rule.winner(settings).unwrap_or(0)).map(|setting| &setting.value)
}

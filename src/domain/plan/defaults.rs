//! Products that a plan needs where nobody has named any (rule 5). Their ids are fixed by the
//! workspace and the English name, so that every plan means the same ones.

use super::super::ids::{ProductId, WorkspaceId};
use super::super::rows::{Allergens, Product, ProductCategory, Settings};
use super::super::values::{Quantity, Revision, Unit};

/// A product of last resort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DefaultProduct {
    Rice,
    Chicken,
    MixedVegetables,
    Drinks,
    Plates,
    Cups,
    Ice,
    Napkins,
}

/// Grams of each that a portion of a food line without a dish gets (rule 5).
pub const A_PORTION: [(DefaultProduct, i64); 3] =
    [(DefaultProduct::Rice, 100), (DefaultProduct::Chicken, 250), (DefaultProduct::MixedVegetables, 150)];

impl DefaultProduct {
    /// What it is called, and what its id is made of; never to be changed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rice => "Rice",
            Self::Chicken => "Chicken",
            Self::MixedVegetables => "Mixed vegetables",
            Self::Drinks => "Drinks",
            Self::Plates => "Plates",
            Self::Cups => "Cups",
            Self::Ice => "Ice",
            Self::Napkins => "Napkins",
        }
    }

    /// The unit it is counted in.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::Rice | Self::Chicken | Self::MixedVegetables => Unit::Kg,
            Self::Drinks => Unit::Bottle,
            Self::Plates | Self::Cups => Unit::Set,
            Self::Ice => Unit::Bag,
            Self::Napkins => Unit::Pack,
        }
    }

    fn category(self) -> ProductCategory {
        match self {
            Self::Rice => ProductCategory::DryGoods,
            Self::Chicken => ProductCategory::Meat,
            Self::MixedVegetables => ProductCategory::Vegetables,
            Self::Drinks => ProductCategory::Drinks,
            Self::Ice => ProductCategory::Frozen,
            Self::Plates | Self::Cups | Self::Napkins => ProductCategory::Supplies,
        }
    }

    /// What one pack of it holds, and what that pack is called.
    fn pack(self) -> Option<(Quantity, Unit)> {
        match self {
            Self::Ice => Some((Quantity::whole(5, Unit::Kg), Unit::Bag)),
            Self::Rice
            | Self::Chicken
            | Self::MixedVegetables
            | Self::Drinks
            | Self::Plates
            | Self::Cups
            | Self::Napkins => None,
        }
    }

    /// Nobody has said what a food of unknown make contains; plates contain nothing.
    fn allergens(self) -> Allergens {
        match self {
            Self::Rice | Self::Chicken | Self::MixedVegetables | Self::Drinks => Allergens::Unknown,
            Self::Plates | Self::Cups | Self::Ice | Self::Napkins => Allergens::Known(Vec::new()),
        }
    }

    /// Its fixed id in a workspace.
    #[must_use]
    pub fn id(self, workspace: WorkspaceId) -> ProductId {
        ProductId::default_of(workspace, self.name())
    }

    /// The product as it is made when a plan first needs it; its price is nobody's to guess.
    #[must_use]
    pub fn product(self, workspace: WorkspaceId) -> Product {
        let (pack_size, pack_unit) = self.pack().unzip();
        Product {
            id: self.id(workspace),
            rev: Revision::ZERO,
            name: self.name().to_owned(),
            category: self.category(),
            unit: self.unit(),
            price: None,
            pack_size,
            pack_unit,
            piece_weight: None,
            supplier: None,
            allergens: self.allergens(),
            settings: Settings::new(),
            removed: None,
        }
    }
}

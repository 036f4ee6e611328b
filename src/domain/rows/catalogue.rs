//! What is bought, cooked and sold again and again: products, dishes, menus.

use serde_json::Value;

use crate::domain::json::{At, FromJson, Object, ToJson, data, words};

use super::super::ids::{DishId, MenuId, ProductId};
use super::super::merge::{ConflictKind, Rule};
use super::super::values::{Money, Quantity, Unit};
use super::row;

words! {
    kebab
    /// Where in the shop a product stands; also the order of the shopping list.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum ProductCategory {
        Vegetables,
        Fruit,
        Bakery,
        Meat,
        Fish,
        Dairy,
        DryGoods,
        Condiments,
        Drinks,
        Frozen,
        Supplies,
        Equipment,
        Other,
    }

    /// The fourteen allergens of Regulation (EU) No 1169/2011, Annex II.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Allergen {
        Gluten,
        Crustaceans,
        Eggs,
        Fish,
        Peanuts,
        Soybeans,
        Milk,
        Nuts,
        Celery,
        Mustard,
        Sesame,
        Sulphites,
        Lupin,
        Molluscs,
    }
}

/// What is known of a product's allergens. Unknown is never free of any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Allergens {
    #[default]
    Unknown,
    /// These, perhaps none.
    Known(Vec<Allergen>),
}

impl FromJson for Allergens {
    fn from_json(at: &At<'_>) -> Self {
        if at.value().is_some_and(Value::is_string) {
            at.word(&["unknown"]);
            return Self::Unknown;
        }
        let fields = at.fields();
        let known = fields.at("known");
        if known.value().is_none() {
            at.wrong("unknown variant");
        }
        Self::Known(Vec::from_json(&known))
    }
}

impl ToJson for Allergens {
    fn to_json(&self) -> Value {
        match self {
            Self::Unknown => "unknown".into(),
            Self::Known(all) => {
                let mut object = Object::new();
                object.put("known", all);
                object.done()
            }
        }
    }
}

row! {
    /// A thing that is bought.
    Product(ProductId) in Products {
        set {
            "name" name: String = Rule::ServerWins,
            "category" category: ProductCategory = Rule::ServerWins,
            /// What it is counted in.
            "unit" unit: Unit = Rule::ServerWins,
            /// List price of one `unit`.
            "price" price: Option<Money> = Rule::ServerWins,
            /// What one pack holds, in the dimension of `unit` or in pieces of it.
            "packSize" pack_size: Option<Quantity> = Rule::ServerWins,
            /// What such a pack is called; where none is given a pack.
            "packUnit" pack_unit: Option<Unit> = Rule::ServerWins,
            /// What one piece weighs or holds.
            "pieceWeight" piece_weight: Option<Quantity> = Rule::ServerWins,
            "supplier" supplier: Option<String> = Rule::ServerWins,
            "allergens" allergens: Allergens = Rule::ServerWins,
        }
        also { }
    }
}

data! {
    /// An amount of a product in a dish, for all that the dish serves.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DishIngredient {
        pub product_id: ProductId,
        pub quantity: Quantity,
    }

    /// A step of a dish.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DishStep {
        pub text: String,
        pub minutes: u32,
    }
}

words! {
    kebab
    /// Where in a meal a dish belongs.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Course {
        Starter,
        Main,
        Side,
        Dessert,
        Drink,
        Snack,
    }
}

row! {
    /// A recipe.
    Dish(DishId) in Dishes {
        set {
            "name" name: String = Rule::ServerWins,
            "course" course: Course = Rule::ServerWins,
            /// Portions that its ingredients make; at least 1.
            "serves" serves: u32 = Rule::ServerWins,
            "prepMinutes" prep_minutes: u32 = Rule::ServerWins,
            "cookMinutes" cook_minutes: u32 = Rule::ServerWins,
            "ingredients" ingredients: Vec<DishIngredient> = Rule::ServerWins,
            "steps" steps: Vec<DishStep> = Rule::ServerWins,
            "notes" notes: String = Rule::Ask(ConflictKind::Text),
        }
        also { }
    }
}

row! {
    /// Dishes sold together.
    Menu(MenuId) in Menus {
        set {
            "name" name: String = Rule::ServerWins,
            "dishIds" dish_ids: Vec<DishId> = Rule::ServerWins,
            "pricePerPerson" price_per_person: Option<Money> = Rule::ServerWins,
            /// Fewest and most guests it is sold for.
            "min" min: Option<u32> = Rule::ServerWins,
            "max" max: Option<u32> = Rule::ServerWins,
        }
        also { }
    }
}

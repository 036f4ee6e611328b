//! What the demonstration crew buys, cooks and sells.

use std::collections::BTreeMap;

use super::script::{By, Script};
use crate::domain::command::{PutDish, PutMenu, PutProduct};
use crate::domain::ids::{DishId, MenuId, ProductId};
use crate::domain::rows::{Allergen, Allergens, Course, DishIngredient, DishStep, ProductCategory};
use crate::domain::values::{Money, Patch, Quantity, Unit};
use crate::server::clock;
use crate::server::engine::Failure;

/// The rows of the catalogue, by the names they go by here.
#[derive(Default)]
pub struct Pantry {
    products: BTreeMap<&'static str, ProductId>,
    dishes: BTreeMap<&'static str, DishId>,
    menus: BTreeMap<&'static str, MenuId>,
}

impl Pantry {
    pub fn product(&self, name: &str) -> Option<ProductId> {
        self.products.get(name).copied()
    }

    pub fn dish(&self, name: &str) -> Option<DishId> {
        self.dishes.get(name).copied()
    }

    pub fn menu(&self, name: &str) -> Option<MenuId> {
        self.menus.get(name).copied()
    }
}

/// `"1.5 kg"` as a quantity; the demonstration's own amounts can all be read.
pub fn amount(text: &str) -> Quantity {
    let (amount, unit) = text.split_once(' ').unwrap_or((text, "piece"));
    let unit = unit.parse().unwrap_or(Unit::Piece);
    Quantity::parse(amount, unit).unwrap_or(Quantity::zero(unit))
}

struct ProductLine(&'static str, ProductCategory, Unit, i64, &'static str, Option<&'static [Allergen]>);

use Allergen::{Crustaceans, Gluten, Milk, Molluscs, Mustard, Sulphites};
use ProductCategory::{Bakery, Condiments, Dairy, Drinks, DryGoods, Fish, Fruit, Meat, Supplies, Vegetables};

/// Name, category, unit, price, supplier, allergens (none: nobody has said).
const PRODUCTS: &[ProductLine] = &[
    ProductLine("Beef ribs", Meat, Unit::Kg, 2_850, "Butcher Ernst", Some(&[])),
    ProductLine("Whole chicken", Meat, Unit::Piece, 1_280, "Butcher Ernst", Some(&[])),
    ProductLine("Chorizo", Meat, Unit::Kg, 1_890, "Butcher Ernst", None),
    ProductLine("Cherry tomato", Vegetables, Unit::Kg, 450, "Market hall", Some(&[])),
    ProductLine("Lettuce", Vegetables, Unit::Piece, 120, "Market hall", Some(&[])),
    ProductLine("Red pepper", Vegetables, Unit::Kg, 320, "Market hall", Some(&[])),
    ProductLine("Onion", Vegetables, Unit::Kg, 160, "Market hall", Some(&[])),
    ProductLine("Lemon", Fruit, Unit::Piece, 45, "Market hall", Some(&[])),
    ProductLine("IPA", Drinks, Unit::Bottle, 280, "Drinks Huber", Some(&[Gluten])),
    ProductLine("Red wine", Drinks, Unit::Bottle, 850, "Drinks Huber", Some(&[Sulphites])),
    ProductLine("Water 1.5 l", Drinks, Unit::Bottle, 80, "Drinks Huber", Some(&[])),
    ProductLine("Manchego", Dairy, Unit::Kg, 1_580, "Cheese cellar", Some(&[Milk])),
    ProductLine("Mozzarella", Dairy, Unit::Kg, 650, "Cheese cellar", Some(&[Milk])),
    ProductLine("Rustic bread", Bakery, Unit::Piece, 220, "Bakery Lang", Some(&[Gluten])),
    ProductLine("Focaccia", Bakery, Unit::Piece, 380, "Bakery Lang", Some(&[Gluten])),
    ProductLine("Rice", DryGoods, Unit::Kg, 190, "Wholesale", Some(&[])),
    ProductLine("Saffron", Condiments, Unit::G, 900, "Wholesale", Some(&[])),
    ProductLine("Olive oil", Condiments, Unit::L, 990, "Wholesale", Some(&[])),
    ProductLine("Mustard", Condiments, Unit::Piece, 210, "Wholesale", Some(&[Mustard])),
    ProductLine("Prawns", Fish, Unit::Kg, 2_190, "Fish Petersen", Some(&[Crustaceans])),
    ProductLine("Mussels", Fish, Unit::Kg, 890, "Fish Petersen", Some(&[Molluscs])),
    ProductLine("Charcoal", Supplies, Unit::Bag, 1_500, "Hardware store", Some(&[])),
];

struct DishLine {
    name: &'static str,
    course: Course,
    serves: u32,
    minutes: (u32, u32),
    ingredients: &'static [(&'static str, &'static str)],
    steps: &'static [(&'static str, u32)],
}

const DISHES: &[DishLine] = &[
    DishLine {
        name: "Barbecue ribs",
        course: Course::Main,
        serves: 10,
        minutes: (45, 150),
        ingredients: &[("Beef ribs", "4 kg"), ("Onion", "0.8 kg"), ("Mustard", "2 piece")],
        steps: &[("Rub the ribs", 30), ("Smoke slowly", 120), ("Glaze and crisp", 30)],
    },
    DishLine {
        name: "Roast chicken",
        course: Course::Main,
        serves: 8,
        minutes: (30, 80),
        ingredients: &[("Whole chicken", "4 piece"), ("Lemon", "6 piece"), ("Olive oil", "0.2 l")],
        steps: &[("Season and truss", 25), ("Roast", 75), ("Rest and carve", 10)],
    },
    DishLine {
        name: "Paella",
        course: Course::Main,
        serves: 15,
        minutes: (40, 50),
        ingredients: &[
            ("Rice", "1.5 kg"),
            ("Whole chicken", "3 piece"),
            ("Prawns", "1.2 kg"),
            ("Mussels", "1.5 kg"),
            ("Red pepper", "1 kg"),
            ("Saffron", "3 g"),
        ],
        steps: &[
            ("Stock and sofrito", 30),
            ("Rice in, do not stir", 20),
            ("Seafood on top", 10),
            ("Rest", 10),
        ],
    },
    DishLine {
        name: "Tomato and mozzarella",
        course: Course::Starter,
        serves: 10,
        minutes: (25, 0),
        ingredients: &[("Cherry tomato", "1.2 kg"), ("Mozzarella", "1 kg"), ("Olive oil", "0.1 l")],
        steps: &[("Halve and slice", 15), ("Dress at the last minute", 10)],
    },
    DishLine {
        name: "Green salad",
        course: Course::Side,
        serves: 10,
        minutes: (20, 0),
        ingredients: &[("Lettuce", "4 piece"), ("Cherry tomato", "0.5 kg"), ("Olive oil", "0.1 l")],
        steps: &[("Wash and spin", 15), ("Dress", 5)],
    },
    DishLine {
        name: "Spanish platter",
        course: Course::Snack,
        serves: 10,
        minutes: (30, 0),
        ingredients: &[("Manchego", "0.8 kg"), ("Chorizo", "0.8 kg"), ("Rustic bread", "4 piece")],
        steps: &[("Slice", 20), ("Arrange", 10)],
    },
    DishLine {
        name: "Focaccia bites",
        course: Course::Snack,
        serves: 10,
        minutes: (20, 10),
        ingredients: &[("Focaccia", "4 piece"), ("Cherry tomato", "0.6 kg"), ("Mozzarella", "0.4 kg")],
        steps: &[("Cut and top", 20), ("Warm through", 10)],
    },
];

/// Name, dishes, price a person, fewest and most guests.
const MENUS: &[(&str, &[&str], i64, u32, u32)] = &[
    ("Barbecue", &["Barbecue ribs", "Green salad"], 6_900, 8, 60),
    ("Gala", &["Tomato and mozzarella", "Roast chicken", "Green salad"], 9_800, 15, 200),
    ("Finger food", &["Spanish platter", "Focaccia bites"], 4_900, 10, 150),
];

/// Makes products, dishes and menus.
///
/// # Errors
/// When nothing can be written.
pub async fn fill(script: &mut Script) -> Result<Pantry, Failure> {
    let mut pantry = Pantry::default();
    for line in PRODUCTS {
        let id = ProductId(clock::uuid());
        pantry.products.insert(line.0, id);
        script.act(By::Bob, product(id, line)).await?;
    }
    for line in DISHES {
        let id = DishId(clock::uuid());
        pantry.dishes.insert(line.name, id);
        let dish = dish(id, line, &pantry);
        script.act(By::Carla, dish).await?;
    }
    for (name, dishes, price, min, max) in MENUS {
        let id = MenuId(clock::uuid());
        pantry.menus.insert(name, id);
        let menu = PutMenu {
            menu_id: id,
            name: Some((*name).to_owned()),
            dish_ids: Some(dishes.iter().filter_map(|dish| pantry.dish(dish)).collect()),
            price_per_person: Patch::Set(Money(*price)),
            min: Patch::Set(*min),
            max: Patch::Set(*max),
        };
        script.act(By::David, menu).await?;
    }
    Ok(pantry)
}

fn product(id: ProductId, line: &ProductLine) -> PutProduct {
    let ProductLine(name, category, unit, price, supplier, allergens) = line;
    let set = |text: &str| Patch::Set(amount(text));
    PutProduct {
        product_id: id,
        name: Some((*name).to_owned()),
        category: Some(*category),
        unit: Some(*unit),
        price: Patch::Set(Money(*price)),
        pack_size: if *name == "Rice" { set("5 kg") } else { Patch::Keep },
        pack_unit: if *name == "Rice" { Patch::Set(Unit::Bag) } else { Patch::Keep },
        piece_weight: if *name == "Whole chicken" { set("1.4 kg") } else { Patch::Keep },
        supplier: Patch::Set((*supplier).to_owned()),
        allergens: allergens.map(|known| Allergens::Known(known.to_vec())),
    }
}

fn dish(id: DishId, line: &DishLine, pantry: &Pantry) -> PutDish {
    let ingredient = |(name, quantity): &(&str, &str)| {
        let product_id = pantry.product(name)?;
        Some(DishIngredient { product_id, quantity: amount(quantity) })
    };
    let step = |(text, minutes): &(&str, u32)| DishStep { text: (*text).to_owned(), minutes: *minutes };
    PutDish {
        dish_id: id,
        name: Some(line.name.to_owned()),
        course: Some(line.course),
        serves: Some(line.serves),
        prep_minutes: Some(line.minutes.0),
        cook_minutes: Some(line.minutes.1),
        ingredients: Some(line.ingredients.iter().filter_map(ingredient).collect()),
        steps: Some(line.steps.iter().map(step).collect()),
        notes: None,
    }
}

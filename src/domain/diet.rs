//! What a guest group's diet rules out (rule 15): words that people write, and what they mean.

use super::order;
use super::rows::{Allergen, ProductCategory, RuledOut};

/// What a dish contains, as far as anybody has said.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    pub allergens: Vec<Allergen>,
    pub categories: Vec<ProductCategory>,
}

/// Beginnings of words, in the languages that the workspace speaks, and the allergens they rule
/// out.
const WORDS: &[(&str, &[Allergen])] = &[
    ("gluten", &[Allergen::Gluten]),
    ("wheat", &[Allergen::Gluten]),
    ("coeliac", &[Allergen::Gluten]),
    ("celiac", &[Allergen::Gluten]),
    ("celíac", &[Allergen::Gluten]),
    ("zöliak", &[Allergen::Gluten]),
    ("shellfish", &[Allergen::Crustaceans, Allergen::Molluscs]),
    ("marisco", &[Allergen::Crustaceans, Allergen::Molluscs]),
    ("meeresfr", &[Allergen::Crustaceans, Allergen::Molluscs]),
    ("crustace", &[Allergen::Crustaceans]),
    ("crustáce", &[Allergen::Crustaceans]),
    ("krebs", &[Allergen::Crustaceans]),
    ("shrimp", &[Allergen::Crustaceans]),
    ("prawn", &[Allergen::Crustaceans]),
    ("egg", &[Allergen::Eggs]),
    ("huevo", &[Allergen::Eggs]),
    ("eier", &[Allergen::Eggs]),
    ("fish", &[Allergen::Fish]),
    ("pescado", &[Allergen::Fish]),
    ("fisch", &[Allergen::Fish]),
    ("peanut", &[Allergen::Peanuts]),
    ("cacahuete", &[Allergen::Peanuts]),
    ("erdn", &[Allergen::Peanuts]),
    ("soy", &[Allergen::Soybeans]),
    ("soja", &[Allergen::Soybeans]),
    ("milk", &[Allergen::Milk]),
    ("dairy", &[Allergen::Milk]),
    ("lactos", &[Allergen::Milk]),
    ("laktos", &[Allergen::Milk]),
    ("leche", &[Allergen::Milk]),
    ("lácteo", &[Allergen::Milk]),
    ("milch", &[Allergen::Milk]),
    ("nut", &[Allergen::Nuts]),
    ("nueces", &[Allergen::Nuts]),
    ("secos", &[Allergen::Nuts]),
    ("nüsse", &[Allergen::Nuts]),
    ("celery", &[Allergen::Celery]),
    ("apio", &[Allergen::Celery]),
    ("sellerie", &[Allergen::Celery]),
    ("mustard", &[Allergen::Mustard]),
    ("mostaza", &[Allergen::Mustard]),
    ("senf", &[Allergen::Mustard]),
    ("sesam", &[Allergen::Sesame]),
    ("sésam", &[Allergen::Sesame]),
    ("sulphit", &[Allergen::Sulphites]),
    ("sulfit", &[Allergen::Sulphites]),
    ("lupin", &[Allergen::Lupin]),
    ("altramu", &[Allergen::Lupin]),
    ("mollus", &[Allergen::Molluscs]),
    ("molusc", &[Allergen::Molluscs]),
    ("vegan", &[Allergen::Milk, Allergen::Eggs, Allergen::Fish, Allergen::Crustaceans, Allergen::Molluscs]),
    ("vegetari", &[Allergen::Fish, Allergen::Crustaceans, Allergen::Molluscs]),
];

/// The same for what is no allergen.
const KINDS: &[(&str, &[ProductCategory])] = &[
    ("vegan", &[ProductCategory::Meat, ProductCategory::Fish, ProductCategory::Dairy]),
    ("vegetari", &[ProductCategory::Meat, ProductCategory::Fish]),
    ("pescatari", &[ProductCategory::Meat]),
];

/// Whether such contents are known to clash with a diet as somebody wrote it. Words that say
/// nothing we know clash with nothing.
#[must_use]
pub fn clashes(diet: &str, contents: &Contents) -> bool {
    !ruled_out(diet, contents).is_empty()
}

/// What of such contents a diet rules out, each once.
#[must_use]
pub fn ruled_out(diet: &str, contents: &Contents) -> Vec<RuledOut> {
    let diet: String = diet.chars().map(small).collect();
    let mut found = Vec::new();
    for word in diet.split(|letter: char| !letter.is_alphabetic()) {
        let allergens = WORDS.iter().filter(|(start, _)| word.starts_with(start));
        for one in allergens.flat_map(|(_, ruled_out)| *ruled_out) {
            if contents.allergens.contains(one) {
                found.push(RuledOut { allergen: Some(*one), category: None });
            }
        }
        let kinds = KINDS.iter().filter(|(start, _)| word.starts_with(start));
        for one in kinds.flat_map(|(_, ruled_out)| *ruled_out) {
            if contents.categories.contains(one) {
                found.push(RuledOut { allergen: None, category: Some(*one) });
            }
        }
    }
    order::distinct(found)
}

/// The small letter of one of Latin 1, as the words above are written in: tables for all of Unicode
/// would be several kB of the program in the browser.
fn small(letter: char) -> char {
    match letter {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(letter) + 0x20).unwrap_or(letter),
        other => other,
    }
}

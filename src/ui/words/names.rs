//! Letters of names: as they are looked for, sorted, and shortened to a person's two.

use crate::domain::order;

/// Two letters for a person: the first of the first and of the last word of the name, or the first two of its
/// only word; the first and the last letter where somebody else would have the same.
#[must_use]
pub fn initials(name: &str, others: &[String]) -> String {
    let own = first_letters(name);
    let letters = if others.iter().any(|other| first_letters(other).eq_ignore_ascii_case(&own)) {
        name.trim().chars().take(1).chain(name.trim().chars().last()).collect()
    } else {
        own
    };
    uppercase(&letters)
}

fn first_letters(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next_back() {
        Some(last) => first.chars().take(1).chain(last.chars().take(1)).collect(),
        None => first.chars().take(2).collect(),
    }
}

/// As one searches: in small letters, without accents.
#[must_use]
pub fn plain(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    let parted: String = js_sys::JsString::from(text).to_lower_case().normalize("NFD").into();
    #[cfg(not(feature = "hydrate"))]
    let parted: String =
        unicode_normalization::UnicodeNormalization::nfd(text.to_lowercase().as_str()).collect();
    // The accents of the Latin, Greek and Cyrillic letters, each a character of its own now.
    parted.chars().filter(|one| !('\u{300}'..='\u{36f}').contains(one)).collect()
}

/// Sorts by names as people look them up: accents and capitals make no difference.
pub fn sort_by_name<T>(items: &mut Vec<T>, name: impl Fn(&T) -> &str) {
    let mut keyed: Vec<(String, T)> = items.drain(..).map(|item| (plain(name(&item)), item)).collect();
    order::sort_by(&mut keyed, &mut |one, other| one.0.cmp(&other.0));
    items.extend(keyed.into_iter().map(|(_, item)| item));
}

/// In small letters. The browser does it itself: the tables for it are several kB of a program.
#[must_use]
pub fn lowercase(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(feature = "hydrate"))]
    text.to_lowercase()
}

/// In capitals, as [`lowercase`].
#[must_use]
pub fn uppercase(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    return js_sys::JsString::from(text).to_upper_case().into();
    #[cfg(not(feature = "hydrate"))]
    text.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::{initials, plain, sort_by_name};

    #[test]
    fn two_people_have_two_pairs_of_letters() {
        let crew = ["Cai", "Carla", "Cleo Ångström"].map(str::to_owned);
        let of = |at: usize| {
            let others: Vec<String> =
                crew.iter().enumerate().filter(|(one, _)| *one != at).map(|(_, name)| name.clone()).collect();
            initials(&crew[at], &others)
        };
        assert_eq!([of(0), of(1), of(2)], ["CI", "CA", "CÅ"]);
        assert_eq!(initials("B", &[]), "B");
        assert_eq!(initials(" ", &[]), "");
    }

    #[test]
    fn accents_and_capitals_make_no_difference_to_a_search() {
        assert_eq!(plain("Événement d’ÉTÉ"), "evenement d’ete");
        assert_eq!(plain("İstanbul"), "istanbul");
        let mut names = vec!["village fair", "Événement", "Zoo", "apero"];
        sort_by_name(&mut names, |name| name);
        assert_eq!(names, ["apero", "Événement", "village fair", "Zoo"]);
    }
}

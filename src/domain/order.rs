//! Sorting with one body of code for all types: the standard library has a copy of its sort for each,
//! and for each set and map that is collected, and a browser downloads them all.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts in the items' own order; equal ones keep theirs.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, &mut T::cmp);
}

/// Sorts by a key; items of equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, &mut |one, other| key(one).cmp(&key(other)));
}

/// Sorts by a comparison; equal items keep their order.
pub fn sort_by<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let mut places = places(items.len(), &mut |one, other| compare(&items[one], &items[other]));
    for at in 0..items.len() {
        while places[at] != at {
            let place = places[at];
            items.swap(at, place);
            places.swap(at, place);
        }
    }
}

/// Where each of `length` items goes.
fn places(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|&one, &other| compare(one, other));
    let mut places = vec![0; length];
    for (place, &at) in order.iter().enumerate() {
        places[at] = place;
    }
    places
}

/// The items as a set. Collecting into one would sort them first.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}

/// A map for a handful of entries: a list in order, which is a fraction of a tree's code.
#[derive(Clone, Debug, PartialEq)]
pub struct Small<K, V>(Vec<(K, V)>);

impl<K, V> Default for Small<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V: Default> Small<K, V> {
    /// The entry of a key; of a new one the default.
    pub fn entry(&mut self, key: K) -> &mut V {
        let at = self.place(&key).unwrap_or_else(|at| {
            self.0.insert(at, (key, V::default()));
            at
        });
        &mut self.0[at].1
    }
}

impl<K: Ord, V> Small<K, V> {
    /// The entry of a key, where there is one.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().map(|at| &self.0[at].1)
    }

    /// The entries, by their keys' order.
    #[must_use]
    pub fn entries(&self) -> &[(K, V)] {
        &self.0
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Small<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut map = Self(Vec::new());
        for (key, value) in pairs {
            match map.place(&key) {
                Ok(at) => map.0[at].1 = value,
                Err(at) => map.0.insert(at, (key, value)),
            }
        }
        map
    }
}

impl<K, V> IntoIterator for Small<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The pairs as a map; of those with one key the last.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

#[cfg(test)]
mod tests {
    use super::{set, sort, sort_by_key};

    #[test]
    fn items_are_sorted_and_equal_ones_keep_their_order() {
        let mut words = ["cc", "a", "bb", "b", "", "aa"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["", "a", "b", "cc", "bb", "aa"]);
        sort(&mut words);
        assert_eq!(words, ["", "a", "aa", "b", "bb", "cc"]);
        assert_eq!(set(words).len(), 6);
    }
}

//! Rows by key in the document: what stays is not touched, what moves is moved, as little as possible.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use leptos_core::prelude::Owner;
use leptos_core::web_sys::Node;

use super::super::node::{Item, Listed, View};
use super::patch::patch;
use super::place::{At, insert, owner, place};
use super::{LiveRows, Placed, effect};

/// The rows that are shown, in their order.
#[derive(Default)]
pub struct Rows {
    shown: Vec<Row>,
    /// Holds the place while there are none.
    empty: Option<Placed>,
    /// The owners of the rows have ended with the view that these rows come from.
    is_stale: bool,
}

struct Row {
    key: u64,
    owner: Owner,
    placed: Placed,
}

impl Row {
    fn place(item: Item, parent: &Owner, at: &At) -> Self {
        let owner = parent.child();
        let placed = owner.with(|| place((item.make)(), at));
        Self { key: item.key, owner, placed }
    }

    /// The row as it is made now, in the nodes that it has.
    fn renew(self, item: Item, parent: &Owner) -> Self {
        let owner = parent.child();
        let placed = owner.with(|| patch(self.placed, (item.make)()));
        Self { key: item.key, owner, placed }
    }

    fn remove(self) {
        self.placed.remove();
        self.owner.cleanup();
    }
}

impl Rows {
    /// Shows the rows that `items` gives, now and whenever they change: at a place, or, where that is
    /// `None`, in the place of the rows of an earlier view.
    pub fn follow(mut items: Box<dyn Listed>, mut shown: Self, mut at: Option<At>) -> Placed {
        shown.is_stale = at.is_none();
        // Rows outlive the effect's runs, so they are not its children.
        let parent = owner();
        let rows = Rc::new(RefCell::new(shown));
        let here = Rc::clone(&rows);
        let effect = effect(Box::new(move || {
            let items = items.list();
            let before = std::mem::take(&mut *here.borrow_mut());
            let after = match at.take() {
                Some(at) => Self::place(items, &parent, &at),
                None => before.change(items, &parent),
            };
            *here.borrow_mut() = after;
        }));
        Placed::Rows(LiveRows { rows, effect })
    }

    fn place(items: Vec<Item>, parent: &Owner, at: &At) -> Self {
        let empty = items.is_empty().then(|| place(View::default(), at));
        let rows = items.into_iter().map(|item| Row::place(item, parent, at)).collect();
        Self { shown: rows, empty, is_stale: false }
    }

    pub fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        self.shown.iter().for_each(|row| row.placed.each_node(visit));
        if let Some(empty) = &self.empty {
            empty.each_node(visit);
        }
    }

    fn change(mut self, items: Vec<Item>, owner: &Owner) -> Self {
        // What comes behind the rows, which stays where it is.
        let mut last = None;
        self.each_node(&mut |node| last = Some(node.clone()));
        let Some((parent, after)) = last.and_then(|last| Some((last.parent_node()?, last.next_sibling())))
        else {
            return self;
        };
        if items.is_empty() && self.empty.is_none() {
            self.empty =
                Some(place(View::default(), &At::New { parent: parent.clone(), before: after.clone() }));
        }
        let mut old: HashMap<u64, (usize, Row)> =
            self.shown.into_iter().enumerate().map(|(at, row)| (row.key, (at, row))).collect();
        let known: Vec<(Item, Option<(usize, Row)>)> = items
            .into_iter()
            .map(|item| {
                let row = old.remove(&item.key);
                (item, row)
            })
            .collect();
        for (_, row) in old.into_values() {
            row.remove();
        }
        let places: Vec<Option<usize>> =
            known.iter().map(|(_, row)| row.as_ref().map(|(at, _)| *at)).collect();
        let stays = longest_increasing(&places);
        // From the end, each before the one behind it.
        let mut before = after;
        let mut rows: Vec<Row> = Vec::with_capacity(known.len());
        for ((item, row), stays) in known.into_iter().zip(stays).rev() {
            let row = match row {
                Some((_, row)) => {
                    if !stays {
                        row.placed.each_node(&mut |node| insert(&parent, node, before.as_ref()));
                    }
                    if self.is_stale { row.renew(item, owner) } else { row }
                }
                None => Row::place(item, owner, &At::New { parent: parent.clone(), before: before.clone() }),
            };
            before = row.placed.first().or(before);
            rows.push(row);
        }
        rows.reverse();
        if !rows.is_empty()
            && let Some(empty) = self.empty.take()
        {
            empty.remove();
        }
        Self { shown: rows, empty: self.empty, is_stale: false }
    }
}

/// Which of the places belong to a longest increasing run of them, so that they can stay.
fn longest_increasing(places: &[Option<usize>]) -> Vec<bool> {
    // For each length, the index of the smallest place that ends a run of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; places.len()];
    for (at, place) in places.iter().enumerate() {
        if place.is_none() {
            continue;
        }
        let length = ends.partition_point(|&end| places[end] < *place);
        previous[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut stays = vec![false; places.len()];
    let mut at = ends.last().copied();
    while let Some(here) = at {
        stays[here] = true;
        at = previous[here];
    }
    stays
}

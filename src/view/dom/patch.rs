//! Bringing a placed view up to date.

use leptos_core::web_sys;

use super::super::node::{Node, View};
use super::place::{At, Start, place, place_node};
use super::rows::Rows;
use super::{Live, Placed};

/// Makes what is placed show `view`, in the same nodes where that is possible.
pub fn patch(placed: Placed, view: View) -> Placed {
    let Some(node) = view.into_node() else {
        return match placed {
            Placed::Node(_) => placed,
            _ => replace(placed, None),
        };
    };
    match (placed, node) {
        (Placed::Text(node, old), Node::Text(new)) => {
            if old != new {
                node.set_data(&new);
            }
            Placed::Text(node, new)
        }
        (Placed::Markup(node, old), Node::Markup(new)) if old == new => Placed::Markup(node, old),
        (Placed::Element(kept), Node::Element(parts)) if kept.fits(&parts) => {
            Placed::Element(Box::new(kept.patch(*parts)))
        }
        (Placed::Many(parts), Node::Many(views)) if !views.is_empty() => {
            Placed::Many(patch_all(parts, views))
        }
        (Placed::Live(live), Node::Live(view)) => {
            let shown = live.shown.borrow_mut().take();
            // Its effect has ended before the new one takes its place.
            drop(live);
            match shown {
                Some(shown) => Placed::Live(Live::follow(view, Start::Shown(shown))),
                None => Placed::Many(Vec::new()),
            }
        }
        (Placed::Rows(live), Node::Rows(view)) => {
            let shown = std::mem::take(&mut *live.rows.borrow_mut());
            drop(live);
            Rows::follow(view, shown, None)
        }
        (placed, node) => replace(placed, Some(node)),
    }
}

fn replace(placed: Placed, node: Option<Node>) -> Placed {
    let Some(at) = At::before(&placed) else { return placed };
    let new = match node {
        Some(node) => place_node(node, &at),
        None => place(View::default(), &at),
    };
    placed.remove();
    new
}

/// The same for several, one by one: what is too many goes, what is missing comes behind.
pub fn patch_all(parts: Vec<Placed>, views: Vec<View>) -> Vec<Placed> {
    let (had, has) = (parts.len(), views.len());
    let after = parts.last().and_then(last_node);
    let parent = after.as_ref().and_then(web_sys::Node::parent_node);
    let after = after.and_then(|node| node.next_sibling());
    let mut parts = parts.into_iter();
    let mut views = views.into_iter();
    let mut all: Vec<Placed> =
        parts.by_ref().take(had.min(has)).zip(views.by_ref()).map(|(part, view)| patch(part, view)).collect();
    parts.for_each(Placed::remove);
    if let Some(parent) = parent {
        let at = At::New { parent, before: after };
        all.extend(views.map(|view| place(view, &at)));
    }
    all
}

fn last_node(placed: &Placed) -> Option<web_sys::Node> {
    let mut last = None;
    placed.each_node(&mut |node| last = Some(node.clone()));
    last
}

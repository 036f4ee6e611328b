//! Views in the browser's document.
//!
//! [`place`] puts a view into the document: it makes the nodes, or takes over those that the server
//! wrote (see `text` for their shape). [`patch`] brings what is placed up to date in place: an
//! element stays the same element, with its focus and its scrolling, as long as its tag and its
//! attributes' names stay.
//!
//! Every placed view has at least one node, so its first node says where it stands.

mod element;
mod patch;
mod place;
mod rows;

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos_core::prelude::{Owner, RenderEffect};
use leptos_core::web_sys::{self, Node};

use self::element::Kept;
use self::place::{At, Cursor, place};
use self::rows::Rows;
use super::node::View;

/// A view in the document. Dropping it ends its effects; its nodes stay until [`Placed::remove`].
enum Placed {
    /// Also what shows nothing, which is a comment.
    Node(Node),
    Text(web_sys::Text, Cow<'static, str>),
    Markup(Node, &'static str),
    Element(Box<Kept>),
    /// At least one.
    Many(Vec<Placed>),
    Live(Live),
    Rows(LiveRows),
    Owned(Owner, Box<Placed>),
}

/// A view that follows signals.
struct Live {
    /// Empty only while it is being brought up to date.
    shown: Rc<RefCell<Option<Placed>>>,
    #[expect(dead_code, reason = "it lives as long as what it shows")]
    effect: RenderEffect<()>,
}

/// An effect's task ends a moment after the effect, and holds what is shown until then: that must not
/// react any more, since the signals it reads have ended.
impl Drop for Live {
    fn drop(&mut self) {
        let shown = self.shown.try_borrow_mut().ok().and_then(|mut shown| shown.take());
        drop(shown);
    }
}

/// Rows that follow signals.
struct LiveRows {
    rows: Rc<RefCell<Rows>>,
    #[expect(dead_code, reason = "it lives as long as what it shows")]
    effect: RenderEffect<()>,
}

/// As with [`Live`].
impl Drop for LiveRows {
    fn drop(&mut self) {
        let rows = self.rows.try_borrow_mut().map(|mut rows| std::mem::take(&mut *rows));
        drop(rows);
    }
}

impl Placed {
    /// Visits the nodes of the view, in their order.
    fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        match self {
            Self::Node(node) | Self::Markup(node, _) => visit(node),
            Self::Text(text, _) => visit(text),
            Self::Element(kept) => visit(kept.node()),
            Self::Many(parts) => parts.iter().for_each(|part| part.each_node(visit)),
            Self::Live(live) => {
                if let Some(shown) = &*live.shown.borrow() {
                    shown.each_node(visit);
                }
            }
            Self::Rows(live) => live.rows.borrow().each_node(visit),
            Self::Owned(_, inner) => inner.each_node(visit),
        }
    }

    /// Where the view begins.
    fn first(&self) -> Option<Node> {
        let mut first = None;
        self.each_node(&mut |node| {
            if first.is_none() {
                first = Some(node.clone());
            }
        });
        first
    }

    /// Takes the view out of the document.
    fn remove(self) {
        self.each_node(&mut |node| {
            if let Some(parent) = node.parent_node() {
                // It fails only where the node has just left by another way.
                let _ = parent.remove_child(node);
            }
        });
        if let Self::Owned(owner, _) = &self {
            owner.cleanup();
        }
    }
}

/// An effect of the page. One piece of code for all of them.
fn effect(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

/// Takes over the page that the server rendered: what `page` gives stands in `<body>`.
///
/// # Panics
/// Without a document, which is not in a browser.
pub fn hydrate_body(page: impl FnOnce() -> View) {
    show(|body| {
        let cursor = Cursor::inside(body);
        let placed = place(page(), &At::Server(Rc::clone(&cursor)));
        cursor.finish();
        placed
    });
}

/// Makes the page in an empty `<body>`: what stood there says that it is coming.
///
/// # Panics
/// Without a document, which is not in a browser.
pub fn mount_body(page: impl FnOnce() -> View) {
    show(|body| {
        body.set_text_content(None);
        place(page(), &At::New { parent: body.clone(), before: None })
    });
}

fn show(place: impl FnOnce(&Node) -> Placed) {
    // It fails only where it has been done already.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let body = leptos_core::prelude::document().body().expect("a page has a body");
    let owner = Owner::new();
    let placed = owner.with(|| place(&body));
    // They live as long as the document.
    std::mem::forget(placed);
    std::mem::forget(owner);
}

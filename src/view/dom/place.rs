//! Putting a view into the document.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos_core::prelude::{Owner, document};
use leptos_core::wasm_bindgen::JsCast;
use leptos_core::web_sys::{self, Node};

use super::super::node::{Make, Node as ViewNode, View};
use super::element::Kept;
use super::patch::patch;
use super::rows::Rows;
use super::{Live, Placed, effect};

/// Where a view is put.
#[derive(Clone)]
pub enum At {
    /// New, in this parent before that node, or at its end.
    New { parent: Node, before: Option<Node> },
    /// Among what the server wrote.
    Server(Rc<Cursor>),
}

/// How far a parent's nodes have been taken over.
pub struct Cursor {
    parent: Node,
    next: RefCell<Option<Node>>,
    /// The last one taken is a text.
    after_text: Cell<bool>,
}

impl Cursor {
    pub fn inside(parent: &Node) -> Rc<Self> {
        let next = RefCell::new(parent.first_child());
        Rc::new(Self { parent: parent.clone(), next, after_text: Cell::new(false) })
    }

    /// The next node, where it is what is expected.
    fn take<T: JsCast>(&self) -> Option<T> {
        let node = self.next.borrow().clone()?.dyn_into::<T>().ok()?;
        let next = node.unchecked_ref::<Node>().next_sibling();
        *self.next.borrow_mut() = next;
        Some(node)
    }

    /// Takes the next comment out of the document, where there is one.
    fn drop_comment(&self) {
        if let Some(comment) = self.take::<web_sys::Comment>() {
            comment.remove();
        }
    }

    /// Puts a node where the server wrote something else.
    fn insert(&self, node: &Node) {
        self.drop_comment();
        insert(&self.parent, node, self.next.borrow().as_ref());
    }

    /// Takes what nobody expected out of the document.
    pub fn finish(&self) {
        let mut next = self.next.take();
        while let Some(node) = next {
            next = node.next_sibling();
            if let Some(parent) = node.parent_node() {
                mismatch("something more");
                let _ = parent.remove_child(&node);
            }
        }
    }
}

/// Says in the console that the server wrote something else.
pub fn mismatch(expected: &str) {
    web_sys::console::warn_2(&"The server's page differs. Expected here:".into(), &expected.into());
}

pub fn insert(parent: &Node, node: &Node, before: Option<&Node>) {
    // It fails only where `before` has left the parent; then the end is as good.
    if parent.insert_before(node, before).is_err() {
        let _ = parent.append_child(node);
    }
}

impl At {
    /// Just before what is placed already.
    pub fn before(placed: &Placed) -> Option<Self> {
        let first = placed.first()?;
        Some(Self::New { parent: first.parent_node()?, before: Some(first) })
    }

    fn text(&self, text: &str) -> web_sys::Text {
        match self {
            Self::New { parent, before } => {
                let node = document().create_text_node(text);
                insert(parent, &node, before.as_ref());
                node
            }
            Self::Server(cursor) => {
                if text.is_empty() {
                    let node = document().create_text_node(text);
                    cursor.insert(&node);
                    cursor.after_text.set(false);
                    return node;
                }
                if cursor.after_text.replace(true) {
                    let _ = cursor.take::<web_sys::Comment>();
                }
                if let Some(node) = cursor.take::<web_sys::Text>() {
                    if node.data() != text {
                        mismatch(text);
                        node.set_data(text);
                    }
                    return node;
                }
                mismatch("a text");
                let node = document().create_text_node(text);
                cursor.insert(&node);
                node
            }
        }
    }

    fn nothing(&self) -> Node {
        if let Self::Server(cursor) = self {
            cursor.after_text.set(false);
            if let Some(comment) = cursor.take::<web_sys::Comment>() {
                return comment.into();
            }
            mismatch("nothing");
        }
        let node: Node = document().create_comment("").into();
        self.put(&node);
        node
    }

    /// Puts a new node here.
    pub fn put(&self, node: &Node) {
        match self {
            Self::New { parent, before } => insert(parent, node, before.as_ref()),
            Self::Server(cursor) => cursor.insert(node),
        }
    }

    /// The element that the server wrote here, if it did.
    pub fn written(&self, tag: &str) -> Option<web_sys::Element> {
        let Self::Server(cursor) = self else { return None };
        cursor.after_text.set(false);
        let fits = {
            let next = cursor.next.borrow();
            let element = next.as_ref().and_then(|next| next.dyn_ref::<web_sys::Element>());
            element.is_some_and(|element| element.local_name() == tag)
        };
        if !fits {
            mismatch(tag);
        }
        fits.then(|| cursor.take()).flatten()
    }

    fn markup(&self, markup: &str) -> Node {
        if let Self::Server(cursor) = self {
            cursor.after_text.set(false);
            if let Some(element) = cursor.take::<web_sys::Element>() {
                return element.into();
            }
            mismatch("an element");
        }
        let template = document().create_element("template").expect("a template can be made");
        template.set_inner_html(markup);
        let content = template.unchecked_ref::<web_sys::HtmlTemplateElement>().content();
        let node = content.first_child().unwrap_or_else(|| document().create_comment("").into());
        self.put(&node);
        node
    }
}

/// Puts a view into the document.
pub fn place(view: View, at: &At) -> Placed {
    match view.into_node() {
        Some(node) => place_node(node, at),
        None => Placed::Node(at.nothing()),
    }
}

pub fn place_node(node: ViewNode, at: &At) -> Placed {
    match node {
        ViewNode::Text(text) => Placed::Text(at.text(&text), text),
        ViewNode::Markup(markup) => Placed::Markup(at.markup(markup), markup),
        ViewNode::Element(parts) => Placed::Element(Box::new(Kept::place(*parts, at))),
        ViewNode::Many(views) if views.is_empty() => Placed::Node(at.nothing()),
        ViewNode::Many(views) => Placed::Many(views.into_iter().map(|view| place(view, at)).collect()),
        ViewNode::Live(view) => Placed::Live(Live::follow(view, Start::At(at.clone()))),
        ViewNode::Rows(rows) => Rows::follow(rows, Rows::default(), Some(at.clone())),
        ViewNode::Owned(owner, view) => {
            let inner = owner.with(|| place(view, at));
            Placed::Owned(owner, Box::new(inner))
        }
    }
}

/// What a live view begins with.
pub enum Start {
    At(At),
    Shown(Placed),
}

impl Live {
    /// Shows what `view` gives, now and whenever it changes.
    pub fn follow(mut view: Box<dyn Make>, start: Start) -> Self {
        let shown: Rc<RefCell<Option<Placed>>> = Rc::default();
        let (here, mut start) = (Rc::clone(&shown), Some(start));
        let effect = effect(Box::new(move || {
            let view = view.make();
            let before = here.borrow_mut().take();
            let after = match (start.take(), before) {
                (Some(Start::At(at)), _) => place(view, &at),
                (Some(Start::Shown(shown)), _) | (None, Some(shown)) => patch(shown, view),
                // It was taken away while it ran.
                (None, None) => return,
            };
            *here.borrow_mut() = Some(after);
        }));
        Self { shown, effect }
    }
}

/// The owner under which rows are made.
pub fn owner() -> Owner {
    Owner::current().unwrap_or_default()
}

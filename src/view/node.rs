//! Views, and what can become one.

use std::borrow::Cow;

use leptos_core::prelude::Owner;

use super::element::{Element, Extras, Parts};
use super::signal::{MaybeProp, Memo, RwSignal, Signal};

/// A piece of a page: one pointer, since it goes from hand to hand; none where nothing is shown.
#[derive(Default)]
pub struct View(Option<Box<Node>>);

/// What a view is made of.
pub(super) enum Node {
    Text(Cow<'static, str>),
    Element(Box<Parts>),
    /// Markup that never changes and has one element around it.
    Markup(&'static str),
    Many(Vec<View>),
    /// Made anew whenever a signal that it read has changed.
    Live(Box<dyn Make>),
    /// Rows by key: each made once and moved with its key.
    Rows(Box<dyn Listed>),
    /// Lives and ends with this owner, under which its contexts are found.
    Owned(Owner, View),
}

// Each has one body of code, so that where a view is made there is only a call.
impl View {
    pub(super) fn of(node: Box<Node>) -> Self {
        Self(Some(node))
    }

    pub(super) fn into_node(self) -> Option<Node> {
        self.0.map(|node| *node)
    }

    #[inline(never)]
    fn text(text: &'static str) -> Self {
        Self(Some(Box::new(Node::Text(Cow::Borrowed(text)))))
    }

    #[inline(never)]
    fn own_text(text: String) -> Self {
        Self(Some(Box::new(Node::Text(Cow::Owned(text)))))
    }

    #[inline(never)]
    pub(super) fn markup(markup: &'static str) -> Self {
        Self(Some(Box::new(Node::Markup(markup))))
    }

    #[inline(never)]
    fn many(views: Vec<View>) -> Self {
        Self(Some(Box::new(Node::Many(views))))
    }

    #[inline(never)]
    fn live(make: Box<dyn Make>) -> Self {
        Self(Some(Box::new(Node::Live(make))))
    }

    /// Rows by key: each made once and moved with its key.
    #[inline(never)]
    pub fn rows(rows: Box<dyn Listed>) -> Self {
        Self(Some(Box::new(Node::Rows(rows))))
    }

    pub(super) fn owned(owner: Owner, view: View) -> Self {
        Self(Some(Box::new(Node::Owned(owner, view))))
    }

    /// In debug builds `view!` says where a view was written; nothing here asks for it.
    #[must_use]
    #[inline(always)]
    pub fn with_view_marker(self, _: &str) -> Self {
        self
    }

    /// Adds attributes to the outermost element.
    fn with_extra(mut self, extra: impl Extras) -> Self {
        if let Some(Node::Element(parts)) = self.0.as_deref_mut() {
            extra.give(parts);
        }
        self
    }
}

/// What lists the rows of a view, again and again (see [`Make`]).
pub trait Listed {
    fn list(&mut self) -> Vec<Item>;
}

impl<F: FnMut() -> Vec<Item>> Listed for F {
    fn list(&mut self) -> Vec<Item> {
        self()
    }
}

/// What makes a view, again and again. Not `dyn FnMut`, whose table has an entry for each way of calling
/// it; there are hundreds of these tables.
pub trait Make {
    fn make(&mut self) -> View;
}

impl<F, V> Make for F
where
    F: FnMut() -> V,
    V: IntoView,
{
    fn make(&mut self) -> View {
        self().into_view()
    }
}

/// A row of [`View::rows`].
pub struct Item {
    pub key: u64,
    pub make: Box<dyn FnOnce() -> View>,
}

/// What can stand in a page.
pub trait IntoView: Sized {
    fn into_view(self) -> View;

    /// The same, by the name that Leptos has for it.
    #[inline(always)]
    fn into_any(self) -> View {
        self.into_view()
    }

    /// By the name under which `view!` asks for what stands in braces.
    #[inline(always)]
    fn into_render(self) -> View {
        self.into_view()
    }

    /// Adds attributes to the outermost element: `attr:` on a component.
    fn add_any_attr(self, extra: impl Extras) -> View {
        self.into_view().with_extra(extra)
    }

    /// Puts it into an element, behind what is there.
    #[inline(always)]
    fn stand_in(self, element: Element) -> Element {
        element.stand(self.into_view())
    }
}

impl IntoView for View {
    #[inline(always)]
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    #[inline(always)]
    fn into_view(self) -> View {
        View(None)
    }
}

impl IntoView for &'static str {
    #[inline(always)]
    fn into_view(self) -> View {
        View::text(self)
    }
}

impl IntoView for String {
    #[inline(always)]
    fn into_view(self) -> View {
        View::own_text(self)
    }
}

impl IntoView for Cow<'static, str> {
    #[inline(always)]
    fn into_view(self) -> View {
        match self {
            Cow::Borrowed(text) => View::text(text),
            Cow::Owned(text) => View::own_text(text),
        }
    }
}

impl IntoView for Element {
    #[inline(always)]
    fn into_view(self) -> View {
        self.view()
    }
}

impl<V: IntoView> IntoView for Option<V> {
    #[inline(always)]
    fn into_view(self) -> View {
        self.map_or(View(None), IntoView::into_view)
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    #[inline(always)]
    fn into_view(self) -> View {
        View::many(self.into_iter().map(IntoView::into_view).collect())
    }
}

impl<V: IntoView, const N: usize> IntoView for [V; N] {
    #[inline(always)]
    fn into_view(self) -> View {
        View::many(self.into_iter().map(IntoView::into_view).collect())
    }
}

impl<F, V> IntoView for F
where
    F: FnMut() -> V + 'static,
    V: IntoView,
{
    #[inline(always)]
    fn into_view(self) -> View {
        View::live(Box::new(self))
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl IntoView for $number {
            #[inline(always)]
            fn into_view(self) -> View {
                View::own_text(self.to_string())
            }
        })*
    };
}
numbers!(u8 u16 u32 u64 i32 i64 usize char);

macro_rules! signals {
    ($($signal:ident)*) => {
        $(impl<V: IntoView + Clone + Send + Sync + 'static> IntoView for $signal<V> {
            #[inline(always)]
            fn into_view(self) -> View {
                View::live(Box::new(move || self.get()))
            }
        })*
    };
}
signals!(RwSignal Memo Signal);

impl<V: IntoView + Clone + Send + Sync + 'static> IntoView for MaybeProp<V> {
    #[inline(always)]
    fn into_view(self) -> View {
        View::live(Box::new(move || self.get()))
    }
}

macro_rules! tuples {
    ($($part:ident)*) => {
        impl<$($part: IntoView),*> IntoView for ($($part,)*) {
            #[inline(always)]
            fn into_view(self) -> View {
                #[allow(non_snake_case, clippy::allow_attributes)]
                let ($($part,)*) = self;
                View::many(vec![$($part.into_view()),*])
            }

            #[inline(always)]
            fn stand_in(self, element: Element) -> Element {
                #[allow(non_snake_case, clippy::allow_attributes)]
                let ($($part,)*) = self;
                $(let element = $part.stand_in(element);)*
                element
            }
        }
    };
}
tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);
tuples!(A B C D E F G H I J K L M);
tuples!(A B C D E F G H I J K L M N);
tuples!(A B C D E F G H I J K L M N O);
tuples!(A B C D E F G H I J K L M N O P);

/// Several views one after the other.
pub trait CollectView {
    fn collect_view(self) -> View;
}

impl<V: IntoView, I: IntoIterator<Item = V>> CollectView for I {
    fn collect_view(self) -> View {
        View::many(self.into_iter().map(IntoView::into_view).collect())
    }
}

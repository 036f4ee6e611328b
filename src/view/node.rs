//! Views, and what can become one.

use std::borrow::Cow;

use leptos_core::prelude::Owner;

use super::element::{Element, Extras};
use super::signal::{MaybeProp, Memo, RwSignal, Signal};

/// A piece of a page.
#[derive(Default)]
pub enum View {
    #[default]
    Nothing,
    Text(Cow<'static, str>),
    Element(Element),
    /// Markup that never changes and has one element around it.
    Markup(&'static str),
    Many(Vec<View>),
    /// Made anew whenever a signal that it read has changed.
    Live(Box<dyn Make>),
    /// Rows by key: each made once and moved with its key.
    Rows(Box<dyn FnMut() -> Vec<Item>>),
    /// Lives and ends with this owner, under which its contexts are found.
    Owned(Owner, Box<View>),
}

impl View {
    /// In debug builds `view!` says where a view was written; nothing here asks for it.
    #[must_use]
    pub fn with_view_marker(self, _: &str) -> Self {
        self
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

/// A row of [`View::Rows`].
pub struct Item {
    pub key: u64,
    pub make: Box<dyn FnOnce() -> View>,
}

/// What can stand in a page.
pub trait IntoView: Sized {
    fn into_view(self) -> View;

    /// The same, by the name that Leptos has for it.
    fn into_any(self) -> View {
        self.into_view()
    }

    /// By the name under which `view!` asks for what stands in braces.
    fn into_render(self) -> View {
        self.into_view()
    }

    /// Adds attributes to the outermost element: `attr:` on a component.
    fn add_any_attr(self, extra: impl Extras) -> View {
        let mut view = self.into_view();
        if let View::Element(element) = &mut view {
            extra.give(element);
        }
        view
    }
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::Nothing
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View::Text(Cow::Borrowed(self))
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::Text(Cow::Owned(self))
    }
}

impl IntoView for Cow<'static, str> {
    fn into_view(self) -> View {
        View::Text(self)
    }
}

impl IntoView for Element {
    fn into_view(self) -> View {
        View::Element(self)
    }
}

impl<V: IntoView> IntoView for Option<V> {
    fn into_view(self) -> View {
        self.map_or(View::Nothing, IntoView::into_view)
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_view(self) -> View {
        View::Many(self.into_iter().map(IntoView::into_view).collect())
    }
}

impl<V: IntoView, const N: usize> IntoView for [V; N] {
    fn into_view(self) -> View {
        View::Many(self.into_iter().map(IntoView::into_view).collect())
    }
}

impl<F, V> IntoView for F
where
    F: FnMut() -> V + 'static,
    V: IntoView,
{
    fn into_view(self) -> View {
        View::Live(Box::new(self))
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl IntoView for $number {
            fn into_view(self) -> View {
                View::Text(Cow::Owned(self.to_string()))
            }
        })*
    };
}
numbers!(u8 u16 u32 u64 i32 i64 usize char);

macro_rules! signals {
    ($($signal:ident)*) => {
        $(impl<V: IntoView + Clone + Send + Sync + 'static> IntoView for $signal<V> {
            fn into_view(self) -> View {
                View::Live(Box::new(move || self.get()))
            }
        })*
    };
}
signals!(RwSignal Memo Signal);

impl<V: IntoView + Clone + Send + Sync + 'static> IntoView for MaybeProp<V> {
    fn into_view(self) -> View {
        View::Live(Box::new(move || self.get()))
    }
}

macro_rules! tuples {
    ($($part:ident)*) => {
        impl<$($part: IntoView),*> IntoView for ($($part,)*) {
            fn into_view(self) -> View {
                #[allow(non_snake_case, clippy::allow_attributes)]
                let ($($part,)*) = self;
                View::Many(vec![$($part.into_view()),*])
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
        View::Many(self.into_iter().map(IntoView::into_view).collect())
    }
}

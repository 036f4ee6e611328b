//! Components that steer what is shown, and the children of components.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use leptos_core::prelude::{Owner, provide_context};

use super::node::{IntoView, Item, View};
use super::signal::Memo;

/// What stands inside a component, once.
pub type Children = Box<dyn FnOnce() -> View>;
/// What stands inside a component, as often as it likes.
#[derive(Clone)]
pub struct ChildrenFn(Arc<dyn Stand>);

/// What makes the children of a component (see [`Make`](super::node::Make)).
trait Stand: Send + Sync {
    fn stand(&self) -> View;
}

impl<F, V> Stand for F
where
    F: Fn() -> V + Send + Sync,
    V: IntoView,
{
    fn stand(&self) -> View {
        self().into_view()
    }
}

impl ChildrenFn {
    /// The children, once more.
    #[must_use]
    pub fn stand(&self) -> View {
        self.0.stand()
    }
}

/// How `view!` hands children over.
pub trait ToChildren<F> {
    fn to_children(children: F) -> Self;
}

/// A text as the only child, which `view!` passes without a closure.
pub struct ChildrenOptContainer<T>(pub T);

impl<F, V> ToChildren<F> for Children
where
    F: FnOnce() -> V + 'static,
    V: IntoView,
{
    #[inline(always)]
    fn to_children(children: F) -> Self {
        Box::new(move || children().into_view())
    }
}

impl<F, V> ToChildren<F> for ChildrenFn
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoView,
{
    #[inline(always)]
    fn to_children(children: F) -> Self {
        Self(Arc::new(children))
    }
}

impl<T: IntoView + 'static> ToChildren<ChildrenOptContainer<T>> for Children {
    #[inline(always)]
    fn to_children(child: ChildrenOptContainer<T>) -> Self {
        Box::new(move || child.0.into_view())
    }
}

impl<T: IntoView + Clone + Send + Sync + 'static> ToChildren<ChildrenOptContainer<T>> for ChildrenFn {
    #[inline(always)]
    fn to_children(child: ChildrenOptContainer<T>) -> Self {
        Self(Arc::new(move || child.0.clone()))
    }
}

/// Shows its children while a condition holds, and something else otherwise.
#[leptos_core::component(transparent)]
pub fn Show<W>(children: ChildrenFn, when: W, #[prop(optional, into)] fallback: Fallback) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    let when = Memo::new(move |_| when());
    move || {
        if when.get() { children.stand() } else { fallback.0.as_ref().map(|fallback| fallback()).into_view() }
    }
}

/// What stands where [`Show`] does not show its children; nothing, by default.
#[derive(Default)]
pub struct Fallback(Option<Box<dyn Fn() -> View>>);

impl<F, V> From<F> for Fallback
where
    F: Fn() -> V + 'static,
    V: IntoView,
{
    fn from(fallback: F) -> Self {
        Self(Some(Box::new(move || fallback().into_view())))
    }
}

/// A row for each item, made once and moved with the item's key.
#[leptos_core::component(transparent)]
pub fn For<E, I, T, K, KF, CF, V>(
    /// The items. Tracked.
    each: E,
    key: KF,
    children: CF,
) -> impl IntoView
where
    E: Fn() -> I + 'static,
    I: IntoIterator<Item = T> + 'static,
    T: 'static,
    K: Hash + 'static,
    KF: Fn(&T) -> K + 'static,
    CF: Fn(T) -> V + Clone + 'static,
    V: IntoView + 'static,
{
    View::rows(Box::new(move || {
        let items = each().into_iter().map(|item| {
            let (key, children) = (row_key(&key(&item)), children.clone());
            Item { key, make: Box::new(move || children(item).into_view()) }
        });
        items.collect::<Vec<_>>()
    }))
}

/// The same number for the same key, always.
pub fn row_key(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Gives its children, and nobody else, a context.
#[leptos_core::component(transparent)]
pub fn Provider<T: Send + Sync + 'static>(value: T, children: Children) -> impl IntoView {
    let owner = Owner::new();
    let children = owner.with(|| {
        provide_context(value);
        children()
    });
    View::owned(owner, children)
}

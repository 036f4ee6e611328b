//! Signals that do not end with an owner.

use std::marker::PhantomData;
use std::sync::Arc;

use super::source::{Source, seen};

/// A signal that lives as long as somebody holds it.
pub struct ArcRwSignal<T>(Arc<Source>, PhantomData<fn() -> T>);

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0), PhantomData)
    }
}

impl<T: Send + Sync + 'static> ArcRwSignal<T> {
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Arc::new(Source::state(Arc::new(value))), PhantomData)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        seen::<T>(&self.0.get()).clone()
    }

    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        seen::<T>(&self.0.get_untracked()).clone()
    }

    pub fn with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        read(seen(&self.0.get_untracked()))
    }

    pub fn set(&self, value: T) {
        self.0.set(Arc::new(value));
        self.0.notify();
    }

    pub fn update(&self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

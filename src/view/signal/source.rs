//! What handles point at: values without their types.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock};

use leptos_core::prelude::{
    ArcMemo, ArcTrigger, Get as _, GetUntracked as _, GetValue as _, Notify as _, StoredValue, Track as _,
    untrack,
};

/// A value of any type.
pub(super) type Erased = Arc<dyn Any + Send + Sync>;

// Not `dyn Fn`: see `Make` in `node`.

/// What gives the value of a derived signal.
pub(super) trait Derive: Send + Sync {
    fn derive(&self) -> Erased;
}

impl<T, F> Derive for F
where
    T: Send + Sync + 'static,
    F: Fn() -> T + Send + Sync,
{
    fn derive(&self) -> Erased {
        Arc::new(self())
    }
}

/// What gives the value of a memo, from the one before.
pub(super) trait Compute: Send + Sync {
    fn compute(&self, before: Option<&Erased>) -> Erased;
}

pub(super) struct Computed<T, F>(pub F, pub PhantomData<fn() -> T>);

impl<T, F> Compute for Computed<T, F>
where
    T: Send + Sync + 'static,
    F: Fn(Option<&T>) -> T + Send + Sync,
{
    fn compute(&self, before: Option<&Erased>) -> Erased {
        Arc::new((self.0)(before.map(seen)))
    }
}

/// What a handle points at.
pub(super) enum Source {
    State { value: RwLock<Erased>, changed: ArcTrigger },
    Memo(ArcMemo<Erased>),
    Derived(Box<dyn Derive>),
}

impl Source {
    pub fn state(value: Erased) -> Self {
        Self::State { value: RwLock::new(value), changed: ArcTrigger::new() }
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get(&self) -> Erased {
        match self {
            Self::State { changed, .. } => {
                changed.track();
                self.get_untracked()
            }
            Self::Memo(memo) => memo.get(),
            Self::Derived(derived) => derived.derive(),
        }
    }

    pub fn get_untracked(&self) -> Erased {
        match self {
            Self::State { value, .. } => value.read().unwrap_or_else(PoisonError::into_inner).clone(),
            Self::Memo(memo) => memo.get_untracked(),
            Self::Derived(derived) => untrack(|| derived.derive()),
        }
    }

    pub fn set(&self, new: Erased) {
        if let Self::State { value, .. } = self {
            *value.write().unwrap_or_else(PoisonError::into_inner) = new;
        }
    }

    pub fn notify(&self) {
        if let Self::State { changed, .. } = self {
            changed.notify();
        }
    }
}

/// Ends with the owner under which it was made.
#[derive(Clone, Copy)]
pub(super) struct Handle(StoredValue<Arc<Source>>);

// Each has one body of code, called from wherever a signal is read.
impl Handle {
    #[inline(never)]
    pub fn new(source: Source) -> Self {
        Self(StoredValue::new(Arc::new(source)))
    }

    #[inline(never)]
    pub fn source(self) -> Option<Arc<Source>> {
        self.0.try_get_value()
    }

    #[cfg_attr(debug_assertions, track_caller)]
    #[inline(never)]
    pub fn get(self) -> Erased {
        let Some(source) = self.source() else { ended() };
        source.get()
    }

    #[cfg_attr(debug_assertions, track_caller)]
    #[inline(never)]
    pub fn get_untracked(self) -> Erased {
        let Some(source) = self.source() else { ended() };
        source.get_untracked()
    }

    /// Whether it was there to be set.
    #[inline(never)]
    pub fn set(self, value: Erased, tells: bool) -> bool {
        let Some(source) = self.source() else { return false };
        source.set(value);
        if tells {
            source.notify();
        }
        true
    }
}

#[cold]
#[cfg_attr(debug_assertions, track_caller)]
fn ended() -> ! {
    panic!("a signal is read after its owner has ended")
}

pub(super) fn seen<T: 'static>(value: &Erased) -> &T {
    match value.downcast_ref() {
        Some(value) => value,
        None => unreachable!("a handle gives its type to what it points at"),
    }
}

pub(super) fn shared<T: Send + Sync + 'static>(value: Erased) -> Arc<T> {
    match value.downcast() {
        Ok(value) => value,
        Err(_) => unreachable!("a handle gives its type to what it points at"),
    }
}

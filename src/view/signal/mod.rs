//! Signals, memos and stored values: Leptos' reactive graph behind handles that share one piece of
//! code.
//!
//! Leptos compiles its signals once for every type that they hold; with the hundreds of types of this
//! product that was a quarter of the download. A handle here knows its type, and what it points at
//! does not: values are kept behind an [`Arc`] and looked at as what they are where they are read.
//! Names and meaning are those of `leptos::prelude`. An update works on a copy, so that a value may
//! be read while it is changed.

mod callback;
mod counted;
mod effect;
mod property;
mod source;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos_core::prelude::ArcMemo;

pub use self::callback::Callback;
pub use self::counted::ArcRwSignal;
pub use self::effect::Effect;
pub use self::property::{IntoReactiveValue, MaybeProp};
use self::source::{Compute, Computed, Erased, Handle, Source, seen, shared};

/// A value that can be set.
pub struct RwSignal<T>(Handle, PhantomData<fn() -> T>);
/// A value that is made from others, anew whenever they change, and wakes only when it differs.
pub struct Memo<T>(Handle, PhantomData<fn() -> T>);
/// A value that can be read, whatever stands behind it.
pub struct Signal<T>(Handle, PhantomData<fn() -> T>);
/// A value that nobody waits for.
pub struct StoredValue<T>(Handle, PhantomData<fn() -> T>);

macro_rules! handles {
    ($($handle:ident)*) => {
        $(
            impl<T> Clone for $handle<T> {
                fn clone(&self) -> Self {
                    *self
                }
            }

            impl<T> Copy for $handle<T> {}

            impl<T> fmt::Debug for $handle<T> {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    formatter.write_str(stringify!($handle))
                }
            }
        )*
    };
}
handles!(RwSignal Memo Signal StoredValue);

macro_rules! readers {
    ($($handle:ident)*) => {
        $(impl<T: Send + Sync + 'static> $handle<T> {
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get(&self) -> T
            where
                T: Clone,
            {
                seen::<T>(&self.0.get()).clone()
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get_untracked(&self) -> T
            where
                T: Clone,
            {
                seen::<T>(&self.0.get_untracked()).clone()
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
                read(seen(&self.0.get()))
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> U {
                read(seen(&self.0.get_untracked()))
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn read(&self) -> Arc<T> {
                shared(self.0.get())
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn read_untracked(&self) -> Arc<T> {
                shared(self.0.get_untracked())
            }

            /// `None` where its owner has ended.
            pub fn try_get_untracked(&self) -> Option<T>
            where
                T: Clone,
            {
                self.0.source().map(|source| seen::<T>(&source.get_untracked()).clone())
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn track(&self) {
                self.0.get();
            }
        })*
    };
}
readers!(RwSignal Memo Signal);

impl<T: Send + Sync + 'static> RwSignal<T> {
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Handle::new(Source::state(Arc::new(value))), PhantomData)
    }

    /// Nothing happens where its owner has ended.
    pub fn set(&self, value: T) {
        self.0.set(Arc::new(value), true);
    }

    /// Gives the value back where its owner has ended.
    pub fn try_set(&self, value: T) -> Option<T> {
        let value = Arc::new(value);
        if self.0.set(value.clone(), true) { None } else { Arc::into_inner(value) }
    }

    /// Nothing happens where its owner has ended.
    pub fn update(&self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        self.try_update(change);
    }

    /// `None` where its owner has ended.
    pub fn try_update<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U>
    where
        T: Clone,
    {
        changed(self.0, change, true)
    }

    /// [`try_update`](Self::try_update), and nobody is told.
    pub fn try_update_untracked<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U>
    where
        T: Clone,
    {
        changed(self.0, change, false)
    }

    /// Wakes whoever reads it, as if it had been set.
    pub fn notify(&self) {
        if let Some(source) = self.0.source() {
            source.notify();
        }
    }
}

fn changed<T, U>(handle: Handle, change: impl FnOnce(&mut T) -> U, tells: bool) -> Option<U>
where
    T: Clone + Send + Sync + 'static,
{
    let mut value = seen::<T>(&handle.source()?.get_untracked()).clone();
    let result = change(&mut value);
    handle.set(Arc::new(value), tells);
    Some(result)
}

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> Memo<T> {
    /// `make` is given what it made before.
    #[must_use]
    #[inline(always)]
    pub fn new(make: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        Self(memo(Box::new(Computed(make, PhantomData)), differ::<T>), PhantomData)
    }
}

fn differ<T: PartialEq + 'static>(before: Option<&Erased>, after: Option<&Erased>) -> bool {
    before.map(seen::<T>) != after.map(seen::<T>)
}

type Differ = fn(Option<&Erased>, Option<&Erased>) -> bool;

#[inline(never)]
fn memo(make: Box<dyn Compute>, differ: Differ) -> Handle {
    Handle::new(Source::Memo(ArcMemo::new_with_compare(move |before| make.compute(before), differ)))
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// Made at each reading.
    #[must_use]
    #[inline(always)]
    pub fn derive(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(Handle::new(Source::Derived(Box::new(make))), PhantomData)
    }

    /// The same for ever.
    #[must_use]
    pub fn stored(value: T) -> Self {
        Self(Handle::new(Source::state(Arc::new(value))), PhantomData)
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl From<&'static str> for Signal<String> {
    fn from(value: &'static str) -> Self {
        Self::stored(value.to_owned())
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self(signal.0, PhantomData)
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self(memo.0, PhantomData)
    }
}

impl<T: Send + Sync + 'static> StoredValue<T> {
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Handle::new(Source::state(Arc::new(value))), PhantomData)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get_value(&self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn with_value<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        read(seen(&self.0.get_untracked()))
    }

    /// `None` where its owner has ended.
    pub fn try_with_value<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.source().map(|source| read(seen(&source.get_untracked())))
    }

    pub fn set_value(&self, value: T) {
        self.0.set(Arc::new(value), false);
    }

    /// `None` where its owner has ended.
    pub fn try_update_value<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U>
    where
        T: Clone,
    {
        changed(self.0, change, false)
    }
}

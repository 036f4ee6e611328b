//! Signals, memos and stored values: Leptos' reactive graph behind handles that share one piece of
//! code.
//!
//! Leptos compiles its signals once for every type that they hold; with the hundreds of types of this
//! product that was a quarter of the download. A handle here knows its type, and what it points at
//! does not: values are kept behind an [`Arc`] and looked at as what they are where they are read.
//! Names and meaning are those of `leptos::prelude`. An update works on a copy, so that a value may
//! be read while it is changed.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock};

use leptos_core::prelude::{
    ArcMemo, ArcTrigger, Get as _, GetUntracked as _, GetValue as _, Notify as _, Track as _, untrack,
};
use leptos_core::prelude::{Effect as LeptosEffect, StoredValue as LeptosStoredValue};

/// A value of any type.
type Erased = Arc<dyn Any + Send + Sync>;

// Not `dyn Fn`: see `Make` in `node`.

/// What gives the value of a derived signal.
trait Derive: Send + Sync {
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
trait Compute: Send + Sync {
    fn compute(&self, before: Option<&Erased>) -> Erased;
}

struct Computed<T, F>(F, PhantomData<fn() -> T>);

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
enum Source {
    State { value: RwLock<Erased>, changed: ArcTrigger },
    Memo(ArcMemo<Erased>),
    Derived(Box<dyn Derive>),
}

impl Source {
    fn state(value: Erased) -> Self {
        Self::State { value: RwLock::new(value), changed: ArcTrigger::new() }
    }

    #[cfg_attr(debug_assertions, track_caller)]
    fn get(&self) -> Erased {
        match self {
            Self::State { changed, .. } => {
                changed.track();
                self.get_untracked()
            }
            Self::Memo(memo) => memo.get(),
            Self::Derived(derived) => derived.derive(),
        }
    }

    fn get_untracked(&self) -> Erased {
        match self {
            Self::State { value, .. } => value.read().unwrap_or_else(PoisonError::into_inner).clone(),
            Self::Memo(memo) => memo.get_untracked(),
            Self::Derived(derived) => untrack(|| derived.derive()),
        }
    }

    fn set(&self, new: Erased) {
        if let Self::State { value, .. } = self {
            *value.write().unwrap_or_else(PoisonError::into_inner) = new;
        }
    }

    fn notify(&self) {
        if let Self::State { changed, .. } = self {
            changed.notify();
        }
    }
}

/// Ends with the owner under which it was made.
#[derive(Clone, Copy)]
struct Handle(LeptosStoredValue<Arc<Source>>);

impl Handle {
    fn new(source: Source) -> Self {
        Self(LeptosStoredValue::new(Arc::new(source)))
    }

    fn source(self) -> Option<Arc<Source>> {
        self.0.try_get_value()
    }

    #[cfg_attr(debug_assertions, track_caller)]
    fn get(self) -> Erased {
        self.source().map_or_else(|| ended(), |source| source.get())
    }

    #[cfg_attr(debug_assertions, track_caller)]
    fn get_untracked(self) -> Erased {
        self.source().map_or_else(|| ended(), |source| source.get_untracked())
    }

    /// Whether it was there to be set.
    fn set(self, value: Erased, tells: bool) -> bool {
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
fn ended() -> Erased {
    panic!("a signal is read after its owner has ended")
}

fn seen<T: 'static>(value: &Erased) -> &T {
    match value.downcast_ref() {
        Some(value) => value,
        None => unreachable!("a handle gives its type to what it points at"),
    }
}

fn shared<T: Send + Sync + 'static>(value: Erased) -> Arc<T> {
    match value.downcast() {
        Ok(value) => value,
        Err(_) => unreachable!("a handle gives its type to what it points at"),
    }
}

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

/// A property of a component that may be left out, or hold nothing.
pub struct MaybeProp<T>(Option<Signal<Option<T>>>);

impl<T> Clone for MaybeProp<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for MaybeProp<T> {}

impl<T> Default for MaybeProp<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Clone + Send + Sync + 'static> MaybeProp<T> {
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get(&self) -> Option<T> {
        self.0.and_then(|signal| signal.get())
    }
}

impl<T: Send + Sync + 'static> From<T> for MaybeProp<T> {
    fn from(value: T) -> Self {
        Self(Some(Signal::stored(Some(value))))
    }
}

impl From<&'static str> for MaybeProp<String> {
    fn from(value: &'static str) -> Self {
        value.to_owned().into()
    }
}

impl<T> From<Signal<Option<T>>> for MaybeProp<T> {
    fn from(signal: Signal<Option<T>>) -> Self {
        Self(Some(signal))
    }
}

impl<T: Clone + Send + Sync + 'static> From<Signal<T>> for MaybeProp<T> {
    fn from(signal: Signal<T>) -> Self {
        Self(Some(Signal::derive(move || Some(signal.get()))))
    }
}

/// Something to be done by whoever holds it.
pub struct Callback<In, Out = ()>(Handle, PhantomData<fn(In) -> Out>);

impl<In, Out> Clone for Callback<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In, Out> Copy for Callback<In, Out> {}

impl<In: 'static, Out: 'static, F: Fn(In) -> Out + Send + Sync + 'static> From<F> for Callback<In, Out> {
    fn from(act: F) -> Self {
        Self::new(act)
    }
}

trait Act<In, Out>: Send + Sync {
    fn act(&self, input: In) -> Out;
}

impl<In, Out, F: Fn(In) -> Out + Send + Sync> Act<In, Out> for F {
    fn act(&self, input: In) -> Out {
        self(input)
    }
}

type BoxedAct<In, Out> = Box<dyn Act<In, Out>>;

impl<In: 'static, Out: 'static> Callback<In, Out> {
    #[must_use]
    #[inline(always)]
    pub fn new(act: impl Fn(In) -> Out + Send + Sync + 'static) -> Self {
        let act: BoxedAct<In, Out> = Box::new(act);
        Self(Handle::new(Source::state(Arc::new(act))), PhantomData)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    #[inline(always)]
    pub fn run(&self, input: In) -> Out {
        let act = self.0.get_untracked();
        seen::<BoxedAct<In, Out>>(&act).act(input)
    }
}

/// Something that is done whenever a signal that it read has changed; only in a browser.
pub struct Effect;

impl Effect {
    /// `run` is given what it returned before.
    #[expect(clippy::new_ret_no_self, reason = "nobody holds an effect; the name is Leptos'")]
    #[inline(always)]
    pub fn new<T: 'static>(run: impl FnMut(Option<T>) -> T + 'static) {
        if cfg!(feature = "hydrate") {
            follow(Box::new(Running(run, None)));
        }
    }
}

trait Run {
    fn run(&mut self);
}

/// An effect, with what it returned before.
struct Running<T, F>(F, Option<T>);

impl<T, F: FnMut(Option<T>) -> T> Run for Running<T, F> {
    fn run(&mut self) {
        let before = self.1.take();
        self.1 = Some((self.0)(before));
    }
}

#[inline(never)]
fn follow(mut run: Box<dyn Run>) {
    LeptosEffect::new(move |_| run.run());
}

/// How `#[prop(into)]` takes its values; the marker keeps closures and values apart.
pub trait IntoReactiveValue<T, Marker> {
    fn into_reactive_value(self) -> T;
}

/// Marks what becomes the value by [`Into`].
pub struct Converted;

impl<T, I: Into<T>> IntoReactiveValue<T, Converted> for I {
    fn into_reactive_value(self) -> T {
        self.into()
    }
}

/// Marks closures that give the value.
pub struct Closure;

impl<T, F> IntoReactiveValue<Signal<T>, Closure> for F
where
    T: Send + Sync + 'static,
    F: Fn() -> T + Send + Sync + 'static,
{
    fn into_reactive_value(self) -> Signal<T> {
        Signal::derive(self)
    }
}

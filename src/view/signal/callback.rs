//! Callbacks.

use std::marker::PhantomData;
use std::sync::Arc;

use super::source::{Handle, Source, seen};

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

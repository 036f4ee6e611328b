//! How components take their properties.

use super::Signal;

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

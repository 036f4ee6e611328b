//! What attributes, properties and classes can be given.

use std::borrow::Cow;

use super::element::{Element, Kind};
use super::signal::{MaybeProp, Memo, RwSignal, Signal};

/// The value of an attribute, a property or a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// The attribute is not there.
    #[default]
    Absent,
    /// A boolean attribute is there when true; a property is true or false.
    Flag(bool),
    Text(Cow<'static, str>),
}

impl Value {
    /// As an attribute: its text, if it is there.
    pub(super) fn attribute(&self) -> Option<&str> {
        match self {
            Self::Absent | Self::Flag(false) => None,
            Self::Flag(true) => Some(""),
            Self::Text(text) => Some(text),
        }
    }
}

/// A value, for once or followed.
pub enum Setting {
    Fixed(Value),
    /// Read again whenever a signal that it read has changed.
    Live(Box<dyn Give>),
}

/// What gives a value, again and again (see [`Make`](super::node::Make)).
pub trait Give {
    fn give(&mut self) -> Value;
}

impl<F, V> Give for F
where
    F: FnMut() -> V,
    V: IntoValue,
{
    fn give(&mut self) -> Value {
        self().into_value()
    }
}

/// What is a value by itself.
pub trait IntoValue {
    fn into_value(self) -> Value;
}

/// What can be given to an attribute: a value, a signal, or a closure that gives one.
pub trait IntoSetting: Sized {
    fn into_setting(self) -> Setting;

    /// Gives it to an element.
    #[inline(always)]
    fn set_on(self, element: Element, kind: Kind, name: &'static str) -> Element {
        element.set(kind, name, self.into_setting())
    }

    /// By the name under which `view!` asks for the values of attributes.
    #[must_use]
    #[inline(always)]
    fn into_attribute_value(self) -> Self {
        self
    }
}

impl IntoSetting for Setting {
    fn into_setting(self) -> Setting {
        self
    }
}

impl<V: IntoValue> IntoValue for Option<V> {
    fn into_value(self) -> Value {
        self.map_or(Value::Absent, IntoValue::into_value)
    }
}

impl<V: IntoValue> IntoSetting for Option<V> {
    fn into_setting(self) -> Setting {
        Setting::Fixed(self.into_value())
    }
}

impl<F, V> IntoSetting for F
where
    F: FnMut() -> V + 'static,
    V: IntoValue,
{
    fn into_setting(self) -> Setting {
        Setting::Live(Box::new(self))
    }

    #[inline(always)]
    fn set_on(self, element: Element, kind: Kind, name: &'static str) -> Element {
        element.follow(kind, name, Box::new(self))
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Text(Cow::Borrowed(self))
    }
}

impl IntoSetting for &'static str {
    fn into_setting(self) -> Setting {
        Setting::Fixed(self.into_value())
    }

    #[inline(always)]
    fn set_on(self, element: Element, kind: Kind, name: &'static str) -> Element {
        element.set_text(kind, name, self)
    }
}

macro_rules! values {
    ($($plain:ty = $from:expr,)*) => {
        $(
            impl IntoValue for $plain {
                fn into_value(self) -> Value {
                    let from: fn($plain) -> Value = $from;
                    from(self)
                }
            }

            impl IntoSetting for $plain {
                fn into_setting(self) -> Setting {
                    Setting::Fixed(self.into_value())
                }
            }
        )*
    };
}
values! {
    bool = Value::Flag,
    String = |text| Value::Text(Cow::Owned(text)),
    Cow<'static, str> = Value::Text,
    u16 = |number| Value::Text(Cow::Owned(number.to_string())),
    u32 = |number| Value::Text(Cow::Owned(number.to_string())),
    u64 = |number| Value::Text(Cow::Owned(number.to_string())),
    i32 = |number| Value::Text(Cow::Owned(number.to_string())),
    i64 = |number| Value::Text(Cow::Owned(number.to_string())),
    usize = |number| Value::Text(Cow::Owned(number.to_string())),
}

macro_rules! signals {
    ($($signal:ident)*) => {
        $(impl<V: IntoValue + Clone + Send + Sync + 'static> IntoSetting for $signal<V> {
            fn into_setting(self) -> Setting {
                Setting::Live(Box::new(move || self.get()))
            }

            #[inline(always)]
            fn set_on(self, element: Element, kind: Kind, name: &'static str) -> Element {
                element.follow(kind, name, Box::new(move || self.get()))
            }
        })*
    };
}
signals!(RwSignal Memo Signal MaybeProp);

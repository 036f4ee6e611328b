//! The forms of what the standard library and uuid bring along.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::order::Small;

use super::{At, FromJson, Object, ToJson};

impl FromJson for Value {
    fn from_json(at: &At<'_>) -> Self {
        let Some(value) = at.value() else {
            at.wrong("missing");
            return Self::Null;
        };
        value.clone()
    }
}

impl ToJson for Value {
    fn to_json(&self) -> Value {
        self.clone()
    }
}

impl FromJson for Map<String, Value> {
    fn from_json(at: &At<'_>) -> Self {
        if let Some(Value::Object(map)) = at.value() {
            return map.clone();
        }
        at.wrong("invalid type: expected an object");
        Self::new()
    }
}

impl ToJson for Map<String, Value> {
    fn to_json(&self) -> Value {
        Value::Object(self.clone())
    }

    fn says_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl FromJson for bool {
    fn from_json(at: &At<'_>) -> Self {
        let value = at.value().and_then(Value::as_bool);
        value.unwrap_or_else(|| {
            at.wrong("invalid type: expected true or false");
            false
        })
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Value {
        Value::Bool(*self)
    }
}

macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl FromJson for $type {
            fn from_json(at: &At<'_>) -> Self {
                // Within the type's bounds after the check.
                at.number(Self::MIN.into(), Self::MAX.into()).try_into().unwrap_or_default()
            }
        }

        impl ToJson for $type {
            fn to_json(&self) -> Value {
                i64::from(*self).into()
            }
        }
    )+};
}

numbers!(u8, i32, u32, i64);

/// Within what other programs read exactly, by the wire's own bounds.
impl FromJson for u64 {
    fn from_json(at: &At<'_>) -> Self {
        at.number(0, i64::MAX).unsigned_abs()
    }
}

impl ToJson for u64 {
    fn to_json(&self) -> Value {
        (*self).into()
    }
}

impl ToJson for usize {
    fn to_json(&self) -> Value {
        (*self).into()
    }
}

impl FromJson for String {
    fn from_json(at: &At<'_>) -> Self {
        at.text().to_owned()
    }
}

impl ToJson for String {
    fn to_json(&self) -> Value {
        Value::String(self.clone())
    }
}

impl ToJson for str {
    fn to_json(&self) -> Value {
        Value::String(self.to_owned())
    }
}

impl FromJson for Cow<'static, str> {
    fn from_json(at: &At<'_>) -> Self {
        Self::Owned(at.text().to_owned())
    }
}

impl ToJson for Cow<'static, str> {
    fn to_json(&self) -> Value {
        self.as_ref().to_json()
    }
}

impl FromJson for Uuid {
    #[inline(never)]
    fn from_json(at: &At<'_>) -> Self {
        Self::try_parse(at.text()).unwrap_or_else(|_| {
            at.wrong("not an id");
            Self::nil()
        })
    }
}

impl ToJson for Uuid {
    #[inline(never)]
    fn to_json(&self) -> Value {
        Value::String(self.hyphenated().encode_lower(&mut Self::encode_buffer()).to_owned())
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(at: &At<'_>) -> Self {
        if at.is_empty() { None } else { Some(T::from_json(at)) }
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_json)
    }

    fn says_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(at: &At<'_>) -> Self {
        let mut list = Self::new();
        at.each_item(&mut |item| list.push(T::from_json(item)));
        list
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Value {
        self.as_slice().to_json()
    }
}

/// A list of so many values: one body of code for lists of all types.
#[inline(never)]
fn array(length: usize, value: &dyn Fn(usize) -> Value) -> Value {
    Value::Array((0..length).map(value).collect())
}

impl<T: ToJson> ToJson for [T] {
    fn to_json(&self) -> Value {
        array(self.len(), &|index| self[index].to_json())
    }
}

/// An object whose keys are data. Absent is empty.
impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(at: &At<'_>) -> Self {
        if at.value().is_none() {
            return Self::new();
        }
        let fields = at.fields();
        let mut map = Self::new();
        for (name, _) in fields.all() {
            map.insert(name.to_owned(), fields.get(name));
        }
        map
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        for (name, value) in self {
            object.put(name, value);
        }
        object.done()
    }

    fn says_nothing(&self) -> bool {
        self.is_empty()
    }
}

/// The same, in a list.
impl<T: FromJson> FromJson for Small<String, T> {
    fn from_json(at: &At<'_>) -> Self {
        if at.value().is_none() {
            return Self::new();
        }
        let fields = at.fields();
        fields.all().map(|(name, _)| (name.to_owned(), fields.get(name))).collect()
    }
}

impl<T: ToJson> ToJson for Small<String, T> {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        for (name, value) in self {
            object.put(name, value);
        }
        object.done()
    }

    fn says_nothing(&self) -> bool {
        self.is_empty()
    }
}

/// A pair is a list of two.
impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_json(at: &At<'_>) -> Self {
        let items = at.items();
        if items.len() != 2 {
            at.wrong("invalid length: expected two items");
        }
        let item = |index: usize| items.get(index).unwrap_or(&Value::Null);
        (A::from_json(&at.item(0, item(0))), B::from_json(&at.item(1, item(1))))
    }
}

impl<A: ToJson, B: ToJson> ToJson for (A, B) {
    fn to_json(&self) -> Value {
        Value::Array(vec![self.0.to_json(), self.1.to_json()])
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn to_json(&self) -> Value {
        T::to_json(self)
    }

    fn says_nothing(&self) -> bool {
        T::says_nothing(self)
    }
}

impl<T: ToJson> ToJson for Arc<T> {
    fn to_json(&self) -> Value {
        T::to_json(self)
    }
}
